import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openSolver, planDeployment } from '../../shared/planning/plan-deployment.ts'
import { readTable } from '../analysis/reference-files.ts'
import { frozenRequest } from './instances.ts'
import { coverage } from './plain-model.ts'

const frozen = readTable(fileURLToPath(new URL('frozen/plans.csv', import.meta.url))).map((row) => ({ seed: Number(row['seed']), covered: Number(row['covered']) }))

test('200 plans cover what another solver covers at best, or state a gap that holds', async () => {
  const solver = await openSolver()
  let proved = 0
  for (const { seed, covered } of frozen) {
    const request = frozenRequest(seed)
    const { plan, bound, gap, proved: best } = await planDeployment(request, solver)
    const total = request.demand.reduce((sum, { weight }) => sum + weight, 0)
    const ours = plan.covered.share * total
    // Counted once more by the other formula, from the bases alone.
    expect(coverage(request, new Set(plan.teams.map(({ base }) => request.candidates.indexOf(base))))).toBeCloseTo(ours, 6)
    expect(ours, `instance ${seed}`).toBeLessThanOrEqual(covered * (1 + 1e-9))
    expect(bound * total, `instance ${seed}`).toBeGreaterThanOrEqual(covered * (1 - 1e-9))
    if (best) expect(ours, `instance ${seed}`).toBeGreaterThanOrEqual(covered * (1 - 1e-7))
    else expect(gap).toBeGreaterThan(0)
    if (best) proved++
  }
  expect(frozen).toHaveLength(200)
  // A planner that only ever stated gaps would pass everything above.
  expect(proved).toBeGreaterThan(190)
})
