/** Bytes over memory of our own (never shared between threads), as WebCrypto asks for them. */
export type Bytes = Uint8Array<ArrayBuffer>

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })

export const utf8 = (text: string): Bytes => encoder.encode(text)

/** The same bytes if their memory is ours alone, else a copy; never a Node Buffer, whose `slice` does not copy. */
export function owned(bytes: Uint8Array): Bytes {
  if (!(bytes.buffer instanceof ArrayBuffer)) return new Uint8Array(bytes)
  return bytes.constructor === Uint8Array ? (bytes as Bytes) : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

export function concatBytes(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Equality for public values; secrets are compared only inside the AEAD. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += HEX[byte]
  return text
}

/** @throws RangeError if the text is no even run of hexadecimal digits */
export function fromHex(text: string): Bytes {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw new RangeError('not hexadecimal')
  return Uint8Array.from({ length: text.length / 2 }, (_, index) => Number.parseInt(text.slice(2 * index, 2 * index + 2), 16))
}

/** Stored bytes do not have the shape that their format says. Carries no content. */
export class LayoutFault extends Error {
  constructor(what: string) {
    super(what)
    this.name = 'LayoutFault'
  }
}

/** A number that is cut to fit would be signed and sealed as another one. */
function requireBits(value: number, bits: number): void {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 2 ** bits) throw new RangeError(`out of ${bits} bits`)
}

/** Writes the formats of `resources/formats.md`: little-endian integers, length-prefixed texts. */
export class ByteWriter {
  #buffer: Bytes = new Uint8Array(256)
  #view = new DataView(this.#buffer.buffer)
  #length = 0

  #room(count: number): number {
    const at = this.#length
    this.#length += count
    if (this.#length > this.#buffer.length) {
      const grown = new Uint8Array(Math.max(2 * this.#buffer.length, this.#length))
      grown.set(this.#buffer.subarray(0, at))
      this.#buffer = grown
      this.#view = new DataView(grown.buffer)
    }
    return at
  }
  u8(value: number): this {
    requireBits(value, 8)
    const at = this.#room(1)
    this.#view.setUint8(at, value)
    return this
  }
  u16(value: number): this {
    requireBits(value, 16)
    const at = this.#room(2)
    this.#view.setUint16(at, value, true)
    return this
  }
  u32(value: number): this {
    requireBits(value, 32)
    const at = this.#room(4)
    this.#view.setUint32(at, value, true)
    return this
  }
  /** Integers to 2^48 - 1: lengths, sequences, milliseconds. */
  u48(value: number): this {
    requireBits(value, 48)
    const at = this.#room(6)
    this.#view.setUint32(at, value % 2 ** 32, true)
    this.#view.setUint16(at + 4, Math.floor(value / 2 ** 32), true)
    return this
  }
  raw(bytes: Uint8Array): this {
    const at = this.#room(bytes.length)
    this.#buffer.set(bytes, at)
    return this
  }
  /** Bytes behind their 32-bit length. */
  block(bytes: Uint8Array): this {
    return this.u32(bytes.length).raw(bytes)
  }
  /** UTF-8 behind its 16-bit length. */
  text(value: string): this {
    const bytes = utf8(value)
    if (bytes.length > 0xffff) throw new RangeError('text too long')
    return this.u16(bytes.length).raw(bytes)
  }
  finish(): Bytes {
    return this.#buffer.slice(0, this.#length)
  }
  /** Overwrites what was written, for plaintext of keys. */
  wipe(): void {
    this.#buffer.fill(0)
    this.#length = 0
  }
}

/**
 * Reads what `ByteWriter` writes.
 * @throws LayoutFault where bytes are missing or left over; never reads past its end
 */
export class ByteReader {
  readonly #bytes: Bytes
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = owned(bytes)
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength)
  }
  #take(count: number): number {
    const at = this.#at
    if (count < 0 || at + count > this.#bytes.length) throw new LayoutFault('cut short')
    this.#at = at + count
    return at
  }
  get at(): number {
    return this.#at
  }
  get left(): number {
    return this.#bytes.length - this.#at
  }
  u8(): number {
    return this.#view.getUint8(this.#take(1))
  }
  u16(): number {
    return this.#view.getUint16(this.#take(2), true)
  }
  u32(): number {
    return this.#view.getUint32(this.#take(4), true)
  }
  u48(): number {
    const at = this.#take(6)
    return this.#view.getUint32(at, true) + this.#view.getUint16(at + 4, true) * 2 ** 32
  }
  /** A view, not a copy. */
  raw(count: number): Bytes {
    const at = this.#take(count)
    return this.#bytes.subarray(at, at + count)
  }
  block(): Bytes {
    return this.raw(this.u32())
  }
  text(): string {
    try {
      return decoder.decode(this.raw(this.u16()))
    } catch (error) {
      throw error instanceof LayoutFault ? error : new LayoutFault('not UTF-8')
    }
  }
  expect(bytes: Uint8Array, what: string): void {
    if (!equalBytes(this.raw(bytes.length), bytes)) throw new LayoutFault(what)
  }
  done(): void {
    if (this.left !== 0) throw new LayoutFault('bytes left over')
  }
}
