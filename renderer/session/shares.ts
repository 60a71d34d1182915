import { shareStep } from '../../shared/briefing/share-step.ts'
import { useVault } from './vault.ts'

const THRESHOLD = 5

/**
 * Decimals in which a share of `reports` is shown as percent: none where a briefing prints it in steps of more than one percent,
 * and null, no share at all, where a briefing refuses one. What paper won't claim, the window doesn't.
 */
export function shareDecimals(reports: number | null, threshold: number): 0 | 1 | null {
  const step = reports === null ? null : shareStep(reports, threshold)
  return step === null ? null : step > 0.01 ? 0 : 1
}

/** The smallest count that this station prints. */
export const useThreshold = (): number => useVault((state) => state.status?.threshold ?? THRESHOLD)
export const thresholdNow = (): number => useVault.getState().status?.threshold ?? THRESHOLD
