import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupByDay, lineAt, lineCount, lineOf } from '../../../renderer/screens/tips/days.ts'
import { NO_MINUTE } from '../../../shared/model/units.ts'

const DAY = 1440
/** A selection as the catalogue gives it: newest first, unknown last. */
const selections = fc.array(fc.option(fc.integer({ min: -20 * DAY, max: 20 * DAY }), { freq: 8 }), { maxLength: 80 }).map((minutes) => {
  const sorted = minutes.map((minute) => minute ?? NO_MINUTE).sort((one, other) => other - one)
  return { rows: Uint32Array.from(sorted, (_, row) => row), to: Int32Array.from(sorted) }
})

describe('tips under their days', () => {
  it('stand in one group a day, unknown times last', () => {
    const to = Int32Array.of(3 * DAY + 5, 3 * DAY, 3 * DAY - 1, NO_MINUTE)
    expect(groupByDay(Uint32Array.of(0, 1, 2, 3), to)).toEqual([
      { day: 3, start: 0, count: 2 },
      { day: 2, start: 2, count: 1 },
      { day: null, start: 3, count: 1 },
    ])
  })
  it('count days before 1970 like any others', () => {
    expect(groupByDay(Uint32Array.of(0), Int32Array.of(-1))[0]?.day).toBe(-1)
  })
  it('are all there, each once, in order, one head before each group', () => {
    fc.assert(
      fc.property(selections, ({ rows, to }) => {
        const groups = groupByDay(rows, to)
        const lines = Array.from({ length: lineCount(groups, rows.length) }, (_, line) => lineAt(groups, line))
        expect(lines.filter((line) => line.type === 'day').map((line) => line.group)).toEqual(groups)
        expect(lines.flatMap((line) => (line.type === 'tip' ? [line.position] : []))).toEqual([...rows.keys()])
        for (const [at, line] of lines.entries()) if (line.type === 'day') expect(lines[at + 1]).toEqual({ type: 'tip', position: line.group.start })
      }),
    )
  })
  it('are found again at the line they stand on', () => {
    fc.assert(
      fc.property(selections, ({ rows, to }) => {
        const groups = groupByDay(rows, to)
        for (const position of rows.keys()) expect(lineAt(groups, lineOf(groups, position))).toEqual({ type: 'tip', position })
      }),
    )
  })
})
