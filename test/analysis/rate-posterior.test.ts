import { expect, test } from 'vitest'
import { rateIntervals, ratePosterior, rateQuantile } from '../../shared/analysis/rate-posterior.ts'
import { RandomSource } from '../../shared/analysis/random.ts'
import { drawDemand, flipsUnder, segmentRates } from '../../shared/analysis/segment-rates.ts'
import { runThrough } from '../../shared/analysis/steps.ts'

const random = new RandomSource(12)
const SEGMENTS = 1500
const expected = Float64Array.from({ length: SEGMENTS }, () => Math.exp(1.2 * random.normal()))
const counts = expected.map((e) => random.poisson(e * random.gamma(0.8) * 1.2))

test('bounds read off a curve are the bounds solved for, to one in ten thousand', () => {
  const posterior = runThrough(ratePosterior(counts, expected))
  const { low, high } = runThrough(rateIntervals(posterior))
  for (let i = 0; i < SEGMENTS; i += 7) {
    const y = counts[i]!
    expect(high[i]! / rateQuantile(posterior, y, expected[i]!, y === 0 ? 0.9 : 0.95)).toBeCloseTo(1, 4)
    if (y === 0) expect(low[i]).toBe(0)
    else expect(low[i]! / rateQuantile(posterior, y, expected[i]!, 0.05)).toBeCloseTo(1, 4)
  }
})

test('joint draws of demand have the rates’ means and intervals, and the same seed the same draws', () => {
  const rates = runThrough(segmentRates({ counts, expected, seed: 5, draws: 100 }))
  const at = [3, 500, 1499]
  const draws = runThrough(drawDemand(rates, at, 2000))
  expect(runThrough(drawDemand(rates, at, 2000))).toEqual(draws)
  const scale = counts.reduce((a, b) => a + b) / expected.reduce((a, b) => a + b)
  at.forEach((segment, j) => {
    const own = Float64Array.from({ length: 2000 }, (_, d) => draws[d * 3 + j]! / (expected[segment]! * scale)).sort()
    const mean = own.reduce((a, b) => a + b) / 2000
    const sd = Math.sqrt(own.reduce((a, b) => a + (b - mean) ** 2, 0) / 2000)
    expect(Math.abs(mean - rates.rate[segment]!)).toBeLessThan((5 * sd) / Math.sqrt(2000))
    const under = (x: number) => own.filter((value) => value <= x).length / 2000
    expect(Math.abs(under(rates.high[segment]!) - (counts[segment] === 0 ? 0.9 : 0.95))).toBeLessThan(0.03)
  })
})

test('a segment where nothing is expected has no rate, no rank and no flip', () => {
  const some = expected.slice()
  some[4] = 0
  const rates = runThrough(segmentRates({ counts, expected: some, seed: 5, draws: 100 }))
  expect([rates.rate[4], rates.low[4], rates.rankLow[4]]).toEqual([NaN, NaN, 0])
  expect(rates.units).toHaveLength(SEGMENTS - 1)
  expect(runThrough(flipsUnder(rates, counts, expected))[4]).toBe(0)
})

test('no place flips under the same exposure; many do under an unrelated one', () => {
  const rates = runThrough(segmentRates({ counts, expected, seed: 5, draws: 1000 }))
  const share = (second: Float64Array) => runThrough(flipsUnder(rates, counts, second)).reduce((a, b) => a + b, 0) / SEGMENTS
  // A rank by mean is not the middle of a skewed segment's range of ranks; a few stand just outside.
  expect(share(expected)).toBeLessThan(0.1)
  expect(share(expected.map(() => 1))).toBeGreaterThan(0.15)
})
