import { COUNTRIES } from '../model/countries.ts'
import type { LngLat } from '../model/units.ts'
import { clipToMap } from './antimeridian.ts'
import { ByteReader } from './bytes.ts'

/** Standing of a land border: drawn dashed where it is not plainly international. The index is what the file holds. */
export const BORDER_KINDS = ['international', 'disputed', 'line-of-control', 'indefinite'] as const
export type BorderKind = (typeof BORDER_KINDS)[number]

export interface OutlineLine {
  readonly class: 'coast' | 'border'
  readonly kind: BorderKind
  readonly countries: readonly string[]
  /** Longitudes run on past 180 degrees where the line does. */
  readonly line: LngLat[]
}

/**
 * Countries' outlines of one scale (`resources/borders/outlines-*.bin`). Arcs are shared: two countries that touch do
 * so to the vertex.
 */
export interface Outlines {
  /** Every country with land at this scale, by code, in the order of the stored index. */
  readonly countries: readonly string[]
  /** Coasts and land borders, each once. */
  lines(): OutlineLine[]
  /**
   * Rings as Natural Earth has them (outer clockwise in longitude and latitude, as d3-geo wants them; longitudes jump at the antimeridian): the
   * coordinates of a GeoJSON MultiPolygon.
   */
  polygons(country: string): LngLat[][][]
  /** The same for a flat map: cut at the antimeridian, closed at the pole, no edge over 180 degrees. */
  flatPolygons(country: string): LngLat[][][]
  /** The arcs themselves, for indexes over all of them. */
  readonly arcs: readonly OutlineArc[]
  readonly toLon: (x: number) => number
  readonly toLat: (y: number) => number
}

export interface OutlineArc {
  /** Index in COUNTRIES on each side when walking along it; 0 is sea. */
  readonly left: number
  readonly right: number
  readonly kind: BorderKind
  readonly coast: boolean
  /** Folded onto itself, enclosing nothing. */
  readonly flat: boolean
  /** Grid positions, longitude and latitude alternating. */
  readonly points: Int32Array
}

/** @throws RangeError where the bytes are not outlines of this version */
export function loadOutlines(bytes: Uint8Array): Outlines {
  const reader = new ByteReader(bytes)
  reader.expect('VGOL', 1)
  const [scaleX, scaleY, shiftX, shiftY] = [reader.f64(), reader.f64(), reader.f64(), reader.f64()]
  const toLon = (x: number) => x * scaleX + shiftX
  const toLat = (y: number) => y * scaleY + shiftY
  const arcs: OutlineArc[] = []
  for (let left = reader.varint(); left > 0; left--) arcs.push(readArc(reader))
  const polygons = new Map<number, number[][][]>()
  for (let left = reader.varint(); left > 0; left--) {
    const country = reader.varint()
    const rings = Array.from({ length: reader.varint() }, () => Array.from({ length: reader.varint() }, () => reader.signed()))
    if (!polygons.has(country)) polygons.set(country, [])
    polygons.get(country)!.push(rings)
  }
  const at = (arc: OutlineArc, i: number): LngLat => [toLon(arc.points[2 * i]!), toLat(arc.points[2 * i + 1]!)]
  const lineOf = (arc: OutlineArc) => Array.from({ length: arc.points.length / 2 }, (_, i) => at(arc, i))
  const ringOf = (refs: readonly number[]): LngLat[] => {
    const ring: LngLat[] = []
    for (const ref of refs) {
      const line = lineOf(arcs[ref < 0 ? ~ref : ref]!)
      if (ref < 0) line.reverse()
      ring.push(...(ring.length ? line.slice(1) : line))
    }
    return ring
  }
  const rings = (country: string) => (polygons.get(COUNTRIES.indexOf(country)) ?? []).map((polygon) => polygon.map(ringOf))
  return {
    countries: [...polygons.keys()].sort((a, b) => a - b).map((index) => COUNTRIES[index]!),
    arcs,
    toLon,
    toLat,
    polygons: rings,
    flatPolygons: (country) => rings(country).flatMap(clipToMap),
    lines: () =>
      arcs.filter((arc) => arc.coast || arc.left !== arc.right).map((arc) => ({
        class: arc.coast ? 'coast' : 'border',
        kind: arc.kind,
        countries: [arc.left, arc.right].filter((index) => index > 0).map((index) => COUNTRIES[index]!).sort(),
        line: continuous(lineOf(arc)),
      })),
  }
}

function readArc(reader: ByteReader): OutlineArc {
  const left = reader.varint()
  const right = reader.varint()
  const flags = reader.u8()
  const points = new Int32Array(reader.varint() * 2)
  let x = 0
  let y = 0
  for (let i = 0; i < points.length; i += 2) {
    points[i] = x += reader.signed()
    points[i + 1] = y += reader.signed()
  }
  return { left, right, kind: BORDER_KINDS[flags & 3]!, coast: (flags & 4) > 0, flat: (flags & 8) > 0, points }
}

/** Longitudes made continuous: no step of more than 180 degrees. */
function continuous(line: readonly LngLat[]): LngLat[] {
  let turn = 0
  return line.map(([lon, lat], i) => {
    if (i > 0) turn -= 360 * Math.round((lon - line[i - 1]![0]) / 360)
    return [lon + turn, lat]
  })
}
