import { fromHex, toHex, type Bytes } from './bytes.ts'
import { chunksHash } from './envelope.ts'
import { STATION_GROUP } from './keyring.ts'
import { randomBytes } from './primitives.ts'
import { placedEnvelope } from './reading.ts'
import { replacedRecord, type Replacement } from './replacing.ts'
import { rewriteKeys } from './rewriting.ts'
import { advanceHead, appendKeyRecords, heldGroup, type VaultState } from './state.ts'
import { appendEnvelope, packParts, requireFits, type PackedBlock } from './writing.ts'

/** A block of the journal of which something is to go: its sections as they are to stand, or null where nothing of it stays. */
export interface ErasedBlock {
  /** Id of the envelope that carries it, and of the block (`CommitPart.envelope`, `CommitPart.block`). */
  readonly envelope: string
  readonly block: string
  readonly group: string
  /** The act by which it was written: it stays readable. */
  readonly act: string
  /** Every section but the act, in the order of the envelope. */
  readonly sections: readonly Uint8Array[] | null
}

/** The section of an erasure's end mark that names, for everyone, the envelopes of which something was erased. */
export const ERASURE_SECTION = 'erasure'

/**
 * Erases: what remains of each block is sealed anew under a key of its own and appended, at once or not at all; then the old
 * blocks' keys leave the key file, in both copies, under a fresh root. The old bytes stay in the journal, and no key
 * opens them. Cut after the first step, `finishErasing` does the second at the next opening of somebody who holds the groups.
 * @throws `no-key` for a group that is not held, `too-large`
 */
export async function eraseBlocks(state: VaultState, act: string, blocks: readonly ErasedBlock[]): Promise<{ readonly id: string; readonly position: number }> {
  const packed = await packRemains(state, blocks)
  const before = await standingFor(state, blocks)
  const bulk = randomBytes(16)
  const hashes: Bytes[] = []
  const replacements: Replacement[] = [...before, ...blocks.filter(({ sections }) => sections === null).map(({ block }) => fromHex(block))].map((block) => ({ block, by: null }))
  for (const { members, remains } of packed) {
    const offset = state.tip.length
    const id = randomBytes(16)
    const { hash, tip } = await appendEnvelope(state, { id, kind: 'chunk', bulk: { import: bulk, number: hashes.length, hash: new Uint8Array(32) }, undoes: null, blocks: remains, sync: false })
    state.tip = tip
    hashes.push(hash)
    members.forEach(({ block }, at) => replacements.push({ block: fromHex(block), by: { envelope: id, offset, block: at } }))
  }
  const named = new Uint8Array(16 * blocks.length)
  blocks.forEach(({ envelope }, at) => named.set(fromHex(envelope), 16 * at))
  const end = await packParts(state, act, [{ group: STATION_GROUP, section: ERASURE_SECTION, bytes: named, packing: 'store' }])
  const { tip, statement } = await appendEnvelope(state, { id: randomBytes(16), kind: 'end', bulk: { import: bulk, number: hashes.length, hash: chunksHash(state.vault, hashes) }, undoes: null, blocks: end, sync: true })
  await advanceHead(state, tip)
  await appendKeyRecords(state, [await replacedRecord(state.engine, state.vault, heldGroup(state, STATION_GROUP), state.ring.account, replacements, state.ring.signing)])
  for (const one of replacements) state.replaced.set(toHex(one.block), one)
  await rewriteKeys(state, { blockKeys: new Set(replacements.map(({ block }) => toHex(block))) })
  return { id: toHex(statement.id), position: tip.length }
}

/** What stood for these blocks after an earlier erasure: it ends with them. */
async function standingFor(state: VaultState, blocks: readonly ErasedBlock[]): Promise<readonly Bytes[]> {
  const named = new Set(blocks.map(({ block }) => block))
  const standing: Bytes[] = []
  for (const block of named) {
    const by = state.replaced.get(block)?.by
    const key = by && (await placedEnvelope(state, by.offset))?.meta.table[by.block]?.key
    if (key && !named.has(toHex(key))) standing.push(key)
  }
  return standing
}

/** One envelope for what remains of each: it fitted one before. Sections are named by their places, so that no reader takes them for new content. */
async function packRemains(state: VaultState, blocks: readonly ErasedBlock[]): Promise<readonly { readonly members: readonly ErasedBlock[]; readonly remains: readonly PackedBlock[] }[]> {
  const packed = []
  for (const members of Map.groupBy(blocks.filter(({ sections }) => sections !== null), ({ envelope }) => envelope).values()) {
    const remains: PackedBlock[] = []
    for (const { group, act, sections } of members) remains.push(...(await packParts(state, act, sections!.map((bytes, at) => ({ group, section: `${at + 1}`, bytes })))))
    requireFits(remains)
    packed.push({ members, remains })
  }
  return packed
}

/** Ends keys of replaced blocks that an erasure cut short had left in the key file. */
export async function finishErasing(state: VaultState): Promise<void> {
  if (state.replaced.size === 0 || !state.writable) return
  const left = new Set((await state.blockKeys.all()).map(({ id }) => toHex(id)).filter((id) => state.replaced.has(id)))
  if (left.size > 0) await rewriteKeys(state, { blockKeys: left })
}
