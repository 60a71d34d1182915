import type { TipPoints } from './layers/tips.ts'
import type { Bounds } from './station-map.ts'

export const WORLD: Bounds = [-120, -45, 150, 65]

/** Bounds that hold all but the farthest fiftieth of the points on each side, so that one slip does not shrink the rest. */
export function extentOf(points: TipPoints): Bounds {
  const lons: number[] = []
  const lats: number[] = []
  for (const { positions } of [points.exact, points.settlement]) {
    for (let i = 0; i < positions.length; i += 2) {
      lons.push(positions[i] as number)
      lats.push(positions[i + 1] as number)
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
