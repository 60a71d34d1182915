import { afterEach, describe, expect, it, vi } from 'vitest'
import type { SealedValue } from '../../shared/model/field.ts'
import { newRecordId } from '../../shared/model/ids.ts'
import { referenceOf } from '../../shared/model/reference.ts'
import { tip } from '../../shared/model/kinds/tip.ts'
import { groupsOfRoles } from '../../shared/model/roles.ts'
import { openVault, memoryStore } from '../../shared/vault/vault.ts'
import type { RecordId } from '../../shared/model/change.ts'
import type { Station } from '../../shared/station/station.ts'
import type { OpeningReason, TrailEntry, TrailFilter } from '../../shared/station/keeping/audit.ts'
import { allRows, anew, bringIn, codeOf, dataFolder, founded, newTip, started, WHO } from './support/stations.ts'

afterEach(() => void vi.useRealTimers())

const CONTACT = '+23590112233'
async function tipWithContact(station: Station): Promise<RecordId> {
  const record = newRecordId()
  await station.commit({ act: 'file-call', patches: newTip({ what: 'four people in a lorry', contact: CONTACT, contactName: 'Halima Oumar' }, record) })
  return record
}
const tokenOf = async (station: Station, record: RecordId, field: string) => ((await station.record(record))!.fields[field] as SealedValue).sealed
const open = async (station: Station, record: RecordId, reason: OpeningReason, words = '') => (await station.openSealed({ record, field: 'contact', token: await tokenOf(station, record, 'contact'), reason, words })).value
const trail = async (station: Station, filter: TrailFilter = {}, limit = 100): Promise<readonly TrailEntry[]> => (await station.trail({ filter, from: 0, limit })).entries
const short = ({ does, account, records, act, count }: TrailEntry) => [does, account, ...(act === undefined ? [] : [act]), ...records.map(({ reference }) => reference), ...(count === undefined ? [] : [count])]
const ref = (id: RecordId) => referenceOf(tip, id)

describe('the audit trail', () => {
  it('says who changed what, with the act and the fields and never a value', async () => {
    const station = await anew()
    const record = await tipWithContact(station)
    await station.commit({ act: 'grade-tip', patches: [{ record, kind: 'tip', field: 'source', value: 'B' }] })
    await station.undo()
    const entries = await trail(station, { does: 'change' })
    expect(entries.slice(0, 3).map(short)).toEqual([['change', 'sample', 'undo', ref(record)], ['change', 'sample', 'grade-tip', ref(record)], ['change', 'sample', 'file-call', ref(record)]])
    expect([...entries[2]!.records[0]!.fields].sort()).toEqual(['contact', 'contactName', 'what'])
    expect(JSON.stringify(entries)).not.toMatch(/Halima|lorry|\+235/)
  })

  it('says what was looked at, once while it stays open, and what was searched without the words', async () => {
    const station = await anew()
    const record = await tipWithContact(station)
    for (let look = 0; look < 3; look++) await station.record(record)
    for (const words of ['lor', 'lorr', 'lorry']) await station.search(words, 5)
    expect((await trail(station)).slice(0, 2).map(short)).toEqual([['search', 'sample', 1], ['see', 'sample', ref(record)]])
    expect(JSON.stringify(await trail(station))).not.toContain('lorr')
  })

  it('holds an import of any size as one event', async () => {
    const station = await anew()
    const report = await bringIn(station, ['what,latitude,longitude,date', ...Array.from({ length: 300 }, (_, at) => `report ${at},22.${at},14.${at},2026-01-05`)].join('\n'))
    expect((await trail(station, { does: 'change' })).slice(0, 1).map(({ act, count, records }) => [act, count, records.map(({ id }) => id)])).toEqual([['import', report.counts.kept, [report.importId]]])
  })

  it('is filtered by account, by what was done, by record and by time, and read a page at a time', async () => {
    const station = await anew()
    const [one, other] = [await tipWithContact(station), await tipWithContact(station)]
    await station.record(one)
    await station.record(other)
    expect((await trail(station, { record: ref(one).toLowerCase().replaceAll('-', ' ') })).map(short)).toEqual([['see', 'sample', ref(one)], ['change', 'sample', 'file-call', ref(one)]])
    expect((await trail(station, { record: one })).length).toBe(2)
    expect(await trail(station, { record: 'no reference' })).toEqual([])
    const { accounts, all, passing } = await station.trail({ filter: { does: 'see' }, from: 0, limit: 1 })
    expect([accounts.map(({ name }) => name), all, passing]).toEqual([['sample'], 5, 2])
    expect((await trail(station, { account: accounts[0]!.id })).length).toBe(5)
    expect(await trail(station, { account: 'f'.repeat(32) })).toEqual([])
    expect((await station.trail({ filter: {}, from: 4, limit: 10 })).entries.map(({ act }) => act)).toEqual(['found-station'])
    const now = Math.floor(Date.now() / 1000)
    expect((await trail(station, { from: now - 600, to: now + 600 })).length).toBe(5)
    expect(await trail(station, { to: now - 600 })).toEqual([])
  })

  it('is the same after sealing, which writes what was only seen, and opening', async () => {
    const folder = dataFolder()
    const { station, vault } = await founded(folder)
    const record = await tipWithContact(station)
    await station.record(record)
    await station.seal()
    const { station: again } = started(folder)
    await again.open({ vault, ...WHO })
    expect((await trail(again)).map(short)).toEqual([['see', WHO.account, ref(record)], ['change', WHO.account, 'file-call', ref(record)], ['change', WHO.account, 'found-station', ...(await trail(again))[2]!.records.map(({ reference }) => reference)]])
    await again.seal()
  }, 30_000)

  it('leaves undo, the count of commits and what others see as they were', async () => {
    const station = await anew()
    const record = await tipWithContact(station)
    await station.commit({ act: 'grade-tip', patches: [{ record, kind: 'tip', field: 'source', value: 'B' }] })
    const { commits, undoable } = await station.status()
    await station.record(record)
    await open(station, record, 'safety')
    expect(await station.status()).toMatchObject({ commits, undoable, canUndo: { key: 'acts.did.grade-tip' } })
    expect((await station.record(record))!.history.map(({ act }) => act)).toEqual(['file-call', 'grade-tip'])
    expect(await station.undo()).toMatchObject({ act: 'grade-tip' })
  })

  it('is everyone’s for who holds `audit`, and one’s own for anybody else', async () => {
    const folder = dataFolder()
    const { station, vault, ports } = await founded(folder)
    const record = await tipWithContact(station)
    await station.seal()
    const second = { account: 'Plover', passphrase: 'quite another passphrase' }
    const opened = await openVault(ports.platform, memoryStore(), { ...WHO, vault, compressor: ports.compressor })
    await opened.addAccount({ name: second.account, passphrase: second.passphrase, groups: groupsOfRoles(['analyst']).map((group) => ({ group })), administrator: false })
    await opened.seal()
    const { station: other } = started(folder)
    await other.open({ vault, ...second })
    await other.record(record)
    await open(other, record, 'call-back')
    expect((await trail(other)).map(short)).toEqual([['open-sealed', 'Plover', ref(record)], ['see', 'Plover', ref(record)]])
    await other.seal()
    const { station: first } = started(folder)
    await first.open({ vault, ...WHO })
    expect((await trail(first)).slice(0, 3).map(short)).toEqual([['open-sealed', 'Plover', ref(record)], ['see', 'Plover', ref(record)], ['change', WHO.account, 'file-call', ref(record)]])
    await first.seal()
  }, 60_000)

  it('says whose account was added and ended, by whom', async () => {
    const { station } = await founded(dataFolder())
    const account = await station.addAccount({ name: 'Plover', passphrase: 'quite another passphrase', roles: ['planner'], countries: [] })
    await station.endAccount(String(account ?? (await station.accounts()).find(({ name }) => name === 'Plover')!.id))
    expect((await trail(station, { does: 'keep' })).map(({ act, account: by, about }) => [act, by, about])).toEqual([['end-account', WHO.account, 'Plover'], ['add-account', WHO.account, 'Plover']])
    await station.seal()
  }, 30_000)

  it('says what left: the file by its hash, before it is handed to the shell', async () => {
    const station = await anew()
    await station.saveFile('report.csv', new TextEncoder().encode('abc'))
    expect((await trail(station, { does: 'export' })).map(({ format, bytes, hash }) => [format, bytes, hash])).toEqual([['csv', 3, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad']])
  })
})

describe('a sealed field', () => {
  it('leaves the station neither with its record, nor in a list, nor by a search', async () => {
    const station = await anew()
    const record = await tipWithContact(station)
    const shown = JSON.stringify([await station.record(record), await allRows(station, Object.keys(tip.fields)), await station.search('Halima', 9), await station.search('lorry', 9), await station.recordsOfKind('tip')])
    expect(shown).toContain('lorry')
    expect(shown).not.toMatch(/Halima|\+235/)
    // What stands there is known to stand there.
    expect((await station.record(record))!.fields).toMatchObject({ contact: { sealed: expect.any(String) }, contactName: { sealed: expect.any(String) } })
  })

  it('is opened one by one, with a reason, which is on the disk before it is answered', async () => {
    const folder = dataFolder()
    const { station, vault, platform } = await founded(folder)
    const record = await tipWithContact(station)
    expect(await open(station, record, 'other', 'her brother asks')).toBe(CONTACT)
    // The program is killed here: nothing was sealed.
    await platform.close()
    const { station: again } = started(folder)
    await again.open({ vault, ...WHO })
    expect((await trail(again, { does: 'open-sealed' })).map(({ records, reason, words }) => [records[0]?.fields, reason, words])).toEqual([[['contact'], 'other', 'her brother asks']])
    await again.seal()
  }, 30_000)

  it('stays shut without a reason, and where it can’t be recorded', async () => {
    const station = await anew()
    const record = await tipWithContact(station)
    expect(await codeOf(open(station, record, 'other', ' '))).toBe('reason-needed')
    expect((await trail(station, { does: 'open-sealed' })).length).toBe(0)
  })

  it('opens by its own token alone: not by another record’s, and not by a field’s that is another', async () => {
    const station = await anew()
    const [record, other] = [await tipWithContact(station), newRecordId()]
    await station.commit({ act: 'file-call', patches: newTip({ what: 'x', contact: '+22790000000' }, other) })
    const token = await tokenOf(station, other, 'contact')
    expect(await station.openSealed({ record, field: 'contact', token, reason: 'safety', words: '' })).toEqual({ value: undefined })
    expect(await station.openSealed({ record: other, field: 'contactName', token, reason: 'safety', words: '' })).toEqual({ value: undefined })
    expect((await trail(station, { does: 'open-sealed' })).length).toBe(0)
    expect(await station.openSealed({ record: other, field: 'contact', token, reason: 'safety', words: '' })).toEqual({ value: '+22790000000' })
  })

  it('is moved to another record without being seen: its token stands for it in a change', async () => {
    const station = await anew()
    const [record, other] = [await tipWithContact(station), newRecordId()]
    await station.commit({ act: 'file-call', patches: newTip({ what: 'x' }, other) })
    await station.commit({ act: 'merge', patches: [{ record: other, kind: 'tip', field: 'contact', value: (await station.record(record))!.fields['contact'] }] })
    expect((await station.record(other))!.fields['contact']).toEqual((await station.record(record))!.fields['contact'])
    expect(await open(station, other, 'same-person')).toBe(CONTACT)
  })
})
