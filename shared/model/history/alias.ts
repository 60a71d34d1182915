import type { RecordId } from '../change.ts'

/** Field of a patch that makes a record another name of a second one: structure, not content, so no kind declares it. */
export const ALIAS_FIELD = '@alias'

/**
 * Which record a record really is. Merging is an alias, never a rewrite: both keep their fields and their
 * history, and taking the alias back parts them again. Links that meet (A is B, B is A) make one group.
 */
export class Aliases {
  readonly #targets = new Map<RecordId, readonly RecordId[]>()
  #groups: Map<RecordId, RecordId> | null = null

  /** The records that `record` is said to be; none parts it again. Several where two stations disagree. */
  set(record: RecordId, targets: readonly RecordId[]): void {
    if (targets.length > 0) this.#targets.set(record, targets)
    else this.#targets.delete(record)
    this.#groups = null
  }

  /** The record that stands for its group: the one that all lead to, or the smallest id where they go round. */
  resolve(record: RecordId): RecordId {
    if (this.#targets.size === 0) return record
    this.#groups ??= this.#join()
    return this.#groups.get(record) ?? record
  }

  clear(): void {
    this.#targets.clear()
    this.#groups = null
  }

  #join(): Map<RecordId, RecordId> {
    const neighbours = new Map<RecordId, RecordId[]>()
    const link = (a: RecordId, b: RecordId) => {
      neighbours.set(a, [...(neighbours.get(a) ?? []), b])
      neighbours.set(b, [...(neighbours.get(b) ?? []), a])
    }
    for (const [record, targets] of this.#targets) for (const target of targets) link(record, target)
    const groups = new Map<RecordId, RecordId>()
    for (const start of neighbours.keys()) {
      if (groups.has(start)) continue
      const group = new Set([start])
      for (const record of group) for (const next of neighbours.get(record)!) group.add(next)
      const sorted = [...group].sort()
      const chief = sorted.find((record) => !this.#targets.has(record)) ?? sorted[0]!
      for (const record of group) groups.set(record, chief)
    }
    return groups
  }
}
