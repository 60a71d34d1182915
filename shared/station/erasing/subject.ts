import type { Catalogue } from '../../catalogue/catalogue.ts'
import type { RecordId } from '../../model/change.ts'
import type { KindDeclaration } from '../../model/field.ts'
import { fieldOf, kindOf } from '../../model/kinds/kinds.ts'
import { tip } from '../../model/kinds/tip.ts'
import type { Erased } from '../../model/payload/erase-patches.ts'
import type { PlaceValue } from '../../model/place.ts'

/** What a person chose to erase: a record, or one field of a record that stays. */
export interface ErasureTarget {
  readonly record: RecordId
  readonly field?: string
}

/** Shorter texts are words of everybody's: a ledger that holds them quotes nobody. */
const SHORTEST = { name: 4, wording: 12 } as const
/** Fields of a tip that follow from another one, and go with it. */
const FOLLOWING: Readonly<Record<string, readonly string[]>> = { place: ['segment', 'cell'], when: ['month'] }

/** Everything that goes with what was chosen: each record under all its names, holds on it, and where ledgers quote it. */
export async function erasedOf(catalogue: Catalogue, targets: readonly ErasureTarget[]): Promise<Erased> {
  const { history } = catalogue
  const whole = new Set(targets.filter(({ field }) => field === undefined).flatMap(({ record }) => history.aliases.groupOf(record)))
  const holds = catalogue.recordsOfKind('hold').filter(({ fields }) => whole.has(fields['record'] as RecordId)).map(({ id }) => id)
  const records = new Set([...whole, ...holds])
  const fields = new Map<RecordId, Set<string>>()
  for (const { record, field } of targets) {
    if (field === undefined) continue
    for (const one of history.aliases.groupOf(record)) if (!records.has(one)) fields.set(one, new Set([...(fields.get(one) ?? []), field, ...(FOLLOWING[field] ?? [])]))
  }
  const importRows = new Map<RecordId, Set<number>>()
  const quotes = new Set<string>()
  for (const record of [...whole, ...fields.keys()]) {
    const kind = kindOf(catalogue.rowOf(record) >= 0 ? tip.name : (history.kind(record) ?? ''))
    if (!kind) continue
    const said = await catalogue.fieldsOf(record)
    const { conflicts } = history.state(record, null)
    const { import: file, importRow } = said
    if (whole.has(record) && typeof file === 'string' && typeof importRow === 'number') importRows.set(file as RecordId, (importRows.get(file as RecordId) ?? new Set<number>()).add(importRow))
    for (const [field, value] of Object.entries(said)) {
      if (!whole.has(record) && !fields.get(record)?.has(field)) continue
      for (const one of [value, ...(conflicts[field] ?? []).map((kept) => kept.value)]) for (const quote of quotesOf(kind, field, one)) quotes.add(quote)
    }
  }
  return { records, fields, importRows, quotes: [...quotes] }
}

/** What of a value would tell of a record if it stood elsewhere. */
function quotesOf(kind: KindDeclaration, field: string, value: unknown): readonly string[] {
  const sensitivity = fieldOf(kind, field)?.sensitivity
  if (sensitivity === 'exact-place') {
    const { name, reason } = value as PlaceValue
    return name && reason !== 'gazetteer' && name.length >= SHORTEST.wording ? [name] : []
  }
  if (sensitivity === undefined || typeof value !== 'string') return []
  return value.length >= (sensitivity === 'free-text' ? SHORTEST.wording : SHORTEST.name) ? [value] : []
}
