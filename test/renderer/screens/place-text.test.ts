import { expect, it } from 'vitest'
import { placeText } from '../../../renderer/screens/tips/lines.tsx'
import type { Formats } from '../../../renderer/session/language.ts'

const arabic = { country: () => 'غانا', names: (names: readonly string[]) => names.join('، ') } as unknown as Formats

it('a place’s country is said once, whatever language it was named in', () => {
  expect(placeText('Market in Accra, Ghana', 'GHA', arabic)).toBe('Market in Accra, Ghana')
  expect(placeText('سوق في أكرا، غانا', 'GHA', arabic)).toBe('سوق في أكرا، غانا')
  expect(placeText('Market in Accra', 'GHA', arabic)).toBe('Market in Accra، غانا')
  expect(placeText(undefined, 'GHA', arabic)).toBe('غانا')
})
