import type { RecordId } from '../model/change.ts'
import { columnFields, fillAbsent, type Columns } from '../model/column-values.ts'
import { allocateColumns, BYTES, columnSpecs, type AnyColumn, type TipColumns } from '../model/columns.ts'
import { ID_BYTES, idOfBytes, newRecordId, writeId } from '../model/ids.ts'
import { tip } from '../model/kinds/tip.ts'
import { decodeHot } from '../model/payload/chunk.ts'
import type { Run } from '../model/payload/section.ts'
import { NO_MINUTE, NO_MONTH } from '../model/units.ts'
import { IdMap } from './id-map.ts'
import { NO_DAY } from './timeline.ts'

const SHARED = typeof SharedArrayBuffer !== 'undefined'
const MINUTES_A_DAY = 1440

/** Rows that came by one import, one after another. */
export interface Stretch { readonly from: number; readonly rows: number; readonly run: Run }

/**
 * The tips' columns in memory: rows are added and changed in place, never moved, so a row's number holds until
 * the vault is sealed. `visible` says which of them are there for a person.
 */
export class RowTable {
  columns: TipColumns
  count = 0
  /** 1: shown; 0: its import is not there or was taken back, or every field was cleared. */
  visible = new Uint8Array(0)
  /** Days since epoch of the middle of each row's time, as far as `days()` has filled it. */
  #days = new Int32Array(0)
  #daysKnown = 0
  #capacity = 0
  readonly stretches: Stretch[] = []
  /** Rows that were erased: never shown again. */
  readonly forgotten = new Set<number>()
  readonly #ids = new IdMap()
  #entered = 0

  constructor() {
    this.columns = allocateColumns(tip, 0, SHARED)
  }

  get loose(): Columns {
    return this.columns as unknown as Columns
  }

  /** Makes room, so that the next rows are copied once. */
  reserve(rows: number): void {
    if (rows <= this.#capacity) return
    const before = this.columns as unknown as Record<string, AnyColumn>
    const grown = allocateColumns(tip, rows, SHARED) as unknown as Record<string, AnyColumn>
    for (const { name, type } of columnSpecs(tip)) {
      const bytes = this.count * BYTES[type]
      const from = new Uint8Array(before[name]!.buffer, 0, bytes)
      new Uint8Array(grown[name]!.buffer, 0, bytes).set(from)
    }
    this.columns = grown as unknown as TipColumns
    const visible = new Uint8Array(rows)
    visible.set(this.visible.subarray(0, this.count))
    this.visible = visible
    const days = new Int32Array(rows)
    days.set(this.#days.subarray(0, this.count))
    this.#days = days
    this.#capacity = rows
  }

  /**
   * Adds the rows of a chunk or segment, hidden. `hot` are its opened hot sections; columns of a section that
   * this ring does not open say nothing. Without casework a row's time is its month. `commit` is the chunk's,
   * where runs do not name theirs.
   * @throws PayloadError
   */
  append(hot: readonly Uint8Array[], rows: number, commit: string | undefined): readonly Stretch[] {
    const from = this.count
    this.#grow(from + rows)
    const filled = new Set<string>(['id'])
    let runs: readonly Run[] = []
    for (const bytes of hot) {
      const section = decodeHot(bytes, tip, this.loose, from)
      if (section.rows !== rows) throw new RangeError('sections of different length')
      runs = section.runs
      for (const name of section.filled) filled.add(name)
    }
    fillAbsent(tip, this.loose, from, from + rows, filled)
    if (!filled.has('from')) this.#spansFromMonths(from, from + rows)
    this.count = from + rows
    const added: Stretch[] = []
    let at = from
    for (const run of runs) {
      added.push({ from: at, rows: run.rows, run: run.commit === undefined && commit !== undefined ? { ...run, commit } : run })
      at += run.rows
    }
    this.stretches.push(...added)
    return added
  }

  /** Adds one row with an id and nothing else, shown. */
  appendRow(id: RecordId): number {
    const row = this.count
    this.#grow(row + 1)
    fillAbsent(tip, this.loose, row, row + 1)
    writeId(id, this.columns.id, row * 16)
    this.visible[row] = 1
    this.count++
    return row
  }

  /** Writes hot fields of a row in place. Absent members of `fields` become nothing; time without casework is the month. */
  write(row: number, fields: Readonly<Record<string, unknown>>): void {
    for (const field of columnFields(tip)) field.writer(this.loose)(row, fields[field.field])
    if (fields.when === undefined) this.#spansFromMonths(row, row + 1)
    if (row < this.#daysKnown) this.#fillDays(row, row + 1)
  }

  /** Overwrites a row: nothing of it is left but its number, under an id that nobody has. */
  forget(row: number): void {
    fillAbsent(tip, this.loose, row, row + 1)
    if (row < this.#daysKnown) this.#fillDays(row, row + 1)
    // Not zeros: two rows that were forgotten must not have one id.
    writeId(newRecordId(), this.columns.id, row * ID_BYTES)
    this.visible[row] = 0
    this.forgotten.add(row)
  }

  /** The hot values of a row, as columns hold them. */
  read(row: number): Record<string, unknown> {
    const values: Record<string, unknown> = {}
    for (const field of columnFields(tip)) {
      const value = field.unpack(this.loose, row)
      if (value !== undefined) values[field.field] = value
    }
    return values
  }

  /** The row of a record, or -1. */
  rowOf(id: RecordId): number {
    this.enterIds(() => {})
    return this.#ids.get(this.#idWords(), id)
  }

  idOf(row: number): RecordId {
    return idOfBytes(this.columns.id, row * 16)
  }

  /** Enters the ids of rows added since; `twice` hears of a row whose id another row has. */
  enterIds(twice: (row: number, other: number) => void): void {
    if (this.#entered === this.count) return
    const ids = this.#idWords()
    if (this.#ids.size === 0) this.#ids.reserve(this.count)
    for (; this.#entered < this.count; this.#entered++) {
      const other = this.#ids.add(ids, this.#entered)
      if (other >= 0) twice(this.#entered, other)
    }
  }

  /** Lets `row` stand for its id in place of the row that did. */
  standFor(row: number): void {
    this.#ids.replace(this.#idWords(), row)
  }

  /** Rows whose id begins with these ten hexadecimal digits: what a short reference says. */
  rowsOfReference(start: string): readonly number[] {
    const first = Number.parseInt(start.slice(6, 8) + start.slice(4, 6) + start.slice(2, 4) + start.slice(0, 2), 16) >>> 0
    const fifth = Number.parseInt(start.slice(8, 10), 16)
    const ids = this.#idWords()
    const rows: number[] = []
    for (let row = 0; row < this.count; row++) if (ids[row * 4] === first && this.columns.id[row * 16 + 4] === fifth) rows.push(row)
    return rows
  }

  /** Days of all rows, filled as far as `count`. */
  days(): Int32Array {
    if (this.#daysKnown < this.count) {
      this.#fillDays(this.#daysKnown, this.count)
      this.#daysKnown = this.count
    }
    return this.#days
  }

  /** Overwrites everything opened and forgets it: other threads may still hold the buffers. */
  clear(): void {
    for (const column of Object.values(this.columns as unknown as Record<string, AnyColumn>)) new Uint8Array(column.buffer).fill(0)
    this.#days.fill(0)
    this.columns = allocateColumns(tip, 0, SHARED)
    this.visible = new Uint8Array(0)
    this.#days = new Int32Array(0)
    this.#capacity = this.count = this.#daysKnown = this.#entered = 0
    this.stretches.length = 0
    this.forgotten.clear()
    this.#ids.clear()
  }

  #idWords(): Uint32Array {
    return new Uint32Array(this.columns.id.buffer, 0, this.#capacity * 4)
  }

  #grow(rows: number): void {
    if (rows > this.#capacity) this.reserve(Math.max(1024, rows, Math.ceil(this.#capacity * 1.5)))
  }

  #fillDays(from: number, to: number): void {
    const { from: begins, to: ends } = this.columns
    const days = this.#days
    for (let row = from; row < to; row++) {
      const begin = begins[row]!
      days[row] = begin === NO_MINUTE ? NO_DAY : Math.floor((begin + ends[row]!) / (2 * MINUTES_A_DAY))
    }
  }

  #spansFromMonths(from: number, to: number): void {
    const { month, from: begins, to: ends } = this.columns
    for (let row = from; row < to; row++) {
      const known = month[row]! !== NO_MONTH
      begins[row] = known ? minuteOfMonth(month[row]!) : NO_MINUTE
      ends[row] = known ? minuteOfMonth(month[row]! + 1) - 1 : NO_MINUTE
    }
  }
}

const minuteOfMonth = (month: number) => Date.UTC(1970, month, 1) / 60_000
