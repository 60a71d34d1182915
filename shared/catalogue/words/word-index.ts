import { BLOCK_ROWS, BlockBuilder, findPrefix, type WordBlock } from './block.ts'
import { eachToken, tokensOfQuestion } from './tokens.ts'

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
  /** By row: number of the block that speaks for it (from 1), LOOSE, or NOWHERE. */
  #owner = new Uint16Array(0)
  readonly #loose = new Map<number, readonly string[]>()
  readonly #words = new Map<string, string>()
  #builder: { readonly block: BlockBuilder; readonly first: number } | null = null

  /** Bytes of postings and a rough count of the words', for benchmarks. */
  get bytes(): number {
    return this.#blocks.reduce((sum, block) => sum + block.places.byteLength + block.starts.byteLength + block.words.length * 8, this.#owner.byteLength + this.#words.size * 40)
  }

  /**
   * Adds one row of a stretch; rows must follow one another. `texts` calls back with each text of the row. A row
   * that was put by itself before keeps those words: they are newer.
   */
  fill(row: number, texts: (found: (text: string) => void) => void): void {
    if (this.#builder && (this.#builder.first + this.#builder.block.places !== row || this.#builder.block.places === BLOCK_ROWS)) this.endStretch()
    this.#builder ??= { block: new BlockBuilder(this.#intern), first: row }
    const { block } = this.#builder
    block.nextRow()
    this.#reserve(row)
    if (this.#owner[row] === LOOSE) return
    this.#owner[row] = this.#blocks.length + 1
    texts((text) => eachToken(text, block.note))
  }

  /** Closes the stretch that `fill` began: only then are its rows found. */
  endStretch(): void {
    if (!this.#builder) return
    this.#blocks.push(this.#builder.block.finish(this.#builder.first, null))
    this.#builder = null
  }

  /** Sets the words of one row, new or changed. */
  put(row: number, texts: readonly string[]): void {
    this.#reserve(row)
    const words = new Set<string>()
    for (const text of texts) eachToken(text, (word) => words.add(this.#intern(word)))
    this.#loose.set(row, [...words])
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
    tokens.forEach((token, met) => {
      this.#blocks.forEach((block, at) => this.#mark(block, at + 1, token, met, hits))
      for (const [row, words] of this.#loose) if (row < count && hits[row] === met && words.some((word) => word.startsWith(token))) hits[row] = met + 1
    })
    const all = tokens.length
    for (let row = 0; row < count; row++) hits[row] = Number(hits[row] === all)
    return hits
  }

  clear(): void {
    for (const block of this.#blocks) block.places.fill(0)
    this.#blocks.length = 0
    this.#owner = new Uint16Array(0)
    this.#loose.clear()
    this.#words.clear()
    this.#builder = null
  }

  #mark(block: WordBlock, number: number, token: string, met: number, hits: Uint8Array): void {
    const { words, starts, places, first, rows } = block
    const end = starts[findPrefix(words, token, true)]!
    for (let at = starts[findPrefix(words, token, false)]!; at < end; at++) {
      const place = places[at]!
      const row = rows ? rows[place]! : first + place
      if (hits[row] === met && this.#owner[row] === number) hits[row] = met + 1
    }
  }

  /** Makes a block of the loose rows. */
  #settle(): void {
    this.endStretch()
    const rows = Uint32Array.from(this.#loose.keys()).sort()
    const block = new BlockBuilder(this.#intern)
    for (const row of rows) {
      block.nextRow()
      for (const word of this.#loose.get(row)!) block.note(word)
      this.#owner[row] = this.#blocks.length + 1
    }
    this.#blocks.push(block.finish(0, rows))
    this.#loose.clear()
  }

  #reserve(row: number): void {
    if (row < this.#owner.length) return
    const grown = new Uint16Array(Math.max(1024, row + 1, Math.ceil(this.#owner.length * 1.5)))
    grown.set(this.#owner)
    this.#owner = grown
  }

  /** One copy of each word, which holds no longer text alive. */
  readonly #intern = (word: string): string => {
    const kept = this.#words.get(word)
    if (kept !== undefined) return kept
    const copy = word.length < 13 ? word : (JSON.parse(JSON.stringify(word)) as string)
    this.#words.set(copy, copy)
    return copy
  }
}
