import { RandomSource } from '../../shared/analysis/random.ts'
import { rateIntervals, ratePosterior } from '../../shared/analysis/rate-posterior.ts'
import { runThrough } from '../../shared/analysis/steps.ts'

/**
 * Share of 90% intervals that hold the rate the reports were drawn from: expected counts lognormal (sd 1.2) with the given
 * mean, rates Gamma of the given shape and mean 1, which is the model.
 */
export function rateCoverage({ segments, reports, maps, firstSeed, shape }: { segments: number; reports: number; maps: number; firstSeed: number; shape: number }): number {
  let held = 0
  for (let map = 0; map < maps; map++) {
    const random = new RandomSource(firstSeed + map)
    const raw = Float64Array.from({ length: segments }, () => Math.exp(1.2 * random.normal()))
    const mean = raw.reduce((a, b) => a + b) / segments
    const expected = raw.map((e) => (e * reports) / mean)
    const rates = expected.map(() => random.gamma(shape) / shape)
    const counts = expected.map((e, i) => random.poisson(e * rates[i]!))
    const total = counts.reduce((a, b) => a + b)
    if (total === 0) continue
    // Rates are relative to the calibrated expected count, and so is the truth.
    const scale = total / (reports * segments)
    const { low, high } = runThrough(rateIntervals(runThrough(ratePosterior(counts, expected.map((e) => e * scale)))))
    for (let i = 0; i < segments; i++) if (low[i]! <= rates[i]! / scale && rates[i]! / scale <= high[i]!) held++
  }
  return held / (maps * segments)
}
