import { boxAround, type Room } from './room.ts'
import type { MapTheme } from './theme.ts'

/** A short name fastened to a place by a line: the rank of a segment, a team, a base somebody drew. */
export interface MapBadge {
  readonly kind: 'rank' | 'team' | 'base'
  readonly id: string
  readonly text: string
  readonly lon: number
  readonly lat: number
  readonly selected: boolean
}

export interface PlacedBadge {
  readonly badge: MapBadge
  /** The place it is about. */
  readonly from: readonly [number, number]
  /** Its own middle. */
  readonly at: readonly [number, number]
  readonly halfWidth: number
}

const HALF_HEIGHT = 9
const DISTANCES = [26, 38, 52, 70] as const
/** Up and to the right first, as a hand would write it. */
const DIRECTIONS = [-45, -90, 0, -135, 45, 180, 90, 135, -20, -65, 20, -110].map((degrees) => (degrees * Math.PI) / 180)

/** Where a badge fits: a team on its place if it can, everything else beside it, the nearer the better; null where nothing is free. */
export function placeBadge(badge: MapBadge, from: readonly [number, number], halfWidth: number, room: Room): PlacedBadge | null {
  const spots = [...(badge.kind === 'rank' ? [] : [from]), ...DISTANCES.flatMap((distance) => DIRECTIONS.map((angle) => [from[0] + Math.cos(angle) * distance, from[1] + Math.sin(angle) * distance] as const))]
  for (const at of spots) if (room.claim(boxAround(at[0], at[1], halfWidth + 2, HALF_HEIGHT + 2))) return { badge, from, at, halfWidth }
  return null
}

/** Lines first, then the signs over all of them. */
export function drawBadges(context: CanvasRenderingContext2D, placed: readonly PlacedBadge[], theme: MapTheme): void {
  context.letterSpacing = '0px'
  context.setLineDash([])
  context.strokeStyle = theme.css('--c-map-label')
  context.lineWidth = 1
  for (const { from, at } of placed) {
    if (from[0] === at[0] && from[1] === at[1]) continue
    context.beginPath()
    context.moveTo(from[0], from[1])
    context.lineTo(at[0], at[1])
    context.stroke()
  }
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  for (const { badge, at, halfWidth } of placed) {
    if (badge.kind === 'base') {
      drawBase(context, at, theme)
      continue
    }
    const on = badge.kind === 'team' || badge.selected
    context.beginPath()
    context.roundRect(at[0] - halfWidth, at[1] - HALF_HEIGHT, halfWidth * 2, HALF_HEIGHT * 2, badge.kind === 'team' ? 4 : HALF_HEIGHT)
    context.fillStyle = theme.css(on ? '--c-accent' : '--c-surface')
    context.fill()
    context.strokeStyle = theme.css(on ? '--c-map-halo' : '--c-map-label')
    context.lineWidth = 1.25
    context.stroke()
    context.font = badgeFont(theme)
    context.fillStyle = theme.css(on ? '--c-on-accent' : '--c-text')
    context.fillText(badge.text, at[0], at[1] + 0.5)
  }
}

export const badgeFont = (theme: MapTheme): string => `620 11px ${theme.fontUi}`

/** A dark plate with a flag, as in the legend. */
function drawBase(context: CanvasRenderingContext2D, [x, y]: readonly [number, number], theme: MapTheme): void {
  context.beginPath()
  context.roundRect(x - 6, y - 6, 12, 12, 2)
  context.fillStyle = theme.css('--c-map-label')
  context.fill()
  context.strokeStyle = theme.css('--c-map-halo')
  context.lineWidth = 1.25
  context.stroke()
  context.beginPath()
  context.moveTo(x - 2, y + 4)
  context.lineTo(x - 2, y - 3.5)
  context.lineTo(x + 3, y - 1.5)
  context.lineTo(x - 2, y + 0.5)
  context.stroke()
}
