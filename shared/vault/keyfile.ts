import { ByteReader, ByteWriter, concatBytes, equalBytes, LayoutFault, toHex, utf8, type Bytes } from './bytes.ts'
import type { Engine } from './engine.ts'
import { checksum, context, FORMAT, randomBytes, sign, verify, type SigningKeys } from './primitives.ts'

/**
 * The key file (slot `keys`): a header and records, appended ahead of use, rewritten whole only when keys
 * rotate. Each record carries a checksum against damage; what a record says is believed only after its AEAD
 * or signature. Which group a record belongs to stands as a random handle.
 */
export const RECORD = { name: 1, ring: 2, grant: 3, roster: 4, blockKeys: 5, succession: 6, recovery: 7, door: 8, notice: 10, replaced: 11, rehearsal: 12 } as const
export type RecordType = (typeof RECORD)[keyof typeof RECORD]

/** Of one that was read: where in its file it begins, and the chain of the file up to there. */
export interface KeyRecord { readonly type: number; readonly payload: Bytes; readonly from?: number; readonly before?: Bytes }

/** Payloads of one type, decoded. One that does not have the shape this version knows is passed over like a type it does not know. */
export function decodeAll<T>(records: readonly KeyRecord[], type: RecordType, decode: (payload: Bytes, record: KeyRecord) => T): T[] {
  return records.flatMap((record) => {
    if (record.type !== type) return []
    try {
      return [decode(record.payload, record)]
    } catch (error) {
      if (error instanceof LayoutFault) return []
      throw error
    }
  })
}

const MAGIC = utf8('VIGILKEY')
const HEADER = 8 + 2 + 4 + 16 + 8
/** No record is larger; a length field that says more is damaged. */
const MOST_RECORD = 1 << 22
/** Types that a search behind damage tries: those of this version and of some to come. */
const MOST_TYPE = 32

export interface KeyFile {
  readonly generation: number
  readonly records: readonly KeyRecord[]
  /** Bytes that are whole: where the next append begins. */
  readonly length: number
  /** Running hash after each whole record, by the length it ends at. */
  readonly chain: Bytes
  readonly chains: ReadonlyMap<number, Bytes>
  /** Records whose checksum fails, and whether the last was cut (a torn append). */
  readonly damaged: number
  readonly torn: boolean
}

/** A file with replacements has a version of its own: a reader that does not know them would miss what they keep. */
const WITH_REPLACED = 2

export async function keyFileHeader(engine: Engine, vault: Bytes, generation: number, version: number = FORMAT): Promise<Bytes> {
  const header = new ByteWriter().raw(MAGIC).u16(version).u32(generation).raw(vault).finish()
  return concatBytes(header, await checksum(engine, header))
}

export async function encodeRecord(engine: Engine, { type, payload }: KeyRecord): Promise<Bytes> {
  const body = new ByteWriter().u8(type).block(payload).finish()
  return concatBytes(body, await checksum(engine, body))
}

/** Chain of the key file: what it was before, then the record. */
export async function extendKeyChain(engine: Engine, vault: Bytes, chain: Bytes, record: Bytes): Promise<Bytes> {
  return engine.sha256(context('key-chain', vault, chain, await engine.sha256(record)))
}

export type KeyFileFault = 'absent' | 'damaged' | 'newer' | 'other-vault'

/** Reads what is whole. A damaged record is stepped over where its length still leads to a whole one. */
export async function parseKeyFile(engine: Engine, vault: Bytes, bytes: Bytes): Promise<KeyFile | KeyFileFault> {
  if (bytes.length === 0) return 'absent'
  if (bytes.length < HEADER) return 'damaged'
  const header = bytes.subarray(0, HEADER - 8)
  const headerWhole = equalBytes(bytes.subarray(0, 8), MAGIC) && equalBytes(await checksum(engine, header), bytes.subarray(HEADER - 8, HEADER))
  const reader = new ByteReader(header.subarray(8))
  if (headerWhole && reader.u16() > WITH_REPLACED) return 'newer'
  const generation = headerWhole ? reader.u32() : 0
  if (headerWhole && !equalBytes(reader.raw(16), vault)) return 'other-vault'

  const records: KeyRecord[] = []
  const chains = new Map<number, Bytes>()
  let chain = await extendKeyChain(engine, vault, new Uint8Array(32), bytes.subarray(0, HEADER))
  chains.set(HEADER, chain)
  let at = HEADER
  let whole = HEADER
  let damaged = headerWhole ? 0 : 1
  while (at < bytes.length) {
    const size = await wholeRecord(engine, bytes, at)
    if (size === 0) {
      const next = await findRecord(engine, bytes, at + 1)
      if (next === null) break
      damaged += 1
      chain = await extendKeyChain(engine, vault, chain, bytes.subarray(at, next))
      at = next
      continue
    }
    const record = bytes.subarray(at, at + size)
    records.push({ type: record[0]!, payload: record.subarray(5, size - 8), from: at, before: chain })
    chain = await extendKeyChain(engine, vault, chain, record)
    at += size
    whole = at
    chains.set(at, chain)
  }
  if (records.length === 0 && damaged > 0) return 'damaged'
  return { generation, records, length: whole, chain, chains, damaged, torn: whole < bytes.length }
}

async function wholeRecord(engine: Engine, bytes: Bytes, at: number): Promise<number> {
  if (at + 13 > bytes.length) return 0
  const payload = new ByteReader(bytes.subarray(at + 1, at + 5)).u32()
  const size = 13 + payload
  if (payload > MOST_RECORD || at + size > bytes.length) return 0
  return equalBytes(await checksum(engine, bytes.subarray(at, at + size - 8)), bytes.subarray(at + size - 8, at + size)) ? size : 0
}

async function findRecord(engine: Engine, bytes: Bytes, from: number): Promise<number | null> {
  for (let at = from; at + 13 <= bytes.length; at++) {
    const type = bytes[at]!
    if (type >= 1 && type <= MOST_TYPE && (await wholeRecord(engine, bytes, at)) > 0) return at
  }
  return null
}

/** Records of both copies, each once, the current copy's order first. */
export function mergeRecords(current: KeyFile | null, previous: KeyFile | null): KeyRecord[] {
  if (!current || (previous && (previous.generation === current.generation || current.generation === 0) && current.damaged > 0)) {
    const seen = new Set<string>()
    return [...(previous?.records ?? []), ...(current?.records ?? [])].filter((record) => {
      const id = `${record.type}:${toHex(record.payload)}`
      return !seen.has(id) && seen.add(id)
    })
  }
  return [...current.records]
}

export interface VaultName { readonly name: string; readonly sample: boolean }

export function encodeName({ name, sample }: VaultName): Bytes {
  return new ByteWriter().text(name).u8(sample ? 1 : 0).finish()
}
export function decodeName(payload: Bytes): VaultName {
  const reader = new ByteReader(payload)
  const name = { name: reader.text(), sample: reader.u8() === 1 }
  reader.done()
  return name
}

/** The root (slot `root`): 32 random bytes by generation, mixed into every wrap, so that an erasure can drop the old. */
export interface Root { readonly generation: number; readonly secret: Bytes }
const ROOT_MAGIC = utf8('VIGILROOT')

export const newRoot = (generation: number): Root => ({ generation, secret: randomBytes(32) })

/** Two roots stand in the file only while the key file moves from one to the other. */
export async function encodeRoots(engine: Engine, vault: Bytes, roots: readonly Root[]): Promise<Bytes> {
  const writer = new ByteWriter().raw(ROOT_MAGIC).u16(FORMAT).raw(vault).u8(roots.length)
  for (const root of roots) writer.u32(root.generation).raw(root.secret)
  const body = writer.finish()
  return concatBytes(body, await checksum(engine, body))
}

/** The roots, or null where the file is damaged, absent or another vault's. */
export async function decodeRoots(engine: Engine, vault: Bytes, bytes: Bytes): Promise<Root[] | null> {
  try {
    if (bytes.length < 9 + 8) return null
    const body = bytes.subarray(0, bytes.length - 8)
    if (!equalBytes(await checksum(engine, body), bytes.subarray(bytes.length - 8))) return null
    const reader = new ByteReader(body)
    reader.expect(ROOT_MAGIC, 'no root file')
    if (reader.u16() > FORMAT) return null
    reader.expect(vault, 'root of another vault')
    const roots = Array.from({ length: reader.u8() }, () => ({ generation: reader.u32(), secret: reader.raw(32).slice() }))
    reader.done()
    return roots
  } catch (error) {
    if (error instanceof LayoutFault) return null
    throw error
  }
}

/** Who rewrote the key file as this generation, with these records before it: the reason to believe one that the head does not know yet. */
export interface Succession { readonly generation: number; readonly account: Bytes; readonly signature: Bytes }

const successionFacts = ({ generation, account }: Omit<Succession, 'signature'>) => new ByteWriter().u32(generation).raw(account).finish()

/** @param before chain of the key file up to this record */
export function encodeSuccession(vault: Bytes, generation: number, account: Bytes, before: Bytes, signing: SigningKeys): Bytes {
  const facts = successionFacts({ generation, account })
  return concatBytes(facts, sign(signing, 'succession', vault, concatBytes(facts, before)))
}
export function decodeSuccession(payload: Bytes): Succession {
  const reader = new ByteReader(payload)
  const succession = { generation: reader.u32(), account: reader.raw(16), signature: reader.raw(64) }
  reader.done()
  return succession
}
export function successionSignedBy(vault: Bytes, succession: Succession, before: Bytes, publicKey: Bytes): boolean {
  return verify(publicKey, 'succession', vault, concatBytes(successionFacts(succession), before), succession.signature)
}

/** A whole key file of these records, with the chain that a head will hold of it. */
export async function buildKeyFile(engine: Engine, vault: Bytes, generation: number, records: readonly KeyRecord[]): Promise<{ bytes: Bytes; length: number; chain: Bytes; generation: number }> {
  const header = await keyFileHeader(engine, vault, generation, records.some(({ type }) => type === RECORD.replaced) ? WITH_REPLACED : FORMAT)
  const parts = [header]
  let chain = await extendKeyChain(engine, vault, new Uint8Array(32), header)
  for (const record of records) {
    const bytes = await encodeRecord(engine, record)
    chain = await extendKeyChain(engine, vault, chain, bytes)
    parts.push(bytes)
  }
  const bytes = concatBytes(...parts)
  return { bytes, length: bytes.length, chain, generation }
}
