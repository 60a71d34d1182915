import { describe, expect, it } from 'vitest'
import { byUrgency } from '../../../renderer/screens/intake/draft-list.tsx'
import { callDraft, filedCall, isBlank, lacks, newCall, type CallDraft } from '../../../renderer/screens/intake/draft.ts'
import { newDraftId } from '../../../renderer/session/sealed-draft.ts'
import { readBackMessage } from '../../../renderer/screens/intake/read-back.tsx'
import type { RecordId } from '../../../shared/model/change.ts'
import { draftId } from '../../../shared/platform.ts'

const NOW = Date.UTC(2026, 5, 16, 14, 32, 7) / 1000
const tip = 'ab'.repeat(16) as RecordId
const call = (part: Partial<CallDraft> = {}): CallDraft => ({ ...newCall(NOW), ...part })
const fieldsOf = (draft: CallDraft) => Object.fromEntries(filedCall(draft, tip, NOW).patches.map(({ field, value }) => [field, value]))

describe('a call', () => {
  it('is blank until something is said, and a blank one is never sealed', () => {
    expect(isBlank(call())).toBe(true)
    expect(isBlank(call({ what: '  ' }))).toBe(true)
    expect(isBlank(call({ danger: 'no' }))).toBe(false)
  })
  it('is not filed before danger was asked, and "not known" is an answer', () => {
    expect(lacks(call({ what: 'nine men' }))).toBe('danger')
    expect(lacks(call({ danger: 'not-known', what: 'nine men' }))).toBe(null)
  })
  it('is not filed without where or what', () => {
    expect(lacks(call({ danger: 'no' }))).toBe('what')
    expect(lacks(call({ danger: 'no', placeWords: 'near the old mill' }))).toBe(null)
  })
  it('becomes a tip by phone, reported, received now, and anonymous unless a contact was left', () => {
    const fields = fieldsOf(call({ danger: 'possibly', language: 'ha', what: ' nine men ', when: '14 June 2026' }))
    expect(fields).toMatchObject({ danger: 'possibly', language: 'ha', what: 'nine men', channel: 'phone', surfaced: 'reported', received: NOW, status: 'untriaged' })
    expect(fields['when']).toEqual({ words: '14 June 2026', from: Date.UTC(2026, 5, 14) / 1000, to: Date.UTC(2026, 5, 15) / 1000 - 1 })
    expect('contact' in fields || 'contactName' in fields).toBe(false)
  })
  it('loses no words: a time that was not understood stands with what was said', () => {
    const fields = fieldsOf(call({ danger: 'no', what: 'nine men', when: 'when the jinn danced' }))
    expect('when' in fields).toBe(false)
    expect(fields['what']).toBe('nine men\nwhen the jinn danced')
  })
  it('keeps a place nobody chose as it was said, without a point', () => {
    expect(fieldsOf(call({ danger: 'no', placeWords: 'near the old mill' }))['place']).toEqual({ precision: 'none', reason: 'no-coordinates', name: 'near the old mill' })
  })
  it('comes back from its draft as it was, and from nothing else', () => {
    const draft = call({ danger: 'no', place: { at: [7.99, 16.97], precision: 'settlement', reason: 'gazetteer', country: 'NER', name: 'Agadez' } })
    expect(callDraft.parse(structuredClone(draft))).toEqual(draft)
    expect(callDraft.safeParse({ kind: 'briefing' }).success).toBe(false)
  })
  it('has a draft id that the shell takes', () => {
    expect(draftId.safeParse(newDraftId()).success).toBe(true)
  })
})

describe('parked calls', () => {
  it('stand with danger first, then the newest', () => {
    const parked = (id: string, danger: CallDraft['danger'], minutes: number) => ({ id, call: { ...call({ danger }), startedAt: NOW + minutes * 60 } })
    const calls = [parked('safe', 'no', 9), parked('perhaps', 'possibly', 2), parked('early', 'yes-now', 0), parked('unasked', null, 8), parked('late', 'yes-now', 5)]
    expect(byUrgency(calls).map(({ id }) => id)).toEqual(['late', 'early', 'perhaps', 'safe', 'unasked'])
  })
})

describe('the read-back', () => {
  const formats = { names: (items: readonly string[]) => items.join(', '), country: (code: string) => (code === 'NER' ? 'Niger' : code) } as never
  it('says when, where and what, and nothing of the contact', () => {
    const message = readBackMessage(call({ when: 'two nights ago', place: { precision: 'settlement', reason: 'gazetteer', country: 'NER', name: 'Agadez' }, what: 'Nine men went north.', contact: '+227 90 00 00 00', contactName: 'Aïssa' }), null, formats)
    expect(message).toEqual({ key: 'intake.back.when-where-what', values: { when: 'Two nights ago', where: 'Agadez, Niger', what: 'Nine men went north' } })
  })
  it('says nothing before there is anything to say', () => {
    expect(readBackMessage(call({ danger: 'yes-now' }), null, formats)).toBe(null)
  })
})
