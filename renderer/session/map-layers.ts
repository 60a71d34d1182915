import { create } from 'zustand'
import type { MapLayerName } from '../map/station-map.ts'

export const MAP_TABLES = ['segments', 'hotspots'] as const
export type MapTableName = (typeof MAP_TABLES)[number]

interface MapLayers {
  /** Layers that the legend has switched off; the same on every map. Nothing opened is kept here. */
  readonly hidden: ReadonlySet<MapLayerName>
  /** What is drawn as tables in the map's place, for those whom a map tells nothing. */
  readonly asTable: boolean
  /** Which of them, where nothing that is selected says so. */
  readonly table: MapTableName
  toggle(layer: MapLayerName): void
  toggleTable(): void
  showTable(name: MapTableName): void
}

export const useMapLayers = create<MapLayers>((set, get) => ({
  hidden: new Set(),
  asTable: false,
  table: 'segments',
  toggle: (layer) => {
    const hidden = new Set(get().hidden)
    if (!hidden.delete(layer)) hidden.add(layer)
    set({ hidden })
  },
  toggleTable: () => set({ asTable: !get().asTable }),
  showTable: (table) => set({ table }),
}))

/** Layers in the order of the legend and of their keys, 1 to 4. */
export const MAP_LAYERS: readonly MapLayerName[] = ['segments', 'hotspots', 'tips', 'regions']
