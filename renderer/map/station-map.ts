import { MapLibreOverlay } from '@deck.gl/maplibre'
import * as maplibregl from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import type { Hotspot } from '../../shared/analysis/result.ts'
import type { MapBadge } from './badges.ts'
import { basemapStyle, prepareBasemap } from './basemap.ts'
import { clearOf, type Insets } from './insets.ts'
import { LabelCanvas, type MapLabel } from './labels.ts'
import { HOTSPOT_NEAR_ZOOM, hotspotLayers } from './layers/hotspots.ts'
import { planLayers, type DrawnPlan } from './layers/plan.ts'
import { regionLayer, type RegionShade } from './layers/regions.ts'
import { segmentLayers, type DrawnSegment } from './layers/segments.ts'
import { tipLayers, type TipPoints } from './layers/tips.ts'
import type { SayDegrees } from './neatline.ts'
import { readMapTheme, type MapTheme } from './theme.ts'

export type MapLayerName = 'segments' | 'hotspots' | 'tips' | 'regions' | 'plan'

/** What lies under the pointer or was pressed. */
export type MapPick =
  | { readonly kind: 'tip'; readonly row: number }
  | { readonly kind: 'segment'; readonly id: string }
  | { readonly kind: 'hotspot'; readonly cell: string }
  | { readonly kind: 'base' | 'team'; readonly id: string }
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
  readonly badges: readonly MapBadge[]
  readonly degrees: SayDegrees
}

/** Zoom that a segment or hotspot is gone to from farther away: at the scale of the world it is a speck. */
const REVEALED_ZOOM = 4.5

export const EMPTY_SCENE: MapScene = { tips: null, segments: [], hotspots: [], regions: [], plan: null, hidden: new Set(), selected: null, studyArea: [], labels: [], badges: [], degrees: String }

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
  #near = false
  #drawing = false

  static async create(element: HTMLElement, loadArchive: () => Promise<ArrayBuffer>, bounds: Bounds, label: string): Promise<StationMap> {
    await prepareBasemap(loadArchive)
    return new StationMap(element, bounds, label)
  }

  private constructor(element: HTMLElement, bounds: Bounds, label: string) {
    this.#element = element
    this.#theme = readMapTheme(element)
    this.#map = new maplibregl.Map({
      container: element,
      style: basemapStyle(this.#theme, []),
      bounds: [bounds[0], bounds[1], bounds[2], bounds[3]],
      attributionControl: false,
      locale: { 'Map.Title': label },
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
      getCursor: ({ isHovering }) => (this.#drawing ? 'crosshair' : isHovering ? 'pointer' : 'default'),
      onClick: (info) => this.#pressed(info),
      // The ground below has the focus and the keys; this canvas would be a stop without a name.
      onLoad: () => element.querySelectorAll<HTMLElement>('canvas:not(.maplibregl-canvas)').forEach((canvas) => (canvas.tabIndex = -1)),
    })
    this.#map.addControl(this.#overlay)
    this.#labels = new LabelCanvas(this.#map, this.#theme)
    this.#map.on('move', () => {
      if (this.#map.getZoom() >= HOTSPOT_NEAR_ZOOM !== this.#near) this.#draw()
      this.#onMove(this.#map)
    })
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
    this.#map.fitBounds([bounds[0], bounds[1], bounds[2], bounds[3]], { padding: this.#clear(), maxZoom: 8, ...motion(animate) })
  }

  /** Moves just enough that a place is in sight and under no panel; nothing where it is already. */
  reveal(at: readonly [number, number]): void {
    const { left, right, top, bottom } = this.#clear()
    const { clientWidth: width, clientHeight: height } = this.#element
    const { x, y } = this.#map.project([at[0], at[1]])
    const far = this.#map.getZoom() < REVEALED_ZOOM
    if (!far && x >= left && x <= width - right && y >= top && y <= height - bottom) return
    this.#map.easeTo({ center: [at[0], at[1]], ...(far && { zoom: REVEALED_ZOOM }), offset: [(left - right) / 2, (top - bottom) / 2], ...motion(true) })
  }

  zoomBy(step: number): void {
    this.#map.easeTo({ zoom: this.#map.getZoom() + step, ...motion(true) })
  }

  /** Whether a press is about to add something: the pointer says so. */
  setDrawing(drawing: boolean): void {
    this.#drawing = drawing
    this.#map.getCanvas().style.cursor = drawing ? 'crosshair' : ''
  }

  remove(): void {
    this.#labels.remove()
    this.#map.removeControl(this.#overlay)
    this.#map.remove()
  }

  /** Pixels to keep clear at each side: those of the panels that lie over the map. */
  #clear(): Insets {
    const ground = this.#element.getBoundingClientRect()
    const panels = [...(this.#element.parentElement?.querySelectorAll(':scope > .panel') ?? []), ...document.querySelectorAll('.inspector')]
    return clearOf(ground, panels.map((panel) => panel.getBoundingClientRect()))
  }

  #draw(): void {
    const { tips, segments, hotspots, regions, plan, hidden, selected, labels, badges, degrees } = this.#scene
    const theme = this.#theme
    this.#near = this.#map.getZoom() >= HOTSPOT_NEAR_ZOOM
    this.#overlay.setProps({
      layers: [
        regionLayer(regions, theme, !hidden.has('regions')),
        ...(tips ? tipLayers(tips, theme, !hidden.has('tips')) : []),
        ...hotspotLayers(hotspots, selected, theme, !hidden.has('hotspots'), this.#near),
        ...segmentLayers(segments, selected, theme, !hidden.has('segments')),
        ...(plan && !hidden.has('plan') ? planLayers(plan, theme) : []),
      ],
    })
    this.#labels.show({ labels, badges: badges.filter(({ kind }) => kind !== 'rank' || !hidden.has('segments')), degrees }, theme)
  }

  #pressed(info: { layer?: { id: string } | null; index: number; object?: unknown; coordinate?: number[] | undefined; x?: number; y?: number }): void {
    if (this.#drawing && info.coordinate) return this.#onPick({ kind: 'ground', at: [info.coordinate[0] as number, info.coordinate[1] as number] })
    const badge = info.x === undefined || info.y === undefined ? null : this.#labels.badgeAt(info.x, info.y)
    if (badge) return this.#onPick({ kind: badge.kind === 'rank' ? 'segment' : badge.kind, id: badge.id })
    const layer = info.layer?.id ?? ''
    if (info.index >= 0 && layer.startsWith('tips-') && this.#scene.tips) {
      const set = layer === 'tips-exact' ? this.#scene.tips.exact : this.#scene.tips.settlement
      return this.#onPick({ kind: 'tip', row: set.rows[info.index] as number })
    }
    if (layer === 'segments' && info.object) return this.#onPick({ kind: 'segment', id: (info.object as DrawnSegment).rate.id })
    if (layer === 'hotspots' && info.object) return this.#onPick({ kind: 'hotspot', cell: (info.object as Hotspot).cell })
    if (info.coordinate) this.#onPick({ kind: 'ground', at: [info.coordinate[0] as number, info.coordinate[1] as number] })
  }
}

/** The map's motion as the tokens have it: none where less motion is asked for. */
function motion(wanted: boolean): { readonly animate: boolean; readonly duration: number } {
  const animate = wanted && !matchMedia('(prefers-reduced-motion: reduce)').matches
  return { animate, duration: animate ? 220 : 0 }
}
