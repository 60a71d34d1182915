import type { LngLat, Metres } from '../../model/units.ts'

/** What the map lies on: `shared/geo/outlines.ts` fits. Rings run as d3-geo wants them; lines once each. */
export interface MapGround {
  readonly countries: readonly string[]
  polygons(country: string): readonly (readonly (readonly LngLat[])[])[]
  lines(): readonly { readonly class: 'coast' | 'border'; readonly kind: string; readonly line: readonly LngLat[] }[]
}

export interface MapSettlement { readonly name: string; readonly at: LngLat; readonly population: number }

export interface DrawnSegment {
  readonly id: string
  readonly line: readonly LngLat[]
  /** Reports counted to it; under the threshold its rate is not drawn. */
  readonly reports: number
  readonly rate: number
  readonly low: number
  readonly high: number
  /** Number on the map and in the table; absent for those not listed. */
  readonly rank?: number
}

/** `reports`: of the cell with its ring, which its rate is made of. */
export interface DrawnHotspot { readonly cell: string; readonly reports: number; readonly rate: number; readonly q: number }

export interface DrawnTeam {
  /** From 1 on, as the plan's table counts them. */
  readonly number: number
  readonly at: LngLat
  /** Placed by hand, so perhaps on something that must not be found: release coarsens it. */
  readonly byHand: boolean
  /** Metres on the ground along the great circle. */
  readonly reach: Metres
}

/** Everything a map shows, before it is projected. What is not drawn is said in words (`SaidOnMap`). */
export interface MapDrawing {
  readonly ground: MapGround
  /** ISO 3166-1 alpha-3 or X-codes of the study area; other land is drawn paler. */
  readonly area: readonly string[]
  readonly settlements: readonly MapSettlement[]
  readonly segments: readonly DrawnSegment[]
  readonly hotspots: readonly DrawnHotspot[]
  readonly teams: readonly DrawnTeam[]
}

/** The map's words, in its language. */
export interface SaidOnMap {
  readonly alt: string
  readonly countryName: (code: string) => string
  readonly number: (value: number, decimals?: number) => string
  readonly direction: 'ltr' | 'rtl'
  readonly legend: {
    readonly segments: string
    readonly interval: string
    readonly narrow: string
    readonly wide: string
    readonly veryWide: string
    /** "Under 5 reports: rate not drawn" */
    readonly under: string
    readonly hotspots: string
    readonly surer: string
    /** Said where cells are drawn larger than they are. */
    readonly enlarged: string
    readonly teams: string
    /** "T1" */
    readonly team: (number: string) => string
    readonly disputed: string
    readonly notDrawn: readonly string[]
    readonly kilometres: (km: string) => string
  }
}
