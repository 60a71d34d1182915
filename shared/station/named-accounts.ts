import type { OpenedRecord } from '../catalogue/whole-records.ts'

/** A record with its authors by name, for a person to read: the journal knows accounts by id. */
export function withNames(record: OpenedRecord, nameOf: (account: string) => string): OpenedRecord {
  const named = <W extends { readonly account: string }>(written: W): W => ({ ...written, account: nameOf(written.account) })
  const each = <V>(fields: Readonly<Record<string, readonly V[]>>, name: (value: V) => V) => Object.fromEntries(Object.entries(fields).map(([field, values]) => [field, values.map(name)]))
  return {
    ...record,
    conflicts: each(record.conflicts, named),
    disputes: each(record.disputes, (one) => ({ ...one, added: named(one.added), removed: named(one.removed) })),
    history: record.history.map(named),
    ...(record.merged && { merged: record.merged.map((one) => ({ ...one, conflicts: each(one.conflicts, named), history: one.history.map(named), merges: one.merges.map(named), late: one.late.map(named) })) }),
  }
}
