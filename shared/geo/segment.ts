import type { LngLat, Metres } from '../model/units.ts'

/** One stretch of about 50 km of a land border or a coast, out of the frozen register (DESIGN.md, D). */
export interface BorderSegment {
  /** Position in the register; what the `segment` column holds. Never changes meaning; -1 is none. */
  readonly index: number
  /** `land:LBY-NER:6`, `coast:LBY:12` (codes: ISO 3166-1 alpha-3, X-codes of our own where there is none). */
  readonly id: string
  readonly class: 'land' | 'coast'
  /** One country for a coast, two for a land border, in the order of the id (alphabetical). */
  readonly countries: readonly string[]
  readonly length: Metres
  readonly line: readonly LngLat[]
}

/** Expected counts, one per unit (segment or cell), with what they were made from for the method note. */
export interface Exposure {
  /** Population within the distance, people. */
  readonly population: Float64Array
  /** Length (segments, metres) or area (cells, square metres). */
  readonly extent: Float64Array
}
