import { z } from 'zod'
import { CROWDED, CrowdedPoints } from './crowded-points.ts'
import { DateOrderJudge } from './dates.ts'
import { fullTarget, importTargets, proposeMapping } from './mapping.ts'
import { isNothing } from './number-text.ts'
import type { PlaceKnowledge } from './place-knowledge.ts'
import { ID_FIELD, RowReader, usableDefaults } from './read-row.ts'
import type { ImportedFields } from './read-row.ts'
import { clip } from './row-notes.ts'
import type { Doubt } from './row-notes.ts'
import { RowHash, SeenRows } from './seen-rows.ts'
import { inspectSource, readSource } from './source.ts'
import type { InspectedSource, SourceSink } from './source.ts'
import { TellableError } from '../model/message.ts'
import type { Message } from '../model/message.ts'
import type { FieldDeclaration, KindDeclaration } from '../model/field.ts'
import { KINDS } from '../model/kinds/kinds.ts'
import type { PlaceValue, Precision } from '../model/place.ts'
import type { ImportCounts, ImportMapping, ImportPreview, Refusal, SourceFile } from './contract.ts'

export type { PlaceKnowledge } from './place-knowledge.ts'
export type { ImportedFields } from './read-row.ts'
export { importTargets } from './mapping.ts'
export { doubtsCsv, refusalsCsv } from './refusals.ts'
export { csvCell, csvLine, neutralise } from './csv-cell.ts'

/** One row that was kept: its number in the file and the field values of the record to be made. */
export interface ImportedRow {
  readonly row: number
  /** As a patch holds them (field.ts), `importRow` and, where there are any, `doubts` among them; `import` is the station's. */
  readonly fields: ImportedFields
}

/** Up to 4,096 kept rows in the file's order; only the last batch, and those with very long texts, have fewer. */
export interface RowBatch {
  readonly rows: readonly ImportedRow[]
  readonly counts: ImportCounts
}

export interface ReadReport {
  readonly counts: ImportCounts
  readonly refusals: readonly Refusal[]
  /** Rows held back because an earlier row is the same in every cell; `sameAs` 0: the vault has it already. */
  readonly duplicates: readonly { readonly row: number; readonly sameAs: number }[]
  /** Rows kept although an earlier one is the same in every cell: they lack the id or point that others have, and may be separate events. */
  readonly alike: number
  readonly doubts: readonly { readonly row: number; readonly doubt: Doubt; readonly note: Message }[]
  /** Doubts found after their row was handed on (a point that became crowded): among `doubts`, not in the row's fields. */
  readonly lateDoubts: readonly { readonly row: number; readonly doubt: Doubt }[]
  /** Kept rows by precision of place; `none` where no place is known. */
  readonly precision: Readonly<Record<Precision, number>>
  readonly cancelled: boolean
}

/** What the vault already holds, asked of every row that carries an id. */
export interface KnownRecords {
  compare(externalId: string, fields: ImportedFields): 'unknown' | 'same' | 'other'
}

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((counts: ImportCounts) => void) | undefined
  readonly known?: KnownRecords | undefined
  /** Seconds since epoch; dates after it are doubted. Default: the clock. */
  readonly now?: number | undefined
  readonly kind?: KindDeclaration | undefined
  /** Bytes read at once; for tests. */
  readonly sliceBytes?: number | undefined
}

/** A reading under way: batches as they come, and the report, whole once the batches have ended. */
export interface RowReading extends AsyncIterable<RowBatch> {
  report(): ReadReport
}

const BATCH_ROWS = 4096
/** A batch also ends here, in characters of its cells, so that long texts don't pile up. */
const BATCH_TEXT = 4 * 1024 * 1024
const PREVIEW_ROWS = 12

const mappingSchema = z.object({
  headerRow: z.number().int().min(-1),
  encoding: z.string().optional(),
  delimiter: z.string().length(1).optional(),
  columns: z.array(z.object({ column: z.number().int().nonnegative(), target: z.string() })),
  dateOrder: z.enum(['ymd', 'dmy', 'mdy']).optional(),
  defaults: z.record(z.string(), z.unknown()).optional(),
})

/**
 * A file's first rows, what it is, and a mapping proposed from names and content. Reads about a megabyte.
 * @throws TellableError `file-…` where the file holds no rows that can be read
 */
export async function previewSource(file: SourceFile, kind: KindDeclaration = KINDS.tip): Promise<ImportPreview> {
  const source = await inspectSource(file, kind)
  const proposed = proposeMapping(kind, source.headers, source.sampleRows)
  const says: Message[] = []
  if (source.format === 'csv' && source.headerRow < 0) says.push({ key: 'ingest.says.no-header' })
  if (source.headerRow > 0) says.push({ key: 'ingest.says.header-in-row', values: { row: source.headerRow + 1 } })
  if (source.encoding.guessed) says.push({ key: 'ingest.says.encoding-guessed', values: { encoding: source.encoding.label } })
  const mapping: ImportMapping = {
    headerRow: source.headerRow,
    encoding: source.encoding.label,
    ...(source.delimiter === null ? {} : { delimiter: source.delimiter }),
    columns: proposed.columns,
    ...(proposed.dateOrder === undefined ? {} : { dateOrder: proposed.dateOrder }),
    defaults: proposed.defaults,
  }
  return {
    format: source.format,
    encoding: source.encoding.label,
    delimiter: source.delimiter,
    headers: source.headers,
    firstRows: source.sampleRows.slice(0, PREVIEW_ROWS).map((row) => source.headers.map((_, column) => clip(row[column] ?? ''))),
    mapping,
    recognised: proposed.recognised,
    missing: proposed.missing,
    says: [...says, ...proposed.says],
  }
}

/**
 * Reads a file through and hands on batches of checked field values. Rows are refused one by one, each with its
 * reason; nothing that a row holds stops the reading. Ends quietly when `signal` aborts (`report().cancelled`).
 * @throws TellableError `file-…`, `mapping-unusable`
 */
export function readRows(file: SourceFile, mapping: ImportMapping, knowledge: PlaceKnowledge, options: ReadOptions = {}): RowReading {
  const run = new ReadingRun(file, mapping, knowledge, options)
  return { [Symbol.asyncIterator]: () => run.batches(), report: () => run.report() }
}

class ReadingRun {
  private readonly refusals: Refusal[] = []
  private readonly duplicates: { row: number; sameAs: number }[] = []
  private readonly doubts: { row: number; doubt: Doubt; note: Message }[] = []
  private readonly lateDoubts: { row: number; doubt: Doubt }[] = []
  private readonly refusedRows = new Set<number>()
  /** Rows that the vault has already. */
  private readonly heldRows = new Set<number>()
  private readonly doubtedRows = new Set<number>()
  private readonly precision: Record<Precision, number> = { none: 0, exact: 0, settlement: 0, region: 0, country: 0 }
  private readonly seen = new SeenRows()
  /** Rows that say too little to be called the same as another. */
  private readonly vague = new SeenRows()
  private readonly ids = new SeenRows()
  private readonly idHash = new RowHash()
  private readonly crowded = new CrowdedPoints()
  private alike = 0
  private read = 0
  private kept = 0
  private bytes = 0
  private cancelled = false
  private readonly file: SourceFile
  private readonly mapping: ImportMapping
  private readonly knowledge: PlaceKnowledge
  private readonly options: ReadOptions
  private readonly kind: KindDeclaration

  constructor(file: SourceFile, mapping: ImportMapping, knowledge: PlaceKnowledge, options: ReadOptions) {
    this.file = file
    this.knowledge = knowledge
    this.options = options
    this.kind = options.kind ?? KINDS.tip
    this.mapping = checkedMapping(mapping, this.kind)
  }

  async *batches(): AsyncGenerator<RowBatch> {
    const { file, mapping, options, kind } = this
    const source = await inspectSource(file, kind, { encoding: mapping.encoding, delimiter: mapping.delimiter, headerRow: mapping.headerRow })
    const { order, proven } = await this.dateOrder(source)
    const now = options.now ?? Date.now() / 1000
    const reader = new RowReader(kind, mapping, source.headers, { knowledge: this.knowledge, now, dateOrder: order, orderProven: proven })
    let batch: ImportedRow[] = []
    let text = 0
    const full: ImportedRow[][] = []
    const sink: SourceSink = {
      damagedText: false,
      row: (cells, row, high, low) => {
        const telling = saysEnough(cells, reader)
        const sameAs = telling ? this.seen.first(high, low, row) : 0
        const alike = !telling && this.vague.first(high, low, row) > 0
        const fields = this.readOne(cells, row, sameAs, reader, source, sink.damagedText)
        if (!fields) return
        if (alike) this.alike++
        batch.push({ row, fields })
        for (const cell of cells) text += cell.length
        if (batch.length < BATCH_ROWS && text < BATCH_TEXT) return
        full.push(batch)
        batch = []
        text = 0
      },
      fault: (row, fault, start) => {
        this.read++
        this.refuse(row, '', start, { key: `ingest.refused.${fault}` })
      },
    }
    for await (const bytes of readSource(file, source, sink, { ...options, columns: mapping.columns.map(({ column }) => column) })) {
      this.bytes = bytes
      options.onProgress?.(this.counts())
      for (let rows = full.shift(); rows && !options.signal?.aborted; rows = full.shift()) yield { rows, counts: this.counts() }
      if (options.signal?.aborted) break
    }
    if (options.signal?.aborted) this.cancelled = true
    else if (batch.length > 0) yield { rows: batch, counts: this.counts() }
    for (const { row, count } of this.crowded.lateRows()) {
      this.lateDoubts.push({ row, doubt: 'crowded-point' })
      this.doubt(row, 'crowded-point', { key: 'ingest.doubt.crowded-point', values: { count } })
    }
    options.onProgress?.(this.counts())
  }

  private readOne(cells: readonly string[], row: number, sameAs: number, reader: RowReader, source: InspectedSource, damagedText: boolean): ImportedFields | null {
    this.read++
    const width = source.headers.length
    if (source.layout === null && cells.length > width) {
      for (let extra = width; extra < cells.length; extra++) {
        if (cells[extra]!.trim() !== '') return this.refuse(row, '', cells[extra]!, { key: 'ingest.refused.too-many-cells', values: { cells: cells.length, columns: width } })
      }
    }
    // A row that is the same as a refused one is refused for the same reason.
    if (sameAs !== 0 && !this.refusedRows.has(sameAs)) {
      this.duplicates.push({ row, sameAs: this.heldRows.has(sameAs) ? 0 : sameAs })
      return null
    }
    const fields = reader.read(cells)
    if (!fields) return this.refuse(row, reader.refusal!.field, reader.refusal!.value, reader.refusal!.reason)
    const id = fields[ID_FIELD]
    if (typeof id === 'string') {
      this.idHash.begin()
      this.idHash.mix(id, 0, id.length)
      const earlier = this.ids.first(this.idHash.high, this.idHash.low, row)
      const held = this.options.known?.compare(id, fields) ?? 'unknown'
      if (held === 'same') {
        this.heldRows.add(row)
        this.duplicates.push({ row, sameAs: 0 })
        return null
      }
      if (earlier !== 0) this.doubt(row, 'same-id-other-content', { key: 'ingest.doubt.same-id-other-content', values: { row: earlier } })
      else if (held === 'other') this.doubt(row, 'same-id-other-content', { key: 'ingest.doubt.same-id-in-vault' })
    }
    for (const { doubt, note } of reader.doubts) this.doubt(row, doubt, note)
    if ((damagedText && cells.some((cell) => cell.includes('\ufffd'))) || (source.encoding.guessed && cells.some(hasOtherThanAscii))) {
      this.doubt(row, 'encoding-guessed', { key: 'ingest.doubt.encoding-guessed', values: { encoding: source.encoding.label } })
    }
    this.notePlace(fields, row)
    const own = this.doubtedRows.has(row) ? this.doubtsOf(row) : null
    if (own) fields['doubts'] = own
    fields['importRow'] = row
    this.kept++
    return fields
  }

  private notePlace(fields: ImportedFields, row: number): void {
    const place = this.kind.place === undefined ? undefined : (fields[this.kind.place] as PlaceValue | undefined)
    this.precision[place?.precision ?? 'none']++
    if (!place?.at || (place.precision !== 'exact' && place.precision !== 'settlement')) return
    const count = this.crowded.add(place.at[0], place.at[1], row)
    if (count >= CROWDED) this.doubt(row, 'crowded-point', { key: 'ingest.doubt.crowded-point', values: { count } })
  }

  /** The doubts noted for the row under way, which are the last ones. */
  private doubtsOf(row: number): Doubt[] {
    const own: Doubt[] = []
    for (let i = this.doubts.length - 1; i >= 0 && this.doubts[i]!.row === row; i--) own.unshift(this.doubts[i]!.doubt)
    return own
  }

  private doubt(row: number, doubt: Doubt, note: Message): void {
    this.doubts.push({ row, doubt, note })
    this.doubtedRows.add(row)
  }

  private refuse(row: number, field: string, value: string, reason: Message): null {
    this.refusals.push({ row, field, value: clip(value), reason })
    this.refusedRows.add(row)
    return null
  }

  /** Day and month in which order: as mapped, as the sample proves, or as the whole column does. */
  private async dateOrder(source: InspectedSource): Promise<{ order: 'ymd' | 'dmy' | 'mdy'; proven: boolean }> {
    const { mapping, kind, file, options } = this
    if (mapping.dateOrder !== undefined) return { order: mapping.dateOrder, proven: true }
    const fields = kind.fields as Readonly<Record<string, FieldDeclaration>>
    const dates = mapping.columns.filter(({ target }) => {
      const full = fullTarget(kind, target)
      return full.endsWith('.date') || fields[full]?.type === 'instant'
    })
    const judge = new DateOrderJudge()
    const see = (cells: readonly string[]) => dates.forEach(({ column }) => judge.see(cells[column] ?? ''))
    source.sampleRows.forEach(see)
    if (judge.verdict.proven) return judge.verdict
    const sink: SourceSink = { damagedText: false, row: see, fault: () => {} }
    for await (const _ of readSource(file, source, sink, { ...options, columns: dates.map(({ column }) => column) }));
    return judge.verdict
  }

  private counts(): ImportCounts {
    return { read: this.read, kept: this.kept, refused: this.refusals.length, duplicate: this.duplicates.length, doubted: this.doubtedRows.size, bytes: this.bytes, totalBytes: this.file.size }
  }

  report(): ReadReport {
    const { refusals, duplicates, alike, doubts, lateDoubts, precision, cancelled } = this
    return { counts: this.counts(), refusals: [...refusals].sort((a, b) => a.row - b.row), duplicates, alike, doubts: [...doubts].sort((a, b) => a.row - b.row), lateDoubts, precision: { ...precision }, cancelled }
  }
}

/**
 * Whether a row says enough to be called the same as another. In a table of points or ids, rows that lack theirs
 * ("January, Pima County") are alike without being the same event: they are kept.
 */
function saysEnough(cells: readonly string[], reader: RowReader): boolean {
  const { tellingColumns } = reader
  if (tellingColumns.length === 0) return true
  for (const column of tellingColumns) if (!isNothing(cells[column] ?? '')) return true
  return false
}

function hasOtherThanAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return true
  return false
}

/**
 * A mapping from outside, checked: known targets, usable defaults.
 * @throws TellableError `mapping-unusable`
 */
function checkedMapping(mapping: ImportMapping, kind: KindDeclaration): ImportMapping {
  const parsed = mappingSchema.safeParse(mapping)
  const targets = new Set(importTargets(kind))
  const unknown = parsed.success ? parsed.data.columns.find(({ target }) => target !== 'skip' && !targets.has(fullTarget(kind, target))) : undefined
  if (!parsed.success || unknown || !parsed.data.columns.some(({ target }) => target !== 'skip')) {
    throw new TellableError('mapping-unusable', { key: unknown ? 'ingest.mapping.unknown-target' : 'ingest.mapping.unusable', values: { target: unknown?.target ?? '' } }, { kept: { key: 'ingest.file.nothing-kept' }, remedy: { key: 'ingest.remedy.mapping' } })
  }
  return { ...mapping, defaults: usableDefaults(kind, mapping.defaults) }
}
