import { foldText } from '../../model/text/fold.ts'
import { BLOCK_ROWS, BlockBuilder, eachWord, type WordBlock } from './block.ts'
import { Dictionary } from './dictionary.ts'
import { eachSpan, tokensOfQuestion } from './tokens.ts'

/** Rows changed one by one wait in a list that is searched as it is, until there are this many. */
const LOOSE_ROWS = 2048
const LOOSE = 0xffff
const NOWHERE = 0

/**
 * Which rows have which words, in memory only. Filled in stretches (`fill`) that the caller paces, and row by
 * row (`put`) as records change; a row's latest words count. Holds opened text: `clear` on seal.
 */
export class WordIndex {
  readonly #blocks: WordBlock[] = []
  readonly #dictionary = new Dictionary()
  readonly #builder = new BlockBuilder()
  /** Row at which the stretch under way began. */
  #first = -1
  /** By row: number of the block that speaks for it (from 1), LOOSE, or NOWHERE. */
  #owner = new Uint16Array(0)
  readonly #loose = new Map<number, ReadonlySet<number>>()

  /** Bytes that it takes. */
  get bytes(): number {
    return this.#blocks.reduce((sum, block) => sum + block.places.byteLength + block.starts.byteLength + block.words.byteLength, this.#owner.byteLength + this.#dictionary.bytes)
  }

  /** Begins the next row of a stretch. False where the row has newer words of its own: `add` none then. */
  begin(row: number): boolean {
    const { places } = this.#builder
    if (places > 0 && (this.#first + places !== row || places === BLOCK_ROWS)) this.endStretch()
    if (this.#builder.places === 0) this.#first = row
    this.#builder.nextRow()
    this.#reserve(row)
    if (this.#owner[row] === LOOSE) return false
    this.#owner[row] = this.#blocks.length + 1
    return true
  }

  /** Adds a text to the row that `begin` began. */
  add(text: string): void {
    const folded = foldText(text)
    eachSpan(folded, (from, to) => this.#builder.note(this.#dictionary.number(folded, from, to)))
  }

  /** Closes the stretch under way: only then are its rows found. */
  endStretch(): void {
    if (this.#builder.places === 0) return
    this.#blocks.push(this.#builder.finish(this.#first, null))
    this.#dictionary.sort()
  }

  /** Sets the words of one row, new or changed. */
  put(row: number, texts: readonly string[]): void {
    this.#reserve(row)
    const words = new Set<number>()
    for (const text of texts) {
      const folded = foldText(text)
      eachSpan(folded, (from, to) => words.add(this.#dictionary.number(folded, from, to)))
    }
    this.#loose.set(row, words)
    this.#owner[row] = LOOSE
    if (this.#loose.size > LOOSE_ROWS) this.#settle()
  }

  /** Lets go of a row. */
  drop(row: number): void {
    this.#loose.delete(row)
    if (row < this.#owner.length) this.#owner[row] = NOWHERE
  }

  /**
   * Marks each row (1 in the answer) that has, for every word of the question, a word beginning with it; null
   * where the question has no word. The answer is `count` long.
   */
  find(question: string, count: number): Uint8Array | null {
    const tokens = tokensOfQuestion(question)
    if (tokens.length === 0) return null
    const hits = new Uint8Array(count)
    tokens.forEach((token, met) => this.#mark(this.#dictionary.beginningWith(token), met, hits))
    const all = tokens.length
    if (all > 1) for (let row = 0; row < count; row++) hits[row] = Number(hits[row] === all)
    return hits
  }

  clear(): void {
    for (const block of this.#blocks) block.places.fill(0)
    this.#blocks.length = 0
    this.#owner = new Uint16Array(0)
    this.#loose.clear()
    this.#dictionary.clear()
    this.#builder.clear()
  }

  /** Raises every row that has one of the words, and met all before, from `met` to one more. */
  #mark(numbers: readonly number[], met: number, hits: Uint8Array): void {
    if (numbers.length === 0) return
    const wanted = new Uint8Array(this.#dictionary.size)
    for (const number of numbers) wanted[number] = 1
    const owner = this.#owner
    this.#blocks.forEach((block, index) => {
      const { starts, places, first, rows } = block
      eachWord(block, numbers, wanted, (word) => {
        const end = starts[word + 1]!
        for (let at = starts[word]!; at < end; at++) {
          const row = rows ? rows[places[at]!]! : first + places[at]!
          if (hits[row] === met && owner[row] === index + 1) hits[row] = met + 1
        }
      })
    })
    for (const [row, words] of this.#loose) {
      if (row >= hits.length || hits[row] !== met) continue
      for (const word of words) if (wanted[word] === 1) hits[row] = met + 1
    }
  }

  /** Makes a block of the loose rows. */
  #settle(): void {
    this.endStretch()
    const rows = Uint32Array.from(this.#loose.keys()).sort()
    for (const row of rows) {
      this.#builder.nextRow()
      for (const word of this.#loose.get(row)!) this.#builder.note(word)
      this.#owner[row] = this.#blocks.length + 1
    }
    this.#blocks.push(this.#builder.finish(0, rows))
    this.#loose.clear()
  }

  #reserve(row: number): void {
    if (row < this.#owner.length) return
    const grown = new Uint16Array(Math.max(1024, row + 1, Math.ceil(this.#owner.length * 1.5)))
    grown.set(this.#owner)
    this.#owner = grown
  }
}
