import type { CodeOf } from '../model/vocabularies/vocabulary.ts'

/**
 * The filters that table, map, timeline and charts share. An absent member filters nothing.
 * Grades: at least this good ("C3 or better"); ungraded tips pass only where `ungraded` is true.
 */
export interface Filter {
  /** Seconds since epoch, both ends included; a tip passes if its span touches the period. */
  readonly period?: { readonly from: number; readonly to: number }
  /** ISO 3166-1 alpha-3 or X-codes. */
  readonly countries?: readonly string[]
  readonly grade?: { readonly source: 'A' | 'B' | 'C' | 'D' | 'E' | 'F'; readonly information: 1 | 2 | 3 | 4 | 5 | 6; readonly ungraded: boolean }
  /** The coarsest precision that passes. */
  readonly precision?: CodeOf<'precision'>
  readonly channels?: readonly CodeOf<'channel'>[]
  readonly surfaced?: readonly CodeOf<'surfaced'>[]
  readonly forms?: readonly CodeOf<'form'>[]
  readonly statuses?: readonly CodeOf<'status'>[]
  /** Only tips of which more than one value is kept somewhere: two authors changed them without seeing each other, and nobody has chosen yet. */
  readonly bothKept?: true
  /** Every word must be found (prefix of a word of the tip). */
  readonly words?: string
}

/** Ends of a period that are open: before and after anything a vault can hold. Seconds since epoch. */
export const OPEN_START = -62_135_596_800
export const OPEN_END = 253_402_300_799

/** The ends of a period that somebody set; null where one is open. */
export function endsOf({ from, to }: NonNullable<Filter['period']>): { readonly from: number | null; readonly to: number | null } {
  return { from: from > OPEN_START ? from : null, to: to < OPEN_END ? to : null }
}

/** What passes, and what every view needs to say about it. */
export interface Selection {
  /** Rows that pass, newest first (by the span's end, unknown last). */
  readonly rows: Uint32Array
  readonly total: number
  /** Of the rows that pass. */
  readonly drawn: number
  readonly regionOnly: number
  readonly countryOnly: number
  readonly noPlace: number
}

/** Counts by bin of time, for the timeline: every tip, and those that pass all filters but the period. */
export interface Histogram {
  /** Epoch seconds at which bins begin; `unit` is what one bin is. */
  readonly starts: Float64Array
  readonly unit: 'day' | 'week' | 'month' | 'quarter' | 'year'
  readonly all: Uint32Array
  readonly passing: Uint32Array
  readonly undated: number
}
