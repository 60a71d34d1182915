import type { RecordId } from '../change.ts'
import { columnFields, type Columns } from '../column-values.ts'
import { allocateColumns, BYTES, columnSpecs, type AnyColumn } from '../columns.ts'
import type { Compartment } from '../compartment.ts'
import type { KindDeclaration } from '../field.ts'
import { ID_BYTES, writeId } from '../ids.ts'
import { ByteBuffer } from './byte-buffer.ts'
import { coldColumns, coldWriter, type ColdColumn } from './cold.ts'
import { PayloadError } from './patches.ts'
import { readSection, writeSection, type Heat, type NewSectionColumn, type Run } from './section.ts'

/** One row to store: its record's id and its values, checked by whoever read them. */
export interface BaseRow { readonly id: RecordId; readonly fields: Readonly<Record<string, unknown>> }

/**
 * A chunk's sections, each sealed by itself: `geography.hot`, `casework.hot`, `casework.cold`, and
 * `identities.cold` where a row has any. Rows stand in the same order in all; their ids lie in geography, and
 * again in every compartment that may be opened without it (all but casework).
 */
export type SectionName = `${Compartment}.${Heat}`
export interface ChunkSections {
  readonly kind: string
  readonly rows: number
  readonly sections: ReadonlyMap<SectionName, Uint8Array<ArrayBuffer>>
}

/** Which compartment and heat a section's name says. */
export function readSectionName(name: SectionName): { readonly compartment: Compartment; readonly heat: Heat } {
  const at = name.lastIndexOf('.')
  return { compartment: name.slice(0, at) as Compartment, heat: name.slice(at + 1) as Heat }
}

/** Writes one field of a row: into its columns, and what they cannot say into cold text. */
interface FieldWriter {
  readonly field: string
  hot: ((row: number, value: unknown) => boolean) | null
  readonly cold: (row: number, value: unknown, exact: boolean) => void
}

/** Collects rows of one import into a chunk's columns. Make one an import, and `clear` it after each chunk. */
export class ChunkBuilder {
  readonly #kind: KindDeclaration
  readonly #import: RecordId | null
  readonly #texts = new Map<string, TextColumn>()
  readonly #writers: readonly FieldWriter[]
  readonly #rowBytes: number
  #columns: Columns
  #capacity = 4096
  #textBytes = 0
  rows = 0

  constructor(kind: KindDeclaration, importId: RecordId | null) {
    this.#kind = kind
    this.#import = importId
    for (const column of coldColumns(kind)) this.#texts.set(column.name, new TextColumn(column, (bytes) => (this.#textBytes += bytes)))
    this.#writers = Object.entries(kind.fields).map(([field, declaration]) => ({ field, hot: null, cold: coldWriter(declaration, field, (column) => this.#texts.get(column)!) }))
    this.#rowBytes = columnSpecs(kind).reduce((sum, { type }) => sum + BYTES[type], 0)
    this.#columns = this.#allocate()
  }

  add(id: RecordId, fields: Readonly<Record<string, unknown>>): void {
    if (this.rows === this.#capacity) this.#grow()
    const row = this.rows++
    writeId(id, this.#columns.id as Uint8Array, row * ID_BYTES)
    for (const { field, hot, cold } of this.#writers) {
      const value = fields[field]
      const exact = hot === null ? false : hot(row, value)
      if (value !== undefined && value !== null) cold(row, value, exact)
    }
  }

  /** About what the sections will take, before compression and sealing. */
  get bytes(): number {
    return this.rows * this.#rowBytes + this.#textBytes
  }

  /** The sections so far. */
  finish(): ChunkSections {
    return assemble(this.#kind, this.rows, [{ import: this.#import, rows: this.rows }], this.#columns, 0, [...this.#texts.values()])
  }

  clear(): void {
    this.rows = 0
    this.#textBytes = 0
    for (const column of this.#texts.values()) column.clear()
  }

  #grow(): void {
    const before = this.#columns
    this.#capacity *= 2
    this.#columns = this.#allocate()
    for (const [name, column] of Object.entries(before)) (this.#columns[name] as Uint8Array).set(column as Uint8Array)
  }

  /** Columns of the capacity, with writers into them. */
  #allocate(): Columns {
    const columns = allocateColumns(this.#kind, this.#capacity, false) as unknown as Columns
    const hot = new Map(columnFields(this.#kind).map((column) => [column.field, column]))
    for (const writer of this.#writers) writer.hot = hot.get(writer.field)?.writer(columns) ?? null
    return columns
  }
}

/** Rows as one chunk. */
export function encodeChunk(kind: KindDeclaration, rows: Iterable<BaseRow>, importId: RecordId | null): ChunkSections {
  const builder = new ChunkBuilder(kind, importId)
  for (const { id, fields } of rows) builder.add(id, fields)
  return builder.finish()
}

/**
 * Rows that already stand in columns, a chunk at a time. `texts` gives the cold text of a row of the table by cold
 * column name (`coldColumns`). One for all chunks of a table: it uses its memory again.
 */
export class ColumnsEncoder {
  readonly #kind: KindDeclaration
  readonly #columns: Columns
  readonly #import: RecordId | null
  readonly #texts: readonly { readonly column: TextColumn; readonly of: (row: number) => string | undefined }[]

  constructor(kind: KindDeclaration, columns: Columns, importId: RecordId | null, texts: Readonly<Record<string, (row: number) => string | undefined>> = {}) {
    this.#kind = kind
    this.#columns = columns
    this.#import = importId
    this.#texts = coldColumns(kind).filter(({ name }) => texts[name]).map((column) => ({ column: new TextColumn(column, () => {}), of: texts[column.name]! }))
  }

  /** The sections of rows `from` to `from + rows`. */
  encode(from: number, rows: number): ChunkSections {
    for (const { column, of } of this.#texts) {
      column.clear()
      for (let row = 0; row < rows; row++) {
        const text = of(from + row)
        if (text) column.put(row, text)
      }
    }
    return assemble(this.#kind, rows, [{ import: this.#import, rows }], this.#columns, from, this.#texts.map(({ column }) => column))
  }
}

function assemble(kind: KindDeclaration, rows: number, runs: readonly Run[], columns: Columns, from: number, texts: readonly TextColumn[]): ChunkSections {
  const parts = new Map<SectionName, NewSectionColumn[]>()
  const put = (name: SectionName, column: NewSectionColumn) => {
    const list = parts.get(name)
    if (list) list.push(column)
    else parts.set(name, [column])
  }
  for (const { name, type, compartment } of columnSpecs(kind)) {
    const column = columns[name]
    if (column) put(`${compartment}.hot`, { name, type, bytes: bytesOf(column, from, rows, BYTES[type]) })
  }
  for (const column of texts) {
    const written = column.finish(rows)
    if (written) put(`${column.compartment}.cold`, written)
  }
  const sections = new Map<SectionName, Uint8Array<ArrayBuffer>>()
  for (const [name, list] of parts) {
    const { compartment, heat } = readSectionName(name)
    const own = compartment === 'geography' || compartment === 'casework' ? [] : [{ name: 'id', type: 'id16' as const, bytes: bytesOf(columns.id!, from, rows, ID_BYTES) }]
    sections.set(name, writeSection({ heat, kind: kind.name, version: kind.version, compartment, rows, runs, columns: [...own, ...list] }))
  }
  return { kind: kind.name, rows, sections }
}

const bytesOf = (column: AnyColumn, from: number, rows: number, width: number) => new Uint8Array(column.buffer, column.byteOffset + from * width, rows * width)

/**
 * Copies a hot section's columns to rows `at` and on; columns that the section lacks are left as they are
 * (`filled` names the others; see `fillAbsent`), columns that the kind lacks are passed over.
 * @throws PayloadError
 */
export function decodeHot(bytes: Uint8Array, kind: KindDeclaration, columns: Columns, at: number): { readonly rows: number; readonly runs: readonly Run[]; readonly filled: readonly string[] } {
  const section = readSection(bytes)
  const filled: string[] = []
  if (section.kind !== kind.name || section.heat !== 'hot') throw new PayloadError('shape')
  for (const { name, type } of columnSpecs(kind)) {
    const stored = section.columns.get(name)
    const column = columns[name]
    if (!stored || !column) continue
    if (stored.type !== type) throw new PayloadError('shape')
    bytesOf(column, at, section.rows, BYTES[type]).set(stored.bytes)
    filled.push(name)
  }
  return { rows: section.rows, runs: section.runs, filled }
}

/** How many rows a section has and whose they are, without opening its columns. */
export function sizeOfSection(bytes: Uint8Array): { readonly rows: number; readonly runs: readonly Run[]; readonly kind: string } {
  const { rows, runs, kind } = readSection(bytes)
  return { rows, runs, kind }
}

/** One cold column while rows are added: UTF-8 with an offset a row, and whether all rows say the same. */
class TextColumn {
  readonly #column: ColdColumn
  #text = new ByteBuffer()
  #ends = new Uint32Array(4096)
  #rows = 0
  #first: string | undefined
  #same = true

  readonly #grew: (bytes: number) => void

  /** `grew` hears how many bytes each text took. */
  constructor(column: ColdColumn, grew: (bytes: number) => void) {
    this.#column = column
    this.#grew = grew
  }

  get compartment(): Compartment {
    return this.#column.compartment
  }

  put(row: number, text: string): void {
    if (this.#rows === 0 && row === 0) this.#first = text
    else if (this.#same && (row !== this.#rows || text !== this.#first)) this.#same = false
    this.#fill(row)
    const before = this.#text.length
    this.#text.text(text)
    this.#grew(this.#text.length - before + 4)
    this.#push(this.#text.length)
  }

  /** The column so far; its bytes are views that the next `put` or `clear` may change. */
  finish(rows: number): NewSectionColumn | null {
    if (this.#rows === 0) return null
    const { name, type } = this.#column
    if (this.#same && this.#rows === rows) return { name, type: 'same', bytes: new TextEncoder().encode(JSON.stringify(this.#first)) }
    const offsets = new Uint32Array(rows + 1)
    offsets.set(this.#ends.subarray(0, this.#rows), 1)
    offsets.fill(this.#text.length, this.#rows + 1)
    return { name, type, bytes: [new Uint8Array(offsets.buffer), this.#text.view()] }
  }

  clear(): void {
    this.#text.length = 0
    this.#rows = 0
    this.#first = undefined
    this.#same = true
  }

  #fill(row: number): void {
    while (this.#rows < row) this.#push(this.#text.length)
  }

  #push(end: number): void {
    if (this.#rows === this.#ends.length) {
      const grown = new Uint32Array(this.#ends.length * 2)
      grown.set(this.#ends)
      this.#ends = grown
    }
    this.#ends[this.#rows++] = end
  }
}
