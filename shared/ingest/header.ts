import { isNothing, numberFromText } from './number-text.ts'
import { pairFromText } from './coordinates.ts'
import { readDate } from './dates.ts'
import { recognisedHeaders } from './mapping.ts'
import type { KindDeclaration } from '../model/field.ts'

/** Rows at the top among which a header is looked for; titles and notes may stand above it. */
const SEARCHED = 20

const isData = (cell: string) => numberFromText(cell) !== null || pairFromText(cell) !== null || typeof readDate(cell, 'dmy') === 'object' && readDate(cell, 'dmy') !== null

/**
 * Zero-based row of the header among a file's first rows, or -1 where there is none: the first row that names two
 * things the kind imports; else the first full row of different words above rows of the same width.
 */
export function findHeader(kind: KindDeclaration, rows: readonly (readonly string[])[]): number {
  const searched = rows.slice(0, SEARCHED)
  const filled = rows.map((row) => row.filter((cell) => cell.trim() !== '').length)
  const widest = Math.max(0, ...rows.map((row) => row.length))
  const usual = median(filled.filter((count) => count > 0))
  const named = searched.map((row) => recognisedHeaders(kind, row))
  const best = Math.max(0, ...named)
  if (best >= 2 || (best === 1 && widest === 1)) {
    const at = named.indexOf(best)
    if (searched[at]!.filter((cell) => isData(cell)).length <= filled[at]! / 3) return at
  }
  for (let at = 0; at < searched.length; at++) {
    const cells = searched[at]!.map((cell) => cell.trim()).filter((cell) => cell !== '')
    if (cells.length === 0 || cells.length < Math.min(usual, widest * 0.6)) continue
    const words = cells.filter((cell) => !isData(cell) && !isNothing(cell) && cell.length <= 120)
    const distinct = new Set(cells.map((cell) => cell.toLowerCase())).size === cells.length
    // A table without any data cell below cannot tell its header from its rows.
    const below = rows.slice(at + 1).some((row) => row.some((cell) => isData(cell)))
    return words.length === cells.length && distinct && below ? at : -1
  }
  return -1
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? 0
}

/** Spreadsheet letters for columns without a header: A, B, ... Z, AA. */
export function columnLetters(column: number): string {
  let letters = ''
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  return letters
}
