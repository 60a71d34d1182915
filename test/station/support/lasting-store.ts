import type { SegmentStore } from '../../../shared/vault/vault.ts'
import { LastingStore } from '../../support/lasting-store.ts'
import { started, type Running } from './stations.ts'

export { LastingStore, type StoreContents } from '../../support/lasting-store.ts'

/** A program whose database can be changed under it while its vault is sealed; started once, which takes longest. */
export function withStores(folder: string): Running & { workOn(store: SegmentStore): void } {
  let current: SegmentStore = new LastingStore()
  return { ...started(folder, { segmentStore: () => current, segmentsLast: true }), workOn: (store) => (current = store) }
}
