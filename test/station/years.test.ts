import { expect, it } from 'vitest'
import { NO_MONTH } from '../../shared/model/units.ts'
import { yearsOf } from '../../shared/station/brief.ts'

const monthsOf = (...years: number[]) => Uint16Array.from(years, (year) => (year === 0 ? NO_MONTH : (year - 1970) * 12 + 3))
const all = (months: Uint16Array) => Uint32Array.from(months, (_, row) => row)
const span = (...years: number[]) => yearsOf(monthsOf(...years), all(monthsOf(...years)), 5)

it('the years on a briefing’s head begin and end where reports enough have come together: one report alone is not told', () => {
  const many = Array.from({ length: 50 }, (_, i) => 2020 + (i % 5))
  expect(span(...many)).toEqual({ from: 2020, to: 2024 })
  expect(span(1987, ...many, 2026)).toEqual({ from: 2020, to: 2024 })
  expect(span(1987, 1988, 1988, 1989, 1990, ...many)).toEqual({ from: 1990, to: 2024 })
})

it('fewer dated reports than may be printed tell no year', () => {
  expect(span(2020, 2021, 0, 0, 0, 0)).toBeNull()
  expect(span(0, 0, 0, 0, 0, 0)).toBeNull()
})
