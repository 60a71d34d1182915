import type { GroupId } from './compartment.ts'

/** A record's id: 16 random bytes, written as 32 lower-case hexadecimal digits. */
export type RecordId = string & { readonly recordId: unique symbol }
/** A commit's id, likewise. */
export type CommitId = string & { readonly commitId: unique symbol }

/**
 * One field of one record changed. `value` is JSON; `undefined` (absent) clears the field. For a set
 * field, `add` and `remove` list members; a member is removed only in the versions its author had seen;
 * `value` (an array) replaces all members that its author had seen. `beside` are further values kept with
 * `value` as a conflict: undoing a choice between two values brings both back.
 */
export interface Patch {
  readonly record: RecordId
  readonly kind: string
  readonly field: string
  readonly value?: unknown
  readonly beside?: readonly unknown[]
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
  /** The parametric group that its record is sealed for (`case/<id>`, `aggregate/FRA`), in the place of its fields' compartments but geography. */
  readonly group?: GroupId
}

/** What an act asks the station to commit: patches of any records, together or not at all. */
export interface ChangeSet {
  /** The act's name ("grade-tip"), for audit and for the undo toast. */
  readonly act: string
  readonly patches: readonly Patch[]
  /** The commit that this one undoes or redoes, if it does. */
  readonly undoes?: CommitId
}

/** What came of an act once the journal had it. */
export interface Receipt {
  readonly commit: CommitId
  readonly sealedAt: number
  /** Fields that an undo left alone because they had changed since; both values are shown. */
  readonly leftAlone: readonly { readonly record: RecordId; readonly field: string }[]
}
