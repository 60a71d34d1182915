import { z } from 'zod'
import { distance } from './sphere.ts'

const point = z.tuple([z.number(), z.number()]).readonly()

/** A country or territory as `resources/gazetteer/countries.json` has it; names in other languages are texts (`geo.country.<code>`). */
const countryEntry = z.object({
  code: z.string(),
  alpha2: z.string().nullable(),
  en: z.string(),
  ar: z.string(),
  /** Countries that share a land border, by code. */
  neighbours: z.array(z.string()).readonly(),
  capital: z.object({ name: z.string(), at: point, population: z.number() }).nullable(),
  /** Where its name is written: well inside its largest piece. */
  at: point.nullable(),
  /** West, south, east, north; a country on both sides of the antimeridian has the whole width. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]).readonly().nullable(),
  /** Square kilometres, at map scale. */
  area: z.number(),
  /** Points that files use for "somewhere in the country", with the distance within which one is recognised, metres. */
  centres: z.array(z.object({ at: point, within: z.number() })).readonly(),
})
export type CountryEntry = z.infer<typeof countryEntry>

export interface CountryTable {
  readonly all: readonly CountryEntry[]
  get(code: string): CountryEntry | undefined
  /** Countries that share a land border with any of these, these left out, in the order of the stored index. */
  neighboursOf(codes: readonly string[]): readonly string[]
}

/** @throws ZodError or SyntaxError where the bytes are not the table */
export function loadCountries(bytes: Uint8Array): CountryTable {
  const all = z.array(countryEntry).parse(JSON.parse(new TextDecoder().decode(bytes)))
  const byCode = new Map(all.map((entry) => [entry.code, entry]))
  return {
    all,
    get: (code) => byCode.get(code),
    neighboursOf(codes) {
      const found = new Set(codes.flatMap((code) => byCode.get(code)?.neighbours ?? []))
      return all.map(({ code }) => code).filter((code) => found.has(code) && !codes.includes(code))
    },
  }
}

/**
 * Territories that a study area takes along with a country, because a person who names the country means the island or
 * the coast as a whole. A convenience of selection: ranks and tables still name each.
 */
const TAKEN_ALONG: Readonly<Record<string, readonly string[]>> = { CYP: ['XNC', 'XBZ', 'XAK', 'XDK'], SOM: ['XSO'], CUB: ['XGB'] }

export function withTerritories(codes: readonly string[]): readonly string[] {
  return [...new Set(codes.flatMap((code) => [code, ...(TAKEN_ALONG[code] ?? [])]))]
}

/** Whether a point is one that files use for the whole country (for any country where none is given). */
export function isCountryCentre(table: CountryTable, lon: number, lat: number, code: string | undefined): boolean {
  const entries = code === undefined ? table.all : [table.get(code)].filter((entry) => entry !== undefined)
  return entries.some((entry) => entry.centres.some(({ at, within }) => Math.abs(at[1] - lat) < 0.1 && distance(lon, lat, at[0], at[1]) <= within))
}
