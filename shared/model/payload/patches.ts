import { z } from 'zod'
import type { Patch } from '../change.ts'
import { isParametric, type Compartment, type GroupId } from '../compartment.ts'
import { ID_PATTERN } from '../ids.ts'
import { fieldOf, kindOf } from '../kinds/kinds.ts'
import type { PlaceValue } from '../place.ts'
import { ALIAS_FIELD } from '../history/alias.ts'
import { canonicalJson } from './json.ts'

/**
 * Format of a small commit's part (version 1): one byte 1, then canonical JSON (UTF-8; keys sorted):
 * an array of `[record, kind, field, change]`, `change` being `{v?, b?, a?, r?}` for value, beside, add, remove.
 * A part holds the patches of one compartment. A place belongs to casework; geography gets a coarse copy of the
 * same field, without point, name or region, so that a ring with geography alone knows precision and country.
 * Unknown kinds and fields are kept as they are: a newer station may have written them.
 */
export const PATCHES_VERSION = 1

const entry = z.tuple([
  z.string().regex(ID_PATTERN), z.string().min(1).max(64), z.string().min(1).max(64),
  z.strictObject({ v: z.unknown().optional(), b: z.array(z.unknown()).min(1).exactOptional(), a: z.array(z.string()).exactOptional(), r: z.array(z.string()).exactOptional() }),
])
const part = z.array(entry)

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })

/** What a part is sealed for: a compartment, or the parametric group of its records. */
export type PartGroup = Compartment | GroupId

/** Patches of each compartment or parametric group that they touch, with the coarse copy of every place. */
export function splitByCompartment(patches: readonly Patch[]): ReadonlyMap<PartGroup, readonly Patch[]> {
  const parts = new Map<PartGroup, Patch[]>()
  const put = (compartment: PartGroup, patch: Patch) => {
    const list = parts.get(compartment)
    if (list) list.push(patch)
    else parts.set(compartment, [patch])
  }
  for (const patch of patches) {
    const kind = kindOf(patch.kind)
    const field = kind && fieldOf(kind, patch.field)
    if (patch.group !== undefined && field?.compartment !== 'geography') {
      put(patch.group, patch)
      continue
    }
    if (field?.compartment === 'aggregate') throw new RangeError(`${patch.kind} belongs to no country`)
    if (!field) {
      // An alias must be known to whoever counts records.
      put(patch.field === ALIAS_FIELD ? 'geography' : 'casework', patch)
      continue
    }
    put(field.compartment, patch)
    if (field.column === 'place') put('geography', { ...patch, ...(patch.value !== undefined && { value: coarse(patch.value) }), ...(patch.beside && { beside: patch.beside.map(coarse) }) })
  }
  return parts
}

function coarse(value: unknown): PlaceValue {
  const { precision, reason, country } = value as PlaceValue
  return { precision, reason, ...(country !== undefined && { country }) }
}

/** The patches of one commit from the parts that could be opened: a coarse copy gives way to the whole value. What a record was sealed for stays with it. */
export function joinParts(parts: ReadonlyMap<PartGroup, readonly Patch[]>): readonly Patch[] {
  const joined = new Map<string, Patch>()
  const coarseFirst = [...parts].sort(([a], [b]) => Number(b === 'geography') - Number(a === 'geography'))
  for (const [group, patches] of coarseFirst) for (const patch of patches) joined.set(`${patch.record}${patch.field}`, isParametric(group) ? { ...patch, group } : patch)
  return [...joined.values()]
}

/** One part's bytes; the same patches give the same bytes. */
export function encodePatches(patches: readonly Patch[]): Uint8Array<ArrayBuffer> {
  const json = canonicalJson(patches.map((patch) => [patch.record, patch.kind, patch.field, { v: patch.value, b: patch.beside, a: patch.add, r: patch.remove }]))
  const text = encoder.encode(json)
  const bytes = new Uint8Array(1 + text.length)
  bytes[0] = PATCHES_VERSION
  bytes.set(text, 1)
  return bytes
}

/**
 * @throws PayloadError `version` where a newer program wrote it, `shape` where it is damaged
 */
export function decodePatches(bytes: Uint8Array): readonly Patch[] {
  if (bytes[0] !== PATCHES_VERSION) throw new PayloadError('version')
  let read: unknown
  try {
    read = JSON.parse(decoder.decode(bytes.subarray(1)))
  } catch (cause) {
    throw new PayloadError('shape', cause)
  }
  const parsed = part.safeParse(read)
  if (!parsed.success) throw new PayloadError('shape', parsed.error)
  return parsed.data.map(([record, kind, field, change]) => ({
    record: record as Patch['record'],
    kind,
    field,
    ...(change.v !== undefined && { value: change.v }),
    ...(change.b && { beside: change.b }),
    ...(change.a && { add: change.a }),
    ...(change.r && { remove: change.r }),
  }))
}

/** Opened bytes that cannot be read: `version` (written by a newer program) or `shape` (damaged, or not ours). */
export class PayloadError extends Error {
  readonly code: 'version' | 'shape'
  constructor(code: 'version' | 'shape', cause?: unknown) {
    super(code, { cause })
    this.name = 'PayloadError'
    this.code = code
  }
}
