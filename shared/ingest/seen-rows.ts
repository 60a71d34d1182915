/**
 * Which rows have been seen, by a 64-bit hash of their text: 12 bytes a row, so that a million rows are held in
 * some 24 MB. The seed is random, so that no file can be made to lose a row by a collision; by chance two of a
 * million different rows meet once in 40 million files.
 */
export class SeenRows {
  private capacity = 1 << 12
  private high = new Int32Array(this.capacity)
  private low = new Int32Array(this.capacity)
  private rows = new Int32Array(this.capacity)
  private count = 0
  private readonly seedHigh: number
  private readonly seedLow: number
  private h1 = 0
  private h2 = 0

  constructor(seed: readonly [number, number] = randomSeed()) {
    this.seedHigh = seed[0]
    this.seedLow = seed[1]
  }

  /** The row first seen with these cells, or 0 after noting `row` (1 or more) as the first. */
  first(cells: readonly string[], row: number): number {
    this.begin()
    for (let i = 0; i < cells.length; i++) this.mix(cells[i]!)
    return this.note(row)
  }

  /** Likewise for one text, an id. */
  firstText(text: string, row: number): number {
    this.begin()
    this.mix(text)
    return this.note(row)
  }

  private begin(): void {
    this.h1 = this.seedHigh
    this.h2 = this.seedLow
  }

  private mix(text: string): void {
    let h1 = this.h1
    let h2 = this.h2
    const length = text.length
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i)
      h1 = Math.imul(h1 ^ code, 0x9e3779b1)
      h2 = Math.imul(h2 ^ code, 0x85ebca6b)
      h2 ^= h1 >>> 15
    }
    // The cell's end counts, so that "ab","c" and "a","bc" differ.
    h1 = Math.imul(h1 ^ 0x1ffff, 0x9e3779b1)
    h2 = Math.imul(h2 ^ 0x1ffff ^ (h1 >>> 13), 0x85ebca6b)
    this.h1 = h1 ^ (h1 >>> 16)
    this.h2 = h2 ^ (h2 >>> 16)
  }

  private note(row: number): number {
    if (this.count * 2 >= this.capacity) this.grow()
    const { h1, h2, capacity, high, low, rows } = this
    let slot = (h1 ^ h2) & (capacity - 1)
    while (rows[slot] !== 0) {
      if (high[slot] === h1 && low[slot] === h2) return rows[slot]!
      slot = (slot + 1) & (capacity - 1)
    }
    high[slot] = h1
    low[slot] = h2
    rows[slot] = row
    this.count++
    return 0
  }

  private grow(): void {
    const { high, low, rows } = this
    this.capacity *= 2
    this.high = new Int32Array(this.capacity)
    this.low = new Int32Array(this.capacity)
    this.rows = new Int32Array(this.capacity)
    for (let old = 0; old < rows.length; old++) {
      if (rows[old] === 0) continue
      let slot = (high[old]! ^ low[old]!) & (this.capacity - 1)
      while (this.rows[slot] !== 0) slot = (slot + 1) & (this.capacity - 1)
      this.high[slot] = high[old]!
      this.low[slot] = low[old]!
      this.rows[slot] = rows[old]!
    }
  }
}

function randomSeed(): [number, number] {
  const seed = crypto.getRandomValues(new Int32Array(2))
  return [seed[0]!, seed[1]!]
}
