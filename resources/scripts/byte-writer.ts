/** Writes what `shared/geo/bytes.ts` reads. */
export class ByteWriter {
  #bytes = new Uint8Array(1 << 16)
  #length = 0

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more))
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
  }

  get length(): number {
    return this.#length
  }

  u8(value: number): void {
    this.#room(1)
    this.#bytes[this.#length++] = value
  }

  u32(value: number): void {
    this.#room(4)
    new DataView(this.#bytes.buffer).setUint32(this.#length, value, true)
    this.#length += 4
  }

  f64(value: number): void {
    this.#room(8)
    new DataView(this.#bytes.buffer).setFloat64(this.#length, value, true)
    this.#length += 8
  }

  varint(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a count: ${value}`)
    while (value > 127) {
      this.u8((value % 128) | 128)
      value = Math.floor(value / 128)
    }
    this.u8(value)
  }

  signed(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value)
  }

  text(value: string): void {
    const bytes = new TextEncoder().encode(value)
    this.varint(bytes.length)
    this.append(bytes)
  }

  append(bytes: Uint8Array): void {
    this.#room(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  heading(magic: string, version: number): void {
    for (const letter of magic) this.u8(letter.charCodeAt(0))
    this.u8(version)
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }
}
