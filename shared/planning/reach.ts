import { chordOf, distanceBetween, toVector } from '../geo/sphere.ts'
import type { LngLat } from '../model/units.ts'

/** Points as unit vectors, three numbers a point. */
function vectorsOf(points: readonly { readonly at: LngLat }[]): Float64Array {
  const vectors = new Float64Array(points.length * 3)
  points.forEach(({ at }, i) => toVector(at[0], at[1], vectors, 3 * i))
  return vectors
}

/**
 * For each of `from`, the positions of `to` within `metres` along the great circle. Straight chords decide, which are
 * quick; the few pairs on the edge are measured as `distanceBetween` measures them, so that a recount agrees.
 */
export function withinReach(from: readonly { readonly at: LngLat }[], to: readonly { readonly at: LngLat }[], metres: number): number[][] {
  const a = vectorsOf(from)
  const b = vectorsOf(to)
  const square = chordOf(metres) ** 2
  const inside = square * (1 - 1e-9) - 1e-15
  const outside = square * (1 + 1e-9) + 1e-15
  return from.map((point, i) => {
    const found: number[] = []
    const [x, y, z] = [a[3 * i]!, a[3 * i + 1]!, a[3 * i + 2]!]
    for (let j = 0; j < to.length; j++) {
      const chord = (b[3 * j]! - x) ** 2 + (b[3 * j + 1]! - y) ** 2 + (b[3 * j + 2]! - z) ** 2
      if (chord <= inside || (chord <= outside && distanceBetween(point.at, to[j]!.at) <= metres)) found.push(j)
    }
    return found
  })
}
