import type { Message } from '../model/message.ts'

/** A file to read: its name and a way to its bytes; a `Blob` or a Node file fits. */
export interface SourceFile {
  readonly name: string
  readonly size: number
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> }
}

export interface ImportMapping {
  /** Zero-based row of the header; -1: there is none (always so for JSON, whose keys are its headers). */
  readonly headerRow: number
  readonly encoding?: string
  readonly delimiter?: string
  /**
   * Column index to what it fills. Several columns may fill one text, joined by "; ". Targets: a field name of the
   * kind, or a part: `place.lat`, `place.lon`, `place.latlon`, `place.name`, `place.country`, `place.extent`,
   * `when.date`, `when.year`, `when.month`, `skip`. `importTargets` lists them for a kind.
   */
  readonly columns: readonly { readonly column: number; readonly target: string }[]
  /** Absent: judged over the whole column, and doubted where nothing in it decides. */
  readonly dateOrder?: 'ymd' | 'dmy' | 'mdy'
  /** Set on every row that has no value of its own. */
  readonly defaults?: Readonly<Record<string, unknown>>
}

export interface ImportPreview {
  readonly format: 'csv' | 'json' | 'geojson'
  readonly encoding: string
  readonly delimiter: string | null
  readonly headers: readonly string[]
  readonly firstRows: readonly (readonly string[])[]
  readonly mapping: ImportMapping
  /** What was recognised ("Missing Migrants Project"), and what must be mapped by hand before it can run. */
  readonly recognised: string | null
  readonly missing: readonly Message[]
  readonly says: readonly Message[]
}

/** `read` = kept + refused + duplicate; doubted rows are among the kept. */
export interface ImportCounts { readonly read: number; readonly kept: number; readonly refused: number; readonly duplicate: number; readonly doubted: number; readonly bytes: number; readonly totalBytes: number }

/** `row`: as a spreadsheet numbers it, header and blank rows counted; for JSON the item's position from 1. `field`: the file's own column. */
export interface Refusal { readonly row: number; readonly field: string; readonly value: string; readonly reason: Message }
