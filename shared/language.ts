import i18next from 'i18next'
import { z } from 'zod'
import type { Message, Translate } from './model/message.ts'

/** Texts of one language: one object an area, as `resources/locales/<language>/<area>.json` holds it. */
export type AreaTexts = Readonly<Record<string, unknown>>
/** `locale`: as the locale has them (Arabic: Arabic-Indic). */
export type Digits = 'locale' | 'latin' | 'arabic-indic'

export interface LanguageOptions {
  /** BCP 47 language ("en", "ar", "ar-TN"). */
  readonly language: string
  /** By language (the base, "ar" for "ar-TN"), then by area. English stands in for what a language lacks. */
  readonly texts: Readonly<Record<string, AreaTexts>>
  readonly digits?: Digits
}

/** Numbers and dates as a locale writes them. Days and months are counted in UTC, as the vault keeps them. */
export interface Formats {
  readonly number: (value: number, decimals?: number) => string
  /** Of a fraction: 0.55 is "55%". */
  readonly percent: (fraction: number, decimals?: number) => string
  /** Seconds since epoch: "16 June 2026". */
  readonly day: (seconds: number) => string
  /** "2026-03" or seconds since epoch: "March 2026". */
  readonly month: (value: string | number) => string
  readonly list: (items: readonly string[]) => string
}

export interface Translator {
  readonly translate: Translate
  readonly has: (key: string) => boolean
  readonly formats: Formats
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
}

const tree: z.ZodType<Record<string, unknown>> = z.record(z.string(), z.lazy(() => z.union([z.string(), tree])))
const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ps', 'ur', 'ug', 'ckb', 'sd', 'yi', 'dv'])

/** The first subtag: "ar" of "ar-TN". */
export const baseLanguage = (language: string) => language.toLowerCase().split('-')[0] ?? 'en'
export const directionOf = (language: string): 'ltr' | 'rtl' => (RIGHT_TO_LEFT.has(baseLanguage(language)) ? 'rtl' : 'ltr')

/** Formats for a language; Arabic has Arabic-Indic digits unless told otherwise, and the Gregorian calendar always. */
export function createFormats(language: string, digits: Digits = 'locale'): Formats {
  const numerals = digits === 'latin' ? 'latn' : digits === 'arabic-indic' ? 'arab' : baseLanguage(language) === 'ar' && !language.includes('-') ? 'arab' : undefined
  const locale = new Intl.Locale(language, { calendar: 'gregory', ...(numerals ? { numberingSystem: numerals } : {}) })
  const made = new Map<string, Intl.NumberFormat>()
  const formatter = (style: 'decimal' | 'percent', decimals: number | undefined) => {
    const key = `${style}${decimals ?? ''}`
    let format = made.get(key)
    if (!format) {
      format = new Intl.NumberFormat(locale, decimals === undefined ? { style, maximumFractionDigits: style === 'percent' ? 0 : 3 } : { style, minimumFractionDigits: decimals, maximumFractionDigits: decimals })
      made.set(key, format)
    }
    return format
  }
  // British order for plain English: the field writes "16 June 2026", and no day can be taken for a month.
  const dated = language === 'en' ? new Intl.Locale('en-GB', { calendar: 'gregory' }) : locale
  const day = new Intl.DateTimeFormat(dated, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  const month = new Intl.DateTimeFormat(dated, { month: 'long', year: 'numeric', timeZone: 'UTC' })
  const list = new Intl.ListFormat(dated, { type: 'conjunction' })
  return {
    number: (value, decimals) => formatter('decimal', decimals).format(value),
    percent: (fraction, decimals) => formatter('percent', decimals).format(fraction),
    day: seconds => day.format(seconds * 1000),
    month: value => month.format(typeof value === 'number' ? value * 1000 : Date.parse(`${value}-01T00:00:00Z`)),
    list: items => list.format(items),
  }
}

/**
 * Makes the translator of a language. A message's key is its area, then the path in the area's texts
 * ("ingest.refused.endless-coordinate"). Numbers in values are written as the locale writes them; a
 * `count` chooses the plural form; "country:NER" is written as that country's name. A key without a text comes back as the key,
 * which tests look for.
 */
export function createTranslator({ language, texts, digits = 'locale' }: LanguageOptions): Translator {
  const base = baseLanguage(language)
  const formats = createFormats(language, digits)
  const direction = directionOf(language)
  const resources = Object.fromEntries(Object.entries(texts).map(([each, areas]) => [each, { translation: areasOf(areas) }]))
  const instance = i18next.createInstance()
  instance.use({ type: 'formatter', init() {}, add() {}, addCached() {}, format: (value: unknown) => (typeof value === 'number' ? formats.number(value) : String(value)) })
  void instance.init({ lng: base, fallbackLng: 'en', initAsync: false, resources, nsSeparator: false, returnNull: false, interpolation: { escapeValue: false, alwaysFormat: true, skipOnVariables: true } })
  const isolate = (value: string | number) => isolated(typeof value === 'string' ? named(value) : value, direction)
  const named = (value: string) => {
    const code = /^country:(\w{3})$/.exec(value)?.[1]
    if (code === undefined) return value
    return instance.exists(`geo.country.${code}`) ? instance.t(`geo.country.${code}`) : code
  }
  return {
    translate: (message: Message) => {
      const values: Record<string, string | number> = {}
      for (const [name, value] of Object.entries(message.values ?? {})) values[name] = isolate(value)
      return instance.t(message.key, values)
    },
    has: key => instance.exists(key, { count: 1 }) || instance.exists(key),
    formats,
    language,
    direction,
  }
}

/** A file may hold its area's texts bare, or under the area's own name. */
function areasOf(areas: AreaTexts): Record<string, unknown> {
  return Object.fromEntries(Object.entries(areas).map(([area, held]) => {
    const parsed = tree.parse(held)
    const own = parsed[area]
    return [area, Object.keys(parsed).length === 1 && typeof own === 'object' ? own : parsed]
  }))
}

/** What runs the other way keeps its own direction inside a sentence: a code in Arabic, an Arabic place in English, where two of them would run into one. */
function isolated(value: string | number, direction: 'ltr' | 'rtl'): string | number {
  const other = direction === 'rtl' ? /[A-Za-z]/ : /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/
  return typeof value === 'string' && other.test(value) ? `\u2068${value}\u2069` : value
}
