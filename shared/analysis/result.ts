import type { Message } from '../model/message.ts'

/** A cell's verdict. Arrays of an analysis are parallel; see `hotspots.ts`. */
export interface Hotspot {
  /** H3 index of resolution 5, hexadecimal. */
  readonly cell: string
  /** `area`: the cell with its ring is hot (and perhaps itself); `place`: the cell alone is. */
  readonly kind: 'area' | 'place'
  /** Of the cell alone. */
  readonly reports: number
  readonly expected: number
  /** Of the cell with its ring. */
  readonly areaReports: number
  readonly areaExpected: number
  /** Reports over expected of the cell with its ring. */
  readonly rate: number
  /** Benjamini-Hochberg (or -Yekutieli) adjusted. */
  readonly q: number
  /** Start that can be named: earliest and latest month ("2026-03"), or null with the reason in the message. */
  readonly since: { readonly from: string; readonly to: string } | null
  /** Hotspots that touch share a number. */
  readonly group: number
}

/** What a hotspot was found by: of the cell with its ring, or of the cell alone where that alone is hot (its ring need not be). */
export function foundBy({ kind, reports, expected, areaReports, areaExpected, rate }: Hotspot): { readonly reports: number; readonly expected: number; readonly rate: number } {
  return kind === 'place' ? { reports, expected, rate: reports / expected } : { reports: areaReports, expected: areaExpected, rate }
}

export interface HotspotResult {
  readonly hotspots: readonly Hotspot[]
  readonly cells: number
  readonly reports: number
  readonly phi: number
  readonly psi: number
  readonly rough: boolean
  /** Why nothing was looked for, where so ("Too few reports"). */
  readonly refused: Message | null
  readonly says: readonly Message[]
}

/**
 * One map without clusters in how many shows a false spot, as simulated (resources/decisions/hotspots.md): 20 where the noise is
 * what the method was settled on, 10 where cells scatter more than that, 5 where tails are heavier than the model's.
 */
export function falseSpotOnceIn({ rough, phi }: Pick<HotspotResult, 'rough' | 'phi'>): number {
  return rough ? 5 : phi > 1 ? 10 : 20
}

/** What it means that a hotspot was found on such a map. */
export function meaningOfHotspots(result: Pick<HotspotResult, 'rough' | 'phi'>): Message {
  const often = falseSpotOnceIn(result)
  return often === 20 ? { key: 'analysis.hotspots.found' } : { key: 'analysis.hotspots.found-rough', values: { often } }
}

/** What it means for the hotspots listed, or for there being none, that the map is too uneven to judge single places: areas alone were looked for. */
export function roughMeans(listed: number): Message {
  return { key: listed > 0 ? 'analysis.hotspots.rough' : 'analysis.hotspots.rough-none' }
}

export interface SegmentRate {
  readonly id: string
  readonly index: number
  readonly class: 'land' | 'coast'
  readonly reports: number
  readonly expected: number
  /** Posterior mean of reports over expected. */
  readonly rate: number
  /** 90% interval. */
  readonly low: number
  readonly high: number
  /** 90% range of its rank, and at the least its place in the list. */
  readonly rankLow: number
  readonly rankHigh: number
  /** Share of joint draws in which it is among the ten highest. */
  readonly topTen: number
  /** Rank order flips under equal-by-length exposure. */
  readonly flips: boolean
}

export interface SegmentResult {
  /** Every segment of the study area with an expected count, reports or not, in rank order of `rate`. */
  readonly segments: readonly SegmentRate[]
  /** False below two reports a segment: no league table. */
  readonly ranked: boolean
  readonly says: readonly Message[]
}
