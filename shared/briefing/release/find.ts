import { KINDS } from '../../model/kinds/kinds.ts'
import type { KnownIdentifiers } from '../briefing.ts'
import { indexCodes, indexPhones } from './contacts.ts'
import { indexPlaces, writtenPoints } from './coordinates.ts'
import { hasRightToLeft, reverseLines, tokenise } from './fold.ts'
import { indexNames } from './names.ts'

/** A stretch of text in which something that the vault knows was found. It never holds the thing itself. */
export interface Found {
  readonly what: 'name' | 'contact' | 'identifier' | 'exact-place' | 'to-read'
  readonly start: number
  readonly end: number
  readonly effect: 'stop' | 'read'
  /** `briefing.found.<rule>` says it to a person. */
  readonly rule: 'name' | 'one-word-name' | 'own-word' | 'part-of-name' | 'sounds-like-name' | 'told-name' | 'told-wording' | 'contact' | 'identifier' | 'exact-place'
}

export interface Finder {
  /**
   * `ownWords`: words that the document says by itself (countries, settlements, its fixed wording), folded by
   * `foldWords`: where a name is made of them alone, a person decides.
   */
  readonly find: (text: string, ownWords?: ReadonlySet<string>) => Found[]
  /** What was typed and stands in a tip's own words, too: for a person to read. */
  readonly findTold: (text: string, ownWords: ReadonlySet<string>, isPlace: (words: string) => boolean) => Found[]
  /** Also as a PDF gives right-to-left text back: in visual order, line by line. Places in the text are those of the lines. */
  readonly findInWritten: (text: string, ownWords?: ReadonlySet<string>) => Found[]
  /** As `find`, for drawing units (paths of a map), where only a place given to four decimals or more can be one. */
  readonly findInDrawing: (text: string) => Found[]
  /** What is too short to be told from ordinary words and counts, and is not looked for. */
  readonly tooShort: number
  readonly size: number
}

/**
 * Indexes all that the vault knows, once; a text of a briefing's length is then searched in milliseconds.
 */
export function createFinder(known: KnownIdentifiers): Finder {
  const names = indexNames(known.names)
  const [numbers, addresses] = known.contacts.reduce<[string[], string[]]>((parts, contact) => {
    const letters = contact.match(/\p{L}/gu)?.length ?? 0
    parts[letters > 3 || contact.includes('@') ? 1 : 0].push(contact)
    return parts
  }, [[], []])
  const phones = indexPhones(numbers)
  const mails = indexCodes(addresses)
  const codes = indexCodes(known.identifiers)
  const places = indexPlaces(known.exactPlaces)

  const search = (text: string, ownWords: ReadonlySet<string>, finestOnly: boolean): Found[] => {
    const tokens = tokenise(text)
    const found: Found[] = []
    for (const hit of names.find(text, tokens, ownWords)) {
      const rule = RULES[hit.how]
      found.push({ what: 'name', start: hit.start, end: hit.end, effect: hit.effect, rule })
    }
    for (const hit of [...phones.find(text), ...mails.find(text, tokens)]) found.push({ what: 'contact', ...hit, effect: 'stop', rule: 'contact' })
    for (const hit of codes.find(text, tokens)) found.push({ what: 'identifier', ...hit, effect: 'stop', rule: 'identifier' })
    // A record's own number leads whoever has the vault straight to it.
    for (const match of text.matchAll(REFERENCE)) found.push({ what: 'identifier', start: match.index, end: match.index + match[0].length, effect: 'stop', rule: 'identifier' })
    if (known.exactPlaces.length > 0)
      for (const point of writtenPoints(text))
        if (point.decimals >= (finestOnly ? 4 : 2) && point.readings.some(reading => places.near(reading))) found.push({ what: 'exact-place', start: point.start, end: point.end, effect: 'stop', rule: 'exact-place' })
    return found
  }

  return {
    tooShort: names.tooShort + phones.tooShort + mails.tooShort + codes.tooShort,
    size: known.names.length + known.contacts.length + known.identifiers.length + known.exactPlaces.length,
    find: (text, ownWords = NONE) => search(text, ownWords, false),
    findTold: (text, ownWords, isPlace) => (known.told?.find(text, ownWords, isPlace) ?? []).map(({ start, end, how }) => ({ what: how === 'name' ? 'name' : 'to-read', start, end, effect: 'read', rule: `told-${how}` })),
    findInDrawing: text => search(text, NONE, true),
    findInWritten: (text, ownWords = NONE) => (hasRightToLeft(text) ? [...search(text, ownWords, false), ...search(reverseLines(text), ownWords, false)] : search(text, ownWords, false)),
  }
}

const NONE: ReadonlySet<string> = new Set()
const REFERENCE = new RegExp(`(?<![\\p{L}\\p{N}])(?:${Object.values(KINDS).map(({ prefix }) => prefix).join('|')})[-‐-―][0-9A-HJKMNP-TV-Z]{4}[-‐-―][0-9A-HJKMNP-TV-Z]{4}(?![\\p{L}\\p{N}])`, 'giu')
const RULES = { whole: 'name', 'one-word': 'one-word-name', 'own-word': 'own-word', part: 'part-of-name', 'sounds-like': 'sounds-like-name' } as const

/** Words as `find` takes them. */
export const foldWords = (texts: readonly string[]): ReadonlySet<string> => new Set(texts.flatMap(text => tokenise(text).map(token => token.word)))

/** The brief form: every finding of one text. */
export const findIdentifiers = (text: string, known: KnownIdentifiers): Found[] => createFinder(known).find(text)
