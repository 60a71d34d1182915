import { describe, expect, it } from 'vitest'
import type { RecordId } from '../../shared/model/change.ts'
import { newRecordId } from '../../shared/model/ids.ts'
import { tip } from '../../shared/model/kinds/tip.ts'
import { referenceOf } from '../../shared/model/reference.ts'
import { knownIdentifiers } from '../../shared/station/known-identifiers.ts'
import { knownRecords } from '../../shared/station/known-records.ts'
import { Office, pictureOf, shownTips } from './support/office.ts'

const NOW = Date.UTC(2026, 5, 1)
const at = (n: number) => n.toString(16).padStart(32, '0') as RecordId
const FILE = 'ab'.repeat(16) as RecordId
const pause = () => new Promise<void>((resolve) => setImmediate(resolve))
const found = async ({ catalogue }: Office, words: string) => (await catalogue.search(words, 9)).map(({ id }) => id)

/** Two tips of one event: an imported row and a call. */
async function twice() {
  const office = new Office('A', NOW, 'amina')
  const row = { id: newRecordId(), fields: { what: 'grey lorry at the ford', source: 'B', information: '2', contactName: 'Idris Sow', externalId: 'P-17', place: { at: [8.5, 18.7], precision: 'exact', reason: 'digits', country: 'NER' } } }
  office.bringIn([row, { id: newRecordId(), fields: { what: 'something else' } }], FILE)
  const call = newRecordId()
  office.edit(call, { what: 'a lorry with children', danger: 'yes-now', status: 'untriaged' })
  await office.catalogue.index(pause)
  return { office, row: row.id, call }
}

describe('a tip that was merged into another', () => {
  it('is counted, listed and drawn once, and stands under its survivor with its own reference and values', async () => {
    const { office, row, call } = await twice()
    expect(office.catalogue.tips).toBe(3)
    office.merge(row, call, { source: 'B', information: '2' })
    expect(office.catalogue.tips).toBe(2)
    expect(shownTips(office)).not.toContain(row)
    const { total, drawn, histogram } = office.catalogue.select({})
    expect([total, drawn, histogram.undated]).toEqual([2, 0, 2])
    const opened = (await office.catalogue.record(row))!
    expect(opened.id).toBe(call)
    expect(opened.fields).toMatchObject({ what: 'a lorry with children', source: 'B', information: '2' })
    expect(opened.history.at(-1)).toMatchObject({ act: 'merge-tips', account: 'amina' })
    expect(opened.merged).toMatchObject([{ id: row, reference: referenceOf(tip, row), fields: { what: 'grey lorry at the ford', contactName: 'Idris Sow' }, merges: [{ account: 'amina' }], late: [] }])
  })

  it('is found by its own reference and words, as its survivor, by the search and by the filter', async () => {
    const { office, row, call } = await twice()
    expect((await found(office, 'lorry')).sort()).toEqual([row, call].sort())
    office.merge(row, call)
    expect(await found(office, 'ford')).toEqual([call])
    expect(await found(office, 'lorry')).toEqual([call])
    expect(await found(office, referenceOf(tip, row))).toEqual([call])
    expect(office.catalogue.select({ words: 'ford' }).total).toBe(1)
    await office.takeApart(row)
    expect(await found(office, 'ford')).toEqual([row])
  })

  it('is no less known: its names and exact place stay out of a briefing, and its file is not taken in twice', async () => {
    const { office, row, call } = await twice()
    office.merge(row, call)
    const known = await knownIdentifiers(office.catalogue)
    expect(known.names).toContain('Idris Sow')
    expect(known.identifiers).toContain('P-17')
    expect(known.exactPlaces).toHaveLength(1)
    const mapping = { columns: [{ header: 'id', target: 'externalId' }, { header: 'what', target: 'what' }] } as unknown as Parameters<typeof knownRecords>[1]
    expect((await knownRecords(office.catalogue, mapping)).compare('P-17', { what: 'grey lorry at the ford' })).not.toBe('unknown')
  })

  it('is taken apart to what each had, and merged again by undoing that', async () => {
    const { office, row, call } = await twice()
    const before = (await pictureOf(office)) as { tips: { id: string; fields: unknown }[] }
    office.merge(row, call, { source: 'B', information: '2', place: { precision: 'country', reason: 'given', country: 'NER' } })
    const apart = (await office.takeApart(row))!
    const after = (await pictureOf(office)) as typeof before
    expect(after.tips.map(({ id, fields }) => [id, fields])).toEqual(before.tips.map(({ id, fields }) => [id, fields]))
    await office.undo(apart.id)
    expect(office.catalogue.tips).toBe(2)
    expect((await office.catalogue.record(row))!.fields).toMatchObject({ source: 'B', place: { country: 'NER' } })
  })

  it('leaves with the survivor what was changed there since the merge, and says which', async () => {
    const { office, row, call } = await twice()
    office.merge(row, call, { source: 'B', information: '2' })
    office.edit(call, { source: 'C', what: 'a lorry with five children' })
    const plan = await office.catalogue.planTakingApart(row)
    expect(plan!.leftAlone).toEqual([{ record: call, field: 'source' }])
    await office.takeApart(row)
    expect((await office.catalogue.record(call))!.fields).toMatchObject({ source: 'C', what: 'a lorry with five children' })
    expect((await office.catalogue.record(call))!.fields).not.toHaveProperty('information')
    expect((await office.catalogue.record(row))!.fields).toMatchObject({ what: 'grey lorry at the ford', source: 'B' })
  })

  it('comes back by itself where its survivor is taken back with its import, and goes under it again with it', async () => {
    const { office, row, call } = await twice()
    office.merge(call, row)
    expect(shownTips(office)).toContain(row)
    const undo = (await office.undo(office.made[0]!.commit.id))!
    expect(shownTips(office)).toEqual([call])
    expect((await office.catalogue.record(row))!.id).toBe(call)
    await office.undo(undo.id)
    expect(shownTips(office)).not.toContain(call)
    expect(office.catalogue.tips).toBe(2)
  })

  it('shows what somebody wrote to it who had not seen the merge, counts it, and counts it no more once it was looked at', async () => {
    const { office, row, call } = await twice()
    const other = new Office('B', NOW, 'basim')
    other.take(office.made)
    office.merge(row, call)
    other.edit(row, { what: 'grey lorry, plate covered' })
    for (const one of [office, other]) {
      one.take([...office.made, ...other.made])
      expect((await one.catalogue.record(call))!.merged![0]!.late).toMatchObject([{ field: 'what', value: 'grey lorry, plate covered', account: 'basim' }])
      expect([one.catalogue.conflicted, one.catalogue.select({ bothKept: true }).total]).toEqual([1, 1])
    }
    // Whoever has seen it and writes the field has chosen, also by keeping what stands; and may take the choice back.
    for (const what of ['grey lorry, plate covered', 'a lorry with children']) {
      const choice = office.edit(call, { what })
      expect(office.catalogue.conflicted).toBe(0)
      expect((await office.catalogue.record(row))!.merged![0]!.late).toEqual([])
      const undo = (await office.undo(choice.id))!
      expect(office.catalogue.conflicted).toBe(1)
      const redo = (await office.undo(undo.id))!
      expect(office.catalogue.conflicted).toBe(0)
      await office.undo(redo.id)
    }
  })
})

describe('merges of several tips', () => {
  const three = () => {
    const office = new Office('A', NOW)
    for (const n of [1, 2, 3]) office.edit(at(n), { what: `tip ${n}` })
    return office
  }
  const under = async (office: Office, record: RecordId) => (await office.catalogue.record(record))!.merged!.map(({ id }) => id)

  it('hang together, and one that others were merged into takes them along', async () => {
    const office = three()
    office.merge(at(3), at(2))
    office.merge(at(2), at(1))
    expect(await under(office, at(1))).toEqual([at(2), at(3)])
    await office.takeApart(at(2))
    expect(shownTips(office)).toEqual([at(1), at(2)])
    expect(await under(office, at(2))).toEqual([at(3)])
  })

  it('that two offices made the opposite way round show one tip, and come apart whole', async () => {
    const [a, b] = [three(), new Office('B', NOW)]
    b.take(a.made)
    a.merge(at(1), at(2))
    b.merge(at(2), at(1))
    for (const one of [a, b]) {
      one.take([...a.made, ...b.made])
      expect(shownTips(one)).toEqual([at(1), at(3)])
    }
    await b.takeApart(at(2))
    expect(shownTips(b)).toEqual([at(1), at(2), at(3)])
  })

  it('of one tip into two others make one of all, and each can be taken out of it', async () => {
    for (const out of [1, 2, 3]) {
      const [a, b] = [three(), new Office('B', NOW)]
      b.take(a.made)
      a.merge(at(3), at(1))
      b.merge(at(3), at(2))
      a.take(b.made)
      expect(shownTips(a)).toHaveLength(1)
      const chief = shownTips(a)[0]!
      if (chief === at(out)) continue
      await a.takeApart(at(out))
      expect(shownTips(a)).toContain(at(out))
      // What only the third one joined comes apart with it.
      expect(shownTips(a)).toHaveLength(out === 3 ? 3 : 2)
    }
  })

  it('are the same whatever comes first', async () => {
    const [a, b] = [three(), new Office('B', NOW)]
    b.take(a.made)
    a.merge(at(3), at(1), { route: 'north' })
    b.edit(at(3), { route: 'south', what: 'changed' })
    b.merge(at(2), at(3))
    const all = [...a.made, ...b.made]
    const orders = [all, all.toReversed(), [...b.made, ...a.made]]
    const pictures = await Promise.all(orders.map(async (order) => {
      const one = new Office('C', NOW)
      one.take(order)
      return pictureOf(one)
    }))
    expect(pictures[1]).toEqual(pictures[0])
    expect(pictures[2]).toEqual(pictures[0])
  })
})
