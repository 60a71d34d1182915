import { COUNTRIES } from '../model/countries.ts'
import type { TipColumns } from '../model/columns.ts'
import { PRECISIONS } from '../model/place.ts'
import { NO_MINUTE } from '../model/units.ts'
import { codeIndex, type VocabularyName } from '../model/vocabularies/vocabulary.ts'
import type { Filter, Selection } from './filter.ts'

/**
 * Marks the rows that pass a filter but for its period and its words: `mask` holds 1 for visible rows and is
 * narrowed by passes over the columns concerned, each with a table of what passes, without branches.
 */
export function narrow(mask: Uint8Array, columns: TipColumns, count: number, filter: Filter): void {
  const tests: [Uint8Array, Uint8Array][] = []
  const codes: readonly [readonly string[] | undefined, VocabularyName, Uint8Array][] = [
    [filter.channels, 'channel', columns.channel], [filter.surfaced, 'surfaced', columns.surfaced],
    [filter.forms, 'form', columns.form], [filter.statuses, 'status', columns.status],
  ]
  for (const [chosen, vocabulary, column] of codes) if (chosen) tests.push([column, tableOf(vocabulary, chosen)])
  if (filter.precision) tests.push([columns.precision, precisionTable(filter.precision)])
  // Two at a time: the mask is read and written half as often.
  while (tests.length > 0) {
    const [column, table] = tests.pop()!
    const [other, otherTable] = tests.pop() ?? [column, table]
    passBoth(mask, count, column, table, other, otherTable)
  }
  if (filter.countries) passCountries(mask, count, columns.country, countryTable(filter.countries))
  if (filter.grade) passGrades(mask, count, columns.source, columns.information, gradeTable(filter.grade))
}

function passBoth(mask: Uint8Array, count: number, a: Uint8Array, passesA: Uint8Array, b: Uint8Array, passesB: Uint8Array): void {
  for (let row = 0; row < count; row++) mask[row]! &= passesA[a[row]!]! & passesB[b[row]!]!
}

function passCountries(mask: Uint8Array, count: number, country: Uint16Array, passes: Uint8Array): void {
  for (let row = 0; row < count; row++) mask[row]! &= passes[country[row]!]!
}

function passGrades(mask: Uint8Array, count: number, source: Uint8Array, information: Uint8Array, passes: Uint8Array): void {
  for (let row = 0; row < count; row++) mask[row]! &= passes[(source[row]! << 3) | information[row]!]!
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

/** Rows that are marked, ascending; a view of `room`, which is at least `count` + 1 long. */
export function markedRows(mask: Uint8Array, count: number, room: Uint32Array): Uint32Array {
  let at = 0
  for (let row = 0; row < count; row++) {
    room[at] = row
    at += mask[row]!
  }
  return room.subarray(0, at)
}

/** Of the rows, in place, those whose span touches the period; a row without a time does not. Seconds, both ends included. */
export function narrowByPeriod(rows: Uint32Array, mask: Uint8Array, columns: TipColumns, period: { readonly from: number; readonly to: number }): Uint32Array {
  const { from, to } = columns
  const first = Math.max(NO_MINUTE + 1, Math.floor(period.from / 60))
  const last = Math.min(0x7fff_ffff, Math.floor(period.to / 60))
  let kept = 0
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!
    const passes = Number(to[row]! >= first) & Number(from[row]! <= last)
    mask[row] = passes
    rows[kept] = row
    kept += passes
  }
  return rows.subarray(0, kept)
}

/** How precisely the rows are placed. */
export function tallyOf(rows: Uint32Array, columns: TipColumns): Omit<Selection, 'rows'> {
  const { precision } = columns
  const tally = new Uint32Array(256)
  for (let at = 0; at < rows.length; at++) tally[precision[rows[at]!]!]!++
  const of = (name: (typeof PRECISIONS)[number]) => tally[PRECISIONS.indexOf(name)]!
  return { total: rows.length, drawn: of('exact') + of('settlement'), regionOnly: of('region'), countryOnly: of('country'), noPlace: of('none') }
}

/** The marked rows (`rows`, ascending) in the given order: few are sorted, many are met on the way through all. */
export function inOrder(rows: Uint32Array, mask: Uint8Array, order: Uint32Array, rank: () => Uint32Array): Uint32Array {
  const { length } = rows
  if (length === order.length) return order.slice()
  const ordered = new Uint32Array(length)
  if (length * 32 < order.length) {
    const ranks = rank()
    for (let at = 0; at < length; at++) ordered[at] = ranks[rows[at]!]!
    ordered.sort()
    for (let at = 0; at < length; at++) ordered[at] = order[ordered[at]!]!
    return ordered
  }
  for (let at = 0, place = 0; at < length; place++) {
    const row = order[place]!
    ordered[at] = row
    at += mask[row]!
  }
  return ordered
}
