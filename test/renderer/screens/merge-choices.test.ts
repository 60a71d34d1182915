import { describe, expect, it } from 'vitest'
import { questionsOf, takenOver, usualChoice, type Choice, type Fields } from '../../../renderer/screens/merge/choices.ts'

const exact = { at: [7.4, 18.7], precision: 'exact', reason: 'digits', country: 'NER' }
const country = { precision: 'country', reason: 'given', country: 'NER' }
const taken = (sides: readonly [Fields, Fields], survivor: 0 | 1, chosen: Readonly<Record<string, Choice>> = {}) => takenOver(questionsOf(sides).open, (question) => chosen[question.field] ?? usualChoice(question, sides, survivor), sides, survivor)

describe('what a merge asks', () => {
  it('is only what differs; letter and number of a grade are one question', () => {
    const { open, alike } = questionsOf([{ what: 'x', channel: 'sms', source: 'B', information: '2' }, { what: 'y', channel: 'sms', source: 'B', information: '5', route: 'north' }])
    expect(open.map(({ field, fields }) => [field, fields])).toEqual([['what', ['what']], ['source', ['source', 'information']], ['route', ['route']]])
    expect(alike).toEqual(['channel'])
  })
})

describe('what stays where nobody chooses otherwise', () => {
  it('is the survivor’s own, and from the other what the survivor lacks, the greater danger and the finer place', () => {
    const sides = [{ what: 'x', danger: 'possibly', place: country, source: 'not-graded' }, { what: 'y', danger: 'yes-now', place: exact, source: 'C', information: '3', persons: 4 }] as const
    expect(taken(sides, 0)).toEqual([{ field: 'danger', value: 'yes-now' }, { field: 'place', value: exact }, { field: 'persons', value: 4 }, { field: 'source', value: 'C' }, { field: 'information', value: '3' }])
    // The other way round nothing but what the first one says better is taken: nothing.
    expect(taken(sides, 1)).toEqual([])
  })

  it('is both sides of a set together; a person may keep one side’s alone', () => {
    const sides = [{ links: ['a', 'b'] }, { links: ['b', 'c'] }] as const
    expect(taken(sides, 0)).toEqual([{ field: 'links', add: ['c'] }])
    expect(taken(sides, 0, { links: 0 })).toEqual([])
    expect(taken(sides, 0, { links: 1 })).toEqual([{ field: 'links', add: ['c'], remove: ['a'] }])
  })

  it('gives way to what a person chose, also to an empty side', () => {
    expect(taken([{ what: 'x', route: 'north' }, { what: 'y' }], 0, { what: 1, route: 1 })).toEqual([{ field: 'what', value: 'y' }, { field: 'route' }])
  })
})
