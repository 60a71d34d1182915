import type { Bounds } from './station-map.ts'

const METRES_PER_DEGREE = 111_195

/** Bounds that hold the circle of this many metres around each place. */
export function extentAround(places: readonly (readonly [lon: number, lat: number])[], metres: number): Bounds {
  const lat = metres / METRES_PER_DEGREE
  const boxes = places.map((at) => [at[0] - lat / Math.max(0.05, Math.cos((at[1] * Math.PI) / 180)), at[1] - lat, at[0] + lat / Math.max(0.05, Math.cos((at[1] * Math.PI) / 180)), at[1] + lat] as const)
  if (boxes.length === 0) return WORLD
  return [Math.min(...boxes.map(([west]) => west)), Math.max(-84, Math.min(...boxes.map(([, south]) => south))), Math.max(...boxes.map(([, , east]) => east)), Math.min(84, Math.max(...boxes.map(([, , , north]) => north)))]
}

export const WORLD: Bounds = [-120, -45, 150, 65]

/** Bounds that hold all but the farthest fiftieth of the points on each side, so that one slip does not shrink the rest. @param positions longitudes and latitudes, degrees, pair by pair */
export function extentOf(positions: readonly ArrayLike<number>[]): Bounds {
  const lons: number[] = []
  const lats: number[] = []
  for (const pairs of positions) {
    for (let i = 0; i < pairs.length; i += 2) {
      lons.push(pairs[i] as number)
      lats.push(pairs[i + 1] as number)
    }
  }
  if (lons.length === 0) return WORLD
  const trimmed = (values: number[]) => {
    const sorted = Float64Array.from(values).sort()
    const cut = Math.floor(sorted.length / 50)
    return [sorted[cut] as number, sorted[sorted.length - 1 - cut] as number] as const
  }
  const [west, east] = trimmed(lons)
  const [south, north] = trimmed(lats)
  const margin = Math.max(0.5, (east - west) * 0.05, (north - south) * 0.05)
  return [west - margin, Math.max(-84, south - margin), east + margin, Math.min(84, north + margin)]
}
