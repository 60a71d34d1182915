import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import Papa from 'papaparse'
import { csvCell, csvLine, neutralise, previewSource, readRows } from '../../../shared/ingest/ingest.ts'
import { CsvReader } from '../../../shared/ingest/csv-reader.ts'
import { JsonReader } from '../../../shared/ingest/json-reader.ts'
import { BOXES, NOW, sourceFile } from '../../ingest/fixtures.ts'
import type { ImportMapping } from '../../../shared/ingest/contract.ts'
import { TellableError } from '../../../shared/model/message.ts'

type Event = ['row', number, string[]] | ['fault', number, string]

function csvEvents(pieces: readonly string[], maxRow?: number): Event[] {
  const events: Event[] = []
  const reader = new CsvReader(',', { row: (cells, row) => events.push(['row', row, [...cells]]), fault: (row, fault) => events.push(['fault', row, fault]) }, maxRow === undefined ? {} : { maxRow })
  for (const piece of pieces) reader.push(piece)
  reader.end()
  return events
}

function jsonEvents(pieces: readonly string[], layout: 'array' | 'lines'): unknown[] {
  const events: unknown[] = []
  const reader = new JsonReader(layout, { item: (value, item) => events.push([item, value]), fault: (item, fault) => events.push([item, fault]) })
  for (const piece of pieces) reader.push(piece)
  reader.end()
  return events
}

const isBlank = (cells: readonly string[]) => cells.every((cell) => cell.trim() === '')

/** A text cut at any places. */
function cutUp(text: string, cuts: readonly number[]): string[] {
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b)
  return [...places, text.length].map((end, i) => text.slice(i === 0 ? 0 : places[i - 1], end))
}

const MAPPED: ImportMapping = {
  headerRow: 0, delimiter: ',',
  columns: [{ column: 0, target: 'externalId' }, { column: 1, target: 'when.date' }, { column: 2, target: 'place.lat' }, { column: 3, target: 'place.lon' }, { column: 4, target: 'what' }],
}
const csvNoise = fc.string({ unit: fc.constantFrom('a', 'b', ',', '"', '"', '\n', '\r', '\r\n', ' ', ';', 'é', '0'), maxLength: 200 })
const cuts = fc.array(fc.nat(), { maxLength: 12 })
const RUNS = { numRuns: 1500 }

describe('any split of a text', () => {
  it('gives the same CSV rows, whole or broken', () => {
    fc.assert(fc.property(csvNoise, cuts, (text, at) => {
      expect(csvEvents(cutUp(text, at))).toEqual(csvEvents([text]))
    }), RUNS)
  })

  it('gives the same CSV rows, character by character', () => {
    fc.assert(fc.property(csvNoise, (text) => {
      expect(csvEvents([...text])).toEqual(csvEvents([text]))
    }), { numRuns: 500 })
  })

  it('gives the same JSON items', () => {
    const item = fc.oneof(fc.record({ a: fc.string(), b: fc.double({ noNaN: true }), c: fc.dictionary(fc.string(), fc.jsonValue()) }), fc.constant(7), fc.constant('x'))
    const broken = fc.constantFrom('', '{"a": oops}', '{"a": [}', '{"a": "\\', 'tru')
    fc.assert(fc.property(fc.array(item, { maxLength: 6 }), broken, cuts, (items, more, at) => {
      const text = `{"n": 1, "rows": [${items.map((value) => JSON.stringify(value)).join(', ')}${more === '' ? ']}' : `, ${more}`}`
      expect(jsonEvents(cutUp(text, at), 'array')).toEqual(jsonEvents([text], 'array'))
      const lines = items.map((value) => JSON.stringify(value)).join('\n')
      expect(jsonEvents(cutUp(lines, at), 'lines')).toEqual(jsonEvents([lines], 'lines'))
    }), RUNS)
  })

  it('gives the same fields, whatever the file and however its bytes are cut', async () => {
    const cell = fc.oneof(fc.constantFrom('2024-03-12', '12/03/2024', '30.1234', '-14.5', '1e999', 'unspecified location, Libya', '=1+1', '"a, b"', '', 'غريان', 'NaN', '__proto__', '12 March 2024', '"two\nlines"'), fc.string({ maxLength: 12 }))
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { maxLength: 12 })
    await fc.assert(fc.asyncProperty(rows, fc.integer({ min: 1, max: 64 }), async (table, sliceBytes) => {
      const text = `id,date,latitude,longitude,text\n${table.map((row) => row.join(',')).join('\n')}`
      const read = async (bytes: number) => {
        const file = sourceFile(text)
        const reading = readRows(file, MAPPED, BOXES, { now: NOW, sliceBytes: bytes })
        const kept = []
        for await (const batch of reading) kept.push(...batch.rows)
        const { counts, refusals, duplicates, doubts } = reading.report()
        expect(counts.kept + counts.refused + counts.duplicate).toBe(counts.read)
        return { kept, counts, refusals, duplicates, doubts }
      }
      expect(await read(sliceBytes)).toEqual(await read(1 << 20))
    }), { numRuns: 150 })
  })
})

describe('CSV against another reader', () => {
  it('well-formed files give the rows that PapaParse gives', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'b', ',', '"', '\n', ' ', 'ä', ';'), maxLength: 8 })
    fc.assert(fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 }), fc.constantFrom('\n', '\r\n', '\r'), (rows, end) => {
      const text = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join(end) + end
      // Blank rows are counted and not handed on.
      expect(csvEvents([text])).toEqual(rows.flatMap((cells, at) => (isBlank(cells) ? [] : [['row', at + 1, cells]])))
      expect(Papa.parse<string[]>(text, { delimiter: ',', newline: end as '\n', skipEmptyLines: true }).data).toEqual(rows)
    }), RUNS)
  })

  it('what is written can be read, and differs only by what keeps it from being run', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', '=', '+', '-', '@', '\t', '\r', '\n', '"', ',', ';', ' ', '1', "'"), maxLength: 10 }), { minLength: 2, maxLength: 5 }), (values) => {
      expect(csvEvents([csvLine(values)])).toEqual(isBlank(values.map(neutralise)) ? [] : [['row', 1, values.map(neutralise)]])
      for (const value of values) for (const line of neutralise(value).split(/\r\n|\r|\n/)) expect(/^[\s\u200b]*[=+\-@]/.test(line) && !/^[+-]?\d+(?:\.\d+)?$/.test(neutralise(value))).toBe(false)
      for (const value of values) expect(neutralise(value).replaceAll("'", '')).toBe(value.replaceAll("'", ''))
      expect(csvCell(values[0]).startsWith('=')).toBe(false)
    }), RUNS)
  })
})

describe('a file of anything', () => {
  it('is read or refused in a sentence, and never stops the program', async () => {
    const start = fc.constantFrom('', '[', '{"a": [', '{', '%PDF', 'a,b,c\n', '\ufeff', '<html>', '{"type":"FeatureCollection","features":[')
    await fc.assert(fc.asyncProperty(start, fc.uint8Array({ maxLength: 300 }), fc.string({ maxLength: 100 }), async (head, bytes, text) => {
      const content = new Uint8Array([...new TextEncoder().encode(head + text), ...(text.length % 2 ? bytes : [])])
      const file = sourceFile(content, 'anything')
      try {
        const { mapping, headers } = await previewSource(file)
        const columns = headers.length > 0 ? [{ column: 0, target: 'what' }, { column: 1, target: 'place.latlon' }, { column: 2, target: 'when' }] : mapping.columns
        const reading = readRows(file, { ...mapping, columns }, BOXES, { now: NOW })
        for await (const batch of reading) expect(batch.rows.length).toBeLessThanOrEqual(4096)
        const { counts } = reading.report()
        expect(counts.kept + counts.refused + counts.duplicate).toBe(counts.read)
      } catch (error) {
        if (!(error instanceof TellableError)) throw error
        expect(error.says.values?.['name'] ?? error.says.key).toBeTruthy()
      }
    }), { numRuns: 600 })
  })
})
