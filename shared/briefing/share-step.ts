/**
 * Steps in which shares of `of` reports are printed: at least twice the threshold in reports, so that no small
 * count can be told from a share or the difference of two. Null where there are too few reports for any.
 */
export function shareStep(of: number, k: number): number | null {
  return STEPS.find(step => step * of >= 2 * k) ?? null
}

/** Reports that it takes before any share of them is printed. */
export const reportsForShares = (k: number): number => Math.ceil((2 * k) / Math.max(...STEPS))

const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25]
