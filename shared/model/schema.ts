import { z } from 'zod'
import type { ChangeSet, Patch, RecordId } from './change.ts'
import { COUNTRIES } from './countries.ts'
import { mergeOf, type FieldDeclaration } from './field.ts'
import { ID_PATTERN } from './ids.ts'
import { ALIAS_FIELD } from './history/alias.ts'
import { fieldOf, kindOf } from './kinds/kinds.ts'
import type { Message } from './message.ts'
import { PRECISIONS } from './place.ts'
import { VOCABULARIES } from './vocabularies/vocabulary.ts'

/** Longest values, in UTF-16 units; a value that is longer is refused, never cut. */
export const LONGEST = { text: 100_000, name: 400, identifier: 400, phone: 64, object: 1_000_000, set: 10_000 } as const

const wellFormed = z.string().refine((text) => text.isWellFormed() && !text.includes('\0'))
/** Seconds: years 1 to 9999. */
const instant = z.number().min(-62_135_596_800).max(253_402_300_799)
const recordId = z.string().regex(ID_PATTERN)
const country = z.string().refine((code) => code !== '' && COUNTRIES.includes(code))

const place = z.strictObject({
  at: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).exactOptional(),
  precision: z.enum(PRECISIONS),
  reason: z.enum(['wording', 'whole-degrees', 'country-centroid', 'region-centroid', 'given', 'gazetteer', 'digits', 'no-coordinates']),
  country: country.exactOptional(),
  region: wellFormed.max(80).exactOptional(),
  name: wellFormed.max(LONGEST.text).exactOptional(),
})
const span = z.strictObject({ words: wellFormed.max(LONGEST.name), from: instant, to: instant }).refine((value) => value.from <= value.to, { path: ['to'] })
const json = z.json().refine((value) => JSON.stringify(value).length <= LONGEST.object)

const schemas = new WeakMap<FieldDeclaration, z.ZodType>()

/** The schema of one value of a field (of one member, for a set), made from its declaration. */
export function schemaOf(field: FieldDeclaration): z.ZodType {
  let schema = schemas.get(field)
  if (!schema) schemas.set(field, (schema = make(field)))
  return schema
}

function make(field: FieldDeclaration): z.ZodType {
  switch (field.type) {
    case 'text':
      return wellFormed.max(LONGEST.text)
    case 'name':
      return wellFormed.max(LONGEST.name)
    case 'phone':
      return wellFormed.max(LONGEST.phone)
    case 'identifier':
      if (field.column === 'i32') return z.int32()
      return field.column === 'u64' ? z.string().regex(/^[1-9a-f][0-9a-f]{0,15}$/) : wellFormed.max(LONGEST.identifier)
    case 'code':
    case 'codes':
      return field.vocabulary ? z.enum(VOCABULARIES[field.vocabulary] as readonly string[]) : wellFormed.max(LONGEST.name)
    case 'number':
      return z.number()
    case 'flag':
      return z.boolean()
    case 'instant':
      return instant
    case 'span':
      return span
    case 'place':
      return place
    case 'record':
    case 'records':
      return recordId
    case 'object':
      return field.schema ?? json
  }
}

/** What is wrong with one patch; `at` is the patch's position in the change set. */
export interface ChangeError {
  readonly at: number
  readonly record: RecordId
  readonly field: string
  readonly message: Message
}

/**
 * Checks a change set against the kinds before it is committed: known kinds and fields, values of their type,
 * members only for sets, each field of a record once, required fields of a record that `isNew`.
 * @returns every fault found, none if it may be committed
 */
export function validateChange(change: ChangeSet, isNew: (record: RecordId) => boolean = () => false): readonly ChangeError[] {
  const errors: ChangeError[] = []
  const seen = new Set<string>()
  const made = new Map<RecordId, { kind: string; at: number; fields: Set<string> }>()
  change.patches.forEach((patch, at) => {
    const fault = (key: string, values?: Message['values']) => errors.push({ at, record: patch.record, field: patch.field, message: { key: `model.fault.${key}`, ...(values && { values }) } })
    if (!ID_PATTERN.test(patch.record)) return fault('record')
    const kind = kindOf(patch.kind)
    if (!kind) return fault('kind', { kind: patch.kind })
    const declared = fieldOf(kind, patch.field)
    if (!declared && patch.field !== ALIAS_FIELD) return fault('field', { field: patch.field })
    const key = `${patch.record}${patch.field}`
    if (seen.has(key)) fault('twice')
    seen.add(key)
    const created = made.get(patch.record) ?? { kind: patch.kind, at, fields: new Set<string>() }
    made.set(patch.record, created)
    if (created.kind !== patch.kind) fault('kind', { kind: patch.kind })
    if (patch.value !== undefined && patch.value !== '') created.fields.add(patch.field)
    if (declared) checkValues(patch, declared, fault)
    else checkAlias(patch, fault)
  })
  for (const [record, { kind: name, at, fields }] of made) {
    const kind = kindOf(name)
    if (!kind || !isNew(record)) continue
    for (const [field, declared] of Object.entries(kind.fields)) {
      if (declared.required && !fields.has(field)) errors.push({ at, record, field, message: { key: 'model.fault.required' } })
    }
  }
  return errors
}

/** Another record, or none; whether it is there, and of the same kind, is for whoever has the records. */
function checkAlias({ record, value, beside = [], add, remove }: Patch, fault: (key: string) => void): void {
  const isOther = (target: unknown) => typeof target === 'string' && ID_PATTERN.test(target) && target !== record
  if (add || remove || (value === undefined ? beside.length > 0 : ![value, ...beside].every(isOther))) fault('alias')
}

function checkValues(patch: Patch, declared: FieldDeclaration, fault: (key: string) => void): void {
  const schema = schemaOf(declared)
  const shape = faultOfShape(patch, declared, (value) => schema.safeParse(value).success)
  if (shape) fault(shape)
}

/** What keeps a patch from being one of its field, given what values the field accepts; null where nothing does. */
function faultOfShape(patch: Patch, declared: FieldDeclaration, accepts: (value: unknown) => boolean): string | null {
  const isSet = mergeOf(declared) === 'set'
  if (isSet ? patch.beside !== undefined : patch.add !== undefined || patch.remove !== undefined) return 'not-a-set'
  if (isSet) {
    for (const members of [patch.add, patch.remove, patch.value]) {
      if (members !== undefined && !(Array.isArray(members) && members.length <= LONGEST.set && members.every(accepts))) return declared.type
    }
    return null
  }
  for (const value of [patch.value, ...(patch.beside ?? [])]) if (value !== undefined && !accepts(value)) return declared.type
  return null
}

/**
 * Whether a patch that another station committed can be read as a change of its field. A code that this program
 * does not know yet can (a newer one wrote it); a value of another shape cannot.
 */
export function isReadable(patch: Patch, declared: FieldDeclaration): boolean {
  const schema = schemaOf(declared)
  const isCode = declared.type === 'code' || declared.type === 'codes'
  return faultOfShape(patch, declared, (value) => (isCode ? typeof value === 'string' && value.length <= LONGEST.name : schema.safeParse(value).success)) === null
}
