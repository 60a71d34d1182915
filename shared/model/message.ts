/**
 * A sentence for a person, before it has a language: a key of `resources/locales/<language>/*.json`
 * ("ingest.refused.endless-coordinate") and what the sentence is filled with. Shared code never holds
 * a visible string; whoever shows the message translates it.
 */
export interface Message {
  readonly key: string
  readonly values?: Readonly<Record<string, string | number>>
}

/** Turns a message into words. `createTranslator` (shared/language.ts) makes one for a language. */
export type Translate = (message: Message) => string

/** An error that can be shown: what happened, what was kept, what to do; never a stack, never data. */
export class TellableError extends Error {
  readonly code: string
  readonly says: Message
  readonly kept: Message | undefined
  readonly remedy: Message | undefined
  constructor(code: string, says: Message, more: { kept?: Message; remedy?: Message; cause?: unknown } = {}) {
    super(code, { cause: more.cause })
    this.name = 'TellableError'
    this.code = code
    this.says = says
    this.kept = more.kept
    this.remedy = more.remedy
  }
}
