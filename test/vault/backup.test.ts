import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { BACKUP_PIECE, backupLayout, readBackupHeader, type BackupHeader, type BackupSource } from '../../shared/vault/backup-file.ts'
import { previewBackup, recoverVault, restoreBackup, type BackupCheck, type OpenVault } from '../../shared/vault/vault.ts'
import type { WindowSession } from '../../electron/host/host.ts'
import { backedUp, chosen, foundedOn, laptop, namesIn, openedOn, stick } from './support/backed-up.ts'
import { nodeEngine } from './support/node.ts'
import { keptSecrets } from '../host/support/device-secrets.ts'
import { allTexts, codes, note, QUICK, text, WHO, words } from './support/vaults.ts'

const DRAFT = 'd'.repeat(32)
const sourceOf = (bytes: Uint8Array): BackupSource => ({ length: async () => bytes.length, read: async (offset, length) => new Uint8Array(bytes.slice(offset, offset + length)) })

describe('a backup', () => {
  const first = laptop()
  const disk = stick()
  let vault: OpenVault
  let id: string
  let recoveryKey: readonly string[]
  let made: Awaited<ReturnType<typeof backedUp>>
  let header: BackupHeader
  let bytes: Uint8Array
  let layout: ReturnType<typeof backupLayout>
  beforeAll(async () => {
    ;({ vault, id, recoveryKey } = await foundedOn(first.platform))
    await note(vault, 'before')
    // Larger than a piece, so that digests stand between its bytes.
    const bulk = vault.beginImport('import')
    for (let i = 0; i < 4; i++) await bulk.append([{ group: 'casework', section: 'text', bytes: crypto.getRandomValues(new Uint8Array(60_000)).map((byte) => byte), packing: 'store' }, { group: 'identities', section: 'more', bytes: new Uint8Array(500_000).map((_, at) => (at * 2654435761) >>> 24), packing: 'store' }])
    await bulk.end([{ group: 'casework', section: 'text', bytes: text('imported') }])
    await vault.drafts.write(DRAFT, text('half a call'))
    made = await backedUp(vault, first.platform, disk)
    bytes = readFileSync(made.path)
    const begun = await readBackupHeader(nodeEngine, sourceOf(bytes))
    if (typeof begun === 'string') throw new Error(begun)
    header = begun.header
    layout = backupLayout(header, begun.bytes.length)
  })
  const check = (file: { place: string; name: string } = made, expected = made.digest): Promise<BackupCheck> => vault.backups.check(file, { expected })

  it('read back and opened is verified, with what it holds', async () => {
    expect(header.sections.find(({ kind }) => kind === 'journal')!.length).toBeGreaterThan(2 * BACKUP_PIECE)
    expect(await check()).toEqual({ verified: true, faults: [], notes: [], refused: null, made: made.made, commits: 2 })
    expect([made.commits, made.bytes]).toEqual([2, bytes.length])
  })

  it('tells without a key the vault’s name, its size and when it was made, and nothing that is sealed', async () => {
    const other = laptop()
    const preview = await previewBackup(other.platform, { place: await chosen(other.platform, disk), name: made.name })
    expect(preview).toMatchObject({ vault: id, name: 'Northern desk', made: made.made, bytes: bytes.length, drafts: 1, faults: [], opensWith: 'passphrase', here: 'absent' })
    for (const secret of ['before', 'imported', 'half a call', WHO.account, recoveryKey.slice(0, 3).join(' ')]) expect(Buffer.from(bytes).includes(secret), secret).toBe(false)
    expect(Buffer.from(bytes).includes('Northern desk')).toBe(true)
  })

  it('changed by one bit anywhere is found, and told by the part it is in', async () => {
    const ends = [...layout.starts.slice(1), layout.end]
    const places: [number, string][] = [
      ...header.sections.flatMap(({ kind }, index): [number, string][] => [[layout.starts[index]!, kind], [ends[index]! - 33, kind], [ends[index]! - 1, kind]]),
      [layout.starts.at(-1)! + BACKUP_PIECE + 40, 'journal'], [layout.end, 'end'], [layout.end + 9, 'end'], [layout.end + 40, 'end'], [bytes.length - 1, 'end'],
    ]
    for (const [at, where] of places) {
      const changed = Uint8Array.from(bytes)
      changed[at]! ^= 1
      writeFileSync(join(disk, 'changed.vigil-backup'), changed)
      const found = await check({ place: made.place, name: 'changed.vigil-backup' })
      expect([found.verified, [...new Set(found.faults.map((fault) => fault.where))]], `byte ${at}`).toEqual([false, [where]])
    }
    for (const at of [10, 14, 30, 50, 90]) {
      const changed = Uint8Array.from(bytes)
      changed[at]! ^= 1
      writeFileSync(join(disk, 'changed.vigil-backup'), changed)
      expect(await check({ place: made.place, name: 'changed.vigil-backup' }), `byte ${at}`).toMatchObject({ verified: false, refused: 'damaged' })
    }
    // As a control: the same way round with nothing changed.
    writeFileSync(join(disk, 'changed.vigil-backup'), bytes)
    expect((await check({ place: made.place, name: 'changed.vigil-backup' })).verified).toBe(true)
  })

  it('cut, padded or with two pieces changed about is found', async () => {
    const [keysAt, journalAt] = [layout.starts[0]!, layout.starts.at(-1)!]
    const swapped = Uint8Array.from(bytes)
    swapped.set(bytes.subarray(journalAt, journalAt + BACKUP_PIECE + 32), journalAt + BACKUP_PIECE + 32)
    swapped.set(bytes.subarray(journalAt + BACKUP_PIECE + 32, journalAt + 2 * (BACKUP_PIECE + 32)), journalAt)
    const cases: [string, Uint8Array, string][] = [
      ['cut in the keys', bytes.subarray(0, keysAt + 5), 'keys cut'], ['cut in the journal', bytes.subarray(0, journalAt + BACKUP_PIECE + 100), 'journal cut'], ['without its end mark', bytes.subarray(0, layout.end), 'end cut'],
      ['cut by a byte', bytes.subarray(0, bytes.length - 1), 'end cut'], ['with a byte behind it', Uint8Array.from([...bytes, 0]), 'end more'], ['swapped', swapped, 'journal damaged'],
    ]
    for (const [what, content, found] of cases) {
      writeFileSync(join(disk, 'cut.vigil-backup'), content)
      const { faults, verified } = await check({ place: made.place, name: 'cut.vigil-backup' })
      expect([verified, `${faults[0]?.where} ${faults[0]?.what}`], what).toEqual([false, found])
    }
    writeFileSync(join(disk, 'cut.vigil-backup'), bytes.subarray(0, 40))
    expect((await check({ place: made.place, name: 'cut.vigil-backup' })).refused).toBe('damaged')
  })

  it('put in the place of another is told, though both are whole', async () => {
    await note(vault, 'between')
    const later = await backedUp(vault, first.platform, disk)
    expect(await check(later, later.digest)).toMatchObject({ verified: true, commits: 3 })
    expect(await check(later, made.digest)).toMatchObject({ verified: false, refused: 'other-file' })
  })

  it('put together from parts of two is not believed', async () => {
    const later = await backedUp(vault, first.platform, disk)
    const wrong = Uint8Array.from(readFileSync(later.path))
    // An end mark that was signed over other bytes, with digests made to fit: anyone can compute those.
    const { readBackupFile, writeBackupFile, readBackupSection } = await import('../../shared/vault/backup-file.ts')
    const read = await readBackupFile(nodeEngine, sourceOf(wrong))
    if (typeof read === 'string') throw new Error(read)
    const parts: Uint8Array[] = []
    await writeBackupFile(nodeEngine, {
      header: { ...read.header, made: read.header.made - 86_400_000 },
      read: (section, offset, length) => readBackupSection(sourceOf(wrong), read.header, read.headerLength, section, offset, length),
      seal: async () => read.seal!,
    }, async (part) => {
      parts.push(part)
    })
    writeFileSync(join(disk, 'forged.vigil-backup'), Buffer.concat(parts))
    const forged = await vault.backups.check({ place: made.place, name: 'forged.vigil-backup' })
    expect(forged).toMatchObject({ verified: false, faults: [], refused: 'seal' })
  })

  it('of another vault is not taken for this one’s', async () => {
    const { vault: other } = await foundedOn(first.platform)
    const theirs = await backedUp(other, first.platform, disk)
    expect(await vault.backups.check(theirs)).toMatchObject({ verified: false, refused: 'other-vault' })
    await other.seal()
  })

  it('holds what was acknowledged when it began, and keeps no commit waiting while it is written', async () => {
    const place = await chosen(first.platform, disk)
    const { platform } = first
    const { call } = platform
    // The disk for backups stands still at the second piece until a commit is acknowledged: were it to wait for the backup, neither would end.
    platform.call = async (name, request, sent) => {
      if (name === 'appendBackup' && (request as { offset: number }).offset > BACKUP_PIECE) {
        platform.call = call
        await note(vault, 'meanwhile')
      }
      return call(name, request, sent)
    }
    const written = await vault.backups.write({ place, name: 'meanwhile' })
    expect(platform.call).toBe(call)
    expect(vault.describe().commits).toBe(written.commits + 1)
    expect(await vault.backups.check({ place, name: written.name })).toMatchObject({ verified: true, commits: written.commits })
  })

  it('during an import leaves out its chunks, and is whole', async () => {
    const bulk = vault.beginImport('import')
    await bulk.append([{ group: 'casework', section: 'text', bytes: text('unfinished') }])
    const written = await backedUp(vault, first.platform, disk)
    await bulk.end([{ group: 'casework', section: 'text', bytes: text('finished') }])
    expect(await check(written, written.digest)).toMatchObject({ verified: true, commits: vault.describe().commits - 1 })
  })

  it('is known to be behind once something was written, or a passphrase changed without a commit; drafts alone do not count', async () => {
    const { vault: other } = await foundedOn(first.platform)
    const written = await backedUp(other, first.platform, stick())
    await other.drafts.write(DRAFT, text('half a longer call'))
    expect(other.backups.stamp()).toBe(written.stamp)
    await note(other, 'stamped')
    const noted = other.backups.stamp()
    expect(noted).not.toBe(written.stamp)
    await other.changePassphrase({ present: WHO.passphrase, passphrase: 'another passphrase' })
    expect(other.backups.stamp()).not.toBe(noted)
    await other.seal()
  })

  it('that is stopped leaves no file, and one that is cut short by sealing neither', async () => {
    const place = await chosen(first.platform, disk)
    const before = namesIn(disk)
    const stopping = new AbortController()
    await expect(vault.backups.write({ place, name: 'stopped' }, { signal: stopping.signal, onProgress: () => stopping.abort() })).rejects.toMatchObject({ name: 'AbortError' })
    expect(namesIn(disk)).toEqual(before)
    let sealing: Promise<void> | null = null
    const cut = vault.backups.write({ place, name: 'cut short' }, { onProgress: () => {
      sealing ??= vault.seal()
    } })
    await expect(cut).rejects.toMatchObject({ name: 'AbortError' })
    await sealing
    expect(namesIn(disk)).toEqual(before)
    vault = await openedOn(first.platform, id)
    expect(codes(vault)).toEqual([])
  })

  it('of a vault whose head was damaged on the disk has a whole one', async () => {
    const path = join(first.folder, 'vaults', id, 'head')
    const head = readFileSync(path)
    head[20]! ^= 1
    writeFileSync(path, head)
    const written = await backedUp(vault, first.platform, disk)
    expect(await check(written, written.digest)).toMatchObject({ verified: true })
  })

  it('of a vault whose journal is damaged says so, and is not called verified', async () => {
    const path = join(first.folder, 'vaults', id, 'journal')
    const journal = readFileSync(path)
    journal[60]! ^= 1
    writeFileSync(path, journal)
    const written = await backedUp(vault, first.platform, disk)
    const found = await check(written, written.digest)
    expect(found).toMatchObject({ verified: false, faults: [], refused: null })
    expect(found.notes.map(({ code }) => code)).toContain('journal-damaged')
    journal[60]! ^= 1
    writeFileSync(path, journal)
  })

  it('what is remembered of backups is read by whoever opens the vault and lies sealed beside it', async () => {
    expect(await vault.backups.remembered()).toBeNull()
    await vault.backups.remember(text('last: on the stick'))
    expect(readFileSync(join(first.folder, 'vaults', id, 'backups')).includes('stick')).toBe(false)
    expect(words((await vault.backups.remembered())!)).toBe('last: on the stick')
    writeFileSync(join(first.folder, 'vaults', id, 'backups'), 'nonsense')
    expect(await vault.backups.remembered()).toBeNull()
    await vault.backups.remember(text('again'))
    const copied = await backedUp(vault, first.platform, disk)
    const { platform } = laptop()
    await restoreBackup(platform, { place: await chosen(platform, disk), name: copied.name })
    // A copy elsewhere claims no backup of its own.
    const there = await openedOn(platform, id)
    expect(await there.backups.remembered()).toBeNull()
    await there.seal()
  })
})

describe('restoring', () => {
  const first = laptop()
  const disk = stick()
  let vault: OpenVault
  let id: string
  let recoveryKey: readonly string[]
  let early: Awaited<ReturnType<typeof backedUp>>
  let late: Awaited<ReturnType<typeof backedUp>>
  beforeAll(async () => {
    ;({ vault, id, recoveryKey } = await foundedOn(first.platform))
    await note(vault, 'one')
    await vault.drafts.write(DRAFT, text('half a call'))
    early = await backedUp(vault, first.platform, disk)
    await note(vault, 'two')
    late = await backedUp(vault, first.platform, disk)
    await vault.seal()
  })
  const file = async (platform: WindowSession, name: string) => ({ place: await chosen(platform, disk), name })

  it('on another machine brings everything back: with the passphrase, its commits and its drafts, and nothing to say', async () => {
    const { platform } = laptop()
    expect(await restoreBackup(platform, await file(platform, late.name))).toEqual({ done: true, vault: id, name: 'Northern desk', aside: null })
    const again = await openedOn(platform, id)
    expect([await allTexts(again), codes(again), words((await again.drafts.read(DRAFT))!)]).toEqual([['one', 'two'], [], 'half a call'])
    expect(await again.verify()).toBe(true)
    await note(again, 'three')
    await again.seal()
    const once = await openedOn(platform, id)
    expect([await allTexts(once), codes(once)]).toEqual([['one', 'two', 'three'], []])
    await once.seal()
  })

  it('goes on as another device, so that two machines never use a number of one twice', async () => {
    const [here, there] = [laptop(), laptop()]
    for (const { platform } of [here, there]) await restoreBackup(platform, await file(platform, late.name))
    const both = await Promise.all([here, there].map(({ platform }) => openedOn(platform, id)))
    for (const each of both) await note(each, 'three')
    expect(new Set(both.map((each) => each.describe().device)).size).toBe(2)
    const old = await openedOn(first.platform, id)
    expect(both.map((each) => each.describe().device)).not.toContain(old.describe().device)
    await old.seal()
    // And stays that device.
    const device = both[0]!.describe().device
    for (const each of both) await each.seal()
    const again = await openedOn(here.platform, id)
    expect(again.describe().device).toBe(device)
    await again.seal()
  })

  it('after a lost laptop whose device secret is gone opens with the recovery key, and says so before', async () => {
    const secret = { deviceSecrets: keptSecrets(7) }
    const lost = laptop(secret)
    const lostDisk = stick()
    const made = await foundedOn(lost.platform)
    await note(made.vault, 'on the lost laptop')
    const { name } = await backedUp(made.vault, lost.platform, lostDisk)
    await made.vault.seal()
    const { platform } = laptop()
    const where = { place: await chosen(platform, lostDisk), name }
    expect(await previewBackup(platform, where)).toMatchObject({ opensWith: 'recovery-key' })
    expect(await restoreBackup(platform, where)).toMatchObject({ done: true })
    await expect(openedOn(platform, made.id)).rejects.toMatchObject({ code: 'wrong-passphrase' })
    await recoverVault(platform, { vault: made.id, words: made.recoveryKey, account: WHO.account, passphrase: 'a new one for a new laptop', stretching: QUICK, engine: nodeEngine })
    const again = await openedOn(platform, made.id, { passphrase: 'a new one for a new laptop' })
    expect([await allTexts(again), codes(again)]).toEqual([['on the lost laptop'], []])
    await again.seal()
    // Where the vault still is, its secret is as well.
    expect(await previewBackup(lost.platform, { place: await chosen(lost.platform, lostDisk), name })).toMatchObject({ opensWith: 'passphrase', here: 'same' })
  })

  it('over what is here: a newer one takes its place, an older or the same only where a person says so; what was here is kept', async () => {
    const here = laptop()
    await restoreBackup(here.platform, await file(here.platform, early.name))
    expect(await previewBackup(here.platform, await file(here.platform, early.name))).toMatchObject({ here: 'same' })
    expect(await previewBackup(here.platform, await file(here.platform, late.name))).toMatchObject({ here: 'newer' })
    expect(await restoreBackup(here.platform, await file(here.platform, early.name))).toEqual({ done: false, why: 'same' })
    const newer = await restoreBackup(here.platform, await file(here.platform, late.name))
    expect(newer).toMatchObject({ done: true, aside: expect.stringContaining('kept-aside') as string })
    expect(await previewBackup(here.platform, await file(here.platform, early.name))).toMatchObject({ here: 'older' })
    expect(await restoreBackup(here.platform, await file(here.platform, early.name))).toEqual({ done: false, why: 'older' })
    const opened = await openedOn(here.platform, id)
    expect(await allTexts(opened)).toEqual(['one', 'two'])
    // While it is open it is nobody's to replace.
    expect(await restoreBackup(here.platform, await file(here.platform, early.name), { anyway: true })).toEqual({ done: false, why: 'busy' })
    await note(opened, 'only here')
    await opened.seal()
    const back = await restoreBackup(here.platform, await file(here.platform, early.name), { anyway: true })
    if (!back.done) throw new Error(back.why)
    expect(readFileSync(join(back.aside!, 'journal')).length).toBeGreaterThan(late.position)
    const older = await openedOn(here.platform, id)
    expect([await allTexts(older), codes(older)]).toEqual([['one'], []])
    await note(older, 'another two')
    await older.seal()
    // Both went on from the same beginning.
    expect(await previewBackup(here.platform, await file(here.platform, late.name))).toMatchObject({ here: 'other' })
    expect(await restoreBackup(here.platform, await file(here.platform, late.name))).toEqual({ done: false, why: 'other' })
  })

  it('of a file that is not whole is refused, leaves nothing, and brings what is whole only where a person says so', async () => {
    const bytes = Uint8Array.from(readFileSync(late.path))
    const begun = await readBackupHeader(nodeEngine, sourceOf(bytes))
    if (typeof begun === 'string') throw new Error(begun)
    const { starts, end } = backupLayout(begun.header, begun.bytes.length)
    bytes[end - 60]! ^= 1
    writeFileSync(join(disk, 'damaged.vigil-backup'), bytes)
    const { platform, folder } = laptop()
    const where = await file(platform, 'damaged.vigil-backup')
    expect(await previewBackup(platform, where)).toMatchObject({ faults: [{ where: 'journal', what: 'damaged' }] })
    expect(await restoreBackup(platform, where)).toEqual({ done: false, why: 'faults' })
    expect([(await platform.call('listVaults', {})).answer.vaults, namesIn(join(folder, 'restoring'))]).toEqual([[], []])
    expect(await restoreBackup(platform, where, { damaged: true })).toMatchObject({ done: true })
    const opened = await openedOn(platform, id)
    expect(await allTexts(opened)).toEqual(['one'])
    expect(codes(opened)).toContain('journal-damaged')
    await opened.seal()
    // Cut in the journal: what is before it opens, and that acknowledged work is missing is said.
    const cut = laptop()
    writeFileSync(join(disk, 'cut.vigil-backup'), readFileSync(late.path).subarray(0, starts.at(-1)! + early.position + 10))
    expect(await restoreBackup(cut.platform, await file(cut.platform, 'cut.vigil-backup'), { damaged: true })).toMatchObject({ done: true })
    const short = await openedOn(cut.platform, id)
    expect([await allTexts(short), codes(short).includes('journal-short'), short.describe().writable]).toEqual([['one'], true, false])
    await short.seal()
    // Without whole keys there is nothing to open.
    const without = laptop()
    writeFileSync(join(disk, 'none.vigil-backup'), readFileSync(late.path).subarray(0, starts[0]! + 20))
    expect(await restoreBackup(without.platform, await file(without.platform, 'none.vigil-backup'), { damaged: true })).toEqual({ done: false, why: 'keys' })
    writeFileSync(join(disk, 'noise.vigil-backup'), 'no backup at all')
    await expect(restoreBackup(without.platform, await file(without.platform, 'noise.vigil-backup'))).rejects.toMatchObject({ code: 'not-a-backup' })
    expect((await without.platform.call('listVaults', {})).answer.vaults).toEqual([])
  })

  it('an old backup with an old passphrase opens nothing that was written since', async () => {
    const { platform, folder } = laptop()
    await restoreBackup(platform, await file(platform, early.name))
    await recoverVault(platform, { vault: id, words: recoveryKey, account: WHO.account, passphrase: 'the new passphrase', stretching: QUICK, engine: nodeEngine })
    const renewed = await openedOn(platform, id, { passphrase: 'the new passphrase' })
    await note(renewed, 'written since')
    await renewed.seal()
    // Whoever has the old backup and the old passphrase opens its keys, and tries them on the journal as it is now.
    const thief = laptop()
    await restoreBackup(thief.platform, await file(thief.platform, early.name))
    copyFileSync(join(folder, 'vaults', id, 'journal'), join(thief.folder, 'vaults', id, 'journal'))
    const opened = await openedOn(thief.platform, id)
    expect(await allTexts(opened)).toEqual(['one'])
    await opened.seal()
    // With the new key file as well the old passphrase opens nothing at all; the new one, as a control, opens all.
    for (const name of ['keys', 'keys.previous', 'head', 'head.previous', 'root', 'root.previous']) copyFileSync(join(folder, 'vaults', id, name), join(thief.folder, 'vaults', id, name))
    await expect(openedOn(thief.platform, id)).rejects.toMatchObject({ code: 'wrong-passphrase' })
    const control = await openedOn(thief.platform, id, { passphrase: 'the new passphrase' })
    expect(await allTexts(control)).toEqual(['one', 'written since'])
    await control.seal()
  })
})
