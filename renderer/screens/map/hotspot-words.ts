import type { Formats, Say } from '../../session/language.ts'

/** Least q that is written out. */
const LEAST = 0.001

/** How sure a hotspot is; a q below a thousandth as under it. */
export const qSaid = (q: number, { number }: Pick<Formats, 'number'>, say: Say): string =>
  q < LEAST ? say('map.under', { limit: number(LEAST, { maximumFractionDigits: 3 }) }) : number(q, { maximumFractionDigits: 3 })

/** A month of the analysis ("2026-05") as the window writes it. */
export const monthSaid = (written: string, { date }: Pick<Formats, 'date'>, month: 'short' | 'long'): string =>
  date(Date.UTC(Number(written.slice(0, 4)), Number(written.slice(5, 7)) - 1, 1) / 1000, { month, year: 'numeric', timeZone: 'UTC' })
