import { expect, test } from 'vitest'
import { rateCoverage } from './simulated-rates.ts'

// 150 maps of 60 segments are 9,000 intervals: a standard error of about half a percent.
test('90% intervals of segment rates hold the true rate in 88 to 92%, at 60 segments of 5 reports', () => {
  const coverage = rateCoverage({ segments: 60, reports: 5, maps: 150, firstSeed: 7065, shape: 1 })
  expect(coverage).toBeGreaterThanOrEqual(0.88)
  expect(coverage).toBeLessThanOrEqual(0.92)
})
