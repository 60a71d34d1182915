import { useMemo } from 'react'
import { create } from 'zustand'
import { createTranslator, directionOf, type AreaTexts, type Formats as BaseFormats, type Translator } from '../../shared/language.ts'
import { alpha2OfCountry } from '../../shared/model/countries.ts'
import type { Message } from '../../shared/model/message.ts'
import type { Preferences } from './preferences.ts'

export type Language = Preferences['language']

export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', ar: 'العربية' }
/** Locale of dates and units; Arabic writes Arabic-Indic digits, and the calendar is the Gregorian. */
const LOCALE: Readonly<Record<Language, string>> = { en: 'en-GB', ar: 'ar-u-ca-gregory-hc-h23-nu-arab' }
const BETWEEN_NAMES: Readonly<Record<Language, string>> = { en: ', ', ar: '، ' }

const files = import.meta.glob<AreaTexts>('../../resources/locales/*/*.json', { import: 'default' })
const spoken = new Map<Language, Translator>()

/** Which language the window speaks; moves only once its texts are there, so that nothing flashes untranslated. */
export const useLanguage = create<{ readonly language: Language }>(() => ({ language: 'en' }))

async function textsOf(language: Language): Promise<AreaTexts> {
  const texts: Record<string, AreaTexts> = {}
  await Promise.all(
    Object.entries(files).map(async ([path, load]) => {
      const [, folder, area] = /locales\/([^/]+)\/([^/]+)\.json$/.exec(path) ?? []
      if (folder === language && area) texts[area] = await load()
    }),
  )
  return texts
}

/** Loads a language's texts and switches the window to it in place, with its direction. */
export async function speak(language: Language): Promise<void> {
  if (!spoken.has(language)) spoken.set(language, createTranslator({ language, texts: { [language]: await textsOf(language) } }))
  document.documentElement.lang = language
  document.documentElement.dir = directionOf(language)
  useLanguage.setState({ language })
}

/** Turns a message, or a key and its values, into words. */
export interface Say {
  (message: Message | string, values?: Message['values']): string
}

function sayIn(language: Language): Say {
  return (message, values) => {
    const translator = spoken.get(language)
    const told: Message = typeof message === 'string' ? { key: message, ...(values && { values }) } : message
    return translator ? translator.translate(told) : told.key
  }
}

/** Words in the current language; a component that uses it follows a switch. */
export function useSay(): Say {
  const language = useLanguage((state) => state.language)
  return useMemo(() => sayIn(language), [language])
}

/** The same outside a component, in the language of the moment. */
export const say: Say = (message, values) => sayIn(useLanguage.getState().language)(message, values)

/** True where the current language has a text for the key: for codes that came from outside. */
export const hasText = (key: string): boolean => spoken.get(useLanguage.getState().language)?.has(key) ?? false

export interface Formats extends Omit<BaseFormats, 'number'> {
  number(value: number, options?: Intl.NumberFormatOptions): string
  date(seconds: number, options: Intl.DateTimeFormatOptions): string
  /** Two instants as one range, the shared parts said once. */
  range(from: number, to: number, options: Intl.DateTimeFormatOptions): string
  /** Names side by side, as a chip shows them: "Libya, Niger, Chad". */
  names(items: readonly string[]): string
  country(alpha3: string): string
  bytes(value: number): string
}

function formatsOf(language: Language): Formats {
  const locale = LOCALE[language]
  const dates = new Map<string, Intl.DateTimeFormat>()
  const dateIn = (options: Intl.DateTimeFormatOptions) => {
    const key = JSON.stringify(options)
    const known = dates.get(key) ?? new Intl.DateTimeFormat(locale, options)
    dates.set(key, known)
    return known
  }
  const numbers = new Map<string, Intl.NumberFormat>()
  const numberIn = (options: Intl.NumberFormatOptions = {}) => {
    const key = JSON.stringify(options)
    const known = numbers.get(key) ?? new Intl.NumberFormat(locale, options)
    numbers.set(key, known)
    return known
  }
  const regions = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' })
  const base = spoken.get(language)?.formats ?? createTranslator({ language, texts: {} }).formats
  return {
    ...base,
    number: (value, options) => numberIn(options).format(value),
    date: (seconds, options) => dateIn(options).format(seconds * 1000),
    range: (from, to, options) => dateIn(options).formatRange(from * 1000, to * 1000),
    names: (items) => items.join(BETWEEN_NAMES[language]),
    country: (alpha3) => {
      // As print names it; territories that ISO gives no code have no other name.
      const texts = spoken.get(language)
      if (texts?.has(`geo.country.${alpha3}`)) return texts.translate({ key: `geo.country.${alpha3}` })
      const alpha2 = alpha2OfCountry(alpha3)
      return alpha2 ? (regions.of(alpha2) ?? alpha3) : alpha3
    },
    bytes: (value) => {
      const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
      const step = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3))
      const scaled = value / 1000 ** step
      return new Intl.NumberFormat(locale, { style: 'unit', unit: units[step]!, unitDisplay: step === 0 ? 'long' : 'short', maximumFractionDigits: scaled < 10 && step > 0 ? 1 : 0 }).format(scaled)
    },
  }
}

/** Numbers, dates and lists as the current language writes them. */
export function useFormats(): Formats {
  const language = useLanguage((state) => state.language)
  return useMemo(() => formatsOf(language), [language])
}
