/**
 * A commit's hybrid logical time (Kulkarni et al., OPODIS 2014) as its envelope states it; `shared/vault` makes
 * them. In a history it only breaks ties: what came after what is told by what each author had seen.
 */
export interface HybridTime {
  /** Milliseconds since epoch. */
  readonly time: number
  /** Orders what falls into one millisecond. */
  readonly count: number
}

export const DAY_MS = 86_400_000

/** No commit is older than the program, milliseconds since epoch: a clock that says so is wrong, and says nothing of others. */
export const EARLIEST = Date.UTC(2025, 0, 1)

export const compareTimes = (a: HybridTime, b: HybridTime) => a.time - b.time || a.count - b.count

/** More than a day after `milliseconds`: such a stamp is shown, not obeyed. */
export const isAhead = (stamp: HybridTime, milliseconds: number) => stamp.time - milliseconds > DAY_MS
