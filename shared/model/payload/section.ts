import { z } from 'zod'
import { ID_PATTERN } from '../ids.ts'
import { PayloadError } from './patches.ts'

/**
 * A section: the columns of many rows of one kind that are sealed together, hot (numbers, copied straight into
 * memory) or cold (texts, opened on demand). Chunks of an import and folded segments have the same form.
 *
 * Format, version 1, little-endian:
 *
 *   0  4 bytes  "VGLS"
 *   4  u8       version, 1
 *   5  u8       0 hot, 1 cold
 *   6  u16      0
 *   8  u32      rows
 *   12 u32      bytes of the directory
 *   16          directory: JSON, UTF-8 (below), then zeros up to a multiple of 8
 *               columns, each beginning at a multiple of 8 after the directory
 *
 * Directory: `{kind, version, compartment, runs: [{import, commit?, rows}], columns: [{name, type, at, bytes}]}`;
 * `version` is the kind's, `at` counts from the end of the padded directory, `runs` says which import
 * (and, once folded, which commit) each stretch of rows came by.
 *
 * Types: `u8 u16 i32 u64 f64 id16` raw; `text` and `json`: u32 offsets (rows + 1) into UTF-8 that follows,
 * an empty stretch being none; `same`: JSON, one value of every row. Readers go by name: a column that is
 * missing is absent in every row, one that is unknown is passed over, so fields can be added later.
 */
export const SECTION_VERSION = 1
export type ColdType = 'text' | 'json' | 'same' | 'f64'
export type SectionColumnType = 'u8' | 'u16' | 'i32' | 'u64' | 'id16' | ColdType
export type Heat = 'hot' | 'cold'

const MAGIC = 0x534c4756
const HEAD = 16
const count = z.number().int().nonnegative().max(0xffff_ffff)
const directorySchema = z.object({
  kind: z.string().min(1).max(64),
  version: count,
  compartment: z.string().min(1).max(64),
  runs: z.array(z.object({ import: z.string().regex(ID_PATTERN).nullable(), commit: z.string().regex(ID_PATTERN).optional(), rows: count })),
  columns: z.array(z.object({ name: z.string().min(1).max(80), type: z.string().max(8), at: count, bytes: count })),
})

/** Rows of one import, in order; `commit` names the chunk's commit once it is known. */
export interface Run { readonly import: string | null; readonly commit?: string; readonly rows: number }
export interface SectionColumn { readonly name: string; readonly type: SectionColumnType; readonly bytes: Uint8Array }
export interface Section {
  readonly heat: Heat
  readonly kind: string
  readonly version: number
  readonly compartment: string
  readonly rows: number
  readonly runs: readonly Run[]
  /** Views into the section's bytes. */
  readonly columns: ReadonlyMap<string, SectionColumn>
}

const align = (bytes: number) => (bytes + 7) & ~7
const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })

const WIDTHS: Readonly<Partial<Record<SectionColumnType, number>>> = { u8: 1, u16: 2, i32: 4, u64: 8, f64: 8, id16: 16 }
/** Bytes a row of a raw column; undefined for `text`, `json` and `same`. */
export const widthOf = (type: SectionColumnType) => WIDTHS[type]

/** A column to write, in pieces that follow one another, so that nobody need join them first. */
export interface NewSectionColumn { readonly name: string; readonly type: SectionColumnType; readonly bytes: Uint8Array | readonly Uint8Array[] }

const piecesOf = ({ bytes }: NewSectionColumn): readonly Uint8Array[] => (bytes instanceof Uint8Array ? [bytes] : bytes)

/** Writes a section; columns are copied. */
export function writeSection(section: Omit<Section, 'columns'> & { readonly columns: readonly NewSectionColumn[] }): Uint8Array<ArrayBuffer> {
  let at = 0
  const directory = section.columns.map((column) => {
    const bytes = piecesOf(column).reduce((sum, piece) => sum + piece.byteLength, 0)
    const entry = { name: column.name, type: column.type, at, bytes }
    at = align(at + bytes)
    return entry
  })
  const text = encoder.encode(JSON.stringify({ kind: section.kind, version: section.version, compartment: section.compartment, runs: section.runs, columns: directory }))
  const start = align(HEAD + text.length)
  const out = new Uint8Array(start + at)
  const head = new DataView(out.buffer)
  head.setUint32(0, MAGIC, true)
  out[4] = SECTION_VERSION
  out[5] = section.heat === 'hot' ? 0 : 1
  head.setUint32(8, section.rows, true)
  head.setUint32(12, text.length, true)
  out.set(text, HEAD)
  section.columns.forEach((column, index) => {
    let to = start + directory[index]!.at
    for (const piece of piecesOf(column)) {
      out.set(piece, to)
      to += piece.byteLength
    }
  })
  return out
}

/**
 * Reads a section's directory; columns are views, nothing is copied. Trailing bytes (padding) are ignored.
 * @throws PayloadError
 */
export function readSection(bytes: Uint8Array): Section {
  if (bytes.byteLength < HEAD) throw new PayloadError('shape')
  const head = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (head.getUint32(0, true) !== MAGIC) throw new PayloadError('shape')
  if (bytes[4] !== SECTION_VERSION) throw new PayloadError('version')
  const rows = head.getUint32(8, true)
  const length = head.getUint32(12, true)
  const start = align(HEAD + length)
  if (start > bytes.byteLength) throw new PayloadError('shape')
  let directory: z.infer<typeof directorySchema>
  try {
    directory = directorySchema.parse(JSON.parse(decoder.decode(bytes.subarray(HEAD, HEAD + length))))
  } catch (cause) {
    throw new PayloadError('shape', cause)
  }
  const columns = new Map<string, SectionColumn>()
  for (const { name, type, at, bytes: size } of directory.columns) {
    const width = WIDTHS[type as SectionColumnType]
    if (start + at + size > bytes.byteLength || (width !== undefined && size !== rows * width)) throw new PayloadError('shape')
    const column = bytes.subarray(start + at, start + at + size)
    if (type === 'text' || type === 'json') checkOffsets(column, rows)
    columns.set(name, { name, type: type as SectionColumnType, bytes: column })
  }
  if (directory.runs.reduce((sum, run) => sum + run.rows, 0) !== rows) throw new PayloadError('shape')
  const runs = directory.runs.map((run) => ({ import: run.import, rows: run.rows, ...(run.commit !== undefined && { commit: run.commit }) }))
  return { heat: bytes[5] === 0 ? 'hot' : 'cold', kind: directory.kind, version: directory.version, compartment: directory.compartment, rows, runs, columns }
}

function checkOffsets(column: Uint8Array, rows: number): void {
  const table = (rows + 1) * 4
  if (column.byteLength < table) throw new PayloadError('shape')
  const offsets = offsetsOf(column, rows)
  let before = 0
  if (offsets[0] !== 0) throw new PayloadError('shape')
  for (let i = 1; i <= rows; i++) {
    const offset = offsets[i]!
    if (offset < before) throw new PayloadError('shape')
    before = offset
  }
  if (table + before !== column.byteLength) throw new PayloadError('shape')
}

/** The offset table of a `text` or `json` column (rows + 1 entries); a view where alignment allows. */
export function offsetsOf(column: Uint8Array, rows: number): Uint32Array {
  const table = (rows + 1) * 4
  if (column.byteOffset % 4 === 0) return new Uint32Array(column.buffer, column.byteOffset, rows + 1)
  return new Uint32Array(column.slice(0, table).buffer)
}

/** The UTF-8 that follows the offset table. */
export const textBytesOf = (column: Uint8Array, rows: number) => column.subarray((rows + 1) * 4)
