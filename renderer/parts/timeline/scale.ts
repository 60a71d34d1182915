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
  readonly label: 'day' | 'month' | 'month-year' | 'year'
}

/** Years between two that are written, where each year has no room for its own. */
const YEAR_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]

/**
 * Where the axis is written on: at round bins, at least `apart` px from the one before. No month stands without its year: it is
 * the year's that was written before it, or says its own. Where years are too narrow for months, only years are written.
 */
export function axisTicks(histogram: Histogram, binWidth: number, apart: number): readonly Tick[] {
  const { starts, unit } = histogram
  const dated = (bin: number) => new Date(starts[bin]! * 1000)
  const year = (bin: number) => dated(bin).getUTCFullYear()
  // A week begins a month where the week before began in another.
  const newMonth = (bin: number) => bin > 0 && dated(bin).getUTCMonth() !== dated(bin - 1).getUTCMonth()
  const newYear = (bin: number) => unit === 'year' || (bin > 0 && year(bin) !== year(bin - 1))
  const yearWidth = binWidth * { day: 365.25, week: 52.2, month: 12, quarter: 4, year: 1 }[unit]
  const yearsAlone = yearWidth < 2 * apart
  const every = YEAR_STEPS.find((years) => years * yearWidth >= apart) ?? YEAR_STEPS.at(-1)!
  const writtenYear = (bin: number) => newYear(bin) && (!yearsAlone || year(bin) % every === 0)
  const ticks: Tick[] = []
  const labelAt = (bin: number): Tick['label'] | null => {
    if (writtenYear(bin)) return 'year'
    if (yearsAlone && bin > 0) return null
    if (bin === 0 && starts.slice(1, Math.ceil(apart / binWidth)).some((_, next) => writtenYear(next + 1))) return null
    const last = ticks.at(-1)
    if (bin === 0 || newMonth(bin)) return last && year(last.bin) === year(bin) ? 'month' : 'month-year'
    return unit === 'day' && dated(bin).getUTCDate() === 15 ? 'day' : null
  }
  for (let bin = 0; bin < starts.length; bin++) {
    const last = ticks.at(-1)
    if (last && (bin - last.bin) * binWidth < apart) continue
    const label = labelAt(bin)
    if (label !== null) ticks.push({ bin, label })
  }
  return ticks
}
