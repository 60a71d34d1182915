import type { CommitId } from '../change.ts'
import { EARLIEST, isAhead } from './clock.ts'
import type { Commit } from './commit.ts'

/** What the graph needs of a commit; patches may be left out. */
export type CommitHead = Pick<Commit, 'id' | 'device' | 'sequence' | 'seen' | 'previous' | 'hlc'>

export interface Node<C extends CommitHead = CommitHead> {
  readonly commit: C
  /** Its line: commits of one device in a row. A device restored from a backup begins another line. */
  readonly line: number
  /** Its place in its line, from 1. */
  readonly place: number
  /** One more than its deepest parent: orders what a person reads, causes before effects. */
  readonly depth: number
  /** By line, the last place seen: the version vector. Shorter than the number of lines means none. */
  readonly vector: Uint32Array
  /** Some commit that had seen this one stamps itself more than a day earlier, by a clock that may be right. */
  disputed: boolean
}

/**
 * Commits by what their authors had seen. Taken in any order: one whose past is not here waits for it.
 * Ancestry is asked in constant time by version vectors over lines.
 */
export class CausalGraph<C extends CommitHead = CommitHead> {
  readonly #nodes = new Map<CommitId, Node<C>>()
  readonly #lines: Node<C>[][] = []
  readonly #byStep = new Map<string, Node<C>[]>()
  readonly #waiting = new Map<CommitId, C>()
  readonly #waitedFor = new Map<CommitId, Set<CommitId>>()
  readonly #heads = new Set<CommitId>()
  #newlyDisputed: Node<C>[] = []
  /** By line, the greatest stamp so far, milliseconds: most commits need no search for disputed ones. */
  readonly #latest: number[] = []

  /** Takes a commit, and calls `onReady` for it and every one that waited for it, parents first. */
  add(commit: C, onReady: (node: Node<C>) => void): void {
    if (this.#nodes.has(commit.id) || this.#waiting.has(commit.id)) return
    const queue = [commit]
    for (let next = queue.pop(); next; next = queue.pop()) {
      const absent = parentsOf(next).find((parent) => !this.#nodes.has(parent))
      if (absent !== undefined) {
        this.#waiting.set(next.id, next)
        const set = this.#waitedFor.get(absent) ?? new Set()
        this.#waitedFor.set(absent, set.add(next.id))
        continue
      }
      this.#waiting.delete(next.id)
      onReady(this.#place(next))
      const waiters = this.#waitedFor.get(next.id)
      this.#waitedFor.delete(next.id)
      for (const waiter of waiters ?? []) queue.push(this.#waiting.get(waiter)!)
    }
  }

  /**
   * Lets in what waits for a past that will not come: a journal was read to its end, and entries of it are damaged.
   * Each follows what is here of what its author had seen, and its device's last commit before it, which its author
   * had seen too.
   */
  release(onReady: (node: Node<C>) => void): void {
    while (this.#waiting.size > 0) {
      const waiting = [...this.#waiting.values()]
      const lost = new Set(waiting.flatMap(parentsOf).filter((id) => !this.#nodes.has(id) && !this.#waiting.has(id)))
      // Ids are random, so none waits for itself in a ring unless somebody forged one; then the first by name goes on.
      const ready = waiting.filter((commit) => parentsOf(commit).every((id) => this.#nodes.has(id) || lost.has(id)))
      const [first] = (ready.length > 0 ? ready : waiting).sort((a, b) => a.sequence - b.sequence || (a.id < b.id ? -1 : 1))
      this.#waiting.delete(first!.id)
      onReady(this.#place(first!, this.#lastOf(first!.device, first!.sequence)))
      const waiters = this.#waitedFor.get(first!.id)
      this.#waitedFor.delete(first!.id)
      for (const waiter of waiters ?? []) this.#retry(this.#waiting.get(waiter), onReady)
    }
    this.#waitedFor.clear()
  }

  /** A commit that waited is taken if all of its past is here now. */
  #retry(commit: C | undefined, onReady: (node: Node<C>) => void): void {
    if (!commit) return
    this.#waiting.delete(commit.id)
    this.add(commit, onReady)
  }

  /** The device's latest commit here before this place in its sequence. */
  #lastOf(device: string, sequence: number): Node<C> | undefined {
    let last: Node<C> | undefined
    for (const line of this.#lines) for (const node of line) if (node.commit.device === device && node.commit.sequence < sequence && node.commit.sequence > (last?.commit.sequence ?? -1)) last = node
    return last
  }

  /** Commits whose stamps were disputed since this was last asked: what they wrote may be shown after others now. */
  takeDisputed(): readonly Node<C>[] {
    const disputed = this.#newlyDisputed
    this.#newlyDisputed = []
    return disputed
  }

  get(id: CommitId): Node<C> | undefined {
    return this.#nodes.get(id)
  }

  has(id: CommitId): boolean {
    return this.#nodes.has(id)
  }

  /** Every commit here in the order in which it was taken, those that wait for their past last. */
  commits(): readonly C[] {
    return [...[...this.#nodes.values()].map(({ commit }) => commit), ...this.#waiting.values()]
  }

  /** Commits whose past has not arrived. */
  get waiting(): number {
    return this.#waiting.size
  }

  get size(): number {
    return this.#nodes.size
  }

  /** Whether the author of `later` had seen `earlier`; a commit has not seen itself. */
  saw(later: Node, earlier: Node): boolean {
    return later !== earlier && (later.vector[earlier.line] ?? 0) >= earlier.place
  }

  /** Commits that no other has seen: what a new commit lists as seen. In order of their ids. */
  heads(): readonly CommitId[] {
    return [...this.#heads].sort()
  }

  clear(): void {
    for (const map of [this.#nodes, this.#byStep, this.#waiting, this.#waitedFor, this.#heads]) map.clear()
    this.#lines.length = 0
    this.#latest.length = 0
    this.#newlyDisputed = []
  }

  #place(commit: C, instead?: Node<C>): Node<C> {
    const parents = parentsOf(commit).map((id) => this.#nodes.get(id)).filter((node) => node !== undefined)
    if (instead && !parents.includes(instead)) parents.push(instead)
    const vector = new Uint32Array(this.#lines.length + 1)
    for (const parent of parents) parent.vector.forEach((place, line) => (vector[line] = Math.max(vector[line]!, place)))
    // The device's commit before this one, if its author had seen it and nothing else follows it yet.
    const next = this.#byStep.get(`${commit.device}/${commit.sequence - 1}`)?.find((node) => vector[node.line]! >= node.place)
    // Chunks and what a device only saw take places in its sequence and none here.
    const before = next ?? parents.find((node) => node.commit.device === commit.device && this.#lines[node.line]!.length === node.place)
    const follows = before && this.#lines[before.line]!.length === before.place
    const line = follows ? before.line : this.#lines.push([]) - 1
    const place = this.#lines[line]!.length + 1
    vector[line] = place
    const depth = 1 + Math.max(0, ...parents.map((parent) => parent.depth))
    const node: Node<C> = { commit, line, place, depth, vector: line === vector.length - 1 ? vector : vector.slice(0, this.#lines.length), disputed: false }
    this.#lines[line]!.push(node)
    this.#nodes.set(commit.id, node)
    const step = `${commit.device}/${commit.sequence}`
    this.#byStep.set(step, [...(this.#byStep.get(step) ?? []), node])
    for (const parent of parents) this.#heads.delete(parent.commit.id)
    this.#heads.add(commit.id)
    this.#dispute(node)
    this.#latest[line] = Math.max(this.#latest[line] ?? 0, commit.hlc.time)
    return node
  }

  #dispute(node: Node<C>): void {
    // A clock that stands before the program began doubts nobody: it would make every right one look wrong.
    if (node.commit.hlc.time < EARLIEST) return
    this.#lines.forEach((line, index) => {
      const latest = this.#latest[index]
      if (latest === undefined || !isAhead({ time: latest, count: 0 }, node.commit.hlc.time)) return
      const seen = Math.min(node.vector[index] ?? 0, index === node.line ? node.place - 1 : Infinity)
      for (let at = 0; at < seen; at++) {
        const earlier = line[at]!
        if (earlier.disputed || !isAhead(earlier.commit.hlc, node.commit.hlc.time)) continue
        earlier.disputed = true
        this.#newlyDisputed.push(earlier)
      }
    })
  }
}

const parentsOf = (commit: CommitHead): readonly CommitId[] => (commit.previous ? [...commit.seen, commit.previous] : commit.seen)
