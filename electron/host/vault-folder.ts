import { mkdir, open, readdir, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { PlatformError, draftId } from '../../shared/platform.ts'
import type { slotCopy, slotName } from '../../shared/platform.ts'
import { DurableFiles, WRITE_LIMIT_MS, asPlatformError, codeOf, readIfPresent, withTimeLimit, writeAll } from './durable-files.ts'
import { takeLock } from './vault-lock.ts'
import type { HeldLock } from './vault-lock.ts'

type SlotName = z.infer<typeof slotName>
type SlotCopy = z.infer<typeof slotCopy>
/** Padded to one length, so that a count can take the place of another. */
const ATTEMPTS_LENGTH = 64
const attemptsFile = z.object({ failures: z.number().int().nonnegative(), last: z.number() })

/** The machine's own secrets for a vault, kept in its folder where the shell keeps them; the first has no number in its name. */
export const deviceSecretFile = (number: number): string => (number === 1 ? 'device-secret' : `device-secret.${number}`)
export const deviceSecretNumber = (name: string): number | null => (name === 'device-secret' ? 1 : /^device-secret\.[1-9]\d*$/.test(name) ? Number(name.slice('device-secret.'.length)) : null)
/** Whether a file of a vault's folder belongs to this machine and to no copy of the vault. */
export const isMachinesOwn = (name: string): boolean => name === 'attempts' || deviceSecretNumber(name) !== null

/** Which slots must not be lost as a name either: a head that falls back by one is found and folded forward, keys are not. */
const NAME_MUST_LAST: Readonly<Record<SlotName, boolean>> = { keys: true, root: true, head: false, backups: false }

/**
 * One vault's folder, taken by one window: `journal`, the slots and their previous copies, `drafts/`,
 * `attempts`, `lock`. Everything in it is sealed but the count of wrong passphrases. Writes run one
 * after another; each answers when it is on the disk.
 */
export class VaultFolder {
  private queue: Promise<unknown> = Promise.resolve()
  private failed: PlatformError | null = null
  private readonly folder: string
  private readonly files: DurableFiles
  private readonly lock: HeldLock
  private readonly journal: FileHandle
  private readonly writeLimit: number

  private constructor(folder: string, files: DurableFiles, lock: HeldLock, journal: FileHandle, writeLimit: number) {
    this.folder = folder
    this.files = files
    this.lock = lock
    this.journal = journal
    this.writeLimit = writeLimit
  }

  /** Makes the folder; fails with `exists` where there is one. */
  static async create(folder: string, files: DurableFiles): Promise<void> {
    await mkdir(join(folder, '..'), { recursive: true, mode: 0o700 })
    await mkdir(folder, { mode: 0o700 })
    await mkdir(join(folder, 'drafts'), { mode: 0o700 })
    await (await open(join(folder, 'journal'), 'wx', 0o600)).close()
    await files.syncFolder(folder)
    await files.syncFolder(join(folder, '..'))
  }

  /** Whether another program has it now; whoever takes it a moment later is told for sure. */
  static isTaken(folder: string): boolean {
    try {
      const lock = takeLock(join(folder, 'lock'))
      lock?.release()
      return lock === null
    } catch {
      // A folder that can't be looked into is for its opening to tell.
      return false
    }
  }

  /** Takes the folder, or null where another process has it. */
  static async take(folder: string, files: DurableFiles, writeLimit = WRITE_LIMIT_MS): Promise<VaultFolder | null> {
    const lock = takeLock(join(folder, 'lock'))
    if (!lock) return null
    try {
      await removeLeftovers(folder)
      return new VaultFolder(folder, files, lock, await open(join(folder, 'journal'), 'r+'), writeLimit)
    } catch (error) {
      lock.release()
      throw error
    }
  }

  /** Waits for what is under way, then gives the folder back. A write that hangs keeps the lock until it settles: it might still land. */
  async release(): Promise<void> {
    this.failed ??= new PlatformError('not-taken')
    const done = this.queue.then(async () => {
      await this.journal.close().catch(() => undefined)
      this.lock.release()
    })
    await withTimeLimit(done, this.writeLimit).catch(() => undefined)
  }

  async discard(): Promise<void> {
    await this.release()
    await rm(this.folder, { recursive: true, force: true })
  }

  async journalLength(): Promise<number> {
    return (await this.journal.stat()).size
  }

  /** Bytes from `offset`; fewer than `length` where the journal ends. */
  async readJournal(offset: number, length: number): Promise<Uint8Array> {
    return readRange(this.journal, offset, length)
  }

  appendJournal(expected: number, bytes: Uint8Array, sync: boolean): Promise<number> {
    return this.write(() => this.appendAt(this.journal, expected, bytes, sync))
  }

  replaceSlot(slot: SlotName, bytes: Uint8Array, both: boolean): Promise<void> {
    const current = join(this.folder, slot)
    const previous = `${current}.previous`
    return this.write(async () => {
      await this.files.replace(current, bytes, { ...(both ? {} : { previous }), syncFolder: NAME_MUST_LAST[slot] && !both })
      if (both) await this.files.replace(previous, bytes, { syncFolder: NAME_MUST_LAST[slot] })
    })
  }

  appendSlot(slot: SlotName, expected: number, bytes: Uint8Array): Promise<number> {
    return this.write(async () => {
      const file = await open(join(this.folder, slot), 'r+')
      try {
        return await this.appendAt(file, expected, bytes, true)
      } finally {
        await file.close()
      }
    })
  }

  async listDrafts(): Promise<string[]> {
    const names = await readdir(join(this.folder, 'drafts')).catch(() => [])
    return names.filter((name) => draftId.safeParse(name).success).sort()
  }

  readDraft(draft: string): Promise<Uint8Array | null> {
    return readIfPresent(join(this.folder, 'drafts', draft))
  }

  writeDraft(draft: string, bytes: Uint8Array): Promise<void> {
    return this.write(async () => {
      await mkdir(join(this.folder, 'drafts'), { recursive: true, mode: 0o700 })
      await this.files.replace(join(this.folder, 'drafts', draft), bytes, { syncFolder: false })
    })
  }

  removeDraft(draft: string): Promise<void> {
    return this.write(() => rm(join(this.folder, 'drafts', draft), { force: true }))
  }

  async readAttempts(): Promise<z.infer<typeof attemptsFile>> {
    const bytes = await readIfPresent(join(this.folder, 'attempts'))
    try {
      return attemptsFile.parse(JSON.parse(new TextDecoder().decode(bytes ?? new Uint8Array())))
    } catch {
      return { failures: 0, last: 0 }
    }
  }

  /** In place where there is no room for another file: on a full disk wrong passphrases are counted too. */
  writeAttempts(attempts: z.infer<typeof attemptsFile>): Promise<void> {
    const path = join(this.folder, 'attempts')
    const bytes = new TextEncoder().encode(JSON.stringify(attempts).padEnd(ATTEMPTS_LENGTH))
    return this.write(async () => {
      try {
        await this.files.replace(path, bytes, { syncFolder: false })
      } catch (error) {
        if (asPlatformError(error).code !== 'disk-full') throw error
        const file = await open(path, 'r+').catch(() => {
          throw error
        })
        try {
          await writeAll(file, bytes, 0)
          await this.files.sync(file)
        } finally {
          await file.close()
        }
      }
    })
  }

  /** One after another, each with a time limit; the next one waits for the last to settle, even past its limit. */
  private write<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(() => {
      if (this.failed) throw this.failed
      return work()
    })
    this.queue = turn.catch(() => undefined)
    return withTimeLimit(turn, this.writeLimit)
  }

  private async appendAt(file: FileHandle, expected: number, bytes: Uint8Array, sync: boolean): Promise<number> {
    const { size } = await file.stat()
    if (size < expected) throw new PlatformError('short-journal')
    if (size > expected) await file.truncate(expected)
    try {
      await writeAll(file, bytes, expected)
    } catch (error) {
      await file.truncate(expected).catch(() => undefined)
      throw error
    }
    if (sync) await this.syncOrFail(file)
    return expected + bytes.length
  }

  /** After a failed fsync the kernel may have dropped the pages and say yes the next time: nothing more is written until the vault is taken anew. */
  private async syncOrFail(file: FileHandle): Promise<void> {
    try {
      await this.files.sync(file)
    } catch (error) {
      this.failed = asPlatformError(error)
      throw error
    }
  }
}

/** A slot's bytes, or null where it was never written. */
export function readSlotOf(folder: string, slot: SlotName, copy: SlotCopy): Promise<Uint8Array | null> {
  return readIfPresent(join(folder, copy === 'current' ? slot : `${slot}.previous`))
}

/** Bytes from `offset`; fewer than `length` where the file ends. */
export async function readRange(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const { size } = await file.stat()
  const wanted = Math.max(0, Math.min(length, size - offset))
  const bytes = new Uint8Array(wanted)
  let done = 0
  while (done < wanted) {
    const { bytesRead } = await file.read(bytes, done, wanted - done, offset + done)
    if (bytesRead === 0) return bytes.subarray(0, done)
    done += bytesRead
  }
  return bytes
}

/** Temporary files of a process that was killed in the middle of a replacement. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const where of [folder, join(folder, 'drafts')]) {
    const names = await readdir(where).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return []
      throw error
    })
    for (const name of names) if (name.endsWith('.tmp')) await rm(join(where, name), { force: true })
  }
}
