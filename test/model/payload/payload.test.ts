import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Patch, RecordId } from '../../../shared/model/change.ts'
import { columnFields, fillAbsent, type Columns } from '../../../shared/model/column-values.ts'
import { absentValue, allocateColumns, columnSpecs } from '../../../shared/model/columns.ts'
import { newRecordId, idOfBytes } from '../../../shared/model/ids.ts'
import { tip } from '../../../shared/model/kinds/tip.ts'
import { decodeHot, encodeChunk, type BaseRow, type SectionName } from '../../../shared/model/payload/chunk.ts'
import { ColdSection, rowValues } from '../../../shared/model/payload/cold.ts'
import { decodePatches, encodePatches, joinParts, PayloadError, splitByCompartment } from '../../../shared/model/payload/patches.ts'
import { readSection } from '../../../shared/model/payload/section.ts'
import { foldSections, planSegments } from '../../../shared/model/payload/segment.ts'

const file = 'ff'.repeat(16) as RecordId
const full: BaseRow = {
  id: newRecordId(),
  fields: {
    danger: 'no', place: { at: [8.1234567, 18.7], precision: 'settlement', reason: 'gazetteer', country: 'NER', region: 'NE.02', name: 'أرليت' },
    when: { words: 'two nights ago', from: 1_700_000_040, to: 1_700_086_440 }, what: 'Lorry, 14 people 🚛', received: 1_700_100_000, channel: 'sms', form: 'forced-labour',
    source: 'B', information: '2', persons: 14, contact: '+22790123456', contactName: 'Zeynab', externalId: 'X-1', doubts: ['crowded-point', 'date-order-guessed'], importRow: 17, segment: 1234, cell: '85281dd7fffffff', month: 646,
  },
}
const rows: BaseRow[] = [
  { id: newRecordId(), fields: { what: 'only text', persons: 70_000 } },
  full,
  { id: newRecordId(), fields: {} },
  { id: newRecordId(), fields: { place: { precision: 'country', reason: 'no-coordinates', country: 'LBY' }, persons: 2.5, danger: 'yes-now' } },
]

/** What a ring that opens these sections reads of every row. */
function read(sections: ReadonlyMap<SectionName, Uint8Array>, names: SectionName[], count: number) {
  const columns = allocateColumns(tip, count + 3, false) as unknown as Columns
  fillAbsent(tip, columns, 0, count + 3)
  const cold: ColdSection[] = []
  for (const name of names) {
    const bytes = sections.get(name)
    if (!bytes) continue
    if (name.endsWith('.hot')) decodeHot(bytes, tip, columns, 3)
    else cold.push(new ColdSection(bytes))
  }
  return Array.from({ length: count }, (_, row) => ({
    id: idOfBytes(columns.id as Uint8Array, (row + 3) * 16),
    fields: rowValues(tip, (field) => field.unpack(columns, row + 3), (column) => cold.map((section) => section.text(column, row)).find((text) => text !== undefined)),
  }))
}
const ALL: SectionName[] = ['geography.hot', 'casework.hot', 'casework.cold', 'identities.cold']
const sorted = (row: BaseRow) => ({ id: row.id, fields: { ...row.fields, ...(row.fields.doubts ? { doubts: [...(row.fields.doubts as string[])].sort() } : {}) } })

describe('a chunk of imported rows', () => {
  it('gives every value of every row back', () => {
    const { sections } = encodeChunk(tip, rows, file)
    expect(read(sections, ALL, rows.length)).toEqual(rows.map(sorted))
  })

  it('shows a ring with geography alone no text, no point, no time of day', () => {
    const { sections } = encodeChunk(tip, rows, file)
    expect(read(sections, ['geography.hot'], rows.length)[1]).toEqual({
      id: full.id,
      fields: { place: { precision: 'settlement', reason: 'given', country: 'NER' }, channel: 'sms', form: 'forced-labour', source: 'B', information: '2', segment: 1234, cell: '85281dd7fffffff', month: 646 },
    })
    const geography = new TextDecoder('latin1').decode(sections.get('geography.hot'))
    for (const secret of ['Lorry', 'Zeynab', '9012', 'nights', 'X-1']) expect(geography).not.toContain(secret)
    const casework = [...sections].filter(([name]) => name.startsWith('casework')).map(([, bytes]) => new TextDecoder('latin1').decode(bytes)).join()
    expect(casework).toContain('Lorry')
    for (const secret of ['Zeynab', '+22790123456']) expect(casework).not.toContain(secret)
  })

  it('makes a section of identities only where a row has one', () => {
    expect([...encodeChunk(tip, [rows[0]!], file).sections.keys()]).toEqual(['geography.hot', 'casework.hot', 'casework.cold'])
    const identities = readSection(encodeChunk(tip, rows, file).sections.get('identities.cold')!)
    expect(idOfBytes(identities.columns.get('id')!.bytes, 16)).toBe(full.id)
  })

  it('writes the same bytes for the same rows', () => {
    expect(encodeChunk(tip, rows, file)).toEqual(encodeChunk(tip, rows, file))
  })

  it('folds into one segment that reads as the chunks did', () => {
    const halves = [rows.slice(0, 2), rows.slice(2)].map((part, n) => ({ part, commit: `${n}`.padStart(32, '0'), ...encodeChunk(tip, part, file) }))
    const folded = new Map<SectionName, Uint8Array>()
    for (const name of ALL.slice(0, 3)) folded.set(name, foldSections(halves.map(({ sections, commit }) => ({ bytes: sections.get(name) ?? encodeChunk(tip, [], file).sections.get(name)!, commit }))))
    const { contact: _contact, contactName: _name, ...seen } = full.fields
    expect(read(folded, ALL, rows.length)).toEqual(rows.map(sorted).map((row) => (row.id === full.id ? { id: row.id, fields: { ...seen, doubts: [...(seen.doubts as string[])].sort() } } : row)))
    expect(readSection(folded.get('geography.hot')!).runs).toEqual(halves.map(({ commit, rows: count }) => ({ import: file, commit, rows: count })))
    expect(planSegments([30_000, 30_000, 6000, 70_000, 1], 65_536)).toEqual([[0, 1], [2], [3], [4]])
  })

  it('puts what stands for nothing into rows of an older section that lacks a column', () => {
    const { sections } = encodeChunk(tip, rows, file)
    const older = withoutColumn(sections.get('geography.hot')!, 'segment')
    const folded = foldSections([{ bytes: older }, { bytes: sections.get('geography.hot')! }])
    const columns = allocateColumns(tip, 8, false)
    decodeHot(folded, tip, columns as unknown as Columns, 0)
    expect([...columns.segment]).toEqual([-1, -1, -1, -1, -1, 1234, -1, -1])
  })

  it('refuses a newer version and damage, and never reads past the end', () => {
    const bytes = encodeChunk(tip, rows, file).sections.get('casework.cold')!
    const newer = bytes.slice()
    newer[4] = 2
    expect(() => readSection(newer)).toThrow(expect.objectContaining({ code: 'version' }))
    fc.assert(fc.property(fc.nat(bytes.length - 1), (length) => {
      // Cut inside the trailing zeros of the last column is no damage: padding may be stripped.
      try {
        const section = new ColdSection(bytes.slice(0, length))
        expect(section.rows).toBe(rows.length)
      } catch (error) {
        expect(error).toBeInstanceOf(PayloadError)
      }
    }))
    fc.assert(fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const damaged = bytes.slice()
      damaged[at]! ^= flip
      try {
        const section = new ColdSection(damaged)
        for (let row = 0; row < section.rows; row++) for (const column of ['what', 'place.name', 'when.words']) section.text(column, row)
      } catch (error) {
        expect(error instanceof PayloadError || error instanceof TypeError || error instanceof SyntaxError).toBe(true)
      }
    }))
  })
})

function withoutColumn(bytes: Uint8Array, name: string): Uint8Array {
  const text = new TextDecoder('latin1').decode(bytes)
  const at = text.indexOf(`"name":"${name}"`) + 8
  const copy = bytes.slice()
  copy[at] = 'z'.charCodeAt(0)
  return copy
}

describe('hot columns of a tip', () => {
  it('tell nothing from any value that can be set', () => {
    const columns = allocateColumns(tip, 1, false) as unknown as Columns
    for (const field of columnFields(tip)) {
      field.writer(columns)(0, undefined)
      expect(field.unpack(columns, 0), field.field).toBeUndefined()
    }
    // A tip without an answer must never look like one in danger.
    expect(absentValue(tip, columnSpecs(tip).find(({ name }) => name === 'danger')!)).toBe(3)
  })
})

describe('the patches of a small commit', () => {
  const patches: Patch[] = [
    { record: full.id, kind: 'tip', field: 'place', value: full.fields.place },
    { record: full.id, kind: 'tip', field: 'contactName', value: 'Zeynab' },
    { record: full.id, kind: 'tip', field: 'what', value: 'x' },
    { record: full.id, kind: 'tip', field: 'route' },
    { record: full.id, kind: 'tip', field: 'doubts', add: ['crowded-point'], remove: ['code-unknown'] },
  ]

  it('are split by compartment and joined again without loss', () => {
    const parts = splitByCompartment(patches)
    expect([...parts.keys()].sort()).toEqual(['casework', 'geography', 'identities'])
    const opened = new Map([...parts].map(([compartment, part]) => [compartment, decodePatches(encodePatches(part))]))
    expect([...joinParts(opened)].sort((a, b) => (a.field < b.field ? -1 : 1))).toEqual([...patches].sort((a, b) => (a.field < b.field ? -1 : 1)))
  })

  it('give geography the precision and country of a place, and nothing finer', () => {
    const geography = splitByCompartment(patches).get('geography')!
    expect(geography).toEqual([{ record: full.id, kind: 'tip', field: 'place', value: { precision: 'settlement', reason: 'gazetteer', country: 'NER' } }])
    expect(joinParts(new Map([['geography', geography]]))).toEqual(geography)
  })

  it('have one form, whatever the order of keys', () => {
    const one = encodePatches([{ record: full.id, kind: 'tip', field: 'place', value: { b: 1, a: [2, { d: 1, c: null }] } }])
    const other = encodePatches([{ field: 'place', kind: 'tip', value: { a: [2, { c: null, d: 1 }], b: 1 }, record: full.id }])
    expect(one).toEqual(other)
    expect(new TextDecoder().decode(one.subarray(1))).toBe(`[["${full.id}","tip","place",{"v":{"a":[2,{"c":null,"d":1}],"b":1}}]]`)
  })

  it('are refused where they are damaged or newer', () => {
    const bytes = encodePatches(patches)
    expect(() => decodePatches(bytes.subarray(0, bytes.length - 1))).toThrow(PayloadError)
    bytes[0] = 2
    expect(() => decodePatches(bytes)).toThrow(expect.objectContaining({ code: 'version' }))
  })
})
