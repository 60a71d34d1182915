import { columnFields, type ColumnField, type SpanValue } from '../column-values.ts'
import type { Compartment } from '../compartment.ts'
import { mergeOf, type FieldDeclaration, type KindDeclaration } from '../field.ts'
import type { PlaceValue, PrecisionReason } from '../place.ts'
import { canonicalJson } from './json.ts'
import { PayloadError } from './patches.ts'
import { offsetsOf, readSection, textBytesOf, type Run } from './section.ts'

/**
 * What columns cannot say of a value, as named cold columns. A place leaves `place.name`, `place.region`,
 * `place.reason`; a span leaves `when.words`; a number that its column cannot hold leaves itself; a field
 * without a column is cold altogether.
 */
export interface ColdColumn {
  readonly name: string
  readonly field: string
  readonly type: 'text' | 'json'
  readonly compartment: Compartment
}

const textual = new Set(['text', 'name', 'phone', 'identifier', 'code', 'record'])
const known = new WeakMap<KindDeclaration, readonly ColdColumn[]>()

/** Every cold column that a kind can have, in stored order. */
export function coldColumns(kind: KindDeclaration): readonly ColdColumn[] {
  const before = known.get(kind)
  if (before) return before
  const columns: ColdColumn[] = []
  for (const [field, declaration] of Object.entries(kind.fields)) {
    const { compartment, column } = declaration
    const put = (name: string, type: 'text' | 'json') => columns.push({ name, field, type, compartment })
    if (column === 'place') for (const part of ['name', 'region', 'reason']) put(`${field}.${part}`, 'text')
    else if (column === 'span') put(`${field}.words`, 'text')
    else if (column) put(field, 'json')
    else put(field, textual.has(declaration.type) ? 'text' : 'json')
  }
  known.set(kind, columns)
  return columns
}

/**
 * A writer of the cold part of a field's values: it puts what columns cannot say into the cold columns that
 * `sink` names, row after row. `exact` says whether columns hold a hot value wholly.
 */
export function coldWriter(declaration: FieldDeclaration, field: string, sink: (column: string) => { put(row: number, text: string): void }): (row: number, value: unknown, exact: boolean) => void {
  if (declaration.column === 'place') {
    const names = sink(`${field}.name`)
    const regions = sink(`${field}.region`)
    const reasons = sink(`${field}.reason`)
    return (row, value) => {
      const { name, region, reason } = value as PlaceValue
      if (name) names.put(row, name)
      if (region) regions.put(row, region)
      reasons.put(row, reason)
    }
  }
  if (declaration.column === 'span') {
    const words = sink(`${field}.words`)
    return (row, value) => {
      const said = (value as SpanValue).words
      if (said) words.put(row, said)
    }
  }
  const texts = sink(field)
  if (declaration.column) {
    return (row, value, exact) => {
      if (!exact) texts.put(row, canonicalJson(value))
    }
  }
  if (textual.has(declaration.type)) {
    return (row, value) => {
      if (value !== '') texts.put(row, value as string)
    }
  }
  return (row, value) => texts.put(row, canonicalJson(value))
}

/**
 * A field's value of one row: what the columns hold (`hot`), completed by cold text. Where the place's columns
 * are not opened but its texts are, it is a place without a point.
 */
export function joinValue(declaration: FieldDeclaration, field: string, hot: unknown, cold: (column: string) => string | undefined): unknown {
  if (declaration.column === 'place') {
    const reason = cold(`${field}.reason`)
    if (hot === undefined && reason === undefined) return undefined
    const name = cold(`${field}.name`)
    const region = cold(`${field}.region`)
    const place = (hot ?? { precision: 'none', reason: 'given' }) as PlaceValue
    return { ...place, ...(reason !== undefined && { reason: reason as PrecisionReason }), ...(region !== undefined && { region }), ...(name !== undefined && { name }) }
  }
  if (declaration.column === 'span') {
    if (hot === undefined) return undefined
    return { ...(hot as SpanValue), words: cold(`${field}.words`) ?? '' }
  }
  const text = cold(field)
  if (text === undefined) return hot
  return textual.has(declaration.type) && !declaration.column ? text : JSON.parse(text)
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

interface OpenedColumn {
  readonly same?: string
  readonly offsets?: Uint32Array
  readonly bytes?: Uint8Array
}

/**
 * An opened cold section: texts by column and row, decoded when asked for. Holds readable text: drop it on seal.
 * @throws PayloadError
 */
export class ColdSection {
  readonly rows: number
  readonly runs: readonly Run[]
  /** Bytes that it keeps in memory. */
  readonly byteLength: number
  readonly #columns = new Map<string, OpenedColumn>()
  readonly #bytes: Uint8Array

  /** Keeps the bytes, and overwrites them in `wipe`: they are its own from here on. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    const section = readSection(bytes)
    this.rows = section.rows
    this.runs = section.runs
    this.byteLength = bytes.byteLength
    for (const { name, type, bytes: column } of section.columns.values()) {
      if (type === 'same') this.#columns.set(name, { same: sameText(column) })
      else if (type === 'text' || type === 'json') this.#columns.set(name, { offsets: offsetsOf(column, this.rows), bytes: textBytesOf(column, this.rows) })
    }
  }

  /** Overwrites every text: the vault is sealed. */
  wipe(): void {
    this.#bytes.fill(0)
    this.#columns.clear()
  }

  /** A row's text of a column; undefined for none. */
  text(column: string, row: number): string | undefined {
    const opened = this.#columns.get(column)
    if (!opened) return undefined
    if (opened.same !== undefined) return opened.same
    const from = opened.offsets![row]!
    const to = opened.offsets![row + 1]!
    return from === to ? undefined : decoder.decode(opened.bytes!.subarray(from, to))
  }

  /**
   * A reader of a whole column, for those who will read most of it: decoded at once where every character is one
   * byte. Null where the section has no such column.
   */
  column(column: string): ((row: number) => string | undefined) | null {
    const opened = this.#columns.get(column)
    if (!opened) return null
    if (opened.same !== undefined) return () => opened.same
    const whole = decoder.decode(opened.bytes)
    if (whole.length !== opened.bytes!.byteLength) return (row) => this.text(column, row)
    const offsets = opened.offsets!
    return (row) => (offsets[row] === offsets[row + 1] ? undefined : whole.slice(offsets[row], offsets[row + 1]))
  }
}

function sameText(bytes: Uint8Array): string {
  const text: unknown = JSON.parse(decoder.decode(bytes))
  if (typeof text !== 'string') throw new PayloadError('shape')
  return text
}

/** Every value of a row that hot columns and a cold section hold together. */
export function rowValues(kind: KindDeclaration, hot: (field: ColumnField) => unknown, cold: (column: string) => string | undefined): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  const hotFields = new Map(columnFields(kind).map((field) => [field.field, field]))
  for (const [field, declaration] of Object.entries(kind.fields)) {
    const column = hotFields.get(field)
    const value = joinValue(declaration, field, column ? hot(column) : undefined, cold)
    if (value !== undefined) values[field] = mergeOf(declaration) === 'set' ? [...(value as string[])].sort() : value
  }
  return values
}
