import type { Catalogue } from '../catalogue/catalogue.ts'
import { valueText } from '../catalogue/value-text.ts'
import type { KnownRecords } from '../ingest/ingest.ts'
import type { Patch, RecordId } from '../model/change.ts'
import { newRecordId } from '../model/ids.ts'
import { fieldOf } from '../model/kinds/kinds.ts'
import { tip } from '../model/kinds/tip.ts'

const ROWS_AT_ONCE = 4096
/** What makes two reports with the same id the same report. */
const CONTENT = ['place', 'when', 'what', 'persons'] as const

/** What ingest may ask of the vault while a file is read: whether a partner's id is here already, and says the same. */
export async function knownRecords(catalogue: Catalogue): Promise<KnownRecords> {
  const here = new Map<string, string>()
  const { rows } = catalogue.select({})
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    for (const { fields: texts } of await catalogue.rows([...rows.subarray(at, at + ROWS_AT_ONCE)], ['externalId', ...CONTENT])) {
      const id = texts['externalId']
      if (id) here.set(id, CONTENT.map((field) => texts[field] ?? '').join('\u0000'))
    }
  }
  return {
    compare(externalId, values) {
      const held = here.get(externalId)
      if (held === undefined) return 'unknown'
      const content = CONTENT.map((field) => (values[field] === undefined ? '' : valueText(fieldOf(tip, field)!, values[field]))).join('\u0000')
      return held === content ? 'same' : 'other'
    },
  }
}

/** Copies of rows that an import held back: identical to the row they repeat, so made from it as it is now. */
export async function patchesOfDuplicates(catalogue: Catalogue, importId: RecordId, rows: readonly number[]): Promise<readonly Patch[]> {
  const held = (await catalogue.record(importId))?.fields['held'] as readonly { readonly row: number; readonly sameAs: number }[] | undefined
  const asked = new Set(rows)
  const wanted = (held ?? []).filter(({ row, sameAs }) => asked.has(row) && sameAs > 0)
  const originals = new Map<number, RecordId>()
  const { rows: all } = catalogue.select({})
  for (const one of await catalogue.rows([...all], ['import', 'importRow'])) {
    if (one.fields['import'] === importId) originals.set(Number(one.fields['importRow']), one.id)
  }
  const patches: Patch[] = []
  for (const { row, sameAs } of wanted) {
    const original = originals.get(sameAs)
    const fields = original && (await catalogue.record(original))?.fields
    if (!fields) continue
    const record = newRecordId()
    for (const [field, value] of Object.entries(fields)) {
      if (fieldOf(tip, field)?.derived) continue
      patches.push({ record, kind: 'tip', field, ...(Array.isArray(value) ? { add: value as string[] } : { value: field === 'importRow' ? row : value }) })
    }
  }
  return patches
}
