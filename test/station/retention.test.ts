import { describe, expect, it } from 'vitest'
import { newRecordId } from '../../shared/model/ids.ts'
import { endOfMonths, ruleFor } from '../../shared/model/retention.ts'
import { anew, bringIn, codeOf, dataFolder, founded, newRecord, newTip, WHO } from './support/stations.ts'

const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / 1000

describe('the time of a record', () => {
  it('is over on the same day of a later month, or on its last', () => {
    for (const [since, months, end] of [['2024-01-31', 1, '2024-02-29'], ['2023-01-31', 1, '2023-02-28'], ['2024-02-29', 12, '2025-02-28'], ['2020-06-15', 120, '2030-06-15'], ['2024-12-31', 2, '2025-02-28']] as const) {
      expect(new Date(endOfMonths(day(since), months) * 1000).toISOString().slice(0, 10)).toBe(end)
    }
  })

  it('is told by the rule for its status, or else by the one for its kind; where none holds it is kept', () => {
    const rules = [{ kind: 'tip', months: 120 }, { kind: 'tip', status: 'set-aside', months: 24 }, { kind: 'case', status: 'closed', months: 60 }]
    expect(ruleFor(rules, 'tip', 'set-aside')!.months).toBe(24)
    expect(ruleFor(rules, 'tip', 'triaged')!.months).toBe(120)
    expect(ruleFor(rules, 'case', 'open')).toBeNull()
    expect(ruleFor(rules, 'person', undefined)).toBeNull()
  })
})

describe('a review', () => {
  it('lists what is past its time, longest waiting first, and erases nothing by itself', async () => {
    const station = await anew()
    await bringIn(station, ['id,date,latitude,longitude,what,received', 'R1,2020-01-01,22.1,14.1,an old report of a lorry,2020-03-05', 'R2,2026-01-01,22.1,14.1,a new report of a lorry,2026-11-01'].join('\n'))
    const [aside, held, young] = [newRecordId(), newRecordId(), newRecordId()]
    await station.commit({ act: 'file-call', patches: [
      ...newTip({ what: 'set aside', status: 'set-aside', received: day('2023-01-01') }, aside), ...newTip({ what: 'held', received: day('2012-01-01') }, held), ...newTip({ what: 'young', received: day('2023-01-01') }, young),
      ...newRecord('case', { title: 'Closed long ago', status: 'closed', opened: day('2010-05-05') }),
    ] })
    expect(await station.retention()).toMatchObject({ rules: [], total: 0, first: [] })
    await station.setRetention([{ kind: 'tip', months: 60 }, { kind: 'tip', status: 'set-aside', months: 24 }, { kind: 'case', months: 120 }])
    const listed = async () => (await station.retention()).first.map(({ title }) => title)
    expect(await listed()).toEqual(['held', 'Closed long ago', 'set aside', 'an old report of a lorry'])
    expect((await station.retention()).byRule).toEqual([2, 1, 1])
    expect((await station.status()).tips).toBe(5)

    expect(await codeOf(station.keepLonger({ record: held, until: day('2020-01-01'), why: 'x' }))).toBe('hold-until')
    expect(await codeOf(station.keepLonger({ record: held, until: day('2990-01-01'), why: ' ' }))).toBe('hold-why')
    await station.keepLonger({ record: held, until: day('2990-01-01'), why: 'the court asked' })
    expect(await listed()).toEqual(['Closed long ago', 'set aside', 'an old report of a lorry'])
    // Both are acts like any other.
    await station.undo()
    expect(await listed()).toContain('held')
    await station.undo()
    expect((await station.retention()).rules).toEqual([])
  })

  it('is the same after an opening, and rules that another version wrote in another shape hold nothing', async () => {
    const folder = dataFolder()
    const { station, vault } = await founded(folder)
    await station.commit({ act: 'file-call', patches: newTip({ what: 'old', received: day('2001-01-01') }) })
    await station.setRetention([{ kind: 'tip', months: 12 }])
    const before = await station.retention()
    expect(before.total).toBe(1)
    await station.seal()
    await station.open({ vault, ...WHO })
    expect(await station.retention()).toEqual(before)
    expect(await codeOf(station.setRetention([{ kind: 'tip', months: 0 }]))).toBe('invalid-change')
  })
})
