import { MapLibreOverlay } from '@deck.gl/maplibre'
import * as maplibregl from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import type { Hotspot } from '../../shared/analysis/result.ts'
import { basemapStyle, prepareBasemap } from './basemap.ts'
import { LabelCanvas, type MapLabel } from './labels.ts'
import { hotspotLayer } from './layers/hotspots.ts'
import { planLayers, type DrawnPlan } from './layers/plan.ts'
import { regionLayer, type RegionShade } from './layers/regions.ts'
import { segmentLayers, type DrawnSegment } from './layers/segments.ts'
import { tipLayers, type TipPoints } from './layers/tips.ts'
import { readMapTheme, type MapTheme } from './theme.ts'

export type MapLayerName = 'segments' | 'hotspots' | 'tips' | 'regions' | 'plan'

/** What lies under the pointer or was pressed. */
export type MapPick =
  | { readonly kind: 'tip'; readonly row: number }
  | { readonly kind: 'segment'; readonly id: string }
  | { readonly kind: 'hotspot'; readonly cell: string }
  | { readonly kind: 'base'; readonly id: string }
  | { readonly kind: 'ground'; readonly at: readonly [number, number] }

/** Everything the map shows over its ground; replaced whole, layer by layer only where it changed. */
export interface MapScene {
  readonly tips: TipPoints | null
  readonly segments: readonly DrawnSegment[]
  readonly hotspots: readonly Hotspot[]
  readonly regions: readonly RegionShade[]
  readonly plan: DrawnPlan | null
  readonly hidden: ReadonlySet<MapLayerName>
  readonly selected: string | null
  readonly studyArea: readonly string[]
  readonly labels: readonly MapLabel[]
}

export const EMPTY_SCENE: MapScene = { tips: null, segments: [], hotspots: [], regions: [], plan: null, hidden: new Set(), selected: null, studyArea: [], labels: [] }

export type Bounds = readonly [west: number, south: number, east: number, north: number]

export function webGlAvailable(): boolean {
  try {
    return document.createElement('canvas').getContext('webgl2') !== null
  } catch {
    return false
  }
}

/** MapLibre below, deck.gl above, labels on top; knows places and marks, not what a person may do with them. */
export class StationMap {
  readonly #map: maplibregl.Map
  readonly #overlay: MapLibreOverlay
  readonly #labels: LabelCanvas
  readonly #element: HTMLElement
  #theme: MapTheme
  #scene: MapScene = EMPTY_SCENE
  #onPick: (pick: MapPick) => void = () => {}
  #onMove: (map: maplibregl.Map) => void = () => {}

  static async create(element: HTMLElement, loadArchive: () => Promise<ArrayBuffer>, bounds: Bounds): Promise<StationMap> {
    await prepareBasemap(loadArchive)
    return new StationMap(element, bounds)
  }

  private constructor(element: HTMLElement, bounds: Bounds) {
    this.#element = element
    this.#theme = readMapTheme(element)
    this.#map = new maplibregl.Map({
      container: element,
      style: basemapStyle(this.#theme, []),
      bounds: [bounds[0], bounds[1], bounds[2], bounds[3]],
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxZoom: 11,
      minZoom: 0.6,
      fadeDuration: 0,
    })
    this.#map.touchZoomRotate.disableRotation()
    this.#map.keyboard.disableRotation()
    this.#overlay = new MapLibreOverlay({
      interleaved: false,
      layers: [],
      pickingRadius: 6,
      getCursor: ({ isHovering }) => (isHovering ? 'pointer' : 'default'),
      onClick: (info) => this.#pressed(info),
    })
    this.#map.addControl(this.#overlay)
    this.#labels = new LabelCanvas(this.#map, this.#theme)
    this.#map.on('move', () => this.#onMove(this.#map))
    this.#map.on('load', () => this.#onMove(this.#map))
  }

  onPick(listener: (pick: MapPick) => void): void {
    this.#onPick = listener
  }

  /** Called while the view moves: metres per pixel and the view, for the scale bar. */
  onMove(listener: (view: { metresPerPixel: number; bounds: Bounds; zoom: number }) => void): void {
    this.#onMove = (map) => {
      const { lat } = map.getCenter()
      const box = map.getBounds()
      listener({
        metresPerPixel: (Math.cos((lat * Math.PI) / 180) * 40_075_016.686) / (512 * 2 ** map.getZoom()),
        bounds: [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()],
        zoom: map.getZoom(),
      })
    }
    this.#onMove(this.#map)
  }

  show(scene: MapScene): void {
    const areaChanged = scene.studyArea.join() !== this.#scene.studyArea.join()
    this.#scene = scene
    if (areaChanged) this.#map.setStyle(basemapStyle(this.#theme, scene.studyArea))
    this.#draw()
  }

  /** Reads the tokens again after the theme was switched in place. */
  retheme(): void {
    this.#theme = readMapTheme(this.#element)
    this.#map.setStyle(basemapStyle(this.#theme, this.#scene.studyArea))
    this.#draw()
  }

  fit(bounds: Bounds, animate: boolean): void {
    this.#map.fitBounds([bounds[0], bounds[1], bounds[2], bounds[3]], { padding: 48, maxZoom: 8, animate, duration: 220 })
  }

  centre(at: readonly [number, number]): void {
    this.#map.easeTo({ center: [at[0], at[1]], duration: 220 })
  }

  zoomBy(step: number): void {
    this.#map.easeTo({ zoom: this.#map.getZoom() + step, duration: 220 })
  }

  remove(): void {
    this.#labels.remove()
    this.#map.removeControl(this.#overlay)
    this.#map.remove()
  }

  #draw(): void {
    const { tips, segments, hotspots, regions, plan, hidden, selected, labels } = this.#scene
    const theme = this.#theme
    this.#overlay.setProps({
      layers: [
        regionLayer(regions, theme, !hidden.has('regions')),
        ...(tips ? tipLayers(tips, theme, !hidden.has('tips')) : []),
        hotspotLayer(hotspots, selected, theme, !hidden.has('hotspots')),
        ...segmentLayers(segments, selected, theme, !hidden.has('segments')),
        ...(plan && !hidden.has('plan') ? planLayers(plan, theme) : []),
      ],
    })
    this.#labels.show(labels, theme)
  }

  #pressed(info: { layer?: { id: string } | null; index: number; object?: unknown; coordinate?: number[] | undefined }): void {
    const layer = info.layer?.id ?? ''
    if (info.index >= 0 && layer.startsWith('tips-') && this.#scene.tips) {
      const set = layer === 'tips-exact' ? this.#scene.tips.exact : this.#scene.tips.settlement
      return this.#onPick({ kind: 'tip', row: set.rows[info.index] as number })
    }
    if (layer === 'segments' && info.object) return this.#onPick({ kind: 'segment', id: (info.object as DrawnSegment).rate.id })
    if (layer === 'hotspots' && info.object) return this.#onPick({ kind: 'hotspot', cell: (info.object as Hotspot).cell })
    if (layer === 'plan-drawn' && info.object) return this.#onPick({ kind: 'base', id: (info.object as { id: string }).id })
    if (info.coordinate) this.#onPick({ kind: 'ground', at: [info.coordinate[0] as number, info.coordinate[1] as number] })
  }
}
