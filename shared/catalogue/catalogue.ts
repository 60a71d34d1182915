import type { ChangeSet, CommitId, RecordId } from '../model/change.ts'
import { columnFields, type ColumnField } from '../model/column-values.ts'
import type { ColumnTable } from '../model/columns.ts'
import type { Compartment } from '../model/compartment.ts'
import type { FieldDeclaration } from '../model/field.ts'
import { lateValues, mergesOf, planTakingApart } from '../model/history/merging.ts'
import { RecordHistory, type BaseValues, type CommitNode, type HistoryEntry } from '../model/history/records.ts'
import type { Commit } from '../model/history/commit.ts'
import { changedNothing, planUndo, type UndoPlan } from '../model/history/undo.ts'
import { fieldOf, kindOf } from '../model/kinds/kinds.ts'
import { tip } from '../model/kinds/tip.ts'
import type { SectionName } from '../model/payload/chunk.ts'
import { sizeOfSection } from '../model/payload/chunk.ts'
import { joinValue, rowValues } from '../model/payload/cold.ts'
import { erasePatches, type Erased } from '../model/payload/erase-patches.ts'
import type { RowErasure } from '../model/payload/erase-rows.ts'
import type { Run } from '../model/payload/section.ts'
import { readReference, referenceOf } from '../model/reference.ts'
import { ColdTexts, type OpenCold } from './cold-texts.ts'
import type { Filter, Histogram, Selection } from './filter.ts'
import { Merges } from './merges.ts'
import { RowTable, type Stretch } from './row-table.ts'
import { Selector } from './selector.ts'
import { SEARCHED, TextIndexer } from './text-indexer.ts'
import { searchedTexts, valueText } from './value-text.ts'
import { openedWhole, recordsOfKind, searchWhole, type MergedRecord, type OpenedRecord, type SearchHit } from './whole-records.ts'
import { WordIndex } from './words/word-index.ts'

/** A chunk of an import, or a segment folded of several, as far as this ring opens it. */
export interface OpenedChunk {
  /** The chunk's commit; a segment's runs name theirs. */
  readonly commit?: CommitId
  /** Opened hot sections: `geography.hot`, and `casework.hot` where the ring opens it. */
  readonly hot: ReadonlyMap<SectionName, Uint8Array>
  /**
   * Opens a cold section when its texts are wanted. In parts where cold sections are smaller than hot ones: a
   * window of a table wants rows from everywhere, so a cold section of some 4,096 rows serves it best.
   */
  readonly cold: OpenCold | readonly { readonly rows: number; readonly open: OpenCold }[]
}

/** `bothKept`: more than one value of a field is kept, and nobody has chosen yet. */
export interface RowText { readonly id: RecordId; readonly row: number; readonly reference: string; readonly fields: Readonly<Record<string, string>>; readonly bothKept?: true }

/** Compartments whose cold texts belong to a tip's row. */
const COLD: readonly Compartment[] = ['casework', 'identities', 'geography']
const HOT = new Map(columnFields(tip).map((field) => [field.field, field]))
/** A code, a flag or a time needs no cold text; a number may (one that its column cannot hold). */
const isWholeInColumns = (declared: FieldDeclaration) => declared.column !== undefined && (declared.type === 'code' || declared.type === 'flag' || declared.type === 'instant')
/**
 * Every opened record in memory: imported rows as columns, changed ones over them, other kinds whole. Fed with
 * opened chunks and commits in any order; read by table, map, charts and analysis without copying. Everything
 * here is forgotten by `clear`, which sealing must call.
 */
export class Catalogue {
  readonly history: RecordHistory
  readonly #table = new RowTable()
  readonly #cold = new ColdTexts()
  readonly #words = new WordIndex()
  readonly #selector = new Selector(this.#table, this.#words)
  readonly #indexer = new TextIndexer(this.#cold, this.#words)
  /** What a changed row's columns held when it was imported. */
  readonly #originals = new Map<number, BaseValues>()
  readonly #chunks = new Set<string>()
  readonly #merges: Merges
  /** Rows of tips of which more than one value is kept somewhere. */
  readonly #conflicted = new Set<number>()
  #ownRows = 0
  #generation = 0
  /** Grows whenever a record changes. */
  version = 0
  /** Grows whenever rows of tips change: what was selected, counted or planned from them before is stale. */
  rowsVersion = 0

  /** `now` is this station's clock, milliseconds since epoch. */
  constructor(now: () => number = Date.now) {
    this.history = new RecordHistory(now)
    this.#merges = new Merges(this.history, { rowOf: (record) => this.#table.rowOf(record), isThere: (record) => this.#isThere(record) })
  }

  /** Makes room for this many tips in all: call before opening many chunks. */
  reserve(tips: number): void {
    this.#table.reserve(tips)
  }

  /**
   * Adds an import's rows. They are shown once the commit that ends their import is here (rows without an import
   * at once). A chunk that is here already is passed over.
   * @returns whether rows were added
   * @throws PayloadError
   */
  applyChunk(chunk: OpenedChunk): boolean {
    const geography = chunk.hot.get('geography.hot')
    if (!geography) throw new RangeError('a chunk opens by its geography')
    const { rows, runs } = sizeOfSection(geography)
    const names = runs.map((run) => run.commit ?? chunk.commit).filter((name) => name !== undefined)
    const before = names.filter((name) => this.#chunks.has(name))
    if (before.length > 0 && before.length === names.length) return false
    if (before.length > 0) throw new RangeError('a segment overlaps chunks that are here')
    const from = this.#table.count
    const added = this.#table.append([...chunk.hot.values()], rows, chunk.commit)
    for (const name of names) this.#chunks.add(name)
    let at = from
    for (const part of typeof chunk.cold === 'function' ? [{ rows, open: chunk.cold }] : chunk.cold) {
      this.#cold.add(at, part.rows, part.open)
      at += part.rows
    }
    if (at !== from + rows) throw new RangeError('cold parts of another length')
    for (const stretch of added) this.#show(stretch.from, stretch.rows, stretch.run)
    if (this.#ownRows > 0) this.#adoptRows()
    this.#settleMerges(null)
    this.version++
    this.rowsVersion++
    return true
  }

  /** Takes a commit and brings the rows and records that it touches up to date. Answers those records. */
  applyPatches(commit: Commit): ReadonlySet<RecordId> {
    return this.#bringUpToDate(this.history.deliver(commit))
  }

  /** Takes what waits for commits that will not come: call when the journal was read to its end and entries of it are damaged. */
  release(): void {
    this.#bringUpToDate(this.history.release())
  }

  #bringUpToDate(touched: ReadonlySet<RecordId>): ReadonlySet<RecordId> {
    let rows = false
    let imports = false
    for (const record of touched) {
      const kind = this.history.kind(record)
      rows ||= kind === 'tip' || kind === 'import'
      imports ||= kind === 'import'
      if (kind === 'tip') this.#refresh(record)
      else if (kind === 'import') for (const { from, rows, run } of this.#table.stretches) if (run.import === record) this.#show(from, rows, run)
    }
    if (this.#settleMerges(imports ? null : touched)) rows = true
    if (touched.size > 0) this.version++
    if (rows) this.rowsVersion++
    return touched
  }

  /** The columns that every view reads. Only rows that a selection lists are there for a person. */
  table(): ColumnTable & { readonly version: number } {
    return { columns: this.#table.columns, count: this.#table.count, version: this.rowsVersion }
  }

  /** Tips that are there. */
  get tips(): number {
    let tips = 0
    const { visible, count } = this.#table
    for (let row = 0; row < count; row++) tips += visible[row]!
    return tips
  }

  /** Rows that pass a filter, newest first, and the timeline of what passes all of it but its period. */
  select(filter: Filter): Selection & { readonly histogram: Histogram; readonly version: number } {
    return { ...this.#selector.select(filter, this.rowsVersion, { conflicted: this.#conflicted, under: this.#merges.under }), version: this.rowsVersion }
  }

  /** Tips of which more than one value is kept somewhere, and a person has yet to choose. */
  get conflicted(): number {
    let tips = 0
    for (const row of this.#conflicted) tips += this.#table.visible[row]!
    return tips
  }

  /** Rows of every tip that the vault holds, those too that stand under another: what is known, not what is shown. */
  held(): readonly number[] {
    return [...this.select({}).rows, ...this.#merges.under.keys()]
  }

  /** Values that are kept beside the one that is shown, until a person chooses. */
  *keptBeside(): Generator<{ readonly kind: string; readonly field: string; readonly value: unknown }> {
    for (const record of this.history.records()) {
      const kind = this.history.kind(record)
      if (kind === undefined) continue
      for (const [field, kept] of Object.entries(this.history.state(record, null).conflicts)) for (const { value } of kept.slice(1)) if (value !== undefined) yield { kind, field, value }
    }
  }

  /** Bytes that the word index takes. */
  get wordBytes(): number {
    return this.#words.bytes
  }

  /** Indexed rows of all: until they are equal, `search` and the filter's words may miss some. */
  get indexing(): { readonly done: number; readonly total: number } {
    return { done: this.#indexer.rows, total: this.#cold.stretches.reduce((sum, { rows }) => sum + rows, 0) }
  }

  /**
   * Puts the words of imported rows not yet indexed into the index, a few milliseconds at a time: `pause` is
   * awaited between, and lets other work in. Ends early where the catalogue is cleared; asked again while it
   * runs it goes on.
   */
  index(pause: () => Promise<void>, sliceMilliseconds = 8): Promise<void> {
    return this.#indexer.run(pause, sliceMilliseconds)
  }

  /** Records that have every word of the question, or the short reference that it is; tips newest first, then other kinds. */
  async search(question: string, limit: number): Promise<readonly SearchHit[]> {
    const { count, visible } = this.#table
    const rows: number[] = []
    const named = readReference(question)
    // A merged tip is found under the one that stands for it, by its own reference and its own words.
    if (named?.prefix === tip.prefix) rows.push(...new Set(this.#table.rowsOfReference(named.start).map((row) => this.#merges.under.get(row) ?? row).filter((row) => visible[row] === 1)))
    const found = rows.length > 0 ? null : this.#words.find(question, count)
    if (found) for (const [row, chief] of this.#merges.under) found[chief]! |= found[row]!
    if (found) {
      for (const row of this.#selector.newestFirst()) {
        if (rows.length >= limit) break
        if (found[row] === 1 && visible[row] === 1) rows.push(row)
      }
    }
    const texts = await this.rows(rows, ['what', 'place'])
    const tips = texts.map(({ id, reference, fields }) => ({ id, kind: tip.name, reference, text: (fields.what || fields.place || '').slice(0, 200), ...(fields.what && fields.place && { place: fields.place }) }))
    return [...tips, ...searchWhole(this.history, question, Math.max(0, limit - tips.length), (id) => this.#merges.standsFor(id))]
  }

  /** Texts of rows for a table's window, in order; codes are codes, times are ISO 8601. */
  async rows(rows: readonly number[], fields: readonly string[]): Promise<readonly RowText[]> {
    const wanted = fields.flatMap((name) => {
      const declared = fieldOf(tip, name)
      return declared ? [{ name, declared, hot: HOT.get(name) }] : []
    })
    const generation = this.#generation
    const read = await this.#cold.readers(rows, [...new Set(wanted.filter(({ declared }) => !isWholeInColumns(declared)).map(({ declared }) => declared.compartment))])
    // Sealed meanwhile: there is nothing left to tell.
    if (generation !== this.#generation) return []
    const texts: RowText[] = []
    for (const row of rows) {
      const id = this.#table.idOf(row)
      const cold = (column: string) => read(row, column)
      const state = this.history.has(id) ? this.history.state(id, this.#originalValues(row, wanted, cold)).fields : null
      const said: Record<string, string> = {}
      for (const { name, declared, hot } of wanted) {
        const value = state ? state[name] : joinValue(declared, name, hot?.unpack(this.#table.loose, row), cold)
        if (value !== undefined) said[name] = valueText(declared, value)
      }
      texts.push({ id, row, reference: referenceOf(tip, id), fields: said, ...(this.#conflicted.has(row) && { bothKept: true as const }) })
    }
    return texts
  }

  /** A record whole, with those that were merged into it; null where it is not there (a merged one leads to the one that stands for it). */
  async record(id: RecordId): Promise<OpenedRecord | null> {
    const chief = this.#merges.standsFor(id)
    const row = this.#table.rowOf(chief)
    if (row >= 0 && this.#table.visible[row] !== 1) return null
    const members = this.#merges.mergedUnder(chief)
    const opened = await this.#alone(chief, members.flatMap((member) => mergesOf(this.history, member)))
    if (!opened) return null
    const merged: MergedRecord[] = []
    for (const member of members) {
      const under = await this.#alone(member)
      if (under) merged.push({ id: member, reference: under.reference, fields: under.fields, conflicts: under.conflicts, history: under.history, merges: mergesOf(this.history, member).map((node) => ({ commit: node.commit.id, ...this.history.written(node) })), late: lateValues(this.history, member, chief) })
    }
    return { ...opened, merged }
  }

  /** What a record says by itself, whatever it was merged into. */
  async fieldsOf(id: RecordId): Promise<Readonly<Record<string, unknown>>> {
    return (await this.#alone(id))?.fields ?? {}
  }

  /** The kind of a record that is there. */
  kindOf(id: RecordId): string | undefined {
    if (!this.#isThere(id)) return undefined
    return this.#table.rowOf(id) >= 0 ? tip.name : this.history.kind(id)
  }

  /** A record by itself, whatever it was merged into. */
  async #alone(id: RecordId, also: readonly CommitNode[] = []): Promise<OpenedRecord | null> {
    const row = this.#table.rowOf(id)
    const base = row >= 0 ? await this.#base(row) : null
    return openedWhole(this.history, id, row >= 0 ? tip : kindOf(this.history.kind(id) ?? ''), base, this.#importEntry(row, base), also)
  }

  /** Every record of a kind that commits made, in order of their ids; tips are asked for by `select`. `all`: those too that were merged into another. */
  recordsOfKind(name: string, all = false): readonly OpenedRecord[] {
    const records = recordsOfKind(this.history, name)
    return all ? records : records.filter(({ id }) => this.#merges.standsFor(id) === id)
  }

  /** The commit that takes a merged record apart from the one that it stands under; null where it stands for itself. */
  async planTakingApart(record: RecordId): Promise<UndoPlan | null> {
    const chief = this.#merges.standsFor(record)
    const base = await this.#basesOf(this.history.aliases.groupOf(record))
    return planTakingApart(this.history, record, chief, (one) => base.get(one) ?? null)
  }

  /** The record that stands for this one; itself, where it was not merged. */
  standsFor(record: RecordId): RecordId {
    return this.#merges.standsFor(record)
  }

  /** The tip of a row. */
  idOf(row: number): RecordId {
    return this.#table.idOf(row)
  }

  /** The row of a tip, or -1. */
  rowOf(id: RecordId): number {
    return this.#table.rowOf(id)
  }

  /**
   * What taking a commit back would do; null where the commit is unknown. For an import, rows that people have
   * changed since stay and are listed among what is left alone.
   */
  async planUndo(target: CommitId, act: string): Promise<UndoPlan | null> {
    const node = this.history.graph.get(target)
    if (!node) return null
    const base = await this.#basesOf(node.commit.patches.map(({ record }) => record))
    const plan = planUndo(this.history, target, act, (record) => base.get(record) ?? null)
    return plan && { ...plan, leftAlone: [...plan.leftAlone, ...this.#changedRows(plan.change)] }
  }

  /** Whether a commit changed nothing when it was made. */
  async changedNothing(target: CommitId): Promise<boolean> {
    const node = this.history.graph.get(target)
    // Only members of sets can be given and taken in vain; the rest is told without opening a row.
    if (!node || node.commit.patches.some(({ value, add, remove }) => value !== undefined || (!add && !remove))) return false
    const base = await this.#basesOf(node.commit.patches.map(({ record }) => record))
    return changedNothing(this.history, target, (record) => base.get(record) ?? null)
  }

  /** What imported rows among these records said. */
  async #basesOf(records: readonly RecordId[]): Promise<ReadonlyMap<RecordId, BaseValues>> {
    const base = new Map<RecordId, BaseValues>()
    for (const record of records) {
      const row = this.#table.rowOf(record)
      if (row >= 0 && !base.has(record)) base.set(record, (await this.#base(row)) ?? {})
    }
    return base
  }

  /**
   * Forgets what was erased, where it stands: rows, columns, history, words and texts. What stays is as a new opening would
   * find it; its words are indexed anew by `index`. `chunks`: of every chunk that was imported, how its texts open now and
   * which of its rows went, by their place among those that it had.
   */
  erase(erased: Erased, chunks: ReadonlyMap<string, { readonly cold: OpenCold; readonly rows: RowErasure | null }>): void {
    const own = [...erased.records].map((record) => this.#table.rowOf(record)).filter((row) => row >= 0 && this.#cold.stretchOf(row) < 0)
    const touched = new Set(this.history.withdraw((patches) => erasePatches(patches, erased)))
    for (const [index, { from }] of this.#cold.stretches.entries()) {
      const chunk = chunks.get(this.#stretchOf(from)?.run.commit ?? '')
      if (!chunk) continue
      const places = chunk.rows ? this.#cold.rowsOf(index) : []
      const gone = [...(chunk.rows?.rows ?? [])].map((place) => places[place]!)
      for (const row of gone) this.#forget(row)
      for (const [place, fields] of chunk.rows?.fields ?? []) this.#blank(places[place]!, fields, touched)
      this.#cold.replace(index, chunk.cold, gone)
    }
    for (const row of own) this.#forget(row)
    this.#words.clear()
    this.#indexer.clear()
    for (const record of touched) if (!erased.records.has(record) && this.#isTip(record)) this.#refresh(record)
    // Rows that commits made or changed have their words at once; the others follow with `index`.
    for (const record of this.history.records()) if (!touched.has(record) && this.#isTip(record)) this.#rewords(record)
    this.#settleMerges(null)
    ;/erased/.test('erased')
    this.version++
    this.rowsVersion++
  }

  #isTip = (record: RecordId): boolean => this.history.kind(record) === 'tip' || this.#table.rowOf(record) >= 0

  #forget(row: number): void {
    if (this.#cold.stretchOf(row) < 0) this.#ownRows--
    this.#table.forget(row)
    this.#originals.delete(row)
    this.#conflicted.delete(row)
    this.#selector.order.touch(row)
  }

  /** Fields of an imported row go; what its commits say of them has gone already. */
  #blank(row: number, fields: ReadonlySet<string>, touched: Set<RecordId>): void {
    const original = this.#originals.get(row) ?? this.#table.read(row)
    this.#originals.set(row, Object.fromEntries(Object.entries(original).filter(([field]) => !fields.has(field))))
    touched.add(this.#table.idOf(row))
  }

  #rewords(record: RecordId): void {
    const row = this.#table.rowOf(record)
    if (row < 0) return
    if (this.#cold.stretchOf(row) < 0) this.#words.put(row, searchedTexts(tip, this.history.state(record, null).fields))
    else void this.#reindex(row, record)
  }

  /** Forgets everything opened, and overwrites the columns that other threads may hold. */
  clear(): void {
    this.#generation++
    this.#table.clear()
    this.#selector.clear()
    this.#indexer.clear()
    this.#cold.clear()
    this.#words.clear()
    this.#originals.clear()
    this.#chunks.clear()
    this.#merges.clear()
    this.#conflicted.clear()
    this.history.clear()
    this.#ownRows = 0
    // The engine remembers the last text that any expression matched (`RegExp.input`): let it remember this one.
    ;/sealed/.test('sealed')
    this.version++
    this.rowsVersion++
  }

  /** Brings a tip's row up to date with its history. */
  #refresh(record: RecordId): void {
    let row = this.#table.rowOf(record)
    if (row < 0) {
      if (!this.history.exists(record)) return
      row = this.#table.appendRow(record)
      this.#ownRows++
    }
    const stretch = this.#cold.stretchOf(row)
    const isOwn = stretch < 0
    if (!isOwn && !this.#originals.has(row)) this.#originals.set(row, this.#table.read(row))
    const base = isOwn ? null : this.#originals.get(row)!
    const state = this.history.state(record, base)
    const { fields } = state
    this.#table.write(row, fields)
    this.#selector.order.touch(row)
    this.#table.visible[row] = Number(isOwn ? Object.keys(fields).length > 0 : this.#importShown(row))
    this.#note(row, Object.keys(state.conflicts).length > 0 || Object.keys(state.disputes).length > 0)
    if (isOwn) this.#words.put(row, searchedTexts(tip, fields))
    else void this.#reindex(row, record)
  }

  #note(row: number, conflicted: boolean): void {
    if (conflicted) this.#conflicted.add(row)
    else this.#conflicted.delete(row)
  }

  /** Whether a record is there by itself, whatever it was merged into. */
  #isThere(record: RecordId): boolean {
    const row = this.#table.rowOf(record)
    if (row < 0) return this.history.kind(record) !== 'tip' && this.history.exists(record)
    return this.#cold.stretchOf(row) < 0 ? this.history.exists(record) : this.#importShown(row)
  }

  /** Hides the rows of merged tips and shows again those that were taken apart. Answers whether there were any. */
  #settleMerges(touched: ReadonlySet<RecordId> | null): boolean {
    const tips = this.#merges.settle(touched)
    for (const record of tips) {
      const row = this.#table.rowOf(record)
      this.#table.visible[row] = Number(this.#isThere(record) && !this.#merges.under.has(row))
      const base = this.#cold.stretchOf(row) < 0 ? null : (this.#originals.get(row) ?? this.#table.read(row))
      const { conflicts, disputes } = this.history.state(record, base)
      this.#note(row, Object.keys(conflicts).length > 0 || Object.keys(disputes).length > 0 || this.#merges.hasLate(record))
    }
    return tips.length > 0
  }

  async #reindex(row: number, record: RecordId): Promise<void> {
    const generation = this.#generation
    const fields = this.history.touchedFields(record)
    if (!SEARCHED.some(([field]) => fields.includes(field))) return
    const base = await this.#base(row)
    if (this.#generation !== generation) return
    this.#words.put(row, searchedTexts(tip, this.history.state(record, base).fields))
    this.version++
    this.rowsVersion++
  }

  #show(from: number, rows: number, run: Run): void {
    const { fields } = run.import === null ? { fields: null } : this.history.state(run.import as RecordId, null)
    const ended = fields === null || fields.kept !== undefined
    const shown = ended && fields?.takenBack !== true
    this.#table.visible.fill(Number(shown), from, from + rows)
    if (shown) for (const row of this.#table.forgotten) if (row >= from && row < from + rows) this.#table.visible[row] = 0
    if (ended && !shown) for (const row of this.#originals.keys()) if (row >= from && row < from + rows) this.#table.visible[row] = Number(this.#workedOn(row))
  }

  /** Whether a changed row is there: its import has ended, and was not taken back unless somebody worked on the row. */
  #importShown(row: number): boolean {
    const importId = this.#stretchOf(row)?.run.import
    if (!importId) return true
    const { kept, takenBack } = this.history.state(importId as RecordId, null).fields
    return kept !== undefined && (takenBack !== true || this.#workedOn(row))
  }

  #workedOn(row: number): boolean {
    return this.history.changedFields(this.#table.idOf(row), this.#originals.get(row) ?? {}).length > 0
  }

  /** Rows that came after changes to them: the imported row takes the changes over. */
  #adoptRows(): void {
    this.#table.enterIds((row, other) => {
      const record = this.#table.idOf(row)
      if (!this.history.has(record) || this.#cold.stretchOf(other) >= 0) {
        this.#table.visible[row] = 0
        return
      }
      this.#table.visible[other] = 0
      this.#words.drop(other)
      this.#ownRows--
      this.#table.standFor(row)
      this.#refresh(record)
    })
  }

  /** What an imported row said in some fields; null for a row that commits made. */
  #originalValues(row: number, fields: readonly { readonly name: string; readonly declared: FieldDeclaration; readonly hot: ColumnField | undefined }[], cold: (column: string) => string | undefined): BaseValues | null {
    if (this.#cold.stretchOf(row) < 0) return null
    const original = this.#originals.get(row)
    const values: Record<string, unknown> = {}
    for (const { name, declared, hot } of fields) {
      const value = joinValue(declared, name, original ? original[name] : hot?.unpack(this.#table.loose, row), cold)
      if (value !== undefined) values[name] = value
    }
    return values
  }

  /** What an imported row said, whole; null for a row that commits made. */
  async #base(row: number): Promise<BaseValues | null> {
    if (this.#cold.stretchOf(row) < 0) return null
    const original = this.#originals.get(row) ?? this.#table.read(row)
    const read = await this.#cold.readers([row], COLD)
    return rowValues(tip, (field) => original[field.field], (column) => read(row, column))
  }

  /** How an imported row came: the commit that ended its import. */
  #importEntry(row: number, base: BaseValues | null): readonly HistoryEntry[] {
    const importId = row < 0 ? null : this.#stretchOf(row)?.run.import
    const [end] = importId ? this.history.entries(importId as RecordId) : []
    return end && base ? [{ ...end, fields: Object.keys(base) }] : []
  }

  #stretchOf(row: number): Stretch | undefined {
    return this.#table.stretches.find(({ from, rows }) => row >= from && row < from + rows)
  }

  #changedRows(change: ChangeSet | null): readonly { readonly record: RecordId; readonly field: string }[] {
    const taken = new Set(change?.patches.filter(({ kind, field, value }) => kind === 'import' && field === 'takenBack' && value === true).map(({ record }) => record as string))
    if (taken.size === 0) return []
    // What the import's own end said of its rows (a doubt found late) goes with it.
    const restored = new Set(change?.patches.map(({ record, field }) => `${record} ${field}`))
    const left: { record: RecordId; field: string }[] = []
    for (const row of this.#originals.keys()) {
      const importId = this.#stretchOf(row)?.run.import
      if (!importId || !taken.has(importId)) continue
      const record = this.#table.idOf(row)
      for (const field of this.history.changedFields(record, this.#originals.get(row) ?? {})) if (!restored.has(`${record} ${field}`)) left.push({ record, field })
    }
    return left
  }
}
