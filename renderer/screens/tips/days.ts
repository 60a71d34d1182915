import { NO_MINUTE } from '../../../shared/model/units.ts'

/** Rows of one day, as they stand in the selection: from `start`, `count` of them. */
export interface DayGroup {
  /** Days since epoch, UTC; null for tips without a time. */
  readonly day: number | null
  readonly start: number
  readonly count: number
}

const DAY_MINUTES = 1440

/** Parts a selection (newest first, unknown last) into its days, by the end of each row's span. */
export function groupByDay(rows: Uint32Array, to: Int32Array): readonly DayGroup[] {
  const groups: { day: number | null; start: number; count: number }[] = []
  for (let at = 0; at < rows.length; at++) {
    const minute = to[rows[at]!]!
    const day = minute === NO_MINUTE ? null : Math.floor(minute / DAY_MINUTES)
    const last = groups.at(-1)
    if (last && last.day === day) last.count++
    else groups.push({ day, start: at, count: 1 })
  }
  return groups
}

/** A line of the list: a day's head, or the tip at a position of the selection. */
export type Line = { readonly type: 'day'; readonly group: DayGroup } | { readonly type: 'tip'; readonly position: number }

/** Lines of the whole list: a head before each day. */
export const lineCount = (groups: readonly DayGroup[], rows: number): number => groups.length + rows

/** The line at a height, found by bisection: a list of a million lines is never laid out. */
export function lineAt(groups: readonly DayGroup[], line: number): Line {
  // Group g's head stands at line g + groups[g].start.
  let low = 0
  let high = groups.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (middle + groups[middle]!.start <= line) low = middle
    else high = middle - 1
  }
  const group = groups[low]!
  const head = low + group.start
  return line === head ? { type: 'day', group } : { type: 'tip', position: group.start + (line - head - 1) }
}

/** The line at which a position of the selection stands. */
export function lineOf(groups: readonly DayGroup[], position: number): number {
  let low = 0
  let high = groups.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (groups[middle]!.start <= position) low = middle
    else high = middle - 1
  }
  return low + 1 + position
}
