import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Patch, RecordId } from '../../shared/model/change.ts'
import { newRecordId } from '../../shared/model/ids.ts'
import { validateChange } from '../../shared/model/schema.ts'

const texts = (language: string) => JSON.parse(readFileSync(new URL(`../../resources/locales/${language}/model.json`, import.meta.url), 'utf8')) as { readonly fault: Readonly<Record<string, string>> }
const record = newRecordId()
const faults = (patches: Partial<Patch>[], isNew = false) =>
  validateChange({ act: 'edit', patches: patches.map((patch) => ({ record, kind: 'tip', field: 'what', ...patch }) as Patch) }, () => isNew).map(({ at, field, message }) => [at, field, message.key.replace('model.fault.', '')])

describe('a change', () => {
  it('is taken where every value is of its field', () => {
    expect(faults([
      { field: 'what', value: 'x' }, { field: 'danger', value: 'no' }, { field: 'place', value: { at: [8, 18], precision: 'exact', reason: 'given', country: 'XKX' } },
      { field: 'when', value: { words: 'last night', from: 1, to: 2 } }, { field: 'persons', value: 3 }, { field: 'links', add: [newRecordId()] }, { field: 'doubts', add: ['crowded-point'], remove: [] },
      { field: 'segment', value: 12 }, { field: 'cell', value: '85281dd7fffffff' }, { field: 'received', value: 1_700_000_000 }, { field: 'route' },
    ])).toEqual([])
  })

  it('is refused field by field, with the place of each fault', () => {
    const wrong: readonly (readonly [Partial<Patch>, string])[] = [
      [{ record: 'x' as RecordId }, 'record'], [{ kind: 'spell' }, 'kind'], [{ kind: '__proto__' }, 'kind'], [{ field: '__proto__' }, 'field'], [{ field: 'constructor' }, 'field'], [{ field: '@alias', value: record }, 'alias'], [{ field: '@alias', value: 'x' }, 'alias'], [{ field: '@alias', beside: [record] }, 'alias'], [{ field: '@alias', add: [record] }, 'alias'],
      [{ value: 7 }, 'text'], [{ value: 'a\0b' }, 'text'], [{ value: '\ud800' }, 'text'], [{ value: 'x'.repeat(100_001) }, 'text'], [{ field: 'danger', value: 'maybe' }, 'code'], [{ field: 'persons', value: NaN }, 'number'], [{ field: 'persons', value: '3' }, 'number'],
      [{ field: 'place', value: { at: [181, 0], precision: 'exact', reason: 'given' } }, 'place'], [{ field: 'place', value: { at: [Infinity, 0], precision: 'exact', reason: 'given' } }, 'place'], [{ field: 'place', value: { precision: 'country', reason: 'given', country: 'ZZZ' } }, 'place'],
      [{ field: 'place', value: { precision: 'none', reason: 'given', more: 1 } }, 'place'], [{ field: 'when', value: { words: '', from: 2, to: 1 } }, 'span'], [{ field: 'links', add: ['x'] }, 'records'], [{ field: 'doubts', add: ['none'] }, 'codes'], [{ field: 'what', add: ['x'] }, 'not-a-set'],
      [{ field: 'cell', value: 'xyz' }, 'identifier'], [{ field: 'received', value: 1e15 }, 'instant'], [{ field: 'contact', value: '+'.repeat(65) }, 'phone'], [{ value: 'a', beside: [3] }, 'text'],
    ]
    for (const [patch, key] of wrong) expect(faults([{ field: 'route', value: 'fine' }, patch]), JSON.stringify(patch)).toEqual([[1, patch.field ?? 'what', key]])
  })

  it('may not set a field twice, nor leave out what a new record must have', () => {
    expect(faults([{ value: 'a' }, { value: 'b' }])).toEqual([[1, 'what', 'twice']])
    expect(faults([{ kind: 'case', field: 'summary', value: 'x' }], true)).toEqual([[0, 'title', 'required']])
    expect(faults([{ kind: 'case', field: 'summary', value: 'x' }], false)).toEqual([])
    expect(faults([{ kind: 'case', field: 'title', value: '' }], true)).toEqual([[0, 'title', 'required']])
  })

  it('is refused in words, in both languages', () => {
    const keys = ['alias', 'record', 'kind', 'field', 'twice', 'required', 'not-a-set', 'text', 'name', 'phone', 'identifier', 'code', 'codes', 'number', 'flag', 'instant', 'span', 'place', 'object', 'records'].sort()
    expect(Object.keys(texts('en').fault).sort()).toEqual(keys)
    expect(Object.keys(texts('ar').fault).sort()).toEqual(keys)
  })
})
