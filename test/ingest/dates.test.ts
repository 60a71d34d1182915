import { describe, expect, it } from 'vitest'
import { readDate } from '../../shared/ingest/dates.ts'
import { bringIn, sourceFile } from './fixtures.ts'
import { previewSource } from '../../shared/ingest/ingest.ts'

const span = (text: string, order: 'dmy' | 'mdy' = 'dmy') => {
  const read = readDate(text, order)
  return read === null || typeof read === 'string' ? read : [new Date(read.from * 1000).toISOString().slice(0, 19), new Date(read.to * 1000).toISOString().slice(0, 19)]
}
const day = (text: string) => [`${text}T00:00:00`, `${text}T23:59:59`]

describe('dates as files write them', () => {
  it.each([
    ['2024-03-12', day('2024-03-12')], ['2024/3/12', day('2024-03-12')], ['20240312', day('2024-03-12')], ['12/03/2024', day('2024-03-12')], ['12.3.24', day('2024-03-12')], ['12-03-1998', day('1998-03-12')],
    ['12 March 2024', day('2024-03-12')], ['12th of March 2024', day('2024-03-12')], ['March 12, 2024', day('2024-03-12')], ['Tue, 12 Mar 2024', day('2024-03-12')], ['12-Mar-24', day('2024-03-12')], ['12 mars 2024', day('2024-03-12')], ['12 de marzo de 2024', day('2024-03-12')], ['١٢ مارس ٢٠٢٤', day('2024-03-12')],
    ['March 2024', ['2024-03-01T00:00:00', '2024-03-31T23:59:59']], ['Feb-2023', ['2023-02-01T00:00:00', '2023-02-28T23:59:59']], ['2024-02', ['2024-02-01T00:00:00', '2024-02-29T23:59:59']], ['02/2024', ['2024-02-01T00:00:00', '2024-02-29T23:59:59']], ['2024', ['2024-01-01T00:00:00', '2024-12-31T23:59:59']],
    ['2024-03-12T14:05:30Z', ['2024-03-12T14:05:30', '2024-03-12T14:05:30']], ['2024-03-12 14:05', ['2024-03-12T14:05:00', '2024-03-12T14:05:59']], ['2024-03-12T14:05:30+03:00', ['2024-03-12T11:05:30', '2024-03-12T11:05:30']], ['12/03/2024 2:05 pm', ['2024-03-12T14:05:00', '2024-03-12T14:05:59']], ['2024-03-12T00:00:00', day('2024-03-12')],
    ['45363', day('2024-03-12')], ['1710252330', ['2024-03-12T14:05:30', '2024-03-12T14:05:30']], ['1710252330000', ['2024-03-12T14:05:30', '2024-03-12T14:05:30']],
    ['2023-02-30', 'impossible'], ['31/04/2024', 'impossible'], ['2024-13', 'impossible'], ['13/13/2024', 'impossible'], ['0014-03-12', 'impossible'], ['32 March 2024', 'impossible'],
    ['soon', null], ['12', null], ['A17', null], ['12/03', null], ['2024-03-12 noonish', 'impossible'],
  ])('%s', (text, expected) => expect(span(text)).toEqual(expected))

  it('day and month turn with the column’s order', () => {
    expect(span('03/12/2024', 'mdy')).toEqual(day('2024-03-12'))
    expect(readDate('03/12/2024', 'mdy')).toMatchObject({ ambiguous: true })
    expect(readDate('25/12/2024', 'mdy')).toMatchObject({ againstOrder: true })
    expect(readDate('05/05/2024', 'mdy')).toMatchObject({ ambiguous: false })
  })
})

describe('the order of day and month, over a column', () => {
  const file = (dates: readonly string[]) => `id,date,text\n${dates.map((date, i) => `A${i},${date},Something was seen here\n`).join('')}`
  const months = async (dates: readonly string[]) => {
    const { rows, report } = await bringIn(file(dates))
    return { months: rows.map(({ fields }) => new Date((fields['when'] as { from: number }).from * 1000).getUTCMonth() + 1), doubted: report.doubts.filter(({ doubt }) => doubt === 'date-order-guessed').map(({ row }) => row) }
  }

  it('one date that only fits month first decides for all', async () => {
    expect(await months(['03/04/2024', '12/25/2024', '01/02/2024'])).toEqual({ months: [3, 12, 1], doubted: [] })
    expect(await months(['03/04/2024', '25/12/2024'])).toEqual({ months: [4, 12], doubted: [] })
  })

  it('the date that decides may come after the first megabyte', async () => {
    const dates = [...new Array<string>(40_000).fill('03/04/2024'), '12/25/2024']
    const content = file(dates)
    expect(content.length).toBeGreaterThan(1024 * 1024)
    const preview = await previewSource(sourceFile(content))
    expect(preview.mapping.dateOrder).toBeUndefined()
    expect(preview.says.map(({ key }) => key)).toContain('ingest.says.date-order-open')
    const read = await months(dates)
    expect([read.months[0], read.doubted.length]).toEqual([3, 0])
  })

  it('where nothing decides, day first is taken and every such date is doubted', async () => {
    expect(await months(['03/04/2024', '05/05/2024'])).toEqual({ months: [4, 5], doubted: [2] })
  })

  it('where both occur, the commoner is taken, the others are turned, and all that could be either are doubted', async () => {
    expect(await months(['25/12/2024', '26/11/2024', '12/27/2024', '03/04/2024'])).toEqual({ months: [12, 11, 12, 4], doubted: [4, 5] })
  })
})
