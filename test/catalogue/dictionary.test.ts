import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Dictionary } from '../../shared/catalogue/words/dictionary.ts'
import { sortedRows } from '../../shared/catalogue/newest-first.ts'
import { IdMap } from '../../shared/catalogue/id-map.ts'
import { binsOf } from '../../shared/catalogue/timeline.ts'

describe('the dictionary of words', () => {
  it('numbers each word once and finds all that begin alike, sorted or not', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.string({ unit: fc.constantFrom('a', 'b', 'é', '中'), minLength: 1, maxLength: 5 }), fc.boolean()), { maxLength: 200 }), fc.string({ unit: fc.constantFrom('a', 'b', 'é', '中'), maxLength: 3 }), (words, prefix) => {
      const dictionary = new Dictionary()
      const numbers = new Map<string, number>()
      for (const [word, sort] of words) {
        const number = dictionary.number(`x${word}y`, 1, word.length + 1)
        expect(numbers.get(word) ?? number).toBe(number)
        numbers.set(word, number)
        if (sort) dictionary.sort()
      }
      expect(dictionary.size).toBe(numbers.size)
      const expected = [...numbers].filter(([word]) => word.startsWith(prefix)).map(([, number]) => number)
      expect([...dictionary.beginningWith(prefix)].sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b))
    }))
  })

  it('grows to as many words as there are ids', () => {
    const dictionary = new Dictionary()
    for (let n = 0; n < 150_000; n++) {
      dictionary.number(`id${n}`, 0, `id${n}`.length)
      if (n % 8192 === 0) dictionary.sort()
    }
    expect(dictionary.size).toBe(150_000)
    expect(dictionary.beginningWith('id14999')).toHaveLength(11)
    expect(dictionary.number('id77', 0, 4)).toBe(77)
  })
})

describe('the order of rows', () => {
  it('is that of a plain sort', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff }), fc.constantFrom(-0x8000_0000, 0, 1, 65_535, 65_536)), { maxLength: 300 }), (list) => {
      const keys = Int32Array.from(list)
      expect([...sortedRows(keys, keys.length)]).toEqual([...keys.keys()].sort((a, b) => keys[b]! - keys[a]! || b - a))
    }))
  })
})

describe('the map of ids', () => {
  it('finds every row by its id, growing, and none by another', () => {
    const count = 20_000
    // Worst case on purpose: the ids differ only in their last bytes.
    const bytes = new Uint8Array(count * 16)
    const words = new Uint32Array(bytes.buffer)
    for (let row = 0; row < count; row++) words[row * 4 + 3] = row
    const map = new IdMap()
    for (let row = 0; row < count; row++) expect(map.add(words, row)).toBe(-1)
    expect(map.add(words, 5)).toBe(5)
    const hex = (row: number) => Buffer.from(bytes.subarray(row * 16, row * 16 + 16)).toString('hex')
    for (const row of [0, 1, 777, count - 1]) expect(map.get(words, hex(row))).toBe(row)
    expect(map.get(words, 'ff'.repeat(16))).toBe(-1)
    expect(map.get(words, 'short')).toBe(-1)
  })
})

describe('bins of time', () => {
  const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / 86_400_000
  it('are as long as a timeline can show, and begin where people expect', () => {
    for (const [from, to, unit, first, count] of [
      ['2026-01-05', '2026-02-10', 'day', '2026-01-05', 37], ['2026-01-08', '2026-06-30', 'week', '2026-01-05', 26], ['2014-01-15', '2025-05-02', 'month', '2014-01-01', 137],
      ['1999-05-05', '2026-01-01', 'quarter', '1999-04-01', 108], ['1900-06-01', '2026-01-01', 'year', '1900-01-01', 127], ['1960-02-29', '1960-02-29', 'day', '1960-02-29', 1],
    ] as const) {
      const bins = binsOf(day(from), day(to))
      expect([bins.unit, bins.starts[0], bins.starts.length], from).toEqual([unit, day(first) * 86_400, count])
      for (let at = 0; at < bins.binOfDay.length; at++) {
        const seconds = (bins.firstDay + at) * 86_400
        const bin = bins.binOfDay[at]!
        expect(bins.starts[bin]! <= seconds && (bins.starts[bin + 1] ?? Infinity) > seconds).toBe(true)
      }
    }
  })
})
