import type { Catalogue } from '../../catalogue/catalogue.ts'
import type { OpenedRecord } from '../../catalogue/whole-records.ts'
import type { RecordId } from '../../model/change.ts'
import type { KindDeclaration } from '../../model/field.ts'
import { KINDS } from '../../model/kinds/kinds.ts'
import { tip } from '../../model/kinds/tip.ts'
import type { Message } from '../../model/message.ts'
import { quotesIn, wordsOf } from '../../model/payload/erase-patches.ts'
import { normalisePhone } from '../../model/text/phone.ts'
import { normalisePlate } from '../../model/text/plate.ts'
import { referenceOf } from '../../model/reference.ts'
import type { Task } from '../station.ts'
import type { ErasureTarget } from './subject.ts'

/** Something that may belong to what is erased, for a person to choose. */
export interface ErasureChoice {
  readonly target: ErasureTarget
  readonly kind: string
  readonly reference: string
  /** As much of it as is needed to tell it apart; empty where that is sealed, and opens only with a reason. */
  readonly text: string
  readonly why: Message
  /** The field by which it was found, of its kind. */
  readonly by?: string
}

const ROWS_AT_ONCE = 4096
/** Choices that are shown; a subject with more is narrowed by erasing some first. */
export const MOST_CHOICES = 300
const SHOWN = 160

/** How a value of a field is compared: two people write one number, name or document in many ways. */
function compared(declared: KindDeclaration['fields'][string], value: unknown): string | null {
  if (typeof value !== 'string' || value.trim() === '') return null
  if (declared.sensitivity === 'contact') return `contact ${normalisePhone(value).number}`
  if (declared.sensitivity === 'name') return `name ${wordsOf(value)}`
  if (declared.sensitivity === 'identifier') return `identifier ${normalisePlate(value)}`
  return null
}

interface Known { readonly keys: ReadonlySet<string>; readonly names: readonly string[]; readonly wording: string | null }

function knownOf(kind: KindDeclaration, fields: Readonly<Record<string, unknown>>): Known {
  const keys = new Set<string>()
  const names: string[] = []
  for (const [field, declared] of Object.entries(kind.fields)) {
    // A partner's number of a report names the report, not a person.
    if (kind.name === tip.name && declared.sensitivity === 'identifier') continue
    const key = compared(declared, fields[field])
    if (key === null) continue
    keys.add(key)
    if (declared.sensitivity === 'name') names.push(fields[field] as string)
  }
  const what = kind.name === tip.name ? fields['what'] : undefined
  return { keys, names, wording: typeof what === 'string' && wordsOf(what).length >= 20 ? wordsOf(what) : null }
}

/** What a list calls a record; nothing where that is sealed apart. */
export const titleOf = (kind: KindDeclaration, fields: Readonly<Record<string, unknown>>): string => (kind.fields[kind.title]?.compartment === 'identities' ? '' : String(fields[kind.title] ?? ''))

/** The values by which a record's person is known elsewhere, in the form in which they are compared. */
export const comparedValues = ({ kind, fields }: Pick<OpenedRecord, 'kind' | 'fields'>): ReadonlySet<string> => knownOf((KINDS as Readonly<Record<string, KindDeclaration>>)[kind]!, fields).keys

/**
 * Fields and records that name the same person, contact or document, by their exact value however it is written; tips whose
 * words say the name; and tips of the same wording. Found for a person to choose, never taken by itself.
 */
export async function samePerson(catalogue: Catalogue, subject: OpenedRecord, task: Task = {}): Promise<readonly ErasureChoice[]> {
  const { keys, names, wording } = knownOf((KINDS as Readonly<Record<string, KindDeclaration>>)[subject.kind]!, subject.fields)
  const choices: ErasureChoice[] = []
  const own = new Set<RecordId>(catalogue.history.aliases.groupOf(subject.id))
  for (const kind of Object.values(KINDS) as KindDeclaration[]) {
    if (kind.name === tip.name || kind.name === 'account') continue
    for (const record of catalogue.recordsOfKind(kind.name)) {
      if (own.has(record.id)) continue
      const fields = Object.entries(kind.fields).filter(([field, declared]) => keys.has(compared(declared, record.fields[field]) ?? ''))
      const [first] = fields
      if (first) choices.push({ target: { record: record.id }, kind: kind.name, reference: record.reference, text: titleOf(kind, record.fields).slice(0, SHOWN), why: { key: 'erasure.why.same-value' }, by: first[0] })
    }
  }
  if (keys.size > 0 || wording) await tipsOf(catalogue, own, keys, wording, choices, task)
  const mentioned = quotesIn(names)
  for (const name of names) {
    const { rows } = catalogue.select({ words: name })
    for (const row of await catalogue.rows([...rows.subarray(0, MOST_CHOICES)], ['what'])) {
      if (choices.length >= MOST_CHOICES) break
      if (!own.has(row.id) && mentioned(row.fields['what'] ?? '') && !choices.some(({ target }) => target.record === row.id)) choices.push({ target: { record: row.id, field: 'what' }, kind: tip.name, reference: row.reference, text: (row.fields['what'] ?? '').slice(0, SHOWN), why: { key: 'erasure.why.mentioned' } })
    }
  }
  return choices
}

async function tipsOf(catalogue: Catalogue, own: ReadonlySet<RecordId>, keys: ReadonlySet<string>, wording: string | null, choices: ErasureChoice[], task: Task): Promise<void> {
  const fields = Object.entries(tip.fields as KindDeclaration['fields']).filter(([, { sensitivity }]) => sensitivity === 'contact' || sensitivity === 'name')
  const asked = [...fields.map(([field]) => field), ...(wording ? ['what'] : [])]
  const rows = catalogue.held()
  for (let at = 0; at < rows.length && choices.length < MOST_CHOICES; at += ROWS_AT_ONCE) {
    task.signal?.throwIfAborted()
    for (const { id, fields: texts } of await catalogue.rows(rows.slice(at, at + ROWS_AT_ONCE), asked)) {
      if (own.has(id)) continue
      const reference = referenceOf(tip, id)
      if (wording && texts['what'] && wordsOf(texts['what']) === wording) {
        choices.push({ target: { record: id }, kind: tip.name, reference, text: texts['what'].slice(0, SHOWN), why: { key: 'erasure.why.same-wording' } })
        continue
      }
      for (const [field, declared] of fields) {
        if (keys.has(compared(declared, texts[field]) ?? '')) choices.push({ target: { record: id, field }, kind: tip.name, reference, text: '', why: { key: 'erasure.why.same-value' }, by: field })
      }
    }
    task.onProgress?.({ done: Math.min(rows.length, at + ROWS_AT_ONCE), total: rows.length, what: { key: 'erasure.progress.comparing' } })
  }
}

/** Tips and people of a case, told apart by whether another case has them too. */
export async function membersOfCase(catalogue: Catalogue, subject: OpenedRecord): Promise<readonly ErasureChoice[]> {
  const choices: ErasureChoice[] = []
  const others = catalogue.recordsOfKind('case').filter(({ id }) => id !== subject.id)
  const people = catalogue.recordsOfKind('person')
  const listed = (field: string) => (subject.fields[field] as readonly RecordId[] | undefined) ?? []
  const members = new Set([...listed('tips'), ...listed('people'), ...people.filter(({ fields }) => (fields['cases'] as readonly string[] | undefined)?.includes(subject.id)).map(({ id }) => id)])
  for (const member of members) {
    const record = await catalogue.record(member)
    if (!record) continue
    const kind = (KINDS as Readonly<Record<string, KindDeclaration>>)[record.kind]!
    const elsewhere = others.filter(({ id, fields }) => [...((fields['tips'] as readonly string[] | undefined) ?? []), ...((fields['people'] as readonly string[] | undefined) ?? [])].includes(member) || (record.fields['cases'] as readonly string[] | undefined)?.includes(id))
    choices.push({
      target: { record: record.id }, kind: record.kind, reference: record.reference, text: titleOf(kind, record.fields).slice(0, SHOWN),
      why: elsewhere.length === 0 ? { key: 'erasure.why.this-case' } : { key: 'erasure.why.other-cases', values: { cases: elsewhere.map(({ reference }) => reference).join(', ') } },
    })
  }
  return choices
}
