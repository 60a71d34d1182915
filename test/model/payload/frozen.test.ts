import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Patch, RecordId } from '../../../shared/model/change.ts'
import { fillAbsent, type Columns } from '../../../shared/model/column-values.ts'
import { allocateColumns } from '../../../shared/model/columns.ts'
import { idOfBytes } from '../../../shared/model/ids.ts'
import { tip } from '../../../shared/model/kinds/tip.ts'
import { decodeHot, encodeChunk, type BaseRow, type SectionName } from '../../../shared/model/payload/chunk.ts'
import { ColdSection, rowValues } from '../../../shared/model/payload/cold.ts'
import { decodePatches, encodePatches } from '../../../shared/model/payload/patches.ts'
import { readSection } from '../../../shared/model/payload/section.ts'

/**
 * Payloads as version 1 wrote them, which must open for ever. `test/vectors/payload-1.json` is never written
 * again: a change of format gets a file of its own beside it.
 */
interface Frozen {
  readonly rows: readonly BaseRow[]
  readonly import: RecordId
  readonly sections: Readonly<Record<string, string>>
  readonly patches: readonly Patch[]
  readonly part: string
}
const frozen = JSON.parse(readFileSync('test/vectors/payload-1.json', 'utf8')) as Frozen
const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))

describe('payloads of version 1', () => {
  it('open to the rows that were written', () => {
    const columns = allocateColumns(tip, frozen.rows.length, false) as unknown as Columns
    fillAbsent(tip, columns, 0, frozen.rows.length)
    const cold: ColdSection[] = []
    for (const [name, text] of Object.entries(frozen.sections)) {
      if (!name.endsWith('.hot')) cold.push(new ColdSection(bytes(text)))
      else expect(decodeHot(bytes(text), tip, columns, 0).runs).toEqual([{ import: frozen.import, rows: frozen.rows.length }])
    }
    frozen.rows.forEach(({ id, fields }, row) => {
      expect(idOfBytes(columns.id as Uint8Array, row * 16)).toBe(id)
      expect(rowValues(tip, (field) => field.unpack(columns, row), (column) => cold.map((section) => section.text(column, row)).find((text) => text !== undefined))).toEqual(fields)
    })
  })

  it('open to the patches that were written', () => {
    expect(decodePatches(bytes(frozen.part))).toEqual(frozen.patches)
  })

  it('are still what this program writes, column by column; fields may be added', () => {
    const { sections } = encodeChunk(tip, frozen.rows, frozen.import)
    for (const [name, text] of Object.entries(frozen.sections)) {
      const written = readSection(sections.get(name as SectionName)!)
      for (const [column, { type, bytes: held }] of readSection(bytes(text)).columns) {
        expect([column, written.columns.get(column)?.type], name).toEqual([column, type])
        expect(Buffer.from(written.columns.get(column)!.bytes).equals(held), `${name} ${column}`).toBe(true)
      }
    }
    expect(Buffer.from(encodePatches(frozen.patches)).toString('base64')).toBe(frozen.part)
  })
})
