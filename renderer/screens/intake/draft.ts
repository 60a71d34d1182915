import { z } from 'zod'
import type { PlaceValue } from '../../../shared/model/place.ts'
import { PRECISIONS } from '../../../shared/model/place.ts'
import { VOCABULARIES } from '../../../shared/model/vocabularies/vocabulary.ts'
import type { ChangeSet, Patch, RecordId } from '../../../shared/model/change.ts'
import { readSpoken } from '../../parts/form/spoken.ts'

const place = z.object({
  at: z.tuple([z.number(), z.number()]).readonly().optional(),
  precision: z.enum(PRECISIONS),
  reason: z.enum(['wording', 'whole-degrees', 'country-centroid', 'region-centroid', 'given', 'gazetteer', 'digits', 'no-coordinates']),
  country: z.string().optional(),
  region: z.string().optional(),
  name: z.string().optional(),
})

/** A call as it is being recorded; sealed at every keystroke, taken up again from here. */
export const callDraft = z.object({
  kind: z.literal('call'),
  startedAt: z.number(),
  danger: z.enum(VOCABULARIES.danger).nullable(),
  language: z.string(),
  place: place.nullable(),
  placeWords: z.string(),
  when: z.string(),
  what: z.string(),
  contact: z.string(),
  contactName: z.string(),
})
export type CallDraft = z.infer<typeof callDraft>

export const newCall = (now: number): CallDraft => ({ kind: 'call', startedAt: now, danger: null, language: '', place: null, placeWords: '', when: '', what: '', contact: '', contactName: '' })

/** True while there is nothing in it that could be lost. */
export const isBlank = (draft: CallDraft): boolean => draft.danger === null && [draft.language, draft.placeWords, draft.when, draft.what, draft.contact, draft.contactName].every((text) => text.trim() === '') && draft.place === null

/** What a call still lacks before it can be filed: danger is asked first, and something must have been said. */
export function lacks(draft: CallDraft): 'danger' | 'what' | null {
  if (draft.danger === null) return 'danger'
  if (draft.what.trim() === '' && draft.place === null && draft.placeWords.trim() === '') return 'what'
  return null
}

/** The commit that files a call as a tip. A caller who left no contact leaves none behind. */
export function filedCall(draft: CallDraft, tip: RecordId, now: number): ChangeSet {
  const patches: Patch[] = []
  const set = (field: string, value: unknown) => {
    if (value !== undefined && value !== '') patches.push({ record: tip, kind: 'tip', field, value })
  }
  const words = draft.when.trim()
  const meant = words === '' ? null : readSpoken(words)
  const where: PlaceValue | undefined = (draft.place as PlaceValue | null) ?? (draft.placeWords.trim() === '' ? undefined : { precision: 'none', reason: 'no-coordinates', name: draft.placeWords.trim() })
  set('danger', draft.danger ?? undefined)
  set('language', draft.language.trim())
  set('place', where)
  set('when', meant ? { words, from: meant.from, to: meant.to } : undefined)
  // Words about time that could not be read are not lost: they stand with what was said.
  set('what', [draft.what.trim(), words !== '' && !meant ? words : ''].filter(Boolean).join('\n'))
  set('received', now)
  set('channel', 'phone')
  set('surfaced', 'reported')
  set('status', 'untriaged')
  set('contact', draft.contact.trim())
  set('contactName', draft.contactName.trim())
  return { act: 'file-call', patches }
}
