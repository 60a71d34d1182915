/** Rows on one point from which it is called crowded. */
export const CROWDED = 20

/** Notes how many rows share a point. They are flagged, never demoted: a crossing point is shared by hundreds. */
export class CrowdedPoints {
  private readonly counts = new Map<number, number>()
  private keys = new Float64Array(1 << 12)
  private rows = new Int32Array(1 << 12)
  private length = 0

  /** How many rows are on the point, this one (row of the file) included. */
  add(lon: number, lat: number, row: number): number {
    // To about a metre; both halves fit a double's 53 bits.
    const key = Math.round((lon + 180) * 1e5) * 0x200_0000 + Math.round((lat + 90) * 1e5)
    const count = (this.counts.get(key) ?? 0) + 1
    this.counts.set(key, count)
    if (this.length === this.keys.length) this.grow()
    this.keys[this.length] = key
    this.rows[this.length++] = row
    return count
  }

  /** The first rows of points that turned out crowded only after those rows had been handed on. */
  lateRows(): { row: number; count: number }[] {
    const seen = new Map<number, number>()
    const late: { row: number; count: number }[] = []
    for (let i = 0; i < this.length; i++) {
      const key = this.keys[i]!
      const count = this.counts.get(key)!
      if (count < CROWDED) continue
      const order = (seen.get(key) ?? 0) + 1
      seen.set(key, order)
      if (order < CROWDED) late.push({ row: this.rows[i]!, count })
    }
    return late
  }

  private grow(): void {
    const keys = new Float64Array(this.keys.length * 2)
    keys.set(this.keys)
    this.keys = keys
    const rows = new Int32Array(this.rows.length * 2)
    rows.set(this.rows)
    this.rows = rows
  }
}
