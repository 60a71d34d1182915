import { csvLine } from './csv-cell.ts'
import type { Message, Translate } from '../model/message.ts'
import type { Refusal } from './contract.ts'

/** Refused rows as a CSV file that a spreadsheet can open and never runs: row, field, value, reason. UTF-8 with a byte order mark. */
export function refusalsCsv(report: { readonly refusals: readonly Refusal[] }, translate: Translate): string {
  const header = csvLine(['row', 'field', 'value', 'reason'].map((column) => translate({ key: `ingest.refusals.${column}` })))
  return `\ufeff${header}${report.refusals.map(({ row, field, value, reason }) => csvLine([row, field, value, translate(reason)])).join('')}`
}

/** Doubted rows, which are kept, as such a file: row, kind of doubt, what exactly. */
export function doubtsCsv(report: { readonly doubts: readonly { readonly row: number; readonly doubt: string; readonly note: Message }[] }, translate: Translate): string {
  const header = csvLine(['row', 'doubt', 'note'].map((column) => translate({ key: `ingest.refusals.${column}` })))
  return `\ufeff${header}${report.doubts.map(({ row, doubt, note }) => csvLine([row, translate({ key: `vocabularies.doubt.${doubt}` }), translate(note)])).join('')}`
}
