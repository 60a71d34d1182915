import type { Map as MapLibreMap } from 'maplibre-gl'
import type { PlaceLabel } from '../../shared/geo/labels.ts'
import type { MapTheme } from './theme.ts'

/**
 * Labels are drawn on a canvas over the map: the browser shapes every script (Arabic too) with the fonts that
 * ship, so neither a glyph server nor a shaping plug-in is needed. Greedy by weight: a label that would
 * touch one already drawn is left out.
 */
export type MapLabel = PlaceLabel

interface Box { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number }

export class LabelCanvas {
  readonly #map: MapLibreMap
  readonly #canvas: HTMLCanvasElement
  readonly #stop: () => void
  #labels: readonly MapLabel[] = []
  #theme: MapTheme
  #pending = 0

  constructor(map: MapLibreMap, theme: MapTheme) {
    this.#map = map
    this.#theme = theme
    this.#canvas = document.createElement('canvas')
    this.#canvas.className = 'map-labels'
    this.#canvas.setAttribute('aria-hidden', 'true')
    map.getCanvasContainer().append(this.#canvas)
    const redraw = () => this.redraw()
    map.on('move', redraw)
    map.on('resize', redraw)
    void document.fonts.ready.then(redraw)
    this.#stop = () => {
      map.off('move', redraw)
      map.off('resize', redraw)
    }
  }

  show(labels: readonly MapLabel[], theme: MapTheme): void {
    this.#labels = [...labels].sort((a, b) => b.weight - a.weight)
    this.#theme = theme
    this.redraw()
  }

  redraw(): void {
    if (this.#pending) return
    this.#pending = requestAnimationFrame(() => {
      this.#pending = 0
      this.#draw()
    })
  }

  remove(): void {
    cancelAnimationFrame(this.#pending)
    this.#stop()
    this.#canvas.remove()
  }

  #draw(): void {
    const map = this.#map
    const { clientWidth: width, clientHeight: height } = map.getContainer()
    const ratio = window.devicePixelRatio || 1
    if (this.#canvas.width !== Math.round(width * ratio) || this.#canvas.height !== Math.round(height * ratio)) {
      this.#canvas.width = Math.round(width * ratio)
      this.#canvas.height = Math.round(height * ratio)
    }
    const context = this.#canvas.getContext('2d')
    if (!context) return
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, width, height)
    context.lineJoin = 'round'
    const zoom = map.getZoom()
    const bounds = map.getBounds()
    const taken: Box[] = []
    for (const label of this.#labels) {
      if (zoom < label.minZoom) continue
      // The view may hold the world twice: draw the copy that is inside.
      for (const turn of [-360, 0, 360]) {
        const lon = label.lon + turn
        if (lon < bounds.getWest() - 2 || lon > bounds.getEast() + 2 || label.lat < bounds.getSouth() - 2 || label.lat > bounds.getNorth() + 2) continue
        const { x, y } = map.project([lon, label.lat])
        this.#drawOne(context, label, x, y, taken)
      }
    }
  }

  #drawOne(context: CanvasRenderingContext2D, label: MapLabel, x: number, y: number, taken: Box[]): void {
    const theme = this.#theme
    const arabic = /[\u0600-\u06ff]/.test(label.text)
    const country = label.kind === 'country'
    context.font = `${country ? 500 : 450} ${country ? 13 : 11.5}px ${theme.fontUi}`
    // Only country names are spaced, and never in Arabic, whose letters join.
    context.letterSpacing = country && !arabic ? '2.5px' : '0px'
    const text = country && !arabic ? label.text.toUpperCase() : label.text
    const half = context.measureText(text).width / 2
    const shift = label.kind === 'settlement' ? half + 6 : 0
    const box = { x0: x + shift - half - 3, y0: y - 8, x1: x + shift + half + 3, y1: y + 8 }
    if (taken.some((other) => box.x0 < other.x1 && box.x1 > other.x0 && box.y0 < other.y1 && box.y1 > other.y0)) return
    taken.push(box)
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.strokeStyle = theme.css('--c-map-halo')
    context.lineWidth = 3
    if (label.kind === 'settlement') {
      context.beginPath()
      context.arc(x, y, 2, 0, Math.PI * 2)
      context.stroke()
      context.fillStyle = theme.css('--c-map-label')
      context.fill()
    }
    context.strokeText(text, x + shift, y)
    context.fillStyle = theme.css(country ? '--c-map-label-2' : label.kind === 'water' ? '--c-map-water-label' : '--c-map-label')
    context.fillText(text, x + shift, y)
  }
}
