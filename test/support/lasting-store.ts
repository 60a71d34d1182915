import type { SegmentEntry, SegmentStore } from '../../shared/vault/vault.ts'

export interface StoreContents {
  readonly segments: ReadonlyMap<string, Uint8Array>
  readonly records: ReadonlyMap<string, Uint8Array>
}

/** A store of segments that outlives the station, as a database does, and that a test can look into and spoil. */
export class LastingStore implements SegmentStore {
  #segments: Map<string, Uint8Array>
  #records: Map<string, Uint8Array>
  /** Folds that were finished: a manifest was written. */
  writes = 0

  constructor(contents?: StoreContents) {
    this.#segments = new Map([...(contents?.segments ?? [])].map(([key, bytes]) => [key, bytes.slice()]))
    this.#records = new Map([...(contents?.records ?? [])].map(([key, bytes]) => [key, bytes.slice()]))
  }

  contents(): StoreContents {
    const copy = (map: ReadonlyMap<string, Uint8Array>) => new Map([...map].map(([key, bytes]) => [key, bytes.slice()]))
    return { segments: copy(this.#segments), records: copy(this.#records) }
  }

  /** Resolves when so many folds were finished. */
  async written(folds: number): Promise<void> {
    for (const end = performance.now() + 30_000; this.writes < folds; await new Promise((wait) => setTimeout(wait, 10))) if (performance.now() > end) throw new Error('nothing was folded')
  }

  async get(keys: readonly string[]): Promise<readonly (Uint8Array | null)[]> {
    return keys.map((key) => this.#segments.get(key) ?? null)
  }
  async put(entries: readonly SegmentEntry[]): Promise<void> {
    for (const { key, bytes } of entries) this.#segments.set(key, bytes.slice())
  }
  async deleteMany(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.#segments.delete(key)
  }
  async list(): Promise<readonly string[]> {
    return [...this.#segments.keys()]
  }
  async clear(): Promise<void> {
    this.#segments.clear()
    this.#records.clear()
  }
  async readRecord(name: string): Promise<Uint8Array | null> {
    return this.#records.get(name) ?? null
  }
  async writeRecord(name: string, bytes: Uint8Array): Promise<void> {
    this.#records.set(name, bytes.slice())
    this.writes++
  }
}
