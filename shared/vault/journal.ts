import type { Platform } from '../platform.ts'
import { ByteReader, ByteWriter, concatBytes, equalBytes, owned, toHex, utf8, type Bytes } from './bytes.ts'
import type { Engine } from './engine.ts'
import { checksum, context, FORMAT } from './primitives.ts'

/**
 * The journal: a header, then frames end to end. A frame is a mark, the body's length, the body (an envelope)
 * and SHA-256 of mark, length and body. The digest tells whole from damaged without any key; the chain
 * over all digests, held in the signed head, tells the true journal from another.
 */
const MAGIC = utf8('VIGILJNL')
export const JOURNAL_HEADER = 8 + 2 + 16 + 8
const MARK = utf8('VGF1')
export const FRAME_OVERHEAD = 4 + 4 + 32
/** A frame with its padding; the hub takes 1 MB. */
export const MOST_FRAME = 900_000
/** Readers take a little more: an erasure may push what it re-seals over a step of padding. Still under the hub's limit. */
export const MOST_READ = 1_000_000
const WINDOW = 1 << 22

export async function journalHeader(engine: Engine, vault: Bytes): Promise<Bytes> {
  const header = new ByteWriter().raw(MAGIC).u16(FORMAT).raw(vault).finish()
  return concatBytes(header, await checksum(engine, header))
}

export async function journalHeaderWhole(engine: Engine, vault: Bytes, bytes: Bytes): Promise<boolean> {
  return equalBytes(bytes, await journalHeader(engine, vault))
}

/** The chain before the first frame. */
export async function firstChain(engine: Engine, vault: Bytes): Promise<Bytes> {
  return engine.sha256(context('journal', vault))
}
export async function extendChain(engine: Engine, vault: Bytes, chain: Bytes, digest: Bytes): Promise<Bytes> {
  return engine.sha256(context('journal', vault, chain, digest))
}

/** An empty frame for a body of `length` bytes: where the body goes, and how to close it. */
export function newFrame(length: number): { frame: Bytes; body: Bytes } {
  const frame = new Uint8Array(FRAME_OVERHEAD + length)
  frame.set(MARK)
  new DataView(frame.buffer).setUint32(4, length, true)
  return { frame, body: frame.subarray(8, 8 + length) }
}
export async function closeFrame(engine: Engine, frame: Bytes): Promise<Bytes> {
  const digest = await engine.sha256(frame.subarray(0, frame.length - 32))
  frame.set(digest, frame.length - 32)
  return digest
}

export interface Frame { readonly offset: number; readonly end: number; readonly body: Bytes; readonly digest: Bytes }
/** Bytes that are no whole frame: damaged where a whole frame follows, else a tail. */
export interface Gap { readonly offset: number; readonly end: number; readonly body: null; readonly digest?: undefined; readonly tail: boolean }

/** The sealed journal as the shell keeps it, read in windows. */
export class JournalReader {
  readonly #platform: Platform
  readonly #vault: string
  readonly #engine: Engine
  #window: Bytes = new Uint8Array(0)
  #from = 0

  constructor(platform: Platform, engine: Engine, vault: Bytes) {
    this.#platform = platform
    this.#engine = engine
    this.#vault = toHex(vault)
  }

  async length(): Promise<number> {
    return (await this.#platform.call('journalLength', { vault: this.#vault })).answer.length
  }
  /** Exactly these bytes, or fewer where the journal ends. */
  async read(offset: number, length: number): Promise<Bytes> {
    return owned((await this.#platform.call('readJournal', { vault: this.#vault, offset, length })).bytes)
  }

  async #at(offset: number, length: number, limit: number): Promise<Bytes> {
    const inside = offset - this.#from
    if (inside >= 0 && inside + length <= this.#window.length) return this.#window.subarray(inside, inside + length)
    this.#window = await this.read(offset, Math.min(Math.max(length, WINDOW), limit - offset))
    this.#from = offset
    return this.#window.subarray(0, length)
  }

  /** Frames and gaps from a frame's beginning to `limit`, in order. */
  async *frames(offset: number, limit: number): AsyncGenerator<Frame | Gap> {
    this.#window = new Uint8Array(0)
    let at = offset
    while (at < limit) {
      const frame = await this.#frame(at, limit)
      if (frame) {
        yield frame
        at = frame.end
        continue
      }
      const next = await this.#next(at + 1, limit)
      yield { offset: at, end: next ?? limit, body: null, tail: next === null }
      at = next ?? limit
    }
  }

  async #frame(at: number, limit: number): Promise<Frame | null> {
    if (at + FRAME_OVERHEAD > limit) return null
    const head = await this.#at(at, 8, limit)
    if (head.length < 8 || !equalBytes(head.subarray(0, 4), MARK)) return null
    const length = new ByteReader(head.subarray(4)).u32()
    const size = FRAME_OVERHEAD + length
    if (size > MOST_READ || at + size > limit) return null
    const whole = await this.#at(at, size, limit)
    if (whole.length < size) return null
    const digest = whole.subarray(size - 32)
    if (!equalBytes(await this.#engine.sha256(whole.subarray(0, size - 32)), digest)) return null
    return { offset: at, end: at + size, body: whole.subarray(8, size - 32), digest }
  }

  /** Where the next whole frame begins after damage. */
  async #next(from: number, limit: number): Promise<number | null> {
    for (let at = from; at + FRAME_OVERHEAD <= limit; ) {
      const bytes = await this.#at(at, Math.min(WINDOW, limit - at), limit)
      let found = -1
      for (let i = 0; i + 4 <= bytes.length; i++) {
        if (bytes[i] === MARK[0] && bytes[i + 1] === MARK[1] && bytes[i + 2] === MARK[2] && bytes[i + 3] === MARK[3]) {
          found = i
          break
        }
      }
      if (found < 0) {
        at += Math.max(1, bytes.length - 3)
        continue
      }
      if (await this.#frame(at + found, limit)) return at + found
      at += found + 1
    }
    return null
  }
}
