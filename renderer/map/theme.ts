/** The map's colours, read from the tokens of the theme in force, so that no value is written twice. */
export type Rgba = [number, number, number, number]

export interface MapTheme {
  readonly css: (token: string) => string
  readonly rgba: (token: string, opacity?: number) => Rgba
  readonly ember: readonly Rgba[]
  readonly fontUi: string
  /** High contrast: nothing may be said by a tint. */
  readonly contrast: boolean
}

export function readMapTheme(element: Element): MapTheme {
  const style = getComputedStyle(element)
  const css = (token: string) => style.getPropertyValue(token).trim()
  const rgba = (token: string, opacity = 1) => parseColour(css(token), opacity)
  return {
    css,
    rgba,
    ember: [1, 2, 3, 4, 5, 6, 7].map((step) => rgba(`--d-ember-${step}`)),
    fontUi: css('--font-ui') || 'sans-serif',
    contrast: document.documentElement.dataset['theme']?.startsWith('contrast') ?? false,
  }
}

/** `#rrggbb` or `#rgb` to 0..255 with opacity 0..1; anything else is a slip in the tokens and shows as magenta. */
export function parseColour(hex: string, opacity: number): Rgba {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(hex)
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex)
  const parts = long?.slice(1) ?? short?.slice(1).map((digit) => digit + digit)
  if (!parts) return [255, 0, 255, Math.round(opacity * 255)]
  const [r, g, b] = parts.map((pair) => Number.parseInt(pair, 16)) as [number, number, number]
  return [r, g, b, Math.round(opacity * 255)]
}
