import { randomBytes } from 'node:crypto'
import { open, realpath, stat, statfs } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path'
import { z } from 'zod'
import { PlatformError, placeId } from '../../shared/platform.ts'
import type { AnswerOf } from '../../shared/platform.ts'
import { readIfPresent } from './durable-files.ts'
import type { DurableFiles } from './durable-files.ts'

/** `file`: only that one may be read there, and nothing written. `otherDisk`: when it was chosen, the folder was on another disk than the data folder. */
const place = z.object({ path: z.string(), file: z.string().nullable(), otherDisk: z.boolean() })
export type Place = z.infer<typeof place>
const placesFile = z.record(placeId, place)

export const BACKUP_MAGIC = 'VIGILBAK'

/**
 * The folders and files that a person chose for backups. A window names them by an id: it can ask for none that nobody
 * chose, except where it hands over what the person typed, and then only a folder outside the data folder or a file that begins
 * like a backup is taken.
 */
export class ChosenPlaces {
  private readonly dataFolder: string
  private readonly files: DurableFiles

  constructor(dataFolder: string, files: DurableFiles) {
    this.dataFolder = dataFolder
    this.files = files
  }

  /** @throws PlatformError `refused-place`, `absent`, `not-a-backup` */
  async choose(what: 'backup-folder' | 'backup-file', path: string): Promise<NonNullable<AnswerOf<'choosePlace'>['chosen']>> {
    const written = path.trim().replace(/^~(?=$|[/\\])/, homedir())
    if (written.includes('\0') || !isAbsolute(written)) throw new PlatformError('refused-place')
    // Where it leads now, so that a link that is changed later leads nowhere.
    const real = await realpath(written)
    const found = await stat(real)
    const isFile = what === 'backup-file'
    if (isFile ? !found.isFile() : !found.isDirectory()) throw new PlatformError('absent')
    const folder = isFile ? dirname(real) : real
    if (isInside(folder, await realpath(this.dataFolder))) throw new PlatformError('refused-place')
    if (isFile && !(await beginsLikeBackup(real))) throw new PlatformError('not-a-backup')
    const file = isFile ? basename(real) : null
    const otherDisk = (await stat(folder)).dev !== (await stat(this.dataFolder)).dev
    const known = await this.read()
    const [same] = Object.entries(known).find(([, each]) => each.path === folder && each.file === file) ?? []
    const id = same ?? randomBytes(16).toString('hex')
    await this.files.replace(this.record, new TextEncoder().encode(JSON.stringify({ ...known, [id]: { path: folder, file, otherDisk } satisfies Place })), { syncFolder: false })
    return { place: id, path: folder, name: file, sameDisk: !otherDisk }
  }

  async describe(id: string): Promise<AnswerOf<'describePlace'>> {
    const { path, otherDisk } = await this.known(id)
    const there = await this.folder(id).catch(() => null)
    return { path, present: there !== null, sameDisk: !otherDisk, freeBytes: there === null ? null : await statfs(there.path).then(({ bavail, bsize }) => bavail * bsize, () => null) }
  }

  /** The place, looked at anew. @throws PlatformError `absent` where it is gone, leads elsewhere, or its disk is gone and an empty folder stands in its place */
  async folder(id: string): Promise<Place> {
    const known = await this.known(id)
    const found = (await realpath(known.path).catch(() => null)) === known.path ? await stat(known.path) : null
    if (!found?.isDirectory()) throw new PlatformError('absent')
    if (known.otherDisk && found.dev === (await stat(this.dataFolder)).dev) throw new PlatformError('absent')
    return known
  }

  /** The path of a backup there. @throws PlatformError `not-a-backup` for any other file */
  async backup(id: string, name: string): Promise<string> {
    const { path, file } = await this.folder(id)
    if (file !== null && name !== file) throw new PlatformError('refused-place')
    const whole = join(path, name)
    if ((await realpath(whole)) !== whole || !(await beginsLikeBackup(whole))) throw new PlatformError('not-a-backup')
    return whole
  }

  private get record(): string {
    return join(this.dataFolder, 'places.json')
  }

  private async known(id: string): Promise<Place> {
    const known = (await this.read())[id]
    if (!known) throw new PlatformError('absent')
    return known
  }

  private async read(): Promise<z.infer<typeof placesFile>> {
    const bytes = await readIfPresent(this.record)
    try {
      return placesFile.parse(JSON.parse(new TextDecoder().decode(bytes ?? new Uint8Array())))
    } catch {
      return {}
    }
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
}

/** A window may read backups and nothing else of a person's disk. */
async function beginsLikeBackup(path: string): Promise<boolean> {
  return (await firstBytes(path, BACKUP_MAGIC.length)).toString('latin1') === BACKUP_MAGIC
}

/** The vault that a backup's header names, or null where the file is no backup. */
export async function vaultOfBackup(path: string): Promise<string | null> {
  const bytes = await firstBytes(path, VAULT_ID_AT + 16)
  return vaultIn(bytes)
}

/** Behind the mark, the version and the header's length (resources/formats.md). */
const VAULT_ID_AT = 8 + 2 + 4

export function vaultIn(bytes: Uint8Array): string | null {
  const begin = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (begin.length < VAULT_ID_AT + 16 || begin.toString('latin1', 0, BACKUP_MAGIC.length) !== BACKUP_MAGIC) return null
  return begin.toString('hex', VAULT_ID_AT, VAULT_ID_AT + 16)
}

async function firstBytes(path: string, count: number): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const bytes = Buffer.alloc(count)
    const { bytesRead } = await file.read(bytes, 0, count, 0)
    return bytes.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
