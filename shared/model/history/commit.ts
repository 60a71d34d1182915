import type { CommitId, Patch } from '../change.ts'
import type { HybridTime } from './clock.ts'

/** An opened commit, as far as this ring opens it: what the envelope says, and the patches of its parts. */
export interface Commit {
  readonly id: CommitId
  /** Its author's device; any name that is one device's alone. */
  readonly device: string
  /** Grows by one with each commit of the device. */
  readonly sequence: number
  /** The heads its author had seen; everything before them was seen too. */
  readonly seen: readonly CommitId[]
  /** The device's commit before this one, if it is known to the envelope; counts as seen. */
  readonly previous?: CommitId | null
  readonly hlc: HybridTime
  readonly account: string
  readonly act: string
  readonly patches: readonly Patch[]
  readonly undoes?: CommitId
}
