import { inflateSync } from 'fflate'
import { z } from 'zod'
import { COUNTRIES } from '../model/countries.ts'
import type { LngLat } from '../model/units.ts'
import { ByteReader } from './bytes.ts'
import type { CountryTable } from './countries.ts'
import { fold, foldArabic, isArabic, skeletonOfArabic, skeletonOfLatin } from './fold.ts'
import type { Regions } from './regions.ts'
import { NameTable } from './name-table.ts'
import { distance } from './sphere.ts'
import { encode, hasWord, wordMatcher } from './spelling.ts'

/** A place that the gazetteer knows, ready to be shown and to be put into a record. */
export interface PlaceFound {
  /** In the language asked for where it is known (countries; some settlements in Arabic), else as GeoNames has it. */
  readonly name: string
  /** Its region's name, for a settlement. */
  readonly region: string | null
  /** GeoNames admin-1 key, for a settlement or region. */
  readonly regionKey: string | null
  readonly country: string
  readonly precision: 'settlement' | 'region' | 'country'
  /** A settlement's point or a region's centre (approximate); null for a country. */
  readonly at: LngLat | null
  /** 0 where not known. */
  readonly population: number
  /** Found though it is spelt otherwise. */
  readonly spelt: 'as-typed' | 'alike'
}

/**
 * Offline search of settlements, regions and countries as one types. Every word typed must begin a word of the name, of
 * its region or of its country; whole names come before beginnings, beginnings before later words, and the larger before
 * the smaller; one or two wrong letters are forgiven after that. Names of settlements are in Latin letters, as GeoNames'
 * npm extract has them; an Arabic one is found by a list of some 450, or by its consonants.
 */
export interface Gazetteer {
  find(words: string, limit: number, language: string): readonly PlaceFound[]
  /** The settlement nearest to a point within a distance, metres. */
  nearest(at: LngLat, within: number, language: string): PlaceFound | null
  /** The most populous settlements, largest first: names for maps. */
  largest(limit: number, language: string): readonly { readonly name: string; readonly at: LngLat; readonly population: number }[]
  readonly count: number
}

const arabicNames = z.array(z.tuple([z.string(), z.string(), z.string()]))

interface Candidate { readonly kind: 'settlement' | 'region' | 'country'; readonly index: number; readonly score: number; readonly alike: boolean }

/** How much a kind of match is worth, in powers of ten of population. */
const WORTH = { whole: 2, beginning: 1, laterWord: 0.3, alike: -2, letter: -1.5, consonants: -2, regionPeople: 4.2, countryPeople: 7.5 } as const

/** @throws RangeError or ZodError where bytes are not what they should be */
export function loadGazetteer(places: Uint8Array, arabic: Uint8Array, regions: Regions, countries: CountryTable): Gazetteer {
  const header = new ByteReader(places)
  header.expect('VGGZ', 1)
  const table = new NameTable(inflateSync(places.subarray(header.at)))
  const regionOf = (index: number) => regions.get(table.regionKey(index))
  const countryOf = (index: number) => COUNTRIES[table.country[index]!]!
  const arabicOf = new Map<number, string>()
  const byArabic: { readonly words: string; readonly index: number }[] = []
  for (const [name, country, written] of arabicNames.parse(JSON.parse(new TextDecoder().decode(arabic)))) {
    const index = table.largestNamed(fold(name), COUNTRIES.indexOf(country))
    if (index < 0) continue
    arabicOf.set(index, written)
    byArabic.push({ words: foldArabic(written), index })
  }
  const regionNames = regions.all.map(({ name }) => fold(name))
  const regionBytes = regionNames.map(encode)
  const regionPosition = new Map(regions.all.map(({ key }, i) => [key, i]))
  /** Position in `regions` of the table's region, beyond its end for none. */
  const regionAt = [regions.all.length, ...table.regionKeys.map((key) => regionPosition.get(key) ?? regions.all.length)]
  const countryNames = countries.all.map(({ en, ar, code }) => ({ english: fold(en), bytes: encode(fold(en)), arabic: foldArabic(ar), code: code.toLowerCase() }))
  /** Countries are in the order of their stored index, from 1 on. */
  const regionCountry = regions.all.map(({ country }) => COUNTRIES.indexOf(country) - 1)

  const isArabicLanguage = (language: string) => language.split('-')[0] === 'ar'
  const nameOf = (index: number, language: string) => (isArabicLanguage(language) ? arabicOf.get(index) : undefined) ?? table.name(index)
  const found = ({ kind, index, alike }: Candidate, language: string): PlaceFound => {
    const inArabic = isArabicLanguage(language)
    const spelt = alike ? 'alike' : 'as-typed'
    if (kind === 'country') {
      const { code, en, ar } = countries.all[index]!
      return { name: inArabic ? ar : en, region: null, regionKey: null, country: code, precision: 'country', at: null, population: 0, spelt }
    }
    if (kind === 'region') {
      const { key, name, country, centre } = regions.all[index]!
      return { name, region: null, regionKey: key, country, precision: 'region', at: centre, population: 0, spelt }
    }
    const region = regionOf(index)
    return { name: nameOf(index, language), region: region?.name ?? null, regionKey: region?.key ?? null, country: countryOf(index), precision: 'settlement', at: table.at(index), population: table.people[index]!, spelt }
  }

  const worthOf = (whole: boolean, later: boolean) => (whole ? WORTH.whole : later ? WORTH.laterWord : WORTH.beginning)

  const search = (typed: string, limit: number, alike: boolean): Candidate[] => {
    const words = typed.split(' ')
    const best = new Best(limit * 4)
    const whole = encode(typed)
    const terms = words.map((word) => {
      const matcher = wordMatcher(word, alike)
      // Where a word may stand for the region or country that a name is in.
      const inCountry = Uint8Array.from(countryNames, ({ code, bytes }) => (hasWord(bytes, matcher) || code === word ? 1 : 0))
      const inRegion = Uint8Array.from(regionBytes, (bytes) => (hasWord(bytes, matcher) ? 1 : 0))
      return { matcher, inCountry, inRegion }
    })
    type Term = (typeof terms)[number]
    const inPlace = (index: number, { matcher, inCountry, inRegion }: Term) =>
      inCountry[table.country[index]! - 1] === 1 || inRegion[regionAt[table.region[index]!]!] === 1 || table.hasWord(index, matcher)
    const longest = Math.max(...terms.map(({ matcher }) => matcher.bytes.length))
    const bonus = alike ? WORTH.alike : WORTH.whole
    terms.forEach((lead, which) => {
      // Any word may be the one that the name begins with ("niger agadez"); the others then say where.
      if (which > 0 && words.length > 4) return
      // Looking at all is slow enough for one word, and the longest says most.
      if (alike && lead.matcher.bytes.length < longest) return
      const others = terms.filter((term) => term !== lead)
      table.eachNamed(
        lead.matcher,
        (index) => table.size[index]! + bonus > best.least,
        (index, later, wrong) => {
          const score = table.size[index]! + (alike ? WORTH.alike + WORTH.letter * wrong : worthOf(!later && table.isNamed(index, whole), later))
          if (score > best.least && others.every((term) => inPlace(index, term))) best.add({ kind: 'settlement', index, score, alike })
        },
      )
    })
    const [first, ...more] = terms as [Term, ...Term[]]
    first.inRegion.forEach((hit, index) => {
      const country = regionCountry[index]!
      if (!hit || !more.every(({ inRegion, inCountry }) => inRegion[index] === 1 || inCountry[country] === 1)) return
      const name = regionNames[index]!
      best.add({ kind: 'region', index, score: WORTH.regionPeople + (alike ? WORTH.alike + WORTH.letter : worthOf(name === typed, !name.startsWith(words[0]!))), alike })
    })
    first.inCountry.forEach((hit, index) => {
      if (!hit || !more.every(({ inCountry }) => inCountry[index] === 1)) return
      const { english, code } = countryNames[index]!
      best.add({ kind: 'country', index, score: WORTH.countryPeople + (alike ? WORTH.alike + WORTH.letter : worthOf(english === typed || code === typed, !english.startsWith(words[0]!))), alike })
    })
    return best.sorted()
  }

  const searchArabic = (typed: string, limit: number): Candidate[] => {
    const best = new Best(limit * 4)
    const begins = (name: string) => (name === typed ? WORTH.whole : name.startsWith(typed) ? WORTH.beginning : name.includes(` ${typed}`) ? WORTH.laterWord : null)
    countryNames.forEach(({ arabic: name }, index) => {
      const worth = begins(name)
      if (worth !== null) best.add({ kind: 'country', index, score: WORTH.countryPeople + worth, alike: false })
    })
    for (const { words, index } of byArabic) {
      const worth = begins(words)
      if (worth !== null) best.add({ kind: 'settlement', index, score: table.size[index]! + worth, alike: false })
    }
    const skeleton = skeletonOfArabic(typed)
    if (best.least === -Infinity && best.sorted().length === 0 && skeleton.length >= 3) {
      for (const index of table.bySkeleton(skeletonOfLatin).get(skeleton) ?? []) best.add({ kind: 'settlement', index, score: table.size[index]! + WORTH.consonants, alike: true })
    }
    return best.sorted()
  }

  return {
    count: table.count,
    largest(limit, language) {
      const order = Uint32Array.from({ length: table.count }, (_, index) => index).sort((a, b) => table.people[b]! - table.people[a]!)
      return Array.from(order.subarray(0, limit), (index) => ({ name: nameOf(index, language), at: table.at(index), population: table.people[index]! }))
    },
    find(words, limit, language) {
      const typed = isArabic(words) ? foldArabic(words) : fold(words)
      if (!typed || limit <= 0) return []
      const candidates = isArabic(words) ? searchArabic(typed, limit) : search(typed, limit, false)
      if (!isArabic(words) && candidates.length < limit && typed.length >= 4) candidates.push(...search(typed, limit, true))
      const shown: PlaceFound[] = []
      for (const candidate of candidates) {
        const place = found(candidate, language)
        // GeoNames has some settlements twice, a few kilometres apart.
        const again = shown.some((other) => other.precision === place.precision && other.country === place.country && other.name === place.name && (place.at === null || other.at === null || distance(...place.at, ...other.at) < 20_000))
        if (!again) shown.push(place)
        if (shown.length === limit) break
      }
      return shown
    },
    nearest(at, within, language) {
      const index = table.nearest(at, within)
      return index < 0 ? null : found({ kind: 'settlement', index, score: 0, alike: false }, language)
    },
  }
}

/** The best few of many, each settlement once. */
class Best {
  readonly #room: number
  readonly #kept: Candidate[] = []
  least = -Infinity

  constructor(room: number) {
    this.#room = room
  }

  add(candidate: Candidate): void {
    if (candidate.score <= this.least) return
    const same = this.#kept.findIndex(({ kind, index }) => kind === candidate.kind && index === candidate.index)
    if (same >= 0) {
      if (this.#kept[same]!.score >= candidate.score) return
      this.#kept.splice(same, 1)
    }
    let at = this.#kept.length
    while (at > 0 && this.#kept[at - 1]!.score < candidate.score) at--
    this.#kept.splice(at, 0, candidate)
    if (this.#kept.length > this.#room) this.#kept.pop()
    if (this.#kept.length === this.#room) this.least = this.#kept.at(-1)!.score
  }

  sorted(): Candidate[] {
    return [...this.#kept]
  }
}
