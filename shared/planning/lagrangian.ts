import type { CoverProblem } from './cover.ts'
import { improveBySwaps } from './local-search.ts'
import type { Placement } from './local-search.ts'

/** Prices of demand (between 0 and its weight) and of the special requirement. */
export interface Prices {
  readonly demand: Float64Array
  readonly special: number
}

export interface Bounded {
  /** No plan covers more than this. */
  readonly bound: number
  readonly best: Placement | null
  readonly prices: Prices
  /** Sites that no plan at least as good as `best` takes, and those that each one takes. */
  readonly never: Uint8Array
  readonly always: Uint8Array
}

/**
 * Upper bound by Lagrangian relaxation of "demand counts only where a taken site reaches it" (Galvao & ReVelle 1996): at
 * any prices, the sites with the dearest reach, requirements kept, plus what demand is worth above its price. Prices move
 * by deflected subgradients; plans met on the way are improved by swaps; a site whose taking (or leaving) would bring the
 * bound under the best plan is settled. The bound holds whatever the prices, so inexact ones from a solver are safe.
 */
export function boundByPrices(problem: CoverProblem, start: Placement | null, { turns, from = null, theta = 1, check = () => {} }: { turns: number; from?: Prices | null; theta?: number; check?: () => void }): Bounded {
  const { weight, reach, reachedBy, special } = problem
  const demand = weight.length
  const size = problem.sites.length
  const price = from ? weight.map((w, i) => Math.min(w, Math.max(0, from.demand[i]!))) : weight.map((w) => w / 2)
  let specialPrice = special ? Math.max(0, from?.special ?? 0) : 0
  let kept: { demand: Float64Array; special: number } = { demand: price.slice(), special: specialPrice }
  const score = new Float64Array(size)
  const on = new Uint8Array(size)
  const direction = new Float64Array(demand)
  let specialDirection = 0
  const never = new Uint8Array(size)
  const always = new Uint8Array(size)
  const choose = chooser(problem)
  let best = start
  let bound = Infinity
  let stale = 0
  let tried = -60
  for (let turn = 0; turn < turns && theta > 1e-3; turn++) {
    if (turn % 16 === 0) check()
    let value = problem.base - specialPrice
    for (let i = 0; i < demand; i++) value += weight[i]! - price[i]!
    for (let j = 0; j < size; j++) {
      let sum = special?.[j] === 1 ? specialPrice : 0
      for (let at = reach.starts[j]!; at < reach.starts[j + 1]!; at++) sum += price[reach.items[at]!]!
      score[j] = sum
    }
    const choice = choose(score, on)
    value += choice.value
    stale = value < bound * (1 - 1e-5) ? 0 : stale + 1
    if (value < bound) {
      bound = value
      kept = { demand: price.slice(), special: specialPrice }
    }
    if (turn - tried >= 60 && (!best || value < bound * 1.01)) {
      tried = turn
      const plan = choice.open
      if (!special || plan.some((site) => special[site] === 1)) {
        const better = improveBySwaps(problem, plan, check)
        if (!best || better.covered > best.covered) best = better
      }
    }
    const target = best ? best.covered : problem.base
    if (best && bound <= provedAt(problem, best.covered)) break
    if (best) settle(problem, score, on, choice, value, provedAt(problem, best.covered), never, always)

    if (stale > 20) {
      theta /= 1.5
      stale = 0
      price.set(kept.demand)
      specialPrice = kept.special
      direction.fill(0)
      specialDirection = 0
      continue
    }
    let norm = 0
    for (let i = 0; i < demand; i++) {
      let slope = 1
      for (let at = reachedBy.starts[i]!; at < reachedBy.starts[i + 1]!; at++) slope -= on[reachedBy.items[at]!]!
      if ((price[i]! >= weight[i]! && slope > 0) || (price[i]! <= 0 && slope < 0)) slope = 0
      direction[i] = slope + 0.7 * direction[i]!
      norm += direction[i]! * direction[i]!
    }
    if (special) {
      const slope = 1 - choice.open.reduce((many, site) => many + special[site]!, 0)
      specialDirection = (specialPrice <= 0 && slope < 0 ? 0 : slope) + 0.7 * specialDirection
      norm += specialDirection * specialDirection
    }
    if (norm === 0) break
    const step = (theta * Math.max(value - target, 1e-9 * value)) / norm
    for (let i = 0; i < demand; i++) price[i] = Math.min(weight[i]!, Math.max(0, price[i]! + step * direction[i]!))
    specialPrice = Math.max(0, specialPrice + step * specialDirection)
  }
  return { bound: best ? Math.max(bound, best.covered) : bound, best, prices: kept, never, always }
}

/** A bound at or under this proves that nothing is better than what covers `covered`. */
export function provedAt({ unit }: CoverProblem, covered: number): number {
  return unit > 0 ? covered + unit * (1 - 1e-6) : covered * (1 + 1e-9)
}

interface Choice {
  readonly open: readonly number[]
  readonly value: number
}

/** The dearest choice of sites that keeps the group requirements (the special one is in the price). */
function chooser({ sites, teams, group, least }: CoverProblem): (score: Float64Array, on: Uint8Array) => Choice {
  const order = Array.from({ length: sites.length }, (_, j) => j)
  const has = new Int32Array(least.length)
  const grouped = least.some((many) => many > 0)
  return (score, on) => {
    order.sort((a, b) => score[b]! - score[a]!)
    on.fill(0)
    const open: number[] = []
    let value = 0
    const take = (site: number) => {
      on[site] = 1
      open.push(site)
      value += score[site]!
    }
    if (grouped) {
      has.fill(0)
      for (const site of order) {
        const g = group[site]!
        if (g < 0 || has[g]! >= least[g]!) continue
        has[g]!++
        take(site)
      }
    }
    for (let k = 0; open.length < teams && k < order.length; k++) if (on[order[k]!] === 0) take(order[k]!)
    return { open, value }
  }
}

/**
 * Settles sites by one exchange in the dearest choice: taking site k puts out the cheapest that may go, leaving site j
 * brings in the dearest that may come. (The choices are the bases of a matroid, so one exchange is exact.)
 */
function settle({ group, least }: CoverProblem, score: Float64Array, on: Uint8Array, { open }: Choice, value: number, target: number, never: Uint8Array, always: Uint8Array): void {
  const has = new Int32Array(least.length)
  for (const site of open) if (group[site]! >= 0) has[group[site]!]!++
  const bound = (site: number) => group[site]! >= 0 && has[group[site]!]! <= least[group[site]!]!
  let cheapestFree = Infinity
  const cheapestOf = new Float64Array(least.length).fill(Infinity)
  for (const site of open) {
    if (group[site]! >= 0) cheapestOf[group[site]!] = Math.min(cheapestOf[group[site]!]!, score[site]!)
    if (!bound(site)) cheapestFree = Math.min(cheapestFree, score[site]!)
  }
  let dearest = 0
  const dearestOf = new Float64Array(least.length)
  // What is strictly below the target is settled; sites of plans as good as the best stay open.
  const floor = target - Math.abs(target) * 2e-9
  for (let k = 0; k < score.length; k++) {
    if (on[k] === 1) continue
    dearest = Math.max(dearest, score[k]!)
    if (group[k]! >= 0) dearestOf[group[k]!] = Math.max(dearestOf[group[k]!]!, score[k]!)
    const out = Math.min(cheapestFree, group[k]! >= 0 ? cheapestOf[group[k]!]! : Infinity)
    if (value + score[k]! - (out === Infinity ? 0 : out) < floor) never[k] = 1
  }
  for (const j of open) {
    const into = bound(j) ? dearestOf[group[j]!]! : dearest
    if (value - score[j]! + into < floor) always[j] = 1
  }
}

