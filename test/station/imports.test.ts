import { beforeAll, describe, expect, it } from 'vitest'
import type { CommitId, RecordId } from '../../shared/model/change.ts'
import { newRecordId } from '../../shared/model/ids.ts'
import type { Station } from '../../shared/station/station.ts'
import { allRows, anew, bringIn, codeOf, dataFolder, founded, sourceFile, started, stateOf, WHO } from './support/stations.ts'

const folder = dataFolder()
const HEAD = 'id,date,latitude,longitude,what,phone,route'
/** Rows 2 to 9: row 5 and row 8 repeat row 2 and row 4 in every cell; row 7 has row 3's id and another text. */
const LINES = [
  'A1,2026-01-03,22.71234,14.20121,Two lorries at the well,+21891555010,Sebha',
  'A2,2026-01-04,22.81234,14.30121,A girl asks for help,,',
  'A3,2026-01-05,22.91234,14.40121,Night crossing,,Sebha',
  'A1,2026-01-03,22.71234,14.20121,Two lorries at the well,+21891555010,Sebha',
  'A4,2026-01-06,23.01234,14.50121,Guards were paid,,',
  'A2,2026-01-04,22.81234,14.30121,A boy asks for help,,',
  'A3,2026-01-05,22.91234,14.40121,Night crossing,,Sebha',
  'A5,2026-01-07,23.11234,14.60121,A house with barred windows,,',
]
const FILE = [HEAD, ...LINES].join('\n')
const FIELDS = ['externalId', 'what', 'importRow', 'doubts', 'route', 'contact', 'persons'] as const
type Row = { readonly id: RecordId } & { readonly [field in (typeof FIELDS)[number]]?: string }
const byRow = async (station: Station) => new Map((await allRows(station, FIELDS)).map(({ id, fields }): [number, Row] => [Number(fields['importRow']), { id, ...fields }]))
const visible = async (station: Station) => (await allRows(station, ['importRow'])).map(({ fields }) => Number(fields['importRow'])).sort((a, b) => a - b)
const SOME = [2, 3, 4, 6, 7, 9]

describe('identical rows and shared ids', () => {
  let station: Station
  let importId: RecordId
  beforeAll(async () => {
    station = await anew()
    const report = await bringIn(station, FILE)
    importId = report.importId
    expect(report.counts).toMatchObject({ read: 8, kept: 6, duplicate: 2, refused: 0, doubted: 1 })
    expect(report.duplicates).toEqual([{ row: 5, sameAs: 2 }, { row: 8, sameAs: 4 }])
  })

  it('the first of identical rows is kept, the others are held back and counted', async () => {
    expect(await visible(station)).toEqual(SOME)
    expect((await station.record(importId))?.fields).toMatchObject({ read: 8, kept: 6, duplicate: 2, doubted: 1, held: [{ row: 5, sameAs: 2 }, { row: 8, sameAs: 4 }] })
  })

  it('the same id with other content is kept and doubted, and both stand side by side', async () => {
    const rows = await byRow(station)
    expect([rows.get(3)!.what, rows.get(7)!.what]).toEqual(['A girl asks for help', 'A boy asks for help'])
    expect(rows.get(7)!.externalId).toBe('A2')
    expect([rows.get(3)!.doubts ?? '', rows.get(7)!.doubts]).toEqual(['', 'same-id-other-content'])
  })

  it('rows that were held back can be had back, one or all, each once, with the same cell, and one undo takes them away', async () => {
    await station.restoreDuplicates(importId, [8])
    expect(await visible(station)).toEqual([...SOME, 8].sort((a, b) => a - b))
    const { columns } = await station.table()
    const rows = await byRow(station)
    const cellOf = async (id: RecordId) => columns.cell[(await allRows(station, [])).find((one) => one.id === id)!.row]
    const [copy, original] = [rows.get(8)!, rows.get(4)!]
    expect({ ...copy, id: '', importRow: '' }).toEqual({ ...original, id: '', importRow: '' })
    expect(copy.id).not.toBe(original.id)
    expect(await cellOf(copy.id)).toBe(await cellOf(original.id))
    expect(await cellOf(copy.id)).not.toBe(0n)
    await station.restoreDuplicates(importId, [5, 8])
    expect(await visible(station)).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
    expect(await codeOf(station.restoreDuplicates(importId, [5, 8]))).toBe('nothing-to-restore')
    expect(await codeOf(station.restoreDuplicates(importId, [2, 77]))).toBe('nothing-to-restore')
    await station.undo()
    await station.undo()
    expect(await visible(station)).toEqual(SOME)
    await station.restoreDuplicates(importId, [5])
    expect(await visible(station)).toEqual([...SOME, 5].sort((a, b) => a - b))
    await station.undo()
  })
})

describe('many rows on one point', () => {
  const crowd = ['id,date,latitude,longitude,what', ...Array.from({ length: 26 }, (_, i) => `C${i},2026-01-${String(1 + i).padStart(2, '0')},${i % 5 === 4 ? `23.0${i}` : '22.71234'},14.20121,Report ${i}`)].join('\n')
  const doubted = async (station: Station) => (await allRows(station, ['doubts', 'importRow'])).filter(({ fields }) => fields['doubts'] === 'crowded-point').map(({ fields }) => Number(fields['importRow'])).sort((a, b) => a - b)
  const onThePoint = Array.from({ length: 26 }, (_, i) => i).filter((i) => i % 5 !== 4).map((i) => i + 2)

  it('are doubted on every tip, also on those that came before anyone could know', async () => {
    const station = await anew()
    const report = await bringIn(station, crowd)
    expect(report.counts.doubted).toBe(onThePoint.length)
    expect(await doubted(station)).toEqual(onThePoint)
    const first = (await allRows(station, ['importRow'])).find(({ fields }) => fields['importRow'] === '2')!
    expect((await station.record(first.id))!.fields['doubts']).toEqual(['crowded-point'])
  })

  it('are taken back whole with one undo, and are the same after sealing and opening', async () => {
    const folder = dataFolder()
    const { station, vault } = await founded(folder)
    await bringIn(station, crowd)
    const before = await stateOf(station)
    await station.seal()
    const again = started(folder).station
    await again.open({ vault, ...WHO })
    expect(await stateOf(again)).toEqual(before)
    expect(await again.undo()).toMatchObject({ receipt: { leftAlone: [] } })
    expect(await visible(again)).toEqual([])
    await again.redo()
    expect(await doubted(again)).toEqual(onThePoint)
    await again.seal()
  })
})

describe('the same file again', () => {
  it('brings nothing new: every row is known, also where an id stands for several reports', async () => {
    const station = await anew()
    await bringIn(station, FILE)
    const before = await stateOf(station)
    const { counts, commit, duplicates, doubts } = await bringIn(station, FILE)
    expect([counts.read, counts.kept, counts.duplicate, counts.refused, counts.doubted]).toEqual([8, 0, 8, 0, 0])
    expect([commit, doubts]).toEqual([null, []])
    expect(new Set(duplicates.map(({ sameAs }) => sameAs))).toEqual(new Set([0]))
    expect(await stateOf(station)).toEqual(before)
  })

  it('a row that says something else in any column that the file fills is kept and doubted, never merged in silence', async () => {
    const station = await anew()
    await bringIn(station, FILE)
    // Another phone, another route; and a row that nobody had.
    const other = [HEAD, LINES[0]!.replace('+21891555010', '+21891555099'), LINES[2]!.replace('Sebha', 'Ghat'), LINES[4]!, 'A6,2026-01-09,23.2,14.7001,New,,', LINES[7]!.replace('14.60121', '14.60122'), LINES[1]!.replace('2026-01-04', '2026-01-05')].join('\n')
    const { counts, doubts } = await bringIn(station, other)
    expect([counts.read, counts.kept, counts.duplicate]).toEqual([6, 5, 1])
    expect(doubts.filter(({ doubt }) => doubt === 'same-id-other-content').map(({ row }) => row)).toEqual([2, 3, 6, 7])
    expect((await allRows(station, ['externalId', 'route'])).filter(({ fields }) => fields['externalId'] === 'A3').map(({ fields }) => fields['route']).sort()).toEqual(['Ghat', 'Sebha'])
  })

  it('comes in anew after it was taken back', async () => {
    const station = await anew()
    await bringIn(station, FILE)
    await station.undo()
    expect((await bringIn(station, FILE)).counts).toMatchObject({ kept: 6, duplicate: 2 })
    expect(await visible(station)).toEqual(SOME)
  })

  it('keeps rows whose commas and ids are hostile apart', async () => {
    const station = await anew()
    const lines = ['__proto__,2026-01-03,22.7,14.2001,proto,,', 'constructor,2026-01-03,22.7,14.2001,constructor,,', 'toString,2026-01-03,22.7,14.2001,toString,,']
    const hostile = [HEAD.replace('route', '__proto__'), ...lines].join('\n')
    expect((await bringIn(station, hostile)).counts).toMatchObject({ kept: 3, duplicate: 0 })
    expect((await bringIn(station, hostile)).counts).toMatchObject({ kept: 0, duplicate: 3 })
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('what')
  })
})

describe('taking an import back', () => {
  it('hides its rows with one undo and shows them with one redo; rows that someone worked on stay, and are named', async () => {
    const station = await anew()
    const { commit } = await bringIn(station, FILE)
    const rows = await byRow(station)
    const graded = rows.get(4)!.id
    await station.commit({ act: 'grade-tip', patches: [{ record: graded, kind: 'tip', field: 'source', value: 'B' }, { record: graded, kind: 'tip', field: 'information', value: '2' }] })
    const undone = await station.undo(commit as CommitId)
    expect([undone?.act, undone?.undone]).toEqual(['import', commit])
    expect(undone?.receipt.leftAlone).toEqual(expect.arrayContaining([{ record: graded, field: 'source' }, { record: graded, field: 'information' }]))
    expect(await visible(station)).toEqual([4])
    const redone = await station.redo()
    expect(redone?.act).toBe('import')
    expect(await visible(station)).toEqual(SOME)
    expect((await station.record(graded))?.fields).toMatchObject({ source: 'B', information: '2', what: 'Night crossing' })
  })

  it('takes a row with it whose changes were all taken back, whichever was taken back first', async () => {
    const station = await anew()
    const { commit } = await bringIn(station, FILE)
    const rows = await byRow(station)
    const [first, second] = [rows.get(2)!.id, rows.get(3)!.id]
    const edit = await station.commit({ act: 'edit-tip', patches: [{ record: first, kind: 'tip', field: 'what', value: 'Other words' }, { record: first, kind: 'tip', field: 'links', add: [second] }] })
    await station.commit({ act: 'grade-tip', patches: [{ record: second, kind: 'tip', field: 'source', value: 'A' }, { record: second, kind: 'tip', field: 'doubts', add: ['date-in-future'] }] })
    await station.undo(commit as CommitId)
    expect(await visible(station)).toEqual([2, 3])
    await station.undo(edit.commit)
    expect(await visible(station)).toEqual([3])
    // Taken back and done again, it is worked on again.
    await station.redo()
    expect(await visible(station)).toEqual([2, 3])
    await station.undo()
    await station.undo()
    expect(await visible(station)).toEqual([])
    expect(await station.record(first)).toBeNull()
  })

  it('can be done after the vault was sealed and opened, from the journal or from segments', async () => {
    const { station, vault } = await founded(folder)
    await bringIn(station, FILE)
    const tip = (await byRow(station)).get(2)!.id
    await station.commit({ act: 'edit-tip', patches: [{ record: tip, kind: 'tip', field: 'what', value: 'Three lorries' }] })
    await station.seal()
    const { station: again } = started(folder)
    await again.open({ vault, ...WHO })
    expect((await again.status()).canUndo).toEqual({ key: 'acts.did.edit-tip' })
    expect((await again.undo())?.act).toBe('edit-tip')
    expect((await again.record(tip))?.fields['what']).toBe('Two lorries at the well')
    expect((await again.undo())?.act).toBe('import')
    expect(await visible(again)).toEqual([])
    await again.seal()
    const { station: third } = started(folder)
    await third.open({ vault, ...WHO })
    expect(await visible(third)).toEqual([])
    expect((await third.redo())?.act).toBe('import')
    expect((await third.redo())?.act).toBe('edit-tip')
    expect((await third.record(tip))?.fields['what']).toBe('Three lorries')
    expect(await third.redo()).toBeNull()
    expect(await visible(third)).toEqual(SOME)
    await third.seal()
  })

  it('an import that is cancelled leaves nothing, and the next one is whole', async () => {
    const station = await anew()
    const many = sourceFile([HEAD, ...Array.from({ length: 20_000 }, (_, i) => `B${i},2026-01-03,22.71234,${(14 + i / 10_000).toFixed(5)},Report ${i},,`)].join('\n'))
    const { mapping } = await station.previewImport(many)
    const before = await stateOf(station)
    const stop = new AbortController()
    const report = await station.runImport(many, mapping, { signal: stop.signal, onProgress: ({ read }) => read > 6000 && stop.abort() })
    expect([report.cancelled, report.commit]).toEqual([true, null])
    expect(report.counts.read).toBeLessThan(20_000)
    expect(await stateOf(station)).toEqual(before)
    const whole = await station.runImport(many, mapping)
    expect(whole.counts).toMatchObject({ read: 20_000, kept: 20_000 })
    expect((await station.status()).tips).toBe(20_000)
  })

  it('an import that sealing cuts off leaves nothing behind it, in memory or in the journal', async () => {
    const { station, vault } = await founded(folder)
    const many = sourceFile([HEAD, ...Array.from({ length: 20_000 }, (_, i) => `C${i},2026-01-03,22.71234,${(14 + i / 10_000).toFixed(5)},Report ${i},,`)].join('\n'))
    const { mapping } = await station.previewImport(many)
    let sealing: Promise<void> | undefined
    const report = await station.runImport(many, mapping, { onProgress: ({ read }) => (read > 6000 ? (sealing ??= station.seal()) : undefined) })
    await sealing
    expect([report.cancelled, report.commit]).toEqual([true, null])
    expect(await codeOf(station.select({}))).toBe('sealed')
    const { station: again } = started(folder)
    const opened = await again.open({ vault, ...WHO })
    expect(opened.tips).toBe(0)
    expect((await bringIn(again, FILE)).counts.kept).toBe(6)
    await again.seal()
  })
})

describe('undo', () => {
  it('leaves alone a field that changed since, puts back the others, and names what it left', async () => {
    const station = await anew()
    await bringIn(station, FILE)
    const tip = (await byRow(station)).get(3)!.id
    const first = await station.commit({ act: 'edit-tip', patches: [{ record: tip, kind: 'tip', field: 'what', value: 'first' }, { record: tip, kind: 'tip', field: 'persons', value: 3 }] })
    await station.commit({ act: 'edit-tip', patches: [{ record: tip, kind: 'tip', field: 'what', value: 'second' }] })
    const undone = await station.undo(first.commit)
    expect(undone?.receipt.leftAlone).toEqual([{ record: tip, field: 'what' }])
    const { fields } = (await station.record(tip))!
    expect([fields['what'], fields['persons']]).toEqual(['second', undefined])
  })

  it('of a place that changed since changes nothing at all, and says only what a person set', async () => {
    const station = await anew()
    await bringIn(station, FILE)
    const tip = (await byRow(station)).get(3)!.id
    const place = (lon: number) => ({ at: [lon, 22.8], precision: 'exact', reason: 'given', country: 'LBY' })
    const first = await station.commit({ act: 'edit-tip', patches: [{ record: tip, kind: 'tip', field: 'place', value: place(15.5) }] })
    // A little further, in the same cell: nothing of the geography changes with it.
    await station.commit({ act: 'edit-tip', patches: [{ record: tip, kind: 'tip', field: 'place', value: place(15.5001) }] })
    const { commits } = await station.status()
    const before = await station.record(tip)
    const undone = await station.undo(first.commit)
    expect(undone?.receipt.leftAlone).toEqual([{ record: tip, field: 'place' }])
    expect(await station.record(tip)).toEqual(before)
    expect((await station.status()).commits).toBe(commits)
  })

  it('of a place puts back cell, segment and month with it', async () => {
    const station = await anew()
    await bringIn(station, FILE)
    const tip = (await byRow(station)).get(3)!
    const { row } = (await allRows(station, [])).find(({ id }) => id === tip.id)!
    const geography = async () => {
      const { columns } = await station.table()
      return [columns.cell[row], columns.segment[row], columns.month[row], columns.precision[row], columns.lon[row]]
    }
    const before = await geography()
    await station.commit({ act: 'edit-tip', patches: [{ record: tip.id, kind: 'tip', field: 'place', value: { at: [9.5, 10.5], precision: 'exact', reason: 'given', country: 'NGA' } }, { record: tip.id, kind: 'tip', field: 'when', value: { words: '2025', from: 1_735_689_600, to: 1_735_776_000 } }] })
    const between = await geography()
    for (const at of [0, 2, 4]) expect(between[at]).not.toEqual(before[at])
    await station.undo()
    expect(await geography()).toEqual(before)
    await station.redo()
    expect(await geography()).toEqual(between)
  })

  it('finds what the session showed: a value is what the journal holds of it, to the sign of a zero', async () => {
    const folder = dataFolder()
    const { station, vault } = await founded(folder)
    const record = newRecordId()
    await station.commit({ act: 'file-call', patches: [{ record, kind: 'tip', field: 'place', value: { at: [-0, 21], precision: 'exact', reason: 'given' } }] })
    const before = await stateOf(station)
    await station.seal()
    const again = started(folder).station
    await again.open({ vault, ...WHO })
    expect(await stateOf(again)).toEqual(before)
    await again.seal()
  })

  it('passes over an act that changed nothing, in the session that made it and after sealing and opening', async () => {
    const folder = dataFolder()
    const { station, vault } = await founded(folder)
    const record = newRecordId()
    await station.commit({ act: 'file-call', patches: [{ record, kind: 'tip', field: 'what', value: 'A lorry at the well' }] })
    await station.commit({ act: 'edit-tip', patches: [{ record, kind: 'tip', field: 'doubts', remove: ['date-in-future'] }] })
    expect((await station.status()).canUndo).toEqual({ key: 'acts.did.file-call' })
    const before = await stateOf(station)
    await station.seal()
    const again = started(folder).station
    await again.open({ vault, ...WHO })
    expect(await stateOf(again)).toEqual(before)
    expect((await again.undo())?.act).toBe('file-call')
    expect(await visible(again)).toEqual([])
    await again.seal()
  })

  it('of what was never done is nothing', async () => {
    const station = await anew()
    // A station is not unfounded.
    expect(await station.undo()).toBeNull()
    expect(await station.redo()).toBeNull()
    expect(await station.undo('0'.repeat(32) as CommitId)).toBeNull()
  })
})
