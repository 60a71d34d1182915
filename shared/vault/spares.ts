import type { Bytes } from './bytes.ts'
import { RECORD, type KeyFile, type KeyFileFault } from './keyfile.ts'
import { ifDiskTakes, type VaultState } from './state.ts'

/** A file of which both copies are to be these bytes. */
export interface Spare { readonly slot: 'keys' | 'root'; readonly bytes: Bytes }

/** Past this growth a key file's previous copy is worth writing anew: rare enough to cost little, often enough that few keys hang on one copy. */
const GROWTH = 1.25

/**
 * Whether the key file's previous copy would leave too much behind if the current one were lost: it is damaged or gone, lacks a
 * ring, a grant or a roster, or is much shorter.
 */
export function spareFallsShort(current: KeyFile, previous: KeyFile | KeyFileFault): boolean {
  if (typeof previous === 'string' || previous.damaged > 0 || previous.torn) return true
  const lasting = ({ records }: KeyFile) => records.filter(({ type }) => type !== RECORD.blockKeys).length
  return previous.generation !== current.generation || lasting(previous) !== lasting(current) || current.length > previous.length * GROWTH
}

/** Makes copies anew of files that were read whole and that head and witnesses bear out. Nothing waits for them: without room, the next opening tries again. */
export async function renewSpares(state: VaultState, spares: readonly Spare[]): Promise<void> {
  if (!state.head || !state.writable) return
  for (const { slot, bytes } of spares) {
    if (slot === 'keys' && state.notes.some(({ code }) => code.startsWith('keys-'))) continue
    await ifDiskTakes(state.platform.call('replaceSlot', { vault: state.vaultId, slot, both: true }, bytes))
  }
}
