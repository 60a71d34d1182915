import { ByteReader, ByteWriter, LayoutFault, toHex, type Bytes } from './bytes.ts'
import { OpenFault, type Engine } from './engine.ts'
import type { Root } from './keyfile.ts'
import type { GroupKey, Keyring } from './keyring.ts'
import { context, openUnder, randomBytes, sealUnder, u32Bytes } from './primitives.ts'

/** The random key of one block, and the group that opens it. */
export interface BlockKey { readonly id: Bytes; readonly key: Bytes; readonly group: GroupKey }

/** Where head and journal stood when a batch was wrapped: a head older than this was rolled back. */
export interface Witness { readonly headGeneration: number; readonly journalLength: number }

export const newBlockKeys = (group: GroupKey, count: number): BlockKey[] => Array.from({ length: count }, () => ({ id: randomBytes(16), key: randomBytes(32), group }))

/**
 * Two layers: the group's key inside, the root outside. Neither alone opens a batch; and whoever erases can put every
 * batch under a fresh root, also those of groups that they can't open, so that the old root ends whole.
 */
const innerBinding = (vault: Bytes, handle: Bytes) => context('block-keys', vault, handle)
const outerBinding = (vault: Bytes, handle: Bytes, generation: number) => context('block-keys-root', vault, handle, u32Bytes(generation))

/** A batch of block keys of one group (none, for a witness alone): handle, root generation, then sealed twice: witness, count, (id, key) each. */
export async function sealKeyBatch(engine: Engine, vault: Bytes, root: Root, group: GroupKey, keys: readonly BlockKey[], witness: Witness): Promise<Bytes> {
  const plain = new ByteWriter().u48(witness.headGeneration).u48(witness.journalLength).u16(keys.length)
  for (const { id, key } of keys) plain.raw(id).raw(key)
  const plaintext = plain.finish()
  const inner = await sealUnder(engine, group.key, innerBinding(vault, group.handle), plaintext)
  const sealed = await sealUnder(engine, root.secret, outerBinding(vault, group.handle, root.generation), inner)
  plaintext.fill(0)
  plain.wipe()
  return encodeKeyBatch({ handle: group.handle, generation: root.generation, sealed })
}

/** Keys in one batch at most: its record must stay small enough to be read at once. */
export const MOST_IN_BATCH = 4096

export interface KeyBatch { readonly handle: Bytes; readonly generation: number; readonly sealed: Bytes }

export function encodeKeyBatch({ handle, generation, sealed }: KeyBatch): Bytes {
  return new ByteWriter().raw(handle).u32(generation).block(sealed).finish()
}
export function decodeKeyBatch(payload: Bytes): KeyBatch {
  const reader = new ByteReader(payload)
  const batch = { handle: reader.raw(16), generation: reader.u32(), sealed: reader.block() }
  reader.done()
  return batch
}

/** A batch under another root, whoever's it is: its inner layer stays as it was. @throws OpenFault */
export async function moveKeyBatch(engine: Engine, vault: Bytes, batch: KeyBatch, from: Root, to: Root): Promise<KeyBatch> {
  const inner = await openUnder(engine, from.secret, outerBinding(vault, batch.handle, batch.generation), batch.sealed)
  return { handle: batch.handle, generation: to.generation, sealed: await sealUnder(engine, to.secret, outerBinding(vault, batch.handle, to.generation), inner) }
}

/** @throws OpenFault where group key, root or bytes are other ones */
export async function openKeyBatch(engine: Engine, vault: Bytes, group: GroupKey, root: Root, batch: KeyBatch): Promise<{ keys: BlockKey[]; witness: Witness }> {
  const inner = await openUnder(engine, root.secret, outerBinding(vault, batch.handle, batch.generation), batch.sealed)
  const plain = await openUnder(engine, group.key, innerBinding(vault, batch.handle), inner)
  const reader = new ByteReader(plain)
  const witness = { headGeneration: reader.u48(), journalLength: reader.u48() }
  const keys = Array.from({ length: reader.u16() }, () => ({ id: reader.raw(16).slice(), key: reader.raw(32).slice(), group }))
  reader.done()
  plain.fill(0)
  return { keys, witness }
}

/**
 * The block keys of an open vault. Batches are opened as they are asked for, newest first, since a folded
 * vault needs few of them. New keys come only from batches wrapped in this session: a key that an
 * earlier session may have used, even for bytes that were torn off, is never used again.
 */
export class BlockKeys {
  readonly #engine: Engine
  readonly #vault: Bytes
  readonly #keyring: Keyring
  readonly #roots: readonly Root[]
  readonly #known = new Map<string, BlockKey>()
  readonly #supply = new Map<string, BlockKey[]>()
  readonly #made = new Map<string, number>()
  #closed: KeyBatch[] = []
  /** The newest state of head and journal that an opened batch testifies to. */
  witness: Witness = { headGeneration: 0, journalLength: 0 }
  /** Batches of held groups that did not open: forged, or of a root that is gone. */
  refused = 0

  constructor(engine: Engine, vault: Bytes, keyring: Keyring, roots: readonly Root[], batches: readonly KeyBatch[]) {
    this.#engine = engine
    this.#vault = vault
    this.#keyring = keyring
    this.#roots = roots
    this.#closed = batches.filter((batch) => keyring.byHandle(batch.handle))
  }

  /** The key of a block, or null where this ring holds none for it. */
  async find(id: Bytes): Promise<BlockKey | null> {
    const wanted = toHex(id)
    while (!this.#known.has(wanted) && this.#closed.length > 0) await this.openNewest()
    return this.#known.get(wanted) ?? null
  }

  /** Opens the newest batch that is still closed. */
  async openNewest(): Promise<void> {
    const batch = this.#closed.pop()
    if (!batch) return
    const group = this.#keyring.byHandle(batch.handle)!
    const root = this.#roots.find((candidate) => candidate.generation === batch.generation)
    try {
      if (!root) throw new OpenFault()
      const { keys, witness } = await openKeyBatch(this.#engine, this.#vault, group, root, batch)
      for (const key of keys) this.#known.set(toHex(key.id), key)
      if (witness.headGeneration > this.witness.headGeneration) this.witness = witness
    } catch (error) {
      if (!(error instanceof OpenFault || error instanceof LayoutFault)) throw error
      this.refused += 1
    }
  }

  /** Fresh keys left for a group. */
  left(group: string): number {
    return this.#supply.get(group)?.length ?? 0
  }
  /** Keys made for a group in this session. */
  made(group: string): number {
    return this.#made.get(group) ?? 0
  }
  /** Adds keys of one group whose wraps are fsynced. */
  supply(keys: readonly BlockKey[]): void {
    const name = keys[0]?.group.group
    if (name === undefined) return
    this.#made.set(name, this.made(name) + keys.length)
    for (const key of keys) this.#known.set(toHex(key.id), key)
    this.#supply.set(name, [...(this.#supply.get(name) ?? []), ...keys])
  }
  /** Fresh keys under an epoch that ended seal nothing any more. */
  forgetSupply(groups: readonly string[]): void {
    for (const group of groups) this.#supply.delete(group)
  }
  /** Ends keys for good. @param ids hexadecimal */
  drop(ids: ReadonlySet<string>): void {
    for (const id of ids) {
      this.#known.get(id)?.key.fill(0)
      this.#known.delete(id)
    }
  }
  /** A key that nothing was sealed under. */
  take(group: string): BlockKey | undefined {
    return this.#supply.get(group)?.shift()
  }
  /** Every key this ring can open, for the tests of separation. */
  async all(): Promise<BlockKey[]> {
    while (this.#closed.length > 0) await this.openNewest()
    return [...this.#known.values()]
  }
  wipe(): void {
    for (const { key } of this.#known.values()) key.fill(0)
    this.#known.clear()
    this.#supply.clear()
    this.#closed = []
  }
}
