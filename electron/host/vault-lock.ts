import { DatabaseSync } from 'node:sqlite'

/**
 * A lock that the kernel gives back when its holder dies, however it dies: SQLite's lock on an empty
 * file (fcntl on Linux and macOS, LockFileEx on Windows), which Node itself doesn't offer. No process
 * number is written down, so there is no stale lock to tell from a live one.
 */
export interface HeldLock {
  release(): void
}

/** The lock, or null where another process or window has it. */
export function takeLock(path: string): HeldLock | null {
  const database = new DatabaseSync(path, { timeout: 0 })
  try {
    // Never committed, so the file stays empty; the exclusive lock is held from here on. With its journal in memory it needs no room on a full disk.
    database.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (isBusy(error)) return null
    throw error
  }
  return { release: () => database.close() }
}

const SQLITE_BUSY = 5

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' && (error.errcode & 0xff) === SQLITE_BUSY
}
