import { normalTwoSided } from './distributions.ts'
import type { Neighbours } from './neighbours.ts'

/**
 * Getis-Ord Gi* (Getis & Ord 1992; Ord & Getis 1995), the cell itself included, binary weights: z, and its two-sided
 * normal p. Kept for the arithmetic check against R and for people who know it. It is no test of a hotspot: over uneven
 * expected counts it finds a false one in 31 to 100% of maps (`hotspots.ts` is).
 */
export function giStar(values: Float64Array, neighbours: Neighbours): { z: Float64Array; p: Float64Array } {
  const { starts, ids } = neighbours
  const cells = values.length
  let sum = 0
  for (const value of values) sum += value
  const mean = sum / cells
  let square = 0
  for (const value of values) square += (value - mean) ** 2
  const sd = Math.sqrt(square / cells)
  const z = new Float64Array(cells)
  const p = new Float64Array(cells)
  for (let i = 0; i < cells; i++) {
    let local = values[i]! - mean
    for (let at = starts[i]!; at < starts[i + 1]!; at++) local += values[ids[at]!]! - mean
    const weight = starts[i + 1]! - starts[i]! + 1
    const spread = sd * Math.sqrt((cells * weight - weight * weight) / (cells - 1))
    z[i] = spread > 0 ? local / spread : 0
    p[i] = normalTwoSided(z[i]!)
  }
  return { z, p }
}
