const encoder = new TextEncoder()

/** Bytes that grow as they are written to. */
export class ByteBuffer {
  #bytes: Uint8Array<ArrayBuffer>
  length = 0

  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(capacity)
  }

  /** Appends a text as UTF-8. */
  text(text: string): void {
    const { length } = text
    this.#reserve(length * 3)
    if (length < 200) {
      // Most texts are short and of one byte a character: a loop is twice as fast as a call.
      const bytes = this.#bytes
      let at = this.length
      let i = 0
      for (; i < length; i++) {
        const unit = text.charCodeAt(i)
        if (unit > 127) break
        bytes[at++] = unit
      }
      if (i === length) {
        this.length = at
        return
      }
    }
    this.length += encoder.encodeInto(text, this.#bytes.subarray(this.length)).written
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.byteLength)
    this.#bytes.set(bytes, this.length)
    this.length += bytes.byteLength
  }

  view(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.length)
  }

  #reserve(more: number): void {
    const needed = this.length + more
    if (needed <= this.#bytes.byteLength) return
    const grown = new Uint8Array(Math.max(needed, this.#bytes.byteLength * 2))
    grown.set(this.#bytes.subarray(0, this.length))
    this.#bytes = grown
  }
}
