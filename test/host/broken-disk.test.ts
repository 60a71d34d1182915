import { mkdtempSync, rmSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DurableFiles } from '../../electron/host/durable-files.ts'
import { VaultFolder } from '../../electron/host/vault-folder.ts'

/** A disk that does what it is told: sync, hang until let go, or fail. */
class BrokenDisk extends DurableFiles {
  behaves: 'well' | 'hangs' | 'fails' = 'well'
  letGo: () => void = () => undefined

  override async sync(file: FileHandle): Promise<void> {
    if (this.behaves === 'fails') throw Object.assign(new Error('i/o error'), { code: 'EIO' })
    if (this.behaves === 'hangs') await new Promise<void>((resolve) => { this.letGo = resolve })
    await super.sync(file)
  }
}

const LIMIT_MS = 60
let root: string
let disk: BrokenDisk
let folder: VaultFolder

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'vigil-broken-'))
  disk = new BrokenDisk()
  await VaultFolder.create(join(root, 'vault'), disk)
  folder = (await VaultFolder.take(join(root, 'vault'), disk, LIMIT_MS)) as VaultFolder
})
afterEach(async () => {
  disk.behaves = 'well'
  disk.letGo()
  await folder.release()
  rmSync(root, { recursive: true, force: true })
})

test('a write that never settles is given up, and the next waits behind it and does not overtake it', async () => {
  disk.behaves = 'hangs'
  const order: string[] = []
  await expect(folder.appendJournal(0, Uint8Array.of(1), true)).rejects.toMatchObject({ code: 'timeout' })
  const second = folder.replaceSlot('head', Uint8Array.of(2), false).finally(() => order.push('second'))
  await expect(second).rejects.toMatchObject({ code: 'timeout' })
  disk.behaves = 'well'
  disk.letGo()
  // The first landed after all, unacknowledged; whoever appends at the old length cuts it.
  expect(await folder.appendJournal(0, Uint8Array.of(9, 9), true)).toBe(2)
  expect([...await folder.readJournal(0, 10)]).toEqual([9, 9])
})

test('a vault whose write hangs is not given to another until the write has settled', async () => {
  disk.behaves = 'hangs'
  await expect(folder.appendJournal(0, Uint8Array.of(1), true)).rejects.toMatchObject({ code: 'timeout' })
  await folder.release()
  expect(await VaultFolder.take(join(root, 'vault'), new DurableFiles())).toBeNull()
  disk.letGo()
  await new Promise((settled) => setTimeout(settled, 50))
  const next = await VaultFolder.take(join(root, 'vault'), new DurableFiles())
  expect(next).not.toBeNull()
  await next?.release()
})

test('after a failed fsync nothing more is written until the vault is taken anew', async () => {
  await folder.appendJournal(0, Uint8Array.of(1), true)
  disk.behaves = 'fails'
  await expect(folder.appendJournal(1, Uint8Array.of(2), true)).rejects.toMatchObject({ code: 'EIO' })
  disk.behaves = 'well'
  await expect(folder.appendJournal(1, Uint8Array.of(2), true)).rejects.toMatchObject({ code: 'io' })
  await folder.release()
  folder = (await VaultFolder.take(join(root, 'vault'), disk, LIMIT_MS)) as VaultFolder
  expect(await folder.appendJournal(1, Uint8Array.of(3), true)).toBe(2)
})
