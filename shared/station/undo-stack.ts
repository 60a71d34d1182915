import type { CommitId } from '../model/change.ts'

/** What an undo stack needs of a commit. */
export interface Done {
  readonly id: CommitId
  readonly act: string
  readonly undoes?: CommitId
}

/** Acts that stand: what left the station has left it, a station is not unfounded, and what was erased is nowhere. */
const STAND: ReadonlySet<string> = new Set(['release', 'found-station', 'erase', 'enter-erasure', 'answer-person'])
export const stands = (act: string): boolean => STAND.has(act)
/** Acts kept within reach of `Z`; older ones are taken back from the record's history. */
const KEPT = 200

/**
 * What can be undone and redone, read from the account's own commits in their order, so that it is the same
 * after the vault was sealed and opened again. Undoing an undo is a redo.
 */
export class UndoStack {
  readonly #undo: Done[] = []
  readonly #redo: Done[] = []
  /** Acts that grew too old for `Z` and still stand below the others. */
  #below = 0
  /** The first act's name of each chain of undo and redo. */
  readonly #acts = new Map<CommitId, string>()

  note(done: Done): void {
    if (stands(done.act)) return
    const { undoes } = done
    if (undoes === undefined) {
      this.#acts.set(done.id, done.act)
      this.#undo.push(done)
      this.#redo.length = 0
    } else {
      this.#acts.set(done.id, this.#acts.get(undoes) ?? done.act)
      if (take(this.#undo, undoes)) this.#redo.push(done)
      else if (take(this.#redo, undoes)) this.#undo.push(done)
    }
    if (this.#undo.length > KEPT) {
      this.#undo.shift()
      this.#below++
    }
  }

  get nextUndo(): Done | undefined {
    return this.#undo.at(-1)
  }

  get nextRedo(): Done | undefined {
    return this.#redo.at(-1)
  }

  /** How many acts stand one upon another: more with each act and each redo, fewer with each undo. */
  get depth(): number {
    return this.#below + this.#undo.length
  }

  /** The act that a commit, or the undo of it, is about. */
  actOf(id: CommitId): string {
    return this.#acts.get(id) ?? ''
  }

  /** Drops an act of which nothing is left to take back. */
  drop(id: CommitId): void {
    take(this.#undo, id)
    take(this.#redo, id)
  }

  clear(): void {
    this.#undo.length = this.#redo.length = this.#below = 0
    this.#acts.clear()
  }
}

function take(stack: Done[], id: CommitId): boolean {
  const at = stack.findLastIndex((done) => done.id === id)
  if (at < 0) return false
  stack.splice(at, 1)
  return true
}
