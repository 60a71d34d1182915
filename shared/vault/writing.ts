import { packSection, sealedLength, sealSection, type PackedSection, type Packing } from './block.ts'
import { toHex, utf8, type Bytes } from './bytes.ts'
import { ACCESS_SECTION, ACT_SECTION, encodeMeta, encodeOutside, isLogical, OUTSIDE_LENGTH, type EnvelopeKind, type Statement, type TableBlock } from './envelope.ts'
import { vaultError } from './faults.ts'
import { nextHlc, seenHlc } from './hlc.ts'
import { closeFrame, extendChain, FRAME_OVERHEAD, MOST_FRAME, newFrame } from './journal.ts'
import { STATION_GROUP, type GroupKey } from './keyring.ts'
import { advanceHead, ensureBlockKeys, heldGroup, type Tip, type VaultState } from './state.ts'

/** What a commit carries for one group: named bytes. Sections of a group are opened apart from each other. */
export interface NewPart {
  readonly group: string
  readonly section: string
  readonly bytes: Uint8Array
  /** `store` for bytes that compression would only slow down. Default `auto`. */
  readonly packing?: Packing
}

export interface PackedBlock { readonly group: GroupKey; readonly sections: readonly (PackedSection & { readonly name: string })[] }

/** Compresses, pads and hashes parts: all that can be done before the commit has its place in the chain. */
export async function packParts(state: VaultState, act: string, parts: readonly NewPart[]): Promise<PackedBlock[]> {
  const groups = new Map<string, NewPart[]>()
  for (const part of parts) groups.set(part.group, [...(groups.get(part.group) ?? []), part])
  const blocks = []
  for (const [group, members] of groups) {
    const key = heldGroup(state, group)
    if (new Set(members.map(({ section }) => section)).size !== members.length || members.some(({ section }) => section === ACT_SECTION || section === ACCESS_SECTION)) throw new RangeError('section named twice')
    const packed = await Promise.all([
      packSection(state.engine, state.compressor, utf8(act), 'store'),
      ...members.map(({ bytes, packing }) => packSection(state.engine, state.compressor, bytes, packing ?? 'auto')),
    ])
    blocks.push({ group: key, sections: packed.map((section, index) => ({ ...section, name: index === 0 ? ACT_SECTION : members[index - 1]!.section })) })
  }
  return blocks
}

/**
 * Sealed length of the blocks together.
 * @throws `too-large` if a frame cannot hold them
 */
export function requireFits(blocks: readonly PackedBlock[]): number {
  const sections = blocks.flatMap((block) => block.sections)
  const content = sections.reduce((sum, { padded }) => sum + sealedLength(padded.length), 0)
  // What the sealed meta can come to for so many sections and blocks, without the heads seen.
  const meta = 1024 + 512 + 96 * sections.length + 48 * blocks.length
  if (FRAME_OVERHEAD + OUTSIDE_LENGTH + content + meta > MOST_FRAME) throw vaultError('too-large')
  return content
}

export interface NewEnvelope {
  readonly id: Bytes
  readonly kind: EnvelopeKind
  readonly bulk: Statement['bulk']
  readonly undoes: Bytes | null
  readonly blocks: readonly PackedBlock[]
  readonly sync: boolean
}

/**
 * Seals an envelope at the tip, appends it, and answers the tip after it. The state's own tip does not move: that is for
 * the caller, once it is acknowledged. On failure nothing moved, and the keys taken are never used again.
 * @throws `too-large` before anything is written
 */
export async function appendEnvelope(state: VaultState, envelope: NewEnvelope): Promise<{ tip: Tip; hash: Bytes; statement: Statement; table: readonly TableBlock[] }> {
  const { tip } = state
  const needed = new Map<string, number>([[STATION_GROUP, 1]])
  for (const { group } of envelope.blocks) needed.set(group.group, (needed.get(group.group) ?? 0) + 1)
  const contentLength = requireFits(envelope.blocks)
  if (state.unanswered) await advanceHead(state, tip)
  await ensureBlockKeys(state, needed)

  const own = tip.devices.get(toHex(state.device))
  const parts = envelope.blocks.flatMap(({ group, sections }) => sections.map(({ name, hash }) => ({ tag: group.tag, section: name, hash })))
  const statement: Statement = {
    id: envelope.id, device: state.device, sequence: (own?.sequence ?? 0) + 1, previous: own?.hash ?? new Uint8Array(32), account: state.ring.account,
    hlc: nextHlc(tip.hlc, state.clock()), kind: envelope.kind, bulk: envelope.bulk, undoes: envelope.undoes, seen: isLogical({ kind: envelope.kind, parts }) ? tip.frontier : [], parts,
  }
  const keys = envelope.blocks.map(({ group }) => state.blockKeys.take(group.group)!)
  const table: TableBlock[] = envelope.blocks.map(({ group, sections }, index) => ({ key: keys[index]!.id, tag: group.tag, sections: sections.map(({ padded }) => sealedLength(padded.length)) }))
  const meta = encodeMeta(state.vault, statement, table, state.ring.signing)
  const metaKey = state.blockKeys.take(STATION_GROUP)!
  const packedMeta = await packSection(state.engine, state.compressor, meta.bytes, 'store')
  const metaLength = sealedLength(packedMeta.padded.length)
  const size = OUTSIDE_LENGTH + metaLength + contentLength
  if (FRAME_OVERHEAD + size > MOST_FRAME) throw vaultError('too-large')

  const { frame, body } = newFrame(size)
  body.set(encodeOutside(state.vault, { ...statement, metaKey: metaKey.id, metaLength }))
  const place = { vault: state.vault, owner: envelope.id, sequence: statement.sequence }
  let at = OUTSIDE_LENGTH
  await sealSection(await state.engine.cipher(metaKey.key), { ...place, use: 'envelope', group: metaKey.group, block: metaKey.id }, 0, packedMeta.padded, body.subarray(at, at + metaLength))
  at += metaLength
  for (const [index, block] of envelope.blocks.entries()) {
    const key = keys[index]!
    const cipher = await state.engine.cipher(key.key)
    for (const [section, { padded }] of block.sections.entries()) {
      const length = sealedLength(padded.length)
      await sealSection(cipher, { ...place, use: 'commit', group: key.group, block: key.id }, section, padded, body.subarray(at, at + length))
      at += length
    }
  }
  const digest = await closeFrame(state.engine, frame)
  const chain = await extendChain(state.engine, state.vault, tip.chain, digest)
  await state.platform.call('appendJournal', { vault: state.vaultId, expected: tip.length, sync: envelope.sync }, frame)
  return { statement, table, hash: meta.hash, tip: stepTip(tip, statement, meta.hash, { offset: tip.length, end: tip.length + frame.length, chain }, state.clock()) }
}

/** The tip after one more envelope. */
export function stepTip(tip: Tip, statement: Statement, hash: Bytes, frame: { offset: number; end: number; chain: Bytes }, now: number): Tip {
  const logical = isLogical(statement)
  const seen = new Set(statement.seen.map(toHex))
  return {
    length: frame.end, chain: frame.chain, lastFrame: frame.offset, chainBefore: tip.chain,
    envelopes: tip.envelopes + 1, commits: tip.commits + (logical ? 1 : 0),
    hlc: seenHlc(tip.hlc, statement.hlc, now),
    frontier: logical ? [...tip.frontier.filter((id) => !seen.has(toHex(id))), statement.id] : tip.frontier,
    devices: new Map(tip.devices).set(toHex(statement.device), { device: statement.device, sequence: statement.sequence, hash }),
  }
}
