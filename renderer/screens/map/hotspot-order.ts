import type { Hotspot } from '../../../shared/analysis/result.ts'

/** The surest cell of each group, surest group first: what a person steps through. */
export function hotspotsInOrder(hotspots: readonly Hotspot[]): readonly Hotspot[] {
  const first = new Map<number, Hotspot>()
  for (const hotspot of hotspots) {
    const held = first.get(hotspot.group)
    if (!held || surer(hotspot, held) < 0) first.set(hotspot.group, hotspot)
  }
  return [...first.values()].sort(surer)
}

/** The next or previous hotspot from one of its cells; from none, the surest. */
export function neighbourHotspot(hotspots: readonly Hotspot[], cell: string | null, by: number): Hotspot | undefined {
  const ordered = hotspotsInOrder(hotspots)
  const group = hotspots.find((hotspot) => hotspot.cell === cell)?.group
  const at = ordered.findIndex((hotspot) => hotspot.group === group)
  return ordered[Math.min(ordered.length - 1, Math.max(0, at + by))]
}

const surer = (one: Hotspot, other: Hotspot) => one.q - other.q || other.rate - one.rate
