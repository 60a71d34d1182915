import { expect, test } from 'vitest'
import { killAgainAndAgain, seeded } from './kills.ts'

test('SECURITY 5: killed 20 times in the middle of commits and imports, a vault loses nothing acknowledged and keeps nothing half', async () => {
  const report = await killAgainAndAgain(20, seeded(20))
  expect(report.faults).toEqual([])
  // The kills fell into work, not beside it.
  expect(report.kept).toBeGreaterThan(20)
  expect(report.cut).toBeGreaterThan(5)
}, 120_000)
