import type { Formats, Say } from '../../session/language.ts'

/** Least expected count that is written out. */
const LEAST = 0.1

/** An expected count to one decimal; a smaller one as under 0.1, because nought would say that none were expected. */
export function expectedSaid(value: number, { number }: Pick<Formats, 'number'>, say: Say): string {
  const decimal = (each: number) => number(each, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  return value < LEAST ? say('map.under', { limit: decimal(LEAST) }) : decimal(value)
}
