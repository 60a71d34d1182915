/**
 * How a rate and its interval are shown, the same in the window, the legend and print: seven steps of the
 * ember scale, and a line's certainty by how wide its 90% interval is (screens/README, "How sure").
 */
export const RATE_BREAKS = [1, 1.5, 2, 2.6, 3.3, 4.1] as const

/** Step 1 (lowest) to 7 of a rate (reports over expected). */
export function rateStep(rate: number): number {
  let step = 1
  for (const edge of RATE_BREAKS) if (rate >= edge) step++
  return step
}

export type Certainty = 'narrow' | 'wide' | 'very-wide'

/**
 * Certainty of a 90% interval by the ratio of its bounds: under 2 narrow, under 4 wide, else very wide. A lower
 * bound of nought (no reports) is very wide by this rule, which is what it is.
 */
export function certaintyOf(low: number, high: number): Certainty {
  if (!(low > 0)) return 'very-wide'
  const ratio = high / low
  return ratio < 2 ? 'narrow' : ratio < 4 ? 'wide' : 'very-wide'
}

/** Share of a cell that its hexagon fills, by q: strong evidence takes more ink. */
export function sizeOfEvidence(q: number): number {
  return q <= 0.001 ? 1 : q <= 0.01 ? 0.8 : 0.6
}
