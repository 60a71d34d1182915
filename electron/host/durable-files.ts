import { randomBytes } from 'node:crypto'
import { copyFile, link, open, readFile, rename, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { PlatformError } from '../../shared/platform.ts'

/** After this long a write is given up as `timeout`: on a full disk one write fails and the next may never settle. */
export const WRITE_LIMIT_MS = 20_000

/**
 * Writes that are on the disk when they answer, and a count of the fsyncs they took. Directories are
 * synced only where a lost rename would lose something (see `replace`).
 */
export class DurableFiles {
  syncs = 0

  async sync(file: FileHandle): Promise<void> {
    this.syncs++
    await file.datasync()
  }

  /** Makes created and renamed names of a folder survive a power cut. Windows cannot open folders and does it by itself. */
  async syncFolder(folder: string): Promise<void> {
    if (process.platform === 'win32') return
    const handle = await open(folder, 'r')
    try {
      this.syncs++
      await handle.sync()
    } finally {
      await handle.close()
    }
  }

  /**
   * Replaces a file whole: temporary file, fsync, rename. There is never a moment without a whole file
   * of that name. With `previous`, what the name held before is kept under that name.
   */
  async replace(path: string, bytes: Uint8Array, more: { previous?: string; syncFolder: boolean }): Promise<void> {
    const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
    try {
      const file = await open(temporary, 'wx', 0o600)
      try {
        await writeAll(file, bytes, 0)
        await this.sync(file)
      } finally {
        await file.close()
      }
      if (more.previous) await keepCopy(path, more.previous)
      await rename(temporary, path)
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined)
      throw error
    }
    if (more.syncFolder) await this.syncFolder(dirname(path))
  }
}

/** A second name for the current file costs no write and no fsync; file systems without hard links get a copy. */
async function keepCopy(path: string, previous: string): Promise<void> {
  const temporary = `${previous}.tmp`
  await rm(temporary, { force: true })
  try {
    await link(path, temporary)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    await copyFile(path, temporary)
  }
  await rename(temporary, previous)
}

/** Writes every byte at `position`; one call of `write` may take fewer. */
export async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}

/** The file's bytes, or null where there is none. */
export async function readIfPresent(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** What went wrong in the contract's words. The system's message stays in `cause`: it can hold a path. */
export function asPlatformError(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error
  const code = codeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') return new PlatformError('disk-full', error)
  if (code === 'ENOENT') return new PlatformError('absent', error)
  if (code === 'EEXIST') return new PlatformError('exists', error)
  return new PlatformError('io', error)
}

/** The result, or `timeout` after `ms`. What was started goes on: whoever queues behind it must wait for `work`, not for this. */
export function withTimeLimit<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new PlatformError('timeout')), ms)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
