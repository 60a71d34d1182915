import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nodePlatform } from '../../electron/host/node-platform.ts'
import { backupIsDue } from '../../shared/station/keeping/backup-memory.ts'
import type { BackupReport } from '../../shared/station/keeping/backups.ts'
import type { Station } from '../../shared/station/station.ts'
import { keptSecrets } from '../host/support/device-secrets.ts'
import { codeOf, dataFolder, faultOf, founded, newTip, started, stateOf, WHO, type Running } from './support/stations.ts'

const disks: string[] = []
afterAll(() => disks.forEach((disk) => rmSync(disk, { recursive: true, force: true })))
function disk(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'vigil-disk-')), 'backups')
  disks.push(join(folder, '..'))
  mkdirSync(folder)
  return folder
}
const HOUR = 3_600_000
const written = (station: Station, what = 'A call at night') => station.commit({ act: 'file-call', patches: newTip({ what }) })
/** What the schedule does by itself goes on beside the test. */
async function until(station: Station, look: (report: BackupReport) => boolean): Promise<BackupReport> {
  for (;;) {
    const report = await station.backups()
    if (look(report) && !report.running) return report
    await new Promise((wait) => setTimeout(wait, 20))
  }
}
const filesIn = (folder: string) => readdirSync(folder).sort()

describe('backups made by hand', () => {
  const folder = dataFolder()
  const stick = disk()
  let running: Running & { vault: string }
  let station: Station
  beforeAll(async () => {
    running = await founded(folder)
    ;({ station } = running)
    await written(station)
  })

  it('want a folder first, which is chosen outside the data folder', async () => {
    expect(await station.backups()).toMatchObject({ place: null, schedule: 'off', keep: null, made: [], trouble: null, behind: true })
    expect(await codeOf(station.backUp())).toBe('no-place')
    expect((await faultOf(station.chooseBackupFolder(folder)))?.code).toBe('place-refused')
    expect(await codeOf(station.chooseBackupFolder(join(stick, 'nowhere')))).toBe('path-absent')
    expect(await station.chooseBackupFolder(stick)).toMatchObject({ place: { path: stick, present: true, sameDisk: true }, trouble: null })
  })

  it('are read back and opened before they are called verified, are told as an event, and are behind once something is written', async () => {
    const told: BackupReport[] = []
    station.onEvent((event) => event.type === 'backups' && told.push(event.report))
    const progress: number[] = []
    const made = await station.backUp({ onProgress: ({ done, total }) => progress.push(done / total) })
    expect(made).toMatchObject({ path: stick, commits: 2, check: { verified: true, says: null } })
    expect(made.name).toMatch(/^Northern desk \d{4}-\d\d-\d\d \d\d\.\d\d\.vigil-backup$/)
    expect(filesIn(stick)).toEqual([made.name])
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
    expect(progress.at(-1)).toBeCloseTo(1, 1)
    await until(station, () => told.length > 0)
    expect(told.at(-1)).toMatchObject({ behind: false, made: [{ name: made.name }], trouble: null })
    await written(station, 'Another')
    expect(await station.backups()).toMatchObject({ behind: true })
    await station.backUp()
    await station.seal()
    await station.open({ vault: running.vault, ...WHO })
    expect(await station.backups()).toMatchObject({ behind: false, place: { path: stick }, made: [{ commits: 3 }, { commits: 2 }] })
  })

  it('are listed as they lie in the folder, with what this machine knows of each', async () => {
    writeFileSync(join(stick, 'notes.txt'), 'no backup')
    const there = await station.backupsThere()
    expect(there.map(({ known }) => known?.check?.verified)).toEqual([true, true])
    expect(there[0]!.modified).toBeGreaterThanOrEqual(there[1]!.modified)
    rmSync(join(stick, 'notes.txt'))
  })

  it('are checked again where they lie; one that was changed meanwhile is told, and is no longer called verified', async () => {
    const [made] = (await station.backups()).made
    const path = join(stick, made!.name)
    expect(await station.checkBackup(made!.name)).toMatchObject({ verified: true, says: null, made: made!.made })
    const bytes = readFileSync(path)
    bytes[bytes.length - 600]! ^= 1
    writeFileSync(path, bytes)
    expect(await station.checkBackup(made!.name)).toEqual({ verified: false, says: { key: 'backup.check.fault.journal' }, made: made!.made })
    expect((await station.backups()).made[0]).toMatchObject({ name: made!.name, check: { verified: false } })
    // The one before it is then the newest to rely on, and it is behind.
    expect(await station.backups()).toMatchObject({ behind: true })
    await station.backUp()
  })

  it('on a disk that is gone say so, keep what was, and are told no more once it is back', async () => {
    renameSync(stick, `${stick}-away`)
    const fault = await faultOf(station.backUp())
    expect([fault?.code, fault?.kept, fault?.remedy]).toEqual(['disk-missing', { key: 'backup.error.disk-missing.kept' }, { key: 'backup.error.disk-missing.remedy' }])
    expect(await station.backups()).toMatchObject({ place: { present: false, freeBytes: null }, trouble: { code: 'disk-missing' } })
    expect(await station.backupsThere()).toEqual([])
    renameSync(`${stick}-away`, stick)
    await station.backUp()
    expect(await station.backups()).toMatchObject({ place: { present: true }, trouble: null })
  })

  it('keep all by default, and the newest so many where a person says so, but only once the new one is verified', async () => {
    expect(filesIn(stick).length).toBeGreaterThan(2)
    const foreign = await founded(dataFolder(), { name: 'Other desk' })
    await foreign.station.chooseBackupFolder(stick)
    const theirs = await foreign.station.backUp()
    await foreign.station.seal()
    await station.setBackups({ keep: 2 })
    const made = await station.backUp()
    const there = await station.backupsThere()
    expect(there.map(({ name }) => name)).toContain(made.name)
    expect(there).toHaveLength(2)
    // Another vault's are not this one's to remove.
    expect(filesIn(stick)).toEqual([...there.map(({ name }) => name), theirs.name].sort())
    expect((await station.backups()).made.filter(({ name }) => !existsSync(join(stick, name)))).toEqual([])
  })

  it('that are cancelled leave no file and are no trouble', async () => {
    const before = filesIn(stick)
    const stopping = new AbortController()
    await expect(station.backUp({ signal: stopping.signal, onProgress: () => stopping.abort() })).rejects.toMatchObject({ name: 'AbortError' })
    expect(filesIn(stick)).toEqual(before)
    expect(await station.backups()).toMatchObject({ trouble: null, running: false })
  })

  it('are none on a machine that the folder was copied to', async () => {
    await station.seal()
    const platform = nodePlatform(folder, { printPdf: null })
    const elsewhere = { ...platform, call: async (...asked: Parameters<typeof platform.call>) => {
      const answered = await platform.call(...asked)
      return asked[0] === 'describe' ? { ...answered, answer: { ...answered.answer, machine: 'f'.repeat(32) } } : answered
    } } as typeof platform
    const { station: copy } = started(folder, {}, elsewhere)
    await copy.open({ vault: running.vault, ...WHO })
    expect(await copy.backups()).toMatchObject({ made: [], place: null, behind: true })
    await copy.seal()
  })

  it('are not made of a sample', async () => {
    const sample = await founded(dataFolder(), { sample: 'invented', filled: false })
    expect(await codeOf(sample.station.backUp())).toBe('sample')
    await sample.station.seal()
  })
})

describe('backups by schedule', () => {
  it('are due a day or a week after the last that is verified, if anything is new since; never without a folder', () => {
    const memory = { version: 1 as const, machine: '', place: { place: 'a'.repeat(32), path: '/' }, keep: null, trouble: null }
    const last = (verified: boolean) => [{ place: '', path: '', name: '', made: 100 * HOUR, bytes: 0, commits: 0, digest: '', stamp: 'then', check: { at: 0, verified, says: null } }]
    const due = (schedule: 'off' | 'daily' | 'weekly' | 'sealing', hours: number, stamp = 'now', verified = true) => backupIsDue({ ...memory, schedule, made: last(verified) }, stamp, hours * HOUR)
    expect([due('daily', 123), due('daily', 124), due('weekly', 124), due('weekly', 268), due('off', 9999), due('sealing', 9999)]).toEqual([false, true, false, true, false, false])
    expect([due('daily', 124, 'then'), due('daily', 101, 'now', false)]).toEqual([false, true])
    expect(backupIsDue({ ...memory, place: null, schedule: 'daily', made: [] }, 'now', 0)).toBe(false)
    expect(backupIsDue({ ...memory, schedule: 'daily', made: [] }, 'now', 0)).toBe(true)
  })

  it('come by themselves once they are asked for, and at an opening that is due, but not before', async () => {
    const [folder, stick] = [dataFolder(), disk()]
    let now = Date.now()
    const clock = { now: () => now }
    const { station, vault } = await founded(folder, {}, clock)
    await station.chooseBackupFolder(stick)
    await station.setBackups({ schedule: 'daily' })
    await until(station, ({ made }) => made.length === 1)
    await written(station)
    await station.seal()
    now += 2 * HOUR
    await station.open({ vault, ...WHO })
    await until(station, () => true)
    expect((await station.backups()).made).toHaveLength(1)
    await station.seal()
    now += 23 * HOUR
    await station.open({ vault, ...WHO })
    expect((await until(station, ({ made }) => made.length === 2)).made[0]).toMatchObject({ commits: 2, check: { verified: true } })
    await station.seal()
  })

  it('whose disk is missing are told once and not tried again by themselves until the vault is opened anew', async () => {
    const [folder, stick] = [dataFolder(), disk()]
    const { station, vault, platform } = await founded(folder)
    await station.chooseBackupFolder(stick)
    renameSync(stick, `${stick}-away`)
    await station.setBackups({ schedule: 'daily' })
    const { trouble } = await until(station, (report) => report.trouble !== null)
    expect(trouble).toMatchObject({ code: 'disk-missing' })
    renameSync(`${stick}-away`, stick)
    await written(station)
    await new Promise((wait) => setTimeout(wait, 200))
    expect((await station.backups()).made).toEqual([])
    await station.seal()
    await station.open({ vault, ...WHO })
    expect(await until(station, ({ made }) => made.length === 1)).toMatchObject({ trouble: null })
    await station.seal()
    await platform.close()
  })

  it('at sealing are made when a person seals and something is new, and never when the machine says so', async () => {
    const [folder, stick] = [dataFolder(), disk()]
    const platform = nodePlatform(folder, { printPdf: null })
    const listeners = new Set<(notice: 'screen-locked') => void>()
    const { station } = started(folder, {}, { ...platform, call: platform.call, close: platform.close, onNotice: (listener) => (listeners.add(listener), () => listeners.delete(listener)) })
    const { vault } = await station.found({ name: 'Northern desk', ...WHO })
    await station.chooseBackupFolder(stick)
    await station.setBackups({ schedule: 'sealing' })
    await station.seal()
    expect(filesIn(stick)).toHaveLength(1)
    await station.open({ vault, ...WHO })
    expect(await station.backups()).toMatchObject({ behind: false, made: [{ check: { verified: true } }] })
    // Nothing new: nothing is made.
    await station.seal()
    expect(filesIn(stick)).toHaveLength(1)
    await station.open({ vault, ...WHO })
    await written(station)
    const sealed = new Promise((done) => station.onEvent((event) => event.type === 'sealed' && done(event)))
    for (const listener of listeners) listener('screen-locked')
    await sealed
    expect(filesIn(stick)).toHaveLength(1)
    await station.open({ vault, ...WHO })
    await station.seal()
    expect(filesIn(stick)).toHaveLength(2)
  })
})

describe('a lost laptop', () => {
  it('is a backup and a passphrase away from everything that was in it', async () => {
    const stick = disk()
    const lost = await founded(dataFolder())
    for (let i = 0; i < 3; i++) await written(lost.station, `Tip ${i}`)
    await lost.station.saveDraft('d'.repeat(32), { half: 'a call' })
    const before = await stateOf(lost.station)
    await lost.station.chooseBackupFolder(stick)
    const { name } = await lost.station.backUp()
    await lost.station.seal()
    const { station } = started(dataFolder())
    const file = (await station.chooseBackupFile(join(stick, name)))!
    expect(await station.previewBackup(file)).toMatchObject({ name: 'Northern desk', drafts: 1, faults: [], opensWith: 'passphrase', here: 'absent' })
    const restored = await station.restoreBackup(file)
    expect(restored).toEqual({ vault: lost.vault, name: 'Northern desk', aside: null })
    expect(await station.listVaults()).toMatchObject([{ vault: lost.vault, name: 'Northern desk', damaged: false, sample: false }])
    expect((await station.open({ vault: lost.vault, ...WHO })).notes).toEqual([])
    expect(await stateOf(station)).toEqual(before)
    expect(await station.drafts()).toEqual([{ draft: 'd'.repeat(32), value: { half: 'a call' } }])
    expect(await station.backups()).toMatchObject({ made: [], place: null })
    await station.seal()
    // Opening it has left keys for what comes next.
    expect(await codeOf(station.restoreBackup(file))).toBe('older')
  })

  it('whose keychain went with it is a backup and the recovery key away', async () => {
    const stick = disk()
    const folder = dataFolder()
    const { station: lost } = started(folder, {}, nodePlatform(folder, { printPdf: null, deviceSecrets: keptSecrets(9) }))
    const { vault, recoveryKey } = await lost.found({ name: 'Northern desk', ...WHO })
    await written(lost)
    const before = await stateOf(lost)
    await lost.chooseBackupFolder(stick)
    const { name } = await lost.backUp()
    await lost.seal()
    const { station } = started(dataFolder())
    const file = (await station.chooseBackupFile(join(stick, name)))!
    expect(await station.previewBackup(file)).toMatchObject({ opensWith: 'recovery-key' })
    await station.restoreBackup(file)
    expect(await codeOf(station.open({ vault, ...WHO }))).toBe('wrong-passphrase')
    expect((await station.recover({ vault, words: recoveryKey.join(' '), account: WHO.account, passphrase: 'a new passphrase' })).notes).toEqual([])
    expect(await stateOf(station)).toMatchObject({ tips: (before as { tips: unknown }).tips })
    await station.seal()
  })

  it('a file that is no backup, or is not whole, changes nothing', async () => {
    const stick = disk()
    const { station: first } = await founded(dataFolder())
    await first.chooseBackupFolder(stick)
    const { name } = await first.backUp()
    await first.seal()
    const { station } = started(dataFolder())
    writeFileSync(join(stick, 'notes.txt'), 'no backup')
    expect(await codeOf(station.chooseBackupFile(join(stick, 'notes.txt')))).toBe('not-a-backup')
    copyFileSync(join(stick, name), join(stick, 'cut'))
    writeFileSync(join(stick, 'cut'), readFileSync(join(stick, name)).subarray(0, -50))
    const cut = (await station.chooseBackupFile(join(stick, 'cut')))!
    expect(await station.previewBackup(cut)).toMatchObject({ faults: [{ where: 'end', what: 'cut' }] })
    expect(await codeOf(station.restoreBackup(cut))).toBe('damaged')
    expect(await station.listVaults()).toEqual([])
    // Its end is all that is missing: the vault itself is there.
    await station.restoreBackup({ ...cut, damaged: true })
    const [{ vault } = { vault: '' }] = await station.listVaults()
    expect((await station.open({ vault, ...WHO })).notes).toEqual([])
    await station.seal()
  })
})
