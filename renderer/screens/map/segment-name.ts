import type { Say } from '../../session/language.ts'

/** "Niger – Libya 06", "Coast of Libya 12": countries in the window's language, the number of the register. */
export function segmentName(segment: { readonly id: string; readonly class: 'land' | 'coast' }, country: (alpha3: string) => string, say: Say): string {
  const [, codes = '', order = ''] = segment.id.split(':')
  const names = codes.split('-').map(country)
  return segment.class === 'land' ? say('map.segment.name-land', { a: names[0] ?? '', b: names[1] ?? '', number: order.padStart(2, '0') }) : say('map.segment.name-coast', { a: names[0] ?? '', number: order.padStart(2, '0') })
}
