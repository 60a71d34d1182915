/** Odd multipliers; a reader that scans characters anyway steps the hash in its own loop. */
export const HIGH_STEP = 0x9e3779b1
export const LOW_STEP = 0x85ebca6b

/** A 64-bit hash of a row's cells or of a text, fed piece by piece. */
export class RowHash {
  high = 0
  low = 0
  private readonly seed: readonly [number, number]

  /** The seed is random by default, so that no file can be made to lose a row by a collision. */
  constructor(seed: readonly [number, number] = randomSeed()) {
    this.seed = seed
  }

  begin(): void {
    this.high = this.seed[0]
    this.low = this.seed[1]
  }

  /** One whole cell: the characters of `text` from `start` to `end`. */
  mix(text: string, start: number, end: number): void {
    this.add(text, start, end)
    this.endCell()
  }

  /** A part of a cell. */
  add(text: string, start: number, end: number): void {
    let high = this.high
    let low = this.low
    for (let i = start; i < end; i++) {
      const code = text.charCodeAt(i)
      high = Math.imul(high ^ code, HIGH_STEP)
      // Apart from the first, so that the two run side by side.
      low = (Math.imul(low, LOW_STEP) + code) | 0
    }
    this.high = high
    this.low = low
  }

  /** The cell's end counts, so that "ab","c" and "a","bc" differ. */
  endCell(): void {
    let { high, low } = this
    high = Math.imul(high ^ 0x1ffff, HIGH_STEP)
    low = Math.imul(low ^ 0x1ffff ^ (high >>> 13), LOW_STEP)
    this.high = high ^ (high >>> 16)
    this.low = low ^ (low >>> 16)
  }

  mixAll(cells: readonly string[]): void {
    this.begin()
    for (const cell of cells) this.mix(cell, 0, cell.length)
  }
}

function randomSeed(): [number, number] {
  const seed = crypto.getRandomValues(new Int32Array(2))
  return [seed[0]!, seed[1]!]
}

/**
 * Which rows have been seen, by a 64-bit hash: 12 bytes a row twice over, so that a million rows are held in some
 * 24 MB. By chance two of a million different rows meet once in 40 million files.
 */
export class SeenRows {
  private capacity = 1 << 12
  private high = new Int32Array(this.capacity)
  private low = new Int32Array(this.capacity)
  private rows = new Int32Array(this.capacity)
  private count = 0

  /** The row that came first with this hash, or 0 after noting `row` (1 or more) as the first. */
  first(hashHigh: number, hashLow: number, row: number): number {
    if (this.count * 2 >= this.capacity) this.grow()
    const { capacity, high, low, rows } = this
    let slot = (hashHigh ^ (hashLow >>> 7)) & (capacity - 1)
    while (rows[slot] !== 0) {
      if (high[slot] === hashHigh && low[slot] === hashLow) return rows[slot]!
      slot = (slot + 1) & (capacity - 1)
    }
    high[slot] = hashHigh
    low[slot] = hashLow
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
      let slot = (high[old]! ^ (low[old]! >>> 7)) & (this.capacity - 1)
      while (this.rows[slot] !== 0) slot = (slot + 1) & (this.capacity - 1)
      this.high[slot] = high[old]!
      this.low[slot] = low[old]!
      this.rows[slot] = rows[old]!
    }
  }
}
