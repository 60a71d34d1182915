import { countTail, POISSON_BELOW } from './distributions.ts'

/** Tails of sums are one minus a sum of probabilities, which has no digits left below this. */
const SMALLEST = 1e-13

/**
 * P(sum >= s) for a sum of independent negative binomials with these means and one dispersion f: exact, by
 * n P(n) = k * sum over r of (sum over j of q_j^r) P(n - r), k = 1/f, q_j = mean_j / (mean_j + k) (Panjer 1981;
 * Furman 2007). One negative binomial matched to the sum is tenfold too small in the tail.
 *
 * The inner sum over r is carried forward a member at a time, A_j(n) = q_j (A_j(n-1) + P(n-1)), which is the same
 * numbers in s steps instead of s squared; every term is positive, so nothing cancels. P starts from 1 with the log
 * of its scale kept apart.
 */
export function neighbourhoodTail(s: number, means: ArrayLike<number>, members: number, dispersion: number): number {
  if (s <= 0) return 1
  if (dispersion < POISSON_BELOW) {
    let mean = 0
    for (let j = 0; j < members; j++) mean += means[j]!
    return mean > 0 ? Math.max(SMALLEST, countTail(s, mean, 0)) : SMALLEST
  }
  const k = 1 / dispersion
  if (q.length < members) {
    q = new Float64Array(2 * members)
    carried = new Float64Array(2 * members)
  }
  let logScale = 0
  for (let j = 0; j < members; j++) {
    q[j] = means[j]! / (means[j]! + k)
    carried[j] = 0
    logScale -= k * Math.log1p(means[j]! * dispersion)
  }
  let probability = 1
  let below = 1
  for (let n = 1; n < s; n++) {
    let sum = 0
    for (let j = 0; j < members; j++) {
      const next = q[j]! * (carried[j]! + probability)
      carried[j] = next
      sum += next
    }
    probability = (k * sum) / n
    below += probability
    if (probability > 1e250) {
      probability *= 1e-250
      below *= 1e-250
      for (let j = 0; j < members; j++) carried[j] = carried[j]! * 1e-250
      logScale += 250 * Math.LN10
    }
  }
  return Math.min(1, Math.max(SMALLEST, 1 - Math.exp(Math.log(below) + logScale)))
}

// Scratch of the one calculation that runs at a time in a thread.
let q = new Float64Array(16)
let carried = new Float64Array(16)
