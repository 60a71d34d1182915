import { randomBytes } from 'node:crypto'
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { PlatformError, vaultId } from '../../shared/platform.ts'
import type { RequestOf } from '../../shared/platform.ts'
import { readIfPresent, writeAll } from './durable-files.ts'
import type { DurableFiles } from './durable-files.ts'
import { isMachinesOwn } from './vault-folder.ts'
import { takeLock } from './vault-lock.ts'
import type { HeldLock } from './vault-lock.ts'

/** Stands in a restored folder that is whole and only lacks its place. */
const READY = 'ready'
const readyFile = z.object({ vault: vaultId })

/**
 * Vault folders that are made from a backup: beside the vaults, under a name that is none, until every byte is on the disk.
 * A program that stops before leaves a folder that the next one removes; one that stops between putting the old folder aside and the
 * new one in its place leaves a mark by which the next one ends the work.
 */
export class Restores {
  private readonly dataFolder: string
  private readonly vaultsFolder: string
  private readonly files: DurableFiles
  private readonly running = new Map<string, { readonly folder: string; readonly lock: HeldLock }>()

  constructor(dataFolder: string, vaultsFolder: string, files: DurableFiles) {
    this.dataFolder = dataFolder
    this.vaultsFolder = vaultsFolder
    this.files = files
  }

  async begin(): Promise<string> {
    const id = randomBytes(16).toString('hex')
    const folder = join(this.restoring, id)
    await mkdir(join(folder, 'drafts'), { recursive: true, mode: 0o700 })
    const lock = takeLock(join(folder, 'lock'))
    if (!lock) throw new PlatformError('busy')
    this.running.set(id, { folder, lock })
    return id
  }

  async write({ restore, part, draft, offset }: RequestOf<'writeRestored'>, bytes: Uint8Array): Promise<void> {
    const { folder } = this.known(restore)
    if ((part === 'draft') !== (draft !== null)) throw new PlatformError('bad-request')
    const file = await open(join(folder, part === 'draft' ? join('drafts', draft!) : part === 'head' ? 'head.previous' : part), offset === 0 ? 'w' : 'r+', 0o600)
    try {
      if ((await file.stat()).size !== offset) throw new PlatformError('bad-request')
      await writeAll(file, bytes, offset)
    } finally {
      await file.close()
    }
  }

  /** `takeOld`: holds the vault that is here for as long as it is put aside. */
  async finish(id: string, vault: string, replace: boolean, takeOld: () => Promise<{ release(): void }>): Promise<string | null> {
    const { folder, lock } = this.known(id)
    const wanted = join(this.vaultsFolder, vault)
    const here = await isThere(wanted)
    if (here && !replace) throw new PlatformError('exists')
    const old = here ? await takeOld() : null
    try {
      for (const name of ['keys', 'root']) await copyFile(join(folder, name), join(folder, `${name}.previous`))
      if (old) for (const name of (await readdir(wanted)).filter(isMachinesOwn)) await copyFile(join(wanted, name), join(folder, name))
      await this.syncAll(folder)
      await this.files.replace(join(folder, READY), new TextEncoder().encode(JSON.stringify({ vault })), { syncFolder: true })
      lock.release()
      this.running.delete(id)
      const aside = old ? await this.putAside(wanted, vault) : null
      await this.putInPlace(folder, vault)
      return aside
    } finally {
      old?.release()
    }
  }

  async abandon(id: string): Promise<void> {
    const running = this.running.get(id)
    if (!running) return
    this.running.delete(id)
    running.lock.release()
    await rm(running.folder, { recursive: true, force: true })
  }

  async close(): Promise<void> {
    for (const id of this.running.keys()) await this.abandon(id)
  }

  /** Ends what an earlier program began and did not end: puts what is whole in its place, removes the rest. */
  async settle(): Promise<void> {
    for (const id of await readdir(this.restoring).catch(() => [])) {
      const folder = join(this.restoring, id)
      if (this.running.has(id)) continue
      const lock = takeLock(join(folder, 'lock'))
      if (!lock) continue
      lock.release()
      const vault = await readyFor(folder)
      if (vault !== null && !(await isThere(join(this.vaultsFolder, vault)))) await this.putInPlace(folder, vault)
      else await rm(folder, { recursive: true, force: true })
    }
  }

  private get restoring(): string {
    return join(this.dataFolder, 'restoring')
  }

  private known(id: string): { readonly folder: string; readonly lock: HeldLock } {
    const running = this.running.get(id)
    if (!running) throw new PlatformError('bad-request')
    return running
  }

  private async putAside(folder: string, vault: string): Promise<string> {
    const kept = join(this.dataFolder, 'kept-aside')
    await mkdir(kept, { recursive: true, mode: 0o700 })
    const aside = join(kept, `${vault}-${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}-${randomBytes(2).toString('hex')}`)
    await rename(folder, aside)
    await this.files.syncFolder(kept)
    return aside
  }

  private async putInPlace(folder: string, vault: string): Promise<void> {
    const wanted = join(this.vaultsFolder, vault)
    await rename(folder, wanted)
    await rm(join(wanted, READY), { force: true })
    await this.files.syncFolder(this.vaultsFolder)
  }

  private async syncAll(folder: string): Promise<void> {
    for (const where of [folder, join(folder, 'drafts')]) {
      for (const entry of await readdir(where, { withFileTypes: true })) {
        if (!entry.isFile() || entry.name === 'lock') continue
        const file = await open(join(where, entry.name), 'r+')
        try {
          await this.files.sync(file)
        } finally {
          await file.close()
        }
      }
      await this.files.syncFolder(where)
    }
  }
}

/** The vault that a restored folder is whole for; null where it is not. */
async function readyFor(folder: string): Promise<string | null> {
  try {
    return readyFile.parse(JSON.parse(new TextDecoder().decode((await readIfPresent(join(folder, READY))) ?? undefined))).vault
  } catch {
    return null
  }
}

const isThere = (path: string): Promise<boolean> => stat(path).then(() => true, () => false)
