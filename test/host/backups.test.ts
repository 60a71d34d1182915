import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { WindowSession } from '../../electron/host/host.ts'
import { nodePlatform } from '../../electron/host/node-platform.ts'
import type { PlatformErrorCode } from '../../shared/platform.ts'

const vault = 'a'.repeat(32)
const header = (of = vault): Uint8Array => new Uint8Array(Buffer.concat([Buffer.from('VIGILBAK'), Buffer.alloc(6), Buffer.from(of, 'hex')]))
let root: string
let data: string
let backups: string
let platform: WindowSession
const refused = (code: PlatformErrorCode) => ({ name: 'PlatformError', code })
const choose = (what: 'backup-folder' | 'backup-file', typed: string | null) => platform.call('choosePlace', { what, typed }).then(({ answer }) => answer.chosen)
const folderChosen = async (path = backups): Promise<string> => (await choose('backup-folder', path))!.place

async function written(place: string, name = 'Northern desk', of = vault): Promise<string> {
  const { backup } = (await platform.call('beginBackup', { vault: of, place, name })).answer
  await platform.call('appendBackup', { backup, offset: 0 }, header(of))
  return (await platform.call('finishBackup', { backup })).answer.name
}

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'vigil-backups-'))
  data = join(root, 'data')
  backups = join(root, 'backups')
  mkdirSync(backups)
  platform = nodePlatform(data, { printPdf: null })
  await platform.call('createVault', { vault })
})
afterEach(async () => {
  await platform.close()
  rmSync(root, { recursive: true, force: true })
})

describe('a place that a person chose', () => {
  test('is remembered over restarts by an id, and only by that can a window name it', async () => {
    const place = await folderChosen()
    expect(await folderChosen()).toBe(place)
    await platform.close()
    platform = nodePlatform(data, { printPdf: null })
    expect((await platform.call('describePlace', { place })).answer).toMatchObject({ path: backups, present: true, sameDisk: true, freeBytes: expect.any(Number) as number })
    await expect(platform.call('describePlace', { place: '0'.repeat(32) })).rejects.toMatchObject(refused('absent'))
  })

  test('is no folder of the program itself, by no way of writing it, and no path that is not absolute', async () => {
    symlinkSync(join(data, 'vaults'), join(root, 'link'))
    for (const path of [data, join(data, 'vaults', vault), join(root, 'link', vault), join(backups, '..', 'data'), 'backups', './backups', '']) {
      await expect(choose('backup-folder', path), path).rejects.toMatchObject(refused('refused-place'))
    }
    await expect(choose('backup-folder', join(root, 'nowhere'))).rejects.toMatchObject(refused('absent'))
    writeFileSync(join(root, 'file'), 'x')
    await expect(choose('backup-folder', join(root, 'file'))).rejects.toMatchObject(refused('absent'))
    // As a control: what only looks like it.
    mkdirSync(join(root, 'data-backups'))
    expect(await choose('backup-folder', join(root, 'data-backups'))).toMatchObject({ path: join(root, 'data-backups') })
  })

  test('is a file only where it begins like a backup: a window reads nothing else of a disk', async () => {
    const secret = join(root, 'secret')
    writeFileSync(secret, 'VIGILBA, but no backup')
    await expect(choose('backup-file', secret)).rejects.toMatchObject(refused('not-a-backup'))
    writeFileSync(join(root, 'copy.bin'), header())
    const chosen = (await choose('backup-file', join(root, 'copy.bin')))!
    expect(chosen.name).toBe('copy.bin')
    expect((await platform.call('readBackup', { place: chosen.place, name: 'copy.bin', offset: 0, length: 8 })).bytes).toEqual(header().subarray(0, 8))
    writeFileSync(join(root, 'other.bin'), header())
    await expect(platform.call('readBackup', { place: chosen.place, name: 'other.bin', offset: 0, length: 8 })).rejects.toMatchObject(refused('refused-place'))
    await expect(platform.call('beginBackup', { vault, place: chosen.place, name: 'x' })).rejects.toMatchObject(refused('refused-place'))
    const place = await folderChosen()
    writeFileSync(join(backups, 'notes.txt'), 'private')
    symlinkSync(secret, join(backups, 'way-out.vigil-backup'))
    symlinkSync(join(root, 'copy.bin'), join(backups, 'elsewhere.vigil-backup'))
    for (const name of ['notes.txt', 'way-out.vigil-backup', 'elsewhere.vigil-backup']) await expect(platform.call('readBackup', { place, name, offset: 0, length: 8 }), name).rejects.toMatchObject(refused('not-a-backup'))
    for (const name of ['../secret', '..', '.', 'a/b', 'a\0b']) await expect(platform.call('readBackup', { place, name, offset: 0, length: 8 }), name).rejects.toMatchObject(refused('bad-request'))
  })

  test('is absent once it leads elsewhere', async () => {
    const place = await folderChosen()
    renameSync(backups, join(root, 'moved'))
    expect((await platform.call('describePlace', { place })).answer.present).toBe(false)
    symlinkSync(join(root, 'moved'), backups)
    await expect(platform.call('beginBackup', { vault, place, name: 'x' })).rejects.toMatchObject(refused('absent'))
  })

  test('asked for in a dialog, takes no path of the window’s', async () => {
    await platform.close()
    platform = nodePlatform(data, { printPdf: null, choosePath: async () => backups })
    expect((await platform.call('describe', {})).answer.choosesPlaces).toBe('dialog')
    expect(await choose('backup-folder', root)).toMatchObject({ path: backups })
    await platform.close()
    platform = nodePlatform(data, { printPdf: null, choosePath: async () => null })
    expect(await choose('backup-folder', root)).toBeNull()
  })
})

describe('a backup that is written', () => {
  test('has its name only once it is whole, overwrites nothing, and is listed with the vault it is of', async () => {
    const place = await folderChosen()
    const { backup } = (await platform.call('beginBackup', { vault, place, name: '../Desk: north' })).answer
    await platform.call('appendBackup', { backup, offset: 0 }, header())
    expect(readdirSync(backups).filter((name) => !name.startsWith('.'))).toEqual([])
    expect((await platform.call('listBackups', { vault, place })).answer.backups).toEqual([])
    const { answer } = await platform.call('finishBackup', { backup })
    expect(answer).toEqual({ name: '_Desk_ north.vigil-backup', bytes: 30 })
    expect(await written(place, '../Desk: north')).toBe('_Desk_ north (2).vigil-backup')
    writeFileSync(join(backups, 'foreign.vigil-backup'), header('b'.repeat(32)))
    const listed = (await platform.call('listBackups', { vault, place })).answer.backups
    expect(listed.map(({ name }) => name).sort()).toEqual(['_Desk_ north (2).vigil-backup', '_Desk_ north.vigil-backup'])
    expect(statSync(join(backups, answer.name)).mode & 0o077).toBe(0)
    expect(readdirSync(backups).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  test('must be of a vault that the window has, and begin like one', async () => {
    const place = await folderChosen()
    await expect(platform.call('beginBackup', { vault: 'b'.repeat(32), place, name: 'x' })).rejects.toMatchObject(refused('not-taken'))
    for (const [bytes, offset] of [[new TextEncoder().encode('#!/bin/sh\nrm -r /                  '), 0], [header('b'.repeat(32)), 0], [header(), 5]] as const) {
      const { backup } = (await platform.call('beginBackup', { vault, place, name: 'x' })).answer
      await expect(platform.call('appendBackup', { backup, offset }, bytes)).rejects.toMatchObject(refused('bad-request'))
      await platform.call('abandonBackup', { backup })
    }
    expect(readdirSync(backups)).toEqual([])
  })

  test('and given up leaves nothing, nor does a window that closes in the middle', async () => {
    const place = await folderChosen()
    const begun = async () => {
      const { backup } = (await platform.call('beginBackup', { vault, place, name: 'x' })).answer
      await platform.call('appendBackup', { backup, offset: 0 }, header())
      return backup
    }
    await platform.call('abandonBackup', { backup: await begun() })
    expect(readdirSync(backups)).toEqual([])
    await begun()
    expect(readdirSync(backups)).toHaveLength(1)
    await platform.close()
    expect(readdirSync(backups)).toEqual([])
    platform = nodePlatform(data, { printPdf: null })
  })

  test('by a program that is killed has no name, and what is left of it goes with a later one', async () => {
    const place = await folderChosen()
    await platform.close()
    const child = spawn(process.execPath, [resolve(import.meta.dirname, 'backup-child.ts'), data, vault, place], { stdio: ['ignore', 'pipe', 'inherit'] })
    const gone = new Promise((exit) => child.once('exit', exit))
    await new Promise((ready) => child.stdout.once('data', ready))
    await new Promise((wait) => setTimeout(wait, 100))
    child.kill('SIGKILL')
    await gone
    const [part, ...others] = readdirSync(backups)
    expect(others).toEqual([])
    expect(part).toMatch(/^\.vigil-a{32}-[0-9a-f]{32}\.part$/)
    platform = nodePlatform(data, { printPdf: null })
    await platform.call('takeVault', { vault })
    await written(place)
    // One that was written to just now may be another machine's.
    expect(existsSync(join(backups, part!))).toBe(true)
    const longAgo = Date.now() / 1000 - 7200
    utimesSync(join(backups, part!), longAgo, longAgo)
    await written(place)
    expect(readdirSync(backups).sort()).toEqual(['Northern desk (2).vigil-backup', 'Northern desk.vigil-backup'])
  })

  test('is removed only as a backup of the vault that the window has', async () => {
    const place = await folderChosen()
    const name = await written(place)
    writeFileSync(join(backups, 'foreign.vigil-backup'), header('b'.repeat(32)))
    await expect(platform.call('removeBackup', { vault, place, name: 'foreign.vigil-backup' })).rejects.toMatchObject(refused('not-a-backup'))
    await expect(platform.call('removeBackup', { vault: 'b'.repeat(32), place, name: 'foreign.vigil-backup' })).rejects.toMatchObject(refused('not-taken'))
    await platform.call('removeBackup', { vault, place, name })
    expect(readdirSync(backups)).toEqual(['foreign.vigil-backup'])
  })
})

const canMount = ((): boolean => {
  const probe = mkdtempSync(join(tmpdir(), 'vigil-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe], { stdio: 'ignore' })
    execFileSync('umount', [probe])
    return true
  } catch {
    return false
  } finally {
    rmSync(probe, { recursive: true, force: true })
  }
})()

describe.runIf(canMount)('a disk that is another', () => {
  const mounted = (size: string) => execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', backups])
  const unmounted = () => execFileSync('umount', [backups])

  test('when it is full, says so and keeps nothing of the backup', async () => {
    mounted('256k')
    try {
      const place = await folderChosen()
      const { backup } = (await platform.call('beginBackup', { vault, place, name: 'x' })).answer
      await platform.call('appendBackup', { backup, offset: 0 }, header())
      await expect(platform.call('appendBackup', { backup, offset: 30 }, new Uint8Array(400_000))).rejects.toMatchObject(refused('disk-full'))
      expect(readdirSync(backups)).toEqual([])
      await expect(platform.call('finishBackup', { backup })).rejects.toMatchObject(refused('bad-request'))
    } finally {
      unmounted()
    }
  })

  test('when it was taken out, is absent: nothing is written into the empty folder that stands in its place', async () => {
    mounted('256k')
    const chosen = (await choose('backup-folder', backups))!
    expect(chosen.sameDisk).toBe(false)
    await written(chosen.place)
    unmounted()
    expect((await platform.call('describePlace', { place: chosen.place })).answer).toMatchObject({ present: false, freeBytes: null })
    await expect(platform.call('beginBackup', { vault, place: chosen.place, name: 'x' })).rejects.toMatchObject(refused('absent'))
    expect(readdirSync(backups)).toEqual([])
  })
})

describe('a vault that is restored', () => {
  const other = 'c'.repeat(32)
  const vaults = () => platform.call('listVaults', {}).then(({ answer }) => answer.vaults)
  async function begun(of = 'new'): Promise<string> {
    const { restore } = (await platform.call('beginRestore', {})).answer
    for (const part of ['keys', 'root', 'head', 'journal'] as const) await platform.call('writeRestored', { restore, part, draft: null, offset: 0 }, new TextEncoder().encode(`${of} ${part}`))
    await platform.call('writeRestored', { restore, part: 'journal', draft: null, offset: `${of} journal`.length }, new TextEncoder().encode(' and more'))
    await platform.call('writeRestored', { restore, part: 'draft', draft: 'd'.repeat(32), offset: 0 }, new TextEncoder().encode('draft'))
    return restore
  }
  const inVault = (id: string, name: string) => readFileSync(join(data, 'vaults', id, name), 'utf8')

  test('is listed when it is whole and not before', async () => {
    const restore = await begun()
    expect(await vaults()).toEqual([vault])
    expect((await platform.call('finishRestore', { restore, vault: other, replace: false })).answer).toEqual({ aside: null })
    expect(await vaults()).toEqual([vault, other])
    expect(readdirSync(join(data, 'vaults', other)).sort()).toEqual(['drafts', 'head.previous', 'journal', 'keys', 'keys.previous', 'lock', 'root', 'root.previous'])
    expect([inVault(other, 'journal'), inVault(other, 'head.previous'), inVault(other, `drafts/${'d'.repeat(32)}`)]).toEqual(['new journal and more', 'new head', 'draft'])
    expect((await platform.call('takeVault', { vault: other })).answer.taken).toBe('yes')
  })

  test('takes the place of one that is here only where that is asked for, keeps it aside, and takes over what is this machine’s', async () => {
    await platform.call('appendJournal', { vault, expected: 0, sync: true }, new TextEncoder().encode('what is here'))
    await platform.call('writeAttempts', { vault, failures: 3, last: 5 })
    writeFileSync(join(data, 'vaults', vault, 'device-secret'), 'sealed secret')
    await platform.call('replaceSlot', { vault, slot: 'backups', both: false }, new TextEncoder().encode('what was backed up'))
    const restore = await begun()
    await expect(platform.call('finishRestore', { restore, vault, replace: false })).rejects.toMatchObject(refused('exists'))
    // Its own window has it: nobody moves a vault that is open.
    await expect(platform.call('finishRestore', { restore, vault, replace: true })).rejects.toMatchObject(refused('busy'))
    await platform.call('releaseVault', { vault })
    const { aside } = (await platform.call('finishRestore', { restore, vault, replace: true })).answer
    expect(readFileSync(join(aside!, 'journal'), 'utf8')).toBe('what is here')
    expect(inVault(vault, 'journal')).toBe('new journal and more')
    expect([inVault(vault, 'device-secret'), JSON.parse(inVault(vault, 'attempts'))]).toEqual(['sealed secret', { failures: 3, last: 5 }])
    expect(existsSync(join(data, 'vaults', vault, 'backups'))).toBe(false)
    expect((await platform.call('takeVault', { vault })).answer.taken).toBe('yes')
  })

  test('takes the place of one that can’t be opened any more, which is kept aside too', async () => {
    await platform.call('releaseVault', { vault })
    rmSync(join(data, 'vaults', vault, 'journal'))
    const { aside } = (await platform.call('finishRestore', { restore: await begun(), vault, replace: true })).answer
    expect(existsSync(aside!)).toBe(true)
    expect((await platform.call('takeVault', { vault })).answer.taken).toBe('yes')
  })

  test('half, is gone when it is given up, and when its program ended in the middle', async () => {
    await platform.call('abandonRestore', { restore: await begun() })
    expect(readdirSync(join(data, 'restoring'))).toEqual([])
    const restore = await begun()
    await platform.close()
    // What a killed one leaves.
    mkdirSync(join(data, 'restoring', restore), { recursive: true })
    writeFileSync(join(data, 'restoring', restore, 'journal'), 'half')
    platform = nodePlatform(data, { printPdf: null })
    expect(await vaults()).toEqual([vault])
    expect(readdirSync(join(data, 'restoring'))).toEqual([])
  })

  test('whole, whose program ended before it had its place, gets it at the next start', async () => {
    await platform.close()
    renameSync(join(data, 'vaults', vault), join(data, 'put-aside-by-the-program-that-ended'))
    const left = join(data, 'restoring', 'e'.repeat(32))
    mkdirSync(join(left, 'drafts'), { recursive: true })
    for (const name of ['journal', 'keys', 'root', 'head.previous']) writeFileSync(join(left, name), name)
    writeFileSync(join(left, 'ready'), JSON.stringify({ vault }))
    platform = nodePlatform(data, { printPdf: null })
    expect(await vaults()).toEqual([vault])
    expect(inVault(vault, 'journal')).toBe('journal')
    expect(existsSync(join(data, 'vaults', vault, 'ready'))).toBe(false)
  })

  test('while another window still writes it, is left alone', async () => {
    const restore = await begun()
    const second = nodePlatform(data, { printPdf: null })
    expect((await second.call('listVaults', {})).answer.vaults).toEqual([vault])
    await second.close()
    expect((await platform.call('finishRestore', { restore, vault: other, replace: false })).answer.aside).toBeNull()
  })
})
