import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { link, open, readdir, rename, rm, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { PlatformError } from '../../shared/platform.ts'
import type { AnswerOf } from '../../shared/platform.ts'
import { vaultIn, vaultOfBackup } from './chosen-places.ts'
import type { ChosenPlaces } from './chosen-places.ts'
import { codeOf, withTimeLimit, writeAll } from './durable-files.ts'
import type { DurableFiles } from './durable-files.ts'
import { safeFileName } from './save-file.ts'
import { readRange } from './vault-folder.ts'

const SUFFIX = '.vigil-backup'
/** A part of this age belongs to nobody who still writes it. */
const LEFT_OVER_MS = 3_600_000
/** Written bytes after which they are fsynced, so that a slow stick is not asked for all of it at the end. */
const SYNC_EVERY = 32 * 1024 * 1024
/** Milliseconds for a write or fsync of so much on a slow stick. */
const WRITE_LIMIT_MS = 120_000

interface Growing { readonly vault: string; readonly folder: string; readonly name: string; readonly path: string; readonly file: FileHandle; length: number; unsynced: number }

/** The backups that one window writes and reads, in chosen places only. A file has its name once it is whole and on the disk. */
export class BackupFiles {
  private readonly places: ChosenPlaces
  private readonly files: DurableFiles
  private readonly growing = new Map<string, Growing>()

  constructor(places: ChosenPlaces, files: DurableFiles) {
    this.places = places
    this.files = files
  }

  async begin(vault: string, place: string, name: string): Promise<string> {
    const { path: folder, file } = await this.places.folder(place)
    if (file !== null) throw new PlatformError('refused-place')
    await removeLeftOver(folder, vault)
    const id = randomBytes(16).toString('hex')
    const path = join(folder, `.vigil-${vault}-${id}.part`)
    const opened = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0), 0o600)
    this.growing.set(id, { vault, folder, name: safeFileName(name).slice(0, 100), path, file: opened, length: 0, unsynced: 0 })
    return id
  }

  async append(id: string, offset: number, bytes: Uint8Array): Promise<number> {
    const growing = this.known(id)
    if (offset !== growing.length || (offset === 0 && vaultIn(bytes) !== growing.vault)) throw new PlatformError('bad-request')
    await this.orAbandon(id, async () => {
      await writeAll(growing.file, bytes, offset)
      growing.length += bytes.length
      growing.unsynced += bytes.length
      if (growing.unsynced < SYNC_EVERY) return
      await this.files.sync(growing.file)
      growing.unsynced = 0
    })
    return growing.length
  }

  async finish(id: string): Promise<{ name: string; bytes: number }> {
    const growing = this.known(id)
    return this.orAbandon(id, async () => {
      await this.files.sync(growing.file)
      await growing.file.close()
      const name = await giveName(growing)
      await this.files.syncFolder(growing.folder)
      this.growing.delete(id)
      return { name, bytes: growing.length }
    })
  }

  async abandon(id: string): Promise<void> {
    const growing = this.growing.get(id)
    if (!growing) return
    this.growing.delete(id)
    await growing.file.close().catch(() => undefined)
    await rm(growing.path, { force: true }).catch(() => undefined)
  }

  async close(): Promise<void> {
    for (const id of this.growing.keys()) await this.abandon(id)
  }

  async list(vault: string, place: string): Promise<AnswerOf<'listBackups'>['backups']> {
    const { path: folder } = await this.places.folder(place)
    const found = []
    for (const name of await readdir(folder)) {
      if (!name.endsWith(SUFFIX) || name.startsWith('.')) continue
      const path = join(folder, name)
      if ((await vaultOfBackup(path).catch(() => null)) !== vault) continue
      const { size, mtimeMs } = await stat(path)
      found.push({ name, bytes: size, modified: Math.round(mtimeMs) })
    }
    return found.sort((a, b) => a.modified - b.modified || (a.name < b.name ? -1 : 1))
  }

  async length(place: string, name: string): Promise<number> {
    return (await stat(await this.places.backup(place, name))).size
  }

  async read(place: string, name: string, offset: number, length: number): Promise<Uint8Array> {
    const file = await open(await this.places.backup(place, name), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
    try {
      return await readRange(file, offset, length)
    } finally {
      await file.close()
    }
  }

  async remove(vault: string, place: string, name: string): Promise<void> {
    const path = await this.places.backup(place, name)
    if (!name.endsWith(SUFFIX) || (await vaultOfBackup(path)) !== vault) throw new PlatformError('not-a-backup')
    await rm(path)
  }

  private known(id: string): Growing {
    const growing = this.growing.get(id)
    if (!growing) throw new PlatformError('bad-request')
    return growing
  }

  /** What fails leaves nothing behind. */
  private async orAbandon<T>(id: string, work: () => Promise<T>): Promise<T> {
    try {
      return await withTimeLimit(work(), WRITE_LIMIT_MS)
    } catch (error) {
      await this.abandon(id)
      throw error
    }
  }
}

/** The first free of "name", "name (2)", ...: by a link, which never overwrites; by renaming where the disk has no links. */
async function giveName({ folder, name, path }: Growing): Promise<string> {
  for (let n = 1; ; n++) {
    const given = `${n === 1 ? name : `${name} (${n})`}${SUFFIX}`
    const wanted = join(folder, given)
    try {
      await link(path, wanted)
      await rm(path, { force: true })
      return given
    } catch (error) {
      if (codeOf(error) === 'EEXIST') continue
      if (await stat(wanted).then(() => true, () => false)) continue
      await rename(path, wanted)
      return given
    }
  }
}

/** What a program that was killed left of a backup of this vault. */
async function removeLeftOver(folder: string, vault: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`.vigil-${vault}-`) || !name.endsWith('.part')) continue
    const path = join(folder, name)
    const { mtimeMs } = await stat(path)
    if (Date.now() - mtimeMs > LEFT_OVER_MS) await rm(path, { force: true })
  }
}
