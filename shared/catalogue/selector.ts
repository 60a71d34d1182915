import type { Filter, Histogram, Selection } from './filter.ts'
import { NewestFirst } from './newest-first.ts'
import type { RowTable } from './row-table.ts'
import { inOrder, markedRows, narrow, narrowByPeriod, tallyOf } from './select.ts'
import { binsOfDays, countBins, type Bins } from './timeline.ts'
import type { WordIndex } from './words/word-index.ts'

interface Shown { readonly version: number; readonly bins: Bins | null; readonly all: Uint32Array; readonly undated: number; readonly total: number }

/** Answers filters over a table's rows, and keeps what every answer needs: their order and the timeline of them all. */
export class Selector {
  readonly order = new NewestFirst()
  readonly #table: RowTable
  readonly #words: WordIndex
  #mask = new Uint8Array(0)
  #room = new Uint32Array(1)
  #shown: Shown | null = null

  constructor(table: RowTable, words: WordIndex) {
    this.#table = table
    this.#words = words
  }

  /** Rows newest first; a view, not to be kept. */
  newestFirst(): Uint32Array {
    return this.order.order(this.#table.columns.to, this.#table.count)
  }

  /**
   * Rows that pass, newest first, and the timeline of what passes all of the filter but its period. `version` is the rows'.
   * `under`: hidden rows whose words count for the row that stands for them.
   */
  select(filter: Filter, version: number, { conflicted, under }: { readonly conflicted: ReadonlySet<number>; readonly under: ReadonlyMap<number, number> }): Selection & { readonly histogram: Histogram } {
    const { columns, count } = this.#table
    const mask = this.#freshMask()
    narrow(mask, columns, count, filter)
    const found = filter.words === undefined ? null : this.#words.find(filter.words, count)
    if (found) {
      for (const [row, chief] of under) found[chief]! |= found[row]!
      for (let row = 0; row < count; row++) mask[row]! &= found[row]!
    }
    if (filter.bothKept) for (let row = 0; row < count; row++) if (mask[row] === 1 && !conflicted.has(row)) mask[row] = 0
    const order = this.newestFirst()
    let rows = markedRows(mask, count, this.#room)
    const histogram = this.#histogram(rows, version)
    if (filter.period) rows = narrowByPeriod(rows, mask, columns, filter.period)
    return { rows: inOrder(rows, mask, order, () => this.order.rank()), ...tallyOf(rows, columns), histogram }
  }

  clear(): void {
    this.order.clear()
    this.#mask.fill(0)
    this.#room.fill(0)
    this.#mask = new Uint8Array(0)
    this.#room = new Uint32Array(1)
    this.#shown = null
  }

  #freshMask(): Uint8Array {
    const { count, visible } = this.#table
    if (this.#mask.length < count) {
      this.#mask = new Uint8Array(Math.ceil(count * 1.25))
      this.#room = new Uint32Array(this.#mask.length + 1)
    }
    this.#mask.set(visible.subarray(0, count))
    return this.#mask
  }

  #histogram(rows: Uint32Array, version: number): Histogram {
    const days = this.#table.days()
    if (this.#shown?.version !== version) {
      const { count, visible } = this.#table
      const shown = markedRows(visible, count, new Uint32Array(count + 1))
      const bins = binsOfDays(days, shown)
      const { counts: all, undated } = countBins(bins, days, shown)
      this.#shown = { version, bins, all, undated, total: shown.length }
    }
    const { bins, all, undated, total } = this.#shown
    const passing = rows.length === total ? all.slice() : countBins(bins, days, rows).counts
    return { starts: bins?.starts ?? new Float64Array(0), unit: bins?.unit ?? 'day', all, passing, undated }
  }
}
