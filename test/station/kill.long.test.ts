import { expect, it } from 'vitest'
import { killAgainAndAgain } from './support/kills.ts'

it('SECURITY 5: a station that is killed 60 times loses nothing that it acknowledged', async () => {
  const report = await killAgainAndAgain(60, Math.random)
  expect(report.faults).toEqual([])
  expect(report.cut).toBeGreaterThan(10)
}, 900_000)
