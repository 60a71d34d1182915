import { beforeAll, describe, expect, it } from 'vitest'
import { newRecordId } from '../../shared/model/ids.ts'
import type { CommitPart, HandedKeys } from '../../shared/vault/vault.ts'
import { memoryStore, openHanded, openVault } from '../../shared/vault/vault.ts'
import type { Station } from '../../shared/station/station.ts'
import { allRows, bringIn, codeOf, dataFolder, founded, newRecord, newTip, passing, started, stateOf, WHO, type Running } from './support/stations.ts'

const arlit = { at: [7.3851, 18.7372], precision: 'exact', reason: 'digits', country: 'NER', name: 'behind the garage of Abdou' }
const FILE = ['id,date,latitude,longitude,what,contact name', ...Array.from({ length: 20 }, (_, i) => `P${i},2026-02-${String(1 + i).padStart(2, '0')},18.7${i}1,7.3${i}1,Report ${i} of a well,Idris ${i}`)].join('\n')
const tip = newRecordId()

describe('a vault that is opened for the wall', () => {
  const folder = dataFolder()
  let running: Running
  let station: Station
  let vault: string
  let before: unknown
  beforeAll(async () => {
    const made = await founded(folder)
    running = made
    ;({ station, vault } = made)
    await station.commit({ act: 'file-call', patches: [...newTip({ what: 'three girls at the well', contact: '+22790112233', contactName: 'Hawa Sani', place: arlit, when: { words: 'at dawn', from: 1_780_272_000, to: 1_780_300_000 }, channel: 'phone' }, tip), ...newRecord('person', { pseudonym: 'Reed', name: 'Hawa Sani' })] })
    await station.saveDraft('d'.repeat(32), { what: 'a call that was parked' })
    await bringIn(station, FILE)
    before = await stateOf(station)
    await station.present()
  })

  it('holds the keys of geography and the station’s own, and no other', async () => {
    const { open, presents, writable, keys } = await station.status()
    expect([open, presents, writable]).toEqual([true, true, false])
    expect(keys).toEqual({ groups: expect.arrayContaining(['station', 'geography']) as string[], administrator: false })
    expect(keys.groups).toHaveLength(2)
  })

  it('shows where and when as coarsely as hotspots are made of, and nobody’s words, names, contacts or points', async () => {
    expect((await station.select({})).total).toBe(21)
    const record = (await station.record(tip))!
    expect(Object.keys(record.fields).sort()).toEqual(['cell', 'channel', 'month', 'place', 'segment', 'when'].filter((field) => record.fields[field] !== undefined).sort())
    expect(record.fields['place']).toEqual({ precision: 'exact', reason: 'digits', country: 'NER' })
    const { columns } = await station.table()
    for (const { row, fields } of await allRows(station, ['what', 'contact', 'contactName', 'place', 'externalId', 'informationSource'])) {
      expect(Object.keys(fields).filter((field) => field !== 'place')).toEqual([])
      expect(columns.lon[row]).toBe(-0x8000_0000)
    }
    const everything = JSON.stringify([await stateOf(station), await station.recordsOfKind('person'), await station.search('well', 9), await station.drafts()])
    for (const word of ['girls', 'Hawa', '90112233', 'Abdou', 'garage', 'Idris', 'Report', 'parked', 'Reed']) expect(everything).not.toContain(word)
    // As a control: they were all there before.
    for (const word of ['girls', 'Hawa', '90112233', 'Abdou', 'Report', 'Reed']) expect(JSON.stringify(before)).toContain(word)
    expect((await station.assess({ filter: {}, area: ['NER'] })).counted.tips).toBe(21)
  })

  it('takes nothing in: not an edit, an undo, a draft or an acceptance of loss', async () => {
    for (const act of [() => station.commit({ act: 'edit-tip', patches: newTip({ channel: 'sms' }, tip) }), () => station.saveDraft('e'.repeat(32), 'x'), () => station.acceptLoss()]) expect(await codeOf(act())).toMatch(/read-only|no-key/)
    expect((await station.status()).writable).toBe(false)
  })

  it('ends sealed when it is left or the screen is locked, and only the passphrase leads back to work, where all is as it was', async () => {
    await station.seal()
    expect((await station.status()).open).toBe(false)
    expect(await codeOf(station.open({ vault, account: WHO.account, passphrase: 'not this one at all' }))).toBe('wrong-passphrase')
    const { notes } = await station.open({ vault, ...WHO })
    expect(notes.map(({ key }) => key)).toEqual([])
    expect(await stateOf(station)).toEqual(before)
    await station.seal()
  })

  it('tries every key that it holds against every sealed part, and opens geography alone', async () => {
    const { platform, ports } = started(folder)
    const parts = { compressor: ports.compressor, ...(ports.engine && { engine: ports.engine }) }
    const whole = await openVault(platform, memoryStore(), { ...parts, vault, ...WHO })
    const handed: HandedKeys = whole.handOver(['geography'])
    const opens = async (from: Pick<typeof whole, 'commits'>) => {
      const opened = new Map<string, number>()
      let sealed = 0
      for await (const commit of from.commits(0)) {
        for (const part of commit.parts as readonly CommitPart[]) {
          const fine = await part.open().then(() => true, () => false)
          if (fine) opened.set(part.group ?? '?', (opened.get(part.group ?? '?') ?? 0) + 1)
          else sealed++
        }
      }
      return { groups: [...opened.keys()].sort(), sealed }
    }
    const all = await opens(whole)
    expect(all.groups).toEqual(expect.arrayContaining(['casework', 'geography', 'identities']))
    expect(all.sealed).toBe(0)
    await whole.seal()
    expect(handed.keys.map(({ group }) => group).sort()).toEqual(['geography', 'station'])
    const wall = await openHanded(platform, memoryStore(), handed, parts)
    const shown = await opens(wall)
    expect(shown.groups).toEqual(['geography'])
    expect(shown.sealed).toBeGreaterThan(0)
    expect(wall.describe().notes).toEqual([])
    await wall.seal()
    await running.station.open({ vault, ...WHO })
  })
})

it('a sample that was presented is thrown away when the presentation ends, and not before', async () => {
  const { station } = await passing(dataFolder())
  await bringIn(station, FILE)
  await station.present()
  expect(await station.status()).toMatchObject({ presents: true, sample: 'invented', tips: 20 })
  await station.seal()
  expect(await station.listVaults()).toEqual([])
})
