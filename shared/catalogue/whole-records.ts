import type { RecordId } from '../model/change.ts'
import type { KindDeclaration } from '../model/field.ts'
import type { HistoryEntry, KeptValue, RecordHistory } from '../model/history/records.ts'
import { kindOf } from '../model/kinds/kinds.ts'
import { tip } from '../model/kinds/tip.ts'
import { readReference, referenceOf } from '../model/reference.ts'
import { searchedTexts } from './value-text.ts'
import { tokensOfQuestion, wordsOf } from './words/tokens.ts'

export interface OpenedRecord {
  readonly id: RecordId
  readonly kind: string
  readonly reference: string
  readonly fields: Readonly<Record<string, unknown>>
  readonly conflicts: Readonly<Record<string, readonly KeptValue[]>>
  readonly history: readonly HistoryEntry[]
}
/** A record that words were found in. `place`: where, of a tip whose text is something else; the words may stand there. */
export interface SearchHit { readonly id: RecordId; readonly kind: string; readonly reference: string; readonly text: string; readonly place?: string }

/** Records that are few and kept whole: every kind but the tip, straight from the history. */
function* wholeRecords(history: RecordHistory): Generator<{ id: RecordId; kind: KindDeclaration }> {
  for (const id of history.records()) {
    const kind = kindOf(history.kind(id) ?? '')
    if (kind && kind !== tip) yield { id, kind }
  }
}

/** Every record of a kind that is there, in order of their ids. */
export function recordsOfKind(history: RecordHistory, name: string): readonly OpenedRecord[] {
  const opened: OpenedRecord[] = []
  for (const { id, kind } of wholeRecords(history)) {
    if (kind.name !== name) continue
    const { fields, conflicts } = history.state(id, null)
    if (Object.keys(fields).length > 0) opened.push({ id, kind: name, reference: referenceOf(kind, id), fields, conflicts, history: history.entries(id) })
  }
  return opened.sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Records that have every word of the question, or the reference that it is. */
export function searchWhole(history: RecordHistory, question: string, limit: number): readonly SearchHit[] {
  const tokens = tokensOfQuestion(question)
  const named = readReference(question)
  const hits: SearchHit[] = []
  if (tokens.length === 0 && !named) return hits
  for (const { id, kind } of wholeRecords(history)) {
    if (hits.length >= limit) break
    const { fields } = history.state(id, null)
    if (Object.keys(fields).length === 0) continue
    const isNamed = named?.prefix === kind.prefix && id.startsWith(named.start)
    if (isNamed || hasWords(searchedTexts(kind, fields), tokens)) hits.push({ id, kind: kind.name, reference: referenceOf(kind, id), text: String(fields[kind.title] ?? '').slice(0, 200) })
  }
  return hits
}

function hasWords(texts: readonly string[], tokens: readonly string[]): boolean {
  const words = texts.flatMap(wordsOf)
  return tokens.length > 0 && tokens.every((token) => words.some((word) => word.startsWith(token)))
}
