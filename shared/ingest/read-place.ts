import { coordinateFromText, pairFromText } from './coordinates.ts'
import type { Coordinate } from './coordinates.ts'
import { countryNamed } from './country-names.ts'
import { isNothing, numberFromText } from './number-text.ts'
import type { PlaceKnowledge } from './place-knowledge.ts'
import { judgePrecision, wordingScale } from './place-precision.ts'
import type { PlaceWords } from './place-precision.ts'
import { remembered } from './remembered.ts'
import { clip, MAX_TEXT } from './row-notes.ts'
import type { RowNotes } from './row-notes.ts'
import { withTerritories } from '../geo/countries.ts'
import type { PlaceValue } from '../model/place.ts'
import type { LngLat } from '../model/units.ts'

/** Columns that tell of a place, -1 where there is none. */
export interface PlaceColumns {
  readonly lat: number
  readonly lon: number
  readonly latlon: number
  readonly name: readonly number[]
  readonly country: number
  readonly extent: number
}

/** Reads a place out of a row's cells and judges how exactly it is known. */
export class PlaceReader {
  private readonly columns: PlaceColumns
  private readonly knowledge: PlaceKnowledge
  private readonly notes: RowNotes
  private readonly countryOf = remembered((text: string) => countryNamed(text) ?? '')
  private readonly wordsOf: (text: string) => WrittenPlace

  constructor(columns: PlaceColumns, knowledge: PlaceKnowledge, notes: RowNotes) {
    this.columns = columns
    this.knowledge = knowledge
    this.notes = notes
    this.wordsOf = remembered((text) => writtenPlace(text, knowledge))
  }

  /** The place that a row's cells tell of: undefined where they tell of none, null where the row is refused (see the notes). */
  read(cells: readonly string[]): PlaceValue | undefined | null {
    const { columns, knowledge, notes } = this
    const nameText = columns.name.length === 1 ? (cells[columns.name[0]!] ?? '') : columns.name.map((column) => cells[column] ?? '').filter((text) => !isNothing(text)).join(', ')
    if (nameText.length > MAX_TEXT) {
      notes.refuse(columns.name[0]!, nameText, { key: 'ingest.refused.text-too-long', values: { limit: MAX_TEXT } })
      return null
    }
    const written = columns.name.length === 0 ? NO_WORDS : this.wordsOf(nameText)
    const { name } = written
    const countryText = columns.country >= 0 ? (cells[columns.country] ?? '') : ''
    let country: string | undefined
    if (!isNothing(countryText)) {
      country = this.countryOf(countryText) || undefined
      if (!country) notes.doubt('code-unknown', { field: notes.header(columns.country), value: clip(countryText) })
    }
    const point = this.readPoint(cells)
    if (point === 'refused') return null
    if (point === null) {
      country ??= written.country
      if (name === '' && country === undefined) return undefined
      // A name alone draws nothing until someone finds it in the gazetteer.
      return placeOf(undefined, country === undefined ? 'none' : 'country', 'no-coordinates', country, name)
    }
    let { at } = point
    const stated = country
    country ??= knowledge.countryAt(at) ?? written.country
    const words = stated !== undefined && name === '' ? COUNTRY_ALONE : written
    let judged = judgePrecision(at, point.decimals, words, country, knowledge)
    if (stated !== undefined && (judged.precision === 'exact' || judged.precision === 'settlement')) {
      const turned = this.againstCountry(at, stated)
      if (turned) {
        at = turned
        judged = judgePrecision(at, point.decimals, words, country, knowledge)
      }
    }
    const extent = columns.extent >= 0 ? numberFromText(cells[columns.extent] ?? '') : null
    if (extent !== null && extent > 0 && (judged.precision === 'exact' || (judged.precision === 'settlement' && extent > SETTLEMENT_KM))) {
      judged = { precision: extent > SETTLEMENT_KM ? 'region' : 'settlement', reason: 'given' }
    }
    const region = judged.precision === 'region' && country !== undefined ? knowledge.regionAt?.(at, country) : undefined
    return placeOf(at, judged.precision, judged.reason, country, name, region)
  }

  /** The point in a row's cells, null where there is none, or `refused`. */
  private readPoint(cells: readonly string[]): { at: LngLat; decimals: number } | null | 'refused' {
    const { columns } = this
    let lat: Coordinate | null
    let lon: Coordinate | null
    let column = columns.latlon
    let text: string
    const separate = columns.lat >= 0 && columns.lon >= 0
    if (separate && !(isNothing(cells[columns.lat] ?? '') && isNothing(cells[columns.lon] ?? '') && columns.latlon >= 0)) {
      const latText = cells[columns.lat] ?? ''
      const lonText = cells[columns.lon] ?? ''
      lat = coordinateFromText(latText)
      lon = coordinateFromText(lonText)
      column = lat && Number.isFinite(lat.degrees) && Math.abs(lat.degrees) <= 90 ? columns.lon : columns.lat
      text = cells[column] ?? ''
      if (isNothing(latText) && isNothing(lonText)) return NOT_A_NUMBER.test(`${latText} ${lonText}`) ? this.unreadablePlace(text) : null
    } else if (columns.latlon >= 0) {
      text = cells[columns.latlon] ?? ''
      if (isNothing(text)) return null
      if (NOT_A_NUMBER.test(text)) return this.unreadablePlace(text)
      const pair = pairFromText(text)
      lat = pair?.lat ?? null
      lon = pair?.lon ?? null
    } else return null
    if (lat === null || lon === null) return this.unreadablePlace(text)
    if (!Number.isFinite(lat.degrees) || !Number.isFinite(lon.degrees)) return this.refusePoint(column, text, 'endless-coordinate')
    let at: LngLat = [lon.degrees, lat.degrees]
    if (Math.abs(lat.degrees) > 90 || Math.abs(lon.degrees) > 180) {
      const plausible = Math.abs(lat.degrees) > 90 && Math.abs(lat.degrees) <= 180 && Math.abs(lon.degrees) <= 90
      if (!plausible) return this.refusePoint(column, text, 'impossible-coordinate')
      at = [lat.degrees, lon.degrees]
      this.notes.doubt('swapped-coordinates', { lat: lon.degrees, lon: lat.degrees })
    }
    // Where programs put what has no place.
    if (at[0] === 0 && at[1] === 0) return this.unreadablePlace(text)
    return { at, decimals: Math.max(lat.decimals, lon.decimals) }
  }

  private unreadablePlace(text: string): null {
    this.notes.doubt('place-unreadable', { value: clip(text) })
    return null
  }

  private refusePoint(column: number, text: string, reason: string): 'refused' {
    this.notes.refuse(column, text, { key: `ingest.refused.${reason}` })
    return 'refused'
  }

  /** Doubts a point that lies in another country than the row says; the point turned round where that fits it. */
  private againstCountry(at: LngLat, stated: string): LngLat | null {
    const { knowledge } = this
    const actual = knowledge.countryAt(at)
    if (actual === stated || (actual !== undefined && withTerritories([stated]).includes(actual))) return null
    const turned: LngLat = [at[1], at[0]]
    const fits = Math.abs(at[0]) <= 90 && knowledge.countryAt(turned) === stated
    if (fits && !isNear(at, stated, knowledge, [0.3, 1, 3])) {
      this.notes.doubt('swapped-coordinates', { lat: at[0], lon: at[1] })
      return turned
    }
    // Off its coast or just over its border (lines are drawn at map scale) is no contradiction.
    if (actual !== undefined && !isNear(at, stated, knowledge, [0.1, 0.3])) this.notes.doubt('country-disagrees', { stated, actual })
    return null
  }
}

/** Both halves are what programs write for a number they don't have. */
const NOT_A_NUMBER = /^[\s([]*nan[\s,;]+nan[\s)\]]*$/i
/** A line or area up to this size is known as well as a settlement is. */
const SETTLEMENT_KM = 25

const DIRECTIONS: readonly LngLat[] = [[1, 0], [0.7, 0.7], [0, 1], [-0.7, 0.7], [-1, 0], [-0.7, -0.7], [0, -1], [0.7, -0.7]]

function isNear(at: LngLat, country: string, knowledge: PlaceKnowledge, degrees: readonly number[]): boolean {
  const stretch = 1 / Math.max(0.2, Math.cos((at[1] * Math.PI) / 180))
  return degrees.some((distance) => DIRECTIONS.some(([x, y]) => knowledge.countryAt([at[0] + x * distance * stretch, Math.max(-90, Math.min(90, at[1] + y * distance))]) === country))
}

/** A place's wording is judged by its beginning, in characters. */
const JUDGED_WORDS = 400

/** A place in words: cleaned, how fine it is, and the country that it ends with. */
interface WrittenPlace extends PlaceWords { readonly name: string; readonly country: string | undefined }
const NO_WORDS: WrittenPlace = { name: '', wording: 'exact', countryOnly: false, country: undefined }
const COUNTRY_ALONE: PlaceWords = { wording: 'exact', countryOnly: true }

function writtenPlace(text: string, knowledge: PlaceKnowledge): WrittenPlace {
  if (isNothing(text)) return NO_WORDS
  const name = text.trim().replace(/\s+/g, ' ')
  return { name, countryOnly: false, wording: wordingScale(name.slice(0, JUDGED_WORDS), knowledge.isRegionName?.bind(knowledge)), country: countryNamed(name.slice(name.lastIndexOf(',') + 1)) }
}

function placeOf(at: LngLat | undefined, precision: PlaceValue['precision'], reason: PlaceValue['reason'], country: string | undefined, name: string, region?: string): PlaceValue {
  const place: { -readonly [K in keyof PlaceValue]: PlaceValue[K] } = { precision, reason }
  if (at) place.at = at
  if (country !== undefined) place.country = country
  if (region !== undefined) place.region = region
  if (name !== '') place.name = name
  return place
}
