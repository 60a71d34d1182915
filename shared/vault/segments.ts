import { openSection, packSection, sealedLength, sealSection, type BlockPlace, type Packing } from './block.ts'
import { newBlockKeys, openKeyBatch, sealKeyBatch, decodeKeyBatch, type BlockKey } from './blockkeys.ts'
import { ByteReader, ByteWriter, equalBytes, fromHex, LayoutFault, owned, toHex, type Bytes } from './bytes.ts'
import { OpenFault } from './engine.ts'
import { note, vaultError, type VaultNoteCode } from './faults.ts'
import { extendChain, firstChain, JOURNAL_HEADER, JournalReader } from './journal.ts'
import { STATION_GROUP } from './keyring.ts'
import { padded } from './padding.ts'
import { context, openUnder, sealUnder, sign, verify } from './primitives.ts'
import { addNote, heldGroup, requireOpen, type VaultState } from './state.ts'
import { SegmentStoreError } from './store.ts'

/**
 * Folded segments: what the caller made of the journal so far, sealed in large pieces for fast opening. All of it may
 * be lost at any time; the manifest says for which journal, up to where, and which segments belong together.
 * Its keys stand in the manifest, wrapped under group and root like those of the key file, so that folding costs
 * no fsync there and a fresh root ends them too.
 */
export interface Segment {
  readonly id: string
  readonly group: string
  readonly section: string
  /** Place among the segments of its section, from 0. */
  readonly order: number
  readonly rows: number
  /** Length of its content in bytes. */
  readonly length: number
}
export interface NewSegment {
  readonly group: string
  readonly section: string
  readonly order: number
  readonly rows: number
  readonly bytes: Uint8Array
  readonly packing?: Packing
}
export interface Folded {
  /** Journal offset up to which the segments tell everything: go on with `commits(position)`. */
  readonly position: number
  readonly segments: readonly Segment[]
  /** Tags of groups of which something up to there did not open. */
  readonly missing: readonly string[]
}
export interface NewFold {
  readonly position: number
  /** Tags (hexadecimal) of what did not open: known when everything was taken. Once this ring has a key more for one of them, the fold is made anew. */
  readonly missing?: () => Iterable<string>
  readonly keep: readonly Segment[]
  /** Taken one by one, so that the caller need not hold them all. */
  readonly add: Iterable<NewSegment> | AsyncIterable<NewSegment>
}
export interface Segments {
  /** What the store holds for this journal, or null: then everything is rebuilt from `commits(0)`. */
  load(): Promise<Folded | null>
  /**
   * A segment's content. With `into`, written through those views in order (their lengths sum to the segment's) and
   * empty bytes answered.
   * @throws SegmentFault where the store has lost or changed it: clear, and rebuild
   */
  read(segment: Segment, into?: readonly Uint8Array[]): Promise<Bytes>
  /** Many at once: one read from the store, opened as they come. Views by segment, in the same order. */
  readMany(segments: readonly Segment[], into: (segment: Segment) => readonly Uint8Array[]): Promise<void>
  /**
   * Stores new segments beside kept ones as the fold of the journal up to `position`; then drops the rest. A crash
   * leaves the old fold or the new one. New ones may come one at a time, so that a large fold is never in memory whole.
   */
  save(fold: NewFold): Promise<readonly Segment[]>
  clear(): Promise<void>
}

/** A segment is gone or does not open. Carries no content. */
export class SegmentFault extends Error {
  constructor(cause?: unknown) {
    super('segment lost', { cause })
    this.name = 'SegmentFault'
  }
}

/** Bytes fetched from the store at once, and fetches in flight, so that reading and opening overlap and memory stays small. */
const BATCH_BYTES = 6_000_000
const READERS = 3

function inBatches(segments: readonly Segment[]): Segment[][] {
  const batches: Segment[][] = []
  let size = Infinity
  for (const segment of segments) {
    if (size + segment.length > BATCH_BYTES) {
      batches.push([])
      size = 0
    }
    batches.at(-1)!.push(segment)
    size += segment.length
  }
  return batches
}

interface Held { readonly segment: Segment; readonly key: BlockKey; readonly sealed: number }
const MANIFEST = 'manifest'

/**
 * `close`: a fold that runs ends with `sealed` before it seals anything more, and every segment's key is wiped. `end`: every account's segments go and their
 * manifests stay, which an erasure has put under a root that is gone: so each of them is made anew, and nobody takes it for a loss.
 */
export function segmentsOf(state: VaultState): Segments & { close(): void; end(): Promise<void> } {
  const account = toHex(state.ring.account)
  const storeKey = (id: string) => `segment/${account}/${id}`
  let held = new Map<string, Held>()
  /** Chain of the journal at offsets that a fold may name. */
  const chains = new Map<number, Bytes>()
  let closed = false

  function requireUnclosed(): void {
    requireOpen(state)
    if (closed) throw vaultError('sealed')
  }

  function place(key: BlockKey, order: number): BlockPlace {
    return { vault: state.vault, use: 'segment', group: key.group, block: key.id, owner: state.ring.account, sequence: order }
  }

  async function open({ segment, key }: Held, sealed: Uint8Array | null, into: readonly Uint8Array[] | undefined): Promise<Bytes> {
    if (!sealed) {
      addNote(state, note('segments-missing'))
      throw new SegmentFault()
    }
    try {
      const cipher = await state.engine.cipher(key.key)
      const { content } = await openSection(state.engine, state.compressor, cipher, place(key, segment.order), 0, owned(sealed), into ? { into } : {})
      if (!into && content.length !== segment.length) throw new LayoutFault('segment length')
      return content
    } catch (error) {
      if (!(error instanceof OpenFault || error instanceof LayoutFault)) throw error
      addNote(state, note('segments-damaged'))
      throw new SegmentFault(error)
    }
  }

  function storeFailed(error: unknown): 'segments-failed' {
    if (!(error instanceof SegmentStoreError)) throw error
    return 'segments-failed'
  }

  async function fetchSealed(wanted: readonly Segment[]): Promise<readonly (Uint8Array | null)[]> {
    try {
      return await state.store.get(wanted.map(({ id }) => storeKey(id)))
    } catch (error) {
      addNote(state, note(storeFailed(error)))
      throw new SegmentFault(error)
    }
  }

  function heldOf(segment: Segment): Held {
    const found = held.get(segment.id)
    if (!found) throw new SegmentFault()
    return found
  }

  async function loadManifest(): Promise<Folded | VaultNoteCode | null> {
    const record = await state.store.readRecord(`${MANIFEST}/${account}`)
    if (!record) return state.tip.envelopes === 0 || state.restored || (await othersFold()) ? null : 'segments-missing'
    const manifest = await openManifest(state, owned(record))
    if (manifest === 'under-old-root') return null
    // What was granted since may open what this fold passed over.
    if (manifest && state.keyring.all().some(({ handle, tag }) => !manifest.handles.some((known) => equalBytes(known, handle)) && manifest.missing.some((missed) => equalBytes(missed, tag)))) return null
    if (!manifest) return 'segments-damaged'
    if (manifest.position > state.tip.length || !(await chainReaches(manifest.position, manifest.chain))) return 'segments-other'
    held = new Map(manifest.held.map((one) => [one.segment.id, one]))
    return { position: manifest.position, segments: manifest.held.map(({ segment }) => segment), missing: manifest.missing.map(toHex) }
  }

  /** Whether another account of this vault has a fold here: then this one lost none, it is the first time that it opens. */
  async function othersFold(): Promise<boolean> {
    const others = new Set(state.roster.accounts.map(({ id }) => toHex(id)).filter((id) => id !== account))
    return (await state.store.list()).some((key) => others.has(key.split('/')[1] ?? ''))
  }

  /** Whether the journal that the manifest saw, followed by the frames after it, is the journal that the tip is of. */
  async function chainReaches(position: number, chain: Bytes): Promise<boolean> {
    let reached = chain
    chains.set(position, reached)
    for await (const frame of new JournalReader(state.platform, state.engine, state.vault).frames(position, state.tip.length)) {
      if (!frame.body) return false
      reached = await extendChain(state.engine, state.vault, reached, frame.digest)
      chains.set(frame.end, reached)
    }
    return equalBytes(reached, state.tip.chain)
  }

  async function chainAt(position: number): Promise<Bytes> {
    if (position === state.tip.length) return state.tip.chain
    const known = chains.get(position)
    if (known) return known
    let chain = await firstChain(state.engine, state.vault)
    for await (const frame of new JournalReader(state.platform, state.engine, state.vault).frames(JOURNAL_HEADER, position)) {
      if (frame.body) chain = await extendChain(state.engine, state.vault, chain, frame.digest)
    }
    return chain
  }

  return {
    async load() {
      requireOpen(state)
      chains.clear()
      const found = await loadManifest().catch(storeFailed)
      if (typeof found === 'string') addNote(state, note(found))
      return typeof found === 'string' ? null : found
    },
    async read(segment, into) {
      requireOpen(state)
      const [sealed] = await fetchSealed([segment])
      return open(heldOf(segment), sealed ?? null, into)
    },
    async readMany(wanted, into) {
      requireOpen(state)
      const batches = inBatches(wanted)
      let next = 0
      async function work(): Promise<void> {
        while (next < batches.length) {
          const batch = batches[next++]!
          const sealed = await fetchSealed(batch)
          requireOpen(state)
          for (const [index, segment] of batch.entries()) await open(heldOf(segment), sealed[index] ?? null, into(segment))
        }
      }
      const outcomes = await Promise.allSettled(Array.from({ length: READERS }, work))
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
    },
    async save(fold) {
      requireOpen(state)
      try {
        return await replaceFold(fold)
      } catch (error) {
        addNote(state, note(storeFailed(error)))
        throw error
      }
    },
    async end() {
      held = new Map()
      await state.store.deleteMany(await state.store.list())
    },
    async clear() {
      held = new Map()
      await state.store.clear()
    },
    close() {
      closed = true
      for (const { key } of held.values()) key.key.fill(0)
      held = new Map()
    },
  }

  async function replaceFold({ position, keep, add, missing = () => [] }: NewFold): Promise<readonly Segment[]> {
    // Now, while the tip is near: later it may have moved on, and the way back would be long.
    const chain = await chainAt(position)
    const handles = state.keyring.all().map(({ handle }) => handle)
    const next = keep.map(heldOf)
    for await (const segment of add) {
      requireUnclosed()
      const [key] = newBlockKeys(heldGroup(state, segment.group), 1) as [BlockKey]
      const { padded } = await packSection(state.engine, state.compressor, segment.bytes, segment.packing ?? 'auto')
      const bytes = new Uint8Array(sealedLength(padded.length))
      await sealSection(await state.engine.cipher(key.key), place(key, segment.order), 0, padded, bytes)
      const { group, section, order, rows } = segment
      await state.store.put([{ key: storeKey(toHex(key.id)), bytes }])
      next.push({ key, sealed: bytes.length, segment: { id: toHex(key.id), group, section, order, rows, length: segment.bytes.length } })
    }
    requireUnclosed()
    const manifest = await sealManifest(state, { position, chain, held: next, handles, missing: [...missing()].map(fromHex) })
    requireUnclosed()
    await state.store.writeRecord(`${MANIFEST}/${account}`, manifest)
    if (!closed) held = new Map(next.map((one) => [one.segment.id, one]))
    const live = new Set(next.map(({ segment }) => segment.id))
    const mine = await state.store.list()
    await state.store.deleteMany(mine.filter((key) => key.startsWith(`segment/${account}/`) && !live.has(key.slice(storeKey('').length))))
    return next.map(({ segment }) => segment)
  }
}

/** `handles`: keys that the ring held when it was made; `missing`: tags of what none of them opened. */
interface Manifest { readonly position: number; readonly chain: Bytes; readonly held: readonly Held[]; readonly handles: readonly Bytes[]; readonly missing: readonly Bytes[] }

async function sealManifest(state: VaultState, manifest: Manifest): Promise<Bytes> {
  const station = heldGroup(state, STATION_GROUP)
  const groups = new Map<string, Held[]>()
  for (const one of manifest.held) groups.set(toHex(one.key.group.handle), [...(groups.get(toHex(one.key.group.handle)) ?? []), one])
  const writer = new ByteWriter().u48(manifest.position).raw(manifest.chain)
  for (const ids of [manifest.handles, manifest.missing]) {
    writer.u16(ids.length)
    for (const id of ids) writer.raw(id)
  }
  writer.u16(groups.size)
  for (const members of groups.values()) {
    const batch = await sealKeyBatch(state.engine, state.vault, state.root, members[0]!.key.group, members.map(({ key }) => key), { headGeneration: 0, journalLength: 0 })
    writer.block(batch).u32(members.length)
    for (const { key, segment, sealed } of members) writer.raw(key.id).text(segment.section).u32(segment.order).u32(segment.rows).u48(segment.length).u48(sealed)
  }
  const plain = writer.finish()
  const signed = new ByteWriter().block(plain).raw(sign(state.ring.signing, 'manifest', state.vault, plain)).finish()
  return new ByteWriter().raw(station.handle).raw(await sealUnder(state.engine, station.key, context('manifest', state.vault, station.handle), padded(signed))).finish()
}

/** `under-old-root`: an erasure ended what it names, so it is made anew, and nobody need be told. */
async function openManifest(state: VaultState, record: Bytes): Promise<Manifest | 'under-old-root' | null> {
  try {
    const handle = record.subarray(0, 16)
    const station = state.keyring.byHandle(handle)
    if (!station) return null
    const outer = new ByteReader(await openUnder(state.engine, station.key, context('manifest', state.vault, handle), record.subarray(16)))
    const plain = outer.block()
    if (!verify(state.ring.signing.publicKey, 'manifest', state.vault, plain, outer.raw(64))) return null
    const reader = new ByteReader(plain)
    const position = reader.u48()
    const chain = reader.raw(32).slice()
    const ids = () => Array.from({ length: reader.u16() }, () => reader.raw(16).slice())
    const [handles, missing] = [ids(), ids()]
    const held: Held[] = []
    const groups = reader.u16()
    for (let i = 0; i < groups; i++) {
      const batch = decodeKeyBatch(reader.block())
      const group = state.keyring.byHandle(batch.handle)
      if (batch.generation < state.root.generation) return 'under-old-root'
      if (!group || batch.generation !== state.root.generation) return null
      const { keys } = await openKeyBatch(state.engine, state.vault, group, state.root, batch)
      const count = reader.u32()
      for (let k = 0; k < count; k++) {
        const key = keys[k]!
        reader.expect(key.id, 'segment key')
        const segment = { id: toHex(key.id), group: group.group, section: reader.text(), order: reader.u32(), rows: reader.u32(), length: reader.u48() }
        held.push({ key, segment, sealed: reader.u48() })
      }
    }
    reader.done()
    held.sort((a, b) => a.segment.section.localeCompare(b.segment.section, 'en') || a.segment.order - b.segment.order)
    return { position, chain, held, handles, missing }
  } catch (error) {
    if (error instanceof OpenFault || error instanceof LayoutFault) return null
    throw error
  }
}
