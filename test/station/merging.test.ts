import { beforeAll, describe, expect, it } from 'vitest'
import { newRecordId } from '../../shared/model/ids.ts'
import type { Station } from '../../shared/station/station.ts'
import { writeElsewhere } from './support/other-office.ts'
import { allRows, codeOf, dataFolder, founded, newTip, started, stateOf, WHO, wholeRecord } from './support/stations.ts'

const arlit = { at: [7.385, 18.737], precision: 'settlement', reason: 'gazetteer', country: 'NER', name: 'Arlit' }
const dirkou = { at: [12.89, 19.0], precision: 'settlement', reason: 'gazetteer', country: 'NER', name: 'Dirkou' }
const folder = dataFolder()
let station: Station
let vault: string
beforeAll(async () => {
  ;({ station, vault } = await founded(folder))
})

describe('two tips that are one', () => {
  const call = newRecordId()
  const paper = newRecordId()

  it('are merged by one act, which the journal keeps: opened again they are one still', async () => {
    await station.commit({ act: 'file-call', patches: newTip({ what: 'a lorry at night', place: arlit }, call) })
    await station.commit({ act: 'file-call', patches: newTip({ what: 'lorry, five children', place: dirkou, contact: '+22790000000' }, paper) })
    await station.commit({ act: 'merge-tips', patches: [{ record: paper, kind: 'tip', field: '@alias', value: call }, { record: call, kind: 'tip', field: 'place', value: dirkou }] })
    const merged = await stateOf(station)
    expect((await station.status()).tips).toBe(1)
    await station.seal()
    ;({ station } = started(folder))
    await station.open({ vault, ...WHO })
    expect(await stateOf(station)).toEqual(merged)
    const { columns } = await station.table()
    const [row] = await allRows(station, ['what'])
    const { merged: under, fields } = (await wholeRecord(station, call))!
    expect(under).toMatchObject([{ id: paper, fields: { contact: '+22790000000' }, merges: [{ account: WHO.account }] }])
    // The survivor's cell is the one of the place that it took over.
    expect(columns.cell[row!.row]?.toString(16)).toBe(fields['cell'])
    expect(fields['cell']).toBe(under![0]!.fields['cell'])
  })

  it('come apart by an act of its own, which Z takes back', async () => {
    expect((await station.takeApart(paper))!.leftAlone).toEqual([])
    expect((await station.status()).canUndo).toEqual({ key: 'acts.did.take-apart' })
    const [one, other] = [(await station.record(call))!, (await station.record(paper))!]
    expect([one.fields['place'], other.fields['place']]).toEqual([arlit, dirkou])
    expect(one.fields['cell']).not.toBe(other.fields['cell'])
    await station.undo()
    expect((await station.record(paper))!.id).toBe(call)
    expect(await station.takeApart(call)).toBeNull()
  })

  it('must both be there, be two, and be of one kind', async () => {
    const alias = (record: string, value: unknown) => station.commit({ act: 'merge-tips', patches: [{ record: record as typeof call, kind: 'tip', field: '@alias', value }] })
    const before = await stateOf(station)
    expect(await codeOf(alias(paper, newRecordId()))).toBe('not-mergeable')
    expect(await codeOf(alias(paper, (await station.recordsOfKind('station'))[0]!.id))).toBe('not-mergeable')
    expect(await codeOf(alias(paper, paper))).toBe('invalid-change')
    expect(await codeOf(alias(paper, 'someone'))).toBe('invalid-change')
    expect(await stateOf(station)).toEqual(before)
  })
})

describe('a field of which two values were kept', () => {
  it('is counted and listed, also what was computed from it is not, and one choice settles both', async () => {
    const tip = newRecordId()
    await station.commit({ act: 'file-call', patches: newTip({ what: 'x', place: arlit }, tip) })
    await station.commit({ act: 'edit-tip', patches: [{ record: tip, kind: 'tip', field: 'place', value: arlit, beside: [dirkou] }] })
    const record = (await station.record(tip))!
    expect(Object.keys(record.conflicts)).toEqual(['place'])
    expect(record.conflicts['place']!.map(({ account, grade }) => [account, grade])).toEqual(Array.from({ length: 2 }, () => [WHO.account, { source: 'not-graded', information: 'not-graded' }]))
    expect((await station.status()).conflicts).toBe(1)
    expect((await allRows(station, ['what'], { bothKept: true })).map(({ id }) => id)).toEqual([tip])
    await station.commit({ act: 'choose-value', patches: [{ record: tip, kind: 'tip', field: 'place', value: dirkou }] })
    expect((await station.status()).conflicts).toBe(0)
    await station.undo()
    expect((await station.status()).conflicts).toBe(1)
  })
})

describe('two offices that changed the same tip without seeing each other', () => {
  const ours = newRecordId()
  const TEN_YEARS = 10 * 365 * 86_400_000
  let seen: string
  it('both keep their values, by name and time, and a clock ten years off wins nothing and is shown', async () => {
    const { commit } = await station.commit({ act: 'file-call', patches: newTip({ what: 'a lorry', source: 'C', information: '3', doubts: ['date-in-future'] }, ours) })
    seen = commit
    await station.commit({ act: 'edit-tip', patches: [{ record: ours, kind: 'tip', field: 'what', value: 'a red lorry' }, { record: ours, kind: 'tip', field: 'doubts', remove: ['date-in-future'] }] })
    await station.seal()
    const at = Date.now() + TEN_YEARS
    await writeElsewhere(folder, vault, WHO, 'Basim', [
      { patches: [{ record: ours, kind: 'tip', field: 'source', value: 'B' }], seen: [seen], at },
      { patches: [{ record: ours, kind: 'tip', field: 'what', value: 'two lorries' }, { record: ours, kind: 'tip', field: 'doubts', value: ['date-in-future'] }], at },
    ])
    ;({ station } = started(folder))
    await station.open({ vault, ...WHO })
    const record = (await station.record(ours))!
    expect(record.fields).toMatchObject({ what: 'a red lorry', source: 'B', doubts: ['date-in-future'] })
    expect(record.conflicts['what']).toMatchObject([
      { value: 'a red lorry', account: WHO.account, implausible: false, grade: { source: 'C', information: '3' } },
      { value: 'two lorries', account: 'Basim', implausible: true, grade: { source: 'B', information: '3' } },
    ])
    expect(record.disputes['doubts']).toMatchObject([{ member: 'date-in-future', added: { account: 'Basim', implausible: true }, removed: { account: WHO.account, implausible: false } }])
    // Causes stand before effects, whatever the clocks say, and only the wrong one's times are doubted.
    expect(record.history[0]!.commit).toBe(seen)
    expect(record.history.filter(({ account }) => account === 'Basim').map(({ fields, implausible }) => [fields[0], implausible])).toEqual([['source', true], ['what', true]])
    expect(record.history.filter(({ account }) => account === WHO.account).every(({ implausible }) => !implausible)).toBe(true)
  })

  it('agree once somebody has chosen, and what is written next is stamped by a right clock', async () => {
    await station.commit({ act: 'choose-value', patches: [{ record: ours, kind: 'tip', field: 'what', value: 'two lorries' }] })
    await station.commit({ act: 'choose-value', patches: [{ record: ours, kind: 'tip', field: 'doubts', remove: ['date-in-future'] }] })
    const record = (await station.record(ours))!
    expect([record.conflicts, record.disputes, record.fields['what'], record.fields['doubts']]).toEqual([{}, {}, 'two lorries', undefined])
    expect(Math.abs(record.history.at(-1)!.at - Date.now() / 1000)).toBeLessThan(60)
    expect(record.history.at(-1)!.implausible).toBe(false)
  })
})
