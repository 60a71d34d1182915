import { toHex, utf8, type Bytes } from './bytes.ts'
import { sha256Small } from './engine.ts'
import { context, randomBytes } from './primitives.ts'

/**
 * One epoch of one group's key. `handle` is random and stands in files for (group, epoch), so that a
 * file names no group; `tag` is the group's name hashed with the vault, the same over all epochs.
 */
export interface GroupKey {
  readonly group: string
  readonly epoch: number
  readonly handle: Bytes
  readonly key: Bytes
  readonly tag: Bytes
}

/** Held by every account of the station: seals envelopes, the head and the roster, never content. */
export const STATION_GROUP = 'station'

/** The groups of every new vault (DESIGN.md, B). Parametric ones are made when first needed. */
export const FOUNDING_GROUPS: readonly string[] = [
  STATION_GROUP, 'identities', 'casework', 'geography', 'directory', 'shelters', 'programmes', 'rewards', 'audit', 'registry/convicted', 'registry/trafficked',
]

const GROUP_NAME = /^[a-z][a-z-]{0,30}(?:\/[A-Za-z0-9-]{1,64})?$/

export function groupTag(vault: Bytes, group: string): Bytes {
  return sha256Small(context('group-tag', vault, utf8(group))).slice(0, 16)
}

/** @throws RangeError if the group's name is not one that formats.md allows */
export function newGroupKey(vault: Bytes, group: string, epoch = 1): GroupKey {
  if (!GROUP_NAME.test(group)) throw new RangeError('not a group name')
  return { group, epoch, handle: randomBytes(16), key: randomBytes(32), tag: groupTag(vault, group) }
}

/** What a roster and a grant call this key by, without telling it: SHA-256 of handle, name, epoch and key. */
export function groupCommitment(vault: Bytes, key: GroupKey): Bytes {
  return sha256Small(context('group-commitment', vault, key.handle, utf8(`${key.group}\0${key.epoch}\0`), key.key))
}

/** The group keys that an account holds while its vault is open. */
export class Keyring {
  readonly #byHandle = new Map<string, GroupKey>()
  readonly #current = new Map<string, GroupKey>()
  readonly #byTag = new Map<string, string>()

  /** New blocks use the first key of a group's highest epoch; a second of that epoch, which another station made, opens what was sealed under it. */
  add(key: GroupKey): void {
    if (this.#byHandle.has(toHex(key.handle))) return
    this.#byHandle.set(toHex(key.handle), key)
    this.#byTag.set(toHex(key.tag), key.group)
    const current = this.#current.get(key.group)
    if (!current || current.epoch < key.epoch) this.#current.set(key.group, key)
  }
  /** The key that new blocks of a group are wrapped to. */
  current(group: string): GroupKey | undefined {
    return this.#current.get(group)
  }
  byHandle(handle: Bytes): GroupKey | undefined {
    return this.#byHandle.get(toHex(handle))
  }
  /** The group's name, if this ring holds it. */
  nameOf(tag: Bytes): string | undefined {
    return this.#byTag.get(toHex(tag))
  }
  groups(): string[] {
    return [...this.#current.keys()]
  }
  all(): GroupKey[] {
    return [...this.#byHandle.values()]
  }
  wipe(): void {
    for (const { key } of this.#byHandle.values()) key.fill(0)
    this.#byHandle.clear()
    this.#current.clear()
    this.#byTag.clear()
  }
}
