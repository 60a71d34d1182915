import { readDate, DateOrderJudge } from './dates.ts'
import { pairFromText, coordinateFromText } from './coordinates.ts'
import { isNothing, numberFromText } from './number-text.ts'
import { PROFILES } from './profiles.ts'
import { VOCABULARIES } from '../model/vocabularies/vocabulary.ts'
import type { FieldDeclaration, KindDeclaration } from '../model/field.ts'
import type { ImportMapping } from './contract.ts'
import type { Message } from '../model/message.ts'

/** Parts of a field that several columns fill together, by the field's type, and the headers that name them. */
const PARTS = {
  place: {
    lat: ['latitude', 'lat', 'y', 'lat wgs84', 'latitude wgs84', 'gps latitude', 'coord lat', 'geo lat', 'geometry latitude', 'point y', 'خط العرض', 'latitud'],
    lon: ['longitude', 'lon', 'lng', 'long', 'x', 'lon wgs84', 'longitude wgs84', 'gps longitude', 'coord lon', 'geo lon', 'geometry longitude', 'point x', 'خط الطول', 'longitud'],
    latlon: ['coordinates', 'coordinate', 'location coordinates', 'location coodinates', 'lat lon', 'lat long', 'latlon', 'latlong', 'lat lng', 'latlng', 'latitude longitude', 'gps', 'gps coordinates', 'geolocation', 'geo point', 'geopoint', 'position', 'الإحداثيات'],
    name: [],
    country: ['country', 'country of incident', 'incident country', 'country name', 'country code', 'iso3', 'country iso3', 'place country', 'البلد', 'pays', 'pais'],
    extent: ['geometry extent'],
  },
  span: { date: ['date', 'day', 'datetime', 'timestamp', 'التاريخ', 'fecha'], year: ['year', 'incident year', 'year of incident', 'السنة'], month: ['month', 'reported month', 'incident month', 'month of incident', 'الشهر'] },
} as const

/** A header as names are compared: lower case, words joined by single spaces, accents and marks gone. */
export function normaliseHeader(header: string): string {
  return header
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\ufeff\u200b-\u200f]/g, '')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[\s_\-./:()[\]#*"']+/g, ' ')
    .trim()
}

export interface Target {
  readonly target: string
  /** Lower is surer. */
  readonly rank: number
}

/** Everything that a column can fill in a kind: fields that may be imported, and the parts of places and spans. */
export function importTargets(kind: KindDeclaration): readonly string[] {
  const targets: string[] = []
  for (const [field, declaration] of Object.entries(kind.fields)) {
    if (declaration.derived || declaration.type === 'record' || declaration.type === 'records' || declaration.type === 'object' || declaration.importNames === undefined) continue
    if (declaration.type === 'place') targets.push(...Object.keys(PARTS.place).map((part) => `${field}.${part}`))
    else if (declaration.type === 'span') targets.push(...Object.keys(PARTS.span).map((part) => `${field}.${part}`))
    else targets.push(field)
  }
  return targets
}

/** A target as given by a mapping, its short forms written out: `place` is its name, `when` its date. */
export function fullTarget(kind: KindDeclaration, target: string): string {
  const declaration = Object.hasOwn(kind.fields, target) ? (kind.fields as Record<string, FieldDeclaration>)[target] : undefined
  if (declaration?.type === 'place') return `${target}.name`
  if (declaration?.type === 'span') return `${target}.date`
  return target
}

function namesOf(kind: KindDeclaration): Map<string, Target> {
  const names = new Map<string, Target>()
  const add = (name: string, target: string, rank: number) => {
    const key = normaliseHeader(name)
    const held = names.get(key)
    if (!held || held.rank > rank) names.set(key, { target, rank })
  }
  for (const [field, declaration] of Object.entries(kind.fields) as [string, FieldDeclaration][]) {
    if (declaration.importNames === undefined || declaration.derived) continue
    const parts = declaration.type === 'place' ? PARTS.place : declaration.type === 'span' ? PARTS.span : null
    declaration.importNames.forEach((name, rank) => add(name, fullTarget(kind, field), rank))
    if (parts) for (const [part, list] of Object.entries(parts) as [string, readonly string[]][]) list.forEach((name, rank) => add(name, `${field}.${part}`, rank + 0.5))
  }
  return names
}

/** How many of a row's cells name something that the kind imports; what tells a header from data. */
export function recognisedHeaders(kind: KindDeclaration, cells: readonly string[]): number {
  const names = namesOf(kind)
  return cells.filter((cell) => names.has(normaliseHeader(cell))).length
}

/** Cells that a column must have for its content to tell what it is. */
const TELLING = 5
const SHARE = 0.8

function share(samples: readonly string[], test: (cell: string) => boolean): number {
  const filled = samples.filter((cell) => !isNothing(cell))
  return filled.length < Math.min(TELLING, samples.length) || filled.length === 0 ? 0 : filled.filter(test).length / filled.length
}

const isDateText = (cell: string) => /[\p{L}/.-]|^\d{8}$/u.test(cell) && typeof readDate(cell, 'dmy') === 'object' && readDate(cell, 'dmy') !== null && numberFromText(cell) === null
/** "505,000" is a number before it is two: only a column's name can make it a pair. */
const isPair = (cell: string) => pairFromText(cell) !== null && numberFromText(cell) === null
const isDecimal = (limit: number) => (cell: string) => {
  const read = coordinateFromText(cell)
  return read !== null && read.decimals >= 2 && Math.abs(read.degrees) <= limit
}

/** Whether a code column's values are codes of its vocabulary; a column merely called "type" is not. */
function holdsCodes(declaration: FieldDeclaration, samples: readonly string[]): boolean {
  if (declaration.type !== 'code' || !declaration.vocabulary) return true
  const codes = new Set<string>(VOCABULARIES[declaration.vocabulary].map((code) => code.toLowerCase()))
  return share(samples, (cell) => codes.has(cell.trim().toLowerCase().replace(/[\s_]+/g, '-'))) > 0.5
}

export interface ProposedMapping {
  readonly columns: ImportMapping['columns']
  readonly defaults: Readonly<Record<string, unknown>>
  readonly recognised: string | null
  readonly dateOrder: ImportMapping['dateOrder'] | undefined
  readonly missing: readonly Message[]
  readonly says: readonly Message[]
}

/** What must be mapped by hand before rows can be read: of a proposal, and of what a person has made of it since. */
export const missingOf = (columns: ImportMapping['columns']): readonly Message[] => (columns.length === 0 ? [{ key: 'ingest.missing.no-column' }] : [])

const spanField = (kind: KindDeclaration): string => Object.entries(kind.fields).find(([, declaration]) => declaration.type === 'span')?.[0] ?? 'when'

/** What rows will lack, given the columns that are read: said of a proposal, and of what a person has made of it since. */
export function saysOfColumns(kind: KindDeclaration, columns: ImportMapping['columns'], headers: number): readonly Message[] {
  const targets = new Set(columns.map(({ target }) => target))
  const placeField = kind.place ?? 'place'
  const span = spanField(kind)
  const says: Message[] = []
  const placed = targets.has(`${placeField}.latlon`) || (targets.has(`${placeField}.lat`) && targets.has(`${placeField}.lon`))
  if (!placed) says.push({ key: targets.has(`${placeField}.name`) || targets.has(`${placeField}.country`) ? 'ingest.says.places-in-words-only' : 'ingest.says.no-place' })
  if (!targets.has(`${span}.date`) && !targets.has(`${span}.year`)) says.push({ key: 'ingest.says.no-date' })
  if (!targets.has(kind.title)) says.push({ key: 'ingest.says.no-text' })
  const unmapped = headers - new Set(columns.map(({ column }) => column)).size
  if (unmapped > 0) says.push({ key: 'ingest.says.columns-left-out', values: { count: unmapped } })
  return says
}

/**
 * Proposes what each column fills: by a recognised table, else by names from the kind's declaration, else by what
 * the cells hold (a pair of coordinates, latitudes beside longitudes, dates, long text).
 * `rows`: the first rows below the header.
 */
export function proposeMapping(kind: KindDeclaration, headers: readonly string[], rows: readonly (readonly string[])[]): ProposedMapping {
  const normal = headers.map(normaliseHeader)
  const samples = headers.map((_, column) => rows.map((row) => row[column] ?? ''))
  const targets = new Map<string, { column: number; rank: number }>()
  const fields = kind.fields as Readonly<Record<string, FieldDeclaration>>
  const profile = PROFILES.find(({ signature }) => signature.every((name) => normal.includes(name)))
  const take = (target: string, column: number, rank: number) => {
    const held = targets.get(target)
    if (!held || held.rank > rank) targets.set(target, { column, rank })
  }
  if (profile) {
    normal.forEach((name, column) => {
      if (Object.hasOwn(profile.columns, name)) take(profile.columns[name]!, column, -1)
    })
  } else {
    const names = namesOf(kind)
    normal.forEach((name, column) => {
      const named = names.get(name)
      if (!named) return
      const declaration = fields[named.target.split('.')[0]!]
      if (declaration && holdsCodes(declaration, samples[column]!)) take(named.target, column, named.rank)
    })
    byContent(kind, headers.length, samples, targets)
  }
  const placeField = kind.place ?? 'place'
  const has = (target: string) => targets.has(target)
  // One pair is enough: two columns of their own beat a combined text.
  if (has(`${placeField}.lat`) && has(`${placeField}.lon`)) targets.delete(`${placeField}.latlon`)
  const columns = [...targets].map(([target, { column }]) => ({ column, target })).sort((a, b) => a.column - b.column)
  const span = spanField(kind)
  const says = [...saysOfColumns(kind, columns, headers.length)]
  const judge = new DateOrderJudge()
  for (const { column, target } of columns) if (target === `${span}.date`) for (const cell of samples[column]!) judge.see(cell)
  const verdict = judge.verdict
  if (!verdict.proven) says.push({ key: 'ingest.says.date-order-open' })
  return {
    columns,
    defaults: profile?.defaults ?? {},
    recognised: profile?.name ?? null,
    dateOrder: verdict.proven && columns.some(({ target }) => target === `${span}.date`) ? verdict.order : undefined,
    missing: missingOf(columns),
    says,
  }
}

function byContent(kind: KindDeclaration, width: number, samples: readonly (readonly string[])[], targets: Map<string, { column: number; rank: number }>): void {
  const taken = new Set([...targets.values()].map(({ column }) => column))
  const free = () => Array.from({ length: width }, (_, column) => column).filter((column) => !taken.has(column))
  const put = (target: string, column: number) => {
    targets.set(target, { column, rank: 1000 })
    taken.add(column)
  }
  const place = kind.place
  if (place && !targets.has(`${place}.latlon`) && !(targets.has(`${place}.lat`) && targets.has(`${place}.lon`))) {
    // Under "where" or "location" may stand a pair of coordinates and no name.
    const named = targets.get(`${place}.name`)?.column
    const pair = [...free(), ...(named === undefined ? [] : [named])].find((column) => share(samples[column]!, isPair) >= SHARE)
    if (pair !== undefined && pair === named) targets.delete(`${place}.name`)
    if (pair !== undefined) put(`${place}.latlon`, pair)
    else {
      // Beside each other, in the usual order, unless one runs past 90 degrees and so must be the longitude.
      const degrees = free().filter((column) => share(samples[column]!, isDecimal(180)) >= SHARE)
      const first = degrees.find((column) => degrees.includes(column + 1))
      if (first !== undefined) {
        const firstIsLon = share(samples[first]!, isDecimal(90)) < 1 && share(samples[first + 1]!, isDecimal(90)) === 1
        put(`${place}.lat`, firstIsLon ? first + 1 : first)
        put(`${place}.lon`, firstIsLon ? first : first + 1)
      }
    }
  }
  const span = Object.entries(kind.fields as Readonly<Record<string, FieldDeclaration>>).find(([, declaration]) => declaration.type === 'span')?.[0]
  if (span && !targets.has(`${span}.date`) && !targets.has(`${span}.year`)) {
    const dates = free().find((column) => share(samples[column]!, isDateText) >= SHARE)
    if (dates !== undefined) put(`${span}.date`, dates)
  }
  if (!targets.has(kind.title)) {
    const length = (column: number) => samples[column]!.reduce((sum, cell) => sum + cell.length, 0) / Math.max(1, samples[column]!.length)
    const longest = free().sort((a, b) => length(b) - length(a))[0]
    if (longest !== undefined && length(longest) >= 20 && share(samples[longest]!, (cell) => /\p{L}.*\s.*\p{L}/su.test(cell)) >= 0.5) put(kind.title, longest)
  }
}
