/**
 * A hybrid logical time (Kulkarni et al. 2014) as one integer: milliseconds since epoch times 2048 plus a
 * counter, so that later is larger and JSON holds it exactly until the year 2109. It only breaks ties.
 */
export type HybridTime = number & { readonly hybridTime: unique symbol }

const COUNTS = 2048
export const DAY_MS = 86_400_000

export const hybridTime = (milliseconds: number, counter = 0) => (Math.floor(milliseconds) * COUNTS + counter) as HybridTime
export const millisecondsOf = (time: HybridTime) => Math.floor(time / COUNTS)
const LAST = hybridTime(Math.floor(Number.MAX_SAFE_INTEGER / COUNTS), 0)

/** Whether a number can be a hybrid time at all. */
export const isHybridTime = (value: unknown): value is HybridTime => Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= LAST

/** More than a day ahead: such a stamp is shown, not obeyed. */
export const isAhead = (time: HybridTime, of: HybridTime) => millisecondsOf(time) - millisecondsOf(of) > DAY_MS

/**
 * The stamp of a new commit: this clock's time, or one past the latest plausible stamp seen. A stamp more
 * than a day ahead of this clock does not drag it along.
 */
export function nextTime(nowMs: number, latestSeen: HybridTime | null): HybridTime {
  const now = hybridTime(nowMs)
  if (latestSeen === null || latestSeen < now || isAhead(latestSeen, now)) return now
  return (latestSeen + 1) as HybridTime
}
