import { absentValue, columnSpecs, type ColumnSpec } from '../columns.ts'
import type { KindDeclaration } from '../field.ts'
import { kindOf } from '../kinds/kinds.ts'
import { ByteBuffer } from './byte-buffer.ts'
import { PayloadError } from './patches.ts'
import { offsetsOf, readSection, textBytesOf, widthOf, writeSection, type Run, type Section, type SectionColumn } from './section.ts'

/** Rows that a folded segment holds at most (a single larger section stays whole). */
export const SEGMENT_ROWS = 65_536

/** Sections of whole chunks in order, by groups that each fit a segment. */
export function planSegments(rows: readonly number[], limit = SEGMENT_ROWS): readonly (readonly number[])[] {
  const groups: number[][] = []
  let held = 0
  rows.forEach((count, index) => {
    const last = groups.at(-1)
    if (last && held + count <= limit) {
      last.push(index)
      held += count
    } else {
      groups.push([index])
      held = count
    }
  })
  return groups
}

/**
 * Joins sections of the same kind, compartment and heat into one, rows in order. `commit` names the chunk's
 * commit for a section whose runs do not name it yet. Pure: the same sections give the same bytes. A column
 * that one of them lacks is absent in its rows.
 * @throws PayloadError
 */
export function foldSections(parts: readonly { readonly bytes: Uint8Array; readonly commit?: string }[]): Uint8Array<ArrayBuffer> {
  const sections = parts.map(({ bytes }) => readSection(bytes))
  const first = sections[0]
  if (!first) throw new PayloadError('shape')
  for (const section of sections) {
    if (section.kind !== first.kind || section.compartment !== first.compartment || section.heat !== first.heat || section.version !== first.version) throw new PayloadError('shape')
  }
  const rows = sections.reduce((sum, section) => sum + section.rows, 0)
  const runs: Run[] = sections.flatMap((section, index) => section.runs.map((run) => ({ import: run.import, ...commitOf(run, parts[index]!.commit), rows: run.rows })))
  const kind = kindOf(first.kind)
  const columns: SectionColumn[] = []
  for (const name of new Set(sections.flatMap((section) => [...section.columns.keys()]))) {
    const spec = kind && columnSpecs(kind).find((candidate) => candidate.name === name)
    const raw = widthOf(sections.find((section) => section.columns.has(name))!.columns.get(name)!.type) !== undefined
    columns.push(raw ? joinRaw(name, sections, rows, kind, spec) : joinTexts(name, sections, rows))
  }
  return writeSection({ heat: first.heat, kind: first.kind, version: first.version, compartment: first.compartment, rows, runs, columns })
}

function commitOf(run: Run, commit: string | undefined): { commit?: string } {
  const named = run.commit ?? commit
  return named === undefined ? {} : { commit: named }
}

function joinRaw(name: string, sections: readonly Section[], rows: number, kind: KindDeclaration | undefined, spec: ColumnSpec | undefined): SectionColumn {
  const { type } = sections.find((section) => section.columns.has(name))!.columns.get(name)!
  const width = widthOf(type)
  if (width === undefined) throw new PayloadError('shape')
  const bytes = new Uint8Array(rows * width)
  let at = 0
  for (const section of sections) {
    const column = section.columns.get(name)
    if (column && column.type !== type) throw new PayloadError('shape')
    if (column) bytes.set(column.bytes, at)
    else if (kind && spec) fillOne(bytes.subarray(at, at + section.rows * width), spec, absentValue(kind, spec))
    at += section.rows * width
  }
  return { name, type, bytes }
}

function fillOne(bytes: Uint8Array, spec: ColumnSpec, absent: number | bigint): void {
  if (spec.type === 'u8') bytes.fill(Number(absent))
  else if (spec.type === 'u16') new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2).fill(Number(absent))
  else if (spec.type === 'i32') new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4).fill(Number(absent))
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function joinTexts(name: string, sections: readonly Section[], rows: number): SectionColumn {
  const stored = sections.map((section) => section.columns.get(name))
  const sames = stored.map((column) => (column?.type === 'same' ? decoder.decode(column.bytes) : undefined))
  if (sames.every((same) => same !== undefined && same === sames[0])) return { name, type: 'same', bytes: encoder.encode(sames[0]) }
  const type = stored.find((column) => column?.type === 'json') ? 'json' : 'text'
  const text = new ByteBuffer(1 << 16)
  const ends = new Uint32Array(rows + 1)
  let at = 0
  sections.forEach((section, index) => {
    const column = stored[index]
    const same = sames[index]
    if (same !== undefined) {
      const value = JSON.parse(same) as string
      for (let row = 0; row < section.rows; row++) {
        text.text(value)
        ends[++at] = text.length
      }
    } else if (column) {
      const offsets = offsetsOf(column.bytes, section.rows)
      const before = text.length
      text.bytes(textBytesOf(column.bytes, section.rows))
      for (let row = 1; row <= section.rows; row++) ends[++at] = before + offsets[row]!
    } else {
      ends.fill(text.length, at + 1, at + 1 + section.rows)
      at += section.rows
    }
  })
  const bytes = new Uint8Array(ends.byteLength + text.length)
  bytes.set(new Uint8Array(ends.buffer))
  bytes.set(text.view(), ends.byteLength)
  return { name, type, bytes }
}
