import Dexie, { type Table } from 'dexie'
import { SegmentStoreError, type SegmentStore } from '../../shared/vault/store.ts'
import { migration1 } from './migrations/1.ts'

/** After this long a write counts as lost: on a full disk one write fails, and the next may never settle. */
export const WRITE_LIMIT = 20_000
/** Reads of a healthy database take milliseconds; a hanging one must not hang the opening of a vault. */
export const READ_LIMIT = 20_000

export interface DexieStore extends SegmentStore {
  /** Closes the connection; the store can't be used after it. */
  close(): void
  /** Closes and deletes the database. */
  destroy(): Promise<void>
}
interface Limits { readonly write?: number; readonly read?: number }

/**
 * The sealed segments of one vault in IndexedDB. It sees sealed bytes under random keys. Durability is strict: a
 * resolved write is flushed. After a write that timed out the store refuses everything (`failed`), since what it holds is unknown;
 * the vault then works on from memory, and the next opening rebuilds.
 * @throws SegmentStoreError from every call
 */
export function dexieStore(vault: string, limits: Limits = {}): DexieStore {
  const database = new Dexie(`vigil-${vault}`, { chromeTransactionDurability: 'strict', cache: 'disabled' })
  migration1(database)
  const segments: Table<Uint8Array, string> = database.table('segments')
  const records: Table<Uint8Array, string> = database.table('records')
  let broken: SegmentStoreError | null = null

  async function limited<T>(work: () => PromiseLike<T>, kind: 'read' | 'write'): Promise<T> {
    if (broken) throw broken
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new SegmentStoreError('timeout')), (kind === 'write' ? limits.write : limits.read) ?? (kind === 'write' ? WRITE_LIMIT : READ_LIMIT))
    })
    try {
      return await Promise.race([work(), late])
    } catch (error) {
      const told = asStoreError(error)
      if (kind === 'write' && told.code === 'timeout') broken = told
      throw told
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    get: (keys) => limited(async () => (await segments.bulkGet([...keys])).map((value) => (value instanceof Uint8Array ? value : null)), 'read'),
    put: (entries) => limited(() => segments.bulkPut(entries.map(({ bytes }) => bytes), entries.map(({ key }) => key)).then(() => undefined), 'write'),
    deleteMany: (keys) => limited(() => segments.bulkDelete([...keys]), 'write'),
    list: () => limited(() => segments.toCollection().primaryKeys(), 'read'),
    clear: () => limited(() => database.transaction('rw', segments, records, async () => {
      await segments.clear()
      await records.clear()
    }), 'write'),
    readRecord: (name) => limited(async () => {
      const value = await records.get(name)
      return value instanceof Uint8Array ? value : null
    }, 'read'),
    writeRecord: (name, bytes) => limited(() => records.put(bytes, name).then(() => undefined), 'write'),
    close: () => database.close(),
    destroy: async () => {
      database.close()
      await limited(() => Dexie.delete(`vigil-${vault}`), 'write')
    },
  }
}

function asStoreError(error: unknown): SegmentStoreError {
  if (error instanceof SegmentStoreError) return error
  const names: unknown[] = []
  for (let at: unknown = error; at instanceof Error; at = (at as { inner?: unknown }).inner) names.push(at.name)
  if (names.includes('QuotaExceededError')) return new SegmentStoreError('full', error)
  if (names.includes('DatabaseClosedError')) return new SegmentStoreError('closed', error)
  return new SegmentStoreError('failed', error)
}

/** Asks the browser not to evict the database under storage pressure; whether it agreed. */
export async function askToPersist(): Promise<boolean> {
  return (await navigator.storage?.persist?.()) ?? false
}

/** Bytes the browser says it would still store, or null where it does not say. */
export async function freeForStore(): Promise<number | null> {
  const estimate = await navigator.storage?.estimate?.()
  return estimate?.quota === undefined ? null : Math.max(0, estimate.quota - (estimate.usage ?? 0))
}
