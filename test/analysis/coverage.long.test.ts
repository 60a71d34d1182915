import { expect, test } from 'vitest'
import { rateCoverage } from './simulated-rates.ts'

// sigma .5, 1, 2 of the true rates is shape 4, 1, 1/4.
test.each([[30, 4], [30, 1], [60, 4], [60, 1], [60, 0.25], [211, 1]])('ninety-in-a-hundred intervals cover 88 to 92 at %d segments of 5 reports, true shape %d', { timeout: 900_000 }, (segments, shape) => {
  const coverage = rateCoverage({ segments, reports: 5, maps: segments > 100 ? 80 : 150, firstSeed: 7005 + segments, shape })
  console.log(`${segments} segments, shape ${shape}: ${(100 * coverage).toFixed(1)}%`)
  expect(coverage).toBeGreaterThanOrEqual(0.88)
  expect(coverage).toBeLessThanOrEqual(0.92)
})
