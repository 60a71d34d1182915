import { beforeAll, describe, expect, it } from 'vitest'
import { newRecordId } from '../../shared/model/ids.ts'
import type { Station } from '../../shared/station/station.ts'
import { allRows, codeOf, dataFolder, founded, newTip, started, stateOf, WHO } from './support/stations.ts'

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
    const { merged: under, fields } = (await station.record(call))!
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
