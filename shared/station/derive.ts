import { cellText, cellAt, cellsOfPoints, NO_CELL } from '../geo/cells.ts'
import { WITHIN } from '../geo/exposure.ts'
import type { NearestSegments } from '../geo/nearest.ts'
import type { SpanValue } from '../model/column-values.ts'
import type { PlaceValue } from '../model/place.ts'
import { epochMonth, NO_E7, toE7 } from '../model/units.ts'

/**
 * The geography of a tip, computed when it is committed and kept apart from the exact place: nearest border
 * segment within the stated distance, H3 cell, month. Only exact and settlement precision have a segment and a
 * cell (DESIGN.md, D); a span of more than this many days has no month.
 */
export const LONGEST_SPAN_DAYS = 45

export interface DerivedGeography {
  readonly segment?: number
  readonly cell?: string
  readonly month?: number
}

const counts = (place: PlaceValue | undefined): place is PlaceValue & { readonly at: NonNullable<PlaceValue['at']> } =>
  place?.at !== undefined && (place.precision === 'exact' || place.precision === 'settlement')

export function monthOf(when: SpanValue | undefined): number | undefined {
  if (!when || when.to - when.from > LONGEST_SPAN_DAYS * 86_400) return undefined
  const middle = (when.from + when.to) / 2
  // Dates before 1970 have no month here; the tip keeps its span.
  return middle >= 0 ? epochMonth(middle) : undefined
}

export function deriveOne(nearest: NearestSegments, place: PlaceValue | undefined, when: SpanValue | undefined): DerivedGeography {
  const month = monthOf(when)
  const segment = counts(place) ? nearest.one(place.at[0], place.at[1], WITHIN).index : -1
  return {
    ...(segment >= 0 && { segment }),
    ...(counts(place) && { cell: cellText(cellAt(place.at)) }),
    ...(month !== undefined && { month }),
  }
}

/** The same for a batch of rows at once, written into their fields. */
export function deriveRows(nearest: NearestSegments, rows: readonly { readonly fields: Record<string, unknown> }[]): void {
  const lon = new Int32Array(rows.length).fill(NO_E7)
  const lat = new Int32Array(rows.length).fill(NO_E7)
  rows.forEach(({ fields }, at) => {
    const place = fields['place'] as PlaceValue | undefined
    if (!counts(place)) return
    lon[at] = toE7(place.at[0])
    lat[at] = toE7(place.at[1])
  })
  const segments = new Int32Array(rows.length)
  nearest.find(lon, lat, rows.length, WITHIN, segments)
  const cells = new BigUint64Array(rows.length)
  cellsOfPoints(lon, lat, rows.length, cells)
  rows.forEach(({ fields }, at) => {
    if (segments[at]! >= 0) fields['segment'] = segments[at]
    if (cells[at] !== NO_CELL) fields['cell'] = cellText(cells[at]!)
    const month = monthOf(fields['when'] as SpanValue | undefined)
    if (month !== undefined) fields['month'] = month
  })
}
