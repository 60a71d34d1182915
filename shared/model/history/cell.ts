import type { CommitId, Patch } from '../change.ts'
import type { FieldDeclaration } from '../field.ts'
import { sameJson } from '../payload/json.ts'
import { VOCABULARIES } from '../vocabularies/vocabulary.ts'
import type { Node } from './causality.ts'

/** How a history tells one commit's relation to another. */
export interface Order {
  saw(later: Node, earlier: Node): boolean
  /** Greater is later where neither had seen the other; an implausible stamp comes before all. */
  compare(a: Node, b: Node): number
}

/** One write of a field: the value, or several kept side by side by an undo. */
export interface Version {
  readonly node: Node
  readonly values: readonly unknown[]
}

/**
 * A field that holds one value: every write of it, and those that no later write had seen (`live`). More than
 * one live value is a conflict, kept until a write that has seen them all.
 */
export class ScalarCell {
  readonly versions: Version[] = []
  live: Version[] = []

  apply(node: Node, patch: Patch, order: Order): void {
    const version = { node, values: [patch.value, ...(patch.beside ?? [])] }
    this.versions.push(version)
    // Writes arrive parents first, so none here can have seen the new one.
    this.live = [...this.live.filter((kept) => !order.saw(node, kept.node)), version]
  }

  /** Distinct live values, the one that is shown first: the strongest, or else the latest. */
  values(field: FieldDeclaration, order: Order): readonly { readonly value: unknown; readonly node: Node }[] {
    const live = [...this.live].sort((a, b) => order.compare(b.node, a.node))
    const distinct: { value: unknown; node: Node }[] = []
    for (const { node, values } of live) {
      for (const value of values) if (!distinct.some((other) => sameJson(other.value, value))) distinct.push({ value, node })
    }
    if (field.merge === 'strongest') distinct.sort((a, b) => strength(field, a.value) - strength(field, b.value))
    return distinct
  }

  /** The writes that stood for a commit's author once it was made: its own, or those it had seen that no other seen write replaces. */
  asOf(node: Node, order: Order): readonly Version[] {
    const own = this.versions.filter((version) => version.node === node)
    return own.length > 0 ? own : this.before(node, order)
  }

  /** The writes that a commit replaced: those it had seen that no other seen write replaces. */
  before(node: Node, order: Order): readonly Version[] {
    const seen = this.versions.filter((version) => order.saw(node, version.node))
    return seen.filter((version) => !seen.some((other) => order.saw(other.node, version.node)))
  }
}

const latest = (nodes: readonly Node[], order: Order): Node => [...nodes].sort((a, b) => order.compare(b, a))[0]!

function strength(field: FieldDeclaration, value: unknown): number {
  if (field.type === 'flag') return value === true ? 0 : 1
  const codes: readonly unknown[] = field.vocabulary ? VOCABULARIES[field.vocabulary] : []
  const at = codes.indexOf(value)
  return at < 0 ? codes.length : at
}

/** A member that one author put in or kept and another took out, neither having seen the other. It stands until a person chooses. */
export interface DisputedWrites { readonly member: string; readonly added: Node; readonly removed: Node }

interface Removal {
  readonly node: Node
  /** Null: all members that its author had seen. */
  readonly member: string | null
}

/**
 * A field that holds a set: an addition stands until a removal that had seen it (observed-remove set, Shapiro
 * et al. 2011). Members of an imported row were there before any commit here and are removed by any removal.
 */
export class SetCell {
  readonly additions: { readonly node: Node; readonly member: string }[] = []
  readonly removals: Removal[] = []

  apply(node: Node, patch: Patch): void {
    if (patch.value !== undefined || (!patch.add && !patch.remove)) {
      this.removals.push({ node, member: null })
      for (const member of (patch.value as readonly string[] | undefined) ?? []) this.additions.push({ node, member })
    }
    for (const member of patch.remove ?? []) this.removals.push({ node, member })
    for (const member of patch.add ?? []) this.additions.push({ node, member })
  }

  /** Members that stand, sorted; `until` leaves out what that commit had not seen (its own writes too). */
  members(base: readonly string[], order: Order, until?: Node): readonly string[] {
    const members = new Set<string>()
    for (const member of base) if (!this.#isRemoved(member, null, order, until)) members.add(member)
    for (const { node, member } of this.additions) if (this.#counts(node, order, until) && !this.#isRemoved(member, node, order, until)) members.add(member)
    return [...members].sort()
  }

  /** Members that stand although somebody who had not seen their addition took them out; `base` are an imported row's. */
  disputed(base: readonly string[], order: Order): readonly DisputedWrites[] {
    if (this.removals.length === 0) return []
    const disputed: DisputedWrites[] = []
    for (const member of this.members(base, order)) {
      const standing = this.additions.filter((addition) => addition.member === member && !this.#isRemoved(member, addition.node, order)).map(({ node }) => node)
      const removed = this.removals.filter((removal) => (removal.member === null || removal.member === member) && !standing.some((node) => node === removal.node || order.saw(node, removal.node)) && this.#tookOut(removal.node, member, base, order)).map(({ node }) => node)
      if (standing.length > 0 && removed.length > 0) disputed.push({ member, added: latest(standing, order), removed: latest(removed, order) })
    }
    return disputed
  }

  /** Whether there was a member for a removal to take: the row's own, or one whose addition its author had seen. */
  #tookOut(removal: Node, member: string, base: readonly string[], order: Order): boolean {
    return base.includes(member) || this.additions.some((addition) => addition.member === member && order.saw(removal, addition.node))
  }

  /** Commits whose addition of the member stands. */
  standing(member: string, order: Order): readonly CommitId[] {
    return this.additions.filter((addition) => addition.member === member && !this.#isRemoved(member, addition.node, order)).map(({ node }) => node.commit.id)
  }

  #counts(node: Node, order: Order, until: Node | undefined): boolean {
    return until === undefined || order.saw(until, node)
  }

  #isRemoved(member: string, added: Node | null, order: Order, until?: Node): boolean {
    return this.removals.some((removal) => (removal.member === null || removal.member === member) && this.#counts(removal.node, order, until) && (added === null || order.saw(removal.node, added)))
  }
}
