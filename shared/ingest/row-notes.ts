import { ownCopy } from './remembered.ts'
import type { Message } from '../model/message.ts'
import type { CodeOf } from '../model/vocabularies/vocabulary.ts'

export type Doubt = CodeOf<'doubt'>
export interface DoubtNote {
  readonly doubt: Doubt
  readonly note: Message
}
/** Why a row is refused: the file's column, the cell, the reason. */
export interface CellRefusal {
  readonly field: string
  readonly value: string
  readonly reason: Message
}
/** Longest text that a field takes, in characters; a record must fit a sealed chunk many times over. */
export const MAX_TEXT = 100_000
const CLIPPED = 200

const NO_DOUBTS: readonly DoubtNote[] = []

/** A cell's beginning, free of the file's text that it was cut from, so that a report doesn't hold the file. */
export function clip(value: string): string {
  return ownCopy(value.length > CLIPPED ? `${value.slice(0, CLIPPED - 1)}…` : value)
}

/** What is noted of the row under way. */
export class RowNotes {
  doubts: readonly DoubtNote[] = NO_DOUBTS
  refusal: CellRefusal | null = null
  private readonly headers: readonly string[]

  constructor(headers: readonly string[]) {
    this.headers = headers
  }

  begin(): void {
    this.doubts = NO_DOUBTS
    this.refusal = null
  }

  header(column: number): string {
    return this.headers[column] ?? ''
  }

  /** False, so that a reader of cells can end with it. */
  refuse(column: number, value: string, reason: Message): false {
    this.refusal = { field: this.header(column), value: clip(value), reason }
    return false
  }

  doubt(doubt: Doubt, values: Record<string, string | number> = {}): void {
    if (!this.doubts.some((held) => held.doubt === doubt)) this.doubts = [...this.doubts, { doubt, note: { key: `ingest.doubt.${doubt}`, values } }]
  }
}
