import { ID_BYTES, writeId } from '../model/ids.ts'

/**
 * Which row a record stands in: open addressing over the id column's own bytes, so a million ids cost 8 MB and
 * no string. Hashed under secrets of its own, so that nobody can choose ids that make it slow.
 */
export class IdMap {
  #slots = new Int32Array(1024).fill(-1)
  #used = 0
  readonly #secrets = crypto.getRandomValues(new Uint32Array(4))
  readonly #probe = new Uint32Array(4)
  readonly #probeBytes = new Uint8Array(this.#probe.buffer)

  /** Rows entered so far. */
  get size(): number {
    return this.#used
  }

  reserve(rows: number): void {
    if (rows * 2 > this.#slots.length) this.#grow(rows)
  }

  /** Enters a row. Answers the row that already has this id (and stays entered), or -1. */
  add(ids: Uint32Array, row: number): number {
    if ((this.#used + 1) * 2 > this.#slots.length) this.#grow(this.#used + 1, ids)
    const slot = this.#find(ids, ids[row * 4]!, ids[row * 4 + 1]!, ids[row * 4 + 2]!, ids[row * 4 + 3]!)
    const held = this.#slots[slot]!
    if (held >= 0) return held
    this.#slots[slot] = row
    this.#used++
    return -1
  }

  /** Lets a row stand for its id in place of the one that did. */
  replace(ids: Uint32Array, row: number): void {
    this.#slots[this.#find(ids, ids[row * 4]!, ids[row * 4 + 1]!, ids[row * 4 + 2]!, ids[row * 4 + 3]!)] = row
  }

  /** The row of an id (32 hexadecimal digits), or -1. */
  get(ids: Uint32Array, id: string): number {
    if (id.length !== 2 * ID_BYTES) return -1
    writeId(id, this.#probeBytes, 0)
    return this.#slots[this.#find(ids, this.#probe[0]!, this.#probe[1]!, this.#probe[2]!, this.#probe[3]!)]!
  }

  clear(): void {
    this.#slots = new Int32Array(1024).fill(-1)
    this.#used = 0
    this.#probe.fill(0)
  }

  #find(ids: Uint32Array, a: number, b: number, c: number, d: number): number {
    const mask = this.#slots.length - 1
    const secrets = this.#secrets
    const mixed = Math.imul(a ^ secrets[0]!, 0x9e3779b1) + Math.imul(b ^ secrets[1]!, 0x85ebca6b) + Math.imul(c ^ secrets[2]!, 0xc2b2ae35) + Math.imul(d ^ secrets[3]!, 0x27d4eb2f)
    let slot = (mixed ^ (mixed >>> 15)) & mask
    for (let row = this.#slots[slot]!; row >= 0; row = this.#slots[slot]!) {
      const at = row * 4
      if (ids[at] === a && ids[at + 1] === b && ids[at + 2] === c && ids[at + 3] === d) return slot
      slot = (slot + 1) & mask
    }
    return slot
  }

  #grow(rows: number, ids?: Uint32Array): void {
    let size = this.#slots.length
    while (size < rows * 2) size *= 2
    const before = this.#slots
    this.#slots = new Int32Array(size).fill(-1)
    if (!ids) {
      if (this.#used > 0) throw new Error('reserve before the first row, or grow by add')
      return
    }
    for (const row of before) if (row >= 0) this.#slots[this.#find(ids, ids[row * 4]!, ids[row * 4 + 1]!, ids[row * 4 + 2]!, ids[row * 4 + 3]!)] = row
  }
}
