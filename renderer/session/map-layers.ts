import { create } from 'zustand'
import type { MapLayerName } from '../map/station-map.ts'

interface MapLayers {
  /** Layers that the legend has switched off; the same on every map. Nothing opened is kept here. */
  readonly hidden: ReadonlySet<MapLayerName>
  /** The ranked segments as a table in the map's place, for those whom a map tells nothing. */
  readonly asTable: boolean
  toggle(layer: MapLayerName): void
  toggleTable(): void
}

export const useMapLayers = create<MapLayers>((set, get) => ({
  hidden: new Set(),
  asTable: false,
  toggle: (layer) => {
    const hidden = new Set(get().hidden)
    if (!hidden.delete(layer)) hidden.add(layer)
    set({ hidden })
  },
  toggleTable: () => set({ asTable: !get().asTable }),
}))

/** Layers in the order of the legend and of their keys, 1 to 4. */
export const MAP_LAYERS: readonly MapLayerName[] = ['segments', 'hotspots', 'tips', 'regions']
