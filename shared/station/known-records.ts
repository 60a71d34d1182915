import type { Catalogue } from '../catalogue/catalogue.ts'
import { valueText } from '../catalogue/value-text.ts'
import type { ImportMapping } from '../ingest/contract.ts'
import type { KnownRecords } from '../ingest/ingest.ts'
import { RowHash } from '../ingest/seen-rows.ts'
import type { Patch, RecordId } from '../model/change.ts'
import { COUNTRIES } from '../model/countries.ts'
import { newRecordId } from '../model/ids.ts'
import { fieldOf } from '../model/kinds/kinds.ts'
import { tip } from '../model/kinds/tip.ts'
import { TellableError } from '../model/message.ts'
import type { PlaceValue } from '../model/place.ts'
import { NO_E7, toE7 } from '../model/units.ts'

const ROWS_AT_ONCE = 4096
const ID = 'externalId'

/**
 * What ingest may ask of the vault while a file is read: whether a partner's id is here already, and whether one of
 * the reports under it says the same in every field that this file fills. Reports are kept as hashes: the vault may
 * hold a million.
 */
export async function knownRecords(catalogue: Catalogue, mapping: ImportMapping): Promise<KnownRecords> {
  const filled = new Set(mapping.columns.map(({ target }) => target.split('.')[0] as string))
  if (!filled.delete(ID)) return { compare: () => 'unknown' }
  const fields = [...filled].filter((field) => fieldOf(tip, field))
  const hash = new RowHash()
  /** Every text of a report, and where it is: a place's text is only its name. */
  const keyOf = (id: string, texts: readonly string[], lon: number, lat: number, country: string) => {
    hash.mixAll([...texts, `${lon} ${lat}`, country])
    return `${id}\u0000${hash.high} ${hash.low}`
  }
  const ids = new Set<string>()
  const reports = new Set<string>()
  // A partner's report that was merged into another came in all the same.
  const rows = catalogue.held()
  const { lon, lat, country } = catalogue.table().columns
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    for (const { row, fields: texts } of await catalogue.rows(rows.slice(at, at + ROWS_AT_ONCE), [ID, ...fields])) {
      const id = texts[ID]
      if (!id) continue
      ids.add(id)
      reports.add(keyOf(id, fields.map((field) => texts[field] ?? ''), lon[row]!, lat[row]!, COUNTRIES[country[row]!] ?? ''))
    }
  }
  return {
    compare(id, values) {
      if (!ids.has(id)) return 'unknown'
      const { at, country: code = '' } = (values['place'] as PlaceValue | undefined) ?? {}
      const texts = fields.map((field) => (values[field] === undefined ? '' : valueText(fieldOf(tip, field)!, values[field])))
      return reports.has(keyOf(id, texts, at ? toE7(at[0]) : NO_E7, at ? toE7(at[1]) : NO_E7, code)) ? 'same' : 'other'
    },
  }
}

/**
 * Copies of rows that an import held back: identical to the row they repeat, so made from it as it is now.
 * @throws TellableError `nothing-to-restore` where each of them is here already, or was never held back
 */
export async function patchesOfDuplicates(catalogue: Catalogue, importId: RecordId, rows: readonly number[]): Promise<readonly Patch[]> {
  const held = (await catalogue.record(importId))?.fields['held'] as readonly { readonly row: number; readonly sameAs: number }[] | undefined
  const asked = new Set(rows)
  const wanted = (held ?? []).filter(({ row, sameAs }) => asked.has(row) && sameAs > 0)
  /** Rows of the import that are here, restored ones too. */
  const originals = new Map<number, RecordId>()
  for (const one of await catalogue.rows(catalogue.held(), ['import', 'importRow'])) {
    if (one.fields['import'] === importId) originals.set(Number(one.fields['importRow']), one.id)
  }
  const patches: Patch[] = []
  for (const { row, sameAs } of wanted) {
    if (originals.has(row)) continue
    const original = originals.get(sameAs)
    if (!original) continue
    const fields = await catalogue.fieldsOf(original)
    const record = newRecordId()
    for (const [field, value] of Object.entries(fields)) {
      if (fieldOf(tip, field)?.derived) continue
      patches.push({ record, kind: 'tip', field, ...(Array.isArray(value) ? { add: value as string[] } : { value: field === 'importRow' ? row : value }) })
    }
  }
  if (patches.length === 0) throw new TellableError('nothing-to-restore', { key: 'station.nothing-to-restore' }, { kept: { key: 'station.nothing-to-restore-kept' } })
  return patches
}
