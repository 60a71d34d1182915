import type { Patch, RecordId } from '../change.ts'
import type { FieldDeclaration } from '../field.ts'
import { ALIAS_FIELD } from '../history/alias.ts'
import { fieldOf, kindOf } from '../kinds/kinds.ts'
import { foldText } from '../text/fold.ts'

/** What goes of a vault's records. */
export interface Erased {
  /** Records that go whole: what they said, and every place that names them. */
  readonly records: ReadonlySet<RecordId>
  /** Fields that go of records that stay, with all that they ever said. */
  readonly fields: ReadonlyMap<RecordId, ReadonlySet<string>>
  /** Rows of the files that records which go came by, by import. */
  readonly importRows: ReadonlyMap<RecordId, ReadonlySet<number>>
  /** Their names, contacts, identifiers and wording: no ledger quotes them any more. */
  readonly quotes: readonly string[]
}

/** Kinds that tell of the work, and may quote what a record said. */
export const LEDGERS: ReadonlySet<string> = new Set(['release', 'scenario', 'import'])
/** Members of a ledger's objects that hold what somebody wrote; the others are codes, counts and keys. */
const WRITTEN: ReadonlySet<string> = new Set(['words', 'name', 'value', 'title', 'notes', 'text', 'file'])
/** What stands where a quotation stood. */
export const BLANK = '…'

/** A patch without what goes; null where nothing of it stays, the very patch where nothing goes. */
export function erasePatch(patch: Patch, erased: Erased): Patch | null {
  if (erased.records.has(patch.record) || erased.fields.get(patch.record)?.has(patch.field)) return null
  if (patch.field === ALIAS_FIELD) return erased.records.has(patch.value as RecordId) ? null : patch
  const kind = kindOf(patch.kind)
  const declared = kind && fieldOf(kind, patch.field)
  if (!declared) return patch
  if (declared.type === 'record' || declared.type === 'records') return withoutRecords(patch, declared, erased.records)
  return LEDGERS.has(patch.kind) ? withoutQuotes(patch, erased) : patch
}

/** All patches that stay; the very list where nothing goes. */
export function erasePatches(patches: readonly Patch[], erased: Erased): readonly Patch[] {
  let changed = false
  const kept = patches.flatMap((patch) => {
    const rest = erasePatch(patch, erased)
    changed ||= rest !== patch
    return rest ? [rest] : []
  })
  return changed ? kept : patches
}

function withoutRecords(patch: Patch, declared: FieldDeclaration, records: ReadonlySet<RecordId>): Patch | null {
  const goes = (id: unknown) => records.has(id as RecordId)
  const { value, beside, add, remove, ...named } = patch
  if (declared.type === 'record') {
    const kept = [value, ...(beside ?? [])].filter((one) => !goes(one))
    if (kept.length === 1 + (beside?.length ?? 0)) return patch
    const [first, ...others] = kept
    return kept.length === 0 ? null : { ...named, ...(first !== undefined && { value: first }), ...(others.length > 0 && { beside: others }) }
  }
  // What another station wrote may have another shape: it names no record that we know of.
  const lists = { value: Array.isArray(value) ? (value as readonly string[]) : undefined, add, remove }
  if (!Object.values(lists).some((list) => list?.some(goes))) return patch
  const kept = Object.entries(lists).flatMap(([name, list]) => {
    const rest = list?.filter((id) => !goes(id))
    // A list in the place of all members still takes away those that were seen, though it holds none now.
    return rest && (rest.length > 0 || name === 'value') ? [[name, rest] as const] : []
  })
  return kept.length === 0 ? null : { ...named, ...Object.fromEntries(kept) }
}

function withoutQuotes(patch: Patch, { quotes, importRows }: Erased): Patch {
  const rows = patch.kind === 'import' ? importRows.get(patch.record) : undefined
  const quoted = quotesIn(quotes)
  const of = (value: unknown) => {
    const lines = rows && (patch.field === 'held' || patch.field === 'refusals') && Array.isArray(value) ? withoutLines(value as readonly ReportLine[], rows) : value
    return blanked(lines, patch.field, quoted)
  }
  const value = of(patch.value)
  const beside = patch.beside?.map(of)
  const changed = value !== patch.value || (beside?.some((one, at) => one !== patch.beside![at]) ?? false)
  return changed ? { ...patch, ...(value !== undefined && { value }), ...(beside && { beside }) } : patch
}

interface ReportLine { readonly row?: number; readonly sameAs?: number }

/** Lines of an import's report that are about other rows of its file. */
function withoutLines(lines: readonly ReportLine[], rows: ReadonlySet<number>): readonly unknown[] {
  const kept = lines.filter(({ row, sameAs }) => !(row !== undefined && rows.has(row)) && !(sameAs !== undefined && rows.has(sameAs)))
  return kept.length === lines.length ? lines : kept
}

/** Digits from which on a number is one by itself, however it is grouped. */
const NUMBER_DIGITS = 7

/** Whether a text says one of the quotations, whole words of it, however it is written; of a number, its digits. */
export function quotesIn(quotes: readonly string[]): (text: string) => boolean {
  const folded = quotes.map((quote) => ` ${wordsOf(quote)} `).filter((words) => words.length > 2)
  const numbers = quotes.map(digitsOf).filter((digits) => digits.length >= NUMBER_DIGITS)
  return (text) => {
    if (folded.length === 0) return false
    const [words, digits] = [` ${wordsOf(text)} `, digitsOf(text)]
    return folded.some((quote) => words.includes(quote)) || numbers.some((number) => digits.includes(number))
  }
}
const digitsOf = (text: string): string => foldText(text).replace(/\D+/g, '')

/** A text's words and numbers, folded, a space between. */
export const wordsOf = (text: string): string => foldText(text).replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim()

/** A value with every written text in it blanked that quotes; the very value where none does. */
function blanked(value: unknown, name: string, quoted: (text: string) => boolean): unknown {
  if (typeof value === 'string') return WRITTEN.has(name) && quoted(value) ? BLANK : value
  if (Array.isArray(value)) {
    const members = value.map((member) => blanked(member, name, quoted))
    return members.some((member, at) => member !== value[at]) ? members : value
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const kept = entries.map(([inner, member]) => [inner, blanked(member, inner, quoted)] as const)
  return kept.some(([, member], at) => member !== entries[at]![1]) ? Object.fromEntries(kept) : value
}
