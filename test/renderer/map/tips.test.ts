import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tipPoints } from '../../../renderer/map/layers/tips.ts'
import type { TipColumns } from '../../../shared/model/columns.ts'
import { PRECISIONS } from '../../../shared/model/place.ts'
import { toE7 } from '../../../shared/model/units.ts'

/** Columns of tips that have a place each, of the precisions given by their position in the vocabulary. */
function columnsOf(precisions: readonly number[]): TipColumns {
  return {
    lon: Int32Array.from(precisions, (_, row) => toE7(row)),
    lat: Int32Array.from(precisions, (_, row) => toE7(-row)),
    precision: Uint8Array.from(precisions),
  } as TipColumns
}

describe('tips on the map', () => {
  it('stand as a point only where they are known exactly or to a settlement', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: PRECISIONS.length - 1 }), { maxLength: 80 }), (precisions) => {
        const columns = columnsOf(precisions)
        const { exact, settlement } = tipPoints(columns, Uint32Array.from(precisions.keys()))
        const drawn = [...exact.rows, ...settlement.rows].map((row) => PRECISIONS[precisions[row]!])
        expect(drawn.every((precision) => precision === 'exact' || precision === 'settlement')).toBe(true)
        expect(drawn.length).toBe(precisions.filter((code) => PRECISIONS[code] === 'exact' || PRECISIONS[code] === 'settlement').length)
        expect(exact.positions.length + settlement.positions.length).toBe(drawn.length * 2)
      }),
    )
  })

  it('are those that pass, each where it is', () => {
    const exact = PRECISIONS.indexOf('exact')
    const points = tipPoints(columnsOf([exact, exact, exact]), Uint32Array.of(2, 0))
    expect([...points.exact.rows]).toEqual([2, 0])
    expect([...points.exact.positions]).toEqual([2, -2, 0, 0])
  })
})
