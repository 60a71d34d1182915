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

/** Numbers a slot takes: two halves of the hash, the row, and one for alignment, so that a slot is one memory access. */
const STRIDE = 4

/**
 * Which rows have been seen, by a 64-bit hash in an open table: some 32 MB for a million rows. By chance two of a
 * million different rows meet once in 40 million files.
 */
export class SeenRows {
  private capacity = 1 << 12
  private slots = new Int32Array(this.capacity * STRIDE)
  private count = 0

  /** The row that came first with this hash, or 0 after noting `row` (1 or more) as the first. */
  first(high: number, low: number, row: number): number {
    if (this.count * 2 >= this.capacity) this.grow()
    const { slots } = this
    const last = this.capacity * STRIDE - STRIDE
    let slot = ((high ^ (low >>> 7)) << 2) & last
    while (slots[slot + 2] !== 0) {
      if (slots[slot] === high && slots[slot + 1] === low) return slots[slot + 2]!
      slot = (slot + STRIDE) & last
    }
    slots[slot] = high
    slots[slot + 1] = low
    slots[slot + 2] = row
    this.count++
    return 0
  }

  private grow(): void {
    const { slots } = this
    this.capacity *= 4
    this.slots = new Int32Array(this.capacity * STRIDE)
    this.count = 0
    for (let old = 0; old < slots.length; old += STRIDE) if (slots[old + 2] !== 0) this.first(slots[old]!, slots[old + 1]!, slots[old + 2]!)
  }
}
