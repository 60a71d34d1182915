import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundsOf, suppress, type CountSystem } from '../../shared/briefing/release/suppress.ts'

/**
 * What a reader can work out, by trying everything: all values that a hidden count can have given the printed
 * counts, every sum, and the words "under k" and "not shown". Independent of the way suppress() searches.
 */
function possible(system: CountSystem, hidden: ReadonlyMap<string, 'under' | 'withheld'>, k: number): Map<string, Set<number>> {
  const cap = Math.max(...system.counts.values()) + k
  const sums = system.relations.map(r => [{ id: r.total, sign: -1 }, ...r.parts.map(id => ({ id, sign: 1 }))])
  const ids = [...new Set(sums.flat().map(each => each.id))].filter(id => hidden.has(id))
  const seen = new Map(ids.map(id => [id, new Set<number>()]))
  const go = (values: Map<string, number>) => {
    let next: string | undefined
    let only: number | undefined
    for (const sum of sums) {
      const open = sum.filter(each => hidden.has(each.id) && !values.has(each.id))
      const rest = sum.reduce((all, each) => all + each.sign * (hidden.has(each.id) ? (values.get(each.id) ?? 0) : (system.counts.get(each.id) ?? 0)), 0)
      if (open.length === 0 && rest !== 0) return
      if (open.length === 1 && open[0]) {
        next = open[0].id
        only = -rest * open[0].sign
        break
      }
    }
    next ??= ids.find(id => !values.has(id))
    if (next === undefined) {
      for (const [id, value] of values) seen.get(id)?.add(value)
      return
    }
    const { low, high } = boundsOf(system.counts.get(next) ?? 0, hidden.get(next) ?? 'under', k)
    for (let value = only ?? low; value <= (only ?? Math.min(high, cap)); value++) if (value >= low && value <= high) go(new Map(values).set(next, value))
  }
  go(new Map())
  return seen
}

function oneWay(parts: readonly number[]): CountSystem {
  const counts = new Map(parts.map((value, i) => [`p${i}`, value]))
  counts.set('total', parts.reduce((a, b) => a + b, 0))
  return { counts, relations: [{ total: 'total', parts: parts.map((_, i) => `p${i}`) }] }
}

function twoWay(rows: readonly (readonly number[])[]): CountSystem {
  const counts = new Map<string, number>()
  const relations: { total: string; parts: string[] }[] = []
  const columns = rows[0]?.length ?? 0
  rows.forEach((row, r) => {
    row.forEach((value, c) => counts.set(`c${r}.${c}`, value))
    counts.set(`r${r}`, row.reduce((a, b) => a + b, 0))
    relations.push({ total: `r${r}`, parts: row.map((_, c) => `c${r}.${c}`) })
  })
  for (let c = 0; c < columns; c++) {
    counts.set(`k${c}`, rows.reduce((sum, row) => sum + (row[c] ?? 0), 0))
    relations.push({ total: `k${c}`, parts: rows.map((_, r) => `c${r}.${c}`) })
  }
  counts.set('all', rows.flat().reduce((a, b) => a + b, 0))
  relations.push({ total: 'all', parts: rows.map((_, r) => `r${r}`) })
  relations.push({ total: 'all', parts: Array.from({ length: columns }, (_, c) => `k${c}`) })
  return { counts, relations }
}

function expectProtected(system: CountSystem, k: number) {
  const { hidden } = suppress(system, k)
  const seen = possible(system, hidden, k)
  for (const [id, value] of system.counts) {
    if (value > 0 && value < k) expect(hidden.has(id), `${id} is small and printed`).toBe(true)
    if (hidden.get(id) !== 'under') continue
    for (let v = 1; v < k; v++) expect(seen.get(id)?.has(v) ?? true, `${id} cannot be ${v}: a reader can bound it`).toBe(true)
  }
}

describe('a small count', () => {
  it('is hidden, and a second with it where the total would give it back', () => {
    const { hidden, complements } = suppress(oneWay([31, 18, 9, 44, 3]), 5)
    expect(hidden.get('p4')).toBe('under')
    expect([...complements]).toEqual(['p2'])
  })

  it('stands alone where no sum is printed', () => {
    expect(suppress({ counts: new Map([['a', 3], ['b', 20]]), relations: [] }, 5).complements.size).toBe(0)
  })

  it('of one beside another of one is not given back by their sum of two', () => {
    expectProtected(oneWay([1, 1, 40, 12]), 5)
  })

  it('is protected when all of a row is small, and its total with it', () => {
    expectProtected(oneWay([1, 1, 1, 1]), 5)
    expectProtected(oneWay([2, 1]), 5)
    expectProtected(oneWay([3, 0, 0]), 5)
  })

  it('leaves zeros and counts of k or more printed where nothing small stands beside them', () => {
    expect(suppress(oneWay([0, 5, 9, 120]), 5).hidden.size).toBe(0)
  })

  it('cannot be worked out from a row of counts and its total, whatever the counts', () => {
    fc.assert(fc.property(fc.array(fc.nat(9), { minLength: 2, maxLength: 5 }), fc.constantFrom(3, 5), (parts, k) => expectProtected(oneWay(parts), k)), { numRuns: 500 })
  })

  it('cannot be worked out from a table with the totals of its rows and columns', () => {
    const table = fc.tuple(fc.integer({ min: 2, max: 3 }), fc.integer({ min: 2, max: 3 })).chain(([r, c]) => fc.array(fc.array(fc.nat(7), { minLength: c, maxLength: c }), { minLength: r, maxLength: r }))
    fc.assert(fc.property(table, rows => expectProtected(twoWay(rows), 3)), { numRuns: 200 })
  })

  it('would be caught by this test if its complement were printed', () => {
    const system = oneWay([31, 18, 9, 44, 3])
    const seen = possible(system, new Map([['p4', 'under']]), 5)
    expect([...(seen.get('p4') ?? [])]).toEqual([3])
  })

  it('is hidden in a table of a hundred rows within two seconds', () => {
    const rows = Array.from({ length: 100 }, (_, r) => Array.from({ length: 6 }, (_, c) => (r * 7 + c * 13) % 23))
    const before = performance.now()
    const { hidden } = suppress(twoWay(rows), 5)
    expect(hidden.size).toBeGreaterThan(50)
    expect(performance.now() - before).toBeLessThan(2000)
  })

  it('refuses a table whose parts do not make its total', () => {
    expect(() => suppress({ counts: new Map([['t', 10], ['a', 4], ['b', 5]]), relations: [{ total: 't', parts: ['a', 'b'] }] }, 5)).toThrow(RangeError)
  })
})
