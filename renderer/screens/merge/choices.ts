import { mergeOf } from '../../../shared/model/field.ts'
import { fieldOf } from '../../../shared/model/kinds/kinds.ts'
import { tip } from '../../../shared/model/kinds/tip.ts'
import { PRECISIONS, type PlaceValue } from '../../../shared/model/place.ts'
import { VOCABULARIES } from '../../../shared/model/vocabularies/vocabulary.ts'
import type { Taken } from '../../acts/merging.ts'
import { SHOWN_FIELDS } from '../tips/merged.tsx'

/** Fields that are judged together: a letter without its number grades nothing. */
const TOGETHER: Readonly<Record<string, readonly string[]>> = { source: ['source', 'information'] }
const JOINED = new Set(['information'])

export type Fields = Readonly<Record<string, unknown>>
/** Whose value stays, by place; of a set, both together. */
export type Choice = 0 | 1 | 'both'

/** One question of a merge: the fields it is about, whether they hold sets, and whether both sides' values can stay together. */
export interface Question { readonly field: string; readonly fields: readonly string[]; readonly set: boolean; readonly both: boolean }

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** What two tips differ in, as questions, and what both say alike. */
export function questionsOf(sides: readonly [Fields, Fields]): { readonly open: readonly Question[]; readonly alike: readonly string[] } {
  const open: Question[] = []
  const alike: string[] = []
  for (const field of SHOWN_FIELDS) {
    if (JOINED.has(field)) continue
    const fields = TOGETHER[field] ?? [field]
    if (fields.every((each) => sides[0][each] === undefined && sides[1][each] === undefined)) continue
    if (fields.every((each) => same(sides[0][each], sides[1][each]))) alike.push(field)
    else {
      const set = mergeOf(fieldOf(tip, field)!) === 'set'
      open.push({ field, fields, set, both: set && sides.every((side) => side[field] !== undefined) })
    }
  }
  return { open, alike }
}

/** What stays if nobody chooses otherwise: what is there, a danger, the finer place, a grade that was given; else the survivor's own. */
export function usualChoice({ field, fields, both }: Question, sides: readonly [Fields, Fields], survivor: 0 | 1): Choice {
  if (both) return 'both'
  const other = survivor === 0 ? 1 : 0
  const [own, theirs] = [sides[survivor][field], sides[other][field]]
  const given = (side: Fields) => fields.some((each) => side[each] !== undefined && side[each] !== 'not-graded' && side[each] !== 'not-stated' && side[each] !== 'not-known')
  if (given(sides[survivor]) !== given(sides[other])) return given(sides[survivor]) ? survivor : other
  if (field === 'danger') return VOCABULARIES.danger.indexOf(theirs as never) < VOCABULARIES.danger.indexOf(own as never) ? other : survivor
  if (field === 'place') {
    const rank = (value: unknown) => (['exact', 'settlement', 'region', 'country', 'none'] satisfies (typeof PRECISIONS)[number][]).indexOf((value as PlaceValue).precision)
    return rank(theirs) < rank(own) ? other : survivor
  }
  return survivor
}

/** What the survivor takes over, for what was chosen. */
export function takenOver(questions: readonly Question[], chosen: (question: Question) => Choice, sides: readonly [Fields, Fields], survivor: 0 | 1): Taken {
  const [own, theirs] = [sides[survivor], sides[survivor === 0 ? 1 : 0]]
  return questions.flatMap((question) => {
    const choice = chosen(question)
    if (choice === survivor) return []
    return question.fields.flatMap((field) => {
      if (same(own[field], theirs[field])) return []
      if (!question.set) return [{ field, ...(theirs[field] !== undefined && { value: theirs[field] }) }]
      const [mine, others] = [(own[field] as readonly string[] | undefined) ?? [], (theirs[field] as readonly string[] | undefined) ?? []]
      const add = others.filter((member) => !mine.includes(member))
      const remove = choice === 'both' ? [] : mine.filter((member) => !others.includes(member))
      return add.length + remove.length === 0 ? [] : [{ field, ...(add.length > 0 && { add }), ...(remove.length > 0 && { remove }) }]
    })
  })
}
