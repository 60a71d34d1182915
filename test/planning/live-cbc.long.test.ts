import { expect, test } from 'vitest'
import { openSolver, planDeployment } from '../../shared/planning/plan-deployment.ts'
import { makeRequest } from './instances.ts'
import { cbcPresent, solveByCbc } from './plain-model.ts'

if (!cbcPresent) console.warn('No CBC on this machine: plans are not compared with it live.')

test.skipIf(!cbcPresent)('40 fresh plans of up to 300 bases agree with CBC solving the plain model now', { timeout: 1_800_000 }, async () => {
  const solver = await openSolver()
  for (let turn = 0; turn < 40; turn++) {
    const request = makeRequest(5_000 + turn, { sites: 60 + 6 * turn, demand: 300 + 20 * turn, teams: 4 + (turn % 12), range: 50_000 + 3_000 * turn, whole: turn % 2 === 0, minimum: turn % 3 === 0 ? { AAA: 1, CCC: 2 } : {} })
    const total = request.demand.reduce((sum, { weight }) => sum + weight, 0)
    const { plan, bound, proved } = await planDeployment({ ...request, timeLimitSeconds: 60 }, solver)
    const cbc = solveByCbc(request, 120)
    expect(bound * total).toBeGreaterThanOrEqual(cbc.covered * (1 - 1e-9))
    if (cbc.proved) expect(plan.covered.share * total).toBeLessThanOrEqual(cbc.covered * (1 + 1e-9))
    if (proved) expect(plan.covered.share * total).toBeGreaterThanOrEqual(cbc.covered * (1 - 1e-7))
  }
})
