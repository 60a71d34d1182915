/** Newer words than these wait unsorted and are compared one by one. */
const UNSORTED = 4096
/** Sorted runs grow by merging up to this many words: no single merge takes long, and few runs remain. */
const LONGEST_RUN = 131_072

/**
 * Every word of the index once, as a number. Words lie one after another in one stretch of memory (UTF-16 units);
 * a word of a text is looked up where it stands, without making a string of it.
 */
export class Dictionary {
  #units = new Uint16Array(1 << 14)
  #ends = new Uint32Array(1 << 11)
  #hashes = new Int32Array(1 << 11)
  #slots = new Int32Array(1 << 12).fill(-1)
  /** Numbers in the order of their words, in runs; words from `#sorted` on follow unsorted. */
  readonly #runs: Uint32Array[] = []
  #sorted = 0
  size = 0

  get bytes(): number {
    return this.#units.byteLength + this.#ends.byteLength + this.#hashes.byteLength + this.#slots.byteLength + this.#sorted * 4
  }

  /** The number of the word `text[from..to)`, a new one if it is new. */
  number(text: string, from: number, to: number): number {
    // FNV-1a over UTF-16 units.
    let hash = 0x811c9dc5 | 0
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
    const mask = this.#slots.length - 1
    let slot = (hash ^ (hash >>> 15)) & mask
    for (let held = this.#slots[slot]!; held >= 0; held = this.#slots[slot]!) {
      if (this.#hashes[held] === hash && this.#equals(held, text, from, to)) return held
      slot = (slot + 1) & mask
    }
    return this.#add(slot, hash, text, from, to)
  }

  /** Numbers of the words that begin with `prefix`. */
  beginningWith(prefix: string): readonly number[] {
    if (this.size - this.#sorted > UNSORTED) this.sort()
    const numbers: number[] = []
    for (const run of this.#runs) {
      for (let at = this.#firstFrom(run, prefix); at < run.length && this.#begins(run[at]!, prefix); at++) numbers.push(run[at]!)
    }
    for (let number = this.#sorted; number < this.size; number++) if (this.#begins(number, prefix)) numbers.push(number)
    return numbers
  }

  /** Brings words added since into order. */
  sort(): void {
    if (this.#sorted === this.size) return
    let run = Uint32Array.from({ length: this.size - this.#sorted }, (_, at) => this.#sorted + at).sort((a, b) => this.#compare(a, b))
    this.#sorted = this.size
    for (let last = this.#runs.at(-1); last && last.length <= run.length * 2 && last.length + run.length <= LONGEST_RUN; last = this.#runs.at(-1)) {
      this.#runs.pop()
      run = this.#merge(last, run)
    }
    this.#runs.push(run)
  }

  clear(): void {
    this.#units.fill(0)
    this.#units = new Uint16Array(1 << 14)
    this.#ends = new Uint32Array(1 << 11)
    this.#hashes = new Int32Array(1 << 11)
    this.#slots = new Int32Array(1 << 12).fill(-1)
    this.#runs.length = 0
    this.#sorted = 0
    this.size = 0
  }

  #start(number: number): number {
    return number === 0 ? 0 : this.#ends[number - 1]!
  }

  #equals(number: number, text: string, from: number, to: number): boolean {
    const start = this.#start(number)
    if (this.#ends[number]! - start !== to - from) return false
    for (let at = from; at < to; at++) if (this.#units[start + at - from] !== text.charCodeAt(at)) return false
    return true
  }

  #begins(number: number, prefix: string): boolean {
    const start = this.#start(number)
    if (this.#ends[number]! - start < prefix.length) return false
    for (let at = 0; at < prefix.length; at++) if (this.#units[start + at] !== prefix.charCodeAt(at)) return false
    return true
  }

  #compare(a: number, b: number): number {
    const startA = this.#start(a)
    const startB = this.#start(b)
    const lengthA = this.#ends[a]! - startA
    const lengthB = this.#ends[b]! - startB
    const shorter = Math.min(lengthA, lengthB)
    for (let at = 0; at < shorter; at++) {
      const difference = this.#units[startA + at]! - this.#units[startB + at]!
      if (difference !== 0) return difference
    }
    return lengthA - lengthB
  }

  #merge(a: Uint32Array, b: Uint32Array): Uint32Array<ArrayBuffer> {
    const merged = new Uint32Array(a.length + b.length)
    let next = 0
    let at = 0
    for (const number of a) {
      while (next < b.length && this.#compare(b[next]!, number) < 0) merged[at++] = b[next++]!
      merged[at++] = number
    }
    merged.set(b.subarray(next), at)
    return merged
  }

  /** Position of the first word of a run that is not before `prefix`. */
  #firstFrom(run: Uint32Array, prefix: string): number {
    let low = 0
    let high = run.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#isBefore(run[middle]!, prefix)) low = middle + 1
      else high = middle
    }
    return low
  }

  #isBefore(number: number, prefix: string): boolean {
    const start = this.#start(number)
    const length = this.#ends[number]! - start
    for (let at = 0; at < prefix.length; at++) {
      if (at >= length) return true
      const difference = this.#units[start + at]! - prefix.charCodeAt(at)
      if (difference !== 0) return difference < 0
    }
    return false
  }

  #add(slot: number, hash: number, text: string, from: number, to: number): number {
    const number = this.size++
    const start = this.#start(number)
    const end = start + to - from
    while (end > this.#units.length) this.#units = grown(this.#units, new Uint16Array(this.#units.length * 2))
    if (number === this.#ends.length) {
      this.#ends = grown(this.#ends, new Uint32Array(number * 2))
      this.#hashes = grown(this.#hashes, new Int32Array(number * 2))
    }
    for (let at = from; at < to; at++) this.#units[start + at - from] = text.charCodeAt(at)
    this.#ends[number] = end
    this.#hashes[number] = hash
    this.#slots[slot] = number
    if (this.size * 2 > this.#slots.length) this.#rehash()
    return number
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1)
    const mask = slots.length - 1
    for (let number = 0; number < this.size; number++) {
      const hash = this.#hashes[number]!
      let slot = (hash ^ (hash >>> 15)) & mask
      while (slots[slot]! >= 0) slot = (slot + 1) & mask
      slots[slot] = number
    }
    this.#slots = slots
  }
}

/** `into`, filled from its beginning with `from`. */
export function grown<A extends { set(from: A): void }>(from: A, into: A): A {
  into.set(from)
  return into
}
