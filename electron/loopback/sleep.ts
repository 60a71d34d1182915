const BEAT_MS = 5_000
const LATE_MS = 30_000

/**
 * Tells when the machine has slept: Node has no power events, but a beat that comes this late was not
 * late by load. It tells on waking, so the vault is sealed before anyone can look at the screen again.
 */
export function watchForSleep(slept: () => void, now: () => number = Date.now): () => void {
  let last = now()
  const timer = setInterval(() => {
    const late = now() - last - BEAT_MS
    last = now()
    if (late > LATE_MS) slept()
  }, BEAT_MS)
  timer.unref()
  return () => clearInterval(timer)
}
