import { CsvReader, judgeDelimiter } from './csv-reader.ts'
import type { RowFault } from './csv-reader.ts'
import { cannotRead, unreadableKind } from './file-kind.ts'
import { columnLetters, findHeader } from './header.ts'
import { JsonColumns } from './json-cells.ts'
import { judgeJsonLayout, JsonReader } from './json-reader.ts'
import type { JsonLayout } from './json-reader.ts'
import { RowHash } from './seen-rows.ts'
import { headBytes, judgeEncoding, SAMPLE_BYTES, streamText } from './source-text.ts'
import type { Encoding } from './source-text.ts'
import type { KindDeclaration } from '../model/field.ts'
import type { SourceFile } from './contract.ts'

/** What a file turned out to be, by its first megabyte; enough to read it through. */
export interface InspectedSource {
  readonly format: 'csv' | 'json' | 'geojson'
  readonly encoding: Encoding
  readonly delimiter: string | null
  readonly layout: JsonLayout | null
  /** Zero-based; -1: no header. Always -1 for JSON, whose keys are its headers. */
  readonly headerRow: number
  readonly headers: readonly string[]
  /** Rows below the header, of the sample. */
  readonly sampleRows: readonly (readonly string[])[]
}

/** Takes rows as they are read, before anything is made of them. */
export interface SourceSink {
  /** Set before each piece: replacement characters (bytes that are no text) may be among the cells. */
  damagedText: boolean
  /** `cells` is filled anew for the next row: what is kept of it must be copied. The hash of all its cells, in two halves. */
  row(cells: readonly string[], row: number, hashHigh: number, hashLow: number): void
  fault(row: number, fault: RowFault, start: string): void
}

/** Rows of a CSV's sample that are looked at. */
const SAMPLE_ROWS = 1000
/** Items of a JSON sample whose keys make its headers; keys that first come later are not columns. */
const KEYED_ITEMS = 1000

export interface SourceChoices {
  readonly encoding?: string | undefined
  readonly delimiter?: string | undefined
  readonly headerRow?: number | undefined
}

/**
 * Looks at a file's beginning and judges what it is.
 * @throws TellableError `file-…` where it holds no rows that can be read, naming the file and what to do
 */
export async function inspectSource(file: SourceFile, kind: KindDeclaration, choices: SourceChoices = {}): Promise<InspectedSource> {
  if (file.size === 0) throw cannotRead(file.name, 'empty')
  const head = await headBytes(file, SAMPLE_BYTES)
  const unreadable = unreadableKind(file.name, head)
  if (unreadable !== null) throw cannotRead(file.name, unreadable)
  const judged = judgeEncoding(head)
  if (judged === null && choices.encoding === undefined) throw cannotRead(file.name, 'binary')
  const encoding = choices.encoding !== undefined && choices.encoding !== judged?.label ? { label: knownEncoding(choices.encoding, file.name), guessed: false } : judged!
  const sample = new TextDecoder(encoding.label).decode(head, { stream: true })
  if (sample.trim() === '') throw cannotRead(file.name, 'empty')
  const layout = judgeJsonLayout(sample)
  if (layout !== null) return inspectJson(file, encoding, layout)
  const delimiter = choices.delimiter ?? judgeDelimiter(sample)
  // By their place in the file, blank and broken rows left empty, so that the header's number is the file's.
  const rows: string[][] = []
  const reader = new CsvReader(delimiter, { row: (cells, row) => putRow(rows, cells, row), fault: (row) => putRow(rows, [], row) })
  reader.push(sample)
  if (file.size <= SAMPLE_BYTES) reader.end()
  if (rows.length === 0) reader.end()
  const headerRow = choices.headerRow ?? findHeader(kind, rows)
  const data = rows.slice(headerRow + 1).filter((row) => row.length > 0)
  const header = rows[headerRow] ?? []
  let width = header.length
  while (width > 0 && header[width - 1]!.trim() === '') width--
  if (headerRow < 0) width = Math.max(0, ...data.map((row) => row.length))
  const headers = Array.from({ length: width }, (_, column) => header[column]?.trim().replace(/\s+/g, ' ') || columnLetters(column))
  return { format: 'csv', encoding, delimiter, layout: null, headerRow, headers, sampleRows: data }
}

function putRow(rows: string[][], cells: readonly string[], row: number): void {
  if (row > SAMPLE_ROWS) return
  while (rows.length < row - 1) rows.push([])
  rows[row - 1] = cells.slice()
}

function knownEncoding(label: string, name: string): string {
  try {
    return new TextDecoder(label).encoding
  } catch (cause) {
    throw cannotRead(name, cause instanceof RangeError ? 'encoding' : 'binary')
  }
}

async function inspectJson(file: SourceFile, encoding: Encoding, layout: JsonLayout): Promise<InspectedSource> {
  const columns = new JsonColumns()
  const sampleRows: string[][] = []
  let features = 0
  let faults = 0
  const reader = new JsonReader(layout, {
    item: (item) => {
      if (sampleRows.length >= KEYED_ITEMS) return
      if (item['type'] === 'Feature' && 'geometry' in item) features++
      sampleRows.push(columns.cells(item))
    },
    fault: () => void faults++,
  })
  for await (const { text, bytes } of streamText(file, encoding.label)) {
    reader.push(text)
    // One large item may be longer than a sample: go on until there is something to show.
    if (sampleRows.length >= KEYED_ITEMS || (bytes > SAMPLE_BYTES && sampleRows.length > 0)) break
    if (bytes >= file.size) reader.end()
  }
  if (sampleRows.length === 0) throw cannotRead(file.name, faults > 0 ? 'broken-json' : 'no-rows')
  const headers = columns.headers
  for (const row of sampleRows) while (row.length < headers.length) row.push('')
  return { format: features > sampleRows.length / 2 ? 'geojson' : 'json', encoding, delimiter: null, layout, headerRow: -1, headers, sampleRows }
}

/**
 * Reads a file through, in order, into `sink`: rows below the header, blank ones left out, and rows that could not be
 * read. Answers the bytes read so far after each piece; whoever doesn't ask for the next stops the reading.
 * `columns`: those whose text is wanted (default: all); of a CSV's others cells are empty.
 */
export async function* readSource(file: SourceFile, source: InspectedSource, sink: SourceSink, options: { readonly signal?: AbortSignal | undefined; readonly sliceBytes?: number | undefined; readonly columns?: readonly number[] } = {}): AsyncGenerator<number> {
  const reader = source.layout === null ? csvReader(source, sink, options.columns) : jsonReader(source, source.layout, sink)
  let damaged = false
  for await (const { text, bytes } of streamText(file, source.encoding.label, options.signal, options.sliceBytes)) {
    // A damaged cell may be finished by the next piece: the flag stays for one more.
    const here = text.includes('\ufffd')
    sink.damagedText = damaged || here
    damaged = here
    reader.push(text)
    yield bytes
  }
  if (options.signal?.aborted) return
  reader.end()
  yield file.size
}

function csvReader(source: InspectedSource, sink: SourceSink, columns: readonly number[] | undefined): CsvReader {
  const hash = new RowHash()
  const firstRow = source.headerRow + 2
  const width = source.headers.length
  const reader: CsvReader = new CsvReader(source.delimiter ?? ',', {
    row: (cells, row) => {
      if (row < firstRow) return
      if (reader.lastRowUnended && cells.length < width) sink.fault(row, 'cut', cells.join(source.delimiter ?? ','))
      else sink.row(cells, row, hash.high, hash.low)
    },
    fault: (row, fault, start) => void (row >= firstRow && sink.fault(row, fault, start)),
  }, { hash, ...(columns ? { wanted: Uint8Array.from(source.headers, (_, column) => (columns.includes(column) ? 1 : 0)) } : {}) })
  return reader
}

function jsonReader(source: InspectedSource, layout: JsonLayout, sink: SourceSink): JsonReader {
  const hash = new RowHash()
  const columns = new JsonColumns()
  // The same items give the same columns as when the file was inspected, whatever order later items have.
  for (const header of source.headers) columns.reserve(header)
  return new JsonReader(layout, {
    item: (item, row) => {
      const cells = columns.cells(item)
      hash.mixAll(cells)
      sink.row(cells, row, hash.high, hash.low)
    },
    fault: (row, fault, start) => sink.fault(row, fault, start),
  })
}
