import type { Written } from './markup.ts'
import type { CodeOf } from '../model/vocabularies/vocabulary.ts'
import type { MapDrawing } from './map/drawing.ts'

/**
 * A briefing before release is blocks whose figures are still figures: which count a cell or a sentence holds
 * is known, so that release can hide it wherever it stands. After release it is words.
 */
export type Figure =
  /** A count of the document, by its id in `Draft.counts`. */
  | { readonly figure: 'count'; readonly id: string }
  /** A count printed only as a band ("10 to 19"), because places overlap and differences would tell. */
  | { readonly figure: 'band'; readonly value: number }
  /** A rate printed only as a band ("3 to 5"): with what was expected, which can be worked out, a finer one is a count. */
  | { readonly figure: 'rate-band'; readonly value: number }
  /** A number made from one count: it goes where the count is hidden. */
  | { readonly figure: 'made-from'; readonly id: string; readonly value: number; readonly decimals: number }
  /** A share of `of` reports: printed in steps too coarse to give a small count back. */
  | { readonly figure: 'share'; readonly value: number; readonly of: number }
  /** A number that says nothing of any count: a distance, a rank, a number of teams. */
  | { readonly figure: 'plain'; readonly value: number; readonly decimals?: number }

/** `message`: a text of the locales. `typed`: by a person, and searched as such. `said`: by the program (a country's name). */
export type Words =
  | { readonly message: string; readonly values?: Readonly<Record<string, Figure | Words | string | number>> }
  | { readonly typed: string }
  | { readonly said: string }

export type Cell = Words | Figure | null

export interface Column { readonly head: Words; readonly align: 'start' | 'end' }

export type Block =
  | { readonly block: 'title'; readonly kicker: Words; readonly title: Words; readonly date: Words }
  | { readonly block: 'points'; readonly points: readonly Words[] }
  | { readonly block: 'heading'; readonly words: Words }
  | { readonly block: 'paragraph'; readonly words: Words }
  | { readonly block: 'map'; readonly drawing: MapDrawing; readonly caption: readonly Words[] }
  | { readonly block: 'table'; readonly caption: Words; readonly columns: readonly Column[]; readonly rows: readonly (readonly Cell[])[]; readonly totalled?: boolean; readonly notes: readonly Words[] }
  | { readonly block: 'notes'; readonly notes: readonly Words[] }

/** Under which id a segment's count stands in `Draft.counts`. */
export const segmentCountId = ({ id }: { readonly id: string }) => `segment:${id}`

export interface Draft {
  readonly language: string
  readonly station: string
  readonly tlp: CodeOf<'tlp'>
  readonly title: Words
  readonly sample: Words | null
  readonly blocks: readonly Block[]
  readonly counts: ReadonlyMap<string, number>
  readonly relations: readonly { readonly total: string; readonly parts: readonly string[] }[]
}

/** A text with whether a person typed it. */
export interface SetText { readonly text: string; readonly typed: boolean }
export interface SetCell extends SetText { readonly hidden: boolean }

export type SetBlock =
  | { readonly block: 'title'; readonly kicker: SetText; readonly title: SetText; readonly date: SetText }
  | { readonly block: 'points'; readonly points: readonly SetText[] }
  | { readonly block: 'heading'; readonly words: SetText }
  | { readonly block: 'paragraph'; readonly words: SetText }
  | { readonly block: 'map'; readonly svg: Written; readonly alt: SetText; readonly caption: readonly SetText[] }
  | { readonly block: 'table'; readonly caption: SetText; readonly columns: readonly { readonly head: SetText; readonly align: 'start' | 'end' }[]; readonly rows: readonly (readonly SetCell[])[]; readonly totalled: boolean; readonly notes: readonly SetText[] }
  | { readonly block: 'notes'; readonly notes: readonly SetText[] }

/** A briefing in words, as the writers set it. `stage`: a preview says on every page that it is not released. */
export interface BriefingDocument {
  readonly stage: 'preview' | 'released'
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  readonly title: SetText
  readonly station: SetText
  readonly tlp: CodeOf<'tlp'>
  readonly sample: SetText | null
  /** "No known identifier found; two passages for you to read. Reviewed by …" */
  readonly verdict: SetText
  readonly pageWords: { readonly page: string; readonly of: string; readonly notReleased: string; readonly writtenFile: string }
  /** Keys of what a person was already asked to read, so that the written file's search asks only for what is new. */
  readonly asked: readonly string[]
  readonly blocks: readonly SetBlock[]
}
