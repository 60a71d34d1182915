import type { OpenedRecord } from '../catalogue/whole-records.ts'
import type { ChangeSet } from '../model/change.ts'
import { isSealedField, isSealedValue, type KindDeclaration, type SealedValue } from '../model/field.ts'
import { fieldOf, kindOf } from '../model/kinds/kinds.ts'
import { newRecordId } from '../model/ids.ts'

/** Whether a kind's records say who somebody is. */
export const hasSealedFields = (kind: KindDeclaration): boolean => Object.values(kind.fields).some(isSealedField)

/** Names of fields that leave the station opened: all but the sealed ones of a kind. */
export const openFields = (kind: KindDeclaration, fields: readonly string[]): readonly string[] => fields.filter((field) => !isSealed(kind, field))

const isSealed = (kind: KindDeclaration | undefined, field: string): boolean => {
  const declared = kind && fieldOf(kind, field)
  return declared !== undefined && isSealedField(declared)
}

/**
 * Values that say who somebody is, by tokens that stand for them outside: equal values have equal tokens, so that records can be held
 * against each other and a value moved from one to the other without being seen.
 */
export class SealedValues {
  readonly #tokens = new Map<string, string>()
  readonly #values = new Map<string, unknown>()

  /** A record as it leaves the station unasked: tokens in the place of sealed values, also in what was kept beside them and in what was merged. */
  withheld(record: OpenedRecord): OpenedRecord {
    const kind = kindOf(record.kind)
    if (!kind || !hasSealedFields(kind)) return record
    const each = <V>(fields: Readonly<Record<string, V>>, seal: (value: V) => V) => Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, isSealed(kind, field) ? seal(value) : value]))
    const one = (value: unknown) => this.#sealed(value)
    const kept = <V extends { readonly value: unknown }>(values: readonly V[]) => values.map((each) => ({ ...each, value: one(each.value) }))
    return {
      ...record, fields: each(record.fields, one), conflicts: each(record.conflicts, kept),
      ...(record.merged && { merged: record.merged.map((merged) => ({ ...merged, fields: each(merged.fields, one), conflicts: each(merged.conflicts, kept), late: merged.late.map((late) => (isSealed(kind, late.field) ? { ...late, value: one(late.value) } : late)) })) }),
    }
  }

  /** A change with the values that its tokens stand for. */
  resolved(change: ChangeSet): ChangeSet {
    return { ...change, patches: change.patches.map((patch) => (isSealedValue(patch.value) || patch.beside?.some(isSealedValue) ? { ...patch, value: this.#opened(patch.value), ...(patch.beside && { beside: patch.beside.map((value) => this.#opened(value)) }) } : patch)) }
  }

  /** What a token of this record's field stands for; undefined where it is not one of them. */
  open(record: OpenedRecord, field: string, token: string): unknown {
    const { fields, conflicts, merged = [] } = this.withheld(record)
    const values = [fields[field], ...(conflicts[field] ?? []).map(({ value }) => value), ...merged.flatMap((one) => [one.fields[field], ...(one.conflicts[field] ?? []).map(({ value }) => value), ...one.late.filter((late) => late.field === field).map(({ value }) => value)])]
    return values.some((value) => isSealedValue(value) && value.sealed === token) ? this.#values.get(token) : undefined
  }

  /** Forgets everything: the vault is sealed. */
  clear(): void {
    this.#tokens.clear()
    this.#values.clear()
  }

  #sealed(value: unknown): unknown {
    if (value === undefined || value === null || value === '') return value
    const written = JSON.stringify(value)
    const token = this.#tokens.get(written) ?? newRecordId()
    this.#tokens.set(written, token)
    this.#values.set(token, value)
    return { sealed: token } satisfies SealedValue
  }

  #opened(value: unknown): unknown {
    return isSealedValue(value) ? this.#values.get(value.sealed) : value
  }
}
