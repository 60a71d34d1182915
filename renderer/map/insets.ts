/** Pixels kept clear at each side of the map. */
export interface Insets {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

type Rectangle = Pick<DOMRectReadOnly, 'left' | 'right' | 'top' | 'bottom' | 'width' | 'height'>

/** Pixels between what is shown and the map's edge, and between it and a panel. */
const MARGIN = 48
const GAP = 24
/** Less room than this is none: then the whole map is used, panels or not. */
const LEAST_WIDTH = 160
const LEAST_HEIGHT = 120

/** What to keep clear so that nothing shown lies under a panel: each is cut off at the side that leaves the most, all together. */
export function clearOf(ground: Rectangle, panels: readonly Rectangle[]): Insets {
  const open: Insets = { left: MARGIN, right: MARGIN, top: MARGIN, bottom: MARGIN }
  const room = ({ left, right, top, bottom }: Insets) => Math.max(0, ground.width - left - right) * Math.max(0, ground.height - top - bottom)
  const best = panels
    .filter(({ width, height, left, right }) => width > 0 && height > 0 && right > ground.left && left < ground.right)
    .reduce<readonly Insets[]>(
      (ways, panel) =>
        ways.flatMap((way) => [
          { ...way, left: Math.max(way.left, panel.right - ground.left + GAP) },
          { ...way, right: Math.max(way.right, ground.right - panel.left + GAP) },
          { ...way, top: Math.max(way.top, panel.bottom - ground.top + GAP) },
          { ...way, bottom: Math.max(way.bottom, ground.bottom - panel.top + GAP) },
        ]),
      [open],
    )
    .reduce((most, way) => (room(way) > room(most) ? way : most))
  return ground.width - best.left - best.right < LEAST_WIDTH || ground.height - best.top - best.bottom < LEAST_HEIGHT ? open : best
}
