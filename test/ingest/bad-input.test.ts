import { describe, expect, it } from 'vitest'
import { bringIn, NOW, sourceFile } from './fixtures.ts'
import { previewSource, readRows } from '../../shared/ingest/ingest.ts'
import { CsvReader } from '../../shared/ingest/csv-reader.ts'
import { BOXES } from './fixtures.ts'
import type { PlaceValue } from '../../shared/model/place.ts'

const HEADER = 'id,date,latitude,longitude,text\n'
const ROW = 'A1,2024-03-12,30.12345,14.54321,Two people seen near the well\n'
const place = (row: { fields: Record<string, unknown> } | undefined) => row?.fields['place'] as PlaceValue
const doubtsOf = (outcome: Awaited<ReturnType<typeof bringIn>>) => outcome.report.doubts.map(({ row, doubt }) => `${row} ${doubt}`)
const refusalsOf = (outcome: Awaited<ReturnType<typeof bringIn>>) => outcome.report.refusals.map(({ row, field, reason }) => `${row} ${field} ${reason.key}`)

describe('SECURITY 11: a file of another kind', () => {
  const bytes = (...list: number[]) => new Uint8Array([...list, ...new Array<number>(64).fill(0)])
  it.each([
    ['report.pdf', new TextEncoder().encode('%PDF-1.7 ...'), 'file-pdf'],
    ['tips.xlsx', bytes(0x50, 0x4b, 3, 4), 'file-workbook'],
    ['tips.bin', new TextEncoder().encode('PK\u0003\u0004....[Content_Types].xml'), 'file-workbook'],
    ['tips.zip', bytes(0x50, 0x4b, 3, 4), 'file-archive'],
    ['tips.xls', bytes(0xd0, 0xcf, 0x11, 0xe0), 'file-old-office'],
    ['photo.png', bytes(0x89, 0x50, 0x4e, 0x47), 'file-image'],
    ['photo.jpg', bytes(0xff, 0xd8, 0xff, 0xe0), 'file-image'],
    ['data.gz', bytes(0x1f, 0x8b), 'file-archive'],
    ['page.xls', new TextEncoder().encode('<!DOCTYPE html><table>'), 'file-web-page'],
    ['places.kml', new TextEncoder().encode('<?xml version="1.0"?><kml/>'), 'file-xml'],
    ['noise.csv', new Uint8Array(4096).map((_, i) => (i * 37) % 256), 'file-binary'],
    ['empty.csv', new Uint8Array(0), 'file-empty'],
    ['blank.csv', new TextEncoder().encode('\ufeff \r\n\r\n'), 'file-empty'],
    ['list.json', new TextEncoder().encode('{"name": "nothing", "bbox": [1, 2, 3, 4]\n}'), 'file-no-rows'],
  ])('%s is named in a sentence that says what to do', async (name, content, code) => {
    await expect(previewSource(sourceFile(content, name))).rejects.toMatchObject({ code, says: { values: { name } }, kept: { key: 'ingest.file.nothing-kept' }, remedy: { key: `ingest.remedy.${code.slice(5)}` } })
  })

  it('a text that begins with BM is no bitmap', async () => {
    const { rows } = await bringIn('BM,date,latitude,longitude\nx,2024-01-01,30.5,14.5\n')
    expect(rows).toHaveLength(1)
  })
})

describe('encodings', () => {
  const text = HEADER + 'A1,2024-03-12,30.12345,14.54321,"Près de Gharyān, غريان"\n'
  const utf16 = (content: string, little: boolean, mark: boolean) => {
    const units = [...(mark ? '\ufeff' : ''), ...content].join('')
    const bytes = new Uint8Array(units.length * 2)
    const view = new DataView(bytes.buffer)
    for (let i = 0; i < units.length; i++) view.setUint16(i * 2, units.charCodeAt(i), little)
    return bytes
  }
  it.each([
    ['UTF-8 with a byte order mark', new TextEncoder().encode(`\ufeff${text}`)],
    ['UTF-16 little-endian', utf16(text, true, true)],
    ['UTF-16 big-endian', utf16(text, false, true)],
    ['UTF-16 little-endian without a mark', utf16(HEADER + ROW.repeat(5).replaceAll('A1', 'A') , true, false)],
  ])('%s is read as written', async (_, content) => {
    const { rows, preview } = await bringIn(content)
    expect(preview.headers[0]).toBe('id')
    expect(rows[0]!.fields['externalId']).toMatch(/^A/)
    if (content.length < 400) expect(rows[0]!.fields['what']).toBe('Près de Gharyān, غريان')
  })

  it('a Windows code page is guessed, said, and doubted only where it matters', async () => {
    const latin = Uint8Array.from(`${HEADER}A1,2024-03-12,30.1,14.5,Caf\xe9 on the road\nA2,2024-03-12,30.1,14.5,plain letters only\n`, (char) => char.charCodeAt(0))
    const outcome = await bringIn(latin)
    expect(outcome.rows[0]!.fields['what']).toBe('Café on the road')
    expect(outcome.preview.says.map(({ key }) => key)).toContain('ingest.says.encoding-guessed')
    expect(doubtsOf(outcome)).toEqual(['2 encoding-guessed'])
  })

  it('broken bytes in a UTF-8 file are doubted in their row alone', async () => {
    const good = new TextEncoder().encode(HEADER + ROW.repeat(1))
    const bad = new Uint8Array([...new TextEncoder().encode('A2,2024-03-12,30.1,14.5,bro'), 0xff, ...new TextEncoder().encode('ken\n')])
    const filler = new TextEncoder().encode(Array.from({ length: 30_000 }, (_, i) => `B${i},2024-03-12,30.1${i},14.5${i},nothing wrong here\n`).join(''))
    const outcome = await bringIn(new Uint8Array([...good, ...filler, ...bad]))
    expect(doubtsOf(outcome).filter((line) => line.includes('encoding'))).toEqual(['30003 encoding-guessed'])
  })
})

describe('SECURITY 11: the shape of a CSV', () => {
  it('line ends of three kinds mix, and a line break inside a cell stays', async () => {
    const { rows } = await bringIn('id,date,latitude,longitude,text\r\nA,2024-01-01,30.1,14.5,one\nB,2024-01-02,30.2,14.6,"two\r\nlines"\rC,2024-01-03,30.3,14.7,three\r\n')
    expect(rows.map(({ row }) => row)).toEqual([2, 3, 4])
    expect(rows[1]!.fields['what']).toBe('two\r\nlines')
  })

  it.each([[';'], ['\t'], ['|'], [',']])('cells parted by %j are told apart', async (delimiter) => {
    const { preview, rows } = await bringIn(`id${delimiter}date${delimiter}coordinates\nA${delimiter}2024-01-01${delimiter}"30.1, 14.5"\nB${delimiter}2024-01-02${delimiter}"30.2, 14.6"\n`)
    expect(preview.delimiter).toBe(delimiter)
    expect(place(rows[1]).at).toEqual([14.6, 30.2])
  })

  it('a header in the third row is found, and rows keep their spreadsheet numbers', async () => {
    const { preview, rows } = await bringIn(`Monthly tips,,,,\n,,,,\n${HEADER}${ROW}`)
    expect(preview.mapping.headerRow).toBe(2)
    expect(rows[0]!.row).toBe(4)
  })

  it('a missing header is said, and columns are found by what they hold', async () => {
    const lines = Array.from({ length: 8 }, (_, i) => `2024-01-0${i + 1},30.1234${i},14.5432${i},Two people seen near the well number ${i}`).join('\n')
    const { preview, rows } = await bringIn(lines)
    expect(preview.mapping.headerRow).toBe(-1)
    expect(preview.headers).toEqual(['A', 'B', 'C', 'D'])
    expect(preview.says.map(({ key }) => key)).toContain('ingest.says.no-header')
    expect(rows).toHaveLength(8)
    expect(place(rows[0]).at).toEqual([14.5432, 30.1234])
    expect(rows[0]!.fields['when']).toMatchObject({ from: Date.UTC(2024, 0, 1) / 1000 })
  })

  it('a file cut in the middle of its last row refuses that row and keeps the others', async () => {
    const outcome = await bringIn(HEADER + ROW + 'A2,2024-03-13,30.2')
    expect(outcome.rows).toHaveLength(1)
    expect(refusalsOf(outcome)).toEqual(['3  ingest.refused.cut'])
  })

  it('a file cut inside quotes refuses that row as cut', async () => {
    const outcome = await bringIn(HEADER + ROW + 'A2,2024-03-13,30.2,14.5,"They came fr')
    expect(outcome.rows).toHaveLength(1)
    expect(refusalsOf(outcome)).toEqual(['3  ingest.refused.cut'])
  })

  it('a quote that never closes costs its own row, not the rest of the file', async () => {
    const good = Array.from({ length: 50 }, (_, i) => `B${i},2024-03-12,30.1,14.5,"fine, number ${i}"\n`)
    const outcome = await bringIn(`${HEADER}A1,2024-03-12,30.1,14.5,"never closed\n${good.join('')}`)
    expect(refusalsOf(outcome)).toEqual(['2  ingest.refused.unclosed-quote'])
    expect(outcome.rows).toHaveLength(50)
    expect(outcome.rows[49]!.fields['what']).toBe('fine, number 49')
  })

  it('a row with more cells than the header is refused, so that nothing is shifted', async () => {
    const outcome = await bringIn(HEADER + ROW + 'A2,2024-03-13,30.2,14.5,one,two\n')
    expect(refusalsOf(outcome)).toEqual(['3  ingest.refused.too-many-cells'])
  })

  it('a row longer than the limit is refused without being held, and the next is read', () => {
    const rows: [number, string[]][] = []
    const faults: [number, string][] = []
    const reader = new CsvReader(',', { row: (cells, row) => rows.push([row, [...cells]]), fault: (row, fault) => faults.push([row, fault]) }, { maxRow: 10_000 })
    reader.push('a,b\n')
    for (let i = 0; i < 300; i++) reader.push('x'.repeat(1000))
    reader.push('\nc,d\n"')
    for (let i = 0; i < 300; i++) reader.push('y'.repeat(1000))
    reader.push('"\ne,f\n')
    reader.end()
    expect(faults).toEqual([[2, 'too-long'], [4, 'too-long']])
    expect(rows).toEqual([[1, ['a', 'b']], [3, ['c', 'd']], [5, ['e', 'f']]])
  })

  it('__proto__ as a column is a column like another', async () => {
    const { preview, rows, report } = await bringIn('__proto__,constructor,date,latitude,longitude\nx,y,2024-01-01,30.1,14.5\n')
    expect(preview.headers.slice(0, 2)).toEqual(['__proto__', 'constructor'])
    expect(rows).toHaveLength(1)
    expect(Object.getPrototypeOf(rows[0]!.fields)).toBe(Object.prototype)
    expect(report.counts.kept).toBe(1)
    const json = await bringIn('[{"__proto__": {"polluted": "yes"}, "date": "2024-01-01", "latitude": 30.1, "longitude": 14.5}]', { name: 'a.json' })
    expect(json.rows).toHaveLength(1)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    const hand = bringIn(HEADER + ROW, { mapping: (mapping) => ({ ...mapping, columns: [{ column: 0, target: '__proto__' }] }) })
    await expect(hand).rejects.toMatchObject({ code: 'mapping-unusable' })
  })
})

describe('SECURITY 11: what cells hold', () => {
  const one = (cells: string, header = HEADER) => bringIn(header + cells + '\n')

  it('"lat, lon" in one cell is read, in the ways people write it', async () => {
    const pairs = ['"30.1234, 14.5678"', '30.1234 14.5678', '"(30.1234, 14.5678)"', '30.1234; 14.5678', '"30,1234; 14,5678"', 'POINT(14.5678 30.1234)', '"30.1234 N, 14.5678 E"', '"14.5678 E, 30.1234 N"', '"٣٠٫١٢٣٤، ١٤٫٥٦٧٨"']
    const { rows } = await bringIn(`date,coordinates\n${pairs.map((pair, i) => `2024-01-${10 + i},${pair}`).join('\n')}\n`, { mapping: (mapping) => ({ ...mapping, delimiter: ',' }) })
    expect(rows.map((row) => place(row).at)).toEqual(pairs.map(() => [14.5678, 30.1234]))
  })

  it.each(['where', 'location', 'place'])('and under “%s”, where a name would stand', async (header) => {
    const { rows } = await bringIn(`date,${header},what\n2024-01-10,"30.1234, 14.5678",x\n2024-01-11,"31.1234, 15.5678",y\n`, { mapping: (mapping) => ({ ...mapping, delimiter: ',' }) })
    expect(rows.map((row) => place(row).at)).toEqual([[14.5678, 30.1234], [15.5678, 31.1234]])
  })

  it('degrees, minutes and seconds are degrees', async () => {
    const { rows } = await bringIn('date;coordinates\n2024-01-01;32°52\'30"N 13°11\'15"E\n')
    expect(place(rows[0]).at![1]).toBeCloseTo(32.875, 9)
    expect(place(rows[0]).at![0]).toBeCloseTo(13.1875, 9)
  })

  it.each([['Infinity'], ['1e999'], ['-inf']])('the endless coordinate %s is refused with field and value', async (value) => {
    const outcome = await one(`A1,2024-03-12,${value},14.5,x`)
    expect(outcome.report.refusals).toEqual([{ row: 2, field: 'latitude', value, reason: { key: 'ingest.refused.endless-coordinate' } }])
  })

  it.each([['95.5', '200.1'], ['30.1', '190.5'], ['181.2', '40.2']])('the impossible point %s, %s is refused', async (lat, lon) => {
    expect((await one(`A1,2024-03-12,${lat},${lon},x`)).report.refusals[0]).toMatchObject({ row: 2, reason: { key: 'ingest.refused.impossible-coordinate' } })
  })

  it('a latitude beyond 90 that fits swapped is read so, and doubted', async () => {
    const outcome = await one('A1,2024-03-12,-110.36645,31.65025,x')
    expect(place(outcome.rows[0]).at).toEqual([-110.36645, 31.65025])
    expect(doubtsOf(outcome)).toEqual(['2 swapped-coordinates'])
    expect(outcome.rows[0]!.fields['doubts']).toEqual(['swapped-coordinates'])
  })

  it('a point that lies in the stated country only when swapped is read so, and doubted', async () => {
    const outcome = await bringIn('date,latitude,longitude,country\n2024-03-12,14.54321,30.12345,Libya\n')
    expect(place(outcome.rows[0])).toMatchObject({ at: [14.54321, 30.12345], country: 'LBY' })
    expect(doubtsOf(outcome)).toEqual(['2 swapped-coordinates'])
  })

  it('a point in another country than stated is kept as it is, and doubted', async () => {
    const outcome = await bringIn('date,latitude,longitude,country\n2024-03-12,26.12345,30.54321,Libya\n')
    expect(place(outcome.rows[0]).at).toEqual([30.54321, 26.12345])
    expect(doubtsOf(outcome)).toEqual(['2 country-disagrees'])
  })

  it('coordinates in words keep the row without a point', async () => {
    const outcome = await one('A1,2024-03-12,see report,see report,x')
    expect(outcome.rows[0]!.fields['place']).toBeUndefined()
    expect(doubtsOf(outcome)).toEqual(['2 place-unreadable'])
  })

  it('NaN for both halves and 0, 0 are no place', async () => {
    const outcome = await bringIn(`${HEADER}A1,2024-03-12,NaN,NaN,x\nA2,2024-03-12,0,0,y\n`)
    expect(outcome.rows.map((row) => place(row)?.at)).toEqual([undefined, undefined])
    expect(doubtsOf(outcome)).toEqual(['2 place-unreadable', '3 place-unreadable'])
  })

  it('numbers as text are numbers, with the marks in use; others are doubted and left empty', async () => {
    const values = ['12', '1,234', '1.234,0', '1 234', '١٢', '"<5"', 'many', '-3', '']
    const outcome = await bringIn(`date;people\n${values.map((value, i) => `2024-01-${10 + i};${value}`).join('\n')}\n`)
    expect(outcome.rows.map(({ fields }) => fields['persons'])).toEqual([12, 1234, 1234, 1234, 12, undefined, undefined, undefined, undefined])
    expect(doubtsOf(outcome)).toEqual(['7 number-unreadable', '8 number-unreadable', '9 number-unreadable'])
  })

  it('an impossible or unreadable date is refused with row, field and value', async () => {
    const outcome = await bringIn(`${HEADER}A1,2023-02-30,30.1,14.5,x\nA2,when the moon was full,30.1,14.5,y\nA3,unknown,30.1,14.5,z\n`)
    expect(refusalsOf(outcome)).toEqual(['2 date ingest.refused.impossible-date', '3 date ingest.refused.unreadable-date'])
    expect(outcome.rows.map(({ fields }) => fields['when'])).toEqual([undefined])
  })

  it('a date in the future is kept and doubted', async () => {
    expect(doubtsOf(await one('A1,2031-03-12,30.1,14.5,x'))).toEqual(['2 date-in-future'])
  })

  it('a row without anything in the mapped columns is refused', async () => {
    const outcome = await bringIn('id,date,latitude,longitude,text,other\n,,,,,remark\n')
    expect(refusalsOf(outcome)).toEqual(['2 id ingest.refused.nothing-in-row'])
  })

  it('a text too long for a record is refused, not cut', async () => {
    const outcome = await bringIn(`${HEADER}A1,2024-03-12,30.1,14.5,${'x'.repeat(100_001)}\n`)
    expect(refusalsOf(outcome)).toEqual(['2 text ingest.refused.text-too-long'])
    expect(outcome.report.refusals[0]!.value.length).toBeLessThanOrEqual(200)
  })
})

describe('SECURITY 11: JSON', () => {
  const item = (id: number, more = '') => `{"id": "${id}", "date": "2024-01-0${id}", "latitude": "30.123${id}", "longitude": 14.5432${more}}`

  it.each([
    ['an array', `[${item(1)},\n${item(2)}]`],
    ['an object with an array', `{"count": 2, "bbox": [1, 2], "results": {"rows": [${item(1)}, ${item(2)}]}, "links": [{"rel": "next"}]}`],
    ['one object a line', `${item(1)}\n${item(2)}\n`],
    ['an array in one line without blanks', `[${item(1)},${item(2)}]`.replaceAll(' ', '')],
  ])('%s is read', async (_, text) => {
    const { rows, preview } = await bringIn(text, { name: 'tips.json' })
    expect(preview.format).toBe('json')
    expect(rows.map(({ row, fields }) => [row, fields['externalId'], place({ fields }).at])).toEqual([[1, '1', [14.5432, 30.1231]], [2, '2', [14.5432, 30.1232]]])
  })

  it('a broken item is refused alone, a number that JSON lacks by its field', async () => {
    const outcome = await bringIn(`[${item(1)}, {"id": "2", oops}, 7, ${item(3).replace('14.5432', 'NaN')}, ${item(4).replace('14.5432', '1e999')}, ${item(5)}`, { name: 'tips.json' })
    expect(refusalsOf(outcome)).toEqual(['2  ingest.refused.broken-json', '3  ingest.refused.not-an-object', '4 longitude ingest.refused.endless-coordinate', '5 longitude ingest.refused.endless-coordinate'])
    expect(outcome.rows.map(({ row }) => row)).toEqual([1, 6])
  })

  it('a file cut within an item refuses that item', async () => {
    const outcome = await bringIn(`[${item(1)}, ${item(2)}, {"id": "3", "da`, { name: 'tips.json' })
    expect(refusalsOf(outcome)).toEqual(['3  ingest.refused.cut'])
    expect(outcome.rows).toHaveLength(2)
  })

  it('GeoJSON points are exact; lines and areas stand for their middle and are not', async () => {
    const feature = (geometry: unknown, id: string) => ({ type: 'Feature', properties: { id, date: '2024-01-01', text: `Seen at ${id}` }, geometry })
    const text = JSON.stringify({
      type: 'FeatureCollection',
      features: [
        feature({ type: 'Point', coordinates: [14.54321, 30.12345] }, 'point'),
        feature({ type: 'LineString', coordinates: [[14, 30], [14.05, 30.05], [14.1, 30.1]] }, 'short line'),
        feature({ type: 'Polygon', coordinates: [[[14, 26], [18, 26], [18, 30], [14, 30], [14, 26]]] }, 'wide area'),
        feature(null, 'nowhere'),
      ],
    })
    const { rows, preview } = await bringIn(text, { name: 'tips.geojson' })
    expect(preview.format).toBe('geojson')
    expect(rows.map((row) => [place(row)?.precision, place(row)?.at])).toEqual([
      ['exact', [14.54321, 30.12345]],
      ['settlement', [14.05, 30.05]],
      ['region', [15.6, 27.6]],
      [undefined, undefined],
    ])
  })
})

describe('rows that come twice', () => {
  it('the first of identical rows is kept, the others are listed with the row they repeat', async () => {
    const { report, rows } = await bringIn(HEADER + ROW + 'A2,2024-03-12,30.1,14.5,other\n' + ROW + ROW)
    expect(rows.map(({ row }) => row)).toEqual([2, 3])
    expect(report.duplicates).toEqual([{ row: 4, sameAs: 2 }, { row: 5, sameAs: 2 }])
    expect(report.counts).toMatchObject({ read: 4, kept: 2, duplicate: 2, refused: 0 })
  })

  it('equal rows that lack the point and id of others are kept, and it is counted how many', async () => {
    const vague = ',2024-01,,,Three people\n'
    const { report, rows } = await bringIn(HEADER + ROW + vague + ROW + vague + vague + ',2024-01,,,Four people\n')
    expect(report.counts).toMatchObject({ kept: 5, duplicate: 1 })
    expect([report.alike, rows.length]).toEqual([2, 5])
  })

  it('a row that is the same as a refused one is refused too, not a duplicate of what was not kept', async () => {
    const outcome = await bringIn(HEADER + 'A1,2023-02-30,30.1,14.5,x\n'.repeat(3) + 'A2,2023-02-03,30.1,14.5,x,y\n'.repeat(2))
    expect(outcome.report.counts).toMatchObject({ read: 5, kept: 0, duplicate: 0, refused: 5 })
    expect(outcome.report.refusals.map(({ row }) => row)).toEqual([2, 3, 4, 5, 6])
  })

  it('the same id with other content is kept and doubted, in the file and against the vault', async () => {
    const known = { compare: (id: string) => (id === 'V1' ? ('other' as const) : id === 'V2' ? ('same' as const) : ('unknown' as const)) }
    const outcome = await bringIn(`${HEADER}${ROW}A1,2024-03-12,30.1,14.5,other content\nV1,2024-03-12,30.1,14.5,x\nV2,2024-03-12,30.1,14.5,y\n`, { options: { known } })
    expect(doubtsOf(outcome)).toEqual(['3 same-id-other-content', '4 same-id-other-content'])
    expect(outcome.report.duplicates).toEqual([{ row: 5, sameAs: 0 }])
    expect(outcome.rows).toHaveLength(3)
  })

  it('many rows on one point are flagged, the first of them too, and never demoted', async () => {
    const lines = Array.from({ length: 25 }, (_, i) => `A${i},2024-03-12,30.12345,14.54321,Report number ${i}\n`).join('')
    const outcome = await bringIn(HEADER + lines + 'B,2024-03-12,30.5432,14.1234,alone\n')
    expect(new Set(doubtsOf(outcome))).toEqual(new Set(Array.from({ length: 25 }, (_, i) => `${i + 2} crowded-point`)))
    expect(outcome.report.lateDoubts).toHaveLength(19)
    expect(outcome.report.precision).toMatchObject({ exact: 26 })
    expect(outcome.report.counts.doubted).toBe(25)
  })
})

describe('a run', () => {
  it('counts as it goes and stops when it is told to', async () => {
    const many = HEADER + Array.from({ length: 20_000 }, (_, i) => `A${i},2024-03-12,30.1,14.5,Report number ${i}\n`).join('')
    const file = sourceFile(many)
    const { mapping } = await previewSource(file)
    const stop = new AbortController()
    const progress: number[] = []
    const reading = readRows(file, mapping, BOXES, { now: NOW, signal: stop.signal, sliceBytes: 65_536, onProgress: ({ read }) => void progress.push(read) })
    let kept = 0
    for await (const batch of reading) {
      kept += batch.rows.length
      if (kept > 5000) stop.abort()
    }
    const report = reading.report()
    expect(report.cancelled).toBe(true)
    expect(kept).toBeLessThan(20_000)
    expect(report.counts.read).toBe(progress.at(-1))
    expect(progress).toEqual([...progress].sort((a, b) => a - b))
    expect(report.counts.bytes).toBeLessThan(file.size)
  })

  it('a mapping by hand wins over names', async () => {
    const { rows } = await bringIn('a,b,c\nKufra,around the well,12/03/2024\n', { mapping: () => ({ headerRow: 0, columns: [{ column: 0, target: 'place' }, { column: 1, target: 'what' }, { column: 2, target: 'when' }], dateOrder: 'dmy', defaults: { channel: 'paper', source: 'Z' } }) })
    expect(rows[0]!.fields).toMatchObject({ place: { name: 'Kufra' }, what: 'around the well', channel: 'paper', when: { words: '12/03/2024', from: Date.UTC(2024, 2, 12) / 1000 } })
    expect(rows[0]!.fields['source']).toBeUndefined()
  })
})
