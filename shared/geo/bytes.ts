/** Reads the compact files under `resources/`: little-endian numbers, LEB128 varints, zigzag for signed ones. */
export class ByteReader {
  readonly bytes: Uint8Array
  readonly #view: DataView
  at: number

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.at = at
  }

  u8(): number {
    return this.#view.getUint8(this.at++)
  }

  u32(): number {
    this.at += 4
    return this.#view.getUint32(this.at - 4, true)
  }

  f64(): number {
    this.at += 8
    return this.#view.getFloat64(this.at - 8, true)
  }

  /** Unsigned varint, up to 2^53. */
  varint(): number {
    let value = 0
    let scale = 1
    for (;;) {
      const byte = this.u8()
      value += (byte & 127) * scale
      if (byte < 128) return value
      scale *= 128
    }
  }

  /** Zigzag varint. */
  signed(): number {
    const value = this.varint()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  /** A string of up to 2^53 bytes of UTF-8, its length before it. */
  text(): string {
    const length = this.varint()
    this.at += length
    return new TextDecoder().decode(this.bytes.subarray(this.at - length, this.at))
  }

  /** The next bytes as a view, not a copy. */
  take(length: number): Uint8Array {
    if (this.at + length > this.bytes.length) throw new RangeError('resource cut short')
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }

  /**
   * Checks that a file is what its name says.
   * @throws RangeError where magic or version differ
   */
  expect(magic: string, version: number): void {
    for (let i = 0; i < magic.length; i++) if (this.u8() !== magic.charCodeAt(i)) throw new RangeError(`not a ${magic} file`)
    const found = this.u8()
    if (found !== version) throw new RangeError(`${magic} version ${found}, not ${version}`)
  }
}
