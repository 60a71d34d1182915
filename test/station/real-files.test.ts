import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NO_E7, toE7 } from '../../shared/model/units.ts'
import { PRECISIONS } from '../../shared/model/place.ts'
import type { ImportReport, Station } from '../../shared/station/station.ts'
import type { Message } from '../../shared/model/message.ts'
import { POINTS, takingOut } from './support/taking-out.ts'
import { allRows, bringIn, dataFolder, faultOf, hasData, parsed, passing, readData, sourceFile, textOf, translateInto } from './support/stations.ts'

// Real public files beside the checkout (../shared/data, or $VIGIL_DATA). Where one is absent its tests are skipped.
const INCIDENTS = 'missing-migrants-2014-2023.csv'
const folder = dataFolder()
const drawnPrecisions = [PRECISIONS.indexOf('exact'), PRECISIONS.indexOf('settlement')]

describe.skipIf(!hasData(INCIDENTS))(`${INCIDENTS}, through the station (skipped where it is absent)`, () => {
  let station: Station
  let report: ImportReport
  beforeAll(async () => {
    ;({ station } = await passing(folder))
    report = await bringIn(station, readData(INCIDENTS), INCIDENTS)
  })
  afterAll(() => station.seal())

  it('kept, duplicate and refused rows are the 13,020 that another reader counts, and as many tips are there', async () => {
    const { read, kept, duplicate, refused } = report.counts
    expect(read).toBe(13_020)
    expect(parsed(textOf(INCIDENTS))).toHaveLength(13_020)
    expect(kept + duplicate + refused).toBe(13_020)
    expect([report.refusals.length, report.duplicates.length]).toEqual([refused, duplicate])
    const { tips } = await station.status()
    expect(tips).toBe(kept)
    expect((await station.select({})).total).toBe(kept)
    expect(Object.values(report.precision).reduce((sum, count) => sum + count, 0)).toBe(kept)
  })

  it('36 rows without coordinates stand in the table and are never drawn', async () => {
    const without = parsed(textOf(INCIDENTS)).flatMap((row, at) => (row['Coordinates']!.trim() === '' ? [at + 2] : []))
    expect(without).toHaveLength(36)
    const rows = await allRows(station, ['importRow', 'what', 'place'])
    const found = rows.filter(({ fields }) => without.includes(Number(fields['importRow'])))
    expect(found).toHaveLength(36)
    const { columns } = await station.table()
    for (const { row, fields } of found) {
      expect([columns.lon[row], columns.lat[row], columns.cell[row], columns.segment[row]]).toEqual([NO_E7, NO_E7, 0n, -1])
      expect(drawnPrecisions).not.toContain(columns.precision[row])
      expect(fields['what'] ?? fields['place']).toMatch(/\S/)
    }
    // And nothing without a point is among what is drawn.
    const { rows: passingRows, drawn, regionOnly, countryOnly, noPlace, total } = await station.select({})
    expect(drawn + regionOnly + countryOnly + noPlace).toBe(total)
    expect(drawn).toBe([...passingRows].filter((row) => drawnPrecisions.includes(columns.precision[row]!) && columns.lon[row] !== NO_E7).length)
  })

  it('rows that cannot be are refused by number, field and value with a sentence in both languages, and the rest is kept', async () => {
    const [head = '', ...lines] = textOf(INCIDENTS).split('\r\n')
    const spoilt = lines.slice(0, 40).map((line, at) => (at === 6 ? line.replace(/"-?[\d.]+, -?[\d.]+"/, '"91.5, 400.25"') : at === 20 ? line.replace(/"-?[\d.]+, -?[\d.]+"/, '"NaN, Infinity"') : line))
    expect(spoilt.join()).toContain('91.5, 400.25')
    expect(spoilt.join()).toContain('NaN, Infinity')
    const { station: other } = await passing(folder)
    const { counts, refusals } = await bringIn(other, [head, ...spoilt].join('\r\n'), INCIDENTS)
    expect([counts.read, counts.kept + counts.duplicate, counts.refused]).toEqual([40, 38, 2])
    expect(refusals.map(({ row, field, value }) => [row, field, value])).toEqual([[8, 'Coordinates', '91.5, 400.25'], [22, 'Coordinates', 'NaN, Infinity']])
    const languages = await Promise.all(['en', 'ar'].map(translateInto))
    for (const { reason } of refusals) for (const translate of languages) expect(translate(reason)).toMatch(/\S+ \S+ \S+/)
    expect(languages[1]!(refusals[0]!.reason)).toMatch(/\p{Script=Arabic}/u)
    await other.seal()
  })

  it('one undo takes the whole file back, and one redo brings it back as it was', async () => {
    const undone = await station.undo()
    expect(undone?.act).toBe('import')
    expect((await station.status()).tips).toBe(0)
    expect((await station.select({})).total).toBe(0)
    expect(await station.search('drowning', 5)).toEqual([])
    await station.redo()
    expect((await station.status()).tips).toBe(report.counts.kept)
    expect((await station.search('drowning', 5)).length).toBe(5)
  })
})

describe.skipIf(!hasData(POINTS))(`${POINTS}, through the station (skipped where it is absent)`, () => {
  // Iran and the countries about it; the long run does the same over the whole default area.
  takingOut(['AFG', 'IRN', 'IRQ', 'PAK', 'TUR'])
})

describe.skipIf(!hasData('missing-migrants-2024.json'))('the interface’s answer and other files, through the station (skipped where they are absent)', () => {
  let station: Station
  let say: (message: Message) => string
  beforeAll(async () => {
    ;({ station } = await passing(folder))
    say = await translateInto('en')
  })
  afterAll(() => station.seal())
  const previewOf = (name: string) => station.previewImport(sourceFile(readData(name), name))

  it('missing-migrants-2024.json: every one of 1,034 items is accounted for', async () => {
    const { counts } = await bringIn(station, readData('missing-migrants-2024.json'), 'missing-migrants-2024.json')
    expect(counts).toMatchObject({ read: 1034, refused: 0 })
    expect(counts.kept + counts.duplicate).toBe(1034)
    // Ids that stand for several reports are known by each of them.
    const again = await bringIn(station, readData('missing-migrants-2024.json'), 'missing-migrants-2024.json')
    expect([again.counts.kept, again.counts.duplicate]).toEqual([0, 1034])
  })

  it.skipIf(!hasData('frontex-monthly-2009-2025.csv'))('frontex-monthly: a table of counts without places is said to be one, and nothing of it is drawn', async () => {
    const said = (await previewOf('frontex-monthly-2009-2025.csv')).says.map(say)
    expect(said).toEqual(expect.arrayContaining([expect.stringMatching(/No column says where/), expect.stringMatching(/No column says what/), expect.stringMatching(/3 columns are not brought in/)]))
    const before = await station.select({})
    const { counts, precision } = await bringIn(station, readData('frontex-monthly-2009-2025.csv'), 'frontex-monthly-2009-2025.csv')
    expect(counts.kept + counts.duplicate + counts.refused).toBe(34_273)
    expect(precision.none).toBe(counts.kept)
    const after = await station.select({})
    expect([after.drawn, after.total]).toEqual([before.drawn, before.total + counts.kept])
    await station.undo()
    expect((await station.select({})).total).toBe(before.total)
  })

  it.skipIf(!hasData('global-slavery-index-2023.csv'))('global-slavery-index: numbers with thousands separators are not taken for coordinates', async () => {
    const preview = await previewOf('global-slavery-index-2023.csv')
    expect(preview.mapping.columns.map(({ target }) => target)).toEqual(['place.country'])
    const { counts, precision } = await bringIn(station, readData('global-slavery-index-2023.csv'), 'global-slavery-index-2023.csv')
    expect([counts.read, precision.country + precision.none]).toEqual([180, counts.kept])
    expect(counts.kept + counts.refused + counts.duplicate).toBe(180)
    await station.undo()
  })

  it.skipIf(!hasData('cbp-texas-crossings.json'))('cbp-texas-crossings: 34 crossings at their points', async () => {
    const { counts } = await bringIn(station, readData('cbp-texas-crossings.json'), 'cbp-texas-crossings.json')
    expect([counts.read, counts.kept]).toEqual([34, 34])
    const first = (JSON.parse(textOf('cbp-texas-crossings.json')) as { lon: string; lat: string }[]).map(({ lon, lat }) => `${toE7(Number(lon))} ${toE7(Number(lat))}`)
    const { columns } = await station.table()
    const points = (await allRows(station, [])).map(({ row }) => `${columns.lon[row]} ${columns.lat[row]}`)
    for (const point of first) expect(points).toContain(point)
    await station.undo()
  })

  it.skipIf(!hasData('ctdc-victim-perpetrator-synthetic.csv'))('ctdc: no column is recognised, which is said, and nothing is brought in until somebody maps it', async () => {
    const preview = await previewOf('ctdc-victim-perpetrator-synthetic.csv')
    expect(preview.missing.map(say).join()).toMatch(/No column was recognised/)
    const before = await station.status()
    const fault = await faultOf(bringIn(station, readData('ctdc-victim-perpetrator-synthetic.csv'), 'ctdc.csv'))
    expect(fault?.code).toBe('mapping-unusable')
    expect([fault!.kept, fault!.remedy].map((message) => say(message!)).join(' ')).toMatch(/Nothing was brought in.*Choose/)
    expect(await station.status()).toMatchObject({ tips: before.tips, commits: before.commits })
  })

  it.skipIf(!hasData('unodc-glotip-2025-04-14.xlsx'))('unodc-glotip: a workbook is named as one, and what to do is said', async () => {
    const fault = await faultOf(previewOf('unodc-glotip-2025-04-14.xlsx'))
    expect(fault?.code).toBe('file-workbook')
    expect([fault!.says, fault!.kept!, fault!.remedy!].map(say).join(' ')).toMatch(/unodc-glotip-2025-04-14\.xlsx.*Nothing was brought in.*CSV/)
  })

  it('files one after another leave the store of segments in use', async () => {
    expect((await station.status()).storage).toBe('database')
  })
})
