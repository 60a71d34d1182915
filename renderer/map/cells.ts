import { cellToBoundary, cellToLatLng } from 'h3-js'
import { cellMiddle, NO_CELL } from '../../shared/geo/cells.ts'
import type { TipColumns } from '../../shared/model/columns.ts'

/** The middle of an H3 cell, degrees. */
export function centreOf(cell: string): [number, number] {
  const [lat, lon] = cellToLatLng(cell)
  return [lon, lat]
}

/** Middles of the cells that rows lie in, degrees, pair by pair: where tips are, for whoever may not see exactly where. */
export function cellPositions({ cell }: Pick<TipColumns, 'cell'>, rows: Uint32Array): Float64Array {
  const cells = new Set<bigint>()
  for (const row of rows) if (cell[row] !== NO_CELL) cells.add(cell[row]!)
  const positions = new Float64Array(cells.size * 2)
  let at = 0
  for (const each of cells) {
    positions.set(cellMiddle(each), at)
    at += 2
  }
  return positions
}

/** Outline of a cell drawn in towards its centre; unwrapped, so that no edge crosses the antimeridian. */
export function shrunkCell(cell: string, share: number): [number, number][] {
  const [centreLon, centreLat] = centreOf(cell)
  return cellToBoundary(cell).map(([lat, lon]) => {
    const near = lon - centreLon > 180 ? lon - 360 : lon - centreLon < -180 ? lon + 360 : lon
    return [centreLon + (near - centreLon) * share, centreLat + (lat - centreLat) * share]
  })
}
