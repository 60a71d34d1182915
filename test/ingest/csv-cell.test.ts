import { describe, expect, it } from 'vitest'
import { csvCell, csvLine, doubtsCsv, neutralise, refusalsCsv } from '../../shared/ingest/ingest.ts'
import { CsvReader } from '../../shared/ingest/csv-reader.ts'

describe('SECURITY 11: a cell of an export', () => {
  it.each([
    ['=1+1', "'=1+1"], ['+SUM(A1)', "'+SUM(A1)"], ['-2+3', "'-2+3"], ['@import', "'@import"], ['\t=1', "'\t=1"], ['\r=1', "'\r'=1"], ['  =1', "'  =1"], ['\u00a0=1', "'\u00a0=1"],
    ['\u200b=1', "'\u200b=1"], ['＝1', "'＝1"], ['two lines\n=HYPERLINK("x")', 'two lines\n\'=HYPERLINK("x")'], ['a\r\n @x', "a\r\n' @x"],
    ['-12.5', '-12.5'], ['+3', '+3'], ['plain', 'plain'], ['a=b', 'a=b'], ['', ''],
  ])('%j cannot be run as a formula', (text, safe) => expect(neutralise(text)).toBe(safe))

  it('is quoted where it must be', () => {
    expect(csvCell('a "b", c')).toBe('"a ""b"", c"')
    expect(csvCell('a;b')).toBe('"a;b"')
    expect(csvCell(12.5)).toBe('12.5')
    expect(csvCell(undefined)).toBe('')
    expect(csvLine(['a', 1, null])).toBe('a,1,\r\n')
  })
})

function rowsOf(csv: string): string[][] {
  const rows: string[][] = []
  const reader = new CsvReader(',', { row: (cells) => rows.push([...cells]), fault: () => {} })
  reader.push(csv.slice(1))
  reader.end()
  return rows
}

describe('the list of doubted rows', () => {
  it('has a line for each, its kind and what exactly in words, and no cell that runs', () => {
    const csv = doubtsCsv({ doubts: [{ row: 9, doubt: 'code-unknown', note: { key: 'ingest.doubt.code-unknown', values: { value: '=1', field: 'form' } } }] }, ({ key, values }) => (values ? `${values['value']}` : `<${key}>`))
    expect(csv.startsWith('\ufeff')).toBe(true)
    expect(rowsOf(csv)).toEqual([['<ingest.refusals.row>', '<ingest.refusals.doubt>', '<ingest.refusals.note>'], ['9', '<vocabularies.doubt.code-unknown>', "'=1"]])
  })
})

describe('the list of refused rows', () => {
  it('has a line for each, in words, and no cell that runs', () => {
    const csv = refusalsCsv({ refusals: [{ row: 7, field: 'lat', value: '=cmd|calc', reason: { key: 'ingest.refused.endless-coordinate' } }] }, ({ key }) => `<${key}>`)
    expect(csv.startsWith('\ufeff')).toBe(true)
    expect(rowsOf(csv)).toEqual([['<ingest.refusals.row>', '<ingest.refusals.field>', '<ingest.refusals.value>', '<ingest.refusals.reason>'], ['7', 'lat', "'=cmd|calc", '<ingest.refused.endless-coordinate>']])
  })
})
