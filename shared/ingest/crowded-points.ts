/** Rows on one point from which it is called crowded. */
export const CROWDED = 20

/**
 * Notes how many rows share a point, to about a metre, in 28 bytes a row. They are flagged, never demoted: a crossing
 * point is shared by hundreds.
 */
export class CrowdedPoints {
  /** Open addressing: a point's two halves and how many rows are on it (0: a free slot). */
  private capacity = 1 << 12
  private lons = new Int32Array(this.capacity)
  private lats = new Int32Array(this.capacity)
  private counts = new Int32Array(this.capacity)
  private points = 0
  /** Every row with a point, in order. */
  private rows = new Int32Array(1 << 12)
  private rowLons = new Int32Array(1 << 12)
  private rowLats = new Int32Array(1 << 12)
  private length = 0

  /** How many rows are on the point, this one (row of the file) included. */
  add(lon: number, lat: number, row: number): number {
    const x = Math.round(lon * 1e5)
    const y = Math.round(lat * 1e5)
    if (this.length === this.rows.length) this.growRows()
    this.rows[this.length] = row
    this.rowLons[this.length] = x
    this.rowLats[this.length++] = y
    if (this.points * 2 >= this.capacity) this.growPoints()
    const slot = this.slotOf(x, y)
    if (this.counts[slot] === 0) {
      this.lons[slot] = x
      this.lats[slot] = y
      this.points++
    }
    return ++this.counts[slot]!
  }

  /** The first rows of points that turned out crowded only after those rows had been handed on. */
  lateRows(): { row: number; count: number }[] {
    const seen = new Map<number, number>()
    const late: { row: number; count: number }[] = []
    for (let i = 0; i < this.length; i++) {
      const slot = this.slotOf(this.rowLons[i]!, this.rowLats[i]!)
      const count = this.counts[slot]!
      if (count < CROWDED) continue
      const order = (seen.get(slot) ?? 0) + 1
      seen.set(slot, order)
      if (order < CROWDED) late.push({ row: this.rows[i]!, count })
    }
    return late
  }

  private slotOf(x: number, y: number): number {
    const { capacity, lons, lats, counts } = this
    let hash = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b)
    hash ^= hash >>> 15
    let slot = hash & (capacity - 1)
    while (counts[slot] !== 0 && (lons[slot] !== x || lats[slot] !== y)) slot = (slot + 1) & (capacity - 1)
    return slot
  }

  private growPoints(): void {
    const { lons, lats, counts } = this
    this.capacity *= 2
    this.lons = new Int32Array(this.capacity)
    this.lats = new Int32Array(this.capacity)
    this.counts = new Int32Array(this.capacity)
    for (let old = 0; old < counts.length; old++) {
      if (counts[old] === 0) continue
      const slot = this.slotOf(lons[old]!, lats[old]!)
      this.lons[slot] = lons[old]!
      this.lats[slot] = lats[old]!
      this.counts[slot] = counts[old]!
    }
  }

  private growRows(): void {
    const longer = (from: Int32Array<ArrayBuffer>) => {
      const to = new Int32Array(from.length * 2)
      to.set(from)
      return to
    }
    this.rows = longer(this.rows)
    this.rowLons = longer(this.rowLons)
    this.rowLats = longer(this.rowLats)
  }
}
