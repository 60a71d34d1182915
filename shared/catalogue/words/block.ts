/**
 * The words of up to 65,536 rows: words in order, and for each the rows that have it (by their place in the
 * block, two bytes each). A prefix is one stretch of words, and its rows one stretch of memory.
 */
export interface WordBlock {
  /** Row of a place: `first + place`, or `rows[place]`. */
  readonly first: number
  readonly rows: Uint32Array | null
  readonly words: readonly string[]
  readonly starts: Uint32Array
  readonly places: Uint16Array
}

export const BLOCK_ROWS = 16_384

/** Collects words of rows, then makes a block of them. */
export class BlockBuilder {
  readonly #numbers = new Map<string, number>()
  readonly #intern: (word: string) => string
  #lastPlace = new Int32Array(4096).fill(-1)
  #pairs = new Uint32Array(1 << 15)
  #pairPlaces = new Uint16Array(1 << 15)
  #count = 0
  places = 0

  /** `intern` answers the one copy of a word that the index keeps. */
  constructor(intern: (word: string) => string) {
    this.#intern = intern
  }

  /** Notes a word of the row at place `places - 1`; begin each row with `nextRow`. */
  readonly note = (word: string): void => {
    let number = this.#numbers.get(word)
    if (number === undefined) {
      number = this.#numbers.size
      this.#numbers.set(this.#intern(word), number)
      if (number === this.#lastPlace.length) this.#lastPlace = grown(this.#lastPlace, new Int32Array(number * 2).fill(-1))
    }
    const place = this.places - 1
    if (this.#lastPlace[number] === place) return
    this.#lastPlace[number] = place
    if (this.#count === this.#pairs.length) {
      this.#pairs = grown(this.#pairs, new Uint32Array(this.#count * 2))
      this.#pairPlaces = grown(this.#pairPlaces, new Uint16Array(this.#count * 2))
    }
    this.#pairs[this.#count] = number
    this.#pairPlaces[this.#count++] = place
  }

  nextRow(): void {
    this.places++
  }

  finish(first: number, rows: Uint32Array | null): WordBlock {
    const words = [...this.#numbers.keys()]
    const byName = words.map((_, number) => number).sort((a, b) => (words[a]! < words[b]! ? -1 : 1))
    const rank = new Uint32Array(words.length)
    byName.forEach((number, at) => (rank[number] = at))
    const starts = new Uint32Array(words.length + 1)
    for (let at = 0; at < this.#count; at++) starts[rank[this.#pairs[at]!]! + 1]!++
    for (let at = 0; at < words.length; at++) starts[at + 1]! += starts[at]!
    const next = starts.slice()
    const places = new Uint16Array(this.#count)
    for (let at = 0; at < this.#count; at++) places[next[rank[this.#pairs[at]!]!]!++] = this.#pairPlaces[at]!
    return { first, rows, words: byName.map((number) => words[number]!), starts, places }
  }
}

function grown<A extends { set(from: A): void }>(from: A, into: A): A {
  into.set(from)
  return into
}

/** Position of the first word that is not before `prefix` (`after`: of the first that does not begin with it). */
export function findPrefix(words: readonly string[], prefix: string, after: boolean): number {
  let low = 0
  let high = words.length
  while (low < high) {
    const middle = (low + high) >> 1
    const word = words[middle]!
    if (word < prefix || (after && word.startsWith(prefix))) low = middle + 1
    else high = middle
  }
  return low
}
