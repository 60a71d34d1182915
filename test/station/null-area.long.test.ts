import { beforeAll, describe, expect, it } from 'vitest'
import { falseShareOf, foundShareOf, realArea, type RealArea } from './support/null-area.ts'

const SIZES = [['Poisson', Infinity], ['gamma noise of size 5', 5]] as const
const say = (text: string) => console.log(text)
const percent = (share: number) => `${(100 * share).toFixed(1)}%`

describe('tips scattered at random over a real study area (Libya, Tunisia, Niger, Chad), in proportion to what the station expects', () => {
  let area: RealArea
  beforeAll(() => {
    area = realArea(['LBY', 'TUN', 'NER', 'TCD'])
  })

  for (const reports of [300, 3000, 15_000]) {
    it.each(SIZES)(`show a false hotspot on at most 7 maps in 100: ${reports} tips, %s`, async (name, size) => {
      const { wrong, rough } = await falseShareOf(area, { maps: 120, firstSeed: 200_000, reports, size })
      say(`${reports} tips, ${name}: a false hotspot on ${percent(wrong)} of 120 maps, ${percent(rough)} called rough`)
      expect(wrong).toBeLessThanOrEqual(0.07)
    })
  }

  it('with more noise than the bar is set for (size 1) the share is printed', async () => {
    const { wrong, rough } = await falseShareOf(area, { maps: 120, firstSeed: 200_000, reports: 3000, size: 1 })
    say(`3000 tips, gamma noise of size 1: ${percent(wrong)}, ${percent(rough)} called rough`)
    expect(wrong).toBeLessThanOrEqual(0.1)
  })

  it.each(SIZES)('a cluster of seven cells at five times the rate, two expected a cell, is found on at least 80 maps in 100: %s', async (name, size) => {
    const found = await foundShareOf(area, { maps: 100, firstSeed: 50_000, reports: 3000, size, times: 5 })
    say(`planted, ${name}: found on ${percent(found)} of 100 maps`)
    expect(found).toBeGreaterThanOrEqual(0.8)
  })
})

describe('tips scattered over twelve countries, the study area chosen by them', () => {
  it.each([150, 1500])('show a false hotspot on at most 7 maps in 100: %i tips', async (reports) => {
    const area = realArea(['LBY', 'TUN', 'NER', 'TCD', 'DZA', 'MLI', 'NGA', 'SDN', 'ITA', 'MLT', 'GRC', 'EGY'])
    const { wrong } = await falseShareOf(area, { maps: 60, firstSeed: 7000, reports, size: 5, chosen: true })
    say(`${reports} tips, area chosen by them: a false hotspot on ${percent(wrong)} of 60 maps`)
    expect(wrong).toBeLessThanOrEqual(0.07)
  })
})
