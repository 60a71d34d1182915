import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { nodePlatform } from '../../electron/host/node-platform.ts'
import type { WindowSession } from '../../electron/host/host.ts'
import { newRecordId } from '../../shared/model/ids.ts'
import type { CommitId } from '../../shared/model/change.ts'
import type { Message, Translate } from '../../shared/model/message.ts'
import type { PlatformNotice } from '../../shared/platform.ts'
import type { Station, StationEvent } from '../../shared/station/station.ts'
import { memoryStore, type SegmentStore } from '../../shared/vault/vault.ts'
import { allRows, bringIn, codeOf, dataFolder, faultOf, founded, newTip, type Running, sourceFile, started, stateOf, translateInto, WHO } from './support/stations.ts'

const FILE = ['id,date,latitude,longitude,what', ...Array.from({ length: 30 }, (_, i) => `L${i},2026-02-${String(1 + (i % 28)).padStart(2, '0')},22.7${i}1,14.2${i}1,Report number ${i}`)].join('\n')
const draft = 'd'.repeat(32)

describe('a vault that was founded', () => {
  const folder = dataFolder()
  let station: Station
  let vault: string
  let recoveryKey: readonly string[]
  const events: StationEvent[] = []
  beforeAll(async () => {
    ;({ station, vault, recoveryKey } = await founded(folder, { threshold: 11 }))
    station.onEvent((event) => events.push(event))
  })

  it('is open, is called what it was called, and holds its founding and nothing else', async () => {
    expect(await station.status()).toEqual({
      open: true, writable: true, name: 'Northern desk', account: WHO.account, sample: null, commits: 1, tips: 0, conflicts: 0, journalBytes: expect.any(Number) as number, journalWhole: true, storage: 'database',
      canUndo: null, canRedo: null, undoable: 0, threshold: 11, recoveryConfirmed: false, recoveryDue: false, room: 'enough', presents: false,
      keys: { groups: expect.arrayContaining(['station', 'casework', 'geography', 'identities', 'audit']) as string[], administrator: true },
      waiting: 0,
    })
  })

  it('gives its recovery key once, and remembers that it was shown to work', async () => {
    expect(recoveryKey).toHaveLength(24)
    const wrong = recoveryKey.map((word, at) => (at === 3 ? (word === 'abandon' ? 'ability' : 'abandon') : word))
    expect(await codeOf(station.confirmRecovery(wrong))).toBe('recovery-words')
    expect((await station.status()).recoveryConfirmed).toBe(false)
    // Typed back in part: the others are left empty.
    await station.confirmRecovery(recoveryKey.map((word, at) => (at % 6 === 1 ? word : '')))
    expect((await station.status()).recoveryConfirmed).toBe(true)
    expect(events.some((event) => event.type === 'status' && event.status.recoveryConfirmed)).toBe(true)
  })

  it('says after every act what is true', async () => {
    const told = () => events.flatMap((event) => (event.type === 'status' ? [event.status] : [])).at(-1)
    const record = newRecordId()
    await station.commit({ act: 'file-call', patches: newTip({ what: 'A call at night', danger: 'yes-now' }, record) })
    let status = await station.status()
    expect([status.commits, status.tips, status.canUndo, status.canRedo]).toEqual([2, 1, { key: 'acts.did.file-call' }, null])
    expect(told()).toEqual(status)
    const bytes = status.journalBytes
    await station.undo()
    status = await station.status()
    expect([status.commits, status.tips, status.canRedo]).toEqual([3, 0, { key: 'acts.did.file-call' }])
    expect(status.journalBytes).toBeGreaterThan(bytes)
    expect(told()).toEqual(status)
    await station.redo()
    expect(await station.status()).toMatchObject({ commits: 4, tips: 1, canUndo: { key: 'acts.did.file-call' }, canRedo: null })
    const { counts } = await bringIn(station, FILE)
    status = await station.status()
    expect([status.tips, status.canUndo]).toEqual([1 + counts.kept, { key: 'acts.did.import' }])
    expect(told()).toEqual(status)
  })

  it('takes nothing that a kind does not hold, and says which field', async () => {
    const before = await stateOf(station)
    for (const [patches, field] of [
      [newTip({ danger: 'rather' }), 'danger'], [newTip({ what: 'x', nonsense: 1 }), 'nonsense'], [newTip({ place: { at: [999, 1], precision: 'exact', reason: 'given' } }), 'place'],
      [newTip({ when: { words: '', from: 5, to: 4 } }), 'when'], [[{ record: 'short' as CommitId as never, kind: 'tip', field: 'what', value: 'x' }], 'what'], [newTip({ what: 'a\u0000b' }), 'what'],
    ] as const) {
      const fault = await faultOf(station.commit({ act: 'edit-tip', patches }))
      expect([fault?.code, fault?.says.values?.['field']]).toEqual(['invalid-change', field])
    }
    expect(await stateOf(station)).toEqual(before)
  })

  it('opened again is the same: records, counts, what can be undone, threshold, recovery', async () => {
    const before = await stateOf(station)
    const { commits } = await station.status()
    await station.seal()
    const again = started(folder)
    const report = await again.station.open({ vault, ...WHO })
    expect(report).toMatchObject({ name: 'Northern desk', account: WHO.account, commits, tips: 31, notes: [] })
    expect(await stateOf(again.station)).toEqual(before)
    expect(await again.station.status()).toMatchObject({ threshold: 11, recoveryConfirmed: true, journalWhole: true, open: true })
    // In another session the words are asked for whole.
    await again.station.confirmRecovery(recoveryKey)
    expect(await codeOf(again.station.confirmRecovery(recoveryKey.slice(0, 23)))).toBe('recovery-words')
    await again.station.seal()
  })

  it('has nothing to say when it is opened where its segments are kept, though it is small', async () => {
    const kept = dataFolder()
    const stores = new Map<string, SegmentStore>()
    const lasting = { segmentsLast: true, segmentStore: (id: string) => stores.get(id) ?? stores.set(id, memoryStore()).get(id)! }
    const first = await founded(kept, {}, lasting)
    await first.station.seal()
    const { station: second } = started(kept, lasting)
    expect((await second.open({ vault: first.vault, ...WHO })).notes).toEqual([])
    await second.commit({ act: 'file-call', patches: newTip({ what: 'One' }) })
    await second.seal()
    const { station: third } = started(kept, lasting)
    expect(await third.open({ vault: first.vault, ...WHO })).toMatchObject({ notes: [], tips: 1 })
    await third.seal()
    // As a control: a store that lost everything is told.
    await stores.get(first.vault)!.clear()
    const { station: fourth } = started(kept, lasting)
    expect(await fourth.open({ vault: first.vault, ...WHO })).toMatchObject({ notes: [{ key: 'vault.note.segments-missing' }], tips: 1 })
    await fourth.seal()
  })

  it('is listed by name alone, sealed or open, and as open elsewhere while another window has it', async () => {
    const { station: other } = started(folder)
    const busy = (await station.status()).open
    expect(await other.listVaults()).toEqual([{ vault, name: 'Northern desk', damaged: false, sample: false, busy }])
    expect(await station.listVaults()).toMatchObject([{ vault, busy: false }])
  })

  it('is busy in a second window while the first has it, and free when that seals', async () => {
    const first = started(folder)
    const second = started(folder)
    await first.station.open({ vault, ...WHO })
    const fault = await faultOf(second.station.open({ vault, ...WHO }))
    expect(fault?.code).toBe('vault-busy')
    const say = await translateInto('en')
    expect([fault!.says, fault!.kept!, fault!.remedy!].map(say).join(' ')).toMatch(/open in another window.*Nothing was changed.*other window/)
    expect(await second.station.status()).toMatchObject({ open: false, name: null })
    // The first goes on undisturbed.
    await first.station.commit({ act: 'file-call', patches: newTip({ what: 'Still writing' }) })
    await first.station.seal()
    expect((await second.station.open({ vault, ...WHO })).tips).toBe(32)
    await second.station.undo()
    await second.station.seal()
  })

  it('that is not there is said to be absent', async () => {
    const { station: other } = started(folder)
    expect(await codeOf(other.open({ vault: '0'.repeat(32), ...WHO }))).toBe('vault-absent')
  })
})

describe('a lost passphrase', () => {
  it('is no lost station: the recovery key opens it under a new one, nothing is gone, and the old one opens nothing', async () => {
    const folder = dataFolder()
    const { station, vault, recoveryKey } = await founded(folder)
    await station.commit({ act: 'file-call', patches: newTip({ what: 'Before it was lost' }) })
    await station.saveDraft(draft, { kind: 'call', what: 'Parked' })
    await station.seal()
    const { station: again } = started(folder)
    const say = await translateInto('en')
    const refusal = async (words: string) => {
      const fault = await faultOf(again.rehearseRecovery({ vault, words }))
      expect(fault?.code).toBe('recovery-words')
      return [fault!.says, fault!.kept!].map(say).join(' ')
    }
    expect(await refusal(recoveryKey.slice(0, 23).join(' '))).toMatch(/23 of 24 words.*Nothing was changed/)
    expect(await refusal(recoveryKey.with(6, 'qqqq').join(' '))).toMatch(/Word 7.*Nothing was changed/)
    expect(await refusal([...recoveryKey].reverse().join(' '))).toMatch(/not this vault's recovery key.*Nothing was changed/)
    const words = recoveryKey.map((word, at) => `${at + 1} ${word.slice(0, 4)}`).join('\n')
    expect(await again.rehearseRecovery({ vault, words })).toEqual({ accounts: [WHO.account] })
    expect(await again.status()).toMatchObject({ open: false })
    expect(await again.recover({ vault, words, account: WHO.account, passphrase: 'six other words drawn by chance' })).toMatchObject({ name: 'Northern desk', account: WHO.account, tips: 1, notes: [] })
    expect((await again.drafts()).map(({ value }) => value)).toEqual([{ kind: 'call', what: 'Parked' }])
    await again.commit({ act: 'file-call', patches: newTip({ what: 'After' }) })
    await again.seal()
    const { station: third } = started(folder)
    const stop = new AbortController()
    expect(await codeOf(third.open({ vault, ...WHO }, { signal: stop.signal }))).toBe('wrong-passphrase')
    expect(await third.open({ vault, account: WHO.account, passphrase: 'six other words drawn by chance' })).toMatchObject({ tips: 2, notes: [] })
    await third.seal()
  }, 60_000)
})

describe('a screen that is locked while a vault is recovered', () => {
  it('stays locked: the new passphrase opens the vault later', async () => {
    const folder = dataFolder()
    const { station, vault, recoveryKey } = await founded(folder)
    await station.seal()
    const platform = nodePlatform(folder, { printPdf: null })
    const listeners = new Set<(notice: PlatformNotice) => void>()
    const { station: again } = started(folder, {}, { call: platform.call, close: platform.close, onNotice: (listener) => (listeners.add(listener), () => listeners.delete(listener)) })
    const recovering = codeOf(again.recover({ vault, words: recoveryKey.join(' '), account: WHO.account, passphrase: 'another' }, { onProgress: () => setTimeout(() => listeners.forEach((listener) => listener('screen-locked')), 20) }))
    expect(await recovering).toBe('sealed')
    expect(await again.status()).toMatchObject({ open: false })
    expect((await again.open({ vault, account: WHO.account, passphrase: 'another' })).tips).toBe(0)
    await again.seal()
  }, 60_000)
})

describe('a wrong passphrase', () => {
  const folder = dataFolder()
  let vault: string
  let say: Translate
  let now = Date.UTC(2026, 5, 1)
  beforeAll(async () => {
    const { station, vault: id } = await founded(folder)
    vault = id
    await station.seal()
    say = await translateInto('en')
  })
  /** Tries once and does not wait: what it would have waited, and what it said. */
  async function attempt({ station }: Running, account: string, passphrase: string): Promise<{ waits: number; says: string }> {
    const stop = new AbortController()
    let waits = 0
    const says = await station.open({ vault, account, passphrase }, { signal: stop.signal, onProgress: ({ what, total }) => {
      if (what.key !== 'station.progress.waiting') return
      waits = total
      // Instead of waiting, the clock of this test goes on.
      now += total
      stop.abort()
    } }).then(() => 'opened', (error: { says?: Message; kept?: Message; remedy?: Message }) => (error.says ? [error.says, error.kept!, error.remedy!].map(say).join(' ') : 'stopped'))
    return { waits, says }
  }

  it('is told in the same words as a wrong account, whatever was typed', async () => {
    const running = started(folder, { now: () => now })
    const said = new Set<string>()
    for (const [account, passphrase] of [[WHO.account, 'wrong'], ['Nobody', WHO.passphrase], ['Nobody', 'wrong']] as const) {
      const { waits, says } = await attempt(running, account, passphrase)
      expect(waits).toBe(0)
      said.add(says)
    }
    expect([...said]).toEqual([expect.stringMatching(/Account and passphrase do not open this vault.*Nothing was changed/)])
  })

  it('waits longer each time, also in a program started anew, and not at all after the right one', async () => {
    let running = started(folder, { now: () => now })
    const waits: number[] = []
    for (let failure = 0; failure < 8; failure++) {
      if (failure === 3) {
        await running.platform.close()
        running = started(folder, { now: () => now })
      }
      const stopped = await attempt(running, WHO.account, 'wrong')
      expect(stopped.says).toBe('stopped')
      waits.push(stopped.waits)
      // Now the wait is over, and the try fails.
      expect((await attempt(running, WHO.account, 'wrong')).says).toMatch(/do not open/)
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000])
    now += 60_000
    expect(await attempt(running, WHO.account, WHO.passphrase)).toEqual({ waits: 0, says: 'opened' })
    await running.station.seal()
    for (let failure = 0; failure < 3; failure++) expect(await attempt(running, WHO.account, 'wrong')).toMatchObject({ waits: 0 })
  })

  it('leaves the vault sealed and free', async () => {
    now += 60_000
    const { station } = started(folder, { now: () => now })
    expect(await codeOf(station.open({ vault, account: WHO.account, passphrase: 'wrong' }))).toBe('wrong-passphrase')
    expect(await station.status()).toMatchObject({ open: false, name: null, account: null, commits: 0, tips: 0 })
    now += 60_000
    await started(folder, { now: () => now }).station.open({ vault, ...WHO })
  })
})

describe('sealing', () => {
  it('forgets what was opened and overwrites it, and every call says that the vault is sealed', async () => {
    const { station } = await founded(dataFolder())
    await bringIn(station, FILE)
    const tip = (await allRows(station, [])).at(0)!
    await station.search('report', 1)
    const { columns } = await station.table()
    const held = Object.values(columns).map((column) => new Uint8Array(column.buffer))
    expect(held.some((bytes) => bytes.some((byte) => byte !== 0))).toBe(true)
    await station.seal()
    for (const bytes of held) expect(bytes.some((byte) => byte !== 0)).toBe(false)
    expect(await station.status()).toMatchObject({ open: false, name: null, account: null, commits: 0, tips: 0, journalBytes: 0, canUndo: null, canRedo: null })
    const file = sourceFile(FILE)
    const { mapping } = await station.previewImport(file)
    const assessment = { filter: {} }
    const deployment = { assessment, teams: 1, range: 1, detour: 1, candidates: { settlements: true, segments: true, drawn: [] }, minimum: {}, timeLimitSeconds: 1 }
    const briefing = { title: 'x', keyPoints: [], narrative: '', tlp: 'TLP:RED', language: 'en', assessment, deployment: null } as const
    // Every call that needs an open vault, by name: one that is forgotten here fails to compile.
    const calls: Record<Exclude<keyof Station, 'describe' | 'listVaults' | 'found' | 'open' | 'recover' | 'rehearseRecovery' | 'seal' | 'status' | 'previewImport' | 'findPlace' | 'placesNear' | 'saveFile' | 'chooseBackupFile' | 'previewBackup' | 'restoreBackup' | 'onEvent'>, () => Promise<unknown>> = {
      confirmRecovery: () => station.confirmRecovery([]), acceptLoss: () => station.acceptLoss(), commit: () => station.commit({ act: 'file-call', patches: newTip({ what: 'x' }) }), undo: () => station.undo(), redo: () => station.redo(),
      record: () => station.record(tip.id), recordsOfKind: () => station.recordsOfKind('station'), saveDraft: () => station.saveDraft(draft, 'x'), drafts: () => station.drafts(), dropDraft: () => station.dropDraft(draft),
      runImport: () => station.runImport(file, mapping), restoreDuplicates: () => station.restoreDuplicates(tip.id, [1]), table: () => station.table(), select: () => station.select({}), rows: () => station.rows([0], ['what']),
      search: () => station.search('report', 1), assess: () => station.assess(assessment), plan: () => station.plan(deployment, 'en'), composeBriefing: () => station.composeBriefing(briefing),
      releaseBriefing: () => station.releaseBriefing({ ...briefing, format: 'html', reviewer: '' }), accounts: () => station.accounts(), addAccount: () => station.addAccount({ name: 'x', passphrase: 'x', roles: [], countries: [] }), changeRoles: () => station.changeRoles('', { roles: [], countries: [] }), endAccount: () => station.endAccount(''),
      restrictedRecord: () => station.restrictedRecord([]), shareRestricted: () => station.shareRestricted(tip.id, []),
      renewDeviceSecret: () => station.renewDeviceSecret('x'),
      grantWaiting: () => station.grantWaiting(''), renewAccount: () => station.renewAccount(''), changePassphrase: () => station.changePassphrase({ present: '', passphrase: '' }), takeApart: () => station.takeApart(tip.id), present: () => station.present(),
      backups: () => station.backups(), backupsThere: () => station.backupsThere(), chooseBackupFolder: () => station.chooseBackupFolder('/'), setBackups: () => station.setBackups({ schedule: 'off' }),
      backUp: () => station.backUp(), checkBackup: () => station.checkBackup('x'),
      previewErasure: () => station.previewErasure(tip.id), erase: () => station.erase({ targets: [{ record: tip.id }], drafts: [], basis: 'x' }), retention: () => station.retention(), setRetention: () => station.setRetention([]),
      answerPerson: () => station.answerPerson({ record: tip.id, also: [], basis: 'x', language: 'en' }), keepLonger: () => station.keepLonger({ record: tip.id, until: 9e9, why: 'x' }),
      openSealed: () => station.openSealed({ record: tip.id, field: 'contact', token: '', reason: 'safety', words: '' }), trail: () => station.trail({ filter: {}, from: 0, limit: 1 }), verifyTrail: () => station.verifyTrail(), exportTrail: () => station.exportTrail({ opened: true }),
      recovery: () => station.recovery(), freshRecovery: () => station.freshRecovery(), forgetRecovery: () => station.forgetRecovery(), withdrawRenewal: () => station.withdrawRenewal(), renewRecovery: () => station.renewRecovery(), rehearse: () => station.rehearse({ words: `${'abandon '.repeat(23)}art` }),
      writeSheets: () => station.writeSheets({ as: 'key', paper: 'A4', language: 'en', format: 'html' }),
    }
    for (const [name, call] of Object.entries(calls)) expect([name, await codeOf((async () => call())())]).toEqual([name, 'sealed'])
    // Sealing what is sealed is nothing.
    await station.seal()
  })

  /** A platform whose notices a test can give. */
  function noticed(folder: string) {
    const platform = nodePlatform(folder, { printPdf: null })
    const listeners = new Set<(notice: PlatformNotice) => void>()
    const session: WindowSession = { call: platform.call, close: platform.close, onNotice: (listener) => (listeners.add(listener), () => listeners.delete(listener)) }
    return { session, notify: (notice: PlatformNotice) => listeners.forEach((listener) => listener(notice)) }
  }

  it.each(['screen-locked', 'going-to-sleep', 'closing'] as const)('follows when the machine says %s', async (notice) => {
    const folder = dataFolder()
    const { session, notify } = noticed(folder)
    const { station } = started(folder, {}, session)
    const events: StationEvent[] = []
    station.onEvent((event) => events.push(event))
    await station.found({ name: 'Northern desk', ...WHO })
    notify(notice)
    while (!events.some(({ type }) => type === 'sealed')) await new Promise((wait) => setTimeout(wait, 5))
    expect(events.at(-1)).toEqual({ type: 'sealed', reason: notice === 'screen-locked' ? 'screen-locked' : 'sleep' })
    expect(await codeOf(station.select({}))).toBe('sealed')
  })

  it('also overtakes an opening that is under way: the vault does not open behind a locked screen', async () => {
    const folder = dataFolder()
    const { station: first, vault } = await founded(folder)
    await first.seal()
    for (const seal of ['asked', 'notice'] as const) {
      const { session, notify } = noticed(folder)
      const { station } = started(folder, {}, session)
      const opening = codeOf(station.open({ vault, ...WHO }, { onProgress: ({ what }) => {
        if (what.key !== 'station.progress.stretching') return
        if (seal === 'notice') notify('screen-locked')
        else void station.seal()
      } }))
      expect(await opening).toBe('sealed')
      expect(await station.status()).toMatchObject({ open: false })
      // And it is free again.
      await station.open({ vault, ...WHO })
      await station.seal()
    }
  })

  it('of a sample throws it away', async () => {
    const folder = dataFolder()
    const { station, vault } = await founded(folder, { sample: 'invented', filled: false })
    expect(await station.status()).toMatchObject({ open: true, sample: 'invented' })
    expect(existsSync(join(folder, 'vaults', vault))).toBe(true)
    await station.seal()
    expect(readdirSync(join(folder, 'vaults'))).toEqual([])
    expect(await station.listVaults()).toEqual([])
  })

  it('was not asked of a sample whose program was killed: the next start throws it away', async () => {
    const folder = dataFolder()
    const { platform, vault } = await founded(folder, { sample: 'invented', filled: false })
    await platform.close()
    expect(readdirSync(join(folder, 'vaults'))).toEqual([vault])
    expect(await started(folder).station.listVaults()).toEqual([])
    expect(readdirSync(join(folder, 'vaults'))).toEqual([])
  })

  it('of one vault comes before another is founded or opened', async () => {
    const folder = dataFolder()
    const { station, vault } = await founded(folder)
    await station.commit({ act: 'file-call', patches: newTip({ what: 'In the first' }) })
    const second = await station.found({ name: 'Second desk', account: 'Heron', passphrase: 'another one' })
    expect(await station.status()).toMatchObject({ name: 'Second desk', account: 'Heron', tips: 0 })
    expect((await station.open({ vault, ...WHO })).tips).toBe(1)
    expect((await station.listVaults()).map(({ vault: id }) => id).sort()).toEqual([vault, second.vault].sort())
    await station.seal()
  })
})

describe('drafts', () => {
  it('survive sealing and a killed program, are overwritten at every keystroke, and are gone when dropped', async () => {
    const folder = dataFolder()
    const { station, vault, platform } = await founded(folder)
    for (const what of ['A', 'A g', 'A girl', 'A girl ', 'A girl says']) {
      const { sealedAt } = await station.saveDraft(draft, { what, danger: 'yes-now', 'بالعربية': 'نعم' })
      expect(Math.abs(sealedAt - Date.now())).toBeLessThan(60_000)
    }
    await station.saveDraft('e'.repeat(32), ['another'])
    expect((await station.status()).commits).toBe(1)
    await platform.close()
    const { station: again } = started(folder)
    await again.open({ vault, ...WHO })
    expect([...(await again.drafts())].sort((a, b) => (a.draft < b.draft ? -1 : 1))).toEqual([
      { draft, value: { what: 'A girl says', danger: 'yes-now', 'بالعربية': 'نعم' } }, { draft: 'e'.repeat(32), value: ['another'] },
    ])
    await again.dropDraft(draft)
    await again.seal()
    const { station: third } = started(folder)
    await third.open({ vault, ...WHO })
    expect((await third.drafts()).map(({ draft: id }) => id)).toEqual(['e'.repeat(32)])
    const fault = await faultOf(third.saveDraft(draft, 'x'.repeat(600_000)))
    expect(fault?.code).toBe('draft-too-large')
    await third.seal()
  })
})
