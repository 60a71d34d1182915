import type { Map as MapLibreMap } from 'maplibre-gl'
import type { PlaceLabel } from '../../shared/geo/labels.ts'
import { badgeFont, drawBadges, placeBadge, type MapBadge, type PlacedBadge } from './badges.ts'
import { drawNeatline, type SayDegrees } from './neatline.ts'
import { boxAround, Room, type Box } from './room.ts'
import type { MapTheme } from './theme.ts'

/**
 * Labels are drawn on a canvas over the map: the browser shapes every script (Arabic too) with the fonts that
 * ship, so neither a glyph server nor a shaping plug-in is needed. Badges first, then names by weight: what
 * would touch something drawn, a panel or the edge is left out.
 */
export type MapLabel = PlaceLabel

/** Weight from which a settlement is written large. */
const LARGE_TOWN = 6

export interface Written {
  readonly labels: readonly MapLabel[]
  readonly badges: readonly MapBadge[]
  readonly degrees: SayDegrees
}

export class LabelCanvas {
  readonly #map: MapLibreMap
  readonly #canvas: HTMLCanvasElement
  readonly #stop: () => void
  #written: Written = { labels: [], badges: [], degrees: String }
  #theme: MapTheme
  #placed: readonly PlacedBadge[] = []
  #pending = 0

  constructor(map: MapLibreMap, theme: MapTheme) {
    this.#map = map
    this.#theme = theme
    this.#canvas = document.createElement('canvas')
    this.#canvas.className = 'map-labels'
    this.#canvas.setAttribute('aria-hidden', 'true')
    // Over the ground and over deck.gl's canvas, which lies among the map's controls.
    map.getContainer().append(this.#canvas)
    const redraw = () => this.redraw()
    map.on('move', redraw)
    map.on('resize', redraw)
    // A face that only the canvas uses comes after the first drawing asked for it.
    document.fonts.addEventListener('loadingdone', redraw)
    this.#stop = () => {
      map.off('move', redraw)
      map.off('resize', redraw)
      document.fonts.removeEventListener('loadingdone', redraw)
    }
  }

  show(written: Written, theme: MapTheme): void {
    this.#written = { ...written, labels: [...written.labels].sort((a, b) => b.weight - a.weight) }
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

  /** The badge drawn at a point of the canvas. */
  badgeAt(x: number, y: number): MapBadge | null {
    return this.#placed.find(({ at, halfWidth }) => Math.abs(at[0] - x) <= halfWidth + 1 && Math.abs(at[1] - y) <= 10)?.badge ?? null
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
    const over = this.#lyingOver()
    const room = new Room(width, height, over)
    for (const box of drawNeatline(context, map, { width, height }, this.#theme, this.#written.degrees, room)) room.take(box)
    this.#placed = this.#placeBadges(context, room)
    const zoom = map.getZoom()
    const bounds = map.getBounds()
    for (const label of this.#written.labels) {
      if (zoom < label.minZoom) continue
      // The view may hold the world twice: draw the copy that is inside.
      for (const turn of [-360, 0, 360]) {
        const lon = label.lon + turn
        if (lon < bounds.getWest() || lon > bounds.getEast() || label.lat < bounds.getSouth() || label.lat > bounds.getNorth()) continue
        const { x, y } = map.project([lon, label.lat])
        this.#writeName(context, label, x, y, room)
      }
    }
    drawBadges(context, this.#placed, this.#theme)
  }

  /** What lies over the map (legend, tools, foot): nothing is written under it. */
  #lyingOver(): Box[] {
    const ground = this.#map.getContainer()
    const { left, top } = ground.getBoundingClientRect()
    return [...(ground.parentElement?.querySelectorAll(':scope > .panel, :scope > .map-foot') ?? [])].map((panel) => {
      const box = panel.getBoundingClientRect()
      return { x0: box.left - left - 4, y0: box.top - top - 4, x1: box.right - left + 4, y1: box.bottom - top + 4 }
    })
  }

  #placeBadges(context: CanvasRenderingContext2D, room: Room): PlacedBadge[] {
    context.font = badgeFont(this.#theme)
    context.letterSpacing = '0px'
    const { clientWidth: width, clientHeight: height } = this.#map.getContainer()
    return this.#written.badges.flatMap((badge) => {
      const { x, y } = this.#map.project([badge.lon, badge.lat])
      if (x < 0 || y < 0 || x > width || y > height) return []
      const halfWidth = badge.kind === 'base' ? 6 : Math.max(9, context.measureText(badge.text).width / 2 + (badge.kind === 'team' ? 6 : 4))
      return placeBadge(badge, [x, y], halfWidth, room) ?? []
    })
  }

  #writeName(context: CanvasRenderingContext2D, label: MapLabel, x: number, y: number, room: Room): void {
    const theme = this.#theme
    const arabic = /[\u0600-\u06ff]/.test(label.text)
    const { kind } = label
    const country = kind === 'country'
    const large = kind === 'settlement' && label.weight >= LARGE_TOWN
    const size = (country ? 12.5 : kind === 'water' || large ? 12.5 : 11.5) * (arabic ? 1.08 : 1)
    context.font = `${kind === 'water' && !arabic ? 'italic ' : ''}${country ? 500 : large ? 550 : 420} ${size}px ${theme.fontUi}`
    // Only country names are spaced, and never in Arabic, whose letters join.
    context.letterSpacing = arabic ? '0px' : country ? '2.5px' : kind === 'water' ? '0.75px' : '0px'
    const text = country && !arabic ? label.text.toUpperCase() : label.text
    const half = context.measureText(text).width / 2
    // A town's name stands beside its dot, on the side where there is room.
    const sides = kind === 'settlement' ? [half + 6, -half - 6] : [0]
    const shift = sides.find((side) => room.claim(boxAround(x + side, y, half + 3, 8)))
    if (shift === undefined) return
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.strokeStyle = theme.css('--c-map-halo')
    context.lineWidth = 3
    if (kind === 'settlement') {
      context.beginPath()
      context.arc(x, y, 2, 0, Math.PI * 2)
      context.lineWidth = 2.5
      context.stroke()
      context.fillStyle = theme.css('--c-map-label')
      context.fill()
      context.lineWidth = 3
    }
    context.globalAlpha = 0.85
    if (kind !== 'water') context.strokeText(text, x + shift, y)
    context.globalAlpha = 1
    context.fillStyle = theme.css(kind === 'water' ? '--c-map-water-label' : large || country ? '--c-map-label' : '--c-map-label-2')
    context.fillText(text, x + shift, y)
  }
}
