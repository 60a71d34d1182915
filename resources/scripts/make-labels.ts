import { readFileSync, writeFileSync } from 'node:fs'
import { inflateSync } from 'fflate'
import { COUNTRIES } from '../../shared/model/countries.ts'
import { loadCountries } from '../../shared/geo/countries.ts'
import { fold } from '../../shared/geo/fold.ts'
import { NameTable } from '../../shared/geo/name-table.ts'
import { distance } from '../../shared/geo/sphere.ts'
import type { LabelRow } from '../../shared/geo/labels.ts'

/**
 * Makes `resources/basemap/labels.json`: names for the map. Countries (English and Arabic), and settlements from 15,000
 * people up, thinned so that each zoom has the larger ones first; a settlement has an Arabic name where we know one.
 */
const read = (path: string) => new Uint8Array(readFileSync(new URL(`../${path}`, import.meta.url)))

/** Least population by zoom at which a settlement may stand. */
const PEOPLE: readonly (readonly [zoom: number, people: number])[] = [[3, 3_000_000], [4, 1_000_000], [5, 300_000], [6, 100_000], [7, 40_000], [8, 15_000]]
/** Square kilometres by zoom at which a country's name may stand. */
const AREA: readonly (readonly [zoom: number, area: number])[] = [[1, 2_000_000], [2, 700_000], [3, 120_000], [4, 20_000], [5, 3_000], [6, 300], [7, 0]]

/** English, Arabic, longitude, latitude, least zoom. Names that are in dispute are left out. */
const SEAS: readonly (readonly [string, string, number, number, number])[] = [
  ['Atlantic Ocean', 'المحيط الأطلسي', -35, 25, 1], ['Atlantic Ocean', 'المحيط الأطلسي', -15, -25, 1], ['Indian Ocean', 'المحيط الهندي', 78, -22, 1], ['Pacific Ocean', 'المحيط الهادئ', -140, 20, 1], ['Pacific Ocean', 'المحيط الهادئ', -120, -30, 1],
  ['Arctic Ocean', 'المحيط المتجمد الشمالي', -150, 78, 2], ['Mediterranean Sea', 'البحر الأبيض المتوسط', 18.4, 34.9, 3], ['Red Sea', 'البحر الأحمر', 38.2, 20.5, 4], ['Gulf of Aden', 'خليج عدن', 47.8, 12.4, 4], ['Arabian Sea', 'بحر العرب', 64, 16, 2],
  ['Black Sea', 'البحر الأسود', 34.5, 43.3, 3], ['Caspian Sea', 'بحر قزوين', 50.6, 41.8, 3], ['Gulf of Guinea', 'خليج غينيا', 3, 2.5, 3], ['Bay of Bengal', 'خليج البنغال', 88, 14.5, 3], ['Andaman Sea', 'بحر أندامان', 95.6, 10.8, 4],
  ['Gulf of Mexico', 'خليج المكسيك', -90, 25, 3], ['Caribbean Sea', 'البحر الكاريبي', -75, 15, 3], ['Baltic Sea', 'بحر البلطيق', 19.3, 57.3, 4], ['North Sea', 'بحر الشمال', 3.4, 56, 3], ['English Channel', 'القناة الإنجليزية', -2.4, 50.1, 6],
  ['Adriatic Sea', 'البحر الأدرياتيكي', 15.6, 43.1, 5], ['Ionian Sea', 'البحر الأيوني', 18.9, 38.2, 5], ['Tyrrhenian Sea', 'البحر التيراني', 12.2, 40, 5], ['Aegean Sea', 'بحر إيجه', 25, 38.6, 5], ['Gulf of Sidra', 'خليج سرت', 18.2, 31.6, 5], ['Gulf of Gabès', 'خليج قابس', 10.7, 34.1, 6],
  ['Gulf of Thailand', 'خليج تايلند', 101.6, 9.8, 4], ['Mozambique Channel', 'قناة موزمبيق', 41.5, -18, 4], ['Tasman Sea', 'بحر تسمان', 160, -38, 3], ['Gulf of California', 'خليج كاليفورنيا', -111.3, 27, 5],
]

export function makeLabels(): LabelRow[] {
  const countries = loadCountries(read('gazetteer/countries.json'))
  const rows: LabelRow[] = []
  for (const { code, en, ar, at, area } of countries.all) {
    if (!at || code === 'ATA') continue
    rows.push([0, en, ar, at[0], at[1], AREA.find(([, least]) => area >= least)![0], Math.round(Math.log10(area + 10) * 100) / 100])
  }
  for (const [en, ar, lon, lat, zoom] of SEAS) rows.push([2, en, ar, lon, lat, zoom, 8 - zoom])
  const table = new NameTable(inflateSync(read('gazetteer/places.bin').subarray(5)))
  const capitals = new Map(countries.all.flatMap(({ code, capital }) => (capital ? [[code, capital] as const] : [])))
  const arabic = new Map((JSON.parse(new TextDecoder().decode(read('gazetteer/arabic-names.json'))) as [string, string, string][]).map(([name, country, written]) => [`${fold(name)},${country}`, written]))
  const places: { name: string; country: string; lon: number; lat: number; people: number; capital: boolean }[] = []
  for (let i = 0; i < table.count; i++) {
    const country = COUNTRIES[table.country[i]!]!
    const [lon, lat] = table.at(i)
    const seat = capitals.get(country)
    const capital = seat !== undefined && fold(seat.name) === table.folded(i) && distance(lon, lat, ...seat.at) < 20_000
    if (table.people[i]! >= 15_000 || capital) places.push({ name: table.name(i), country, lon, lat, people: table.people[i]!, capital })
  }
  places.sort((a, b) => Number(b.capital) - Number(a.capital) || b.people - a.people || (a.name < b.name ? -1 : 1))
  // A town of the same size beside a larger one says nothing new: one to a cell of some 60 pixels a zoom.
  const taken = new Map<string, number>()
  for (const { name, country, lon, lat, people, capital } of places) {
    const by = PEOPLE.find(([, least]) => people >= least)?.[0] ?? 8
    let zoom = capital ? Math.min(by, people > 500_000 ? 3 : 4) : by
    for (; zoom <= 8; zoom++) {
      const cell = (360 / 2 ** zoom) * (60 / 512)
      const key = `${zoom},${Math.floor(lon / cell)},${Math.floor(lat / cell)}`
      if (capital || (taken.get(key) ?? 0) < 1) {
        taken.set(key, (taken.get(key) ?? 0) + 1)
        break
      }
    }
    if (zoom > 8) continue
    rows.push([1, name, arabic.get(`${fold(name)},${country}`) ?? '', lon, lat, zoom, Math.round(Math.log10(people + 10) * 100) / 100])
  }
  return rows
}

if (import.meta.main) writeFileSync(new URL('../basemap/labels.json', import.meta.url), `[\n${makeLabels().map((row) => JSON.stringify(row)).join(',\n')}\n]\n`)
