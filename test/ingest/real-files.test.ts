import { beforeAll, describe, expect, it } from 'vitest'
import Papa from 'papaparse'
import { createGeographicKnowledge } from '../../shared/geo/place-knowledge.ts'
import type { PlaceKnowledge } from '../../shared/ingest/place-knowledge.ts'
import type { PlaceValue } from '../../shared/model/place.ts'
import { world } from '../geo/world.ts'
import { bringIn, hasData, NOW, readData, sourceFile } from './fixtures.ts'
import type { Outcome } from './fixtures.ts'
import { previewSource } from '../../shared/ingest/ingest.ts'

const place = (row: { fields: Record<string, unknown> }) => row.fields['place'] as PlaceValue | undefined
const knowledge = (): PlaceKnowledge => createGeographicKnowledge(world.which(), world.countries(), world.regions())
/** The file as another reader sees it. */
const byPapa = (name: string) => Papa.parse<Record<string, string>>(new TextDecoder().decode(readData(name)), { header: true, skipEmptyLines: true }).data

describe.skipIf(!hasData('missing-migrants-2014-2023.csv'))('Missing Migrants 2014 to 2023', () => {
  let outcome: Outcome
  beforeAll(async () => {
    outcome = await bringIn(readData('missing-migrants-2014-2023.csv'), { name: 'missing-migrants-2014-2023.csv', knowledge: knowledge(), options: { now: NOW } })
  })

  it('is recognised and mapped by itself', () => {
    expect(outcome.preview).toMatchObject({ recognised: 'Missing Migrants Project', missing: [] })
  })

  it('every row is kept, a duplicate or refused with a reason', () => {
    const { counts, refusals, duplicates } = outcome.report
    expect(counts.read).toBe(13_020)
    expect(counts.kept + counts.duplicate + counts.refused).toBe(13_020)
    expect([outcome.rows.length, duplicates.length, refusals.length]).toEqual([counts.kept, counts.duplicate, counts.refused])
    for (const { row, reason } of refusals) expect([row > 1, reason.key.startsWith('ingest.refused.')]).toEqual([true, true])
  })

  it('a duplicate is the same in every cell as the row it repeats, by another reader too', () => {
    const rows = byPapa('missing-migrants-2014-2023.csv').map((row) => JSON.stringify(Object.values(row)))
    expect(rows).toHaveLength(13_020)
    for (const { row, sameAs } of outcome.report.duplicates) expect(rows[row - 2]).toBe(rows[sameAs - 2])
    const repeated = byPapa('missing-migrants-2014-2023.csv').filter((row, at) => row['Coordinates']?.trim() !== '' && rows.indexOf(rows[at]!) !== at)
    expect(outcome.report.duplicates).toHaveLength(repeated.length)
  })

  it('36 rows without coordinates are kept for tables and have no point to draw', () => {
    const without = byPapa('missing-migrants-2014-2023.csv').flatMap((row, at) => (row['Coordinates'] === '' ? [at + 2] : []))
    expect(without).toHaveLength(36)
    const kept = outcome.rows.filter(({ row }) => without.includes(row))
    expect(kept).toHaveLength(36)
    for (const row of kept) expect([place(row)!.at, place(row)!.reason]).toEqual([undefined, 'no-coordinates'])
    expect(outcome.rows.filter((row) => !place(row)?.at)).toHaveLength(36)
  })

  it('months are a month long, people are counted, a line break inside a cell stays in its row', () => {
    const second = outcome.rows.find(({ row }) => row === 2)!
    expect(second.fields).toMatchObject({ when: { words: 'January 2014', from: Date.UTC(2014, 0, 1) / 1000, to: Date.UTC(2014, 1, 1) / 1000 - 1 }, persons: 1, form: 'route-death', channel: 'open-data', what: 'Mixed or unknown' })
    expect(place(second)).toMatchObject({ at: [-110.366453, 31.650259], precision: 'exact', country: 'USA' })
    expect(outcome.rows.reduce((sum, { fields }) => sum + ((fields['persons'] as number | undefined) ?? 0), 0)).toBe(
      byPapa('missing-migrants-2014-2023.csv').reduce((sum, row, at) => (outcome.report.duplicates.some((duplicate) => duplicate.row === at + 2) ? sum : sum + Number(row['Total Number of Dead and Missing'])), 0),
    )
  })

  it('what nobody could place is coarser than a settlement; a named crossing is not', () => {
    const finer = outcome.rows.filter((row) => ['exact', 'settlement'].includes(place(row)?.precision ?? ''))
    expect(finer.filter((row) => /^unspecified/i.test(place(row)!.name ?? ''))).toEqual([])
    const milak = outcome.rows.filter((row) => place(row)!.name === 'Reported at Milak border crossing, Iran')
    expect(milak.length).toBeGreaterThan(10)
    expect(new Set(milak.map((row) => place(row)!.precision))).toEqual(new Set(['exact']))
  })
})

describe.skipIf(!hasData('missing-migrants-points-2014-2025.csv'))('Missing Migrants points 2014 to 2025', () => {
  let outcome: Outcome
  beforeAll(async () => {
    outcome = await bringIn(readData('missing-migrants-points-2014-2025.csv'), { name: 'points.csv', knowledge: knowledge() })
  })

  it('the rows at the centre of Tehran are coarser than a settlement', () => {
    const tehran = outcome.rows.filter((row) => place(row)?.at?.[0] === 51.3889736 && place(row)?.at?.[1] === 35.6891975)
    expect(tehran.length + outcome.report.duplicates.length).toBeGreaterThanOrEqual(263)
    expect(tehran.length).toBeGreaterThan(200)
    expect(new Set(tehran.map((row) => place(row)!.precision))).toEqual(new Set(['region']))
  })

  it('rows on whole degrees are coarser than a settlement', () => {
    const raw = byPapa('missing-migrants-points-2014-2025.csv')
    const whole = new Set(raw.flatMap((row, at) => (Number.isInteger(Number(row['lat'])) && Number.isInteger(Number(row['lon'])) ? [at + 2] : [])))
    expect(whole.size).toBe(1026)
    for (const row of outcome.rows) if (whole.has(row.row)) expect(['region', 'country']).toContain(place(row)!.precision)
  })

  it('the hundreds of rows at one crossing point still count, and are flagged', () => {
    const milak = outcome.rows.filter((row) => place(row)?.at?.[0] === 61.82069052 && place(row)?.at?.[1] === 30.96704016)
    expect(milak).toHaveLength(200)
    expect(new Set(milak.map((row) => place(row)!.precision))).toEqual(new Set(['exact']))
    const flagged = new Set(outcome.report.doubts.filter(({ doubt }) => doubt === 'crowded-point').map(({ row }) => row))
    expect(milak.every(({ row }) => flagged.has(row))).toBe(true)
  })

  it('ids that occur more than once with other content are kept and doubted', () => {
    const raw = byPapa('missing-migrants-points-2014-2025.csv')
    const seen = new Map<string, Set<string>>()
    let expected = 0
    for (const row of raw) {
      const contents = seen.get(row['web_id']!) ?? new Set()
      const content = JSON.stringify(Object.values(row))
      if (contents.size > 0 && !contents.has(content)) expected++
      seen.set(row['web_id']!, contents.add(content))
    }
    expect(outcome.report.doubts.filter(({ doubt }) => doubt === 'same-id-other-content')).toHaveLength(expected)
  })

  it('15 rows without a date are kept without one', () => {
    const raw = byPapa('missing-migrants-points-2014-2025.csv')
    const dateless = raw.flatMap((row, at) => (row['date'] === '' ? [at + 2] : []))
    expect(dateless).toHaveLength(15)
    const held = new Set(outcome.report.duplicates.map(({ row }) => row))
    expect(outcome.rows.filter(({ fields }) => fields['when'] === undefined).map(({ row }) => row)).toEqual(dateless.filter((row) => !held.has(row)))
  })

  it('points written longitude first are found by their country', () => {
    const first = outcome.rows.find(({ fields }) => fields['externalId'] === '2019.MMP01631')!
    expect(place(first)).toMatchObject({ at: [-1.307491, 23.338396], country: 'DZA' })
    expect(first.fields['doubts']).toContain('swapped-coordinates')
  })
})

describe.skipIf(!hasData('missing-migrants-2024.json'))('Missing Migrants 2024, as the interface answers it', () => {
  it('numbers as text, a misspelt key and trailing line breaks are read', async () => {
    const { preview, rows, report } = await bringIn(readData('missing-migrants-2024.json'), { name: 'missing-migrants-2024.json', knowledge: knowledge() })
    expect(preview).toMatchObject({ format: 'json', recognised: 'Missing Migrants Project' })
    expect(report.counts).toMatchObject({ read: 1034, refused: 0 })
    expect(report.counts.kept + report.counts.duplicate).toBe(1034)
    expect(rows[0]!.fields).toMatchObject({ externalId: '2024.MMP1008', persons: 1, what: 'Drowning', place: { at: [12, 32], precision: 'region', reason: 'whole-degrees', country: 'LBY', name: 'Remains recovered in Surman, Libya' } })
  })
})

describe.skipIf(!hasData('global-slavery-index-2023.csv'))('files that were not made for this', () => {
  it.each(['ctdc-victim-perpetrator-synthetic.csv', 'frontex-monthly-2009-2025.csv', 'global-slavery-index-2023.csv', 'cbp-texas-crossings.json'])('%s is previewed without a complaint', async (name) => {
    const preview = await previewSource(sourceFile(readData(name), name))
    expect(preview.headers.length).toBeGreaterThan(2)
    expect(preview.firstRows.length).toBeGreaterThan(5)
  })
  it('a workbook is named as one', async () => {
    await expect(previewSource(sourceFile(readData('unodc-glotip-2025-04-14.xlsx'), 'unodc-glotip-2025-04-14.xlsx'))).rejects.toMatchObject({ code: 'file-workbook' })
  })
})
