import type { LngLat } from './units.ts'

/** How exactly a place is known, from finest to coarsest; the index is what columns hold. Append only. */
export const PRECISIONS = ['none', 'exact', 'settlement', 'region', 'country'] as const
export type Precision = (typeof PRECISIONS)[number]

/** Why a place was judged coarser than its digits suggest (DESIGN.md, D). */
export type PrecisionReason =
  | 'wording' | 'whole-degrees' | 'country-centroid' | 'region-centroid' | 'given' | 'gazetteer' | 'digits' | 'no-coordinates'

export interface PlaceValue {
  /** Absent where only a country or region is known. */
  readonly at?: LngLat
  readonly precision: Precision
  readonly reason: PrecisionReason
  /** ISO 3166-1 alpha-3, or our own X-code for a territory without one. */
  readonly country?: string
  /** GeoNames admin-1 key ("NE.02"). */
  readonly region?: string
  /** As it was said or written, or the gazetteer's name. */
  readonly name?: string
}
