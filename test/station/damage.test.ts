import { cpSync, existsSync, readFileSync, rmSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { RecordId } from '../../shared/model/change.ts'
import { newRecordId } from '../../shared/model/ids.ts'
import type { Message, Translate } from '../../shared/model/message.ts'
import type { OpenReport, StationEvent } from '../../shared/station/station.ts'
import { allRows, bringIn, codeOf, dataFolder, faultOf, newTip, stateOf, translateInto, WHO } from './support/stations.ts'
import { LastingStore, withStores } from './support/lasting-store.ts'
import { reports } from './support/random-acts.ts'

/**
 * What lies on the disk is spoilt in one place; the station opens what is whole and names what is not. Every sentence
 * that it says is checked to be there in both languages.
 */
const folder = dataFolder()
const { station, workOn } = withStores(folder)
const draft = 'd'.repeat(32)
let vault: string
let place: string
let pristine: string
let before: unknown
/** Ends of the journal after each act, in order. */
const ends: { readonly act: string; readonly at: number }[] = []
const filed = ['Before the import', 'After the import', 'The last of all'] as const
const calls = new Map<string, RecordId>(filed.map((what) => [what, newRecordId()]))
let languages: readonly Translate[]
const events: StationEvent[] = []

beforeAll(async () => {
  languages = await Promise.all(['en', 'ar'].map(translateInto))
  station.onEvent((event) => events.push(event))
  workOn(new LastingStore())
  ;({ vault } = await station.found({ name: 'Northern desk', ...WHO }))
  place = join(folder, 'vaults', vault)
  const done = async (act: string) => ends.push({ act, at: (await station.status()).journalBytes })
  await done('founding')
  await station.commit({ act: 'file-call', patches: newTip({ what: filed[0], danger: 'no' }, calls.get(filed[0])) })
  await done(filed[0])
  await bringIn(station, reports(0, 60))
  await done('import')
  await station.commit({ act: 'file-call', patches: newTip({ what: filed[1] }, calls.get(filed[1])) })
  await done(filed[1])
  await station.commit({ act: 'edit-tip', patches: [{ record: calls.get(filed[0])!, kind: 'tip', field: 'danger', value: 'possibly' }] })
  await done('edit')
  await station.commit({ act: 'file-call', patches: newTip({ what: filed[2] }, calls.get(filed[2])) })
  await done(filed[2])
  await station.saveDraft(draft, { what: 'half a call' })
  before = await stateOf(station)
  await station.seal()
  pristine = join(dataFolder(), 'pristine')
  cpSync(place, pristine, { recursive: true })
})

afterEach(() => station.seal())
const fresh = async () => {
  await station.seal()
  rmSync(place, { recursive: true })
  cpSync(pristine, place, { recursive: true })
  workOn(new LastingStore())
  events.length = 0
}
const at = (name: string) => join(place, name)
const flip = (name: string, offset: number, bit = 3) => {
  const bytes = readFileSync(at(name))
  bytes[offset]! ^= 1 << bit
  writeFileSync(at(name), bytes)
}
const open = (): Promise<OpenReport> => station.open({ vault, ...WHO })
const keysOf = (report: OpenReport) => report.notes.map(({ key }) => key.replace('vault.note.', '')).filter((key) => key !== 'segments-missing')
/** In words, both languages, nothing left to fill in. */
function tellable(messages: readonly Message[]): string {
  for (const translate of languages) for (const message of messages) expect(translate(message)).toMatch(/^(?!.*(\{\{|vault\.\w|station\.\w)).*\S+ \S+/u)
  return messages.map(languages[0]!).join(' ')
}
const texts = async () => (await allRows(station, ['what'])).map(({ fields }) => fields['what'] ?? '')
const calledTexts = async () => (await texts()).filter((text) => (filed as readonly string[]).includes(text)).sort()

describe('SECURITY 2: the journal', () => {
  it('untouched, as a control, has nothing to say', async () => {
    await fresh()
    const report = await open()
    expect(keysOf(report)).toEqual([])
    expect(await stateOf(station)).toEqual(before)
  })

  it.each([...filed, 'import', 'edit', 'founding'])('with a flipped bit in the entry “%s”: it is named, and all others are shown, those after it too', async (hit) => {
    await fresh()
    const index = ends.findIndex(({ act }) => act === hit)
    const from = index === 0 ? 40 : ends[index - 1]!.at
    const { at: end } = ends[index]!
    flip('journal', Math.floor((from + end) / 2))
    const report = await open()
    expect(keysOf(report)).toContain('journal-damaged')
    expect(tellable(report.notes)).toMatch(/journal is damaged between bytes [\d,]+ and [\d,]+/)
    expect(await station.status()).toMatchObject({ journalWhole: false })
    expect(await calledTexts()).toEqual(filed.filter((what) => what !== hit).sort())
    expect((await texts()).filter((text) => text.startsWith('Report number'))).toHaveLength(hit === 'import' ? 0 : 60)
    // The later of two changes of one field wins, though what came between is gone: nothing becomes a conflict.
    const record = await station.record(calls.get(filed[0])!)
    expect(record?.fields['danger']).toBe(hit === 'edit' ? 'no' : 'possibly')
    expect(record?.conflicts).toEqual({})
    expect((await station.drafts()).map(({ value }) => value)).toEqual([{ what: 'half a call' }])
    // Work goes on, and what is written now is there the next time.
    await station.commit({ act: 'file-call', patches: newTip({ what: 'After the damage' }) })
    const now = await texts()
    expect(now).toContain('After the damage')
    await station.seal()
    const again = await open()
    expect([...await texts()].sort()).toEqual([...now].sort())
    expect(keysOf(again)).toContain('journal-damaged')
  })

  it('cut in its last entry, the head still whole: that entry is lost and said to be, the rest is read and nothing is written', async () => {
    await fresh()
    truncateSync(at('journal'), ends.at(-1)!.at - 5)
    const report = await open()
    expect(keysOf(report)).toContain('journal-short')
    expect(tellable(report.notes)).toMatch(/shorter than the vault says.*bytes missing: \d/)
    expect(await calledTexts()).toEqual(filed.slice(0, 2).sort())
    expect((await texts()).filter((text) => text.startsWith('Report number'))).toHaveLength(60)
    const { length } = readFileSync(at('journal'))
    for (const act of [() => station.commit({ act: 'file-call', patches: newTip({ what: 'No' }) }), () => station.undo(), () => bringIn(station, reports(900, 3))]) {
      const fault = await faultOf(act())
      expect(fault?.code).toBe('read-only')
      tellable([fault!.says, fault!.kept!, fault!.remedy!])
    }
    expect(readFileSync(at('journal'))).toHaveLength(length)
    expect(await calledTexts()).toEqual(filed.slice(0, 2).sort())
    expect((await station.status()).writable).toBe(false)

    await station.acceptLoss()
    expect((await station.status()).writable).toBe(true)
    await station.commit({ act: 'file-call', patches: newTip({ what: 'Filed after the loss was accepted' }) })
    expect(await calledTexts()).toEqual(filed.slice(0, 2).sort())
    expect(await texts()).toContain('Filed after the loss was accepted')
  })

  it('with bytes of a write that was never acknowledged at its end: they are cut off, said, and nothing is lost', async () => {
    await fresh()
    const torn = readFileSync(join(pristine, 'journal')).subarray(ends[3]!.at, ends[4]!.at - 20)
    writeFileSync(at('journal'), Buffer.concat([readFileSync(at('journal')), torn]))
    const report = await open()
    expect(keysOf(report)).toEqual(['journal-torn'])
    tellable(report.notes)
    expect(await stateOf(station)).toEqual(before)
    await station.commit({ act: 'file-call', patches: newTip({ what: 'Over the torn end' }) })
    await station.seal()
    expect(keysOf(await open())).toEqual([])
    expect(await texts()).toContain('Over the torn end')
  })

  it('that is gone is missing acknowledged work: the vault opens empty for reading, says so, and keeps the rest as it is', async () => {
    await fresh()
    truncateSync(at('journal'), 0)
    const report = await open()
    expect(keysOf(report)).toEqual(expect.arrayContaining(['journal-short']))
    tellable(report.notes)
    expect(report.tips).toBe(0)
    expect(await codeOf(station.commit({ act: 'file-call', patches: newTip({ what: 'No' }) }))).toBe('read-only')
    expect((await station.drafts()).map(({ value }) => value)).toEqual([{ what: 'half a call' }])
  })

  it('whose front is spoilt opens in every entry', async () => {
    await fresh()
    flip('journal', 2)
    const report = await open()
    expect(keysOf(report)).toContain('journal-header')
    tellable(report.notes)
    expect(await stateOf(station)).toEqual(before)
  })
})

describe('SECURITY 2: what lies beside the journal', () => {
  it('no head, in either copy: the state is read from the journal, and so it is said', async () => {
    await fresh()
    for (const name of ['head', 'head.previous']) unlinkSync(at(name))
    const report = await open()
    expect(keysOf(report)).toEqual(['head-missing'])
    tellable(report.notes)
    expect(await stateOf(station)).toEqual(before)
    await station.commit({ act: 'file-call', patches: newTip({ what: 'Goes on' }) })
    await station.seal()
    expect(keysOf(await open())).toEqual([])
  })

  it('an older head: what the journal holds behind it is whole and kept', async () => {
    await fresh()
    cpSync(at('head.previous'), at('head'))
    const report = await open()
    expect(keysOf(report)).toEqual(expect.arrayContaining([expect.stringMatching(/journal-recovered|head-older/)]))
    tellable(report.notes)
    expect(await stateOf(station)).toEqual(before)
    await station.seal()
    expect(keysOf(await open())).toEqual([])
  })

  it.each(['head', 'keys', 'root'])('a flipped bit in “%s”: named, and everything is there', async (name) => {
    await fresh()
    flip(name, Math.floor(readFileSync(at(name)).length / 2))
    const report = await open()
    expect(keysOf(report).join()).toMatch(new RegExp(`${name}-damaged`))
    expect(tellable(report.notes)).toContain(`“${name}”`)
    if (name !== 'keys') expect(await stateOf(station)).toEqual(before)
    else expect((await texts()).length).toBeGreaterThan(0)
  })

  it.each(['head', 'keys', 'root'])('the previous copy of “%s” deleted changes nothing', async (name) => {
    await fresh()
    expect(existsSync(at(`${name}.previous`))).toBe(true)
    unlinkSync(at(`${name}.previous`))
    expect(keysOf(await open())).toEqual([])
    expect(await stateOf(station)).toEqual(before)
  })

  it('the current key file deleted: the previous copy opens what its keys open, and that is named', async () => {
    await fresh()
    unlinkSync(at('keys'))
    const report = await open()
    expect(keysOf(report).join()).toMatch(/keys-/)
    tellable(report.notes)
    expect(report.name).toBe('Northern desk')
  })

  it('both key files deleted: the sentence names the file and what to do, and nothing is touched', async () => {
    await fresh()
    for (const name of ['keys', 'keys.previous']) unlinkSync(at(name))
    const fault = await faultOf(open())
    expect(fault?.code).toBe('keys-absent')
    expect(tellable([fault!.says, fault!.kept!, fault!.remedy!])).toMatch(/journal was not touched.*“keys”.*backup/)
    expect(readFileSync(at('journal'))).toEqual(readFileSync(join(pristine, 'journal')))
    expect((await station.listVaults())[0]).toMatchObject({ vault, damaged: true })
  })

  it('a draft with a flipped bit is left out and named; the others open', async () => {
    await fresh()
    await open()
    await station.saveDraft('e'.repeat(32), 'another')
    await station.seal()
    flip(join('drafts', draft), 60)
    await open()
    expect((await station.drafts()).map(({ value }) => value)).toEqual(['another'])
    const said = events.flatMap((event) => (event.type === 'fault' ? [event.says] : []))
    expect(said.map(({ key }) => key)).toEqual(['vault.note.draft-damaged'])
    tellable(said)
    // It is said once, and the damaged one can be dropped.
    await station.drafts()
    expect(events.filter(({ type }) => type === 'fault')).toHaveLength(1)
    await station.dropDraft(draft)
    expect(existsSync(at(join('drafts', draft)))).toBe(false)
  })
})
