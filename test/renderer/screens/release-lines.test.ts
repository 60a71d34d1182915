import { expect, it } from 'vitest'
import { linesOf, unseen } from '../../../renderer/screens/briefings/release-check.tsx'
import type { ReleaseFinding } from '../../../shared/briefing/briefing.ts'

const read = (words: string, where = 'Table 1'): ReleaseFinding => ({ where, what: 'name', why: { key: 'briefing.found.own-word' }, effect: 'read', words })

it('what was let stand is what stays so, wherever it comes to stand in the list, and nothing in its place', () => {
  const [salem, musa, adam] = [read('Salem'), read('Musa'), read('Adam')]
  const looked = new Set([linesOf([salem, musa])[1]!.key])
  expect(unseen(linesOf([salem, musa]), looked).map(({ finding }) => finding.words)).toEqual(['Salem'])
  expect(unseen(linesOf([musa, adam]), looked).map(({ finding }) => finding.words)).toEqual(['Adam'])
})

it('the same words for the same reason are one thing to look at, with every passage', () => {
  expect(linesOf([read('Musa'), read('Musa', 'Title'), read('Musa')]).map(({ where }) => where)).toEqual([['Table 1', 'Title']])
})
