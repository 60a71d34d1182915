import { describe, expect, it } from 'vitest'
import { createFormats, createTranslator } from '../shared/language.ts'

const texts = {
  en: { demo: { rows_one: '{{count}} row', rows_other: '{{count}} rows', hello: 'Hello {{name}}', only: 'English only' } },
  ar: { demo: { rows_zero: 'لا صفوف', rows_one: 'صف واحد', rows_two: 'صفان', rows_few: '{{count}} صفوف', rows_many: '{{count}} صفًا', rows_other: '{{count}} صف', hello: 'مرحبًا {{name}}' } },
}

describe('a message in a language', () => {
  it('has its numbers as the locale writes them, and the plural that the count asks for', () => {
    const en = createTranslator({ language: 'en', texts })
    expect(en.translate({ key: 'demo.rows', values: { count: 1 } })).toBe('1 row')
    expect(en.translate({ key: 'demo.rows', values: { count: 13020 } })).toBe('13,020 rows')
    const ar = createTranslator({ language: 'ar', texts })
    expect(ar.translate({ key: 'demo.rows', values: { count: 2 } })).toBe('صفان')
    expect(ar.translate({ key: 'demo.rows', values: { count: 3 } })).toBe('٣ صفوف')
    expect(ar.translate({ key: 'demo.rows', values: { count: 13020 } })).toBe('١٣٬٠٢٠ صفًا')
  })

  it('is written with Latin digits where the user chose them', () => {
    const ar = createTranslator({ language: 'ar', texts, digits: 'latin' })
    expect(ar.translate({ key: 'demo.rows', values: { count: 13020 } })).toContain('13,020')
  })

  it('never reads a value as a template or a nested key', () => {
    const en = createTranslator({ language: 'en', texts })
    expect(en.translate({ key: 'demo.hello', values: { name: '{{count}} $t(demo.only)' } })).toBe('Hello {{count}} $t(demo.only)')
  })

  it('falls back to English, and keeps a Latin word whole in a right-to-left sentence', () => {
    const ar = createTranslator({ language: 'ar', texts })
    expect(ar.translate({ key: 'demo.only' })).toBe('English only')
    expect(ar.translate({ key: 'demo.hello', values: { name: 'a.csv' } })).toBe('مرحبًا \u2068a.csv\u2069')
    expect(ar.direction).toBe('rtl')
  })

  it('writes a country by its name, never by its code; and only a value that is one', () => {
    const geo = { en: { ...texts.en, geo: { country: { NER: 'Niger' } } }, ar: { ...texts.ar, geo: { country: { NER: 'النيجر' } } } }
    const [en, ar] = (['en', 'ar'] as const).map((language) => createTranslator({ language, texts: geo }))
    expect(en!.translate({ key: 'demo.hello', values: { name: 'country:NER' } })).toBe('Hello Niger')
    expect(ar!.translate({ key: 'demo.hello', values: { name: 'country:NER' } })).toBe('مرحبًا النيجر')
    expect(en!.translate({ key: 'demo.hello', values: { name: 'country:NERO' } })).toBe('Hello country:NERO')
    expect(en!.translate({ key: 'demo.hello', values: { name: 'NER' } })).toBe('Hello NER')
  })

  it('reads an area whether it stands bare or under its own name', () => {
    const en = createTranslator({ language: 'en', texts: { en: { demo: { demo: { hello: 'Hi {{name}}' } } } } })
    expect(en.translate({ key: 'demo.hello', values: { name: 'x' } })).toBe('Hi x')
    expect(en.has('demo.hello')).toBe(true)
    expect(en.has('demo.nothing')).toBe(false)
  })
})

describe('figures and dates', () => {
  it('follow the locale', () => {
    expect(createFormats('en').percent(0.546)).toBe('55%')
    expect(createFormats('en').number(2.34, 1)).toBe('2.3')
    expect(createFormats('en').day(1781568000)).toBe('16 June 2026')
    expect(createFormats('en').month('2026-03')).toBe('March 2026')
    expect(createFormats('ar').day(1781568000)).toBe('١٦ يونيو ٢٠٢٦')
    expect(createFormats('ar', 'latin').month('2026-03')).toBe('مارس 2026')
  })
})
