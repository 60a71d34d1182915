import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { axisTicks, binAt, binEnd, binsOf, movedPeriod, periodOf } from '../../../renderer/parts/timeline/scale.ts'
import type { Histogram } from '../../../shared/catalogue/filter.ts'

const utc = (year: number, month: number, day = 1) => Date.UTC(year, month - 1, day) / 1000
const histogram = (unit: Histogram['unit'], starts: number[]): Histogram => ({ unit, starts: Float64Array.from(starts), all: new Uint32Array(starts.length), passing: new Uint32Array(starts.length), undated: 0 })
const months = histogram('month', Array.from({ length: 30 }, (_, month) => utc(2024, month + 1)))

describe('a brush over bins', () => {
  it('covers its last bin to the last second, however long the month', () => {
    expect(periodOf(months, 1, 1)).toEqual({ from: utc(2024, 2), to: utc(2024, 3) - 1 })
    expect(binEnd(utc(2024, 2), 'month') - utc(2024, 2)).toBe(29 * 86_400)
    expect(binEnd(utc(2024, 10), 'quarter')).toBe(utc(2025, 1))
  })
  it('is the same whichever end was drawn first', () => {
    expect(periodOf(months, 9, 3)).toEqual(periodOf(months, 3, 9))
  })
  it('comes back as the bins it was made of', () => {
    fc.assert(
      fc.property(fc.nat(29), fc.nat(29), (one, other) => {
        const [first, last] = [Math.min(one, other), Math.max(one, other)]
        expect(binsOf(months, periodOf(months, first, last))).toEqual([first, last])
      }),
    )
  })
  it('keeps its number of bins when it is moved, and stops at the ends', () => {
    fc.assert(
      fc.property(fc.nat(29), fc.nat(29), fc.integer({ min: -40, max: 40 }), (one, other, by) => {
        const [first, last] = [Math.min(one, other), Math.max(one, other)]
        const [movedFirst, movedLast] = binsOf(months, movedPeriod(months, periodOf(months, first, last), by))
        expect(movedLast - movedFirst).toBe(last - first)
        expect(movedFirst).toBe(Math.max(0, Math.min(29 - (last - first), first + by)))
      }),
    )
  })
  it('finds the bin of an instant, and the nearest for one outside', () => {
    expect(binAt(months.starts, utc(2024, 3, 15))).toBe(2)
    expect(binAt(months.starts, utc(1990, 1))).toBe(0)
    expect(binAt(months.starts, utc(2090, 1))).toBe(29)
  })
})

describe('the axis', () => {
  const monthsFrom = (year: number, month: number, count: number) => histogram('month', Array.from({ length: count }, (_, at) => utc(year, month + at)))
  const quarters = (count: number) => histogram('quarter', Array.from({ length: count }, (_, at) => utc(1990, 1 + 3 * at)))
  const weeks = histogram('week', Array.from({ length: 57 }, (_, at) => utc(2023, 11, 6) + at * 7 * 86_400))
  const yearAt = (shown: Histogram, bin: number) => new Date(shown.starts[bin]! * 1000).getUTCFullYear()

  it('writes the year where it turns, and never closer than asked', () => {
    const ticks = axisTicks(months, 20, 72)
    expect(ticks.find(({ bin }) => bin === 12)?.label).toBe('year')
    for (let at = 1; at < ticks.length; at++) expect((ticks[at]!.bin - ticks[at - 1]!.bin) * 20).toBeGreaterThanOrEqual(72)
  })
  it('writes no month whose year was not written before it', () => {
    const axes: [Histogram, number][] = [[months, 20], [months, 7], [monthsFrom(2011, 3, 175), 6], [monthsFrom(2020, 11, 60), 20], [weeks, 21], [weeks, 9], [quarters(60), 20], [quarters(178), 6]]
    for (const [shown, width] of axes) {
      let said: number | null = null
      const ticks = axisTicks(shown, width, 72)
      expect(ticks.length).toBeGreaterThan(1)
      for (const { bin, label } of ticks) {
        if (label === 'month' || label === 'day') expect(said).toBe(yearAt(shown, bin))
        else said = yearAt(shown, bin)
      }
    }
  })
  it('writes only years, evenly, where a year has no room for months', () => {
    const long = monthsFrom(2011, 3, 175)
    const [first, ...years] = axisTicks(long, 6, 72)
    expect([first?.label, new Set(years.map(({ label }) => label))]).toEqual(['year', new Set(['year'])])
    expect(years.map(({ bin }) => yearAt(long, bin)).slice(0, 3)).toEqual([2013, 2014, 2015])
    const narrow = axisTicks(long, 3, 72).map(({ bin }) => yearAt(long, bin))
    expect(narrow.slice(0, 3)).toEqual([2012, 2014, 2016])
  })
})
