import { ByteReader, ByteWriter, concatBytes, LayoutFault, owned, utf8, type Bytes } from './bytes.ts'
import type { Compressor } from './compressor.ts'
import type { BlockCipher, Engine } from './engine.ts'
import type { GroupKey } from './keyring.ts'
import { paddedLength } from './padding.ts'
import { FORMAT, randomBytes } from './primitives.ts'

/**
 * A block is what one random key seals: for one group, one or more sections, each opened apart from the
 * others. A section is packed (salt, compression, lengths, content, padding), cut into pieces and sealed
 * piece by piece; the nonce counts section and piece and marks the last, the key is never used again.
 */

/** Plaintext bytes of a piece. WebCrypto in Chromium opens 1.3 GB/s at this size and half of it at 1 MiB. */
export const PIECE = 1 << 19
const TAG = 16
const HEAD = 32 + 1 + 6 + 6
/** What one section may unpack to; more than any chunk or segment, less than what would hurt. */
const MOST = 1 << 30

export type Packing = 'auto' | 'store'
const STORED = 0
const ZSTD = 1

/** A section ready to be sealed: its padded bytes, and the salted hash by which a signature names it. */
export interface PackedSection {
  readonly padded: Bytes
  readonly hash: Bytes
}

/**
 * Packs a section. `auto` compresses and keeps the result where it saves a sixteenth or more.
 * The hash covers salt, header and packed content, not the padding: SHA-256 of `vigil/section/v1` and them.
 */
export async function packSection(engine: Engine, compressor: Compressor, content: Uint8Array, packing: Packing): Promise<PackedSection> {
  let packed: Uint8Array = content
  let how = STORED
  if (packing === 'auto' && content.length > 64) {
    const smaller = await compressor.compress(content)
    if (smaller.length < content.length - (content.length >> 4)) {
      packed = smaller
      how = ZSTD
    }
  }
  const used = HEAD + packed.length
  // The prefix that the hash needs stands before the padded bytes in the same memory, so that nothing is copied for it.
  const memory = new Uint8Array(HASH_PREFIX.length + paddedLength(used))
  memory.set(HASH_PREFIX)
  const padded = memory.subarray(HASH_PREFIX.length)
  padded.set(randomBytes(32))
  padded.set(new ByteWriter().u8(how).u48(content.length).u48(packed.length).finish(), 32)
  padded.set(packed, HEAD)
  return { padded, hash: await engine.sha256(memory.subarray(0, HASH_PREFIX.length + used)) }
}
const HASH_PREFIX = utf8(`vigil/section/v${FORMAT}\0`)

export const sealedLength = (padded: number): number => padded + TAG * Math.ceil(padded / PIECE)

function paddedOf(sealed: number): number {
  const pieces = Math.ceil(sealed / (PIECE + TAG))
  return sealed - TAG * pieces
}

/** Where a block stands. All of it is bound to every piece, so that no ciphertext opens in another place. */
export interface BlockPlace {
  readonly vault: Bytes
  readonly use: 'commit' | 'envelope' | 'segment' | 'manifest' | 'draft'
  readonly group: GroupKey
  /** The block's own id: that of its key. */
  readonly block: Bytes
  /** What it belongs to: the commit, the manifest's segment set, the draft. 16 bytes. */
  readonly owner: Bytes
  /** The commit's sequence on its device; for a segment its order. */
  readonly sequence: number
}
const USES = { commit: 1, envelope: 2, segment: 3, manifest: 4, draft: 5 } as const

/** Associated data: format, use, vault, group tag, group key handle, epoch, block, owner, sequence. */
function associated(place: BlockPlace, padded: number): Bytes {
  return new ByteWriter().u16(FORMAT).u8(USES[place.use]).raw(place.vault).raw(place.group.tag).raw(place.group.handle).u32(place.group.epoch)
    .raw(place.block).raw(place.owner).u48(place.sequence).u48(padded).finish()
}

function nonce(section: number, piece: number, last: boolean): Bytes {
  return new ByteWriter().u32(section).u32(piece).u32(last ? 1 : 0).finish()
}

/** Seals a packed section into `target`, which is exactly `sealedLength(padded.length)` long. */
export async function sealSection(cipher: BlockCipher, place: BlockPlace, section: number, padded: Bytes, target: Uint8Array): Promise<void> {
  const data = associated(place, padded.length)
  const pieces = Math.ceil(padded.length / PIECE)
  const results = []
  for (let piece = 0; piece < pieces; piece++) {
    results.push(cipher.seal(nonce(section, piece, piece === pieces - 1), data, padded.subarray(piece * PIECE, (piece + 1) * PIECE)))
  }
  let at = 0
  for (const result of results) {
    const sealed = result instanceof Uint8Array ? result : await result
    target.set(sealed, at)
    at += sealed.length
  }
}

/** What a sealed section holds, opened and unpacked, with the salted hash of it where asked for. */
export interface OpenedSection {
  readonly content: Bytes
  readonly hash: Bytes | null
  /** What its hash was salted with. */
  readonly salt: Bytes
}

/**
 * Opens and unpacks a section. With `into`, stored (not compressed) content is written through those
 * views in order, without a whole copy of it in between; `content` is then empty.
 * @throws OpenFault; LayoutFault where an authentic section is malformed
 */
export async function openSection(
  engine: Engine, compressor: Compressor, cipher: BlockCipher, place: BlockPlace, section: number, sealed: Bytes,
  options: { readonly hash?: boolean; readonly into?: readonly Uint8Array[] } = {},
): Promise<OpenedSection> {
  const padded = paddedOf(sealed.length)
  if (padded < HEAD) throw new LayoutFault('section too short')
  const data = associated(place, padded)
  const pieces = Math.ceil(padded / PIECE)
  const results: (Bytes | Promise<Bytes>)[] = []
  for (let piece = 0; piece < pieces; piece++) {
    results.push(cipher.open(nonce(section, piece, piece === pieces - 1), data, sealed.subarray(piece * (PIECE + TAG), (piece + 1) * (PIECE + TAG))))
  }
  const opened = await settleAll(results)
  const salt = opened[0]!.slice(0, 32)
  const header = new ByteReader(opened[0]!.subarray(32, HEAD))
  const [how, length, packedLength] = [header.u8(), header.u48(), header.u48()]
  if (HEAD + packedLength > padded || length > MOST || (how === STORED && length !== packedLength) || how > ZSTD) throw new LayoutFault('section header')
  if (how === STORED && options.into && !options.hash) {
    scatter(opened, packedLength, options.into)
    return { content: new Uint8Array(0), hash: null, salt }
  }
  const whole = pieces === 1 ? opened[0]! : concatBytes(...opened)
  const hash = options.hash ? await engine.sha256(concatBytes(HASH_PREFIX, whole.subarray(0, HEAD + packedLength))) : null
  const packed = whole.subarray(HEAD, HEAD + packedLength)
  const content = how === STORED ? packed : owned(await compressor.decompress(packed, length))
  if (content.length !== length) throw new LayoutFault('section length')
  if (!options.into) return { content, hash, salt }
  scatter([content], length, options.into, 0)
  return { content: new Uint8Array(0), hash, salt }
}

/** Every piece's outcome, so that one refused piece leaves no promise unhandled. */
async function settleAll(results: readonly (Bytes | Promise<Bytes>)[]): Promise<Bytes[]> {
  if (results.every((result) => result instanceof Uint8Array)) return results as Bytes[]
  const settled = await Promise.allSettled(results)
  return settled.map((result) => {
    if (result.status === 'rejected') throw result.reason
    return result.value
  })
}

function scatter(pieces: readonly Bytes[], length: number, views: readonly Uint8Array[], skip = HEAD): void {
  if (views.reduce((sum, view) => sum + view.length, 0) !== length) throw new LayoutFault('views do not fit the section')
  let piece = 0
  let at = skip
  for (const view of views) {
    let filled = 0
    while (filled < view.length) {
      const count = Math.min(view.length - filled, pieces[piece]!.length - at)
      view.set(pieces[piece]!.subarray(at, at + count), filled)
      filled += count
      at += count
      if (at === pieces[piece]!.length) {
        piece += 1
        at = 0
      }
    }
  }
}
