import { grown } from './dictionary.ts'

/**
 * The words of a few thousand rows: their numbers in the dictionary, ascending, and for each the rows that have
 * it, by their place in the block (two bytes each).
 */
export interface WordBlock {
  /** Row of a place: `first + place`, or `rows[place]`. */
  readonly first: number
  readonly rows: Uint32Array | null
  readonly words: Uint32Array
  readonly starts: Uint32Array
  readonly places: Uint16Array
}

/** Few enough that closing a block takes some milliseconds, many enough that a question asks few blocks. */
export const BLOCK_ROWS = 8192

/** Collects words of rows, then makes a block of them; used again for the next. */
export class BlockBuilder {
  /** By word: one more than its number in this block, 0 where it is not in it. */
  #local = new Uint32Array(1 << 12)
  #words = new Uint32Array(1 << 12)
  #lastPlace = new Int32Array(1 << 12)
  #count = 0
  #pairs = new Uint32Array(1 << 16)
  #pairPlaces = new Uint16Array(1 << 16)
  #pairCount = 0
  places = 0

  nextRow(): void {
    this.places++
  }

  /** Notes a word of the row that `nextRow` began. */
  note(word: number): void {
    if (word >= this.#local.length) this.#local = grown(this.#local, new Uint32Array(Math.max(word + 1, this.#local.length * 2)))
    const place = this.places - 1
    let local = this.#local[word]!
    if (local === 0) {
      if (this.#count === this.#words.length) {
        this.#words = grown(this.#words, new Uint32Array(this.#count * 2))
        this.#lastPlace = grown(this.#lastPlace, new Int32Array(this.#count * 2))
      }
      this.#words[this.#count] = word
      this.#lastPlace[this.#count] = -1
      local = this.#local[word] = ++this.#count
    }
    if (this.#lastPlace[local - 1] === place) return
    this.#lastPlace[local - 1] = place
    if (this.#pairCount === this.#pairs.length) {
      this.#pairs = grown(this.#pairs, new Uint32Array(this.#pairCount * 2))
      this.#pairPlaces = grown(this.#pairPlaces, new Uint16Array(this.#pairCount * 2))
    }
    this.#pairs[this.#pairCount] = local - 1
    this.#pairPlaces[this.#pairCount++] = place
  }

  /** The block of what was noted; the builder is empty again. */
  finish(first: number, rows: Uint32Array | null): WordBlock {
    const words = this.#words.slice(0, this.#count).sort()
    const rank = new Uint32Array(this.#count)
    words.forEach((word, at) => {
      rank[this.#local[word]! - 1] = at
      this.#local[word] = 0
    })
    const starts = new Uint32Array(this.#count + 1)
    for (let at = 0; at < this.#pairCount; at++) starts[rank[this.#pairs[at]!]! + 1]!++
    for (let at = 0; at < this.#count; at++) starts[at + 1]! += starts[at]!
    const next = starts.slice()
    const places = new Uint16Array(this.#pairCount)
    for (let at = 0; at < this.#pairCount; at++) places[next[rank[this.#pairs[at]!]!]!++] = this.#pairPlaces[at]!
    this.#count = this.#pairCount = this.places = 0
    return { first, rows, words, starts, places }
  }

  clear(): void {
    for (const memory of [this.#local, this.#words, this.#lastPlace, this.#pairs, this.#pairPlaces]) memory.fill(0)
    this.#count = this.#pairCount = this.places = 0
  }
}

/** Calls back with the place of each of `numbers` that the block has. `wanted` marks them, by number. */
export function eachWord(block: WordBlock, numbers: readonly number[], wanted: Uint8Array, found: (at: number) => void): void {
  const { words } = block
  if (numbers.length * 16 > words.length) {
    for (let at = 0; at < words.length; at++) if (wanted[words[at]!] === 1) found(at)
    return
  }
  for (const number of numbers) {
    let low = 0
    let high = words.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (words[middle]! < number) low = middle + 1
      else high = middle
    }
    if (words[low] === number) found(low)
  }
}
