import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { PlaceKnowledge } from '../../shared/ingest/place-knowledge.ts'
import { previewSource, readRows } from '../../shared/ingest/ingest.ts'
import type { ImportedRow, ReadOptions, ReadReport } from '../../shared/ingest/ingest.ts'
import type { ImportMapping, ImportPreview, SourceFile } from '../../shared/ingest/contract.ts'

/** A file in memory, as the window and the shells hand one in. */
export function sourceFile(content: string | Uint8Array, name = 'tips.csv'): SourceFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return { name, size: bytes.length, slice: (start, end) => ({ arrayBuffer: async () => bytes.slice(start, end).buffer as ArrayBuffer }) }
}

/** Knows two box-shaped countries, one centroid of each and one region's middle. */
export const BOXES: PlaceKnowledge = {
  countryAt: ([lon, lat]) => (lon >= 10 && lon < 20 && lat >= 25 && lat < 33 ? 'LBY' : lon >= 20 && lon < 36 && lat >= 22 && lat < 31 ? 'EGY' : undefined),
  isCountryCentroid: (at, country) => (country === undefined || country === 'LBY') && Math.hypot(at[0] - 17.5, at[1] - 27.5) < 0.05,
  isRegionCentroid: (at) => Math.hypot(at[0] - 14.25, at[1] - 27.03) < 0.01,
  isCapital: (at, country) => country === 'LBY' && Math.hypot(at[0] - 13.18746, at[1] - 32.87519) < 0.05,
  isRegionName: (name) => name === 'Fezzan',
}

export interface Outcome { readonly preview: ImportPreview; readonly rows: readonly ImportedRow[]; readonly report: ReadReport }

/** 1 January 2026, so that no test hangs on the clock. */
export const NOW = Date.UTC(2026, 0, 1) / 1000

/** Previews and reads a file, by its own mapping unless changed. */
export async function bringIn(content: string | Uint8Array, change: { name?: string; mapping?: (proposed: ImportMapping) => ImportMapping; options?: ReadOptions; knowledge?: PlaceKnowledge } = {}): Promise<Outcome> {
  const file = sourceFile(content, change.name)
  const preview = await previewSource(file)
  const mapping = change.mapping?.(preview.mapping) ?? preview.mapping
  const reading = readRows(file, mapping, change.knowledge ?? BOXES, { now: NOW, ...change.options })
  const rows: ImportedRow[] = []
  for await (const batch of reading) rows.push(...batch.rows)
  return { preview, rows, report: reading.report() }
}

const DATA = process.env['VIGIL_DATA'] ?? resolve(import.meta.dirname, '../../../shared/data')
/** A real public file beside the checkout; its tests are skipped where it is absent. */
export const dataPath = (name: string) => resolve(DATA, name)
export const hasData = (name: string) => existsSync(dataPath(name))
export const readData = (name: string) => new Uint8Array(readFileSync(dataPath(name)))
