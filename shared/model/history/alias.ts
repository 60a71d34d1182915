import type { RecordId } from '../change.ts'

/** Field of a patch that makes a record another name of a second one: structure, not content, so no kind declares it. */
export const ALIAS_FIELD = '@alias'

interface Group { readonly chief: RecordId; readonly members: readonly RecordId[] }

/**
 * Which record a record really is. Merging is an alias, never a rewrite: both keep their fields and their
 * history, and taking the alias back parts them again. Links that meet (A is B, B is A) make one group.
 */
export class Aliases {
  readonly #targets = new Map<RecordId, readonly RecordId[]>()
  #groups: Map<RecordId, Group> | null = null
  /** Grows with every change of who is whom. */
  version = 0

  /** The records that `record` is said to be; none parts it again. Several where two stations disagree. */
  set(record: RecordId, targets: readonly RecordId[]): void {
    if (targets.length > 0) this.#targets.set(record, targets)
    else this.#targets.delete(record)
    this.#groups = null
    this.version++
  }

  /** The records that a record is said to be, and no further. */
  targetsOf(record: RecordId): readonly RecordId[] {
    return this.#targets.get(record) ?? []
  }

  /** Every record that is one with another, itself and the one that stands for it included; in order of their ids. */
  groupOf(record: RecordId): readonly RecordId[] {
    return this.#grouped().get(record)?.members ?? [record]
  }

  /** Records that are in some group. */
  members(): IterableIterator<RecordId> {
    return this.#grouped().keys()
  }

  /** The record that stands for its group: the one that all lead to, or the smallest id where they go round. */
  resolve(record: RecordId): RecordId {
    return this.#grouped().get(record)?.chief ?? record
  }

  clear(): void {
    this.#targets.clear()
    this.#groups = null
    this.version++
  }

  #grouped(): Map<RecordId, Group> {
    return (this.#groups ??= this.#join())
  }

  #join(): Map<RecordId, Group> {
    const neighbours = new Map<RecordId, RecordId[]>()
    const link = (a: RecordId, b: RecordId) => {
      neighbours.set(a, [...(neighbours.get(a) ?? []), b])
      neighbours.set(b, [...(neighbours.get(b) ?? []), a])
    }
    for (const [record, targets] of this.#targets) for (const target of targets) link(record, target)
    const groups = new Map<RecordId, Group>()
    for (const start of neighbours.keys()) {
      if (groups.has(start)) continue
      const group = new Set([start])
      for (const record of group) for (const next of neighbours.get(record)!) group.add(next)
      const members = [...group].sort()
      const chief = members.find((record) => !this.#targets.has(record)) ?? members[0]!
      for (const record of group) groups.set(record, { chief, members })
    }
    return groups
  }
}
