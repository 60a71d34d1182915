import { gammaCdf, gammaLogScaleDensity, gammaQuantile, logFactorial, logRising, solveLogQuantile } from './distributions.ts'
import type { RandomSource } from './random.ts'
import type { Steps } from './steps.ts'

/**
 * Rates of reports over expected counts when nobody knows how unequal the units are: y_i ~ Poisson(rate_i E_i),
 * rate_i ~ Gamma(a, mean M), with a and M integrated over a grid instead of plugged in (plugged-in 90% intervals covered
 * as little as 51%). Clayton & Kaldor 1987; Christiansen & Morris 1997; constants in NUMBERS, section 2.
 */
export interface RatePosterior {
  readonly counts: ArrayLike<number>
  readonly expected: Float64Array
  /** Nodes of the grid that carry weight: shape a, mean M, weight adding to 1. */
  readonly shapes: Float64Array
  readonly means: Float64Array
  readonly weights: Float64Array
}

const POINTS = 15
const SHAPE_LIMITS = [Math.log(0.02), Math.log(400)] as const
const MEAN_LIMITS = [-4, 4] as const

/** The posterior of unequalness and level, for units whose expected counts are all above 0. */
export function* ratePosterior(counts: ArrayLike<number>, expected: Float64Array): Steps<RatePosterior> {
  const logPosterior = groupedLogPosterior(counts, expected)
  let shapeRange: readonly [number, number] = SHAPE_LIMITS
  let meanRange: readonly [number, number] = MEAN_LIMITS
  let u = new Float64Array(0)
  let v = new Float64Array(0)
  const grid = new Float64Array(POINTS * POINTS)
  for (let round = 0; round < 10; round++) {
    u = spaced(shapeRange)
    v = spaced(meanRange)
    for (let i = 0; i < POINTS; i++) {
      logPosterior(u[i]!, v, grid.subarray(i * POINTS, (i + 1) * POINTS))
      yield (round + (i + 1) / POINTS) / 10
    }
    const most = grid.reduce((a, b) => Math.max(a, b))
    for (let k = 0; k < grid.length; k++) grid[k] = grid[k]! - most
    const [firstU, lastU] = keptRange((i, j) => grid[i * POINTS + j]!)
    const [firstV, lastV] = keptRange((j, i) => grid[i * POINTS + j]!)
    const narrowU = lastU - firstU + 1 < 9
    const narrowV = lastV - firstV + 1 < 9
    if (!narrowU && !narrowV) break
    if (narrowU) shapeRange = clipped(u, firstU, lastU, SHAPE_LIMITS)
    if (narrowV) meanRange = clipped(v, firstV, lastV, MEAN_LIMITS)
  }
  const shapes: number[] = []
  const means: number[] = []
  const weights: number[] = []
  for (let i = 0; i < POINTS; i++) {
    for (let j = 0; j < POINTS; j++) {
      const weight = Math.exp(grid[i * POINTS + j]!)
      if (weight <= 1e-6) continue
      shapes.push(Math.exp(u[i]!))
      means.push(Math.exp(v[j]!))
      weights.push(weight)
    }
  }
  const sum = weights.reduce((a, b) => a + b)
  return { counts, expected, shapes: Float64Array.from(shapes), means: Float64Array.from(means), weights: Float64Array.from(weights, (w) => w / sum) }
}

/**
 * log posterior of (log a, log M): product of negative binomials, prior sigma^2 e^-sigma in log a (sigma = a^-1/2, its standard
 * deviation relative to the mean), standard normal in log M. Fills one row of the grid.
 */
function groupedLogPosterior(counts: ArrayLike<number>, expected: Float64Array): (u: number, v: Float64Array, into: Float64Array) => void {
  const many = new Map<number, number>()
  for (let i = 0; i < counts.length; i++) many.set(counts[i]!, (many.get(counts[i]!) ?? 0) + 1)
  let fixed = 0
  for (const [y, units] of many) fixed -= units * logFactorial(y)
  for (let i = 0; i < counts.length; i++) if (counts[i]! > 0) fixed += counts[i]! * Math.log(expected[i]!)
  return (u, v, into) => {
    const f = Math.exp(-u)
    let rising = fixed
    for (const [y, units] of many) rising += units * logRising(y, f)
    const sigma = Math.exp(-u / 2)
    const prior = 2 * Math.log(sigma) - sigma
    for (let j = 0; j < v.length; j++) {
      const scale = Math.exp(v[j]!)
      let sum = 0
      for (let i = 0; i < counts.length; i++) {
        const y = counts[i]!
        const spread = Math.log1p(scale * expected[i]! * f)
        sum -= y === 0 ? spread / f : (y + 1 / f) * spread - y * v[j]!
      }
      into[j] = rising + sum + prior - (v[j]! * v[j]!) / 2
    }
  }
}

function spaced([from, to]: readonly [number, number]): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: POINTS }, (_, i) => from + ((to - from) * i) / (POINTS - 1))
}

/** First and last row whose best node lies within 8 log units of the best of all. */
function keptRange(at: (row: number, column: number) => number): [number, number] {
  let first = POINTS
  let last = -1
  for (let row = 0; row < POINTS; row++) {
    let best = -Infinity
    for (let column = 0; column < POINTS; column++) best = Math.max(best, at(row, column))
    if (best <= -8) continue
    first = Math.min(first, row)
    last = row
  }
  return [first, last]
}

function clipped(points: Float64Array, first: number, last: number, [low, high]: readonly [number, number]): [number, number] {
  const step = points[1]! - points[0]!
  return [Math.max(low, points[first]! - step), Math.min(high, points[last]! + step)]
}

/** Posterior mean of unit i's rate. */
export function rateMean({ counts, expected, shapes, means, weights }: RatePosterior, i: number): number {
  let sum = 0
  for (let g = 0; g < weights.length; g++) sum += (weights[g]! * (shapes[g]! + counts[i]!)) / (shapes[g]! / means[g]! + expected[i]!)
  return sum
}

/** The rate below which a unit of this count and expected count lies with probability p. */
export function rateQuantile({ shapes, means, weights }: RatePosterior, count: number, expected: number, p: number): number {
  let mean = 0
  let square = 0
  for (let g = 0; g < weights.length; g++) {
    const shape = shapes[g]! + count
    const scale = 1 / (shapes[g]! / means[g]! + expected)
    mean += weights[g]! * shape * scale
    square += weights[g]! * shape * (shape + 1) * scale * scale
  }
  // Start from the single Gamma of the same mean and variance.
  const matched = (mean * mean) / Math.max(square - mean * mean, 1e-300)
  const start = Math.log(gammaQuantile(p, matched)) + Math.log(mean / matched)
  const cdf = (t: number) => {
    const x = Math.exp(t)
    let sum = 0
    for (let g = 0; g < weights.length; g++) sum += weights[g]! * gammaCdf(x * (shapes[g]! / means[g]! + expected), shapes[g]! + count)
    return sum
  }
  const density = (t: number) => {
    const x = Math.exp(t)
    let sum = 0
    for (let g = 0; g < weights.length; g++) sum += weights[g]! * gammaLogScaleDensity(x * (shapes[g]! / means[g]! + expected), shapes[g]! + count)
    return sum
  }
  return Math.exp(solveLogQuantile(p, Math.max(-200, start), cdf, density))
}

/**
 * 90% intervals: 5% to 95%, and for a unit without a report from nought to the 90% point, because the plain interval
 * misses rates near nought (it covered 61 to 64%). Where many units share a count the bounds are read off a curve in log
 * expected count (cubic through points a quarter apart: off by less than one in ten thousand).
 */
export function* rateIntervals(posterior: RatePosterior): Steps<{ low: Float64Array; high: Float64Array }> {
  const { counts, expected } = posterior
  const low = new Float64Array(counts.length)
  const high = new Float64Array(counts.length)
  const alike = new Map<number, number[]>()
  for (let i = 0; i < counts.length; i++) {
    const units = alike.get(counts[i]!)
    if (units) units.push(i)
    else alike.set(counts[i]!, [i])
  }
  let done = 0
  for (const [count, units] of alike) {
    let from = Infinity
    let to = -Infinity
    for (const i of units) {
      from = Math.min(from, Math.log(expected[i]!))
      to = Math.max(to, Math.log(expected[i]!))
    }
    const knots = Math.ceil((to - from) / 0.25) + 4
    for (const [p, into] of count === 0 ? ([[0.9, high]] as const) : ([[0.05, low], [0.95, high]] as const)) {
      const curve = units.length > 2 * knots ? Float64Array.from({ length: knots }, (_, k) => Math.log(rateQuantile(posterior, count, Math.exp(from + (k - 1) * 0.25), p))) : null
      for (const i of units) {
        into[i] = curve ? Math.exp(cubic(curve, (Math.log(expected[i]!) - from) / 0.25 + 1)) : rateQuantile(posterior, count, expected[i]!, p)
        if (!curve) yield done / counts.length
      }
    }
    done += units.length
    yield done / counts.length
  }
  return { low, high }
}

/** Cubic through the four knots about `at`. */
function cubic(knots: Float64Array, at: number): number {
  const k = Math.min(knots.length - 3, Math.max(1, Math.floor(at)))
  const x = at - k
  const [a, b, c, d] = [knots[k - 1]!, knots[k]!, knots[k + 1]!, knots[k + 2]!]
  return (-x * (x - 1) * (x - 2) * a) / 6 + ((x + 1) * (x - 1) * (x - 2) * b) / 2 - ((x + 1) * x * (x - 2) * c) / 2 + ((x + 1) * x * (x - 1) * d) / 6
}

/** One joint draw of all rates into `into`: a node of the grid, then every unit's rate. */
export function drawRates({ counts, expected, shapes, means, weights }: RatePosterior, random: RandomSource, into: Float64Array): void {
  let u = random.uniform()
  let g = 0
  while (g < weights.length - 1 && u >= weights[g]!) u -= weights[g++]!
  const shape = shapes[g]!
  const rate = shape / means[g]!
  for (let i = 0; i < into.length; i++) into[i] = random.gamma(shape + counts[i]!) / (rate + expected[i]!)
}

