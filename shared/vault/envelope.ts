import { ByteReader, ByteWriter, LayoutFault, type Bytes } from './bytes.ts'
import { sha256Small } from './engine.ts'
import type { Hlc } from './hlc.ts'
import { context, FORMAT, sign, verify, type SigningKeys } from './primitives.ts'

/**
 * A commit's envelope (DESIGN.md, A). Outside stand version, vault, id, device, sequence and the hash of the
 * device's previous statement; all else is sealed. Inside, the statement is what the author signs for ever:
 * parts by salted hash. The table beside it says where their sealed bytes are now, and may change
 * when a part is re-sealed or erased; the signature does not cover it, the blocks' associated data does.
 */
export const ENVELOPE_KIND = { commit: 0, chunk: 1, end: 2, abandon: 3 } as const
export type EnvelopeKind = keyof typeof ENVELOPE_KIND
const KINDS = Object.keys(ENVELOPE_KIND) as EnvelopeKind[]

export interface Statement {
  readonly id: Bytes
  readonly device: Bytes
  /** From 1, without gaps on one device. */
  readonly sequence: number
  /** Hash of the device's previous statement; zeros for its first. */
  readonly previous: Bytes
  readonly account: Bytes
  readonly hlc: Hlc
  readonly kind: EnvelopeKind
  /** Of a chunk: its import and its number from 0. Of an end mark: the import, how many chunks, and their hash. */
  readonly bulk: { readonly import: Bytes; readonly number: number; readonly hash: Bytes } | null
  readonly undoes: Bytes | null
  /** Ids of the commits that nothing else had built on yet, as the author saw them. */
  readonly seen: readonly Bytes[]
  readonly parts: readonly StatedPart[]
}
/** A part as signed: the group's tag, the section's name, and the salted hash of its packed content. */
export interface StatedPart { readonly tag: Bytes; readonly section: string; readonly hash: Bytes }

/** The section of every block that says by what act it was made: who opens any part of a commit reads its act. */
export const ACT_SECTION = 'act'
/** The section, in a block of the group `station`, that says who saw or changed what: opened by `audit` and by its author. */
export const ACCESS_SECTION = 'access'

/** Whether a statement changes nothing and only says what its author saw: it is in the journal and its chain, and stands outside the order of what people changed. */
export function isAccessAlone({ kind, parts }: Pick<Statement, 'kind' | 'parts'>): boolean {
  return kind === 'commit' && parts.some(({ section }) => section === ACCESS_SECTION) && parts.every(({ section }) => section === ACCESS_SECTION || section === ACT_SECTION)
}
/** Whether it stands among what people changed: it names the heads it saw and becomes one. */
export const isLogical = (statement: Pick<Statement, 'kind' | 'parts'>): boolean => statement.kind === 'end' || (statement.kind === 'commit' && !isAccessAlone(statement))

/** The sealed bytes of one block: its key's id, its group's tag, and its sections' sealed lengths in order. */
export interface TableBlock { readonly key: Bytes; readonly tag: Bytes; readonly sections: readonly number[] }

export interface Meta {
  readonly statement: Statement
  readonly hash: Bytes
  readonly signature: Bytes
  readonly table: readonly TableBlock[]
}

export interface Outside {
  readonly id: Bytes
  readonly device: Bytes
  readonly sequence: number
  readonly previous: Bytes
  readonly metaKey: Bytes
  readonly metaLength: number
}
/** Bytes before the sealed meta. */
export const OUTSIDE_LENGTH = 2 + 16 + 16 + 16 + 6 + 32 + 16 + 4

export function encodeOutside(vault: Bytes, outside: Outside): Bytes {
  return new ByteWriter().u16(FORMAT).raw(vault).raw(outside.id).raw(outside.device).u48(outside.sequence).raw(outside.previous).raw(outside.metaKey).u32(outside.metaLength).finish()
}

/** @throws LayoutFault for another version or vault, or a length that does not fit */
export function decodeOutside(vault: Bytes, body: Bytes): Outside {
  const reader = new ByteReader(body)
  if (reader.u16() !== FORMAT) throw new LayoutFault('envelope version')
  reader.expect(vault, 'envelope of another vault')
  const outside = { id: reader.raw(16), device: reader.raw(16), sequence: reader.u48(), previous: reader.raw(32), metaKey: reader.raw(16), metaLength: reader.u32() }
  if (outside.metaLength > reader.left) throw new LayoutFault('envelope length')
  return outside
}

export function encodeStatement(vault: Bytes, statement: Statement): Bytes {
  const writer = new ByteWriter().u16(FORMAT).raw(vault).raw(statement.id).raw(statement.device).u48(statement.sequence).raw(statement.previous).raw(statement.account)
  writer.u48(statement.hlc.time).u16(statement.hlc.count).u8(ENVELOPE_KIND[statement.kind])
  if (statement.bulk) writer.u8(1).raw(statement.bulk.import).u32(statement.bulk.number).raw(statement.bulk.hash)
  else writer.u8(0)
  if (statement.undoes) writer.u8(1).raw(statement.undoes)
  else writer.u8(0)
  writer.u16(statement.seen.length)
  for (const id of statement.seen) writer.raw(id)
  writer.u16(statement.parts.length)
  for (const part of statement.parts) writer.raw(part.tag).text(part.section).raw(part.hash)
  return writer.finish()
}

/** @throws LayoutFault */
export function decodeStatement(vault: Bytes, bytes: Bytes): Statement {
  const reader = new ByteReader(bytes)
  if (reader.u16() !== FORMAT) throw new LayoutFault('statement version')
  reader.expect(vault, 'statement of another vault')
  const fixed = { id: reader.raw(16).slice(), device: reader.raw(16).slice(), sequence: reader.u48(), previous: reader.raw(32).slice(), account: reader.raw(16).slice(), hlc: { time: reader.u48(), count: reader.u16() } }
  const kind = KINDS[reader.u8()]
  if (!kind) throw new LayoutFault('statement kind')
  const bulk = reader.u8() === 1 ? { import: reader.raw(16).slice(), number: reader.u32(), hash: reader.raw(32).slice() } : null
  const undoes = reader.u8() === 1 ? reader.raw(16).slice() : null
  const seen = Array.from({ length: reader.u16() }, () => reader.raw(16).slice())
  const parts = Array.from({ length: reader.u16() }, () => ({ tag: reader.raw(16).slice(), section: reader.text(), hash: reader.raw(32).slice() }))
  reader.done()
  return { ...fixed, kind, bulk, undoes, seen, parts }
}

/** Names a statement in the next one and in the head: SHA-256 of `vigil/statement/v1`, the vault and its bytes. */
export function statementHash(vault: Bytes, statement: Statement): Bytes {
  return sha256Small(context('statement', vault, encodeStatement(vault, statement)))
}

export function encodeMeta(vault: Bytes, statement: Statement, table: readonly TableBlock[], signing: SigningKeys): { bytes: Bytes; hash: Bytes } {
  const hash = statementHash(vault, statement)
  const writer = new ByteWriter().block(encodeStatement(vault, statement)).raw(sign(signing, 'commit', vault, hash)).u16(table.length)
  for (const block of table) {
    writer.raw(block.key).raw(block.tag).u16(block.sections.length)
    for (const length of block.sections) writer.u32(length)
  }
  return { bytes: writer.finish(), hash }
}

/** @throws LayoutFault */
export function decodeMeta(vault: Bytes, bytes: Bytes): Meta {
  const reader = new ByteReader(bytes)
  const encoded = reader.block()
  const statement = decodeStatement(vault, encoded)
  const signature = reader.raw(64).slice()
  const table = Array.from({ length: reader.u16() }, () => ({ key: reader.raw(16).slice(), tag: reader.raw(16).slice(), sections: Array.from({ length: reader.u16() }, () => reader.u32()) }))
  reader.done()
  if (table.reduce((sum, block) => sum + block.sections.length, 0) !== statement.parts.length) throw new LayoutFault('table and statement differ')
  return { statement, hash: sha256Small(context('statement', vault, encoded)), signature, table }
}

export function signedBy(vault: Bytes, meta: Meta, publicKey: Bytes): boolean {
  return verify(publicKey, 'commit', vault, meta.hash, meta.signature)
}

/** The hash by which an end mark names its chunks: over their statement hashes in order. */
export function chunksHash(vault: Bytes, hashes: readonly Bytes[]): Bytes {
  const writer = new ByteWriter()
  for (const hash of hashes) writer.raw(hash)
  return sha256Small(context('chunks', vault, writer.finish()))
}
