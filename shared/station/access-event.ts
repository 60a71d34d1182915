import { z } from 'zod'
import type { Patch, RecordId } from '../model/change.ts'
import { ID_PATTERN } from '../model/ids.ts'

/**
 * What an account did, for the audit trail: looked at a record whole, opened a sealed field, searched, matched registries, changed
 * something, let something out, or kept the vault (accounts, copies, erasure).
 */
export const DOES = ['see', 'open-sealed', 'search', 'match', 'change', 'export', 'keep'] as const
export type Does = (typeof DOES)[number]

/** Why somebody opens a sealed field. */
export const OPENING_REASONS = ['call-back', 'safety', 'same-person', 'correction', 'request', 'other'] as const
export type OpeningReason = (typeof OPENING_REASONS)[number]

/** Records that one event names; of more it tells how many. */
export const MOST_NAMED = 64
/** Longest words of a reason, UTF-16 units. */
export const LONGEST_WORDS = 400

const accessEvent = z.object({
  does: z.enum(DOES),
  /** Seconds since epoch. */
  at: z.number(),
  /** The act's name, of a change or of keeping the vault. */
  act: z.string().max(80).optional(),
  /** Never a value: which records, and which of their fields. */
  records: z.array(z.object({ id: z.string().regex(ID_PATTERN), kind: z.string().max(40), fields: z.array(z.string().max(80)).max(200).optional() })).max(MOST_NAMED).optional(),
  /** How many records, hits or times in all, where it is more than what is named. */
  count: z.number().optional(),
  reason: z.enum(OPENING_REASONS).optional(),
  words: z.string().max(LONGEST_WORDS).optional(),
  /** Of what was let out: SHA-256 and size of the file, and its form. */
  hash: z.string().max(64).optional(),
  bytes: z.number().optional(),
  format: z.string().max(20).optional(),
  /** The account that keeping was about, by id. */
  account: z.string().max(64).optional(),
})
export type AccessEvent = Omit<z.infer<typeof accessEvent>, 'records'> & { readonly records?: readonly { readonly id: RecordId; readonly kind: string; readonly fields?: readonly string[] }[] }

const encoder = new TextEncoder()
const decoder = new TextDecoder()

export const encodeEvents = (events: readonly AccessEvent[]): Uint8Array => encoder.encode(JSON.stringify(events))

/** Events as another station may have written them; those of a shape that this version does not know are left out. */
export function decodeEvents(bytes: Uint8Array): readonly AccessEvent[] {
  try {
    const parsed: unknown = JSON.parse(decoder.decode(bytes))
    return Array.isArray(parsed) ? parsed.flatMap((one) => (accessEvent.safeParse(one).data as AccessEvent | undefined) ?? []) : []
  } catch {
    return []
  }
}

/** The event of a change: which fields of which records, never what stands in them. @param at seconds since epoch */
export function changeEvent(act: string, patches: readonly Patch[], at: number, count?: number): AccessEvent {
  const touched = new Map<RecordId, { id: RecordId; kind: string; fields: string[] }>()
  for (const { record, kind, field } of patches) {
    const known = touched.get(record)
    if (known) known.fields.push(field)
    else touched.set(record, { id: record, kind, fields: [field] })
  }
  const all = count ?? touched.size
  const records = [...touched.values()].slice(0, MOST_NAMED)
  return { does: 'change', at, act, records, ...(all > records.length && { count: all }) }
}
