import type { SegmentStore } from '../vault/vault.ts'

/** A store that is named after its vault, for a vault whose id is only made at founding. Nothing is kept before. */
export function deferredStore(make: (vault: string) => SegmentStore): SegmentStore & { belongsTo(vault: string): void } {
  let store: SegmentStore | undefined
  const named = (): SegmentStore => {
    if (!store) throw new Error('a store was used before its vault had a name')
    return store
  }
  return {
    belongsTo(vault) {
      store = make(vault)
    },
    get: (keys) => named().get(keys),
    put: (entries) => named().put(entries),
    deleteMany: (keys) => named().deleteMany(keys),
    list: () => named().list(),
    clear: () => named().clear(),
    readRecord: (name) => named().readRecord(name),
    writeRecord: (name, bytes) => named().writeRecord(name, bytes),
  }
}
