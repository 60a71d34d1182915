import type { KindDeclaration } from '../model/field.ts'
import { tip } from '../model/kinds/tip.ts'
import type { ColdTexts } from './cold-texts.ts'
import type { WordIndex } from './words/word-index.ts'

/** Fields of a tip that the search box finds. */
export const SEARCHED = Object.entries(tip.fields as KindDeclaration['fields']).filter(([, field]) => field.searched)
const COLUMNS = SEARCHED.map(([field, declared]) => (declared.column === 'place' ? `${field}.name` : field))
const COMPARTMENTS = [...new Set(SEARCHED.map(([, field]) => field.compartment))]

/** Brings the words of imported rows into the index, stretch by stretch, and knows how far it is. */
export class TextIndexer {
  readonly #cold: ColdTexts
  readonly #words: WordIndex
  #stretches = 0
  #running: Promise<void> | null = null
  /** Grows when the catalogue is cleared: what still runs ends. */
  #generation = 0
  rows = 0

  constructor(cold: ColdTexts, words: WordIndex) {
    this.#cold = cold
    this.#words = words
  }

  run(pause: () => Promise<void>, sliceMilliseconds: number): Promise<void> {
    this.#running ??= this.#work(pause, sliceMilliseconds).finally(() => (this.#running = null))
    return this.#running
  }

  clear(): void {
    this.#generation++
    this.#stretches = this.rows = 0
  }

  async #work(pause: () => Promise<void>, sliceMilliseconds: number): Promise<void> {
    const generation = this.#generation
    const isOver = () => this.#generation !== generation
    let until = performance.now() + sliceMilliseconds
    for (let at = this.#stretches; at < this.#cold.stretches.length; at++) {
      const { rows } = this.#cold.stretches[at]!
      const kept = this.#cold.rowsOf(at)
      // A section that does not open keeps its texts to itself; whoever opens the record is told.
      const sections = (await Promise.all(COMPARTMENTS.map((compartment) => this.#cold.section(at, compartment).catch(() => null)))).filter((section) => section !== null)
      if (isOver()) return
      const readers = COLUMNS.map((column) => sections.map((section) => section.column(column)).find((reader) => reader !== null)).filter((reader) => reader !== undefined)
      for (const [place, row] of kept.entries()) {
        if (this.#words.begin(row)) {
          for (const reader of readers) {
            const text = reader(place)
            if (text !== undefined) this.#words.add(text)
          }
        }
        if ((place & 63) === 63 && performance.now() > until) {
          await pause()
          if (isOver()) return
          until = performance.now() + sliceMilliseconds
        }
      }
      this.#stretches = at + 1
      this.rows += rows
    }
    this.#words.endStretch()
  }
}
