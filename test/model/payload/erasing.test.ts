import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Patch, RecordId } from '../../../shared/model/change.ts'
import { ALIAS_FIELD } from '../../../shared/model/history/alias.ts'
import { idOfBytes, newRecordId } from '../../../shared/model/ids.ts'
import { tip } from '../../../shared/model/kinds/tip.ts'
import { encodeChunk, type BaseRow, type SectionName } from '../../../shared/model/payload/chunk.ts'
import { erasePatch, erasePatches, type Erased } from '../../../shared/model/payload/erase-patches.ts'
import { eraseRows } from '../../../shared/model/payload/erase-rows.ts'
import { offsetsOf, readSection, textBytesOf, widthOf } from '../../../shared/model/payload/section.ts'

const text = fc.string({ unit: fc.constantFrom('a', 'ب', '🚛', ' '), minLength: 1, maxLength: 6 })
const values = fc.record({
  what: text, contact: text, contactName: fc.constant('Nour'), persons: fc.integer({ min: 0, max: 100_000 }), danger: fc.constantFrom('no', 'possibly'), received: fc.constant(1_700_100_000), month: fc.integer({ min: 0, max: 700 }),
  cell: fc.constantFrom('85281dd7fffffff', '852a8b5bfffffff'), place: fc.constantFrom({ at: [8.1, 18.7], precision: 'settlement', reason: 'given', country: 'NER', name: 'Arlit' }, { precision: 'country', reason: 'given', country: 'LBY' }),
}, { requiredKeys: [] })
const chunks = fc.array(values, { minLength: 1, maxLength: 12 }).chain((fields) => fc.tuple(fc.constant(fields), fc.uniqueArray(fc.nat(fields.length - 1)), fc.dictionary(fc.constantFrom(...fields.keys()).map(String), fc.uniqueArray(fc.constantFrom('what', 'contact', 'contactName', 'place', 'persons', 'cell')))))

/** Every cell of a section as its bytes, by column and row: what "bit by bit" means. */
function cells(bytes: Uint8Array): Map<string, string[]> {
  const { rows, columns } = readSection(bytes)
  return new Map([...columns].map(([name, column]) => {
    const width = widthOf(column.type)
    const offsets = column.type === 'text' || column.type === 'json' ? offsetsOf(column.bytes, rows) : null
    return [name, Array.from({ length: rows }, (_, row) => {
      if (width !== undefined) return Buffer.from(column.bytes.subarray(row * width, (row + 1) * width)).toString('hex')
      if (!offsets) return Buffer.from(JSON.parse(Buffer.from(column.bytes).toString()) as string).toString('hex')
      return Buffer.from(textBytesOf(column.bytes, rows).subarray(offsets[row], offsets[row + 1])).toString('hex')
    })]
  }))
}
const fieldOf = (column: string) => ({ lon: 'place', lat: 'place', precision: 'place', country: 'place' })[column] ?? column.split('.')[0]!

describe('rows that are erased from a chunk', () => {
  it('leave every other row as it was, bit by bit, in every section, and in step', () => {
    fc.assert(fc.property(chunks, ([fields, gone, blanks]) => {
      const rows: BaseRow[] = fields.map((one) => ({ id: newRecordId(), fields: one }))
      const erasure = { rows: new Set(gone), fields: new Map(Object.entries(blanks).map(([row, names]) => [Number(row), new Set<string>(names)])) }
      for (const [name, bytes] of encodeChunk(tip, rows, 'ff'.repeat(16) as RecordId).sections) {
        const rest = eraseRows(bytes, erasure)
        const kept = rows.map((_, row) => row).filter((row) => !erasure.rows.has(row))
        if (kept.length === 0) {
          expect(rest).toBeNull()
          continue
        }
        const [before, after] = [cells(bytes), cells(rest!)]
        expect([...after.keys()]).toEqual([...before.keys()])
        const nothing = cells(encodeChunk(tip, [{ id: newRecordId(), fields: {} }], null).sections.get(name as SectionName) ?? bytes)
        for (const [column, said] of before) {
          expect(after.get(column)).toEqual(kept.map((row) => (erasure.fields.get(row)?.has(fieldOf(column)) && column !== 'id' ? (name.endsWith('.hot') ? nothing.get(column)![0] : '') : said[row])))
        }
        const { runs } = readSection(rest!)
        expect(runs.reduce((sum, run) => sum + run.rows, 0)).toBe(kept.length)
      }
    }), { numRuns: 300 })
  })

  it('are nowhere in the bytes: neither what they said nor their ids', () => {
    const rows: BaseRow[] = [{ id: newRecordId(), fields: { what: 'kept' } }, { id: newRecordId(), fields: { what: 'canary in words', contact: '+22790001122', contactName: 'canary' } }]
    for (const [name, bytes] of encodeChunk(tip, rows, null).sections) {
      const id = Buffer.from(rows[1]!.id, 'hex')
      // As a control: they were there.
      const holds = (one: Uint8Array) => Buffer.from(one).includes('canary') || Buffer.from(one).includes(id)
      if (name !== 'casework.hot') expect(holds(bytes), name).toBe(true)
      const rest = eraseRows(bytes, { rows: new Set([1]), fields: new Map() })!
      expect(holds(rest), name).toBe(false)
      if (name === 'geography.hot') expect(idOfBytes(readSection(rest).columns.get('id')!.bytes, 0)).toBe(rows[0]!.id)
    }
  })

  it('are not made of bytes of a newer version, and a row that is not there is no row', () => {
    const bytes = encodeChunk(tip, [{ id: newRecordId(), fields: { what: 'x' } }], null).sections.get('casework.cold')!
    expect(() => eraseRows(bytes, { rows: new Set([1]), fields: new Map() })).toThrow('shape')
    expect(eraseRows(bytes, { rows: new Set(), fields: new Map([[0, new Set(['danger'])]]) })).toBe(bytes)
  })
})

describe('patches of what is erased', () => {
  const [gone, other, third] = [newRecordId(), newRecordId(), newRecordId()]
  const erased = (more: Partial<Erased> = {}): Erased => ({ records: new Set([gone]), fields: new Map(), importRows: new Map(), quotes: [], ...more })
  const patch = (record: RecordId, kind: string, field: string, rest: Partial<Patch>): Patch => ({ record, kind, field, ...rest })

  it('go whole, with every link, alias and reference that names them; the rest is the very patch', () => {
    expect(erasePatch(patch(gone, 'tip', 'what', { value: 'words' }), erased())).toBeNull()
    expect(erasePatch(patch(other, 'tip', ALIAS_FIELD, { value: gone }), erased())).toBeNull()
    expect(erasePatch(patch(gone, 'tip', ALIAS_FIELD, { value: other }), erased())).toBeNull()
    expect(erasePatch(patch(other, 'case', 'tips', { add: [gone] }), erased())).toBeNull()
    expect(erasePatch(patch(other, 'case', 'tips', { add: [third, gone], remove: [gone] }), erased())).toEqual(patch(other, 'case', 'tips', { add: [third] }))
    expect(erasePatch(patch(other, 'case', 'tips', { value: [gone] }), erased())).toEqual(patch(other, 'case', 'tips', { value: [] }))
    expect(erasePatch(patch(other, 'tip', 'import', { value: gone, beside: [third] }), erased())).toEqual(patch(other, 'tip', 'import', { value: third }))
    const untouched = [patch(other, 'tip', 'what', { value: `says ${gone}` }), patch(other, 'case', 'tips', { add: [third] }), patch(other, 'case', 'tips', {})]
    expect(erasePatches(untouched, erased())).toBe(untouched)
  })

  it('of one field go, and those of the other fields stay', () => {
    const some = erased({ records: new Set(), fields: new Map([[other, new Set(['contact'])]]) })
    expect(erasePatch(patch(other, 'tip', 'contact', { value: '+227' }), some)).toBeNull()
    expect(erasePatch(patch(other, 'tip', 'what', { value: '+227' }), some)).toEqual(patch(other, 'tip', 'what', { value: '+227' }))
  })

  it('are quoted by no ledger: filters of a release, lines of an import, names of a scenario', () => {
    const some = erased({ quotes: ['Nour Haddad', '+227 90 00 11 22'], importRows: new Map([[other, new Set([7])]]) })
    expect(erasePatch(patch(other, 'release', 'request', { value: { filter: { words: 'nour  HADDAD', countries: ['NER'] } } }), some)!.value).toEqual({ filter: { words: '…', countries: ['NER'] } })
    expect(erasePatch(patch(other, 'scenario', 'name', { value: 'Teams for Nour Haddad' }), some)!.value).toBe('…')
    expect(erasePatch(patch(other, 'import', 'held', { value: [{ row: 9, sameAs: 7 }, { row: 10, sameAs: 2 }] }), some)!.value).toEqual([{ row: 10, sameAs: 2 }])
    expect(erasePatch(patch(other, 'import', 'refusals', { value: [{ row: 3, field: 'what', value: 'x +22790001133 y' }, { row: 4, field: 'what', value: 'call +227-90001122' }] }), some)!.value).toEqual([{ row: 3, field: 'what', value: 'x +22790001133 y' }, { row: 4, field: 'what', value: '…' }])
    // A part of another word is no quotation, and codes are never blanked.
    for (const one of [patch(other, 'scenario', 'name', { value: 'Nour Haddadine' }), patch(other, 'release', 'tlp', { value: 'TLP:AMBER' }), patch(other, 'tip', 'what', { value: 'Nour Haddad' })]) expect(erasePatch(one, some)).toBe(one)
  })
})
