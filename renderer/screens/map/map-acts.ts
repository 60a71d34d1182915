import { useMemo } from 'react'
import type { Act } from '../../acts/act.ts'
import { useHereActs } from '../../acts/standing.ts'
import type { StationMap } from '../../map/station-map.ts'
import { useAssessment } from '../../session/assessment.ts'
import { MAP_LAYERS, useMapLayers } from '../../session/map-layers.ts'
import { useView } from '../../session/view.ts'

/** Layers by number, zoom by + and -, next and previous ranked segment by J and K. */
export function useMapActs(map: StationMap | null): void {
  const acts = useMemo((): readonly Act[] => {
    const layers = MAP_LAYERS.map((layer, at): Act => ({
      name: `map-layer-${layer}`,
      title: { key: `map.act.layer-${layer}` },
      icon: 'eye',
      keys: [String(at + 1)],
      group: 'map',
      possible: () => true,
      run: () => useMapLayers.getState().toggle(layer),
    }))
    const step = (name: string, by: number, keys: readonly string[]): Act => ({
      name,
      title: { key: `map.act.${name}` },
      icon: by > 0 ? 'chevron-down' : 'chevron-up',
      keys,
      group: 'map',
      possible: () => useAssessment.getState().assessment !== null,
      run: ({ view }) => {
        const segments = useAssessment.getState().assessment?.segments.segments ?? []
        const at = segments.findIndex((segment) => view.selected?.kind === 'segment' && segment.id === view.selected.id)
        const next = segments[Math.min(segments.length - 1, Math.max(0, at + by))]
        if (next) useView.getState().select({ kind: 'segment', id: next.id })
      },
    })
    const zoom = (name: string, by: number, keys: readonly string[]): Act => ({
      name,
      title: { key: `map.act.${name}` },
      icon: by > 0 ? 'plus' : 'minus',
      keys,
      group: 'map',
      possible: () => map !== null,
      run: () => map?.zoomBy(by),
    })
    return [...layers, step('next-segment', 1, ['J', 'ArrowDown']), step('previous-segment', -1, ['K', 'ArrowUp']), zoom('zoom-in', 1, ['+', '=']), zoom('zoom-out', -1, ['-'])]
  }, [map])
  useHereActs(acts)
}
