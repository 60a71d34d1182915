import { geoAzimuthalEqualArea, geoCircle, geoEqualEarth, geoPath, type GeoProjection } from 'd3-geo'
import { cellToLatLng } from 'h3-js'
import type { LngLat } from '../../model/units.ts'
import { EARTH_RADIUS } from '../../geo/sphere.ts'
import type { MapDrawing } from './drawing.ts'

export interface Fitted {
  readonly projection: GeoProjection
  readonly width: number
  readonly height: number
  /** Ground metres of one unit at the middle of the map. */
  readonly metresPerUnit: number
  readonly world: boolean
}

const DEGREES = 180 / Math.PI
/** Beyond this angle from the middle an azimuthal map bends too far, and the world is drawn whole. */
const REGIONAL = 48
/** Height over width: so tall that title, key points and map share the first page, and no flatter than its labels need. */
const TALLEST = 0.68
const FLATTEST = 0.42
/** Smallest reach about a thing shown, degrees, so that a single cell is seen with its surroundings. */
const MARGIN = 1.2

/**
 * An equal-area projection chosen for what is shown: azimuthal (Lambert) about its middle for a region, Equal
 * Earth (Šavrič, Patterson and Jenny 2018) for most of the world, so that densities and reach compare across the map.
 */
export function fitProjection(drawing: MapDrawing, threshold: number, width: number): Fitted {
  const points = shown(drawing, threshold)
  const middle = middleOf(points)
  const spread = Math.max(MARGIN, ...points.map(point => angle(middle, point)))
  const world = spread > REGIONAL
  const projection = world ? geoEqualEarth().rotate([-middle[0], 0]) : geoAzimuthalEqualArea().rotate([-middle[0], -middle[1]]).clipAngle(Math.min(120, spread * 2.5 + 30))
  const target = { type: 'MultiPoint' as const, coordinates: points.flatMap(point => around(point, world ? 3 : MARGIN)).map(([lon, lat]): [number, number] => [lon, lat]) }
  projection.fitSize([width, width], target)
  const [[x0, y0], [x1, y1]] = geoPath(projection).bounds(target)
  const height = Math.round(Math.min(width * TALLEST, Math.max(width * FLATTEST, ((y1 - y0) / Math.max(1, x1 - x0)) * width)))
  const pad = width * 0.02
  projection.fitExtent([[pad, pad], [width - pad, height - pad]], target)
  projection.clipExtent([[0, 0], [width, height]]).precision(0.3)
  return { projection, width, height, metresPerUnit: metresPerUnit(projection, width, height), world }
}

/** What decides the map's extent: what has a rate, the hotspots, the teams; else the study area's borders. */
function shown(drawing: MapDrawing, threshold: number): LngLat[] {
  const rated = drawing.segments.filter(segment => segment.reports >= threshold)
  const points: LngLat[] = rated.flatMap(segment => ends(segment.line))
  for (const hotspot of drawing.hotspots) {
    const [lat, lon] = cellToLatLng(hotspot.cell)
    points.push([lon, lat])
  }
  for (const team of drawing.teams) points.push(...around(team.at, (team.reach / EARTH_RADIUS) * DEGREES))
  if (points.length > 0) return points
  const all = drawing.segments.flatMap(segment => ends(segment.line))
  return all.length > 0 ? all : drawing.area.flatMap(country => drawing.ground.polygons(country).flatMap(rings => (rings[0] ?? []).filter((_, i) => i % 20 === 0))).concat(drawing.area.length === 0 ? [[-160, -50], [160, 70]] : [])
}

const ends = (line: readonly LngLat[]): LngLat[] => [line[0], line[line.length >> 1], line.at(-1)].filter((point): point is LngLat => point !== undefined)

function around(point: LngLat, degrees: number): LngLat[] {
  return geoCircle().center([point[0], point[1]]).radius(degrees).precision(45)().coordinates[0]?.map(([lon, lat]) => [lon ?? 0, lat ?? 0] as const) ?? []
}

/** Direction of the sum of the points' unit vectors, after dropping none: far ones pull as they should. */
function middleOf(points: readonly LngLat[]): LngLat {
  let [x, y, z] = [0, 0, 0]
  for (const [lon, lat] of points) {
    const c = Math.cos(lat / DEGREES)
    x += c * Math.cos(lon / DEGREES)
    y += c * Math.sin(lon / DEGREES)
    z += Math.sin(lat / DEGREES)
  }
  const size = Math.hypot(x, y, z)
  if (size < 1e-9) return [0, 0]
  const mean: LngLat = [Math.atan2(y, x) * DEGREES, Math.asin(z / size) * DEGREES]
  // The middle of the extremes about the mean, so that many points on one side don't push the others to the edge.
  let [west, east, south, north] = [0, 0, 90, -90]
  for (const [lon, lat] of points) {
    const off = ((lon - mean[0] + 540) % 360) - 180
    west = Math.min(west, off)
    east = Math.max(east, off)
    south = Math.min(south, lat)
    north = Math.max(north, lat)
  }
  return [((mean[0] + (west + east) / 2 + 540) % 360) - 180, (south + north) / 2]
}

/** Angle between two points, degrees. */
export function angle(a: LngLat, b: LngLat): number {
  const x = Math.sin((b[1] - a[1]) / DEGREES / 2)
  const y = Math.sin((b[0] - a[0]) / DEGREES / 2)
  return 2 * Math.asin(Math.min(1, Math.sqrt(x * x + Math.cos(a[1] / DEGREES) * Math.cos(b[1] / DEGREES) * y * y))) * DEGREES
}

function metresPerUnit(projection: GeoProjection, width: number, height: number): number {
  const a = projection.invert?.([width / 2 - 5, height / 2])
  const b = projection.invert?.([width / 2 + 5, height / 2])
  if (!a || !b) return Number.NaN
  return ((angle([a[0], a[1]], [b[0], b[1]]) / DEGREES) * EARTH_RADIUS) / 10
}
