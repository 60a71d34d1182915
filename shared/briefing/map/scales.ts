/** The ember scale on paper (tokens, light): reports against expected, darker is more; lightness runs one way, so a grey print still ranks. */
export const EMBER = ['#f4dea7', '#efbe77', '#e6984e', '#d77034', '#bc482f', '#932534', '#601636'] as const
/** Where one class of rate ends and the next begins. */
export const EMBER_BREAKS = [1, 1.5, 2, 2.6, 3.3, 4.1] as const

/** Class of a rate, 0 to 6. */
export function emberClass(rate: number): number {
  let at = 0
  while (at < EMBER_BREAKS.length && rate >= (EMBER_BREAKS[at] ?? Infinity)) at++
  return at
}

export type Certainty = 'narrow' | 'wide' | 'very-wide'
/** How wide a 90% interval is, as the ratio of its ends: under 2, under 4, or more (zero at the low end is very wide). */
export function certaintyOf(low: number, high: number): Certainty {
  if (!(low > 0)) return 'very-wide'
  const ratio = high / low
  return ratio < 2 ? 'narrow' : ratio < 4 ? 'wide' : 'very-wide'
}

/** SVG dash arrays by certainty; `null` is a whole line. */
export const DASHES: Readonly<Record<Certainty, string | null>> = { narrow: null, wide: '6 2.2', 'very-wide': '2.2 2.6' }

/** Paper colours (tokens, page). */
export const PAPER = {
  page: '#ffffff', ink: '#16181d', ink2: '#40444c', ink3: '#565a63', rule: '#b9bcc3', hair: '#d5d7dc', line: '#8d919a', sea: '#eef1f4', off: '#f4f4f3', graticule: '#dfe3e8', reach: '#06677d',
} as const

export const MAP_FONT = "'Inter Variable', 'IBM Plex Sans Arabic', 'Noto Sans SC', 'Noto Sans', sans-serif"
