import type { Histogram } from './filter.ts'

export type BinUnit = Histogram['unit']
const DAY = 86_400

/** Bins of a timeline: where they begin (epoch seconds, UTC), and the bin of each day from `firstDay` on. */
export interface Bins {
  readonly unit: BinUnit
  readonly starts: Float64Array
  readonly firstDay: number
  readonly binOfDay: Uint16Array
}

/**
 * Bins over whole days `firstDay` to `lastDay` (days since epoch), by the shortest unit that keeps them
 * countable by eye: days up to 62, weeks (from Monday) up to 400 days, months up to 15 years, quarters up to 45.
 */
export function binsOf(firstDay: number, lastDay: number): Bins {
  const days = lastDay - firstDay + 1
  const unit: BinUnit = days <= 62 ? 'day' : days <= 400 ? 'week' : days <= 15 * 366 ? 'month' : days <= 45 * 366 ? 'quarter' : 'year'
  const starts: number[] = []
  const binOfDay = new Uint16Array(days)
  let next = -Infinity
  for (let day = firstDay; day <= lastDay; day++) {
    if (day >= next) {
      const start = startOf(unit, day)
      starts.push(start * DAY)
      next = endOf(unit, start)
    }
    binOfDay[day - firstDay] = starts.length - 1
  }
  return { unit, starts: Float64Array.from(starts), firstDay, binOfDay }
}

function startOf(unit: BinUnit, day: number): number {
  if (unit === 'day') return day
  // Day 0 was a Thursday.
  if (unit === 'week') return day - ((((day + 3) % 7) + 7) % 7)
  const date = new Date(day * DAY * 1000)
  const month = unit === 'month' ? date.getUTCMonth() : unit === 'quarter' ? date.getUTCMonth() - (date.getUTCMonth() % 3) : 0
  return dayOf(date.getUTCFullYear(), month)
}

function endOf(unit: BinUnit, start: number): number {
  if (unit === 'day') return start + 1
  if (unit === 'week') return start + 7
  const date = new Date(start * DAY * 1000)
  const months = unit === 'month' ? 1 : unit === 'quarter' ? 3 : 12
  return dayOf(date.getUTCFullYear(), date.getUTCMonth() + months)
}

function dayOf(year: number, month: number): number {
  const date = new Date(0)
  date.setUTCFullYear(year, month, 1)
  return Math.floor(date.getTime() / 1000 / DAY)
}

/** No day: a tip whose time is unknown. */
export const NO_DAY = -0x8000_0000

/** Bins that hold the days of every row; null where none has a day. */
export function binsOfDays(days: Int32Array, rows: Uint32Array): Bins | null {
  let first = Infinity
  let last = -Infinity
  for (let place = 0; place < rows.length; place++) {
    const day = days[rows[place]!]!
    if (day === NO_DAY) continue
    if (day < first) first = day
    if (day > last) last = day
  }
  return last >= first ? binsOf(first, last) : null
}

/** Rows by bin, and those without a day. */
export function countBins(bins: Bins | null, days: Int32Array, rows: Uint32Array): { readonly counts: Uint32Array; readonly undated: number } {
  const counts = new Uint32Array(bins?.starts.length ?? 0)
  const binOfDay = bins?.binOfDay ?? new Uint16Array(0)
  const firstDay = bins?.firstDay ?? 0
  const { length } = binOfDay
  let undated = 0
  for (let place = 0; place < rows.length; place++) {
    const at = days[rows[place]!]! - firstDay
    if (at >= 0 && at < length) counts[binOfDay[at]!]!++
    else undated++
  }
  return { counts, undated }
}
