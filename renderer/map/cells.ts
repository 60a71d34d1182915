import { cellToBoundary, cellToLatLng } from 'h3-js'

/** The middle of an H3 cell, degrees. */
export function centreOf(cell: string): [number, number] {
  const [lat, lon] = cellToLatLng(cell)
  return [lon, lat]
}

/** Outline of a cell drawn in towards its centre; unwrapped, so that no edge crosses the antimeridian. */
export function shrunkCell(cell: string, share: number): [number, number][] {
  const [centreLon, centreLat] = centreOf(cell)
  return cellToBoundary(cell).map(([lat, lon]) => {
    const near = lon - centreLon > 180 ? lon - 360 : lon - centreLon < -180 ? lon + 360 : lon
    return [centreLon + (near - centreLon) * share, centreLat + (lat - centreLat) * share]
  })
}
