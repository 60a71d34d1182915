import type { Histogram } from '../../../shared/catalogue/filter.ts'

const DAY = 86_400

/** Epoch second after a bin's last one. Bins are whole UTC days, weeks, months, quarters or years. */
export function binEnd(start: number, unit: Histogram['unit']): number {
  if (unit === 'day') return start + DAY
  if (unit === 'week') return start + 7 * DAY
  const date = new Date(start * 1000)
  const months = { month: 1, quarter: 3, year: 12 }[unit]
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, date.getUTCDate()) / 1000
}

/** Epoch second at which the bin before begins. */
export function binBefore(start: number, unit: Histogram['unit']): number {
  if (unit === 'day') return start - DAY
  if (unit === 'week') return start - 7 * DAY
  const date = new Date(start * 1000)
  const months = { month: 1, quarter: 3, year: 12 }[unit]
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months, date.getUTCDate()) / 1000
}

/** Index of the bin that holds an instant: the first or last where it lies outside. */
export function binAt(starts: Float64Array, seconds: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= seconds) low = middle
    else high = middle - 1
  }
  return low
}

/** Bins first to last that a period touches, both included. */
export function binsOf(histogram: Histogram, period: { readonly from: number; readonly to: number }): readonly [number, number] {
  return [binAt(histogram.starts, period.from), binAt(histogram.starts, period.to)]
}

/** The period that bins first to last cover: to the last second before the next begins. */
export function periodOf(histogram: Histogram, first: number, last: number): { readonly from: number; readonly to: number } {
  const [one, other] = first <= last ? [first, last] : [last, first]
  return { from: histogram.starts[one]!, to: binEnd(histogram.starts[other]!, histogram.unit) - 1 }
}

/** A period moved by whole bins, as long as before; kept within the bins there are. */
export function movedPeriod(histogram: Histogram, period: { readonly from: number; readonly to: number }, bins: number): { readonly from: number; readonly to: number } {
  const [first, last] = binsOf(histogram, period)
  const move = Math.max(-first, Math.min(histogram.starts.length - 1 - last, bins))
  return periodOf(histogram, first + move, last + move)
}

export interface Tick {
  readonly bin: number
  readonly label: 'day' | 'month' | 'year'
}

/** Where the axis is written on: at round bins, at least `apart` px from the one before. */
export function axisTicks(histogram: Histogram, binWidth: number, apart: number): readonly Tick[] {
  const { starts, unit } = histogram
  const ticks: Tick[] = []
  const dated = (bin: number) => new Date(starts[bin]! * 1000)
  // A week begins a month where the week before began in another.
  const changes = (bin: number, part: (date: Date) => number) => bin > 0 && part(dated(bin)) !== part(dated(bin - 1))
  let last = -Infinity
  const fits = (bin: number) => (bin - last) * binWidth >= apart
  for (let bin = 0; bin < starts.length; bin++) {
    if (!fits(bin)) continue
    const newYear = changes(bin, (date) => date.getUTCFullYear())
    const newMonth = changes(bin, (date) => date.getUTCMonth())
    const label: Tick['label'] | null = bin === 0 ? (unit === 'year' ? 'year' : 'month') : unit === 'year' || newYear ? 'year' : newMonth && (unit !== 'quarter' || fits(bin)) ? 'month' : unit === 'day' && dated(bin).getUTCDate() === 15 ? 'day' : null
    if (label === null) continue
    ticks.push({ bin, label })
    last = bin
  }
  return ticks
}
