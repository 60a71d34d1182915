import { expect, it } from 'vitest'
import { countryIndex } from '../../shared/model/countries.ts'
import { defaultArea } from '../../shared/station/study.ts'

/** Rows by country, so many of them in a cell. */
function table(rows: readonly (readonly [country: string, count: number, inCells: boolean])[]) {
  const all = rows.flatMap(([country, count, inCells]) => Array.from({ length: count }, () => ({ country: countryIndex(country), cell: inCells ? 5n : 0n })))
  return [{ columns: { country: Uint16Array.from(all, ({ country }) => country), cell: BigUint64Array.from(all, ({ cell }) => cell) }, count: all.length }, Uint32Array.from(all, (_, row) => row)] as const
}

it('countries with a hundredth of the well-placed tips, five at least, are the study area', () => {
  expect(defaultArea(...table([['NER', 900, true], ['LBY', 90, true], ['TCD', 9, true], ['DZA', 11, true]]))).toEqual(['DZA', 'LBY', 'NER'])
  expect(defaultArea(...table([['NER', 10, true], ['LBY', 5, true], ['TCD', 4, true]]))).toEqual(['LBY', 'NER'])
})

it('tips known to a region or a country move it neither in nor out', () => {
  const placed = [['NER', 900, true], ['LBY', 9, true]] as const
  const area = defaultArea(...table(placed))
  expect(area).toEqual(['NER'])
  expect(defaultArea(...table([...placed, ['IRN', 5000, false], ['LBY', 900, false]]))).toEqual(area)
})

it('where few tips lie in many countries, all of them are; where none is well placed, those that are named', () => {
  expect(defaultArea(...table([['NER', 2, true], ['LBY', 1, true]]))).toEqual(['LBY', 'NER'])
  expect(defaultArea(...table([['NER', 7, false], ['LBY', 1, false]]))).toEqual(['NER'])
  expect(defaultArea(...table([]))).toEqual([])
})
