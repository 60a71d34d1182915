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
  it('writes the year where it turns, and never closer than asked', () => {
    const ticks = axisTicks(months, 20, 72)
    expect(ticks.find(({ bin }) => bin === 12)?.label).toBe('year')
    for (let at = 1; at < ticks.length; at++) expect((ticks[at]!.bin - ticks[at - 1]!.bin) * 20).toBeGreaterThanOrEqual(72)
  })
})
