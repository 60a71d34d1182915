import { COUNTRIES } from '../../shared/model/countries.ts'
import { allocateColumns, type TipColumns } from '../../shared/model/columns.ts'
import { tip } from '../../shared/model/kinds/tip.ts'
import { PRECISIONS } from '../../shared/model/place.ts'
import { VOCABULARIES } from '../../shared/model/vocabularies/vocabulary.ts'

/**
 * Invented tips, the same for the same number on every machine: about crossing points with scatter, over ten
 * years, a text of 300 characters in English, French, Spanish or Arabic. Words are drawn from 20,000 a language
 * (a hundred real ones, the rest of syllables) by Zipf's law, so that texts are neither repetitive nor noise:
 * zstd makes of them what it makes of the texts that the peer was first measured with. About nobody.
 */
export interface GeneratedTips {
  readonly count: number
  readonly columns: TipColumns
  readonly texts: readonly string[]
  /** What the report calls the place. */
  readonly places: readonly string[]
}

interface Random {
  /** 0 to under 1. */
  next(): number
  /** 0 to under n, whole. */
  below(n: number): number
  normal(): number
}

/** sfc32 (PractRand, Chris Doty-Humphrey), seeded by one number. */
export function seeded(seed: number): Random {
  let a = seed >>> 0
  let b = 0x9e3779b9
  let c = 0x243f6a88
  let counter = 1
  const next = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum | 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let warm = 0; warm < 20; warm++) next()
  return {
    next,
    below: (n) => Math.floor(next() * n),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.sin(2 * Math.PI * next()),
  }
}

/** Draws 0 to n-1 with weight 1/(k+2)^s, by Walker's alias table. */
function zipf(n: number, s: number, random: Random): () => number {
  const weights = Float64Array.from({ length: n }, (_, k) => 1 / (k + 2) ** s)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const share = weights.map((weight) => (weight * n) / total)
  const alias = new Int32Array(n)
  const small: number[] = []
  const large: number[] = []
  share.forEach((part, k) => (part < 1 ? small : large).push(k))
  while (small.length > 0 && large.length > 0) {
    const less = small.pop()!
    const more = large.pop()!
    alias[less] = more
    share[more]! -= 1 - share[less]!
    ;(share[more]! < 1 ? small : large).push(more)
  }
  for (const k of [...small, ...large]) {
    share[k] = 1
    alias[k] = k
  }
  return () => {
    const at = random.next() * n
    const k = at | 0
    return at - k < share[k]! ? k : alias[k]!
  }
}

const COMMON = {
  en: 'the a of to and in was were from with by at on for they she he women girls men children boys truck lorry border crossing police passport taken money debt work factory house hotel driver night road river bridge village camp market phone message told heard saw reported locked beaten sold recruited promised job restaurant fishing boat farm mine construction street bus station airport documents kept threatened family paid agency visa forced hours wages shelter help call group vehicle plate white blue red old young about years two three four five near between before after again moved held left weeks month',
  fr: 'le la les de des du et en dans un une sur avec pour par chez ils elle il femmes filles hommes enfants camion frontière passage police passeport pris argent dette travail usine maison hôtel chauffeur nuit route rivière pont village camp marché téléphone message dit entendu vu signalé enfermée battu vendue recruté promis emploi restaurant pêche bateau ferme mine chantier rue bus gare aéroport papiers gardé menacé famille payé agence visa forcé heures salaire refuge aide appel groupe véhicule plaque blanc bleu rouge vieux jeune environ ans deux trois quatre cinq près entre avant après encore déplacé tenue partie semaines mois',
  es: 'el la los las de del y en a un una con por para que se ellas ella él mujeres niñas hombres niños camión frontera cruce policía pasaporte quitado dinero deuda trabajo fábrica casa hotel chofer noche camino río puente pueblo campamento mercado teléfono mensaje dijo oyó vio denunció encerrada golpeado vendida reclutado prometido empleo restaurante pesca barco granja mina construcción calle autobús estación aeropuerto documentos guardado amenazado familia pagó agencia visa forzado horas salario refugio ayuda llamada grupo vehículo placa blanco azul rojo viejo joven unos años dos tres cuatro cinco cerca entre antes después otra trasladado retenida salieron semanas mes',
  ar: 'من في على إلى عن مع هذا هذه التي الذي كان كانت هم هي هو نساء فتيات رجال أطفال شاحنة الحدود معبر الشرطة جواز أخذ المال دين عمل مصنع بيت فندق سائق ليل طريق نهر جسر قرية مخيم سوق هاتف رسالة قال سمع رأى أبلغ محبوسة ضرب بيعت جند وعد وظيفة مطعم صيد قارب مزرعة منجم بناء شارع حافلة محطة مطار وثائق احتفظ هدد عائلة دفع وكالة تأشيرة إجبار ساعات أجر ملجأ مساعدة اتصال مجموعة سيارة لوحة أبيض أزرق أحمر كبير صغير حوالي سنوات اثنان ثلاثة أربعة خمسة قرب بين قبل بعد مرة نقل محتجز غادر أسابيع شهر',
} as const
const SYLLABLES = {
  en: 'ber ton ly der shi ro wick ham en ster mar ket ing field ash dor el mo na ri ta ver low gra',
  fr: 'bou lan ger ri que mé té nar vil lier eau ran gne sou dé fon tai pré au ché mon ta',
  es: 'ga lle ro ña ci do mar que sa ez lo pe ran di ta zo ve ju li ca mon te rra',
  ar: 'با را مي سا عد حم نو كر يا لا فا دي صا شم قا طر هو جي زا ون',
} as const
const LANGUAGES = ['en', 'fr', 'es', 'ar'] as const
const WORDS = 20_000
const LENGTH = 300

function vocabulary(language: (typeof LANGUAGES)[number]): readonly string[] {
  const random = seeded(7 + LANGUAGES.indexOf(language))
  const syllables = SYLLABLES[language].split(' ')
  const words = new Set(COMMON[language].split(' '))
  while (words.size < WORDS) words.add(Array.from({ length: 2 + random.below(3) }, () => syllables[random.below(syllables.length)]!).join(''))
  return [...words]
}

const HUBS = 500
const KM_A_DEGREE = 111.2
const START_MINUTE = Date.UTC(2016, 0, 1) / 60_000
const TEN_YEARS = 3650 * 1440
const SEGMENTS = 24_000

export function generateTips(count: number, seed = 42): GeneratedTips {
  const random = seeded(seed)
  const columns = allocateColumns(tip, count, false)
  const words = LANGUAGES.map((language) => {
    const known = vocabulary(language)
    const draw = zipf(known.length, 1.05, random)
    return () => known[draw()]!
  })
  const code = (vocabulary: keyof typeof VOCABULARIES) => zipf(VOCABULARIES[vocabulary].length, 1, random)
  const draws = { danger: code('danger'), channel: code('channel'), surfaced: code('surfaced'), form: code('form'), source: code('source'), information: code('information'), status: code('status') }
  const hubs = Array.from({ length: HUBS }, () => ({ lon: random.next() * 160 - 80, lat: random.next() * 80 - 25, country: 1 + random.below(COUNTRIES.length - 1), segment: random.below(SEGMENTS), name: words[0]!() + ' ' + words[0]!() }))
  const hub = zipf(HUBS, 0.8, random)
  const language = zipf(LANGUAGES.length, 1, random)
  const precision = zipf(PRECISIONS.length, 1, random)
  const ids = new Uint32Array(columns.id.buffer)
  const cells = new Uint32Array(columns.cell.buffer)
  const texts: string[] = []
  const places: string[] = []
  for (let row = 0; row < count; row++) {
    const about = hubs[hub()]!
    const lat = about.lat + (random.normal() * 18) / KM_A_DEGREE
    const lon = about.lon + (random.normal() * 18) / (KM_A_DEGREE * Math.cos((about.lat * Math.PI) / 180))
    columns.lon[row] = Math.round(lon * 1e7)
    columns.lat[row] = Math.round(lat * 1e7)
    columns.precision[row] = precision()
    columns.country[row] = about.country
    columns.segment[row] = about.segment + random.below(4)
    // As many different ones as H3 cells of resolution 5 (some 8 km across) would be.
    const [east, north] = [Math.floor(lon * 12), Math.floor(lat * 12)]
    cells[row * 2] = (Math.imul(east, 0x9e3779b1) ^ Math.imul(north, 0x85ebca6b)) >>> 0
    cells[row * 2 + 1] = 0x0851_0000 | (Math.imul(east ^ (north << 9), 0xc2b2ae35) >>> 20)
    const from = Math.floor(START_MINUTE + (TEN_YEARS * (row + random.next())) / count)
    columns.from[row] = from
    columns.to[row] = from + (random.next() < 0.6 ? 1439 : random.below(20_000))
    columns.received[row] = from + random.below(40_000)
    const day = new Date(from * 60_000)
    columns.month[row] = (day.getUTCFullYear() - 1970) * 12 + day.getUTCMonth()
    columns.persons[row] = Math.floor(-Math.log(1 - random.next()) * 3)
    columns.doubts[row] = random.next() < 0.05 ? 1 << random.below(4) : 0
    for (const [name, draw] of Object.entries(draws)) (columns[name as keyof typeof draws])[row] = draw()
    for (let word = 0; word < 4; word++) ids[row * 4 + word] = (random.next() * 2 ** 32) >>> 0
    const say = words[language()]!
    let text = random.next() < 0.15 ? `+${20 + random.below(950)} ${random.below(1e8)} ` : ''
    while (text.length < LENGTH) text += say() + ' '
    texts.push(text.slice(0, LENGTH))
    places.push(about.name)
  }
  return { count, columns, texts, places }
}

/** The same as a file that a station would be sent: RFC 4180, header in English. */
export function tipsAsCsv({ count, columns, texts, places }: GeneratedTips): string[] {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  const lines = ['id,date,latitude,longitude,place,description,number of people\r\n']
  for (let row = 0; row < count; row++) {
    const date = new Date(columns.from[row]! * 60_000).toISOString().slice(0, 10)
    lines.push(`G-${row + 1},${date},${columns.lat[row]! / 1e7},${columns.lon[row]! / 1e7},${quoted(places[row]!)},${quoted(texts[row]!)},${columns.persons[row]!}\r\n`)
  }
  return lines
}
