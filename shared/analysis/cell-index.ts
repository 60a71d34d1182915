/**
 * Position of a cell in a list of 64-bit cell ids, by open addressing on the ids' halves: a lookup makes no BigInt, so
 * a million tips take milliseconds.
 */
export class CellIndex {
  readonly #words: Uint32Array
  readonly #slots: Int32Array
  readonly #mask: number

  constructor(cells: BigUint64Array) {
    this.#words = halves(cells)
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, cells.length * 2)))
    this.#slots = new Int32Array(size).fill(-1)
    this.#mask = size - 1
    for (let i = 0; i < cells.length; i++) {
      let slot = this.#hash(this.#words[2 * i]!, this.#words[2 * i + 1]!)
      while (this.#slots[slot] !== -1) slot = (slot + 1) & this.#mask
      this.#slots[slot] = i
    }
  }

  #hash(low: number, high: number): number {
    let h = Math.imul(low ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(high, 0xc2b2ae35)
    h ^= h >>> 15
    h = Math.imul(h, 0x27d4eb2f)
    return (h ^ (h >>> 13)) & this.#mask
  }

  /** Position of the cell that row `row` of `halves(column)` holds, or -1. */
  find(column: Uint32Array, row: number): number {
    const low = column[2 * row]!
    const high = column[2 * row + 1]!
    for (let slot = this.#hash(low, high); ; slot = (slot + 1) & this.#mask) {
      const i = this.#slots[slot]!
      if (i === -1 || (this.#words[2 * i] === low && this.#words[2 * i + 1] === high)) return i
    }
  }
}

/** The same bytes as 32-bit words, low half first (all machines that run this are little-endian). */
export function halves(cells: BigUint64Array): Uint32Array {
  return new Uint32Array(cells.buffer, cells.byteOffset, cells.length * 2)
}
