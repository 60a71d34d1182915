import type { Bytes } from './bytes.ts'
import { STATION_GROUP, type GroupKey } from './keyring.ts'
import type { VaultState } from './state.ts'

/** Some groups' keys of an open vault, for another thread to read with: no secret of an account, so that nothing can be signed or opened beyond them. */
export interface HandedKeys {
  readonly vault: string
  readonly account: { readonly id: Bytes; readonly name: string }
  readonly rosterRoot: Bytes
  readonly keys: readonly GroupKey[]
}

/** Copies of the keys of these groups, of every epoch, and of the station's own, by which envelopes are read. */
export function handedKeys(state: Pick<VaultState, 'vaultId' | 'ring' | 'keyring'>, groups: readonly string[]): HandedKeys {
  const wanted = new Set([STATION_GROUP, ...groups])
  return {
    vault: state.vaultId, account: { id: state.ring.account.slice(), name: state.ring.name }, rosterRoot: state.ring.rosterRoot.slice(),
    keys: state.keyring.all().filter(({ group }) => wanted.has(group)).map(({ group, epoch, handle, key, tag }) => ({ group, epoch, handle: handle.slice(), key: key.slice(), tag: tag.slice() })),
  }
}
