import { distanceBetween } from '../geo/sphere.ts'
import type { LngLat, Metres } from '../model/units.ts'
import type { Message } from '../model/message.ts'
import { pack, coveredBy, keepsRequirements, reduce, transpose, withoutDominated } from './cover.ts'
import type { CoverProblem } from './cover.ts'
import { greedy } from './local-search.ts'
import type { Prices } from './lagrangian.ts'
import { mostBetter, type Coverage, type PlanRequest, type PlanResult } from './plan.ts'
import { withinReach } from './reach.ts'
import { presenceOf } from './requirements.ts'
import type { Presence } from './requirements.ts'
import { solveCover } from './solve-cover.ts'
import type { Solved, SolveOptions } from './solve-cover.ts'
import type { Solver } from './solver.ts'
import { countCovered, shareOf, tellPlan } from './tell-plan.ts'
export { openSolver } from './solver.ts'
export type { Solver } from './solver.ts'

export interface PlanOptions {
  readonly signal?: AbortSignal | undefined
  /** Shares of all demand: the best plan so far, and what no plan can exceed. */
  readonly onProgress?: ((progress: { readonly covered: number; readonly bound: number }) => void) | undefined
  /** Polled while the solver blocks the thread, where a signal can't arrive (a flag in shared memory). */
  readonly stopped?: (() => boolean) | undefined
}

/** Shares of the time limit by which each part must be done; what a part leaves, the next has. */
const UNTIL = { plan: 0.5, runnerUp: 0.7, byTeams: 0.98 }

/**
 * The deployment of teams to bases that covers most expected reports (maximal covering, Church & ReVelle 1974), proved best
 * or within a stated gap; what each team adds and what its loss would cost; the value by number of teams; the best plan
 * that really differs; and what greed or chasing the hottest places would do. Each plan is counted again without the solver.
 * @throws TellableError where the request can't be met (`presenceOf`); the signal's reason where it was aborted
 */
export async function planDeployment(request: PlanRequest, solver: Solver, { signal, onProgress, stopped }: PlanOptions = {}): Promise<PlanResult> {
  const begun = performance.now()
  const presence = presenceOf(request)
  const total = request.demand.reduce((sum, { weight }) => sum + weight, 0)
  const check = () => {
    signal?.throwIfAborted()
    if (stopped?.() === true) throw new DOMException('The plan was called off.', 'AbortError')
  }
  const control = { check, stopped: () => signal?.aborted === true || stopped?.() === true }
  const deadline = (share: number) => begun + request.timeLimitSeconds * 1000 * share
  const onBound = (covered: number, bound: number) => onProgress?.({ covered: covered / total, bound: bound / total })

  const { problem, small, solved, open } = await bestPlacement(request, presence, solver, { ...control, deadline: deadline(UNTIL.plan), onBound })
  const plan = tellPlan(request, open)

  const second = await runnerUp(request, problem, open, presence, solver, { ...control, deadline: deadline(UNTIL.runnerUp) })
  const values = await valueByTeams(small, solved, presence.total, request.teams, solver, { ...control, until: deadline(UNTIL.byTeams) })
  const greedyPlan = greedy(problem)
  const greedyOpen = greedyPlan ? withoutIdle(problem, greedyPlan.open) : open
  const hottestOpen = onTheHottest(request)
  const ahead = (of: readonly number[]) => differenceOf(request, open, of)
  const bound = Math.min(1, solved.bound / total)
  const gap = solved.proved ? 0 : gapOf(solved.plan!.covered, solved.bound)
  const result: Omit<PlanResult, 'says'> = {
    plan,
    bound: solved.proved ? plan.covered.share : bound,
    gap,
    proved: solved.proved,
    byTeams: values.map(({ teams, covered, bound: most, proved }) => ({ teams, covered: covered / total, gap: proved ? 0 : gapOf(covered, most) })),
    runnerUp: second && second.plan,
    greedy: tellPlan(request, greedyOpen),
    hottest: tellPlan(request, hottestOpen),
    seconds: (performance.now() - begun) / 1000,
  }
  return { ...result, says: sayPlan(request, result, second, { greedy: ahead(greedyOpen), hottest: ahead(hottestOpen) }, 1 - sumReachable(problem) / total) }
}

/** The best placement alone: from distances to a plan that was counted again. `open` are positions of candidates. */
export async function bestPlacement(request: PlanRequest, presence: Presence, solver: Solver, options: SolveOptions): Promise<{ problem: CoverProblem; small: CoverProblem; solved: Solved; open: number[] }> {
  const problem = coverProblem(request, presence)
  const small = withoutDominated(reduce(problem, { keep: () => true }))
  const solved = await solveCover(small, solver, options)
  if (!solved.plan) throw new Error('No plan keeps requirements that were checked.')
  return { problem, small, solved, open: checked(request, presence, withoutIdle(problem, originals(small, solved.plan.open)), solved.plan.covered) }
}

const originals = ({ sites }: CoverProblem, open: readonly number[]) => open.map((site) => sites[site]!)
const gapOf = (covered: number, bound: number) => (bound > 0 ? Math.max(0, (bound - covered) / bound) : 0)
const sumReachable = ({ weight, reachedBy }: CoverProblem) => weight.reduce((sum, w, i) => sum + (reachedBy.starts[i + 1]! > reachedBy.starts[i]! ? w : 0), 0)

function coverProblem({ candidates, demand, range, detour, teams }: PlanRequest, { group, least }: Presence): CoverProblem {
  const reach = pack(withinReach(candidates, demand, range / detour))
  return {
    sites: Int32Array.from(candidates, (_, i) => i),
    reach,
    reachedBy: transpose(reach, demand.length),
    weight: Float64Array.from(demand, ({ weight }) => weight),
    teams,
    group,
    least,
    special: null,
    base: 0,
    unit: demand.every(({ weight }) => Number.isInteger(weight)) ? 1 : 0,
  }
}

/** Leaves out teams that cover nothing of their own and that no requirement asks for. */
function withoutIdle(problem: CoverProblem, open: readonly number[]): number[] {
  let kept = [...open]
  for (const site of open) {
    const fewer = kept.filter((other) => other !== site)
    if (coveredBy(problem, fewer) >= coveredBy(problem, kept) * (1 - 1e-12) && keepsRequirements(problem, fewer)) kept = fewer
  }
  return kept
}

/**
 * Counts a plan again from the request: great-circle distances, weights, teams and presence, nothing of the solver's.
 * @throws Error where anything differs; a plan that breaks a rule that was set is never shown
 */
function checked(request: PlanRequest, { countries, least }: Presence, open: number[], covered: number): number[] {
  const reached = countCovered(request, open)
  const counted = request.demand.reduce((sum, { weight }, i) => sum + (reached[i] === 1 ? weight : 0), 0)
  if (Math.abs(counted - covered) > 1e-9 * Math.max(1, counted)) throw new Error(`A plan said to cover ${covered} covers ${counted}.`)
  if (open.length > request.teams) throw new Error(`A plan of ${request.teams} teams has ${open.length}.`)
  countries.forEach((country, g) => {
    if (open.filter((site) => request.candidates[site]!.country === country).length < least[g]!) throw new Error(`A plan leaves ${country} under its minimum.`)
  })
  return open
}

interface Control {
  readonly check: () => void
  readonly stopped: () => boolean
}

type RunnerUp = NonNullable<PlanResult['runnerUp']>

/**
 * The best plan in which a team stands at least a range from every team of the best plan: a cut on the same problem, so it
 * is proved best of those or has a gap. Null where no base stands so far off.
 */
async function runnerUp(request: PlanRequest, problem: CoverProblem, best: readonly number[], presence: Presence, solver: Solver, control: Control & { deadline: number }): Promise<{ plan: RunnerUp; proved: boolean } | null> {
  const nearest = request.candidates.map(({ at }) => Math.min(...best.map((site) => distanceBetween(at, request.candidates[site]!.at))))
  const special = Uint8Array.from(nearest, (metres) => (metres >= request.range ? 1 : 0))
  if (!special.includes(1)) return null
  const small = withoutDominated(reduce({ ...problem, special }, { keep: () => true }))
  const solved = await solveCover(small, solver, { ...control, start: exchanged(small, best) })
  if (!solved.plan) return null
  const open = checked(request, presence, withoutIdle({ ...problem, special }, originals(small, solved.plan.open)), solved.plan.covered)
  const difference = differenceOf(request, best, open)
  const apart = Math.max(...open.map((site) => nearest[site]!)) as Metres
  return { plan: { ...tellPlan(request, open), difference, apart, distinguishable: difference.low > 0 || difference.high < 0 }, proved: solved.proved }
}

/** How much more of all demand one set of candidates covers than another, with its interval over the same draws. */
function differenceOf(request: PlanRequest, ours: readonly number[], theirs: readonly number[]): Coverage {
  const [a, b] = [countCovered(request, ours), countCovered(request, theirs)]
  return shareOf(request, (i) => a[i]! - b[i]!)
}

/** The best plan with the one exchange that brings in a special site at least loss, or null where none keeps the requirements. */
function exchanged(problem: CoverProblem, best: readonly number[]): number[] | null {
  const positionOf = new Map(Array.from(problem.sites, (original, site) => [original, site]))
  const known = best.map((original) => positionOf.get(original)).filter((site) => site !== undefined)
  let most = -1
  let plan: number[] | null = null
  for (let site = 0; site < problem.sites.length; site++) {
    if (problem.special![site] !== 1) continue
    const options = known.length < problem.teams ? [[...known, site]] : known.map((out) => [...known.filter((other) => other !== out), site])
    for (const option of options) {
      const covered = coveredBy(problem, option)
      if (covered <= most || !keepsRequirements(problem, option)) continue
      most = covered
      plan = option
    }
  }
  return plan
}

interface Value { readonly teams: number; readonly covered: number; readonly bound: number; readonly proved: boolean }

/** What n teams cover at best, from the fewest that keep the minimum presence to six more than asked for; each proved or with a gap, the numbers nearest to what was asked first. */
async function valueByTeams(problem: CoverProblem, asked: Solved, fewest: number, teams: number, solver: Solver, { until, ...control }: Control & { until: number }): Promise<Value[]> {
  const from = Math.max(1, fewest)
  const to = Math.max(teams + 6, 12)
  const found = new Map<number, Value>([[teams, { teams, covered: asked.plan!.covered, bound: asked.bound, proved: asked.proved }]])
  const plans = new Map<number, readonly number[]>([[teams, asked.plan!.open]])
  let prices: Prices | null = asked.prices
  const order: number[] = []
  for (let n = teams + 1; n <= to; n++) order.push(n)
  for (let n = teams - 1; n >= from; n--) order.push(n)
  let done = 0
  for (const n of order) {
    control.check()
    const beside = plans.get(n - 1) ?? withoutLeast(problem, plans.get(n + 1) ?? [], n)
    const now = performance.now()
    const deadline = now + Math.max(0, until - now) / (order.length - done++)
    const solved = await solveCover({ ...problem, teams: n }, solver, { ...control, start: extended(problem, beside, n), prices, deadline })
    if (!solved.plan) continue
    if (solved.prices) prices = solved.prices
    plans.set(n, solved.plan.open)
    found.set(n, { teams: n, covered: solved.plan.covered, bound: solved.bound, proved: solved.proved })
  }
  return inStep([...found.values()].sort((a, b) => a.teams - b.teams))
}

/** One team more never covers less, and one team fewer never more: what is known of a neighbour holds here too. */
function inStep(values: Value[]): Value[] {
  const raised = values.slice()
  for (let k = 1; k < raised.length; k++) if (raised[k - 1]!.covered > raised[k]!.covered) raised[k] = { ...raised[k]!, covered: raised[k - 1]!.covered }
  for (let k = raised.length - 2; k >= 0; k--) if (raised[k + 1]!.bound < raised[k]!.bound) raised[k] = { ...raised[k]!, bound: raised[k + 1]!.bound }
  return raised
}

/** The plan without the teams that matter least, down to `teams`, where the requirements allow. */
function withoutLeast(problem: CoverProblem, open: readonly number[], teams: number): number[] {
  let kept = [...open]
  while (kept.length > teams) {
    const fewer = kept.map((out) => kept.filter((site) => site !== out)).filter((option) => keepsRequirements(problem, option))
    if (fewer.length === 0) return kept
    kept = fewer.reduce((best, option) => (coveredBy(problem, option) > coveredBy(problem, best) ? option : best))
  }
  return kept
}

function extended(problem: CoverProblem, open: readonly number[], teams: number): number[] | null {
  return open.length > teams ? null : [...(greedy({ ...problem, teams }, open)?.open ?? open)]
}

/** What is often done: the base nearest to the hottest place, then to the next, one team each, whatever else was asked. */
function onTheHottest({ candidates, demand, hottest, teams }: PlanRequest): number[] {
  // Where the hot places are fewer than the teams, the rest go where most is expected: as many teams as the plan has to answer to.
  const places: readonly LngLat[] = [...(hottest ?? []), ...[...demand].sort((a, b) => b.weight - a.weight).map(({ at }) => at)]
  const open: number[] = []
  for (const place of places) {
    if (open.length >= Math.min(teams, candidates.length)) break
    let nearest = 0
    for (let site = 1; site < candidates.length; site++) if (distanceBetween(candidates[site]!.at, place) < distanceBetween(candidates[nearest]!.at, place)) nearest = site
    // A hot place whose nearest base is taken has its team already.
    if (!open.includes(nearest)) open.push(nearest)
  }
  return open
}

const percent = (share: number) => Math.round(share * 1000) / 10

function sayPlan({ teams, range, detour, minimum }: PlanRequest, { plan, proved, gap, runnerUp: second }: Omit<PlanResult, 'says'>, run: { proved: boolean } | null, ahead: { greedy: Coverage; hottest: Coverage }, beyond: number): Message[] {
  const says: Message[] = [proved ? { key: 'planning.proved', values: { count: teams } } : { key: 'planning.gap', values: { gap: mostBetter(gap) } }]
  if (plan.teams.length < teams) says.push({ key: 'planning.idle', values: { count: teams - plan.teams.length } })
  if (!second) says.push({ key: 'planning.runner-up.none' })
  else {
    if (!run?.proved) says.push({ key: 'planning.runner-up.not-proved' })
    says.push({ key: second.distinguishable ? 'planning.runner-up.worse' : 'planning.runner-up.alike', ...(second.distinguishable && { values: pointsOf(second.difference) }) })
  }
  // Without draws there is no interval, and a difference without one is not told.
  const [greedily, chasing] = [pointsOf(ahead.greedy), pointsOf(ahead.hottest)]
  if (!Number.isNaN(greedily.low)) says.push({ key: 'planning.against', values: { greedy: greedily.points, greedyLow: greedily.low, greedyHigh: greedily.high, hottest: chasing.points, hottestLow: chasing.low, hottestHigh: chasing.high } })
  if (beyond > 0.0005) says.push({ key: 'planning.beyond', values: { share: percent(beyond) } })
  if (Object.values(minimum).some((many) => many > 0)) says.push({ key: 'planning.minimum-kept' })
  says.push({ key: 'planning.reach', values: { range: Math.round(range / detour / 1000), detour } })
  return says
}

const pointsOf = ({ share, low, high }: Coverage) => ({ points: percent(share), low: percent(low), high: percent(high) })
