import { NO_MINUTE } from '../../../shared/model/units.ts'

/**
 * What the tips of a group are known to be of: one day, a whole month or year (nothing closer was said), or more than one date,
 * the last of them the group's: "two nights ago" is of no single day.
 */
export type Known = 'day' | 'month' | 'year' | 'days'

/** Rows of one day, or of a span that ends with it, as they stand in the list: from `start`, `count` of them. */
export interface DayGroup {
  /** Days since epoch, UTC; null for tips without a time. */
  readonly day: number | null
  readonly known: Known
  readonly start: number
  readonly count: number
}

const DAY_MINUTES = 1440
/** The order of groups that end with the same day: what is wide stands above what is in it, like a title. */
const ORDER: readonly Known[] = ['year', 'month', 'day', 'days']

const utcDay = (year: number, month: number) => Math.floor(Date.UTC(year, month, 1) / 86_400_000)

/** How a span that ends on `day` is known, as a function of its ends in minutes: the calendar is asked once a day. */
function knownOn(day: number): (from: number, to: number) => Known {
  const next = new Date((day + 1) * 86_400_000)
  const endsMonth = next.getUTCDate() === 1
  const month = endsMonth ? utcDay(next.getUTCFullYear(), next.getUTCMonth() - 1) : null
  const year = endsMonth && next.getUTCMonth() === 0 ? utcDay(next.getUTCFullYear() - 1, 0) : null
  return (from, to) => {
    if (from >= day * DAY_MINUTES) return 'day'
    if (to !== (day + 1) * DAY_MINUTES - 1) return 'days'
    return month !== null && from === month * DAY_MINUTES ? 'month' : year !== null && from === year * DAY_MINUTES ? 'year' : 'days'
  }
}

/** A selection (newest first, unknown last) under its days: rows by the end of their span, of those that end with one day each way of knowing together. */
export function underDays(rows: Uint32Array, { from, to }: { readonly from: Int32Array; readonly to: Int32Array }): { readonly rows: Uint32Array; readonly groups: readonly DayGroup[] } {
  const groups: DayGroup[] = []
  const ordered = new Uint32Array(rows.length)
  const dayAt = (place: number) => (to[rows[place]!] === NO_MINUTE ? null : Math.floor(to[rows[place]!]! / DAY_MINUTES))
  for (let start = 0, end = 0; start < rows.length; start = end) {
    const day = dayAt(start)
    const known = day === null ? () => 'day' as const : knownOn(day)
    const parts: Record<Known, number[]> = { day: [], month: [], year: [], days: [] }
    for (; end < rows.length && dayAt(end) === day; end++) parts[known(from[rows[end]!]!, to[rows[end]!]!)].push(rows[end]!)
    let at = start
    for (const each of ORDER) {
      if (parts[each].length === 0) continue
      ordered.set(parts[each], at)
      groups.push({ day, known: each, start: at, count: parts[each].length })
      at += parts[each].length
    }
  }
  return { rows: ordered, groups }
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
