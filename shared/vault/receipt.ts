import type { Hlc } from './hlc.ts'

/** What came of a commit once the journal and the head had it. */
export interface CommitReceipt {
  readonly id: string
  readonly sequence: number
  readonly hlc: Hlc
  readonly seen: readonly string[]
  /** Offset behind it in the journal. */
  readonly position: number
  readonly sealedAt: number
}
