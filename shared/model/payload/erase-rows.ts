import { absentValue, columnSpecs } from '../columns.ts'
import { kindOf } from '../kinds/kinds.ts'
import { ByteBuffer } from './byte-buffer.ts'
import { coldColumns } from './cold.ts'
import { PayloadError } from './patches.ts'
import { offsetsOf, readSection, textBytesOf, widthOf, writeSection, type NewSectionColumn, type Section, type SectionColumn } from './section.ts'

/** What goes of a chunk. Every section of it loses the same rows, so that those that stay are in step. */
export interface RowErasure {
  /** Rows that go whole, by their place in the chunk. */
  readonly rows: ReadonlySet<number>
  /** Fields that go of rows that stay. */
  readonly fields: ReadonlyMap<number, ReadonlySet<string>>
}

/**
 * A section without what goes; null where no row of it stays, and the very bytes where nothing of it goes. What stays keeps
 * its order and its values bit by bit.
 * @throws PayloadError
 */
export function eraseRows(bytes: Uint8Array, { rows, fields }: RowErasure): Uint8Array | null {
  const section = readSection(bytes)
  for (const row of [...rows, ...fields.keys()]) if (row < 0 || row >= section.rows) throw new PayloadError('shape')
  const kept = Array.from({ length: section.rows }, (_, row) => row).filter((row) => !rows.has(row))
  if (kept.length === 0) return null
  const fieldOfColumn = columnFieldsByName(section.kind)
  const isBlank = (column: string) => {
    const field = fieldOfColumn.get(column)
    return (row: number) => field !== undefined && (fields.get(row)?.has(field) ?? false)
  }
  const touched = [...section.columns.keys()].some((name) => kept.some(isBlank(name)))
  if (rows.size === 0 && !touched) return bytes
  const columns = [...section.columns.values()].map((column) => (widthOf(column.type) === undefined ? keepTexts(section, column, kept, isBlank(column.name)) : keepRaw(section, column, kept, isBlank(column.name))))
  return writeSection({ ...section, rows: kept.length, runs: keptRuns(section, rows), columns })
}

/** Which field a column, hot or cold, belongs to. */
function columnFieldsByName(kindName: string): ReadonlyMap<string, string> {
  const kind = kindOf(kindName)
  if (!kind) return new Map()
  return new Map([...columnSpecs(kind).filter(({ name }) => name !== 'id'), ...coldColumns(kind)].map(({ name, field }) => [name, field]))
}

function keptRuns({ runs }: Section, gone: ReadonlySet<number>) {
  let at = 0
  return runs.flatMap((run) => {
    let rows = 0
    for (const end = at + run.rows; at < end; at++) rows += Number(!gone.has(at))
    return rows > 0 ? [{ ...run, rows }] : []
  })
}

function keepRaw({ kind }: Section, { name, type, bytes }: SectionColumn, kept: readonly number[], isBlank: (row: number) => boolean): NewSectionColumn {
  const width = widthOf(type)!
  const nothing = absentBytes(kind, name, width)
  const out = new Uint8Array(kept.length * width)
  kept.forEach((row, at) => out.set(isBlank(row) ? nothing : bytes.subarray(row * width, (row + 1) * width), at * width))
  return { name, type, bytes: out }
}

/** What stands for nothing in a raw column, as bytes. */
function absentBytes(kindName: string, column: string, width: number): Uint8Array {
  const bytes = new Uint8Array(8)
  const kind = kindOf(kindName)
  const spec = kind && columnSpecs(kind).find(({ name }) => name === column)
  const absent = kind && spec ? absentValue(kind, spec) : 0
  new DataView(bytes.buffer).setBigInt64(0, BigInt(absent), true)
  return bytes.subarray(0, width)
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function keepTexts(section: Section, { name, type, bytes }: SectionColumn, kept: readonly number[], isBlank: (row: number) => boolean): NewSectionColumn {
  const same = type === 'same' ? encoder.encode(JSON.parse(decoder.decode(bytes)) as string) : null
  if (same && !kept.some(isBlank)) return { name, type, bytes }
  const offsets = same ? null : offsetsOf(bytes, section.rows)
  const texts = same ? null : textBytesOf(bytes, section.rows)
  const out = new ByteBuffer(Math.max(1024, bytes.byteLength))
  const ends = new Uint32Array(kept.length + 1)
  kept.forEach((row, at) => {
    if (!isBlank(row)) out.bytes(same ?? texts!.subarray(offsets![row], offsets![row + 1]))
    ends[at + 1] = out.length
  })
  const stored = same ? typeOfCold(section.kind, name) : type
  return { name, type: stored, bytes: [new Uint8Array(ends.buffer), out.view()] }
}

function typeOfCold(kindName: string, column: string): 'text' | 'json' {
  const kind = kindOf(kindName)
  return (kind && coldColumns(kind).find(({ name }) => name === column)?.type) ?? 'text'
}
