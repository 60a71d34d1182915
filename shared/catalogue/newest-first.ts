/**
 * Rows in the order that lists show them: latest end first, unknown last, of equals the later row first. Kept from
 * one question to the next; what changed since is merged in, and only a great change is sorted anew.
 */
export class NewestFirst {
  #order = new Uint32Array(0)
  #rank: Uint32Array | null = null
  #count = 0
  readonly #moved = new Set<number>()

  /** A row's key changed. */
  touch(row: number): void {
    if (row < this.#count) this.#moved.add(row)
  }

  /** The order of rows 0 to count-1 by `keys` (epoch minutes; the least value is unknown). A view; do not keep. */
  order(keys: Int32Array, count: number): Uint32Array {
    const changed = this.#moved.size + count - this.#count
    if (changed > 0) {
      if (changed * 8 > count) this.#order = sortedRows(keys, count)
      else this.#merge(keys, count)
      this.#count = count
      this.#moved.clear()
      this.#rank = null
    }
    return this.#order
  }

  /** Each row's place in the order last given. */
  rank(): Uint32Array {
    if (!this.#rank) {
      const rank = (this.#rank = new Uint32Array(this.#order.length))
      this.#order.forEach((row, place) => (rank[row] = place))
    }
    return this.#rank
  }

  clear(): void {
    this.#order.fill(0)
    this.#order = new Uint32Array(0)
    this.#count = 0
    this.#moved.clear()
  }

  #merge(keys: Int32Array, count: number): void {
    const fresh = [...this.#moved]
    for (let row = this.#count; row < count; row++) fresh.push(row)
    fresh.sort((a, b) => keys[b]! - keys[a]! || b - a)
    const merged = new Uint32Array(count)
    let at = 0
    let next = 0
    for (const row of this.#order) {
      if (this.#moved.size > 0 && this.#moved.has(row)) continue
      const key = keys[row]!
      for (; next < fresh.length; next++) {
        const other = fresh[next]!
        const otherKey = keys[other]!
        if (otherKey < key || (otherKey === key && other < row)) break
        merged[at++] = other
      }
      merged[at++] = row
    }
    for (; next < fresh.length; next++) merged[at++] = fresh[next]!
    this.#order = merged
  }
}

/** Rows by descending key, then descending row: a stable radix sort in two passes of 16 bits. */
export function sortedRows(keys: Int32Array, count: number): Uint32Array<ArrayBuffer> {
  const low = new Uint32Array(65_537)
  const high = new Uint32Array(65_537)
  for (let row = 0; row < count; row++) {
    const key = (keys[row]! ^ 0x7fff_ffff) >>> 0
    low[(key & 0xffff) + 1]!++
    high[(key >>> 16) + 1]!++
  }
  for (let bucket = 1; bucket <= 65_536; bucket++) {
    low[bucket]! += low[bucket - 1]!
    high[bucket]! += high[bucket - 1]!
  }
  const half = new Uint32Array(count)
  for (let row = count - 1; row >= 0; row--) half[low[(keys[row]! ^ 0x7fff_ffff) & 0xffff]!++] = row
  const order = new Uint32Array(count)
  for (let at = 0; at < count; at++) {
    const row = half[at]!
    order[high[((keys[row]! ^ 0x7fff_ffff) >>> 16) & 0xffff]!++] = row
  }
  return order
}
