import { cellArea, cellToLatLng, gridDisk, latLngToCell } from 'h3-js'
import { COUNTRIES } from '../model/countries.ts'
import { NO_E7, type LngLat } from '../model/units.ts'
import { indexSegments } from './nearest.ts'
import type { Register } from './register.ts'
import type { WhichCountry } from './which-country.ts'

/** H3 resolution of the cells that hotspots are looked for in: 253 km² on average, some 17 km across. */
export const CELL_RESOLUTION = 5
/** What the `cell` column holds where the point is not known. */
export const NO_CELL = 0n
/** Waters within this distance of a study area's coast belong to it, metres: boats are in distress a night's way out. */
export const WATERS = 200_000

export const cellAt = ([lon, lat]: LngLat): bigint => BigInt(`0x${latLngToCell(lat, lon, CELL_RESOLUTION)}`)
/** H3's own spelling ("853f4a07fffffff"). */
export const cellText = (cell: bigint): string => cell.toString(16)
export const cellOfText = (text: string): bigint => BigInt(`0x${text}`)
/** Longitude, latitude of a cell's middle. */
export function cellMiddle(cell: bigint): LngLat {
  const [lat, lon] = cellToLatLng(cellText(cell))
  return [lon, lat]
}

/** Cells of points in degrees * 1e7, rows 0 to count-1; NO_CELL where the point is unknown. */
export function cellsOfPoints(lon: Int32Array, lat: Int32Array, count: number, out: BigUint64Array): void {
  // Halves, low first (all machines that run this are little-endian): no BigInt is made.
  const words = new Uint32Array(out.buffer, out.byteOffset, out.length * 2)
  for (let i = 0; i < count; i++) {
    if (lon[i] === NO_E7 || lat[i] === NO_E7) {
      words[2 * i] = words[2 * i + 1] = 0
      continue
    }
    const text = latLngToCell(lat[i]! / 1e7, lon[i]! / 1e7, CELL_RESOLUTION)
    words[2 * i] = Number.parseInt(text.slice(-8), 16)
    words[2 * i + 1] = Number.parseInt(text.slice(0, -8), 16)
  }
}

/** Every cell of a study area, chosen by geography alone, in ascending order of id. */
export interface CellArea {
  readonly ids: BigUint64Array
  /** Compressed rows: cell i touches ids[starts[i]] to ids[starts[i + 1] - 1] (positions, not H3 indexes); cells outside the area are not listed. */
  readonly neighbours: { readonly starts: Uint32Array; readonly ids: Uint32Array }
  /** Square metres. */
  readonly areas: Float64Array
  /** Index of COUNTRIES: of the middle, or at sea of the nearest coast. */
  readonly country: Uint16Array
  readonly lon: Float64Array
  readonly lat: Float64Array
  /** 1 where the middle is at sea. */
  readonly water: Uint8Array
}

export interface CellAtlas {
  /**
   * Cells of countries: those whose middle is on their land, those that their borders and coasts run through, and those
   * whose middle is at sea no farther than WATERS from their coasts. Kept for the last few areas asked for.
   */
  area(countries: readonly string[]): CellArea
}

const KEPT = 4

export function createCellAtlas(which: WhichCountry, register: Register): CellAtlas {
  const kept = new Map<string, CellArea>()
  return {
    area(countries) {
      const key = [...new Set(countries)].sort().join()
      const found = kept.get(key) ?? flood(key === '' ? [] : key.split(','), which, register)
      kept.delete(key)
      kept.set(key, found)
      if (kept.size > KEPT) kept.delete(kept.keys().next().value!)
      return found
    },
  }
}

interface Flooded { readonly text: string; readonly country: number; readonly lon: number; readonly lat: number; readonly water: boolean; readonly ring: readonly string[] }

/** Spreads from the cells under the area's lines to every cell that belongs, cell by touching cell. */
function flood(countries: readonly string[], which: WhichCountry, register: Register): CellArea {
  const indexes = new Set(countries.map((code) => COUNTRIES.indexOf(code)).filter((index) => index > 0))
  const lines = register.inCountries(countries)
  const onLine = cellsUnder(register, lines)
  const ofArea = new Set<number>(lines)
  const coast = indexSegments(register, (i) => register.classOf(i) === 'coast' && ofArea.has(i))
  const found = new Map<string, Flooded>()
  const open = [...onLine]
  const asked = new Set(open)
  for (let text = open.pop(); text !== undefined; text = open.pop()) {
    const [lat, lon] = cellToLatLng(text)
    let country = which.indexAt(lon, lat)
    const water = country === 0
    if (water) {
      const shore = coast.one(lon, lat, WATERS)
      if (shore.index >= 0) country = COUNTRIES.indexOf(register.countriesOf(shore.index)[0]!)
    }
    if (!onLine.has(text) && !indexes.has(country)) continue
    const ring = gridDisk(text, 1).filter((cell) => cell !== text)
    found.set(text, { text, country, lon, lat, water, ring })
    for (const next of ring) {
      if (asked.has(next)) continue
      asked.add(next)
      open.push(next)
    }
  }
  return packed([...found.values()].sort((a, b) => (a.text < b.text ? -1 : 1)))
}

/** Cells that lines run through: those of their vertices and of points every few kilometres between. */
function cellsUnder(register: Register, lines: Int32Array): Set<string> {
  const { points, starts, grid } = register.geometry
  const cells = new Set<string>()
  const step = 0.02 * grid
  for (const i of lines) {
    for (let p = starts[i]!; p < starts[i + 1]!; p++) {
      const [x, y] = [points[2 * p]!, points[2 * p + 1]!]
      const last = p === starts[i + 1]! - 1
      const [dx, dy] = last ? [0, 0] : [points[2 * p + 2]! - x, points[2 * p + 3]! - y]
      const parts = Math.max(1, Math.ceil(Math.max(Math.abs(dx), Math.abs(dy)) / step))
      for (let k = 0; k < parts; k++) cells.add(latLngToCell((y + (dy * k) / parts) / grid, (x + (dx * k) / parts) / grid, CELL_RESOLUTION))
    }
  }
  return cells
}

function packed(cells: readonly Flooded[]): CellArea {
  const position = new Map(cells.map(({ text }, i) => [text, i]))
  const rings = cells.map(({ ring }) => ring.map((text) => position.get(text)).filter((i) => i !== undefined))
  const starts = new Uint32Array(cells.length + 1)
  rings.forEach((ring, i) => (starts[i + 1] = starts[i]! + ring.length))
  return {
    ids: BigUint64Array.from(cells, ({ text }) => cellOfText(text)),
    neighbours: { starts, ids: Uint32Array.from(rings.flat()) },
    areas: Float64Array.from(cells, ({ text }) => cellArea(text, 'm2')),
    country: Uint16Array.from(cells, ({ country }) => country),
    lon: Float64Array.from(cells, ({ lon }) => lon),
    lat: Float64Array.from(cells, ({ lat }) => lat),
    water: Uint8Array.from(cells, ({ water }) => (water ? 1 : 0)),
  }
}
