import type { LngLat } from '../model/units.ts'
import { isCountryCentre, type CountryTable } from './countries.ts'
import type { Regions } from './regions.ts'
import { distance } from './sphere.ts'
import type { WhichCountry } from './which-country.ts'

/** A capital's centre is where geocoders put it, up to this far from where GeoNames does, metres. */
const CAPITAL_WITHIN = 4_000

/** What reading places needs to know of the world (the port of `shared/ingest/place-knowledge.ts`), from the shipped resources. */
export interface GeographicKnowledge {
  countryAt(at: LngLat): string | undefined
  isCountryCentroid(at: LngLat, country: string | undefined): boolean
  isRegionCentroid(at: LngLat): boolean
  isCapital(at: LngLat, country: string | undefined): boolean
  isRegionName(name: string): boolean
  regionAt(at: LngLat, country: string): string | undefined
}

/**
 * Country centroids: points that geocoders publish, and middles of our own outlines by area and by box, each within the
 * distance that `countries.json` states (300 m to 5 km). Region centroids: see `Regions.isCentre`. Every answer is
 * kept short by a grid of whole degrees, so a million may be asked.
 */
export function createGeographicKnowledge(which: WhichCountry, countries: CountryTable, regions: Regions): GeographicKnowledge {
  const near = new Set<number>()
  const cell = (lon: number, lat: number) => Math.floor(lat + 90) * 400 + Math.floor(lon + 180)
  for (const { centres } of countries.all) {
    for (const { at } of centres) for (const dx of [-0.1, 0, 0.1]) for (const dy of [-0.1, 0, 0.1]) near.add(cell(at[0] + dx, at[1] + dy))
  }
  const regionNames = new Set(regions.all.map(({ name }) => plainName(name)))
  return {
    countryAt: (at) => which.at(at),
    isCountryCentroid: ([lon, lat], country) => near.has(cell(lon, lat)) && isCountryCentre(countries, lon, lat, country),
    isRegionCentroid: ([lon, lat]) => regions.isCentre(lon, lat),
    isCapital([lon, lat], country) {
      const capital = countries.get(country ?? which.at([lon, lat]) ?? '')?.capital
      return capital != null && distance(lon, lat, capital.at[0], capital.at[1]) <= CAPITAL_WITHIN
    },
    isRegionName: (name) => regionNames.has(plainName(name)),
    regionAt: (at, country) => regions.nearest(at, country)?.key,
  }
}

const plainName = (name: string) => name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim()
