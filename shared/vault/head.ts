import { ByteReader, ByteWriter, concatBytes, equalBytes, LayoutFault, utf8, type Bytes } from './bytes.ts'
import { OpenFault, sha256Small, type Engine } from './engine.ts'
import type { Hlc } from './hlc.ts'
import type { GroupKey, Keyring } from './keyring.ts'
import { padded } from './padding.ts'
import { checksum, context, FORMAT, openUnder, sealUnder, sign, verify, type SigningKeys } from './primitives.ts'

/** Where the journal, the key file and the roster stood at the last acknowledged write; signed, and chained to the head before. */
export interface Head {
  readonly generation: number
  readonly previous: Bytes
  /** Milliseconds since 1970. */
  readonly time: number
  readonly account: Bytes
  /** The id under which this installation writes. */
  readonly device: Bytes
  readonly journal: { readonly length: number; readonly chain: Bytes; readonly lastFrame: number; readonly chainBefore: Bytes; readonly envelopes: number; readonly commits: number }
  readonly keys: { readonly generation: number; readonly length: number; readonly chain: Bytes }
  readonly roster: { readonly sequence: number; readonly hash: Bytes }
  readonly hlc: Hlc
  /** Commits that nothing has built on yet. */
  readonly frontier: readonly Bytes[]
  /** Last sequence and statement hash of every device. */
  readonly devices: readonly DeviceState[]
}
export interface DeviceState { readonly device: Bytes; readonly sequence: number; readonly hash: Bytes }

const MAGIC = utf8('VIGILHED')

export function encodeHead(head: Head): Bytes {
  const { journal, keys, roster } = head
  const writer = new ByteWriter().u48(head.generation).raw(head.previous).u48(head.time).raw(head.account).raw(head.device)
  writer.u48(journal.length).raw(journal.chain).u48(journal.lastFrame).raw(journal.chainBefore).u48(journal.envelopes).u48(journal.commits)
  writer.u32(keys.generation).u48(keys.length).raw(keys.chain).u32(roster.sequence).raw(roster.hash).u48(head.hlc.time).u16(head.hlc.count)
  writer.u16(head.frontier.length)
  for (const id of head.frontier) writer.raw(id)
  writer.u16(head.devices.length)
  for (const device of head.devices) writer.raw(device.device).u48(device.sequence).raw(device.hash)
  return writer.finish()
}

/** @throws LayoutFault */
export function decodeHead(bytes: Bytes): Head {
  const reader = new ByteReader(bytes)
  const take = (count: number) => reader.raw(count).slice()
  const head: Head = {
    generation: reader.u48(), previous: take(32), time: reader.u48(), account: take(16), device: take(16),
    journal: { length: reader.u48(), chain: take(32), lastFrame: reader.u48(), chainBefore: take(32), envelopes: reader.u48(), commits: reader.u48() },
    keys: { generation: reader.u32(), length: reader.u48(), chain: take(32) }, roster: { sequence: reader.u32(), hash: take(32) }, hlc: { time: reader.u48(), count: reader.u16() },
    frontier: Array.from({ length: reader.u16() }, () => take(16)),
    devices: Array.from({ length: reader.u16() }, () => ({ device: take(16), sequence: reader.u48(), hash: take(32) })),
  }
  reader.done()
  return head
}

export function headHash(vault: Bytes, head: Head): Bytes {
  return sha256Small(context('head', vault, encodeHead(head)))
}

/** The bytes of slot `head`: magic, version, station key handle, salted sealed head with its signature, checksum. */
export async function sealHead(engine: Engine, vault: Bytes, station: GroupKey, head: Head, signing: SigningKeys): Promise<Bytes> {
  const inner = new ByteWriter().block(encodeHead(head)).raw(sign(signing, 'head', vault, headHash(vault, head))).finish()
  const body = new ByteWriter().raw(MAGIC).u16(FORMAT).raw(station.handle).block(await sealUnder(engine, station.key, context('head', vault, station.handle), padded(inner))).finish()
  return concatBytes(body, await checksum(engine, body))
}

export interface SignedHead { readonly head: Head; readonly signature: Bytes }

/** A head, or why there is none: nothing stored, its checksum fails, or it is whole and not ours. */
export async function openHead(engine: Engine, vault: Bytes, keyring: Keyring, bytes: Bytes): Promise<SignedHead | 'absent' | 'damaged' | 'forged'> {
  if (bytes.length === 0) return 'absent'
  if (bytes.length < 16) return 'damaged'
  const body = bytes.subarray(0, bytes.length - 8)
  if (!equalBytes(await checksum(engine, body), bytes.subarray(bytes.length - 8))) return 'damaged'
  try {
    const reader = new ByteReader(body)
    reader.expect(MAGIC, 'no head')
    if (reader.u16() !== FORMAT) return 'forged'
    const handle = reader.raw(16)
    const station = keyring.byHandle(handle)
    if (!station) return 'forged'
    const inner = new ByteReader(await openUnder(engine, station.key, context('head', vault, handle), reader.block()))
    const head = decodeHead(inner.block())
    return { head, signature: inner.raw(64).slice() }
  } catch (error) {
    if (error instanceof OpenFault || error instanceof LayoutFault) return 'forged'
    throw error
  }
}

export function headSignedBy(vault: Bytes, { head, signature }: SignedHead, publicKey: Bytes): boolean {
  return verify(publicKey, 'head', vault, headHash(vault, head), signature)
}
