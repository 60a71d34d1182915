import { countryNamed } from './country-names.ts'
import type { PlaceKnowledge } from './place-knowledge.ts'
import type { Precision, PrecisionReason } from '../model/place.ts'
import type { LngLat } from '../model/units.ts'

/** How fine a place's wording says it is known: `exact` where it says nothing against it. */
export type WordingScale = 'exact' | 'settlement' | 'region' | 'country'

const ORDER: readonly WordingScale[] = ['exact', 'settlement', 'region', 'country']
const coarser = (a: WordingScale, b: WordingScale) => (ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b)

/** The text itself sends the reader to the coordinates: they are what is exact. */
const POINTS_TO_COORDINATES = /\b(?:see|at|per)\s+(?:the\s+)?(?:gps\s+)?(?:coordinates|position)\b|\bexact coordinates\b|\bspecific location\b.*\bcoordinates\b/i
/** Nobody knows where. Spelt as found. */
const UNKNOWN_WHERE =
  /\b(?:unspecif\w*|undetermined|unknown|undisclosed|unconfirmed|unclear)\b(?!\s+(?:person|man|woman|body|bodies|identity|cause|number))|\b(?:exact|precise|specific)\s+(?:location|place|site|point|position)\s+(?:is\s+|was\s+)?(?:not\s+(?:known|given|stated|specified|available)|unknown|unclear)|\b(?:location|place|county|position)\s+(?:not\s+(?:known|given|stated|specified)|unknown)|\bsomewhere\b|\bvarious(?:\s+(?:locations|places|points))?\b|\b(?:multiple|several|different)\s+(?:locations|places)\b|\bno (?:exact|precise) location\b|غير محدد|غير معروف|مكان مجهول/i
/** Near, not at. */
const NEARBY =
  /\b(?:near|nearby|close to|around|approx\w*|about|vicinity|outskirts|off (?:the )?(?:\w+\s+)?(?:coast|shore)|off|outside|between|km|kms|kilomet\w+|miles?|nautical|north of|south of|east of|west of|on the way|en route|along|between|surroundings|environs|towards?)\b|(?:^|\s)(?:قرب|بالقرب من|قبالة)(?:\s|$)/i
/** The parts of a place's name that only say which division it lies in. */
const DIVISION =
  /\b(?:province|provinces|district|county|region|governorate|state|department|division|prefecture|oblast|wilaya|wilayat|canton|jurisdiction|republic|محافظة|ولاية|إقليم)\b/i
const SEA_OR_DESERT = /^(?:in the\s+|the\s+)?(?:(?:central|western|eastern|northern|southern)\s+)?(?:[\p{L}-]+\s+)?(?:sea|ocean|desert|sahara|mediterranean|mediteranean|med|waters|channel|strait|straits|gulf|bay|coast|border|atlantic|caribbean|aegean)(?:\s+(?:sea|ocean|desert|border|waters|coast|of [\p{L}\s]+))?$/iu
/** "Near the border with Egypt": a border is as long as a country. */
const BORDER_WITH = /^(?:(?:near|close to|at|on|along)\s+)?(?:the\s+)?border\s+(?:with|between|of|to)\s+/i
/** Two ends so far apart that what lies between them is a region. */
const BETWEEN = /\bbetween\b(.*)\band\b(.*)$/i
const RIVER = /\b(?:river|r[ií]o|rio|stream|creek|canal|wadi|naf|evros|meri[cç])\b/i
const SETTLEMENT_WORD = /\b(?:village|town|city|hamlet|suburb|neighbou?rhood|commune|municipality|قرية|مدينة|بلدة)\b/i
/** A word of a bare name: capitalised, or a particle. */
const BARE_WORD = /^(?:\p{Lu}[\p{L}'’.-]*|al|el|de|la|las|los|del|du|des|of|the|di|da|do|bin|ould)$/u
const DIRECTION = /^(?:in\s+)?(?:northern|southern|eastern|western|central|north|south|east|west|north-?east\w*|north-?west\w*|south-?east\w*|south-?west\w*)\s+/i
const AT_A_SPOT = /\b(?:crossing|checkpoint|bridge|port|gate|beach|station|hospital|camp|detention cent\w+|farm|ranch|road|highway|street|avenue|river|canal|km \d|mile marker|airport|pier|harbou?r)\b/i
const COAST_OF = /\boff (?:the )?(?:\w+\s+)?(?:coast|shore)s?(?: of)?\s+(.+)$/i
/** What was on the way, or came after: not where it happened. */
const ASIDE = /\s(?:-|–)\s*(?:boat\s+)?(?:departed|departure|left|embark\w*|en route|on the way|heading|presumed|after|from|destination)\b.*$|\(.*?\)|\ben route\b.*$/gi

/** Judges the wording of a place; `isRegionName` knows divisions that go without the word ("Arizona"). The caller keeps answers by text. */
export function wordingScale(text: string, isRegionName: (name: string) => boolean = () => false): WordingScale {
  const whole = text.trim()
  if (whole === '') return 'exact'
  if (POINTS_TO_COORDINATES.test(whole)) return 'exact'
  const main = whole.replace(ASIDE, ' ').trim() || whole
  const parts = main.split(/[,;]/).map((part) => part.trim()).filter((part) => part !== '')
  if (parts.length > 0 && parts.every((part) => countryNamed(part.replace(DIRECTION, '')) !== undefined)) {
    return parts.some((part) => DIRECTION.test(part)) ? 'region' : 'country'
  }
  if (UNKNOWN_WHERE.test(main)) {
    const rest = parts.map((part) => part.replace(UNKNOWN_WHERE, '').replace(/^[\s\p{P}]*(?:locations?|place|point|area)?\s*(?:in|on|off|at|of)?\s*(?:the\s+)?/iu, '').trim()).filter((part) => part !== '')
    return rest.every((part) => countryNamed(part) !== undefined) ? 'country' : 'region'
  }
  let scale: WordingScale = NEARBY.test(main) || namesSettlement(parts, main) ? 'settlement' : 'exact'
  const ends = BETWEEN.exec(main)
  if (ends && !RIVER.test(main) && (SEA_OR_DESERT.test(parts[0]!) || (namesCountry(ends[1]!) && namesCountry(ends[2]!)))) scale = 'region'
  const coast = COAST_OF.exec(main)
  if (coast && coast[1]!.split(/[,;]/).every((part) => countryNamed(part.trim()) !== undefined)) scale = 'region'
  // The first part must say that it is a division: in many countries a region is called as its chief town.
  if (parts.every((part, index) => isDivision(part, index === 0 ? () => false : isRegionName)) && !AT_A_SPOT.test(main)) scale = coarser(scale, 'region')
  return scale
}

/** "Agadez, Niger" or "a village, a district, a country": where it was is known to the settlement, whatever the digits say. */
function namesSettlement(parts: readonly string[], main: string): boolean {
  if (parts.length < 2 || AT_A_SPOT.test(main)) return false
  const first = parts[0]!
  return SETTLEMENT_WORD.test(first) || (parts.length <= 3 && first.replace(/^in\s+/i, '').split(/\s+/).every((word) => BARE_WORD.test(word)) && countryNamed(parts.at(-1)!) !== undefined)
}

/** Whether a country's name is among the last words of a phrase ("Agadez, Niger "). */
function namesCountry(text: string): boolean {
  return text.split(/[,/]/).some((part) => countryNamed(part.trim()) !== undefined)
}

/** A part that names a division, a country, a sea or a desert, and so nothing finer than a region. */
function isDivision(part: string, isRegionName: (name: string) => boolean): boolean {
  return DIVISION.test(part) || BORDER_WITH.test(part) || SEA_OR_DESERT.test(part) || countryNamed(part.replace(DIRECTION, '')) !== undefined || isRegionName(part)
}

export interface PlaceWords {
  /** The place in words, as the file has it. */
  readonly wording: WordingScale
  /** True where the row says nothing finer than the country. */
  readonly countryOnly: boolean
}

export interface JudgedPrecision {
  readonly precision: Precision
  readonly reason: PrecisionReason
}

/**
 * How exactly a point is known (DESIGN.md, D). From coarse to fine: the wording says that nobody knows; both
 * coordinates are whole degrees; the point is the middle of a country or region, or, where the row says nothing
 * finer than the country, the centre of its capital; the wording or fewer than two decimals make it a settlement
 * at best; four decimals are exact. Many rows on one point are no reason: a crossing is shared by hundreds.
 * `decimals`: the larger of the two coordinates' (a trailing zero is often lost in one).
 */
export function judgePrecision(at: LngLat, decimals: number, words: PlaceWords, country: string | undefined, knowledge: PlaceKnowledge): JudgedPrecision {
  const { wording, countryOnly } = words
  if (wording === 'country') return { precision: 'country', reason: 'wording' }
  if (knowledge.isCountryCentroid(at, country)) return { precision: 'country', reason: 'country-centroid' }
  if (wording === 'region') return { precision: 'region', reason: 'wording' }
  if (Number.isInteger(at[0]) && Number.isInteger(at[1])) return { precision: 'region', reason: 'whole-degrees' }
  if (knowledge.isRegionCentroid(at)) return { precision: 'region', reason: 'region-centroid' }
  if (countryOnly && knowledge.isCapital?.(at, country) === true) return { precision: 'region', reason: 'country-centroid' }
  if (wording === 'settlement') return { precision: 'settlement', reason: 'wording' }
  if (decimals < 4) return { precision: 'settlement', reason: 'digits' }
  return { precision: 'exact', reason: 'given' }
}
