import { expect, test } from 'vitest'
import { fitMonthNoise, sinceWhen } from '../../shared/analysis/since.ts'
import { RandomSource } from '../../shared/analysis/random.ts'
import { runThrough } from '../../shared/analysis/steps.ts'

test.each([[0, 40], [0.1, 40], [0.3, 40], [0.3, 120], [0.6, 120], [1, 40]])('month noise %d, %d reports: a start is named falsely in at most 12 of 100, noise estimated', (noise, reports) => {
  let named = 0
  for (let run = 0; run < 200; run++) {
    const random = new RandomSource(92_000 + run)
    const month = (mean: number) => random.poisson(noise > 0 ? mean * random.gamma(1 / noise) * noise : mean)
    const cellOf: number[] = []
    const monthOf: number[] = []
    for (let cell = 0; cell < 300; cell++) for (let m = 0; m < 24; m++) for (let n = month(0.4); n > 0; n--) {
      cellOf.push(cell)
      monthOf.push(m)
    }
    const shares = new Array<number>(24).fill(1)
    const counts = shares.map(() => month(reports / 24))
    if (sinceWhen({ counts, shares, noise: runThrough(fitMonthNoise(cellOf, monthOf, shares)), seed: run }).named) named++
  }
  console.log(`month noise ${noise}, ${reports} reports: named falsely ${((100 * named) / 200).toFixed(1)}%`)
  expect(named / 200).toBeLessThanOrEqual(0.12)
})
