import type { Compartment } from './compartment.ts'
import type { ColumnType, FieldDeclaration, KindDeclaration } from './field.ts'
import type { tip } from './kinds/tip.ts'
import { NO_E7, NO_MINUTE, NO_MONTH } from './units.ts'
import { absentIndex } from './vocabularies/vocabulary.ts'

/**
 * Columns for the many: one typed array a hot field, made from the kind's declaration. The same layout
 * is sealed in a chunk, kept in a segment, filtered, drawn and analysed, so nothing is converted on the way.
 * Buffers are shared between threads (`SharedArrayBuffer`) where the place allows it.
 *
 * A `place` fills `lon`, `lat` (i32, degrees * 1e7), `precision` (u8, index of `PRECISIONS`) and `country`
 * (u16, index of `COUNTRIES`); precision and country belong to geography, the point to casework.
 * A `span` fills `from`, `to` (i32, epoch minutes); an `instant` is epoch minutes too; `codes` are bits by
 * their index. Every row has `id` (16 bytes): random, so it says nothing, and in geography, because every
 * ring that opens any column must know which record a later change means. `absentValue` stands for nothing.
 */
export interface ColumnSpec {
  readonly name: string
  readonly field: string
  readonly type: ColumnType
  readonly compartment: Compartment
}

export type ArrayOf<T extends ColumnType> =
  T extends 'u8' | 'id16' ? Uint8Array : T extends 'u16' ? Uint16Array : T extends 'i32' ? Int32Array : BigUint64Array

type Simple<F> = { [K in keyof F as F[K] extends { column: ColumnType } ? K : never]: F[K] extends { column: infer C extends ColumnType } ? ArrayOf<C> : never }
type PlaceColumns<F> = F extends Record<string, unknown> ? (Extract<F[keyof F], { column: 'place' }> extends never ? object : { lon: Int32Array; lat: Int32Array; precision: Uint8Array; country: Uint16Array }) : object
type SpanColumns<F> = F extends Record<string, unknown> ? (Extract<F[keyof F], { column: 'span' }> extends never ? object : { from: Int32Array; to: Int32Array }) : object

/** The typed arrays of a kind, each at least `count` rows long (`id`: 16 bytes a row). */
export type ColumnsOf<K extends KindDeclaration> = { id: Uint8Array } & Simple<K['fields']> & PlaceColumns<K['fields']> & SpanColumns<K['fields']>
export type TipColumns = ColumnsOf<typeof tip>

/** Rows 0 to count-1 of `columns` are valid. */
export interface ColumnTable<C = TipColumns> {
  readonly columns: C
  readonly count: number
}

export const BYTES: Readonly<Record<ColumnType, number>> = { u8: 1, u16: 2, i32: 4, u64: 8, id16: 16 }

const known = new WeakMap<KindDeclaration, readonly ColumnSpec[]>()

/** The columns of a kind in their stored order: `id`, then its hot fields as declared. */
export function columnSpecs(kind: KindDeclaration): readonly ColumnSpec[] {
  const before = known.get(kind)
  if (before) return before
  const specs: ColumnSpec[] = [{ name: 'id', field: 'id', type: 'id16', compartment: 'geography' }]
  for (const [field, declaration] of Object.entries(kind.fields) as [string, FieldDeclaration][]) {
    const { column, compartment } = declaration
    if (!column) continue
    if (column === 'place') {
      specs.push({ name: 'lon', field, type: 'i32', compartment }, { name: 'lat', field, type: 'i32', compartment })
      specs.push({ name: 'precision', field, type: 'u8', compartment: 'geography' }, { name: 'country', field, type: 'u16', compartment: 'geography' })
    } else if (column === 'span') {
      specs.push({ name: 'from', field, type: 'i32', compartment }, { name: 'to', field, type: 'i32', compartment })
    } else specs.push({ name: field, field, type: column, compartment })
  }
  known.set(kind, specs)
  return specs
}

/** What a column holds where the field has no value. */
export function absentValue(kind: KindDeclaration, spec: ColumnSpec): number | bigint {
  const field = kind.fields[spec.field]
  if (spec.type === 'u64') return 0n
  if (spec.type === 'id16' || spec.name === 'precision' || spec.name === 'country') return 0
  if (spec.name === 'lon' || spec.name === 'lat') return NO_E7
  switch (field?.type) {
    case 'code':
      return field.vocabulary ? absentIndex(field.vocabulary) : 0
    case 'codes':
    case 'flag':
      return 0
    case 'identifier':
      return -1
    case 'number':
      return spec.type === 'i32' ? NO_MINUTE : spec.type === 'u8' ? 0xff : NO_MONTH
    default:
      return NO_MINUTE
  }
}

export type AnyColumn = Uint8Array | Uint16Array | Int32Array | BigUint64Array

/** Empty columns with room for `capacity` rows; shared between threads where `shared` is true. */
export function allocateColumns<K extends KindDeclaration>(kind: K, capacity: number, shared: boolean): ColumnsOf<K> {
  const columns: Record<string, AnyColumn> = {}
  for (const spec of columnSpecs(kind)) {
    const bytes = capacity * BYTES[spec.type]
    columns[spec.name] = columnView(spec.type, shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes))
  }
  return columns as unknown as ColumnsOf<K>
}

/** A typed array of the column's type over a whole buffer. */
export function columnView(type: ColumnType, buffer: ArrayBufferLike): AnyColumn {
  switch (type) {
    case 'u8':
    case 'id16':
      return new Uint8Array(buffer)
    case 'u16':
      return new Uint16Array(buffer)
    case 'i32':
      return new Int32Array(buffer)
    case 'u64':
      return new BigUint64Array(buffer)
  }
}
