import { bestPlacement, openSolver } from '../../../shared/planning/plan-deployment.ts'
import { presenceOf } from '../../../shared/planning/requirements.ts'
import { makeRequest } from '../../planning/instances.ts'
import { CBC, cbcPresent, solveByCbc } from '../../planning/plain-model.ts'
import type { BenchCase, Measured } from '../case.ts'

const SITES = 500
const DEMAND = 2000
const TEAMS = 20
const RANGES_KM = [40, 80, 120]
/** Neither has longer than this for one plan. */
const LIMIT_S = 120

/**
 * The best plan, from distances to proof, at three ranges together, against COIN-OR CBC on the plain model (model file
 * written and read included, as ours builds its own). Both must prove the same value; what each covers is counted apart.
 */
async function measure(): Promise<Measured> {
  const solver = await openSolver()
  const requests = RANGES_KM.map((km) => makeRequest(11, { sites: SITES, demand: DEMAND, teams: TEAMS, range: km * 1000, whole: true, minimum: {} }))
  const solve = async () => {
    let sum = 0
    let proved = true
    for (const request of requests) {
      const { solved } = await bestPlacement(request, presenceOf(request), solver, { deadline: performance.now() + LIMIT_S * 1000, check: () => {} })
      sum += solved.plan!.covered
      proved &&= solved.proved
    }
    return { sum, proved }
  }
  const ours = await solve()
  const milliseconds: number[] = []
  for (let run = 0; run < 3; run++) {
    const start = performance.now()
    await solve()
    milliseconds.push(performance.now() - start)
  }
  const told = `covers ${ours.sum}, ${ours.proved ? 'proved' : 'not proved'}`
  if (!cbcPresent) return { n: DEMAND, milliseconds, note: `${told}; ${CBC} is not installed` }
  const theirs = requests.map((request) => solveByCbc(request, LIMIT_S))
  const theirSum = theirs.reduce((sum, { covered }) => sum + covered, 0)
  if (ours.proved && theirSum > ours.sum + 1e-6) throw new Error(`CBC covers ${theirSum}, more than ${ours.sum} that was called best`)
  return {
    n: DEMAND,
    milliseconds,
    peer: { name: 'CBC 2.10, plain model', milliseconds: [theirs.reduce((sum, each) => sum + each.milliseconds, 0)] },
    note: `${told}; CBC covers ${theirSum}, ${theirs.every(({ proved }) => proved) ? 'proved' : `not proved in ${LIMIT_S} s each`}; ranges ${RANGES_KM.join(', ')} km, ${SITES} sites, ${TEAMS} teams`,
  }
}

export default [{ name: 'plan.mclp', limitSeconds: 900, measure }] satisfies BenchCase[]
