import { useMemo } from 'react'
import type { Act } from '../../acts/act.ts'
import { useHereActs } from '../../acts/standing.ts'
import type { StationMap } from '../../map/station-map.ts'
import { centreOf } from '../../map/cells.ts'
import { useAssessment } from '../../session/assessment.ts'
import { borderRegister } from '../../session/geography.ts'
import { MAP_LAYERS, useMapLayers } from '../../session/map-layers.ts'
import { useView } from '../../session/view.ts'
import { neighbourHotspot } from './hotspot-order.ts'

/** Layers by number, zoom by + and -, next and previous segment by J and K, hotspot by H, Enter into what is selected, V for the table. */
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
      run: async ({ view }) => {
        const segments = useAssessment.getState().assessment?.segments.segments ?? []
        const at = segments.findIndex((segment) => view.selected?.kind === 'segment' && segment.id === view.selected.id)
        const next = segments[Math.min(segments.length - 1, Math.max(0, at + by))]
        if (!next) return
        useView.getState().select({ kind: 'segment', id: next.id })
        map?.reveal((await borderRegister()).midpoint(next.index))
      },
    })
    const stepHotspot = (name: string, by: number, keys: readonly string[]): Act => ({
      name,
      title: { key: `map.act.${name}` },
      icon: by > 0 ? 'chevron-down' : 'chevron-up',
      keys,
      group: 'map',
      possible: () => (useAssessment.getState().assessment?.hotspots.hotspots.length ?? 0) > 0,
      run: ({ view }) => {
        const next = neighbourHotspot(useAssessment.getState().assessment?.hotspots.hotspots ?? [], view.selected?.kind === 'hotspot' ? view.selected.id : null, by)
        if (!next) return
        useView.getState().select({ kind: 'hotspot', id: next.cell })
        map?.reveal(centreOf(next.cell))
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
    const open: Act = {
      name: 'open-selected',
      title: { key: 'map.act.open' },
      icon: 'eye',
      keys: ['Enter'],
      group: 'map',
      possible: ({ view }) => view.selected !== null && !document.activeElement?.closest('.inspector'),
      run: () => document.querySelector<HTMLElement>('.inspector h2')?.focus(),
    }
    const table: Act = { name: 'map-table', title: { key: 'map.act.table' }, icon: 'table', keys: ['V'], group: 'map', possible: () => useAssessment.getState().assessment !== null, run: () => useMapLayers.getState().toggleTable() }
    return [...layers, step('next-segment', 1, ['J']), step('previous-segment', -1, ['K']), stepHotspot('next-hotspot', 1, ['H']), stepHotspot('previous-hotspot', -1, ['Shift+H']), open, table, zoom('zoom-in', 1, ['+', '=']), zoom('zoom-out', -1, ['-'])]
  }, [map])
  useHereActs(acts)
}
