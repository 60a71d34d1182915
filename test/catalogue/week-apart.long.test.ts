import fc from 'fast-check'
import { it } from 'vitest'
import { apartAndMet, week } from './support/week-apart.ts'

it('two offices that work apart for a week, hundreds of times over, see the same when they have met', async () => {
  await fc.assert(fc.asyncProperty(week(90), apartAndMet), { seed: 55, numRuns: 500 })
})
