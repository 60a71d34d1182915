import { COUNTRIES } from '../model/countries.ts'
import type { TipColumns } from '../model/columns.ts'
import { PRECISIONS } from '../model/place.ts'
import { NO_MINUTE } from '../model/units.ts'
import { codeIndex, type VocabularyName } from '../model/vocabularies/vocabulary.ts'
import type { Filter, Selection } from './filter.ts'

/**
 * Marks the rows that pass a filter but for its period and its words: `mask` holds 1 for visible rows and is
 * narrowed one filter at a time, each a pass over one column with a table of what passes, without branches.
 */
export function narrow(mask: Uint8Array, columns: TipColumns, count: number, filter: Filter): void {
  const codes: readonly [readonly string[] | undefined, VocabularyName, Uint8Array][] = [
    [filter.channels, 'channel', columns.channel], [filter.surfaced, 'surfaced', columns.surfaced],
    [filter.forms, 'form', columns.form], [filter.statuses, 'status', columns.status],
  ]
  for (const [chosen, vocabulary, column] of codes) if (chosen) passing(mask, column, count, tableOf(vocabulary, chosen))
  if (filter.precision) passing(mask, columns.precision, count, precisionTable(filter.precision))
  if (filter.countries) passing(mask, columns.country, count, countryTable(filter.countries))
  if (filter.grade) {
    const table = gradeTable(filter.grade)
    const { source, information } = columns
    for (let row = 0; row < count; row++) mask[row]! &= table[(source[row]! << 3) | information[row]!]!
  }
}

function passing(mask: Uint8Array, column: Uint8Array | Uint16Array, count: number, table: Uint8Array): void {
  for (let row = 0; row < count; row++) mask[row]! &= table[column[row]!]!
}

function tableOf(vocabulary: VocabularyName, codes: readonly string[]): Uint8Array {
  const table = new Uint8Array(256)
  for (const code of codes) {
    const index = codeIndex(vocabulary, code)
    if (index >= 0) table[index] = 1
  }
  return table
}

function precisionTable(coarsest: (typeof PRECISIONS)[number]): Uint8Array {
  const table = new Uint8Array(256)
  // No place at all is the coarsest of all.
  const last = coarsest === 'none' ? PRECISIONS.length : PRECISIONS.indexOf(coarsest)
  PRECISIONS.forEach((precision, index) => (table[index] = Number(precision === 'none' ? coarsest === 'none' : index <= last)))
  return table
}

function countryTable(codes: readonly string[]): Uint8Array {
  const table = new Uint8Array(65_536)
  for (const code of codes) {
    const index = COUNTRIES.indexOf(code)
    if (index > 0) table[index] = 1
  }
  return table
}

function gradeTable(grade: NonNullable<Filter['grade']>): Uint8Array {
  const table = new Uint8Array(2048)
  const worstSource = codeIndex('source', grade.source)
  for (let source = 0; source < 8; source++) {
    for (let information = 0; information < 8; information++) {
      const graded = source > 0 && information > 0
      table[(source << 3) | information] = Number(graded ? source <= worstSource && information <= grade.information : grade.ungraded)
    }
  }
  return table
}

/** Narrows to rows whose span touches the period; a row without a time does not. Seconds, both ends included. */
export function narrowByPeriod(mask: Uint8Array, columns: TipColumns, count: number, period: { readonly from: number; readonly to: number }): void {
  const { from, to } = columns
  const first = Math.max(NO_MINUTE + 1, Math.floor(period.from / 60))
  const last = Math.min(0x7fff_ffff, Math.floor(period.to / 60))
  for (let row = 0; row < count; row++) mask[row]! &= Number(to[row]! >= first) & Number(from[row]! <= last)
}

/** The marked rows in the given order, and how precisely they are placed. */
export function gather(mask: Uint8Array, columns: TipColumns, count: number, order: Uint32Array): Selection {
  const { precision } = columns
  const tally = new Uint32Array(256)
  for (let row = 0; row < count; row++) tally[precision[row]!]! += mask[row]!
  let total = 0
  for (const number of tally) total += number
  const rows = new Uint32Array(total)
  if (total === count) rows.set(order.subarray(0, count))
  else {
    let at = 0
    for (let place = 0; at < total && place < count; place++) {
      const row = order[place]!
      rows[at] = row
      at += mask[row]!
    }
  }
  const of = (name: (typeof PRECISIONS)[number]) => tally[PRECISIONS.indexOf(name)]!
  return { rows, total, drawn: of('exact') + of('settlement'), regionOnly: of('region'), countryOnly: of('country'), noPlace: of('none') }
}
