import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { monthNamed, monthSpan, readDate, yearSpan } from './dates.ts'
import type { DateOrder, DateReading } from './dates.ts'
import { fullTarget } from './mapping.ts'
import { isNothing, numberFromText } from './number-text.ts'
import type { PlaceKnowledge } from './place-knowledge.ts'
import { PlaceReader } from './read-place.ts'
import type { PlaceColumns } from './read-place.ts'
import { ownCopy, remembered } from './remembered.ts'
import { clip, MAX_TEXT, RowNotes } from './row-notes.ts'
import type { CellRefusal, DoubtNote } from './row-notes.ts'
import type { FieldDeclaration, KindDeclaration } from '../model/field.ts'
import { codeIndex, VOCABULARIES } from '../model/vocabularies/vocabulary.ts'
import type { VocabularyName } from '../model/vocabularies/vocabulary.ts'
import type { ImportMapping } from './contract.ts'

/** Field values of one record, as a patch holds them (field.ts). */
export type ImportedFields = Record<string, unknown>

/** The field whose value names a record in the file's own system. */
export const ID_FIELD = 'externalId'
const KEPT_YEARS = 500
const KEPT_MONTHS = 100

interface SpanColumns { date: number; year: number; month: number }
type Read = (cells: readonly string[], fields: ImportedFields) => boolean

/** What a row reader must be told beside the mapping. */
export interface RowReaderSetting {
  readonly knowledge: PlaceKnowledge
  /** Seconds since epoch; a date after it is doubted. */
  readonly now: number
  readonly dateOrder: DateOrder
  /** Whether the column proves `dateOrder`; where it doesn't, each ambiguous date is doubted. */
  readonly orderProven: boolean
}

/**
 * Turns one row's cells into a kind's field values, by the declaration's types. After `read`, `doubts` holds what
 * is doubted of a kept row, and `refusal` says why a row is refused.
 */
export class RowReader {
  private readonly notes: RowNotes
  /** Columns that tell apart rows which are otherwise the same: those of an id, and of a point. */
  readonly tellingColumns: readonly number[]
  private readonly steps: readonly Read[]
  private readonly setting: RowReaderSetting
  private readonly constants: readonly (readonly [string, unknown])[]
  private readonly months = new Map<string, Map<string, DateReading | 'impossible'>>()
  private readonly dateOf: (text: string) => DateReading | 'impossible' | 'unreadable'

  constructor(kind: KindDeclaration, mapping: ImportMapping, headers: readonly string[], setting: RowReaderSetting) {
    this.setting = setting
    this.notes = new RowNotes(headers)
    this.dateOf = remembered((text) => readDate(text, setting.dateOrder) ?? 'unreadable')
    const columns = new Map<string, number[]>()
    for (const { column, target } of mapping.columns) {
      if (target === 'skip') continue
      const full = fullTarget(kind, target)
      columns.set(full, [...(columns.get(full) ?? []), column])
    }
    const place = kind.place ?? ''
    this.tellingColumns = [ID_FIELD, `${place}.lat`, `${place}.lon`, `${place}.latlon`].flatMap((target) => columns.get(target) ?? [])
    const steps: Read[] = []
    for (const [field, declaration] of Object.entries(kind.fields) as [string, FieldDeclaration][]) {
      const step = this.stepFor(field, declaration, columns)
      if (step) steps.push(step)
    }
    this.steps = steps
    this.constants = Object.entries(mapping.defaults ?? {})
  }

  /** Field values of the row, or null where it is refused. */
  read(cells: readonly string[]): ImportedFields | null {
    this.notes.begin()
    const fields: ImportedFields = {}
    for (const step of this.steps) if (!step(cells, fields)) return null
    if (isEmpty(fields)) {
      this.notes.refuse(0, '', { key: 'ingest.refused.nothing-in-row' })
      return null
    }
    for (const [field, value] of this.constants) if (fields[field] === undefined) fields[field] = value
    return fields
  }

  get doubts(): readonly DoubtNote[] {
    return this.notes.doubts
  }

  get refusal(): CellRefusal | null {
    return this.notes.refusal
  }

  private stepFor(field: string, declaration: FieldDeclaration, columns: ReadonlyMap<string, readonly number[]>): Read | null {
    if (declaration.type === 'place') {
      const at = (part: string) => columns.get(`${field}.${part}`)?.[0] ?? -1
      const place: PlaceColumns = { lat: at('lat'), lon: at('lon'), latlon: at('latlon'), name: columns.get(`${field}.name`) ?? [], country: at('country'), extent: at('extent') }
      const any = place.lat >= 0 || place.lon >= 0 || place.latlon >= 0 || place.name.length > 0 || place.country >= 0
      if (!any) return null
      const reader = new PlaceReader(place, this.setting.knowledge, this.notes)
      return (cells, fields) => {
        const read = reader.read(cells)
        if (read) fields[field] = read
        return read !== null
      }
    }
    if (declaration.type === 'span') {
      const at = (part: string) => columns.get(`${field}.${part}`)?.[0] ?? -1
      const span: SpanColumns = { date: at('date'), year: at('year'), month: at('month') }
      return span.date >= 0 || span.year >= 0 ? (cells, fields) => this.readSpan(field, span, cells, fields) : null
    }
    const own = columns.get(field)
    if (!own || own.length === 0) return null
    const column = own[0]!
    switch (declaration.type) {
      case 'text':
      case 'name':
      case 'identifier':
        return (cells, fields) => this.readText(field, own, cells, fields)
      case 'phone':
        return (cells, fields) => {
          const text = (cells[column] ?? '').trim()
          if (!isNothing(text)) fields[field] = phoneNumber(text)
          return true
        }
      case 'code':
      case 'codes':
        return declaration.vocabulary ? this.codeStep(field, declaration.type, declaration.vocabulary, column) : null
      case 'number':
        return (cells, fields) => this.readNumber(field, declaration, column, cells, fields)
      case 'flag':
        return (cells, fields) => {
          const text = (cells[column] ?? '').trim().toLowerCase()
          if (/^(?:1|true|yes|y|x|oui|si|sí|да|是|نعم)$/.test(text)) fields[field] = true
          else if (/^(?:0|false|no|n|non|нет|否|لا)$/.test(text)) fields[field] = false
          return true
        }
      case 'instant':
        return (cells, fields) => {
          const text = (cells[column] ?? '').trim()
          if (isNothing(text)) return true
          const read = this.dateOf(text)
          if (typeof read === 'string') this.notes.doubt('number-unreadable', { field: this.notes.header(column), value: clip(text) })
          else fields[field] = read.from
          return true
        }
      default:
        return null
    }
  }

  private readText(field: string, columns: readonly number[], cells: readonly string[], fields: ImportedFields): boolean {
    let text = (cells[columns[0]!] ?? '').trim()
    for (let i = 1; i < columns.length; i++) {
      const more = (cells[columns[i]!] ?? '').trim()
      if (more !== '') text = text === '' ? more : `${text}; ${more}`
    }
    if (text === '') return true
    if (text.length > MAX_TEXT) {
      return this.notes.refuse(columns[0]!, text, { key: 'ingest.refused.text-too-long', values: { limit: MAX_TEXT } })
    }
    fields[field] = text
    return true
  }

  private codeStep(field: string, type: 'code' | 'codes', vocabulary: VocabularyName, column: number): Read {
    const codes = new Map<string, string>(VOCABULARIES[vocabulary].map((code) => [code.toLowerCase(), code]))
    const codeOf = remembered((text: string) => codes.get(text.trim().toLowerCase().replace(/[\s_]+/g, '-')) ?? '')
    return (cells, fields) => {
      const text = cells[column] ?? ''
      if (isNothing(text) && codeOf(text) === '') return true
      const found = (type === 'codes' ? text.split(/[;,|]/) : [text]).map(codeOf)
      if (found.includes('')) this.notes.doubt('code-unknown', { field: this.notes.header(column), value: clip(text) })
      const known = found.filter((code) => code !== '')
      if (known.length > 0) fields[field] = type === 'codes' ? known : known[0]
      return true
    }
  }

  private readNumber(field: string, declaration: FieldDeclaration, column: number, cells: readonly string[], fields: ImportedFields): boolean {
    const text = cells[column] ?? ''
    if (isNothing(text)) return true
    const number = numberFromText(text)
    const top = declaration.column === 'u8' ? 0xfe : declaration.column === 'u16' ? 0xfffe : Number.MAX_SAFE_INTEGER
    const least = declaration.column === 'u8' || declaration.column === 'u16' ? 0 : -top
    if (number === null || !(number >= least && number <= top)) this.notes.doubt('number-unreadable', { field: this.notes.header(column), value: clip(text) })
    else fields[field] = number
    return true
  }

  private readSpan(field: string, columns: SpanColumns, cells: readonly string[], fields: ImportedFields): boolean {
    const { dateOrder, orderProven, now } = this.setting
    const date = columns.date >= 0 ? (cells[columns.date] ?? '').trim() : ''
    let words = date
    let read: DateReading | 'impossible' | 'unreadable' | null = isNothing(date) ? null : this.dateOf(date)
    let column = columns.date
    if (read === null && columns.year >= 0) {
      const yearText = (cells[columns.year] ?? '').trim()
      if (isNothing(yearText)) return true
      const monthText = columns.month >= 0 ? (cells[columns.month] ?? '').trim() : ''
      words = monthText === '' ? yearText : `${monthText} ${yearText}`
      column = columns.year
      read = this.monthOf(yearText, monthText)
    }
    if (read === null) return true
    if (typeof read === 'string') {
      return this.notes.refuse(column, words, { key: read === 'impossible' ? 'ingest.refused.impossible-date' : 'ingest.refused.unreadable-date' })
    }
    if (read.againstOrder || (read.ambiguous && !orderProven)) this.notes.doubt('date-order-guessed', { value: words, order: dateOrder })
    if (read.from > now) this.notes.doubt('date-in-future', { value: words })
    fields[field] = { words, from: read.from, to: read.to }
    return true
  }

  /** A year and month in cells of their own, or a year alone. */
  private monthOf(yearText: string, monthText: string): DateReading | 'impossible' {
    if (this.months.size > KEPT_YEARS) this.months.clear()
    let months = this.months.get(yearText)
    if (!months) this.months.set(ownCopy(yearText), (months = new Map()))
    let read = months.get(monthText)
    if (read === undefined) {
      const year = numberFromText(yearText)
      const month = isNothing(monthText) ? null : (monthNamed(monthText) ?? numberFromText(monthText))
      const span = year === null || !Number.isInteger(year) ? null : isNothing(monthText) ? yearSpan(year) : month === null || !Number.isInteger(month) ? null : monthSpan(year, month)
      read = span ? { ...span, ambiguous: false, againstOrder: false } : 'impossible'
      if (months.size < KEPT_MONTHS) months.set(ownCopy(monthText), read)
    }
    return read
  }

}

function isEmpty(fields: ImportedFields): boolean {
  for (const _ in fields) return false
  return true
}

function phoneNumber(text: string): string {
  const plain = text.replace(/^00/, '+')
  return (plain.startsWith('+') ? parsePhoneNumberFromString(plain)?.number : undefined) ?? text
}

/** A mapping's defaults that the kind has and whose values it takes; others are left out. */
export function usableDefaults(kind: KindDeclaration, defaults: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const fields = kind.fields as Readonly<Record<string, FieldDeclaration>>
  return Object.fromEntries(
    Object.entries(defaults).filter(([field, value]) => {
      const declaration = Object.hasOwn(fields, field) ? fields[field]! : undefined
      if (!declaration || declaration.derived) return false
      if (declaration.type === 'code') return declaration.vocabulary !== undefined && typeof value === 'string' && codeIndex(declaration.vocabulary, value) >= 0
      if (declaration.type === 'number') return typeof value === 'number' && Number.isFinite(value)
      return declaration.type === 'text' || declaration.type === 'name' || declaration.type === 'identifier' ? typeof value === 'string' : false
    }),
  )
}
