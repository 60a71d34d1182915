import type { Map as MapLibreMap } from 'maplibre-gl'
import { boxAround, type Box, type Room } from './room.ts'
import type { MapTheme } from './theme.ts'

/** "10°E", in the window's language. */
export type SayDegrees = (value: number, axis: 'lon' | 'lat') => string

const STEPS = [30, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1] as const
/** Pixels between two written degrees, at least. */
const APART = 110
const TICK = 6

/** Degrees between written ticks where one degree takes so many pixels. */
export function degreeStep(pixelsPerDegree: number): number {
  return [...STEPS].reverse().find((step) => step * pixelsPerDegree >= APART) ?? STEPS[0]
}

/** Multiples of a step between two values. */
export function multiplesBetween(from: number, to: number, step: number): number[] {
  const found: number[] = []
  for (let n = Math.ceil(from / step); n * step <= to; n++) found.push(Number((n * step).toFixed(4)))
  return found
}

/** Ticks of longitude along the upper edge and of latitude along the right one, with their degrees; answers the room they take. */
export function drawNeatline(context: CanvasRenderingContext2D, map: MapLibreMap, { width, height }: { readonly width: number; readonly height: number }, theme: MapTheme, say: SayDegrees, room: Room): Box[] {
  const bounds = map.getBounds()
  const step = degreeStep(width / Math.max(1e-6, bounds.getEast() - bounds.getWest()))
  const taken: Box[] = []
  context.setLineDash([])
  context.lineWidth = 1
  context.strokeStyle = theme.css('--c-map-label-2')
  context.fillStyle = theme.css('--c-map-label-2')
  context.font = `400 10.5px ${theme.fontUi}`
  context.letterSpacing = '0px'
  context.textBaseline = 'middle'
  context.textAlign = 'center'
  const ticks = (values: readonly number[], along: (value: number) => { x: number; y: number; dx: number; dy: number }) => {
    context.globalAlpha = 0.55
    context.beginPath()
    for (const value of values) {
      const { x, y, dx, dy } = along(value)
      context.moveTo(x, y)
      context.lineTo(x + dx, y + dy)
    }
    context.stroke()
    context.globalAlpha = 1
  }
  const minor = step / 5
  const lat = bounds.getNorth()
  const lon = bounds.getEast()
  ticks(multiplesBetween(bounds.getWest(), bounds.getEast(), minor), (value) => ({ x: map.project([value, lat]).x, y: 0, dx: 0, dy: TICK / (value % step === 0 ? 1 : 1.5) }))
  ticks(multiplesBetween(Math.max(-85, bounds.getSouth()), Math.min(85, bounds.getNorth()), minor), (value) => ({ x: width, y: map.project([lon, value]).y, dx: -TICK / (value % step === 0 ? 1 : 1.5), dy: 0 }))
  const write = (text: string, x: number, y: number) => {
    const box = boxAround(x, y, context.measureText(text).width / 2 + 4, 8)
    if (!room.free(box) || box.x1 > width || box.y1 > height) return
    context.strokeText(text, x, y)
    context.fillText(text, x, y)
    taken.push(box)
  }
  context.strokeStyle = theme.css('--c-map-halo')
  context.lineWidth = 2.5
  for (const value of multiplesBetween(bounds.getWest(), bounds.getEast(), step)) write(say(wrapped(value), 'lon'), map.project([value, lat]).x, TICK + 8)
  for (const value of multiplesBetween(bounds.getSouth(), bounds.getNorth(), step)) {
    const text = say(value, 'lat')
    write(text, width - TICK - 6 - context.measureText(text).width / 2, map.project([lon, value]).y)
  }
  return taken
}

const wrapped = (lon: number): number => ((((lon + 180) % 360) + 360) % 360) - 180
