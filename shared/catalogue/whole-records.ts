import type { CommitId, RecordId } from '../model/change.ts'
import type { KindDeclaration } from '../model/field.ts'
import type { LateValue } from '../model/history/merging.ts'
import type { BaseValues, CommitNode, DisputedMember, HistoryEntry, KeptValue, RecordHistory, Written } from '../model/history/records.ts'
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
  readonly disputes: Readonly<Record<string, readonly DisputedMember[]>>
  readonly history: readonly HistoryEntry[]
  /** Records that a person said are this one, with what each of them has; absent where nobody asked. */
  readonly merged?: readonly MergedRecord[]
}
/** A record that stands under another: what it has by itself, who merged it and when, and what was written to it by somebody who had not seen that. */
export interface MergedRecord extends Pick<OpenedRecord, 'id' | 'reference' | 'fields' | 'conflicts' | 'history'> {
  readonly merges: readonly (Written & { readonly commit: CommitId })[]
  readonly late: readonly LateValue[]
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

/** A record over what it was imported as, with who did what to it, `before` first and `also` what is about it though it changed others; null where it is not there. */
export function openedWhole(history: RecordHistory, id: RecordId, kind: KindDeclaration | undefined, base: BaseValues | null, before: readonly HistoryEntry[], also: readonly CommitNode[] = []): OpenedRecord | null {
  const state = history.state(id, base)
  if (!kind || Object.keys(state.fields).length === 0) return null
  return { id, kind: kind.name, reference: referenceOf(kind, id), ...state, history: [...before, ...history.entries(id, also)] }
}

/** Every record of a kind that is there, in order of their ids. */
export function recordsOfKind(history: RecordHistory, name: string): readonly OpenedRecord[] {
  const opened: OpenedRecord[] = []
  for (const { id, kind } of wholeRecords(history)) {
    if (kind.name !== name) continue
    const one = openedWhole(history, id, kind, null, [])
    if (one) opened.push(one)
  }
  return opened.sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Records that have every word of the question, or the reference that it is; a merged one is answered as the one that `standsFor` it. */
export function searchWhole(history: RecordHistory, question: string, limit: number, standsFor: (id: RecordId) => RecordId): readonly SearchHit[] {
  const tokens = tokensOfQuestion(question)
  const named = readReference(question)
  const hits: SearchHit[] = []
  if (tokens.length === 0 && !named) return hits
  for (const { id, kind } of wholeRecords(history)) {
    if (hits.length >= limit) break
    const { fields } = history.state(id, null)
    if (Object.keys(fields).length === 0) continue
    const isNamed = named?.prefix === kind.prefix && id.startsWith(named.start)
    if (!isNamed && !hasWords(searchedTexts(kind, fields), tokens)) continue
    const chief = standsFor(id)
    if (hits.some((hit) => hit.id === chief)) continue
    hits.push({ id: chief, kind: kind.name, reference: referenceOf(kind, chief), text: String((chief === id ? fields : history.state(chief, null).fields)[kind.title] ?? '').slice(0, 200) })
  }
  return hits
}

function hasWords(texts: readonly string[], tokens: readonly string[]): boolean {
  const words = texts.flatMap(wordsOf)
  return tokens.length > 0 && tokens.every((token) => words.some((word) => word.startsWith(token)))
}
