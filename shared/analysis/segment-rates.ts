import { drawRates, rateIntervals, rateMean, ratePosterior } from './rate-posterior.ts'
import type { RatePosterior } from './rate-posterior.ts'
import { RandomSource } from './random.ts'
import type { Steps } from './steps.ts'

/** How much each border segment is reported against what is expected there, how sure that is, and where it stands. */
export interface SegmentRates {
  /** Parallel to the input; NaN where nothing is expected (no rate). */
  readonly rate: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
  /** 90% range of the rank, 1 the highest rate; 0 where nothing is expected. */
  readonly rankLow: Uint32Array
  readonly rankHigh: Uint32Array
  /** Share of joint draws in which it is among the ten highest. */
  readonly topTen: Float64Array
  /** False below two reports a segment: the order is then mostly noise and must not be shown as a league table. */
  readonly ranked: boolean
  /** Positions with an expected count, which `posterior` holds in this order. */
  readonly units: Uint32Array
  readonly posterior: RatePosterior
  readonly seed: number
}

export interface SegmentInput {
  readonly counts: ArrayLike<number>
  /** Relative expected counts, calibrated here to the total; 0 where nothing is expected. */
  readonly expected: Float64Array
  readonly seed: number
  readonly draws?: number
}

export const REPORTS_A_SEGMENT = 2
export const RANK_DRAWS = 4000

export function* segmentRates({ counts, expected, seed, draws = RANK_DRAWS }: SegmentInput): Steps<SegmentRates> {
  const posterior = yield* fitRates(counts, expected)
  const size = counts.length
  const result = {
    rate: new Float64Array(size).fill(NaN),
    low: new Float64Array(size).fill(NaN),
    high: new Float64Array(size).fill(NaN),
    rankLow: new Uint32Array(size),
    rankHigh: new Uint32Array(size),
    topTen: new Float64Array(size),
  }
  const { units } = posterior
  const reports = posterior.fit.counts as Float64Array
  const ranked = reports.reduce((a, b) => a + b, 0) >= REPORTS_A_SEGMENT * units.length
  if (units.length === 0) return { ...result, ranked: false, units, posterior: posterior.fit, seed }
  const bounds = yield* rateIntervals(posterior.fit)
  const ranks = yield* rankBounds(posterior.fit, seed, draws)
  units.forEach((i, k) => {
    result.rate[i] = rateMean(posterior.fit, k)
    result.low[i] = bounds.low[k]!
    result.high[i] = bounds.high[k]!
    result.rankLow[i] = ranks.low[k]!
    result.rankHigh[i] = ranks.high[k]!
    result.topTen[i] = ranks.topTen[k]!
  })
  return { ...result, ranked, units, posterior: posterior.fit, seed }
}

function* fitRates(counts: ArrayLike<number>, expected: Float64Array): Steps<{ units: Uint32Array; fit: RatePosterior }> {
  const units: number[] = []
  let total = 0
  let sum = 0
  for (let i = 0; i < expected.length; i++) {
    if (!(expected[i]! > 0)) continue
    units.push(i)
    total += counts[i]!
    sum += expected[i]!
  }
  const y = Float64Array.from(units, (i) => counts[i]!)
  const e = Float64Array.from(units, (i) => (expected[i]! * Math.max(total, 1)) / sum)
  const none = new Float64Array(0)
  const fit = units.length === 0 ? { counts: y, expected: e, shapes: none, means: none, weights: none } : yield* ratePosterior(y, e)
  return { units: Uint32Array.from(units), fit }
}

/**
 * Bounds of ranks from joint draws (Goldstein & Spiegelhalter 1996): the 5% and 95% order statistics of each unit's rank,
 * and how often it is among the ten highest.
 */
function* rankBounds(fit: RatePosterior, seed: number, draws: number): Steps<{ low: Uint32Array; high: Uint32Array; topTen: Float64Array }> {
  const size = fit.expected.length
  const random = new RandomSource(seed)
  const rates = new Float64Array(size)
  const ranks = size < 65_536 ? new Uint16Array(size * draws) : new Uint32Array(size * draws)
  const topTen = new Float64Array(size)
  const order = new DescendingOrder(size)
  for (let draw = 0; draw < draws; draw++) {
    drawRates(fit, random, rates)
    const sorted = order.of(rates)
    for (let place = 0; place < size; place++) ranks[sorted[place]! * draws + draw] = place + 1
    for (let place = 0; place < Math.min(10, size); place++) topTen[sorted[place]!] = topTen[sorted[place]!]! + 1
    yield (draw / draws) * 0.9
  }
  const low = new Uint32Array(size)
  const high = new Uint32Array(size)
  for (let i = 0; i < size; i++) {
    const own = ranks.subarray(i * draws, (i + 1) * draws).sort()
    low[i] = own[Math.max(0, Math.ceil(0.05 * draws) - 1)]!
    high[i] = own[Math.max(0, Math.ceil(0.95 * draws) - 1)]!
    topTen[i] = topTen[i]! / draws
    if (i % 256 === 0) yield 0.9 + 0.1 * (i / size)
  }
  return { low, high, topTen }
}

/** Positions of positive numbers from the largest down, by radix on their bits as 32-bit floats (which order as whole numbers do). */
class DescendingOrder {
  readonly #keys: Float32Array
  readonly #bits: Uint32Array
  #from: Uint32Array
  #to: Uint32Array
  readonly #starts = new Uint32Array(2048)

  constructor(size: number) {
    this.#keys = new Float32Array(size)
    this.#bits = new Uint32Array(this.#keys.buffer)
    this.#from = new Uint32Array(size)
    this.#to = new Uint32Array(size)
  }

  /** Valid until the next call. */
  of(values: Float64Array): Uint32Array {
    this.#keys.set(values)
    for (let i = 0; i < values.length; i++) this.#from[i] = i
    for (const shift of [0, 11, 22]) {
      const starts = this.#starts.fill(0)
      for (const bits of this.#bits) starts[2047 - ((bits >>> shift) & 2047)]!++
      let at = 0
      for (let k = 0; k < 2048; k++) {
        const many = starts[k]!
        starts[k] = at
        at += many
      }
      for (const i of this.#from) this.#to[starts[2047 - ((this.#bits[i]! >>> shift) & 2047)]!++] = i
      ;[this.#from, this.#to] = [this.#to, this.#from]
    }
    return this.#from
  }
}

/**
 * Whose place depends on what is called expected: its place by mean rate under the second exposure lies outside its 90%
 * range of ranks under the first.
 */
export function* flipsUnder(rates: SegmentRates, counts: ArrayLike<number>, second: Float64Array): Steps<Uint8Array> {
  const flips = new Uint8Array(counts.length)
  const only = second.map((value, i) => (rates.rankLow[i]! > 0 ? value : 0))
  const { units, fit } = yield* fitRates(counts, only)
  const means = Float64Array.from(units, (_, k) => rateMean(fit, k))
  const order = Uint32Array.from(units, (_, k) => k).sort((a, b) => means[b]! - means[a]!)
  order.forEach((k, place) => {
    const i = units[k]!
    if (place + 1 < rates.rankLow[i]! || place + 1 > rates.rankHigh[i]!) flips[i] = 1
  })
  return flips
}

/**
 * Joint draws of expected reports (rate times expected count) at the given positions, draws x positions, row by row: what
 * a plan's coverage interval is made from. The same seed gives the same draws.
 */
export function* drawDemand(rates: SegmentRates, positions: ArrayLike<number>, draws: number): Steps<Float64Array> {
  const { units, posterior, seed } = rates
  const column = new Map<number, number>()
  units.forEach((i, k) => column.set(i, k))
  const wanted = Int32Array.from(positions, (i) => column.get(i) ?? -1)
  const random = new RandomSource(seed)
  const drawn = new Float64Array(units.length)
  const demand = new Float64Array(draws * wanted.length)
  for (let draw = 0; draw < draws; draw++) {
    drawRates(posterior, random, drawn)
    for (let j = 0; j < wanted.length; j++) if (wanted[j]! >= 0) demand[draw * wanted.length + j] = drawn[wanted[j]!]! * posterior.expected[wanted[j]!]!
    yield draw / draws
  }
  return demand
}
