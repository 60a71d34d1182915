import type { Certainty } from '../../analysis/scale.ts'

/** The ember scale on paper (tokens, light): reports against expected, darker is more; lightness runs one way, so a grey print still ranks. */
export const EMBER = ['#f4dea7', '#efbe77', '#e6984e', '#d77034', '#bc482f', '#932534', '#601636'] as const
/** SVG dash arrays by certainty; `null` is a whole line. */
export const DASHES: Readonly<Record<Certainty, string | null>> = { narrow: null, wide: '6 2.2', 'very-wide': '2.2 2.6' }

/** Paper colours (tokens, page). */
export const PAPER = {
  page: '#ffffff', ink: '#16181d', ink2: '#40444c', ink3: '#565a63', rule: '#b9bcc3', hair: '#d5d7dc', line: '#8d919a', sea: '#eef1f4', off: '#f4f4f3', graticule: '#dfe3e8', reach: '#06677d',
} as const

export const MAP_FONT = "'Inter Variable', 'IBM Plex Sans Arabic', 'Noto Sans SC', 'Noto Sans', sans-serif"
