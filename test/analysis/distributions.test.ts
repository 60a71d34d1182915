import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { countTail, firstUnlikely, gammaCdf, gammaQuantile, logCountProbability, logGamma, normalTwoSided } from '../../shared/analysis/distributions.ts'
import { neighbourhoodTail } from '../../shared/analysis/neighbourhood-tail.ts'
import { RandomSource } from '../../shared/analysis/random.ts'
import { readTable } from './reference-files.ts'

const rows = readTable(fileURLToPath(new URL('reference/distributions.csv', import.meta.url))).map((row) => ({ what: row['what']!, a: Number(row['a']), b: Number(row['b']), c: Number(row['c']), value: Number(row['value']) }))
const of = (what: string) => rows.filter((row) => row.what === what)

/** Largest difference of logs, or of values over what they are. */
const worst = (what: string, ours: (a: number, b: number, c: number) => number, scale: 'log' | 'relative') =>
  Math.max(...of(what).map(({ a, b, c, value }) => (scale === 'log' ? Math.abs(ours(a, b, c) - value) / Math.max(1, Math.abs(value)) : Math.abs(ours(a, b, c) / value - 1))))

describe('distributions equal R', () => {
  test('tails of counts, down to e^-650', () => expect(worst('log-tail', (s, mean, f) => Math.log(countTail(s, mean, f)), 'log')).toBeLessThan(1e-9))
  test('probabilities of counts', () => expect(worst('log-probability', logCountProbability, 'log')).toBeLessThan(1e-9))
  test('the first unlikely count', () => {
    for (const { a, b, value } of of('first-unlikely')) expect(firstUnlikely(a, b)).toBe(value)
  })
  test('log gamma', () => expect(worst('log-gamma', logGamma, 'log')).toBeLessThan(1e-13))
  test('gamma distribution and its quantiles, shapes .02 to 100,000', () => {
    expect(worst('gamma-cdf', gammaCdf, 'relative')).toBeLessThan(1e-11)
    expect(worst('gamma-quantile', gammaQuantile, 'relative')).toBeLessThan(1e-8)
  })
  test('normal tails', () => expect(worst('normal-two-sided', normalTwoSided, 'relative')).toBeLessThan(1e-11))
})

describe('the sum of a neighbourhood', () => {
  /** The same sum by multiplying out the members' distributions one by one. */
  function convolved(s: number, means: readonly number[], f: number): number {
    let sum = [1]
    for (const mean of means) {
      const next = new Array<number>(s).fill(0)
      for (let n = 0; n < s; n++) for (let k = 0; k <= n; k++) next[n]! += (sum[k] ?? 0) * Math.exp(logCountProbability(n - k, mean, f))
      sum = next
    }
    return 1 - sum.reduce((a, b) => a + b, 0)
  }
  test('has the tail that convolving its members one by one gives', () => {
    for (const f of [0.02, 0.4, 3]) {
      for (const s of [1, 3, 9, 30]) {
        const means = [0.2, 1.7, 0.01, 4, 0.6, 2.2, 1]
        expect(neighbourhoodTail(s, means, 7, f) / convolved(s, means, f)).toBeCloseTo(1, 6)
      }
    }
  })
  test('of equal members is one negative binomial', () => {
    for (const s of [5, 200, 3000]) expect(neighbourhoodTail(s, new Array(7).fill(s / 9), 7, 0.3) / countTail(s, (7 * s) / 9, 0.3 / 7)).toBeCloseTo(1, 5)
  })
})

describe('random numbers', () => {
  const moments = (draw: () => number, n = 40_000) => {
    let sum = 0
    let square = 0
    for (let i = 0; i < n; i++) {
      const x = draw()
      sum += x
      square += x * x
    }
    return { mean: sum / n, variance: square / n - (sum / n) ** 2 }
  }
  // Bounds are about five standard errors of 40,000 draws.
  test.each([0.1, 0.9, 5, 80])('a gamma of shape %d has its mean and variance', (shape) => {
    const random = new RandomSource(7)
    const { mean, variance } = moments(() => random.gamma(shape))
    expect(Math.abs(mean / shape - 1)).toBeLessThan(5 / Math.sqrt(40_000 * shape))
    expect(Math.abs(variance / shape - 1)).toBeLessThan(5 * Math.sqrt((2 + 6 / shape) / 40_000))
  })
  test.each([0.3, 12, 200])('a Poisson of mean %d has its mean and variance', (lambda) => {
    const random = new RandomSource(8)
    const { mean, variance } = moments(() => random.poisson(lambda))
    expect(Math.abs(mean - lambda)).toBeLessThan(5 * Math.sqrt(lambda / 40_000))
    expect(Math.abs(variance / lambda - 1)).toBeLessThan(5 * Math.sqrt((2 + 1 / lambda) / 40_000))
  })
  test.each([[20, 0.2], [400, 0.3], [5000, 0.9]])('a binomial of %d at %d has its mean and variance', (trials, chance) => {
    const random = new RandomSource(9)
    const { mean, variance } = moments(() => random.binomial(trials, chance))
    const expected = trials * chance * (1 - chance)
    expect(Math.abs(mean - trials * chance)).toBeLessThan(5 * Math.sqrt(expected / 40_000))
    expect(Math.abs(variance / expected - 1)).toBeLessThan(5 * Math.sqrt((2 + 1 / expected) / 40_000))
  })
  test('the same seed gives the same numbers, another seed others', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, ((random) => () => random.gamma(0.7))(new RandomSource(seed)))
    expect(draw(5)).toEqual(draw(5))
    expect(draw(5)).not.toEqual(draw(6))
  })
})
