import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { distanceBetween } from '../../shared/geo/sphere.ts'
import { metres } from '../../shared/model/units.ts'
import { openSolver, planDeployment } from '../../shared/planning/plan-deployment.ts'
import type { Solver } from '../../shared/planning/plan-deployment.ts'
import type { PlanRequest, PlanResult } from '../../shared/planning/plan.ts'
import { frozenRequest, makeRequest } from './instances.ts'
import { coverage } from './plain-model.ts'

let solver: Solver
beforeAll(async () => {
  solver = await openSolver()
})

/** Ones that can be gone through one by one: up to 9 bases, 3 teams. */
const small = fc.record({ seed: fc.integer({ min: 1, max: 1e6 }), sites: fc.integer({ min: 2, max: 9 }), demand: fc.integer({ min: 3, max: 25 }), teams: fc.integer({ min: 1, max: 3 }), range: fc.integer({ min: 50_000, max: 900_000 }), whole: fc.boolean(), minimum: fc.constantFrom<Record<string, number>>({}, {}, { AAA: 1 }, { AAA: 1, BBB: 1 }, { CCC: 2 }) })

const totalOf = ({ demand }: PlanRequest) => demand.reduce((sum, { weight }) => sum + weight, 0)
const has = (request: PlanRequest, country: string) => request.candidates.filter((base) => base.country === country).length
const possible = (request: PlanRequest) => Object.entries(request.minimum).every(([country, many]) => has(request, country) >= many) && Object.values(request.minimum).reduce((a, b) => a + b, 0) <= request.teams

function* subsets(size: number, most: number, from = 0): Generator<number[]> {
  yield []
  if (most === 0) return
  for (let site = from; site < size; site++) for (const rest of subsets(size, most - 1, site + 1)) yield [site, ...rest]
}

const keeps = (request: PlanRequest, open: readonly number[]) => Object.entries(request.minimum).every(([country, many]) => open.filter((site) => request.candidates[site]!.country === country).length >= many)
const openOf = (request: PlanRequest, plan: { readonly teams: PlanResult['plan']['teams'] }) => plan.teams.map(({ base }) => request.candidates.indexOf(base))

describe('a plan gone through one by one', () => {
  test('is the best of all, keeps the minimum presence, and so is the runner-up of those that differ by a range', async () => {
    await fc.assert(
      fc.asyncProperty(small, async (shape) => {
        const request = makeRequest(shape.seed, shape)
        fc.pre(possible(request))
        const result = await planDeployment(request, solver)
        const best = openOf(request, result.plan)
        expect(keeps(request, best)).toBe(true)
        const all = [...subsets(request.candidates.length, request.teams)].filter((open) => keeps(request, open))
        const most = Math.max(...all.map((open) => coverage(request, new Set(open))))
        expect(result.proved).toBe(true)
        expect(result.plan.covered.share * totalOf(request)).toBeCloseTo(most, 6)

        const far = (site: number) => best.every((of) => distanceBetween(request.candidates[of]!.at, request.candidates[site]!.at) >= request.range)
        const different = all.filter((open) => open.some(far))
        if (different.length === 0) expect(result.runnerUp).toBeNull()
        else {
          const next = Math.max(...different.map((open) => coverage(request, new Set(open))))
          expect(result.runnerUp!.covered.share * totalOf(request)).toBeCloseTo(next, 6)
          expect(openOf(request, result.runnerUp!).some(far)).toBe(true)
          expect(result.runnerUp!.apart).toBeGreaterThanOrEqual(request.range)
        }
      }),
      { numRuns: 60, seed: 4 },
    )
  }, 120_000)

  test('covers the same with any number of teams that it says it can', async () => {
    await fc.assert(
      fc.asyncProperty(small, async (shape) => {
        const request = makeRequest(shape.seed, shape)
        fc.pre(possible(request))
        const { byTeams } = await planDeployment(request, solver)
        for (const { teams, covered, gap } of byTeams.slice(0, 4)) {
          const most = Math.max(...[...subsets(request.candidates.length, teams)].filter((open) => keeps(request, open)).map((open) => coverage(request, new Set(open))))
          expect(gap).toBe(0)
          expect(covered * totalOf(request)).toBeCloseTo(most, 6)
        }
      }),
      { numRuns: 15, seed: 5 },
    )
  }, 120_000)
})

describe('what a plan tells', () => {
  const request = { ...makeRequest(31, { sites: 80, demand: 300, teams: 6, range: 120_000, whole: false, minimum: { AAA: 1, DDD: 2 } }) }
  const draws = new Float64Array(200 * request.demand.length)
  // Every demand point up or down by the same fifth in turn: shares stay what they are.
  for (let d = 0; d < 200; d++) request.demand.forEach(({ weight }, i) => (draws[d * request.demand.length + i] = weight * (d % 2 === 0 ? 0.8 : 1.2)))
  let result: PlanResult
  beforeAll(async () => {
    result = await planDeployment({ ...request, draws }, solver)
  })

  test('what teams add sums to what the plan covers, and no loss is more than the team adds at its place', () => {
    const { teams, covered } = result.plan
    expect(teams.reduce((sum, { adds }) => sum + adds, 0)).toBeCloseTo(covered.share, 9)
    expect(teams.map(({ adds }) => adds)).toEqual(teams.map(({ adds }) => adds).sort((a, b) => b - a))
    for (const { adds, loss } of teams) expect(loss).toBeLessThanOrEqual(adds + 1e-12)
    teams.forEach(({ loss }, gone) => {
      const without = new Set(openOf(request, result.plan).filter((_, at) => at !== gone))
      expect(loss * totalOf(request)).toBeCloseTo(covered.share * totalOf(request) - coverage(request, without), 6)
    })
  })

  test('value grows with teams, from the fewest that keep the minimum to six more than asked for', () => {
    expect(result.byTeams.map(({ teams }) => teams)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    const covered = result.byTeams.map((value) => value.covered)
    expect(covered).toEqual([...covered].sort((a, b) => a - b))
    expect(result.byTeams.find(({ teams }) => teams === 6)!.covered).toBeCloseTo(result.plan.covered.share, 12)
  })

  test('draws that move all demand together leave no doubt about shares, and plans that differ can be told apart', () => {
    expect(result.plan.covered.low).toBeCloseTo(result.plan.covered.share, 9)
    expect(result.plan.covered.high).toBeCloseTo(result.plan.covered.share, 9)
    expect(result.runnerUp!.distinguishable).toBe(true)
    expect(result.runnerUp!.difference.share).toBeCloseTo(result.plan.covered.share - result.runnerUp!.covered.share, 9)
  })

  test('draws that disagree about where demand is make plans that cannot be told apart', async () => {
    const noisy = draws.map((value, at) => value * (0.05 + ((at * 7919) % 97) / 20))
    const { runnerUp, says } = await planDeployment({ ...request, draws: noisy }, solver)
    expect(runnerUp!.difference.low).toBeLessThan(0)
    expect(runnerUp!.distinguishable).toBe(false)
    expect(says).toContainEqual({ key: 'planning.runner-up.alike' })
  })

  test('without draws there is no interval and nothing is called distinguishable', async () => {
    const { plan, runnerUp, says } = await planDeployment(request, solver)
    expect(plan.covered.low).toBeNaN()
    expect(JSON.stringify(says)).not.toMatch(/null|NaN|planning\.against/)
    expect(runnerUp!.distinguishable).toBe(false)
  })

  test('it is never under the greedy plan nor teams on the hottest places', () => {
    expect(result.greedy.covered.share).toBeLessThanOrEqual(result.plan.covered.share + 1e-12)
    expect(result.hottest.covered.share).toBeLessThan(result.plan.covered.share)
    expect(result.hottest.teams.length).toBeLessThanOrEqual(6)
  })

  test('what it is ahead of simpler rules has its interval over the same draws', () => {
    const { greedy, greedyLow, greedyHigh, hottest, hottestLow, hottestHigh } = result.says.find(({ key }) => key === 'planning.against')!.values as Record<string, number>
    const points = (a: number) => Math.round(1000 * (result.plan.covered.share - a)) / 10
    // These draws move all demand together, so that no share moves.
    expect([greedy, greedyLow, greedyHigh]).toEqual(new Array(3).fill(points(result.greedy.covered.share)))
    expect([hottest, hottestLow, hottestHigh]).toEqual(new Array(3).fill(points(result.hottest.covered.share)))
  })

  test('fewer hot places than teams do not leave the comparison with fewer teams', async () => {
    const one = await planDeployment({ ...request, hottest: [request.demand[7]!.at] }, solver)
    expect(one.hottest.teams).toHaveLength(request.teams)
  })

  test('distance on the ground is the straight line times the factor', async () => {
    const slow = await planDeployment({ ...request, detour: 1.5 }, solver)
    const short = await planDeployment({ ...request, range: metres(80_000) }, solver)
    expect(slow.plan.covered.share).toBe(short.plan.covered.share)
    expect(slow.plan.covered.share).toBeLessThan(result.plan.covered.share)
  })

  test('a team that would cover nothing of its own stays free, and the plan says so', async () => {
    const { plan, says, proved } = await planDeployment({ ...request, range: metres(3_000_000), minimum: {} }, solver)
    expect(plan.covered.share).toBe(1)
    expect(plan.teams).toHaveLength(1)
    expect(proved).toBe(true)
    expect(says).toContainEqual({ key: 'planning.idle', values: { count: 5 } })
  })
})

describe('what can’t be planned is refused with its reason', () => {
  const request = makeRequest(9, { sites: 20, demand: 60, teams: 3, range: 150_000, whole: true, minimum: {} })
  test.each([
    ['a country without bases', { minimum: { ZZZ: 1 } }, 'minimum-unserved', { country: 'country:ZZZ', count: 0, needed: 1 }],
    ['more presence than teams', { minimum: { AAA: 2, BBB: 2 } }, 'minimum-exceeds-teams', { count: 3, needed: 4 }],
    ['no bases', { candidates: [] }, 'no-candidates', undefined],
    ['no demand', { demand: [] }, 'no-demand', undefined],
  ] as const)('%s', async (_, change, code, values) => {
    const refused = planDeployment({ ...request, ...change } as PlanRequest, solver)
    await expect(refused).rejects.toMatchObject({ code })
    if (values) await expect(refused).rejects.toMatchObject({ says: { values } })
  })
})

describe('when the solver does not help', () => {
  const useless: Solver = { relax: () => null, optimise: () => ({ open: null, bound: Infinity, finished: false }) }
  const broken: Solver = { relax: () => { throw new Error('out of memory') }, optimise: () => { throw new Error('out of memory') } }
  const lying: Solver = { relax: (problem) => ({ demand: problem.weight.map((w) => w * 3), special: 7 }), optimise: (problem) => ({ open: Array.from({ length: problem.teams }, (_, i) => i), bound: Infinity, finished: false }) }

  test.each([['it runs out of time', useless], ['it fails', broken], ['its prices and plans are nonsense', lying]] as const)('%s: a plan comes all the same, with a bound that holds', async (_, poor) => {
    for (const seed of [150, 196, 199, 33, 36]) {
      const request = frozenRequest(seed)
      const exact = await planDeployment(request, solver)
      const { plan, bound, gap, proved } = await planDeployment(request, poor)
      expect(exact.proved).toBe(true)
      expect(bound).toBeGreaterThanOrEqual(exact.plan.covered.share * (1 - 1e-9))
      expect(plan.covered.share).toBeLessThanOrEqual(exact.plan.covered.share * (1 + 1e-9))
      expect(plan.covered.share).toBeGreaterThan(0.9 * exact.plan.covered.share)
      expect(proved ? gap === 0 : Math.abs(gap - (bound - plan.covered.share) / bound) < 1e-9).toBe(true)
    }
  })
})

describe('a long plan', () => {
  const request = { ...makeRequest(77, { sites: 300, demand: 1200, teams: 15, range: 110_000, whole: false, minimum: {} }), timeLimitSeconds: 30 }

  test('tells how far it is: covered under bound, closing', async () => {
    const told: { covered: number; bound: number }[] = []
    const { plan } = await planDeployment({ ...request, timeLimitSeconds: 6 }, solver, { onProgress: (progress) => told.push(progress) })
    expect(told.length).toBeGreaterThan(0)
    for (const { covered, bound } of told) expect(covered).toBeLessThanOrEqual(bound + 1e-9)
    expect(told.at(-1)!.covered).toBeLessThanOrEqual(plan.covered.share + 1e-9)
  })

  test('stops when it is told to, by a signal or by a flag', async () => {
    const stop = new AbortController()
    await expect(planDeployment(request, solver, { signal: stop.signal, onProgress: () => stop.abort() })).rejects.toMatchObject({ name: 'AbortError' })
    let flag = false
    await expect(planDeployment(request, solver, { stopped: () => flag, onProgress: () => (flag = true) })).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('keeps to its time', async () => {
    const start = performance.now()
    const { byTeams } = await planDeployment({ ...request, timeLimitSeconds: 1 }, solver)
    // The last number of teams may begin just before the end, and swaps are not cut short.
    expect(performance.now() - start).toBeLessThan(6000)
    expect(byTeams.length).toBeGreaterThan(0)
  })
})
