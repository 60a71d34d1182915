import type { LngLat } from '../../shared/model/units.ts'
import { EARTH_RADIUS } from '../../shared/geo/sphere.ts'

/** Area of a ring on the sphere, square metres, either winding (Chamberlain and Duquette 2007). */
export function ringArea(ring: readonly LngLat[]): number {
  const rad = Math.PI / 180
  let sum = 0
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1]!, ring[i]!]
    sum += (b[0] - a[0]) * rad * (2 + Math.sin(a[1] * rad) + Math.sin(b[1] * rad))
  }
  return Math.abs((sum * EARTH_RADIUS * EARTH_RADIUS) / 2)
}

/** Centre of gravity in plain longitude and latitude, as most tools compute a centroid. */
export function planarCentroid(polygons: readonly (readonly LngLat[])[][]): LngLat {
  let [area, x, y] = [0, 0, 0]
  for (const rings of polygons) {
    for (const ring of rings) {
      for (let i = 1; i < ring.length; i++) {
        const [a, b] = [ring[i - 1]!, ring[i]!]
        const cross = a[0] * b[1] - b[0] * a[1]
        area += cross
        x += (a[0] + b[0]) * cross
        y += (a[1] + b[1]) * cross
      }
    }
  }
  if (area === 0) return polygons[0]![0]![0]!
  return [x / (3 * area), y / (3 * area)]
}

/** A point well inside a polygon, for its name: the best of a grid by distance to the edges, then of a finer grid about it. */
export function labelPoint(rings: readonly (readonly LngLat[])[]): LngLat {
  const ring = rings[0]!
  const xs = ring.map((p) => p[0])
  const ys = ring.map((p) => p[1])
  let [west, south, east, north] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
  const thin = rings.map((one) => (one.length > 400 ? one.filter((_, i) => i % Math.ceil(one.length / 400) === 0) : one)).map((one) => [...one, one[0]!])
  let best: LngLat = [(west + east) / 2, (south + north) / 2]
  for (let round = 0; round < 3; round++) {
    let farthest = -Infinity
    for (let i = 1; i < 16; i++) {
      for (let j = 1; j < 16; j++) {
        const at: LngLat = [west + ((east - west) * i) / 16, south + ((north - south) * j) / 16]
        const d = depth(at, thin)
        if (d > farthest) [farthest, best] = [d, at]
      }
    }
    const [w, h] = [(east - west) / 8, (north - south) / 8]
    ;[west, east, south, north] = [best[0] - w, best[0] + w, best[1] - h, best[1] + h]
  }
  return best
}

/** Distance to the nearest edge, in degrees of latitude; negative outside. */
function depth([x, y]: LngLat, rings: readonly (readonly LngLat[])[]): number {
  const c = Math.cos((y * Math.PI) / 180)
  let inside = false
  let nearest = Infinity
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [a, b] = [ring[i - 1]!, ring[i]!]
      if (a[1] > y !== b[1] > y && x < a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0])) inside = !inside
      const [ux, uy, px, py] = [(b[0] - a[0]) * c, b[1] - a[1], (x - a[0]) * c, y - a[1]]
      const q = ux * ux + uy * uy
      const f = q ? Math.max(0, Math.min(1, (px * ux + py * uy) / q)) : 0
      nearest = Math.min(nearest, (px - f * ux) ** 2 + (py - f * uy) ** 2)
    }
  }
  return (inside ? 1 : -1) * Math.sqrt(nearest)
}
