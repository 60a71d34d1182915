import type { LngLat } from '../model/units.ts'

/**
 * Makes a polygon fit a flat map from -180 to 180 degrees: unwrapped, closed over the pole where it goes round it, and
 * cut where it crosses the antimeridian, so that no edge spans the map.
 */
export function clipToMap(given: readonly (readonly LngLat[])[]): LngLat[][][] {
  // Natural Earth's Antarctica at 50m is a hole in a ring about the pole itself: the hole's edge is its coast.
  const rings = given.length > 1 && given[0]!.every(([, lat]) => Math.abs(lat) > 89.9) ? given.slice(1) : given
  const outer = closed(unwrapped(rings[0]!))
  const bounds = extent(outer)
  const pieces: LngLat[][][] = []
  for (let turn = Math.floor((bounds[0] + 180) / 360); turn <= Math.floor((bounds[1] + 180 - 1e-9) / 360); turn++) {
    const shift = -360 * turn
    const shape = clip(outer, shift)
    if (shape.length < 4) continue
    const holes = rings.slice(1).flatMap((ring) => {
      const hole = unwrapped(ring)
      // A hole is unwrapped on its own: brought into the turn that its outer ring has there.
      const middle = (extent(hole)[0] + extent(hole)[1]) / 2
      const moved = Math.round(((bounds[0] + bounds[1]) / 2 - middle) / 360) * 360
      const cut = clip(hole.map(([lon, lat]) => [lon + moved, lat] as const), shift)
      return cut.length < 4 ? [] : [cut]
    })
    pieces.push([shape, ...holes])
  }
  return pieces
}

function unwrapped(ring: readonly LngLat[]): LngLat[] {
  let turn = 0
  return ring.map(([lon, lat], i) => {
    if (i > 0) turn -= 360 * Math.round((lon - ring[i - 1]![0]) / 360)
    return [lon + turn, lat] as const
  })
}

function extent(ring: readonly LngLat[]): [number, number] {
  let [west, east] = [Infinity, -Infinity]
  for (const [lon] of ring) {
    west = Math.min(west, lon)
    east = Math.max(east, lon)
  }
  return [west, east]
}

/** A ring that ends a whole turn from where it began goes round a pole: closed along it. */
function closed(ring: LngLat[]): LngLat[] {
  const [first, last] = [ring[0]!, ring.at(-1)!]
  if (Math.abs(last[0] - first[0]) < 180) return ring
  const pole = first[1] < 0 ? -90 : 90
  const along = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((step): LngLat => [last[0] + ((first[0] - last[0]) * step) / 8, pole])
  return [...ring, ...along, first]
}

/** The part of a shifted ring between -180 and 180 degrees (Sutherland and Hodgman 1974, two edges). */
function clip(ring: readonly LngLat[], shift: number): LngLat[] {
  let shape: LngLat[] = ring.map(([lon, lat]) => [lon + shift, lat])
  for (const [edge, side] of [[-180, 1], [180, -1]] as const) {
    const inside = (point: LngLat) => (point[0] - edge) * side >= 0
    const cut: LngLat[] = []
    for (let i = 0; i < shape.length - 1; i++) {
      const [a, b] = [shape[i]!, shape[i + 1]!]
      if (inside(a)) cut.push(a)
      if (inside(a) !== inside(b)) cut.push([edge, a[1] + ((edge - a[0]) / (b[0] - a[0])) * (b[1] - a[1])])
    }
    if (cut.length) cut.push(cut[0]!)
    shape = cut
  }
  return shape
}
