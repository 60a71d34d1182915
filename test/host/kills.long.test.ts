import { expect, test } from 'vitest'
import { killAgainAndAgain, seeded } from './kills.ts'

test('SECURITY 5: killed 200 times in the middle of commits and imports, a vault loses nothing acknowledged and keeps nothing half', async () => {
  const report = await killAgainAndAgain(200, seeded(200))
  expect(report.faults).toEqual([])
  expect(report.kept).toBeGreaterThan(200)
  expect(report.cut).toBeGreaterThan(50)
})
