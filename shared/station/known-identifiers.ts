import type { KnownIdentifiers } from '../briefing/briefing.ts'
import { writtenPoints } from '../briefing/release/coordinates.ts'
import { suspects } from '../briefing/release/patterns.ts'
import { ToldIndex } from '../briefing/release/told-words.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { KindDeclaration } from '../model/field.ts'
import { KINDS, kindOf } from '../model/kinds/kinds.ts'
import { tip } from '../model/kinds/tip.ts'
import { PRECISIONS } from '../model/place.ts'
import type { PlaceValue } from '../model/place.ts'
import { fromE7, NO_E7 } from '../model/units.ts'
import type { LngLat } from '../model/units.ts'

const ROWS_AT_ONCE = 4096
const EXACT = PRECISIONS.indexOf('exact')

/**
 * Everything the vault knows that must not leave it, by what the kinds say of each field (`sensitivity`): names,
 * contacts, identifiers, and every exact place; and of what was said in words, what is written as a number, an address or a plate, what is written as a name, and the wording. `drafts`: parked calls as they were
 * written down. Held only while a briefing is checked.
 */
export async function knownIdentifiers(catalogue: Catalogue, drafts: readonly unknown[] = []): Promise<KnownIdentifiers> {
  const names = new Set<string>()
  const contacts = new Set<string>()
  const identifiers = new Set<string>()
  const places: LngLat[] = []
  const told = new ToldIndex()
  const sets = { name: names, contact: contacts, identifier: identifiers } as const
  /** `plates`: not in the name of a place, where RN 112 is a road. */
  const takeWords = (words: string, plates = true) => {
    told.add(words)
    for (const { decimals, readings } of writtenPoints(words)) if (decimals > 2) places.push(...readings)
    for (const { start, end, kind: looksLike } of suspects(words, 0)) {
      if (looksLike === 'phone' || looksLike === 'e-mail') contacts.add(words.slice(start, end))
      else if (looksLike === 'plate' && plates) identifiers.add(words.slice(start, end))
    }
  }
  const take = (kind: KindDeclaration, field: string, value: unknown) => {
    const sensitivity = kind.fields[field]?.sensitivity
    if (sensitivity === 'free-text' && typeof value === 'string') return takeWords(value)
    if (sensitivity === 'exact-place') {
      // A row gives its place's name alone; its point stands in the columns.
      if (typeof value === 'string') return takeWords(value, false)
      const place = value as PlaceValue
      if (place.at && place.precision === 'exact') places.push(place.at)
      // What a caller called a place may say whose it is ("behind Abdulqadir's garage").
      if (place.name && place.reason !== 'gazetteer') takeWords(place.name, false)
      return
    }
    if (sensitivity !== 'name' && sensitivity !== 'contact' && sensitivity !== 'identifier') return
    for (const text of Array.isArray(value) ? value : [value]) if (typeof text === 'string' && text.trim() !== '') sets[sensitivity].add(text)
  }

  for (const kind of Object.values(KINDS) as KindDeclaration[]) {
    if (kind.name === tip.name) continue
    for (const record of catalogue.recordsOfKind(kind.name, true)) for (const [field, value] of Object.entries(record.fields)) take(kind, field, value)
  }
  const fields = Object.entries(tip.fields as KindDeclaration['fields']).flatMap(([name, { sensitivity }]) => (sensitivity === 'free-text' || sensitivity === 'name' || sensitivity === 'contact' || sensitivity === 'identifier' || sensitivity === 'exact-place' ? [name] : []))
  // Those too that stand under another: merging makes nobody unknown.
  const rows = catalogue.held()
  const { columns } = catalogue.table()
  for (const row of rows) {
    if (columns.precision[row] === EXACT && columns.lon[row] !== NO_E7) places.push([fromE7(columns.lon[row] as number), fromE7(columns.lat[row] as number)])
  }
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    for (const { fields: texts } of await catalogue.rows(rows.slice(at, at + ROWS_AT_ONCE), fields)) {
      for (const [field, text] of Object.entries(texts)) take(tip, field, text)
    }
  }
  for (const { kind, field, value } of catalogue.keptBeside()) {
    const declared = kindOf(kind)
    if (declared) take(declared, field, value)
  }
  // A parked call is known, though it is no record yet; its fields are called as a tip's.
  const takeDraft = (field: string, value: unknown): void => {
    if (typeof value === 'string') return field in tip.fields ? take(tip, field, value) : takeWords(value)
    if (typeof value === 'object' && value !== null) for (const [inner, each] of Object.entries(value)) takeDraft(inner, each)
  }
  for (const draft of drafts) takeDraft('', draft)
  return { names: [...names], contacts: [...contacts], identifiers: [...identifiers], exactPlaces: places, told }
}
