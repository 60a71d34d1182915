import type { Formats, Say } from '../../session/language.ts'

type Wording = Pick<Formats, 'country' | 'number'>
type Named = { readonly id: string; readonly class: 'land' | 'coast' }

/** "Niger – Libya" and "06": the number keeps its place where the countries are cut short. */
export function segmentNameParts(segment: Named, { country, number }: Wording, say: Say): { readonly countries: string; readonly order: string } {
  const [, codes = '', order = ''] = segment.id.split(':')
  const names = codes.split('-').map((code) => country(code))
  return {
    countries: segment.class === 'land' ? say('map.segment.countries-land', { a: names[0] ?? '', b: names[1] ?? '' }) : say('map.segment.countries-coast', { a: names[0] ?? '' }),
    order: number(Number(order), { minimumIntegerDigits: 2, useGrouping: false }),
  }
}

/** "Niger – Libya 06", "Coast of Libya 12": countries in the window's language, the number of the register. */
export function segmentName(segment: Named, wording: Wording, say: Say): string {
  const { countries, order } = segmentNameParts(segment, wording, say)
  return `${countries} ${order}`
}
