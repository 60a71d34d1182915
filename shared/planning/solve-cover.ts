import { RandomSource } from '../analysis/random.ts'
import { nextTurn } from '../analysis/steps.ts'
import { coveredBy, keepsRequirements, listOf, reduce } from './cover.ts'
import type { CoverProblem } from './cover.ts'
import { boundByPrices, provedAt } from './lagrangian.ts'
import type { Bounded, Prices } from './lagrangian.ts'
import { greedy, improveBySwaps } from './local-search.ts'
import type { Placement } from './local-search.ts'
import type { Solver } from './solver.ts'

export interface SolveOptions {
  /** Milliseconds of `performance.now()` at which to stop and say how far it came. */
  readonly deadline: number
  /** A plan that is known already, by site positions. */
  readonly start?: readonly number[] | null
  /** Prices of a problem like this one (another number of teams). */
  readonly prices?: Prices | null
  readonly onBound?: (covered: number, bound: number) => void
  /** Throws where the calculation was called off. */
  readonly check: () => void
  /** Polled while the solver blocks the thread. */
  readonly stopped?: () => boolean
}

export interface Solved {
  /** By site positions; null where the requirements can't be kept, or no plan that does was found in time. */
  readonly plan: Placement | null
  /** No plan covers more than this. Equal to what the plan covers where `proved`. */
  readonly bound: number
  readonly proved: boolean
  readonly prices: Prices | null
}

/**
 * The best plan, or a good one with a bound on any: swaps from a greedy plan, a bound by prices, better prices from the
 * linear relaxation, then the solver on what is still open. Whichever bound is lower stands, and what a plan covers is
 * counted from the problem, never taken from the solver.
 */
export async function solveCover(problem: CoverProblem, solver: Solver, { deadline, start = null, prices = null, onBound, check, stopped }: SolveOptions): Promise<Solved> {
  const left = () => (deadline - performance.now()) / 1000
  let best = bestStart(problem, start, check)
  const everything = problem.base + problem.weight.reduce((a, b) => a + b, 0)
  let bound = everything
  const done = (finished = false): Solved => {
    const proved = best !== null && (finished || bound <= provedAt(problem, best.covered))
    return { plan: best, bound: best ? (proved ? best.covered : Math.max(bound, best.covered)) : bound, proved, prices }
  }
  const tell = () => onBound?.(best?.covered ?? 0, bound)
  const take = (found: Bounded) => {
    if (found.best && (!best || found.best.covered > best.covered)) best = found.best
    bound = Math.min(bound, found.bound)
    prices = found.prices
    tell()
  }
  await nextTurn()
  check()
  let priced = boundByPrices(problem, best, { turns: prices ? 250 : 500, from: prices, theta: prices ? 0.3 : 1, check })
  take(priced)
  if (done().proved || left() <= 0) return done()

  await nextTurn()
  check()
  const relaxed = unlessItFails(() => solver.relax(problem, left()))
  if (relaxed) {
    const again = boundByPrices(problem, best, { turns: 200, from: relaxed, theta: 0.05, check })
    priced = { ...again, never: either(priced.never, again.never), always: either(priced.always, again.always) }
    take(again)
  }
  if (done().proved || left() <= 0) return done()

  await nextTurn()
  check()
  const settled: number[] = []
  for (let site = 0; site < problem.sites.length; site++) {
    // A site that every better plan has, and no better plan can have: there is no better plan.
    if (priced.always[site] === 1 && priced.never[site] === 1) return done(true)
    if (priced.always[site] === 1) settled.push(site)
  }
  if (settled.length > problem.teams) return done(true)
  const { problem: rest, positionOf, siteOf } = narrowed(problem, priced.never, settled)
  const known = best?.open.filter((site) => priced.always[site] === 0).map((site) => positionOf[site]!) ?? null
  const answer = unlessItFails(() => solver.optimise(rest, {
    start: known && known.length === (best?.open.length ?? 0) - settled.length && known.every((site) => site >= 0) ? known : null,
    seconds: left(),
    onBound: (covered, upper) => onBound?.(Math.max(covered, best?.covered ?? 0), Math.min(bound, Math.max(upper, best?.covered ?? 0))),
    ...(stopped && { stopped }),
  }))
  check()
  if (!answer) return done()
  if (answer.open) {
    const open = [...settled, ...answer.open.map((site) => siteOf[site]!)]
    const plan = improveBySwaps(problem, open, check)
    if (keepsRequirements(problem, plan.open) && (!best || plan.covered > best.covered)) best = { open: plan.open, covered: coveredBy(problem, plan.open) }
  }
  // Sites were settled against the best plan then known; a plan outside what was left covers no more than that.
  bound = Math.min(bound, Math.max(answer.bound, best?.covered ?? answer.bound))
  tell()
  return done(answer.finished && best !== null && answer.bound <= provedAt(problem, best.covered) * (1 + 1e-7))
}

/** A solver that runs out of memory costs proof, not the plan: the bound by prices stands. */
function unlessItFails<T>(ask: () => T): T | null {
  try {
    return ask()
  } catch {
    return null
  }
}

function either(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((value, i) => value | b[i]!)
}

/** What is left to decide, with the way from its site positions to the problem's and back. */
function narrowed(problem: CoverProblem, never: Uint8Array, settled: readonly number[]) {
  const numbered: CoverProblem = { ...problem, sites: Int32Array.from(problem.sites, (_, i) => i) }
  const rest = reduce(numbered, { keep: (site) => never[site] === 0, taken: settled })
  const positionOf = new Int32Array(problem.sites.length).fill(-1)
  rest.sites.forEach((site, i) => (positionOf[site] = i))
  return { problem: rest, positionOf, siteOf: rest.sites }
}

/** Greedy with swaps, a plan that is known with swaps, and shaken copies of the better one with swaps. */
function bestStart(problem: CoverProblem, known: readonly number[] | null, check: () => void): Placement | null {
  const starts: (readonly number[])[] = []
  if (known && keepsRequirements(problem, known)) starts.push(known)
  for (const first of problem.special ? specialSeeds(problem) : [[]]) {
    const plan = greedy(problem, first)
    if (plan && keepsRequirements(problem, plan.open)) starts.push(plan.open)
  }
  let best: Placement | null = null
  for (const open of starts) {
    const plan = improveBySwaps(problem, open, check)
    if (!best || plan.covered > best.covered) best = plan
  }
  if (!best) return null
  const random = new RandomSource(77)
  for (let turn = 0; turn < 3; turn++) {
    const open = [...best.open]
    for (let k = 0; k < Math.min(4, open.length); k++) {
      const site = random.below(problem.sites.length)
      if (!open.includes(site)) open[random.below(open.length)] = site
    }
    if (!keepsRequirements(problem, open)) continue
    const plan = improveBySwaps(problem, open, check)
    if (plan.covered > best.covered) best = plan
  }
  return best
}

/** The special sites that reach most by themselves, one a start. */
function specialSeeds(problem: CoverProblem): number[][] {
  const worth = (site: number) => listOf(problem.reach, site).reduce((sum, i) => sum + problem.weight[i]!, 0)
  const special = Array.from(problem.sites, (_, site) => site).filter((site) => problem.special![site] === 1)
  const worths = new Map(special.map((site) => [site, worth(site)]))
  return special.sort((a, b) => worths.get(b)! - worths.get(a)!).slice(0, 24).map((site) => [site])
}
