import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { coordinateFromText, pairFromText } from './coordinates.ts'
import type { Coordinate } from './coordinates.ts'
import { countryNamed } from './country-names.ts'
import { monthNamed, monthSpan, readDate, yearSpan } from './dates.ts'
import type { DateOrder, DateReading } from './dates.ts'
import { fullTarget } from './mapping.ts'
import { isNothing, numberFromText } from './number-text.ts'
import { judgePrecision, wordingScale } from './place-precision.ts'
import type { PlaceWords } from './place-precision.ts'
import type { PlaceKnowledge } from './place-knowledge.ts'
import { withTerritories } from '../geo/countries.ts'
import type { FieldDeclaration, KindDeclaration } from '../model/field.ts'
import type { Message } from '../model/message.ts'
import type { PlaceValue } from '../model/place.ts'
import type { LngLat } from '../model/units.ts'
import { codeIndex, VOCABULARIES } from '../model/vocabularies/vocabulary.ts'
import type { CodeOf, VocabularyName } from '../model/vocabularies/vocabulary.ts'
import type { ImportMapping } from './contract.ts'

export type Doubt = CodeOf<'doubt'>
export interface DoubtNote {
  readonly doubt: Doubt
  readonly note: Message
}
/** Why a row is refused: the file's column, the cell, the reason. */
export interface CellRefusal {
  readonly field: string
  readonly value: string
  readonly reason: Message
}
/** Field values of one record, as a patch holds them (field.ts). */
export type ImportedFields = Record<string, unknown>

/** The field whose value names a record in the file's own system. */
export const ID_FIELD = 'externalId'
/** Longest text that a field takes, in characters; a record must fit a sealed chunk many times over. */
export const MAX_TEXT = 100_000
const KEPT_ANSWERS = 50_000
const CLIPPED = 200

/** A cell's beginning, free of the file's text that it was cut from, so that a report doesn't hold the file. */
export function clip(value: string): string {
  return ownCopy(value.length > CLIPPED ? `${value.slice(0, CLIPPED - 1)}…` : value)
}

/** The same text in memory of its own: engines keep a cell as a view of the whole piece that it was cut from. */
function ownCopy(text: string): string {
  return text.length < 13 ? text : (JSON.parse(JSON.stringify(text)) as string)
}

/** Remembers answers about texts that come again and again; forgets all of them when there are too many. */
function remembered<T>(answer: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  let lastText: string | undefined
  let last: T
  return (text) => {
    // Files are sorted by something: the same text often comes again at once.
    if (text === lastText) return last
    let value = known.get(text)
    if (value === undefined) {
      if (known.size >= KEPT_ANSWERS) known.clear()
      const own = ownCopy(text)
      value = answer(own)
      known.set(own, value)
      lastText = own
      last = value
    }
    return value
  }
}

interface PlaceColumns { lat: number; lon: number; latlon: number; name: readonly number[]; country: number; extent: number }
interface SpanColumns { date: number; year: number; month: number }
type Read = (cells: readonly string[], fields: ImportedFields) => boolean

const NO_DOUBTS: readonly DoubtNote[] = []

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
  doubts: readonly DoubtNote[] = NO_DOUBTS
  refusal: CellRefusal | null = null
  /** Columns that tell apart rows which are otherwise the same: those of an id, and of a point. */
  readonly tellingColumns: readonly number[]
  private readonly steps: readonly Read[]
  private readonly setting: RowReaderSetting
  private readonly headers: readonly string[]
  private readonly constants: readonly (readonly [string, unknown])[]
  private readonly countryOf = remembered((text: string) => countryNamed(text) ?? '')
  private readonly months = new Map<string, Map<string, DateReading | 'impossible'>>()
  private readonly wordsOf: (text: string) => WrittenPlace
  private readonly dateOf: (text: string) => DateReading | 'impossible' | 'unreadable'

  constructor(kind: KindDeclaration, mapping: ImportMapping, headers: readonly string[], setting: RowReaderSetting) {
    this.setting = setting
    this.headers = headers
    const { knowledge } = setting
    this.wordsOf = remembered((text) => writtenPlace(text, knowledge))
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
    this.doubts = NO_DOUBTS
    this.refusal = null
    const fields: ImportedFields = {}
    for (const step of this.steps) if (!step(cells, fields)) return null
    if (isEmpty(fields)) return this.refuse(0, '', { key: 'ingest.refused.nothing-in-row' })
    for (const [field, value] of this.constants) if (fields[field] === undefined) fields[field] = value
    return fields
  }

  private refuse(column: number, value: string, reason: Message): null {
    this.refusal = { field: this.headers[column] ?? '', value: clip(value), reason }
    return null
  }

  private doubt(doubt: Doubt, values: Record<string, string | number> = {}): void {
    if (!this.doubts.some((held) => held.doubt === doubt)) this.doubts = [...this.doubts, { doubt, note: { key: `ingest.doubt.${doubt}`, values } }]
  }

  private stepFor(field: string, declaration: FieldDeclaration, columns: ReadonlyMap<string, readonly number[]>): Read | null {
    if (declaration.type === 'place') {
      const at = (part: string) => columns.get(`${field}.${part}`)?.[0] ?? -1
      const place: PlaceColumns = { lat: at('lat'), lon: at('lon'), latlon: at('latlon'), name: columns.get(`${field}.name`) ?? [], country: at('country'), extent: at('extent') }
      const any = place.lat >= 0 || place.lon >= 0 || place.latlon >= 0 || place.name.length > 0 || place.country >= 0
      return any ? (cells, fields) => this.readPlace(field, place, cells, fields) : null
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
          if (typeof read === 'string') this.doubt('number-unreadable', { field: this.headers[column] ?? '', value: clip(text) })
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
      this.refuse(columns[0]!, text, { key: 'ingest.refused.text-too-long', values: { limit: MAX_TEXT } })
      return false
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
      if (found.includes('')) this.doubt('code-unknown', { field: this.headers[column] ?? '', value: clip(text) })
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
    if (number === null || !(number >= least && number <= top)) this.doubt('number-unreadable', { field: this.headers[column] ?? '', value: clip(text) })
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
      this.refuse(column, words, { key: read === 'impossible' ? 'ingest.refused.impossible-date' : 'ingest.refused.unreadable-date' })
      return false
    }
    if (read.againstOrder || (read.ambiguous && !orderProven)) this.doubt('date-order-guessed', { value: words, order: dateOrder })
    if (read.from > now) this.doubt('date-in-future', { value: words })
    fields[field] = { words, from: read.from, to: read.to }
    return true
  }

  /** A year and month in cells of their own, or a year alone. */
  private monthOf(yearText: string, monthText: string): DateReading | 'impossible' {
    let months = this.months.get(yearText)
    if (!months) this.months.set(yearText, (months = new Map()))
    let read = months.get(monthText)
    if (read === undefined) {
      const year = numberFromText(yearText)
      const month = isNothing(monthText) ? null : (monthNamed(monthText) ?? numberFromText(monthText))
      const span = year === null || !Number.isInteger(year) ? null : isNothing(monthText) ? yearSpan(year) : month === null || !Number.isInteger(month) ? null : monthSpan(year, month)
      read = span ? { ...span, ambiguous: false, againstOrder: false } : 'impossible'
      if (months.size < KEPT_ANSWERS && this.months.size < KEPT_ANSWERS) months.set(monthText, read)
    }
    return read
  }

  private readPlace(field: string, columns: PlaceColumns, cells: readonly string[], fields: ImportedFields): boolean {
    const { knowledge } = this.setting
    const written = columns.name.length === 0 ? NO_WORDS : this.wordsOf(columns.name.length === 1 ? (cells[columns.name[0]!] ?? '') : columns.name.map((column) => cells[column] ?? '').filter((text) => !isNothing(text)).join(', '))
    const { name } = written
    if (name.length > MAX_TEXT) {
      this.refuse(columns.name[0]!, name, { key: 'ingest.refused.text-too-long', values: { limit: MAX_TEXT } })
      return false
    }
    const countryText = columns.country >= 0 ? (cells[columns.country] ?? '') : ''
    let country: string | undefined
    if (!isNothing(countryText)) {
      country = this.countryOf(countryText) || undefined
      if (!country) this.doubt('code-unknown', { field: this.headers[columns.country] ?? '', value: clip(countryText) })
    }
    const point = this.readPoint(columns, cells)
    if (point === 'refused') return false
    if (point === null) {
      country ??= written.country
      if (name === '' && country === undefined) return true
      // A name alone draws nothing until someone finds it in the gazetteer.
      fields[field] = placeOf(undefined, country === undefined ? 'none' : 'country', 'no-coordinates', country, name)
      return true
    }
    let { at } = point
    const stated = country
    country ??= knowledge.countryAt(at) ?? written.country
    const words = stated !== undefined && name === '' ? COUNTRY_ALONE : written
    let judged = judgePrecision(at, point.decimals, words, country, knowledge)
    if (stated !== undefined && (judged.precision === 'exact' || judged.precision === 'settlement')) {
      const turned = this.againstCountry(at, stated)
      if (turned) {
        at = turned
        judged = judgePrecision(at, point.decimals, words, country, knowledge)
      }
    }
    const extent = columns.extent >= 0 ? numberFromText(cells[columns.extent] ?? '') : null
    if (extent !== null && extent > 0 && (judged.precision === 'exact' || (judged.precision === 'settlement' && extent > SETTLEMENT_KM))) {
      judged = { precision: extent > SETTLEMENT_KM ? 'region' : 'settlement', reason: 'given' }
    }
    const region = judged.precision === 'region' && country !== undefined ? knowledge.regionAt?.(at, country) : undefined
    fields[field] = placeOf(at, judged.precision, judged.reason, country, name, region)
    return true
  }

  /** The point in a row's cells, null where there is none, or `refused`. */
  private readPoint(columns: PlaceColumns, cells: readonly string[]): { at: LngLat; decimals: number } | null | 'refused' {
    let lat: Coordinate | null
    let lon: Coordinate | null
    let column = columns.latlon
    let text: string
    const separate = columns.lat >= 0 && columns.lon >= 0
    if (separate && !(isNothing(cells[columns.lat] ?? '') && isNothing(cells[columns.lon] ?? '') && columns.latlon >= 0)) {
      const latText = cells[columns.lat] ?? ''
      const lonText = cells[columns.lon] ?? ''
      lat = coordinateFromText(latText)
      lon = coordinateFromText(lonText)
      column = lat && Number.isFinite(lat.degrees) && Math.abs(lat.degrees) <= 90 ? columns.lon : columns.lat
      text = cells[column] ?? ''
      if (isNothing(latText) && isNothing(lonText)) return NOT_A_NUMBER.test(`${latText} ${lonText}`) ? this.unreadablePlace(text) : null
    } else if (columns.latlon >= 0) {
      text = cells[columns.latlon] ?? ''
      if (isNothing(text)) return null
      if (NOT_A_NUMBER.test(text)) return this.unreadablePlace(text)
      const pair = pairFromText(text)
      lat = pair?.lat ?? null
      lon = pair?.lon ?? null
    } else return null
    if (lat === null || lon === null) return this.unreadablePlace(text)
    if (!Number.isFinite(lat.degrees) || !Number.isFinite(lon.degrees)) return this.refusePoint(column, text, 'endless-coordinate')
    let at: LngLat = [lon.degrees, lat.degrees]
    if (Math.abs(lat.degrees) > 90 || Math.abs(lon.degrees) > 180) {
      const plausible = Math.abs(lat.degrees) > 90 && Math.abs(lat.degrees) <= 180 && Math.abs(lon.degrees) <= 90
      if (!plausible) return this.refusePoint(column, text, 'impossible-coordinate')
      at = [lat.degrees, lon.degrees]
      this.doubt('swapped-coordinates', { lat: lon.degrees, lon: lat.degrees })
    }
    // Where programs put what has no place.
    if (at[0] === 0 && at[1] === 0) return this.unreadablePlace(text)
    return { at, decimals: Math.max(lat.decimals, lon.decimals) }
  }

  private unreadablePlace(text: string): null {
    this.doubt('place-unreadable', { value: clip(text) })
    return null
  }

  private refusePoint(column: number, text: string, reason: string): 'refused' {
    this.refuse(column, text, { key: `ingest.refused.${reason}` })
    return 'refused'
  }

  /** Doubts a point that lies in another country than the row says; the point turned round where that fits it. */
  private againstCountry(at: LngLat, stated: string): LngLat | null {
    const { knowledge } = this.setting
    const actual = knowledge.countryAt(at)
    if (actual === stated || (actual !== undefined && withTerritories([stated]).includes(actual))) return null
    const turned: LngLat = [at[1], at[0]]
    const fits = Math.abs(at[0]) <= 90 && knowledge.countryAt(turned) === stated
    if (fits && !isNear(at, stated, knowledge, [0.3, 1, 3])) {
      this.doubt('swapped-coordinates', { lat: at[0], lon: at[1] })
      return turned
    }
    // Off its coast or just over its border (lines are drawn at map scale) is no contradiction.
    if (actual !== undefined && !isNear(at, stated, knowledge, [0.1, 0.3])) this.doubt('country-disagrees', { stated, actual })
    return null
  }
}

function isEmpty(fields: ImportedFields): boolean {
  for (const _ in fields) return false
  return true
}

/** Both halves are what programs write for a number they don't have. */
const NOT_A_NUMBER = /^[\s([]*nan[\s,;]+nan[\s)\]]*$/i
/** A line or area up to this size is known as well as a settlement is. */
const SETTLEMENT_KM = 25

const DIRECTIONS: readonly LngLat[] = [[1, 0], [0.7, 0.7], [0, 1], [-0.7, 0.7], [-1, 0], [-0.7, -0.7], [0, -1], [0.7, -0.7]]

function isNear(at: LngLat, country: string, knowledge: PlaceKnowledge, degrees: readonly number[]): boolean {
  const stretch = 1 / Math.max(0.2, Math.cos((at[1] * Math.PI) / 180))
  return degrees.some((distance) => DIRECTIONS.some(([x, y]) => knowledge.countryAt([at[0] + x * distance * stretch, Math.max(-90, Math.min(90, at[1] + y * distance))]) === country))
}

/** A place in words: cleaned, how fine it is, and the country that it ends with. */
interface WrittenPlace extends PlaceWords { readonly name: string; readonly country: string | undefined }
const NO_WORDS: WrittenPlace = { name: '', wording: 'exact', countryOnly: false, country: undefined }
const COUNTRY_ALONE: PlaceWords = { wording: 'exact', countryOnly: true }

function writtenPlace(text: string, knowledge: PlaceKnowledge): WrittenPlace {
  if (isNothing(text)) return NO_WORDS
  const name = text.trim().replace(/\s+/g, ' ')
  return { name, countryOnly: false, wording: wordingScale(name, knowledge.isRegionName?.bind(knowledge)), country: countryNamed(name.slice(name.lastIndexOf(',') + 1)) }
}

function placeOf(at: LngLat | undefined, precision: PlaceValue['precision'], reason: PlaceValue['reason'], country: string | undefined, name: string, region?: string): PlaceValue {
  const place: { -readonly [K in keyof PlaceValue]: PlaceValue[K] } = { precision, reason }
  if (at) place.at = at
  if (country !== undefined) place.country = country
  if (region !== undefined) place.region = region
  if (name !== '') place.name = name
  return place
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
