import { create } from 'zustand'
import type { MapLayerName } from '../map/station-map.ts'

/** Which layers the legend has switched off; the same on every map. Nothing opened is kept here. */
export const useMapLayers = create<{ readonly hidden: ReadonlySet<MapLayerName>; toggle(layer: MapLayerName): void }>((set, get) => ({
  hidden: new Set(),
  toggle: (layer) => {
    const hidden = new Set(get().hidden)
    if (!hidden.delete(layer)) hidden.add(layer)
    set({ hidden })
  },
}))

/** Layers in the order of the legend and of their keys, 1 to 4. */
export const MAP_LAYERS: readonly MapLayerName[] = ['segments', 'hotspots', 'tips', 'regions']
