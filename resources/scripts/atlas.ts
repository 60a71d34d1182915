import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { GeometryCollection, MultiPolygon, Polygon, Topology } from 'topojson-specification'
import { countryOfNumeric } from '../../shared/model/countries.ts'
import { disputedLines, type LineKind } from './disputed.ts'

/**
 * world-atlas (Natural Earth 4.1) as arcs with a country on either side. Everything about space is made from
 * this one reading, so that register, map and "which country" agree to the vertex.
 */
export type Scale = '10m' | '50m' | '110m'

export interface AtlasArc {
  /** Quantised positions, longitude then latitude, alternating; `Atlas.transform` makes degrees. */
  readonly points: Int32Array
  /** Code on each side when walking along it; '' is sea. */
  left: string
  right: string
  /** Codes whose outlines use it, sorted: one is a coast, two a border, none or one used twice is nothing. */
  codes: readonly string[]
  coast: boolean
  /** Folded onto itself, enclosing nothing. */
  flat: boolean
  kind: LineKind
}

export interface Atlas {
  readonly scale: readonly [number, number]
  readonly translate: readonly [number, number]
  readonly arcs: AtlasArc[]
  /** Rings of arc references (`~i`: backwards), outer ring first and clockwise. */
  readonly polygons: { readonly code: string; readonly rings: number[][] }[]
}

/** world-atlas names without an ISO code, by what we call them (shared/model/countries.ts). */
const CODES_BY_NAME: Readonly<Record<string, string>> = {
  Kosovo: 'XKX', 'N. Cyprus': 'XNC', Somaliland: 'XSO', 'Siachen Glacier': 'XSI', 'Cyprus U.N. Buffer Zone': 'XBZ',
  Akrotiri: 'XAK', Dhekelia: 'XDK', 'USNB Guantanamo Bay': 'XGB', 'Spratly Is.': 'XSP', 'Bajo Nuevo Bank': 'XBN',
  'Serranilla Bank': 'XSV', 'Scarborough Reef': 'XSR',
  // Parts of a country in ISO 3166: no code of their own.
  'Coral Sea Is.': 'AUS', 'Ashmore and Cartier Is.': 'AUS', 'Clipperton I.': 'FRA',
  // A lease within Kazakhstan, not a border.
  Baikonur: 'KAZ',
}

interface Box { readonly west: number; readonly south: number; readonly east: number; readonly north: number }

/** Islands and departments that ISO counts apart from the country that Natural Earth puts them in; boxes in degrees. */
const PARTED: readonly { readonly from: string; readonly to: string; readonly box: Box }[] = [
  { from: 'FRA', to: 'GUF', box: { west: -56, south: 0, east: -50, north: 8 } },
  { from: 'FRA', to: 'MTQ', box: { west: -62, south: 14, east: -60, north: 15.2 } },
  { from: 'FRA', to: 'GLP', box: { west: -62, south: 15.6, east: -60, north: 17 } },
  { from: 'FRA', to: 'REU', box: { west: 54, south: -22, east: 57, north: -20 } },
  { from: 'FRA', to: 'MYT', box: { west: 44, south: -14, east: 46, north: -12 } },
  { from: 'NOR', to: 'SJM', box: { west: -10, south: 70, east: -7, north: 72 } },
  { from: 'NOR', to: 'SJM', box: { west: 9, south: 74, east: 40, north: 82 } },
  { from: 'NOR', to: 'BVT', box: { west: 2, south: -56, east: 5, north: -53 } },
  { from: 'NLD', to: 'BES', box: { west: -70, south: 11, east: -62, north: 19 } },
  { from: 'NZL', to: 'TKL', box: { west: -174, south: -11, east: -170, north: -7 } },
  // The General Assembly's line (A/RES/68/262), which Natural Earth 4.1 does not follow.
  { from: 'RUS', to: 'UKR', box: { west: 32, south: 44, east: 37, north: 46.5 } },
]

function codeOf(id: string | undefined, name: string, box: Box): string {
  if (name === 'Indian Ocean Ter.') return box.west > 100 ? 'CXR' : 'CCK'
  const code = CODES_BY_NAME[name] ?? (id === undefined ? undefined : countryOfNumeric(id))
  if (!code) throw new Error(`no code for ${name} (${id ?? 'no id'})`)
  const inside = (b: Box) => box.west >= b.west && box.east <= b.east && box.south >= b.south && box.north <= b.north
  return PARTED.find((part) => part.from === code && inside(part.box))?.to ?? code
}

type Countries = Topology<{ countries: GeometryCollection<{ name: string }> }>

/** Reads one scale of world-atlas; arcs are cut where the standing of a border changes along them. */
export function readAtlas(scaleName: Scale): Atlas {
  const path = createRequire(import.meta.url).resolve(`world-atlas/countries-${scaleName}.json`)
  const topology = JSON.parse(readFileSync(path, 'utf8')) as Countries
  const { scale, translate } = topology.transform!
  const arcs: AtlasArc[] = topology.arcs.map((deltas) => {
    const points = new Int32Array(deltas.length * 2)
    let x = 0
    let y = 0
    deltas.forEach(([dx, dy], i) => {
      points[2 * i] = x += dx!
      points[2 * i + 1] = y += dy!
    })
    return { points, left: '', right: '', codes: [], coast: false, flat: false, kind: 'international' }
  })
  const degrees = (points: Int32Array, i: number) => [points[2 * i]! * scale[0] + translate[0], points[2 * i + 1]! * scale[1] + translate[1]] as const
  const polygons: Atlas['polygons'] = []
  for (const geometry of topology.objects.countries.geometries as (Polygon<{ name: string }> | MultiPolygon<{ name: string }>)[]) {
    for (const rings of geometry.type === 'Polygon' ? [geometry.arcs] : geometry.arcs) {
      const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity }
      for (const ref of rings[0]!) {
        const { points } = arcs[ref < 0 ? ~ref : ref]!
        for (let i = 0; i < points.length / 2; i++) {
          const [lon, lat] = degrees(points, i)
          box.west = Math.min(box.west, lon)
          box.east = Math.max(box.east, lon)
          box.south = Math.min(box.south, lat)
          box.north = Math.max(box.north, lat)
        }
      }
      const id = geometry.id === undefined ? undefined : String(geometry.id)
      polygons.push({ code: codeOf(id, geometry.properties!.name, box), rings: rings.map((ring) => [...ring]) })
    }
  }
  const uses = arcs.map(() => new Map<string, number>())
  const counts = arcs.map(() => 0)
  for (const { code, rings } of polygons) {
    rings.forEach((ring, which) => {
      // Walking a clockwise outer ring, or a counter-clockwise hole, the body is on the right.
      const turned = which === 0 && outerIsCounterClockwise(ring, arcs)
      for (const ref of ring) {
        const i = ref < 0 ? ~ref : ref
        counts[i]!++
        uses[i]!.set(code, (uses[i]!.get(code) ?? 0) + (ref < 0 !== turned ? -1 : 1))
      }
    })
  }
  arcs.forEach((arc, i) => {
    arc.codes = [...uses[i]!.keys()].sort()
    arc.coast = counts[i] === 1
    const right = [...uses[i]!].filter(([, net]) => net > 0)
    const left = [...uses[i]!].filter(([, net]) => net < 0)
    arc.flat = right.length > 1 || left.length > 1
    arc.right = right[0]?.[0] ?? (left.length ? '' : arc.codes[0]!)
    arc.left = left[0]?.[0] ?? (right.length ? '' : arc.codes[0]!)
  })
  const atlas: Atlas = { scale: [scale[0], scale[1]], translate: [translate[0], translate[1]], arcs, polygons }
  return cutByStanding(atlas, scaleName)
}

function outerIsCounterClockwise(ring: readonly number[], arcs: readonly AtlasArc[]): boolean {
  let area = 0
  let turn = 0
  let last: readonly [number, number] | undefined
  const width = 100_000 // quantised columns of the whole globe, less one
  for (const ref of ring) {
    const { points } = arcs[ref < 0 ? ~ref : ref]!
    const n = points.length / 2
    for (let k = 0; k < n; k++) {
      const i = ref < 0 ? n - 1 - k : k
      const raw = points[2 * i]!
      if (last && raw + turn - last[0] > width / 2) turn -= width
      else if (last && raw + turn - last[0] < -width / 2) turn += width
      const here = [raw + turn, points[2 * i + 1]!] as const
      if (last) area += last[0] * here[1] - here[0] * last[1]
      last = here
    }
  }
  return turn === 0 && area > 0
}

/** Cuts arcs where Natural Earth's line changes standing (disputed, line of control), and renumbers the rings. */
function cutByStanding(atlas: Atlas, scaleName: Scale): Atlas {
  const standing = disputedLines(scaleName === '10m' ? 2_500 : scaleName === '50m' ? 12_000 : 40_000)
  const arcs: AtlasArc[] = []
  const pieces: number[][] = []
  for (const arc of atlas.arcs) {
    const first = arcs.length
    if (arc.codes.length < 2) arcs.push(arc)
    else for (const run of runs(arc, atlas, standing)) arcs.push({ ...arc, points: arc.points.slice(2 * run.from, 2 * run.to + 2), kind: run.kind })
    pieces.push(Array.from({ length: arcs.length - first }, (_, i) => first + i))
  }
  const polygons = atlas.polygons.map(({ code, rings }) => ({
    code,
    rings: rings.map((ring) => ring.flatMap((ref) => (ref < 0 ? [...pieces[~ref]!].reverse().map((i) => ~i) : pieces[ref]!))),
  }))
  return { ...atlas, arcs, polygons }
}

function runs(arc: AtlasArc, atlas: Atlas, standing: (lon: number, lat: number, between: readonly string[]) => LineKind): { from: number; to: number; kind: LineKind }[] {
  const edges = arc.points.length / 2 - 1
  const found: { from: number; to: number; kind: LineKind }[] = []
  for (let i = 0; i < edges; i++) {
    const x = (arc.points[2 * i]! + arc.points[2 * i + 2]!) / 2
    const y = (arc.points[2 * i + 1]! + arc.points[2 * i + 3]!) / 2
    const kind = standing(x * atlas.scale[0] + atlas.translate[0], y * atlas.scale[1] + atlas.translate[1], arc.codes)
    const last = found.at(-1)
    if (last?.kind === kind) last.to = i + 1
    else found.push({ from: i, to: i + 1, kind })
  }
  // A run of under three edges between two of one kind is a wobble of the match, not a change of standing.
  for (let i = 1; i + 1 < found.length; ) {
    const [before, here, after] = [found[i - 1]!, found[i]!, found[i + 1]!]
    if (here.to - here.from < 3 && before.kind === after.kind) found.splice(i - 1, 3, { from: before.from, to: after.to, kind: before.kind })
    else i++
  }
  return found
}
