import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Filter } from '../../shared/catalogue/filter.ts'
import { createTranslator } from '../../shared/language.ts'
import { presenceOf } from '../../shared/planning/requirements.ts'
import { TellableError } from '../../shared/model/message.ts'
import { filterWords } from '../../shared/station/filter-words.ts'

const AREAS = ['station', 'geo', 'vocabularies', 'planning']
const texts = Object.fromEntries(['en', 'ar'].map((language) => [language, Object.fromEntries(AREAS.map((area) => [area, JSON.parse(readFileSync(new URL(`../../resources/locales/${language}/${area}.json`, import.meta.url), 'utf8')) as Record<string, unknown>]))]))
const translatorOf = (language: 'en' | 'ar') => createTranslator({ language, texts })

const FILTER: Filter = { countries: ['LBY', 'NER'], channels: ['phone', 'web-form'], surfaced: ['reported'], forms: ['sexual-exploitation'], statuses: ['untriaged'], grade: { source: 'C', information: 3, ungraded: false }, precision: 'settlement', words: 'Halima' }

describe('the filters in a briefing’s method', () => {
  it('are in the reader’s language: countries and codes by their names, and no word that was searched for', () => {
    const said = (language: 'en' | 'ar') => {
      const translator = translatorOf(language)
      return filterWords(FILTER, translator).map(translator.translate)
    }
    expect(said('en').slice(0, 4)).toEqual(['Countries: Libya and Niger.', 'Grade C3 or better.', 'Place known to the settlement or better.', 'Channels: phone and web form.'])
    expect(said('ar')[0]).toBe('البلدان: ليبيا والنيجر.')
    for (const language of ['en', 'ar'] as const) expect(said(language).join('\n')).not.toMatch(/\b(LBY|NER|web-form|sexual-exploitation|Halima)\b|[a-z]+\.[a-z]+\./)
  })
})

describe('a plan that must have teams where no base is offered', () => {
  it('is refused naming the country, in the reader’s language', () => {
    const candidates = [{ id: 'a', at: [10, 30] as [number, number], name: '', country: 'LBY', from: 'settlement' as const }]
    const refusal = () => presenceOf({ teams: 2, candidates, demand: [{ id: 'x', at: [10, 30], weight: 1, countries: ['LBY'] }], minimum: { NER: 1 }, range: 1 as never, detour: 1, draws: new Float64Array(), timeLimitSeconds: 1 })
    let thrown: unknown
    try {
      refusal()
    } catch (error) {
      thrown = error
    }
    const { says, remedy } = thrown as TellableError
    expect(translatorOf('en').translate(says)).toBe('The plan must have teams in Niger (1), but no base there is offered.')
    expect(translatorOf('ar').translate(says)).toContain('النيجر')
    expect(translatorOf('en').translate(remedy!)).toMatch(/^Draw a base in Niger,/)
  })
})
