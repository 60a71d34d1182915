import { absentValue, columnSpecs, type AnyColumn, type ColumnSpec } from './columns.ts'
import { COUNTRIES, countryIndex } from './countries.ts'
import type { FieldDeclaration, KindDeclaration } from './field.ts'
import { PRECISIONS, type PlaceValue } from './place.ts'
import { fromE7, NO_E7, NO_MINUTE, toE7 } from './units.ts'
import { VOCABULARIES } from './vocabularies/vocabulary.ts'

/** When something may have happened: the words used, and the earliest and latest second they can mean. */
export interface SpanValue { readonly words: string; readonly from: number; readonly to: number }

/** Columns of one kind by name, as `allocateColumns` makes them or the opened part of them. */
export type Columns = Readonly<Record<string, AnyColumn>>

/**
 * How one hot field's value goes into its columns and comes back. What columns cannot say (a place's name,
 * a span's words, a number that does not fit) is the value's remainder and stays in cold text.
 */
export interface ColumnField {
  readonly field: string
  readonly specs: readonly ColumnSpec[]
  /**
   * A writer into these columns, for many rows: it writes a value, or what stands for none, and answers false where
   * the columns cannot give the same value back.
   */
  writer(columns: Columns): (row: number, value: unknown) => boolean
  /** The value that the columns hold; undefined for none. A place comes without name, a span without words. */
  unpack(columns: Columns, row: number): unknown
}

const known = new WeakMap<KindDeclaration, readonly ColumnField[]>()

/** The hot fields of a kind, in stored order. */
export function columnFields(kind: KindDeclaration): readonly ColumnField[] {
  const before = known.get(kind)
  if (before) return before
  const fields: ColumnField[] = []
  for (const [field, declaration] of Object.entries(kind.fields)) {
    const specs = columnSpecs(kind).filter((spec) => spec.field === field && spec.name !== 'id')
    if (specs.length > 0) fields.push({ field, specs, ...converter(kind, declaration, specs) })
  }
  known.set(kind, fields)
  return fields
}

type Converter = Pick<ColumnField, 'writer' | 'unpack'>
const writesNothing = () => true

function converter(kind: KindDeclaration, declaration: FieldDeclaration, specs: readonly ColumnSpec[]): Converter {
  if (declaration.column === 'place') return placeConverter
  if (declaration.column === 'span') return spanConverter
  const spec = specs[0]!
  const { name } = spec
  if (spec.type === 'u64') return hexConverter(name)
  const absent = absentValue(kind, spec) as number
  const { encode, decode } = numberConverter(declaration, spec, absent)
  const isCode = declaration.type === 'code' || declaration.type === 'codes'
  return {
    writer(columns) {
      const column = columns[name] as Int32Array | undefined
      if (!column) return writesNothing
      return (row, value) => {
        if (value === undefined || value === null) {
          column[row] = absent
          return true
        }
        const code = encode(value)
        column[row] = code
        return code !== absent || (isCode && decode(code) === value)
      }
    },
    unpack(columns, row) {
      const held = (columns[name] as Int32Array | undefined)?.[row]
      return held === undefined || held === absent ? undefined : decode(held)
    },
  }
}

/** Minutes since epoch; an instant beyond what a column can hold (4,000 years away) is held at its end. */
const wholeMinutes = (seconds: number) => Math.max(-LIMITS.i32, Math.min(LIMITS.i32, Math.floor(seconds / 60)))

/** A 64-bit index in hexadecimal, without a detour by BigInt: low half first, as columns lie in memory. */
function hexConverter(name: string): Converter {
  return {
    writer(columns) {
      const column = columns[name] as BigUint64Array | undefined
      if (!column) return writesNothing
      const halves = new Uint32Array(column.buffer, column.byteOffset, column.length * 2)
      return (row, value) => {
        const hex = typeof value === 'string' ? value : ''
        halves[row * 2] = hex === '' ? 0 : Number.parseInt(hex.slice(-8), 16)
        halves[row * 2 + 1] = hex.length > 8 ? Number.parseInt(hex.slice(0, -8), 16) : 0
        return true
      }
    },
    unpack(columns, row) {
      const held = (columns[name] as BigUint64Array | undefined)?.[row]
      return held ? held.toString(16) : undefined
    },
  }
}

const LIMITS = { u8: 0xff, u16: 0xffff, i32: 0x7fff_ffff } as const

function numberConverter(declaration: FieldDeclaration, spec: ColumnSpec, absent: number): { encode(value: unknown): number; decode(held: number): unknown } {
  const codes: readonly string[] = declaration.vocabulary ? VOCABULARIES[declaration.vocabulary] : []
  switch (declaration.type) {
    case 'code': {
      const index = new Map(codes.map((code, at) => [code, at]))
      return { encode: (value) => index.get(value as string) ?? absent, decode: (held) => codes[held] }
    }
    case 'codes':
      return {
        encode: (value) => (value as readonly string[]).reduce((bits, code) => bits | (codes.includes(code) ? 1 << codes.indexOf(code) : 0), 0),
        decode: (held) => codes.filter((_, at) => held & (1 << at)),
      }
    case 'flag':
      return { encode: (value) => (value === true ? 2 : 1), decode: (held) => held === 2 }
    case 'instant':
      return { encode: (value) => wholeMinutes(value as number), decode: (held) => held * 60 }
    default: {
      const low = spec.type === 'i32' ? -LIMITS.i32 : 0
      const high = LIMITS[spec.type as 'u8' | 'u16' | 'i32'] - 1
      return { encode: (value) => (Number.isInteger(value) && (value as number) >= low && (value as number) <= high ? (value as number) : absent), decode: (held) => held }
    }
  }
}

const PRECISION_INDEX: Readonly<Record<string, number>> = Object.fromEntries(PRECISIONS.map((precision, index) => [precision, index]))

const placeConverter: Converter = {
  writer(columns) {
    const { lon, lat, precision, country } = columns as { lon?: Int32Array; lat?: Int32Array; precision?: Uint8Array; country?: Uint16Array }
    return (row, value) => {
      const place = value as PlaceValue | undefined
      const at = place?.at
      if (lon && lat) {
        lon[row] = at ? toE7(at[0]) : NO_E7
        lat[row] = at ? toE7(at[1]) : NO_E7
      }
      if (precision && country) {
        precision[row] = place ? PRECISION_INDEX[place.precision]! : 0
        country[row] = countryIndex(place?.country)
      }
      return true
    }
  },
  unpack(columns, row) {
    const lon = (columns.lon as Int32Array | undefined)?.[row] ?? NO_E7
    const precision = (columns.precision as Uint8Array | undefined)?.[row] ?? 0
    const country = (columns.country as Uint16Array | undefined)?.[row] ?? 0
    if (lon === NO_E7 && precision === 0 && country === 0) return undefined
    const place: { -readonly [K in keyof PlaceValue]: PlaceValue[K] } = { precision: PRECISIONS[precision] ?? 'none', reason: 'given' }
    if (lon !== NO_E7) place.at = [fromE7(lon), fromE7((columns.lat as Int32Array)[row]!)]
    if (country !== 0) place.country = COUNTRIES[country]!
    return place
  },
}

const spanConverter: Converter = {
  writer(columns) {
    const { from, to } = columns as { from?: Int32Array; to?: Int32Array }
    if (!from || !to) return writesNothing
    return (row, value) => {
      const span = value as SpanValue | undefined
      from[row] = span ? wholeMinutes(span.from) : NO_MINUTE
      to[row] = span ? wholeMinutes(span.to) : NO_MINUTE
      return true
    }
  },
  unpack(columns, row) {
    const from = (columns.from as Int32Array | undefined)?.[row] ?? NO_MINUTE
    if (from === NO_MINUTE) return undefined
    return { words: '', from: from * 60, to: (columns.to as Int32Array)[row]! * 60 } satisfies SpanValue
  },
}

/** Fills rows with what stands for nothing, in every column but those named. */
export function fillAbsent(kind: KindDeclaration, columns: Columns, from: number, to: number, but: ReadonlySet<string> = new Set()): void {
  for (const spec of columnSpecs(kind)) {
    const column = columns[spec.name]
    if (!column || spec.type === 'id16' || but.has(spec.name)) continue
    const absent = absentValue(kind, spec)
    if (typeof absent === 'bigint') (column as BigUint64Array).fill(absent, from, to)
    else (column as Int32Array).fill(absent, from, to)
  }
}
