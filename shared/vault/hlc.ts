import { EARLIEST } from '../model/history/clock.ts'

/**
 * Hybrid logical clock (Kulkarni, Demirbas, Madappa, Avva, Leone, "Logical Physical Clocks", OPODIS 2014):
 * milliseconds of the wall clock, and a count that orders what falls into one of them. It breaks ties
 * only; what happened after what is told by the heads a commit had seen.
 */
export interface Hlc {
  /** Milliseconds since 1970. */
  readonly time: number
  readonly count: number
}

/** A stamp this far ahead of our clock is shown as implausible, and never moves ours. */
export const MOST_AHEAD = 10 * 60_000
const MOST_COUNT = 0xffff

export function compareHlc(a: Hlc, b: Hlc): number {
  return a.time - b.time || a.count - b.count
}

export function isPlausible(stamp: Hlc, now: number): boolean {
  return stamp.time >= EARLIEST && stamp.time <= now + MOST_AHEAD
}

/** The next stamp after `last` at wall time `now`; `last` is not obeyed where it is implausible. */
export function nextHlc(last: Hlc, now: number): Hlc {
  const wall = Math.max(0, Math.floor(now))
  if (last.time < wall || last.time > wall + MOST_AHEAD) return { time: wall, count: 0 }
  return last.count < MOST_COUNT ? { time: last.time, count: last.count + 1 } : { time: last.time + 1, count: 0 }
}

/** What is seen moves the clock forward, unless it is implausible. */
export function seenHlc(last: Hlc, seen: Hlc, now: number): Hlc {
  return isPlausible(seen, now) && compareHlc(seen, last) > 0 ? seen : last
}
