import { expect, it } from 'vitest'
import { killAgainAndAgain } from './support/kills.ts'

// The vault alone is killed 20 times in test/host; here the whole station is, reading a file and filing calls.
it('SECURITY 5: a program that is killed loses nothing that it acknowledged, leaves nothing by halves, and no readable text', async () => {
  let seed = 4
  const report = await killAgainAndAgain(6, () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647)
  expect(report.faults).toEqual([])
  expect(report.kept).toBeGreaterThan(10)
}, 120_000)
