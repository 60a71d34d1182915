import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { RecordId } from '../../shared/model/change.ts'
import { Office, pictureOf } from './support/office.ts'
import { apartAndMet, week } from './support/week-apart.ts'

/** At the level of commits, as the catalogue takes them: what carries them between vaults comes with exchange. The long run is beside this file. */
it('two offices that work apart for a week and then take each other’s commits see the same, and nothing is lost to either, or to a clock', async () => {
  await fc.assert(fc.asyncProperty(week(40), apartAndMet), { seed: 5, numRuns: 60 })
}, 60_000)

it('as a control: a commit that one of them did not get is noticed', async () => {
  const offices = [new Office('A', Date.UTC(2026, 5, 1)), new Office('B', Date.UTC(2026, 5, 1))] as const
  const record = '1'.repeat(32) as RecordId
  offices[0].edit(record, { what: 'a lorry' })
  offices[1].take(offices[0].made)
  offices[0].edit(record, { route: 'north' })
  expect(await pictureOf(offices[1])).not.toEqual(await pictureOf(offices[0]))
})

it('what a wrong clock stamped gives way in the list as in the record, as soon as somebody with a right one has built on it', async () => {
  const wrong = new Office('A', Date.UTC(2036, 5, 1))
  const right = new Office('B', Date.UTC(2026, 5, 1))
  const record = '1'.repeat(32) as RecordId
  right.edit(record, { what: 'a lorry', persons: 1 })
  wrong.take(right.made)
  wrong.edit(record, { persons: 30 })
  right.edit(record, { persons: 3 })
  right.take(wrong.made)
  const shown = async ({ catalogue }: Office) => [catalogue.table().columns.persons[catalogue.rowOf(record)], (await catalogue.record(record))!.fields['persons']]
  wrong.take(right.made)
  // By its own clock, its own value is the later one: that is for a right clock to say.
  expect(await shown(wrong)).toEqual([30, 30])
  right.edit('2'.repeat(32) as RecordId, { what: 'another tip' })
  wrong.take(right.made)
  expect(await shown(wrong)).toEqual([3, 3])
  expect(await shown(right)).toEqual([3, 3])
})
