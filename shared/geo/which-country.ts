import { COUNTRIES } from '../model/countries.ts'
import type { LngLat } from '../model/units.ts'
import type { Outlines } from './outlines.ts'

/**
 * Which country a point is in, by the 10m outlines (exact to their grid of some 400 m by 190 m). A ray runs east from
 * the point to the first outline it meets, whose near side is the answer; a grid of half-degree cells keeps the way
 * short, and a cell that no outline touches answers at once.
 */
export interface WhichCountry {
  /** ISO 3166-1 alpha-3 or X-code of the country whose land the point lies on; undefined at sea. */
  at(point: LngLat): string | undefined
  /** The same as an index of COUNTRIES, 0 at sea, for degrees. */
  indexAt(lon: number, lat: number): number
}

const PER_DEGREE = 2
const WIDTH = 360 * PER_DEGREE
const HEIGHT = 180 * PER_DEGREE
/** A cell that has outlines in it. */
const MIXED = 0xffff

/** Takes some 100 ms for the whole world. */
export function indexCountries(outlines: Outlines): WhichCountry {
  const edges = collectEdges(outlines)
  const { starts, members } = bucket(edges)
  const plain = new Uint16Array(WIDTH * HEIGHT)
  for (let cell = 0; cell < plain.length; cell++) if (starts[cell + 1]! > starts[cell]!) plain[cell] = MIXED

  /** Country at a latitude just west of the first outline at or east of `lon`, looking from cell column `column` on. */
  const lookEast = (lon: number, lat: number, row: number, from: number): number => {
    for (let step = 0; step <= WIDTH; step++) {
      const column = (from + step) % WIDTH
      const cell = row * WIDTH + column
      if (plain[cell] !== MIXED && step > 0 && plain[cell] !== UNKNOWN) return plain[cell]!
      if (plain[cell] === MIXED) {
        let best = Infinity
        let country = 0
        const after = step === 0 ? lon : -Infinity
        const east = -180 + (column + 1) / PER_DEGREE
        const west = -180 + column / PER_DEGREE
        for (let k = starts[cell]!; k < starts[cell + 1]!; k++) {
          const e = members[k]!
          const [y0, y1] = [edges.y0[e]!, edges.y1[e]!]
          if (lat < y0 === lat < y1) continue
          const x = edges.x0[e]! + ((lat - y0) / (y1 - y0)) * (edges.x1[e]! - edges.x0[e]!)
          if (x < after || x >= best || x >= east || (step > 0 && x < west)) continue
          best = x
          country = y1 > y0 ? edges.left[e]! : edges.right[e]!
        }
        if (best < Infinity) return country
      }
    }
    return lat < -80 ? ANTARCTICA : 0
  }

  // Cells without outlines are all of one country: asked once, east to west, so that each looks no farther than the next.
  for (let row = 0; row < HEIGHT; row++) {
    const lat = -90 + (row + 0.5) / PER_DEGREE
    for (let column = 0; column < WIDTH; column++) if (plain[row * WIDTH + column] !== MIXED) plain[row * WIDTH + column] = UNKNOWN
    for (let column = WIDTH - 1; column >= 0; column--) {
      const cell = row * WIDTH + column
      if (plain[cell] === UNKNOWN) plain[cell] = lookEast(180, lat + 1e-7, row, column)
    }
  }

  const indexAt = (lon: number, lat: number): number => {
    const x = ((((lon + 180) % 360) + 360) % 360) - 180
    const column = Math.min(WIDTH - 1, Math.floor((x + 180) * PER_DEGREE))
    // Vertices lie on the grid of the outlines; a hair beside it no ray meets one.
    const y = Math.max(-90, Math.min(90 - 1e-6, lat)) + 1.7e-9
    const row = Math.min(HEIGHT - 1, Math.floor((y + 90) * PER_DEGREE))
    const cell = plain[row * WIDTH + column]!
    return cell === MIXED ? lookEast(x, y, row, column) : cell
  }
  return { indexAt, at: ([lon, lat]) => (Number.isFinite(lon) && Number.isFinite(lat) ? COUNTRIES[indexAt(lon, lat)] || undefined : undefined) }
}

const UNKNOWN = 0xfffe
const ANTARCTICA = COUNTRIES.indexOf('ATA')

interface Edges {
  readonly count: number
  readonly x0: Float64Array
  readonly y0: Float64Array
  readonly x1: Float64Array
  readonly y1: Float64Array
  readonly left: Uint16Array
  readonly right: Uint16Array
}

/** Every edge with different countries on its sides, those over the antimeridian cut in two. */
function collectEdges({ arcs, toLon, toLat }: Outlines): Edges {
  const room = arcs.reduce((sum, arc) => sum + arc.points.length / 2, 0) + 64
  const [x0, y0, x1, y1] = [new Float64Array(room), new Float64Array(room), new Float64Array(room), new Float64Array(room)]
  const [left, right] = [new Uint16Array(room), new Uint16Array(room)]
  let count = 0
  const add = (ax: number, ay: number, bx: number, by: number, l: number, r: number) => {
    if (ay === by) return
    x0[count] = ax
    y0[count] = ay
    x1[count] = bx
    y1[count] = by
    left[count] = l
    right[count++] = r
  }
  for (const arc of arcs) {
    if (arc.flat || arc.left === arc.right) continue
    for (let i = 2; i < arc.points.length; i += 2) {
      const [ax, ay, bx, by] = [toLon(arc.points[i - 2]!), toLat(arc.points[i - 1]!), toLon(arc.points[i]!), toLat(arc.points[i + 1]!)]
      if (Math.abs(bx - ax) <= 180) {
        add(ax, ay, bx, by, arc.left, arc.right)
        continue
      }
      const end = bx < ax ? bx + 360 : bx - 360
      const edge = end > ax ? 180 : -180
      const y = end === ax ? ay : ay + ((edge - ax) / (end - ax)) * (by - ay)
      add(ax, ay, edge, y, arc.left, arc.right)
      add(-edge, y, bx, by, arc.left, arc.right)
    }
  }
  return { count, x0, y0, x1, y1, left, right }
}

/** Edges by the cells that their boxes touch. */
function bucket(edges: Edges): { starts: Uint32Array; members: Uint32Array } {
  const starts = new Uint32Array(WIDTH * HEIGHT + 1)
  const each = (e: number, visit: (cell: number) => void) => {
    const column = (x: number) => Math.min(WIDTH - 1, Math.max(0, Math.floor((x + 180) * PER_DEGREE)))
    const row = (y: number) => Math.min(HEIGHT - 1, Math.max(0, Math.floor((y + 90) * PER_DEGREE)))
    const [c0, c1] = [column(Math.min(edges.x0[e]!, edges.x1[e]!)), column(Math.max(edges.x0[e]!, edges.x1[e]!))]
    const [r0, r1] = [row(Math.min(edges.y0[e]!, edges.y1[e]!)), row(Math.max(edges.y0[e]!, edges.y1[e]!))]
    for (let r = r0; r <= r1; r++) for (let c = c0; c <= c1; c++) visit(r * WIDTH + c)
  }
  for (let e = 0; e < edges.count; e++) each(e, (cell) => starts[cell + 1]!++)
  for (let cell = 0; cell < WIDTH * HEIGHT; cell++) starts[cell + 1]! += starts[cell]!
  const members = new Uint32Array(starts[WIDTH * HEIGHT]!)
  const at = starts.slice()
  for (let e = 0; e < edges.count; e++) each(e, (cell) => { members[at[cell]!++] = e })
  return { starts, members }
}
