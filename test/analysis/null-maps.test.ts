import { describe, expect, test } from 'vitest'
import { countTail } from '../../shared/analysis/distributions.ts'
import { falseDiscoveryRate } from '../../shared/analysis/false-discovery.ts'
import { falseShare, foundShare, nameOf, SETTINGS } from './simulated-maps.ts'

// A tenth of the 500 maps a setting that the long run has; NUMBERS' bar is 5%, 7% with simulation error.
const MAPS = 50

describe('a map without clusters', () => {
  test.each(SETTINGS.map((setting) => [nameOf(setting), setting] as const))('shows a false hotspot on at most 7 maps in 100: %s', (_, setting) => {
    expect(falseShare(setting, MAPS, 200_000)).toBeLessThanOrEqual(0.07)
  })

  test('fails that bar under the usual test (Poisson cells, false-discovery rate 5%) as soon as cells are noisy', () => {
    const usual = falseShare({ even: false, size: 5 }, MAPS, 200_000, ({ counts, expected }) => {
      const q = falseDiscoveryRate(expected.map((e, i) => countTail(counts[i]!, e, 0)))
      return q.some((value) => value <= 0.05)
    })
    expect(usual).toBeGreaterThan(0.5)
  })
})

describe('a cluster of seven cells with five times the reports, where two a cell are expected', () => {
  test.each(SETTINGS.map((setting) => [nameOf(setting), setting] as const))('is found on at least 80 maps in 100: %s', (_, setting) => {
    expect(foundShare(setting, MAPS / 2, 50_000, 5)).toBeGreaterThanOrEqual(0.8)
  })
})
