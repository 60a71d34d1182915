import { beforeAll, describe, expect, it } from 'vitest'
import type { RecordId } from '../../shared/model/change.ts'
import { ALIAS_FIELD } from '../../shared/model/history/alias.ts'
import { newRecordId } from '../../shared/model/ids.ts'
import type { Station } from '../../shared/station/station.ts'
import { sodiumReady } from '../../shared/vault/engine.ts'
import { newCanary } from '../support/canary.ts'
import { everythingThatOpens } from '../vault/support/everything-that-opens.ts'
import { allRows, anew, bringIn, codeOf, dataFolder, founded, newRecord, newTip, started, stateOf, WHO, wholeRecord } from './support/stations.ts'

const HEAD = 'id,date,latitude,longitude,what,phone,reporter'
const file = (rows: number, special: Readonly<Record<number, string>> = {}, name = 'R') => [HEAD, ...Array.from({ length: rows }, (_, i) => special[i] ?? `${name}${i},2026-0${1 + (i % 9)}-11,${(22 + i / 90).toFixed(5)},${(14 + i / 80).toFixed(5)},${name} report number ${i} about a lorry,,`)].join('\n')
const BASIS = 'Article 17: asked for by the person'

beforeAll(() => sodiumReady)

const idOf = async (station: Station, externalId: string): Promise<RecordId> => (await allRows(station, ['externalId'])).find(({ fields }) => fields['externalId'] === externalId)!.id
const erase = (station: Station, ...targets: (RecordId | { record: RecordId; field: string })[]) => station.erase({ targets: targets.map((one) => (typeof one === 'string' ? { record: one } : one)), drafts: [], basis: BASIS })
/** Everything that a person sees but what the erasure itself entered. */
async function seen(station: Station, but: readonly string[] = []) {
  const { tips } = (await stateOf(station)) as { tips: { id: string }[] }
  return tips.filter(({ id }) => !but.includes(id))
}

describe('a record that is erased', () => {
  it('is gone from what is open as it is from an opening anew, and every other record is as it was', async () => {
    const folder = dataFolder()
    const { station, vault } = await founded(folder)
    await bringIn(station, file(300))
    await bringIn(station, file(200, {}, 'S'))
    const [imported, edited, linked] = await Promise.all(['R7', 'S11', 'R200'].map((id) => idOf(station, id)))
    await station.commit({ act: 'edit-tip', patches: [{ record: edited!, kind: 'tip', field: 'what', value: 'changed by hand' }, { record: linked!, kind: 'tip', field: 'links', add: [imported!] }] })
    const typed = newRecordId()
    await station.commit({ act: 'file-call', patches: newTip({ what: 'typed by hand', contact: '+22790001122' }, typed) })
    const gone = [imported!, edited!, typed]
    const before = (await seen(station, [...gone, linked!]))
    const { records } = await erase(station, ...gone)
    expect(records).toBe(3)
    for (const id of gone) expect(await station.record(id)).toBeNull()
    expect((await station.record(linked!))!.fields).not.toHaveProperty('links')
    expect(await station.search('changed by hand', 5)).toEqual([])
    expect((await station.search('report number 299', 5)).length).toBe(1)
    // As a control on the comparison: what stays is compared text by text and column by column, 497 of them.
    expect((await seen(station, [linked!]))).toEqual(before)
    expect(before.length).toBe(497)
    const session = await stateOf(station)
    await station.seal()
    const { notes } = await station.open({ vault, ...WHO })
    expect(notes).toEqual([])
    expect(await stateOf(station)).toEqual(session)
    // Undo takes back what was done before it, and never the erasure.
    expect((await station.status()).canUndo?.key).not.toContain('eras')
  })

  it('leaves no key that opens what it said, in any file of the vault', async () => {
    const folder = dataFolder()
    const { station, vault, recoveryKey, platform } = await founded(folder)
    const tokens = { row: newCanary(), edit: newCanary(), typed: newCanary(), contact: newCanary(), name: newCanary() }
    await bringIn(station, file(60, { 5: `R5,2026-01-01,22.1,14.1,${tokens.row},,${tokens.name}` }))
    const imported = await idOf(station, 'R5')
    await station.commit({ act: 'edit-tip', patches: [{ record: imported, kind: 'tip', field: 'what', value: `${tokens.edit} since` }] })
    const typed = newRecordId()
    await station.commit({ act: 'file-call', patches: newTip({ what: tokens.typed, contact: tokens.contact }, typed) })
    await station.commit({ act: 'save-scenario', patches: newRecord('scenario', { name: `Teams for ${tokens.typed}` }) })
    const opens = async () => everythingThatOpens(platform, vault, recoveryKey, WHO)
    const before = await opens()
    // As a control: each is found before.
    for (const [name, token] of Object.entries(tokens)) expect([name, before.includes(token)]).toEqual([name, true])
    await erase(station, imported)
    await erase(station, typed)
    const after = await opens()
    for (const [name, token] of Object.entries(tokens)) expect([name, after.includes(token)]).toEqual([name, false])
    expect(after).toContain('R report number 6 about a lorry')
    expect(after).toContain(BASIS)
    expect(after).not.toContain(typed)
    expect(JSON.stringify(await stateOf(station))).not.toContain('canary')
  })

  it('is named by nothing that stays: cases, links, imports’ lines, holds and ledgers', async () => {
    const station = await anew()
    // Rows 9 and 9 again: the second is held back as a duplicate of the first.
    const report = await bringIn(station, [file(20), 'R9,2026-01-11,22.10000,14.11250,R report number 9 about a lorry,,'].join('\n'))
    const gone = await idOf(station, 'R9')
    const other = await idOf(station, 'R3')
    await station.commit({ act: 'open-case', patches: newRecord('case', { title: 'Two of them', tips: [gone, other] }) })
    await station.commit({ act: 'release', patches: newRecord('release', { title: 'Brief', request: { filter: { words: 'R report number 9 about a lorry' } }, released: 1_800_000_000 }) })
    const row = (await station.record(gone))!.fields['importRow']
    expect(report.duplicates.some(({ sameAs }) => sameAs === row)).toBe(true)
    await station.keepLonger({ record: gone, until: 4e9, why: 'the court asked' })
    await erase(station, gone)
    expect((await station.recordsOfKind('case'))[0]!.fields['tips']).toEqual([other])
    expect((await station.recordsOfKind('release'))[0]!.fields['request']).toEqual({ filter: { words: '…' } })
    expect(await station.recordsOfKind('hold')).toEqual([])
    const held = ((await station.record(report.importId))!.fields['held'] ?? []) as unknown[]
    expect(held).toEqual(report.duplicates.filter(({ sameAs }) => sameAs !== row))
    expect(JSON.stringify(await Promise.all(['case', 'import', 'release', 'erasure'].map((kind) => station.recordsOfKind(kind))))).not.toContain(gone)
  })

  it('is entered in the journal: when, on what basis and how much, not what', async () => {
    const station = await anew()
    const record = newRecordId()
    await station.commit({ act: 'file-call', patches: newTip({ what: 'typed by hand' }, record) })
    expect(await codeOf(station.erase({ targets: [{ record }], drafts: [], basis: '  ' }))).toBe('erasure-basis')
    expect(await station.record(record)).not.toBeNull()
    await erase(station, record)
    const [entry, ...others] = await station.recordsOfKind('erasure')
    expect(others).toEqual([])
    expect(entry!.fields).toMatchObject({ basis: BASIS, records: 1 })
    expect(Object.keys(entry!.fields).sort()).toEqual(['at', 'basis', 'records'])
    // Nothing of it can be undone, and an import can go on after it.
    expect((await station.undo())).toBeNull()
    await bringIn(station, file(3))
    expect((await station.status()).tips).toBe(3)
  })

  it('takes what is left of an import whose every row went, and the import goes on being there', async () => {
    const folder = dataFolder()
    const { station, vault } = await founded(folder)
    const { importId } = await bringIn(station, file(3))
    await erase(station, ...(await allRows(station, [])).map(({ id }) => id))
    expect((await station.status()).tips).toBe(0)
    const session = await stateOf(station)
    await station.seal()
    expect((await station.open({ vault, ...WHO })).notes).toEqual([])
    expect(await stateOf(station)).toEqual(session)
    expect((await station.record(importId))!.fields['kept']).toBe(3)
  })

  it('is not erased while a file comes in, and a cancelled one leaves all as it was', async () => {
    const station = await anew()
    await bringIn(station, file(30))
    const [first] = await allRows(station, [])
    const stop = new AbortController()
    stop.abort()
    await expect(station.erase({ targets: [{ record: first!.id }], drafts: [], basis: BASIS }, { signal: stop.signal })).rejects.toThrow()
    expect((await station.status()).tips).toBe(30)
    const importing = bringIn(station, file(4000, {}, 'L'))
    const refused = await Promise.race([importing, (async () => {
      for (;;) {
        const code = await codeOf(station.erase({ targets: [{ record: newRecordId() }], drafts: [], basis: BASIS }))
        if (code) return code
      }
    })()])
    expect(refused).toBe('erasure-while-importing')
    await importing
  })

  it('is refused to an account that does not hold what an intake writes to', async () => {
    const folder = dataFolder()
    const { station, vault, platform } = await founded(folder)
    const record = newRecordId()
    await station.commit({ act: 'file-call', patches: newTip({ what: 'typed' }, record) })
    await station.seal()
    const { openVault, memoryStore } = await import('../../shared/vault/vault.ts')
    const { nodeCompressor, nodeEngine } = await import('../vault/support/node.ts')
    const opened = await openVault(platform, memoryStore(), { vault, ...WHO, compressor: nodeCompressor, engine: nodeEngine })
    await opened.addAccount({ name: 'Planner', passphrase: 'another one of many words', administrator: false, groups: [{ group: 'geography' }] })
    await opened.seal()
    const planner = started(folder, {}, platform).station
    await planner.open({ vault, account: 'Planner', passphrase: 'another one of many words' })
    expect(await codeOf(planner.erase({ targets: [{ record }], drafts: [], basis: BASIS }))).toBe('erasure-keys')
    await planner.seal()
  })
})

describe('a person everywhere', () => {
  it('is found by exact value however it is written, shown, and only what was chosen goes', async () => {
    const station = await anew()
    await bringIn(station, file(40, {
      3: 'R3,2026-01-01,22.1,14.1,a van by night,+227 90 00 11 22,', 4: 'R4,2026-01-01,22.1,14.1,a van by day,,"HADDAD, Nour"', 5: 'R5,2026-01-01,22.1,14.1,said that Nour Haddad left,,nour  haddad', 6: 'R6,2026-01-01,22.1,14.1,then Noura Haddad came,+22790001123,',
    }))
    const person = newRecordId()
    await station.commit({ act: 'add-person', patches: newRecord('person', { pseudonym: 'P-1', name: 'Nour Haddad', phone: '+22790001122', document: 'AB 123-456' }, person) })
    await station.commit({ act: 'add-person', patches: newRecord('person', { pseudonym: 'P-2', document: 'ab123456' }) })
    const { choices } = (await station.previewErasure(person))!
    expect(choices.map(({ text, by, why }) => [text, by ?? why.key]).sort()).toEqual([['P-2', 'document'], ['', 'contactName'], ['', 'contact']].sort())
    // What is sealed is told apart by where it stands: it opens only with a reason.
    expect(JSON.stringify(choices)).not.toMatch(/haddad|22790001122/i)
    const r3 = await idOf(station, 'R3')
    await erase(station, person, { record: r3, field: 'contact' })
    expect(await station.record(person)).toBeNull()
    const { fields } = (await station.record(r3))!
    expect(fields['what']).toBe('a van by night')
    expect(fields).not.toHaveProperty('contact')
    // What was not chosen stays.
    expect((await wholeRecord(station, await idOf(station, 'R5')))!.fields['contactName']).toBe('nour  haddad')
    expect((await station.recordsOfKind('person')).map(({ fields: { pseudonym } }) => pseudonym)).toEqual(['P-2'])
  })
})

describe('an answer to a person', () => {
  it('is one sealed page that opens by its words alone, names nobody else, and is entered in the journal', async () => {
    const station = await anew()
    await bringIn(station, file(12, { 3: 'R3,2026-01-01,22.1,14.1,Nour Haddad came with Sami Aziz and SAMI  AZIZ left,+22790001122,Nour Haddad', 4: 'R4,2026-01-01,22.1,14.1,seen by somebody,+22790007777,Omar Diallo' }))
    const [person, other] = [newRecordId(), newRecordId()]
    await station.commit({ act: 'add-person', patches: [...newRecord('person', { pseudonym: 'P-1', name: 'Nour Haddad', phone: '+22790001122', role: 'victim' }, person), ...newRecord('person', { pseudonym: 'P-2', name: 'Sami Aziz' }, other)] })
    const [r3, r4] = await Promise.all(['R3', 'R4'].map((id) => idOf(station, id)))
    const request = { record: person, also: [r3!, r4!], basis: BASIS, language: 'en' }
    expect(await codeOf(station.answerPerson({ ...request, basis: ' ' }))).toBe('erasure-basis')
    const { bytes, passphrase, name } = await station.answerPerson(request)
    expect(name).toMatch(/^PE-.*\.html$/)
    expect(passphrase.split(' ').length).toBe(7)
    const page = new TextDecoder().decode(bytes)
    for (const secret of ['Nour', 'Haddad', '22790001122', 'Sami', 'lorry', 'P-2', passphrase]) expect([secret, page.includes(secret)]).toEqual([secret, false])
    const opened = await openPage(page, passphrase)
    for (const said of ['Nour Haddad', '22.1, 14.1', '+22790001122', 'came with P-2 and P-2 left', 'seen by somebody', 'another person']) expect([said, opened.includes(said)]).toEqual([said, true])
    for (const secret of ['Sami', 'AZIZ', 'Omar', '22790007777']) expect([secret, opened.includes(secret)]).toEqual([secret, false])
    await expect(openPage(page, passphrase.replace(/^\S+/, 'zoo'))).rejects.toThrow()
    // The same question twice is sealed under other words and another salt.
    expect((await station.answerPerson(request)).passphrase).not.toBe(passphrase)
    const answers = await station.recordsOfKind('answer')
    expect(answers.map(({ fields }) => fields['basis'])).toEqual([BASIS, BASIS])
    expect(answers[0]!.fields['about']).toEqual([person, r3, r4].sort())
    const digests = await Promise.all([bytes].map(async (file) => Buffer.from(await crypto.subtle.digest('SHA-256', file as Uint8Array<ArrayBuffer>)).toString('hex')))
    expect(answers.map(({ fields }) => fields['hash'])).toContain(digests[0])
  })

  /** As the page itself does it, read from the page. */
  async function openPage(page: string, passphrase: string): Promise<string> {
    const [, rounds, base64] = /<script type="text\/plain" data-rounds="(\d+)">([^<]+)<\/script>/.exec(page)!
    const bytes = Buffer.from(base64!, 'base64')
    const secret = await crypto.subtle.importKey('raw', Buffer.from(passphrase), 'PBKDF2', false, ['deriveKey'])
    const key = await crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt: bytes.subarray(0, 16), iterations: Number(rounds) }, secret, { name: 'AES-GCM', length: 256 }, false, ['decrypt'])
    return new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes.subarray(16, 28), additionalData: Buffer.from('vigil/sealed-page/v1') }, key, bytes.subarray(28)))
  }
})

describe('two tips that are one', () => {
  it('go together, and a third that was never merged stays', async () => {
    const folder = dataFolder()
    const { station, vault } = await founded(folder)
    await bringIn(station, file(12))
    const [one, other, third] = await Promise.all(['R1', 'R2', 'R3'].map((id) => idOf(station, id)))
    await station.commit({ act: 'merge-tips', patches: [{ record: other!, kind: 'tip', field: ALIAS_FIELD, value: one! }] })
    expect((await station.record(other!))!.id).toBe(one)
    await erase(station, one!)
    expect([await station.record(one!), await station.record(other!)]).toEqual([null, null])
    expect((await station.status()).tips).toBe(10)
    expect(await station.record(third!)).not.toBeNull()
    const session = await stateOf(station)
    await station.seal()
    await station.open({ vault, ...WHO })
    expect(await stateOf(station)).toEqual(session)
  })
})

describe('a case', () => {
  it('goes alone or with what belongs to no other, as a person chooses', async () => {
    const station = await anew()
    const [own, shared, person] = [newRecordId(), newRecordId(), newRecordId()]
    await station.commit({ act: 'file-call', patches: [...newTip({ what: 'only here' }, own), ...newTip({ what: 'in both' }, shared), ...newRecord('person', { pseudonym: 'P-1' }, person)] })
    const [first, second] = [newRecordId(), newRecordId()]
    await station.commit({ act: 'open-case', patches: [...newRecord('case', { title: 'First', tips: [own, shared], people: [person] }, first), ...newRecord('case', { title: 'Second', tips: [shared] }, second)] })
    const { choices } = (await station.previewErasure(first))!
    expect(choices.map(({ text, why }) => [text, why.key]).sort()).toEqual([['P-1', 'erasure.why.this-case'], ['in both', 'erasure.why.other-cases'], ['only here', 'erasure.why.this-case']])
    await erase(station, first, own)
    expect([await station.record(first), await station.record(own)]).toEqual([null, null])
    expect((await station.record(shared))!.fields['what']).toBe('in both')
    expect((await station.record(person))!.fields['pseudonym']).toBe('P-1')
  })
})
