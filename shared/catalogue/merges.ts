import type { RecordId } from '../model/change.ts'
import { lateValues } from '../model/history/merging.ts'
import type { RecordHistory } from '../model/history/records.ts'

/** What merges ask of the rows that they stand on. */
export interface MergedRows {
  rowOf(record: RecordId): number
  /** Whether the record is there by itself: filed or imported, and not taken back. */
  isThere(record: RecordId): boolean
}

/**
 * Which tips stand under which. A merged tip keeps its row, hidden: it is counted, drawn and listed once, under the one
 * that stands for it. Where that one is taken back with its import, the next of them stands for itself again.
 */
export class Merges {
  readonly #history: RecordHistory
  readonly #rows: MergedRows
  /** Row of a hidden tip, and of the one that stands for it. */
  readonly under = new Map<number, number>()
  #known = new Set<RecordId>()
  #version = 0

  constructor(history: RecordHistory, rows: MergedRows) {
    this.#history = history
    this.#rows = rows
  }

  /** The record that stands for this one: itself, where it was not merged or the others are gone. */
  standsFor(record: RecordId): RecordId {
    const { aliases } = this.#history
    const group = aliases.groupOf(record)
    if (group.length === 1) return record
    const there = group.filter((member) => this.#isRow(member) === this.#isRow(record) && this.#rows.isThere(member))
    if (there.length === 0) return record
    const chief = aliases.resolve(record)
    return there.includes(chief) ? chief : there[0]!
  }

  /** Records that are there and stand under this one, in order of their ids. */
  mergedUnder(record: RecordId): readonly RecordId[] {
    return this.#history.aliases.groupOf(record).filter((member) => member !== record && this.#rows.isThere(member) && this.standsFor(member) === record)
  }

  /** Whether something under this record was written by somebody who had not seen the merge. */
  hasLate(record: RecordId): boolean {
    return this.mergedUnder(record).some((member) => lateValues(this.#history, member, record).length > 0)
  }

  /**
   * Brings `under` up to date. Answers the tips whose place may have changed; none where no merge was touched.
   * @param touched records that changed; null: any may have
   */
  settle(touched: ReadonlySet<RecordId> | null): readonly RecordId[] {
    const { aliases } = this.#history
    const members = new Set(aliases.members())
    if (members.size === 0 && this.#known.size === 0) return []
    if (aliases.version === this.#version && touched && ![...touched].some((record) => members.has(record))) return []
    this.#version = aliases.version
    const all = [...new Set([...this.#known, ...members])]
    this.#known = members
    this.under.clear()
    for (const member of members) {
      const row = this.#rows.rowOf(member)
      const chief = this.standsFor(member)
      if (row >= 0 && chief !== member && this.#rows.isThere(member)) this.under.set(row, this.#rows.rowOf(chief))
    }
    return all.filter((member) => this.#isRow(member))
  }

  clear(): void {
    this.under.clear()
    this.#known = new Set()
    this.#version = 0
  }

  #isRow(record: RecordId): boolean {
    return this.#rows.rowOf(record) >= 0
  }
}
