import { describe, expect, it } from 'vitest'
import { formSections } from '../../../renderer/parts/form/record-form.tsx'
import { placeOfHit } from '../../../renderer/parts/place/place-value.ts'
import { SKIP, TARGETS, canRun, targetOf, withTarget } from '../../../renderer/screens/import/targets.ts'
import { titleOf } from '../../../renderer/screens/tips/inspector.tsx'
import { KINDS } from '../../../shared/model/kinds/kinds.ts'
import { OPEN_END } from '../../../shared/catalogue/filter.ts'
import { describeFilter } from '../../../renderer/parts/filter/describe.ts'

describe('a form', () => {
  it('has every field of every kind that its declaration puts into one, each once, in order', () => {
    for (const kind of Object.values(KINDS)) {
      const shown = formSections(kind).flatMap(({ fields }) => fields.map(([name]) => name))
      const declared = Object.entries(kind.fields).filter(([, field]) => 'form' in field && field.form).map(([name]) => name)
      expect([...shown].sort(), kind.name).toEqual(declared.sort())
    }
  })
  it('never offers a derived field to be typed', () => {
    const shown = formSections(KINDS.tip).flatMap(({ fields }) => fields.map(([name]) => name))
    expect(shown).not.toContain('segment')
    expect(shown[0]).toBe('danger')
  })
})

describe('a place that was chosen', () => {
  it('in a country has no point, so that no map can draw one', () => {
    expect(placeOfHit({ name: 'Niger', region: null, country: 'NER', precision: 'country', at: [8, 16], population: 0 })).toEqual({ precision: 'country', reason: 'gazetteer', country: 'NER', name: 'Niger' })
  })
})

describe('a mapping', () => {
  const mapping = { headerRow: 0, columns: [{ column: 1, target: 'what' }] }
  it('changes one column and leaves the others', () => {
    expect(withTarget(mapping, 0, 'place.lat').columns).toEqual([{ column: 0, target: 'place.lat' }, { column: 1, target: 'what' }])
    expect(targetOf(withTarget(mapping, 1, SKIP), 1)).toBe(SKIP)
  })
  it('that fills nothing cannot run', () => {
    expect(canRun(mapping)).toBe(true)
    expect(canRun(withTarget(mapping, 1, SKIP))).toBe(false)
  })
  it('offers what ingest can fill, and nothing derived', () => {
    expect(TARGETS).toContain('place.latlon')
    expect(TARGETS).not.toContain('segment')
  })
})

describe('a title', () => {
  it('is the first sentence, cut at a word', () => {
    expect(titleOf('Nine men went north. They owe him.')).toBe('Nine men went north')
    expect(titleOf('أين هم؟ لا أحد يعرف')).toBe('أين هم؟')
    expect(titleOf(`${'word '.repeat(40)}`).length).toBeLessThanOrEqual(81)
  })
})

describe('a chip', () => {
  const say = ((key: string, values?: Record<string, unknown>) => `${key}${values ? JSON.stringify(values) : ''}`) as never
  const formats = { names: (items: readonly string[]) => items.join(', '), country: (code: string) => code, date: (seconds: number) => String(seconds) } as never
  it('says a period that is open at one end as such', () => {
    expect(describeFilter('period', { period: { from: 5, to: OPEN_END } }, say, formats)).toContain('period-since')
  })
  it('names up to three countries and counts the rest', () => {
    expect(describeFilter('countries', { countries: ['LBY', 'NER', 'TCD'] }, say, formats)).toBe('LBY, NER, TCD')
    expect(describeFilter('countries', { countries: ['LBY', 'NER', 'TCD', 'DZA'] }, say, formats)).toContain('"count":2')
  })
})
