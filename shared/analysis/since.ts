import { fitCellNoise } from './dispersion.ts'
import { RandomSource } from './random.ts'
import type { Steps } from './steps.ts'

/**
 * Since when a hotspot has been one (NUMBERS, "Since when"): for each month it may have started in, how much likelier
 * its reports' months are if there were 1.25 to 20 times as many from then on. Conditioning on the number of reports
 * takes out that the hotspot was picked for having many.
 */
export interface SinceInput {
  /** The hotspot's reports, month by month. */
  readonly counts: ArrayLike<number>
  /** What share of reports each month is expected to have; any positive numbers, of the same length. */
  readonly shares: ArrayLike<number>
  /** Excess variance of months (`fitMonthNoise`, at least 0.1); 0 only where months are known to have none. */
  readonly noise: number
  readonly seed: number
  /**
   * Stop drawing once p is known to lie above 0.05 and answer it as the share so far (Besag & Clifford 1991). Whether a
   * start is named stays the same; most hotspots need a tenth of the draws.
   */
  readonly decideOnly?: boolean
}

export interface Since {
  /** Largest log likelihood ratio over starts; -Infinity where no start can be tested. */
  readonly logRatio: number
  readonly p: number
  /** How likely each month is to be the start, adding to 1; the first month can't be told from "always". */
  readonly starts: Float64Array
  /** Shortest run of months that holds 80% of that, or null where no start can be named. */
  readonly named: { readonly from: number; readonly to: number } | null
}

export const MONTHS_NEEDED = 12
const RATIOS = Float64Array.from({ length: 25 }, (_, i) => Math.log(1.25) + ((Math.log(20) - Math.log(1.25)) * i) / 24)
const DRAWS = 999

export function sinceWhen({ counts, shares, noise, seed, decideOnly = false }: SinceInput): Since {
  const months = counts.length
  const expected = normalised(shares)
  const total = sumOf(counts)
  const starts = new Float64Array(months)
  if (months < MONTHS_NEEDED || total === 0) return { logRatio: -Infinity, p: 1, starts, named: null }

  const ratioOf = startRatios(expected, total)
  const logs = new Float64Array(months)
  let best = -Infinity
  for (let t = months - 1, since = 0; t >= 1; t--) {
    since += counts[t]!
    logs[t] = ratioOf(t, since)
    best = Math.max(best, logs[t]!)
  }
  let weight = 0
  for (let t = 1; t < months; t++) weight += starts[t] = Math.exp(logs[t]! - best)
  for (let t = 1; t < months; t++) starts[t] = starts[t]! / weight

  const p = shareAsHigh({ expected, total, noise, seed, decideOnly, enough: fewestReaching(best, total, months, ratioOf) })
  return { logRatio: best, p, starts, named: p <= 0.05 ? shortestRun(starts, 0.8) : null }
}

/**
 * For each start, the fewest reports from then on that give a ratio of at least `best`: the ratio grows with them, so one
 * number a start stands for it in every draw. More than all where none do.
 */
function fewestReaching(best: number, total: number, months: number, ratioOf: (start: number, since: number) => number): Float64Array {
  // A draw equal to the observed counts must reach it, whatever the rounding.
  const bar = best - 1e-9 * Math.max(1, Math.abs(best))
  return Float64Array.from({ length: months }, (_, t) => {
    if (t === 0 || ratioOf(t, total) < bar) return total + 1
    let low = -1
    let high = total
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (ratioOf(t, middle) >= bar) high = middle
      else low = middle
    }
    return high
  })
}

function shareAsHigh({ expected, total, noise, seed, decideOnly, enough }: { expected: Float64Array; total: number; noise: number; seed: number; decideOnly: boolean; enough: Float64Array }): number {
  const months = expected.length
  const random = new RandomSource(seed)
  const drawn = new Uint32Array(months)
  const weights = new Float64Array(months)
  let asHigh = 1
  for (let draw = 0; draw < DRAWS; draw++) {
    for (let t = 0; t < months; t++) weights[t] = noise > 0 ? expected[t]! * random.gamma(1 / noise) * noise : expected[t]!
    multinomial(random, total, weights, drawn)
    for (let t = months - 1, since = 0; t >= 1; t--) {
      since += drawn[t]!
      if (since < enough[t]!) continue
      asHigh++
      break
    }
    if (decideOnly && asHigh > 0.05 * (DRAWS + 1)) return asHigh / (draw + 2)
  }
  return asHigh / (DRAWS + 1)
}

/**
 * Excess variance of a cell's months about its share of them (step 1's fit, over cells that have reports), at least 0.1.
 * One entry of `cellOf` and `monthOf` a report, months counted from 0.
 */
export function* fitMonthNoise(cellOf: ArrayLike<number>, monthOf: ArrayLike<number>, shares: ArrayLike<number>): Steps<number> {
  const months = shares.length
  const expected = normalised(shares)
  const tally = new Map<number, number>()
  const totals = new Map<number, number>()
  for (let i = 0; i < cellOf.length; i++) {
    const key = cellOf[i]! * months + monthOf[i]!
    tally.set(key, (tally.get(key) ?? 0) + 1)
    totals.set(cellOf[i]!, (totals.get(cellOf[i]!) ?? 0) + 1)
  }
  // Cell-months alike in total, month and count are one entry with a weight: most are empty.
  const cellsWith = new Map<number, number>()
  for (const total of totals.values()) cellsWith.set(total, (cellsWith.get(total) ?? 0) + 1)
  const alike = new Map<string, { y: number; mean: number; weight: number }>()
  const empty = new Map<number, number>()
  for (const [key, y] of tally) {
    const month = key % months
    const total = totals.get((key - month) / months)!
    const name = `${total} ${month} ${y}`
    const entry = alike.get(name)
    if (entry) entry.weight++
    else alike.set(name, { y, mean: total * expected[month]!, weight: 1 })
    empty.set(total * months + month, (empty.get(total * months + month) ?? 0) + 1)
  }
  for (const [total, cells] of cellsWith) {
    for (let month = 0; month < months; month++) {
      const weight = cells - (empty.get(total * months + month) ?? 0)
      if (weight > 0) alike.set(`${total} ${month} 0`, { y: 0, mean: total * expected[month]!, weight })
    }
  }
  const entries = [...alike.values()].filter((entry) => entry.mean > 0)
  const fitted = yield* fitCellNoise(entries.map((entry) => entry.y), Float64Array.from(entries, (entry) => entry.mean), entries.map((entry) => entry.weight))
  return Math.max(0.1, fitted)
}

/** log of the mean likelihood ratio of a start (month 1 on) with `since` of the total from then on. */
function startRatios(expected: Float64Array, total: number): (start: number, since: number) => number {
  const months = expected.length
  const penalty = new Float64Array(months * RATIOS.length)
  let after = 0
  for (let t = months - 1; t >= 1; t--) {
    after += expected[t]!
    RATIOS.forEach((log, i) => (penalty[t * RATIOS.length + i] = total * Math.log(Math.exp(log) * after + 1 - after)))
  }
  const values = new Float64Array(RATIOS.length)
  return (start, since) => {
    let most = -Infinity
    for (let i = 0; i < RATIOS.length; i++) {
      values[i] = since * RATIOS[i]! - penalty[start * RATIOS.length + i]!
      if (values[i]! > most) most = values[i]!
    }
    let sum = 0
    for (let i = 0; i < RATIOS.length; i++) sum += Math.exp(values[i]! - most)
    return most + Math.log(sum / RATIOS.length)
  }
}

/** Fewest consecutive months that hold `share`; of equals, the run that holds most. */
function shortestRun(starts: Float64Array, share: number): { from: number; to: number } {
  for (let length = 1; length < starts.length; length++) {
    let best = -1
    let most = 0
    for (let from = 1; from + length <= starts.length; from++) {
      let held = 0
      for (let t = from; t < from + length; t++) held += starts[t]!
      if (held >= share && held > most) {
        most = held
        best = from
      }
    }
    if (best > 0) return { from: best, to: best + length - 1 }
  }
  return { from: 1, to: starts.length - 1 }
}

function multinomial(random: RandomSource, total: number, weights: Float64Array, into: Uint32Array): void {
  let left = total
  let weight = sumOf(weights)
  for (let t = 0; t < weights.length; t++) {
    const taken = left === 0 ? 0 : t === weights.length - 1 ? left : random.binomial(left, Math.min(1, weights[t]! / weight))
    into[t] = taken
    left -= taken
    weight -= weights[t]!
  }
}

function normalised(shares: ArrayLike<number>): Float64Array {
  const sum = sumOf(shares)
  return Float64Array.from(shares, (share) => share / sum)
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return sum
}
