import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { packNeighbours } from '../../shared/analysis/neighbours.ts'
import type { Neighbours } from '../../shared/analysis/neighbours.ts'

/** Reference numbers lie beside the checkout (or where VIGIL_DATA says), because their terms keep them out of it. */
const folder = process.env['VIGIL_DATA'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url))
export const referencePresent = existsSync(`${folder}/reference`)
if (!referencePresent) console.warn(`No reference numbers in ${folder}: the checks against them are skipped.`)

/** Rows of a comma-separated file by column name, as text. */
export function readTable(path: string): Record<string, string>[] {
  const [head, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/)
  const names = head!.split(',').map((name) => name.replaceAll('"', ''))
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i]!, cell])))
}

export const readReference = (name: string) => readTable(`${folder}/reference/${name}`)

/** One number column of a table. */
export const column = (rows: readonly Record<string, string>[], name: string) => Float64Array.from(rows, (row) => Number(row[name]))

/** Touching cells of a lattice of hexagons, odd rows shifted right, edges not joined (as in the reference files). */
export function hexLattice(rows: number, columns: number): Neighbours {
  return packNeighbours(
    Array.from({ length: rows * columns }, (_, cell) => {
      const row = Math.floor(cell / columns)
      const col = cell % columns
      const odd = row % 2
      const ring: readonly (readonly [number, number])[] = [[row, col - 1], [row, col + 1], [row - 1, col - 1 + odd], [row - 1, col + odd], [row + 1, col - 1 + odd], [row + 1, col + odd]]
      return ring.filter(([r, c]) => r >= 0 && r < rows && c >= 0 && c < columns).map(([r, c]) => r * columns + c)
    }),
  )
}
