/** Rows on one point from which it is called crowded. */
export const CROWDED = 20

/** Numbers a slot takes: longitude, latitude (to 1e-5 degrees, about a metre), rows on it, and the newest of its first rows. */
const STRIDE = 4

/**
 * Notes how many rows share a point. They are flagged, never demoted: a crossing point is shared by hundreds. The rows
 * on a point that came before it was called crowded are chained, so that they can be named afterwards.
 */
export class CrowdedPoints {
  private capacity = 1 << 12
  private slots = new Int32Array(this.capacity * STRIDE)
  private points = 0
  /** Row of the file, and the entry before it on the same point (0: none), by entry from 1. */
  private entries = new Int32Array(1 << 13)
  private length = 1

  /** How many rows are on the point, this one (row of the file) included. */
  add(lon: number, lat: number, row: number): number {
    if (this.points * 2 >= this.capacity) this.grow()
    const x = Math.round(lon * 1e5)
    const y = Math.round(lat * 1e5)
    const { slots } = this
    const slot = slotOf(slots, x, y)
    if (slots[slot + 2] === 0) {
      slots[slot] = x
      slots[slot + 1] = y
      this.points++
    }
    const count = ++slots[slot + 2]!
    if (count < CROWDED) slots[slot + 3] = this.chain(row, slots[slot + 3]!)
    return count
  }

  /** The first rows of points that turned out crowded only after those rows had been handed on. */
  lateRows(): { row: number; count: number }[] {
    const late: { row: number; count: number }[] = []
    const { slots, entries } = this
    for (let slot = 0; slot < slots.length; slot += STRIDE) {
      const count = slots[slot + 2]!
      if (count < CROWDED) continue
      for (let entry = slots[slot + 3]!; entry !== 0; entry = entries[entry * 2 + 1]!) late.push({ row: entries[entry * 2]!, count })
    }
    return late.sort((a, b) => a.row - b.row)
  }

  private chain(row: number, before: number): number {
    if ((this.length + 1) * 2 > this.entries.length) {
      const longer = new Int32Array(this.entries.length * 2)
      longer.set(this.entries)
      this.entries = longer
    }
    this.entries[this.length * 2] = row
    this.entries[this.length * 2 + 1] = before
    return this.length++
  }

  private grow(): void {
    const { slots } = this
    this.capacity *= 4
    this.slots = new Int32Array(this.capacity * STRIDE)
    for (let old = 0; old < slots.length; old += STRIDE) {
      if (slots[old + 2] !== 0) this.slots.set(slots.subarray(old, old + STRIDE), slotOf(this.slots, slots[old]!, slots[old + 1]!))
    }
  }
}

/** Where a point is, or where it would be put. */
function slotOf(slots: Int32Array, x: number, y: number): number {
  const last = slots.length - STRIDE
  let hash = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b)
  hash ^= hash >>> 15
  let slot = (hash << 2) & last
  while (slots[slot + 2] !== 0 && (slots[slot] !== x || slots[slot + 1] !== y)) slot = (slot + STRIDE) & last
  return slot
}
