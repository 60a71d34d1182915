/**
 * Where sealed segments lie: Dexie in the window (`renderer/store`), memory elsewhere. Whatever it loses
 * is rebuilt from the journal. It sees sealed bytes and random ids only.
 * @throws SegmentStoreError from any call
 */
export interface SegmentStore {
  /** In the order asked for; null where there is none. */
  get(keys: readonly string[]): Promise<readonly (Uint8Array | null)[]>
  /** All of them or none, durable when it resolves. */
  put(entries: readonly SegmentEntry[]): Promise<void>
  deleteMany(keys: readonly string[]): Promise<void>
  list(): Promise<readonly string[]>
  /** Empties the store of this vault. */
  clear(): Promise<void>
  /** A small named value, replaced whole. */
  readRecord(name: string): Promise<Uint8Array | null>
  writeRecord(name: string, bytes: Uint8Array): Promise<void>
}
export interface SegmentEntry { readonly key: string; readonly bytes: Uint8Array }

export class SegmentStoreError extends Error {
  readonly code: 'timeout' | 'full' | 'failed' | 'closed'
  constructor(code: SegmentStoreError['code'], cause?: unknown) {
    super(code, { cause })
    this.name = 'SegmentStoreError'
    this.code = code
  }
}

/** Segments kept in memory: nothing outlives the program, which then rebuilds from the journal. */
export function memoryStore(): SegmentStore {
  const segments = new Map<string, Uint8Array>()
  const records = new Map<string, Uint8Array>()
  return {
    get: async (keys) => keys.map((key) => segments.get(key) ?? null),
    put: async (entries) => {
      for (const { key, bytes } of entries) segments.set(key, bytes)
    },
    deleteMany: async (keys) => {
      for (const key of keys) segments.delete(key)
    },
    list: async () => [...segments.keys()],
    clear: async () => {
      segments.clear()
      records.clear()
    },
    readRecord: async (name) => records.get(name) ?? null,
    writeRecord: async (name, bytes) => {
      records.set(name, bytes)
    },
  }
}
