import type { Message } from '../model/message.ts'
import type { Task } from './station.ts'

/** A person sees it move, and it costs nothing to speak of. */
const EVERY_MS = 100

/**
 * How far the reading of a journal is: half of it is finding the entries and checking them, half is opening what they hold. Told a few times a
 * second, also within one large import; each step is a place where the reading can be stopped.
 */
export class ReadingProgress {
  #found: number
  #opened: number
  #told = -Infinity
  readonly #end: number
  readonly #what: Message
  readonly #task: Task

  /** @param from, end offsets in the journal */
  constructor({ from, end, what }: { readonly from: number; readonly end: number; readonly what: Message }, task: Task) {
    this.#found = from
    this.#opened = from
    this.#end = end
    this.#what = what
    this.#task = task
  }
  /** Entries are found and checked up to here. */
  found(position: number): void {
    this.#found = position
    this.#step()
  }
  /** What they hold is opened up to here. */
  opened(position: number): void {
    this.#opened = position
    this.#step()
  }
  /** So much of what was found is opened. @param share 0 to 1 */
  opening(share: number): void {
    this.#step(this.#opened + share * (this.#found - this.#opened))
  }

  /** @throws the task's reason where it was stopped */
  #step(opened = this.#opened): void {
    this.#task.signal?.throwIfAborted()
    const now = performance.now()
    if (now - this.#told < EVERY_MS) return
    this.#told = now
    this.#task.onProgress?.({ done: Math.round((this.#found + opened) / 2), total: this.#end, what: this.#what })
  }
}
