import { describe, expect, it } from 'vitest'
import type { SegmentRate } from '../../shared/analysis/result.ts'
import { mostDemand } from '../../shared/station/candidates.ts'

describe('the segments that a plan weighs', () => {
  // In rank order, as an assessment lists them: the higher the rate, the less is expected there.
  const segments = Array.from({ length: 2500 }, (_, at): SegmentRate => ({ id: `land:AAA-BBB:${at}`, index: at, class: 'land', reports: 1, expected: (at + 1) ** 2, rate: 1 / (at + 1), low: 0, high: 9, rankLow: 1, rankHigh: 2500, topTen: 0, flips: false }))

  it('are those with most expected reports, and the ten with the highest rates, so that a plan knows whether it reaches them', () => {
    const weighed = mostDemand({ segments, ranked: true, says: [] })
    expect(weighed).toHaveLength(2010)
    expect(weighed.slice(0, 3)).toEqual([2499, 2498, 2497])
    expect(weighed.slice(-10)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
  })
})
