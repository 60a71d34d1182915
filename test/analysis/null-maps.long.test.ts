import { describe, expect, test } from 'vitest'
import { falseShare, foundShare, nameOf, SETTINGS } from './simulated-maps.ts'

const MAPS = 500

describe('500 maps without clusters', () => {
  test.each(SETTINGS.map((setting) => [nameOf(setting), setting] as const))('show a false hotspot on at most 35: %s', { timeout: 600_000 }, (_, setting) => {
    const share = falseShare(setting, MAPS, 200_000)
    console.log(`${nameOf(setting)}: ${(100 * share).toFixed(1)}% of ${MAPS} maps`)
    expect(share).toBeLessThanOrEqual(0.07)
  })

  test('with more noise than the bar is set for (size 1), the share is printed', { timeout: 600_000 }, () => {
    const share = falseShare({ even: false, size: 1 }, 200, 200_000)
    console.log(`uneven, gamma noise of size 1: ${(100 * share).toFixed(1)}% of 200 maps`)
    expect(share).toBeLessThanOrEqual(0.1)
  })
})

describe('200 planted clusters of seven cells, two reports expected a cell', () => {
  test.each(SETTINGS.map((setting) => [nameOf(setting), setting] as const))('are found at five times the rate on at least 160, and the power at two and three is printed: %s', { timeout: 600_000 }, (_, setting) => {
    const power = [2, 3, 5].map((risk) => foundShare(setting, 200, 50_000, risk))
    console.log(`${nameOf(setting)}: found at 2, 3, 5 times ${power.map((share) => `${(100 * share).toFixed(0)}%`).join(', ')}`)
    expect(power[2]).toBeGreaterThanOrEqual(0.8)
    expect(power[0]!).toBeLessThanOrEqual(power[1]!)
  })
})
