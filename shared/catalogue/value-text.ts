import type { FieldDeclaration, KindDeclaration } from '../model/field.ts'
import type { SpanValue } from '../model/column-values.ts'
import { canonicalJson } from '../model/payload/json.ts'
import type { PlaceValue } from '../model/place.ts'

/** A value as a line of text: a place by its name, a span by its words or else its ends, codes as codes. */
export function valueText(declared: FieldDeclaration, value: unknown): string {
  switch (declared.type) {
    case 'place':
      return (value as PlaceValue).name ?? ''
    case 'span': {
      const { words, from, to } = value as SpanValue
      return words || `${iso(from)}/${iso(to)}`
    }
    case 'instant':
      return iso(value as number)
    case 'codes':
    case 'records':
      return (value as readonly string[]).join(' ')
    case 'object':
      return canonicalJson(value)
    default:
      return String(value)
  }
}

const iso = (seconds: number) => new Date(seconds * 1000).toISOString()

/** The texts of a record that the search box finds. */
export function searchedTexts(kind: KindDeclaration, fields: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(kind.fields).flatMap(([name, declared]) => (declared.searched && fields[name] !== undefined ? [valueText(declared, fields[name])] : []))
}
