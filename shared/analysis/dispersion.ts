import { countTail, firstUnlikely, logCountProbability, POISSON_BELOW } from './distributions.ts'
import { maximise } from './maximise.ts'
import type { Steps } from './steps.ts'

/**
 * The dispersion of counts about their means, by censored likelihood: a count that its mean makes unlikely (5%)
 * enters only as "at least that", so that clusters do not raise their own bar (NUMBERS, hotspots, 1 and 2).
 */

/** Log likelihood of counts, those from `cut` on as "at least the cut". `dispersion(i)` is that of unit i. */
function censoredLogLikelihood(counts: ArrayLike<number>, means: Float64Array, cuts: Uint32Array, dispersion: (i: number) => number, weights?: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < counts.length; i++) {
    const y = counts[i]!
    const f = dispersion(i)
    let log: number
    if (y >= cuts[i]!) log = Math.log(Math.max(countTail(cuts[i]!, means[i]!, f), 1e-300))
    else if (y === 0) log = f < POISSON_BELOW ? -means[i]! : -Math.log1p(means[i]! * f) / f
    else log = logCountProbability(y, means[i]!, f)
    sum += weights ? weights[i]! * log : log
  }
  return sum
}

/**
 * Excess variance f of counts y with means m (variance m + f m^2); 0 unless it gains 0.001 in log likelihood. `weights`
 * says how many units have that count and mean.
 */
export function* fitCellNoise(counts: ArrayLike<number>, means: Float64Array, weights?: ArrayLike<number>): Steps<number> {
  const cuts = Uint32Array.from(means, (mean) => firstUnlikely(mean, 0))
  const poisson = censoredLogLikelihood(counts, means, cuts, () => 0, weights)
  const best = yield* maximise((logPhi) => {
    const phi = Math.exp(logPhi)
    return censoredLogLikelihood(counts, means, cuts, () => phi, weights)
  }, -9, 3)
  return best.value > poisson + 1e-3 ? Math.exp(best.at) : 0
}

/**
 * Smooth error in the expected counts: the dispersion that sums over neighbourhoods have beyond what cell noise gives
 * them. `concentration` is h = (sum of squared means) / (squared sum of means) of each neighbourhood.
 */
export function* fitSmoothError(sums: ArrayLike<number>, means: Float64Array, concentration: Float64Array, phi: number): Steps<number> {
  const cuts = Uint32Array.from(means, (mean, i) => firstUnlikely(mean, phi * concentration[i]!))
  const without = censoredLogLikelihood(sums, means, cuts, (i) => phi * concentration[i]!)
  const best = yield* maximise((logPsi) => {
    const psi = Math.exp(logPsi)
    return censoredLogLikelihood(sums, means, cuts, (i) => phi * concentration[i]! + psi)
  }, -10, 1)
  return best.value > without + 1e-3 ? Math.exp(best.at) : 0
}
