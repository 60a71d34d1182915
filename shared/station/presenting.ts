import type { HandedKeys } from '../vault/vault.ts'
import type { OpenReport, StationStatus, Task } from './station.ts'

/** The groups whose keys a presentation holds, beside the station's own: hotspots, ranks and plans are made of these. */
export const PRESENTED: readonly string[] = ['geography']

/** What one station gives another that is to present in its place. It holds keys: from thread to thread, never through a page. */
export interface Handed {
  readonly keys: HandedKeys
  readonly sample: StationStatus['sample']
  /** Thrown away when it is sealed. */
  readonly passing: boolean
}

/** `present` in two halves, for a window that ends the thread which held everything before another begins. */
export interface Presenting {
  /** Seals the vault, and answers what shows geography. @throws TellableError `sealed` */
  handOver(): Promise<Handed>
  /** Opens with what was handed over. @throws TellableError */
  takeOver(handed: Handed, task?: Task): Promise<OpenReport>
}
