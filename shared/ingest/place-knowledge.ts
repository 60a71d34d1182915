import type { LngLat } from '../model/units.ts'

/**
 * What reading places needs to know of the world; `shared/geo` answers it, a test double in tests.
 * Every answer is quick enough to be asked a million times.
 */
export interface PlaceKnowledge {
  /** ISO 3166-1 alpha-3 (or our X-code) of the country whose land the point lies on; undefined at sea. */
  countryAt(at: LngLat): string | undefined
  /** Whether the point is where gazetteers and geocoders put a whole country. */
  isCountryCentroid(at: LngLat, country: string | undefined): boolean
  /** Whether the point is where they put a first-order region: its middle. */
  isRegionCentroid(at: LngLat): boolean
  /**
   * Whether the point is the centre of the country's capital, which files use for "somewhere in the country".
   * Asked only where no finer wording goes with the point. Absent: not known.
   */
  isCapital?(at: LngLat, country: string | undefined): boolean
  /** Whether a first-order region has this name ("Arizona"). Absent: not known. */
  isRegionName?(name: string): boolean
  /** GeoNames admin-1 key ("NE.02") of the region that a point of a country lies in, about. Absent: not known. */
  regionAt?(at: LngLat, country: string): string | undefined
}
