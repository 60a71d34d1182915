import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Formats, Say } from '../../../renderer/session/language.ts'
import { lineAt, lineCount, lineOf, underDays } from '../../../renderer/screens/tips/days.ts'
import { groupName, whenShort } from '../../../renderer/screens/tips/lines.tsx'
import { NO_MINUTE } from '../../../shared/model/units.ts'

const DAY = 1440
const minutes = (year: number, month: number, day = 1) => Date.UTC(year, month - 1, day) / 60_000
type Ends = readonly [from: number, to: number]
/** A selection as the catalogue gives it: newest end first, unknown last. */
function selectionOf(spans: readonly (Ends | null)[]) {
  const sorted = spans.map((span) => span ?? ([NO_MINUTE, NO_MINUTE] as const)).sort((one, other) => other[1] - one[1])
  return { rows: Uint32Array.from(sorted, (_, row) => row), columns: { from: Int32Array.from(sorted, ([from]) => from), to: Int32Array.from(sorted, ([, to]) => to) } }
}
const ends = fc.tuple(fc.integer({ min: -20 * DAY, max: 40 * DAY }), fc.integer({ min: 0, max: 40 * DAY })).map(([to, long]): Ends => [to - long, to])
const selections = fc.array(fc.option(ends, { freq: 8 }), { maxLength: 80 }).map(selectionOf)
const under = ({ rows, columns }: ReturnType<typeof selectionOf>) => underDays(rows, columns)
const at = (minute: number): Ends => [minute, minute]

describe('tips under their days', () => {
  it('stand in one group a day, unknown times last', () => {
    expect(under(selectionOf([at(3 * DAY + 5), at(3 * DAY), at(3 * DAY - 1), null])).groups).toEqual([
      { day: 3, known: 'day', start: 0, count: 2 },
      { day: 2, known: 'day', start: 2, count: 1 },
      { day: null, known: 'day', start: 3, count: 1 },
    ])
  })
  it('count days before 1970 like any others', () => {
    expect(under(selectionOf([at(-1)])).groups[0]?.day).toBe(-1)
  })
  it('stand apart where they are of more than one date: two nights ago is of neither day', () => {
    const night: Ends = [minutes(2024, 3, 18) + 18 * 60, minutes(2024, 3, 19) + 5 * 60 + 59]
    const { groups } = under(selectionOf([at(minutes(2024, 3, 19) + 60), night, at(minutes(2024, 3, 19) + 9 * 60)]))
    expect(groups.map(({ known, count }) => [known, count])).toEqual([['day', 2], ['days', 1]])
  })
  it('stand under their month or year where nothing closer is known, above the days in it', () => {
    const end = minutes(2026, 1) - 1
    const { rows, groups } = under(selectionOf([[minutes(2025, 12, 31), end], [minutes(2025, 12), end], [minutes(2025, 1), end], [minutes(2025, 11), end]]))
    expect(groups.map(({ known }) => known)).toEqual(['year', 'month', 'day', 'days'])
    expect([...rows]).toEqual([2, 1, 0, 3])
  })
  it('are all there, each once, one head before each group, and by the end of their spans', () => {
    fc.assert(
      fc.property(selections, (selection) => {
        const { rows, groups } = under(selection)
        expect([...rows].sort((one, other) => one - other)).toEqual([...selection.rows])
        const days = [...rows].map((row) => Math.floor(selection.columns.to[row]! / DAY))
        expect(days).toEqual([...days].sort((one, other) => other - one))
        const lines = Array.from({ length: lineCount(groups, rows.length) }, (_, line) => lineAt(groups, line))
        expect(lines.filter((line) => line.type === 'day').map((line) => line.group)).toEqual(groups)
        expect(lines.flatMap((line) => (line.type === 'tip' ? [line.position] : []))).toEqual([...rows.keys()])
        for (const [place, line] of lines.entries()) if (line.type === 'day') expect(lines[place + 1]).toEqual({ type: 'tip', position: line.group.start })
      }),
    )
  })
  it('are found again at the line they stand on', () => {
    fc.assert(
      fc.property(selections, (selection) => {
        const { rows, groups } = under(selection)
        for (const position of rows.keys()) expect(lineAt(groups, lineOf(groups, position))).toEqual({ type: 'tip', position })
      }),
    )
  })
})

describe('a head and a line', () => {
  const formats = {
    date: (seconds: number, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', options).format(seconds * 1000),
    range: (from: number, to: number, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', options).formatRange(from * 1000, to * 1000),
  } as Formats
  const say: Say = (message, values) => `${typeof message === 'string' ? message : message.key} ${Object.values(values ?? {}).join()}`.trim()
  const day = minutes(2024, 3, 31) / DAY

  it('say what is known: the day, the month or year alone, or more than one date', () => {
    const names = (['day', 'month', 'year', 'days'] as const).map((known) => groupName({ day, known }, say, formats, Date.UTC(2026, 0, 1)))
    expect(names).toEqual(['Sun, 31 March 2024', 'tips.known-month March 2024', 'tips.known-year 2024', 'tips.more-than-a-date Sun, 31 March 2024'])
  })
  it('give the clock of an instant, the hours of a morning, the dates of a night', () => {
    const midnight = minutes(2024, 3, 18)
    const shorts = [[midnight + 125, midnight + 125], [midnight + 360, midnight + 719], [midnight, midnight + DAY - 1], [midnight + 1080, midnight + DAY + 359]].map(([from, to]) => whenShort(from!, to!, say, formats).replace(/\s/gu, ' '))
    expect(shorts).toEqual(['02:05', '06:00–11:59', 'tips.when.day', '18 – 19 Mar'])
  })
})
