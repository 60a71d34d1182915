import { describe, expect, it } from 'vitest'
import { clustersOfFourteen, falseShareOf, foundShareOf, realArea, type RealArea } from './support/null-area.ts'

// A small share of null-area.long.test.ts: a real study area, whose cells expect from a twentieth of all tips to a millionth.
describe('tips scattered at random over Libya, Tunisia, Niger and Chad as the station expects them', () => {
  let area: RealArea
  it('make no hotspot on more than one map of ten', async () => {
    area = realArea(['LBY', 'TUN', 'NER', 'TCD'])
    expect(area.study.cells.ids.length).toBeGreaterThan(10_000)
    let wrong = 0
    for (const size of [Infinity, 5]) wrong += 5 * (await falseShareOf(area, { maps: 5, firstSeed: 200_000, reports: 3000, size })).wrong
    expect(wrong).toBeLessThanOrEqual(1)
  }, 120_000)

  it('and five times as many of them in seven cells that expect two each are found on four maps of five', async () => {
    expect(clustersOfFourteen(area, 3000).length).toBeGreaterThan(3)
    expect(await foundShareOf(area, { maps: 5, firstSeed: 50_000, reports: 3000, size: Infinity, times: 5 })).toBeGreaterThanOrEqual(0.8)
  }, 120_000)
})
