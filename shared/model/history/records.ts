import type { CommitId, Patch, RecordId } from '../change.ts'
import { mergeOf, type FieldDeclaration } from '../field.ts'
import { fieldOf, kindOf } from '../kinds/kinds.ts'
import { sameJson } from '../payload/json.ts'
import { isReadable } from '../schema.ts'
import { Aliases, ALIAS_FIELD } from './alias.ts'
import { CausalGraph, type Node } from './causality.ts'
import { ScalarCell, SetCell, type Order } from './cell.ts'
import { compareTimes, EARLIEST, isAhead, type HybridTime } from './clock.ts'
import type { Commit } from './commit.ts'

export type CommitNode = Node<Commit>
export type Cell = ScalarCell | SetCell
/** Values that a record had before any commit here: an imported row's. */
export type BaseValues = Readonly<Record<string, unknown>>

/** Who wrote something, and when by their clock (seconds since epoch). */
export interface Written { readonly account: string; readonly at: number; readonly implausible: boolean }
/** Admiralty grade of a report, as codes. */
export interface Grade { readonly source: string; readonly information: string }
/** One value of several that were kept. `grade`: the report's when this was written, by what its author knew. */
export interface KeptValue extends Written { readonly value: unknown; readonly grade?: Grade }
/** A member of a set that one author put in and another took out, neither having seen the other. */
export interface DisputedMember { readonly member: string; readonly added: Written; readonly removed: Written }
export interface RecordState {
  readonly fields: Readonly<Record<string, unknown>>
  /** Fields of which more than one value is kept, the one that is shown first. What is computed from other fields is nobody's value. */
  readonly conflicts: Readonly<Record<string, readonly KeptValue[]>>
  /** Sets with members about which authors disagree; they stand meanwhile. */
  readonly disputes: Readonly<Record<string, readonly DisputedMember[]>>
}
export interface HistoryEntry { readonly commit: CommitId; readonly act: string; readonly account: string; readonly at: number; readonly fields: readonly string[]; readonly implausible: boolean; readonly undoes?: CommitId }

interface Entry {
  /** Cells by kind, then field. One kind, unless two stations disagree about what the record is. */
  readonly kinds: Map<string, Map<string, Cell>>
  readonly nodes: CommitNode[]
}

/**
 * Every record that a commit's patches have touched, folded from commits in any order of arrival. Imported rows
 * have no object here: whoever asks passes their values as `base`, and only those with changes are looked up.
 * The same commits give the same state on every station; a commit that arrives twice counts once.
 */
export class RecordHistory implements Order {
  readonly graph = new CausalGraph<Commit>()
  readonly aliases = new Aliases()
  readonly #entries = new Map<RecordId, Entry>()
  readonly #now: () => number
  /** Patches of a shape that their field cannot have: left out, the same on every station of this version. */
  unreadable = 0

  /** `now` is this station's clock, milliseconds since epoch. */
  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /**
   * Takes a commit. Answers the records whose state may have changed, also by commits that had waited for it.
   */
  deliver(commit: Commit): ReadonlySet<RecordId> {
    return this.#taking((onReady) => this.graph.add(commit, onReady))
  }

  /** Takes what waits for commits that will not come: their entries are damaged. Answers the records that it touches. */
  release(): ReadonlySet<RecordId> {
    return this.#taking((onReady) => this.graph.release(onReady))
  }

  #taking(take: (onReady: (node: CommitNode) => void) => void): ReadonlySet<RecordId> {
    const touched = new Set<RecordId>()
    take((node) => {
      for (const patch of node.commit.patches) {
        this.#apply(node, patch)
        touched.add(patch.record)
      }
    })
    for (const { commit } of this.graph.takeDisputed()) for (const { record } of commit.patches) touched.add(record)
    return touched
  }

  saw(later: Node, earlier: Node): boolean {
    return this.graph.saw(later, earlier)
  }

  compare(a: Node, b: Node): number {
    const order = Number(!this.isImplausible(a)) - Number(!this.isImplausible(b)) || compareTimes(a.commit.hlc, b.commit.hlc)
    return order || (a.commit.id < b.commit.id ? -1 : 1)
  }

  /** Whether a stamp is older than the program, or more than a day ahead of this clock or of a commit that had seen it. */
  isImplausible(node: Node): boolean {
    const now = this.#now()
    return node.disputed || node.commit.hlc.time < EARLIEST || (now >= EARLIEST && isAhead(node.commit.hlc, now))
  }

  has(record: RecordId): boolean {
    return this.#entries.has(record)
  }

  /** Records that commits have touched. */
  records(): IterableIterator<RecordId> {
    return this.#entries.keys()
  }

  /** The record's kind; where two stations disagree, the first by name. Undefined for one that no commit touched. */
  kind(record: RecordId): string | undefined {
    const kinds = this.#entries.get(record)?.kinds
    return kinds && [...kinds.keys()].filter((name) => name !== ALIAS_FIELD).sort()[0]
  }

  /** The cell of a field that commits have touched. */
  cell(record: RecordId, field: string): Cell | undefined {
    const kind = field === ALIAS_FIELD ? ALIAS_FIELD : this.kind(record)
    return kind === undefined ? undefined : this.#entries.get(record)?.kinds.get(kind)?.get(field)
  }

  /** Names of the fields that commits have touched. */
  touchedFields(record: RecordId): readonly string[] {
    const kind = this.kind(record)
    return kind === undefined ? [] : [...(this.#entries.get(record)?.kinds.get(kind)?.keys() ?? [])]
  }

  /**
   * Fields that people changed and did not take back, over an imported row's `base` (its sets are enough). What is
   * computed from other fields is nobody's change.
   */
  changedFields(record: RecordId, base: BaseValues): readonly string[] {
    const kind = kindOf(this.kind(record) ?? '')
    return this.touchedFields(record).filter((field) => {
      if (kind && fieldOf(kind, field)?.derived) return false
      const cell = this.cell(record, field)
      if (cell instanceof ScalarCell) return !cell.live.every(({ node }) => this.#restores(cell, node as CommitNode))
      const original = (base[field] as readonly string[] | undefined) ?? []
      return !sameJson(cell?.members(original, this), [...original].sort())
    })
  }

  /** Whether a write put back what stood before any commit here: it undoes one that came first, or one that followed such a write. */
  #restores(cell: ScalarCell, { commit }: CommitNode): boolean {
    const undone = commit.undoes && this.graph.get(commit.undoes)
    if (!undone || !cell.versions.some(({ node }) => node === undone)) return false
    return cell.before(undone, this).every(({ node }) => this.#restores(cell, node as CommitNode))
  }

  /** Field values over `base`, and what was kept where authors who had not seen each other disagree. */
  state(record: RecordId, base: BaseValues | null): RecordState {
    const fields: Record<string, unknown> = { ...base }
    const conflicts: Record<string, readonly KeptValue[]> = {}
    const disputes: Record<string, readonly DisputedMember[]> = {}
    const name = this.kind(record)
    const kind = name === undefined ? undefined : kindOf(name)
    for (const field of this.touchedFields(record)) {
      const declared = (kind && fieldOf(kind, field)) ?? UNKNOWN_FIELD
      const cell = this.cell(record, field)!
      const values = cell instanceof SetCell ? [{ value: nonEmpty(cell.members(setOf(base?.[field]), this)), node: null }] : cell.values(declared, this)
      const value = values[0]?.value
      if (value === undefined) delete fields[field]
      else fields[field] = value
      if (cell instanceof SetCell) {
        const disputed = cell.disputed(setOf(base?.[field]), this)
        if (disputed.length > 0) disputes[field] = disputed.map(({ member, added, removed }) => ({ member, added: this.written(added), removed: this.written(removed) }))
      } else if (values.length > 1 && declared.merge !== 'strongest' && !declared.derived) {
        conflicts[field] = values.map(({ value: each, node }) => {
          const writer = this.#writerOf(cell, node as CommitNode, each)
          return { value: each, ...this.written(writer), ...this.#gradeAsOf(record, writer, base) }
        })
      }
    }
    return { fields, conflicts, disputes }
  }

  /** The commit that a value came by: what an undo brought back is still its author's. */
  #writerOf(cell: ScalarCell, node: CommitNode, value: unknown): CommitNode {
    const undone = node.commit.undoes && this.graph.get(node.commit.undoes)
    const before = undone && cell.versions.some((version) => version.node === undone) ? cell.before(undone, this).filter(({ values }) => values.some((each) => sameJson(each, value))) : []
    const [writer] = before.sort((a, b) => this.compare(b.node, a.node))
    return writer ? this.#writerOf(cell, writer.node as CommitNode, value) : node
  }

  /** Who wrote a commit, and when. */
  written(node: Node): Written {
    return { account: (node as CommitNode).commit.account, at: secondsOf(node.commit.hlc), implausible: this.isImplausible(node) }
  }

  /** The record's grade as the author of a commit left it; nothing where its kind has none. */
  #gradeAsOf(record: RecordId, node: Node, base: BaseValues | null): { readonly grade?: Grade } {
    const kind = kindOf(this.kind(record) ?? '')
    if (!kind || !fieldOf(kind, 'source') || !fieldOf(kind, 'information')) return {}
    const of = (field: string) => {
      const cell = this.cell(record, field)
      const [seen] = cell instanceof ScalarCell ? [...cell.asOf(node, this)].sort((a, b) => this.compare(b.node, a.node)) : []
      const value = seen ? seen.values[0] : base?.[field]
      return typeof value === 'string' ? value : 'not-graded'
    }
    return { grade: { source: of('source'), information: of('information') } }
  }

  /** Whether a record that was not imported is there: a record whose every field is cleared is gone. */
  exists(record: RecordId): boolean {
    return this.#entries.has(record) && Object.keys(this.state(record, null).fields).length > 0
  }

  /** Who did what to a record, causes before effects. Times are the authors', in seconds. `also`: commits that are about it though they changed others. */
  entries(record: RecordId, also: readonly CommitNode[] = []): readonly HistoryEntry[] {
    const nodes = [...new Set([...(this.#entries.get(record)?.nodes ?? []), ...also])]
    nodes.sort((a, b) => a.depth - b.depth || this.compare(a, b))
    return nodes.map((node) => {
      const { id, act, account, patches, undoes, hlc } = node.commit
      const fields = patches.filter((patch) => patch.record === record).map(({ field }) => field)
      return { commit: id, act, account, at: secondsOf(hlc), fields, implausible: this.isImplausible(node), ...(undoes && { undoes }) }
    })
  }

  /**
   * Takes patches out of every commit as if they had never been in it, and folds what stays anew. Answers the records whose state
   * may be another now. `rest` answers the very list where a commit loses nothing.
   */
  withdraw(rest: (patches: readonly Patch[]) => readonly Patch[]): ReadonlySet<RecordId> {
    const touched = new Set<RecordId>()
    const commits = this.graph.commits().map((commit) => {
      const patches = rest(commit.patches)
      if (patches === commit.patches) return commit
      for (const { record } of commit.patches) touched.add(record)
      return { ...commit, patches }
    })
    this.clear()
    for (const commit of commits) this.deliver(commit)
    if (this.graph.waiting > 0) this.release()
    return touched
  }

  /** Forgets everything: the vault is sealed. */
  clear(): void {
    this.graph.clear()
    this.aliases.clear()
    this.#entries.clear()
    this.unreadable = 0
  }

  #apply(node: CommitNode, patch: Patch): void {
    const kind = kindOf(patch.kind)
    const declared = kind && fieldOf(kind, patch.field)
    const setOfAliases = patch.field === ALIAS_FIELD && (patch.add !== undefined || patch.remove !== undefined)
    if (setOfAliases || (declared && !isReadable(patch, declared))) {
      this.unreadable++
      return
    }
    let entry = this.#entries.get(patch.record)
    if (!entry) this.#entries.set(patch.record, (entry = { kinds: new Map(), nodes: [] }))
    if (entry.nodes.at(-1) !== node) entry.nodes.push(node)
    const kindName = patch.field === ALIAS_FIELD ? ALIAS_FIELD : patch.kind
    let cells = entry.kinds.get(kindName)
    if (!cells) entry.kinds.set(kindName, (cells = new Map()))
    let cell = cells.get(patch.field)
    if (!cell) cells.set(patch.field, (cell = holdsSet(patch) ? new SetCell() : new ScalarCell()))
    if (cell instanceof SetCell) cell.apply(node, patch)
    else cell.apply(node, patch, this)
    if (patch.field === ALIAS_FIELD) this.aliases.set(patch.record, (cell as ScalarCell).values(UNKNOWN_FIELD, this).flatMap(({ value }) => (typeof value === 'string' ? [value as RecordId] : [])))
  }
}

const secondsOf = (time: HybridTime) => Math.floor(time.time / 1000)

const setOf = (value: unknown): readonly string[] => (value as readonly string[] | undefined) ?? []
const nonEmpty = (members: readonly string[]) => (members.length > 0 ? members : undefined)

/** A field that a newer station wrote: kept, both values where they differ. */
export const UNKNOWN_FIELD: FieldDeclaration = { type: 'object', compartment: 'casework' }

function holdsSet(patch: Patch): boolean {
  const kind = kindOf(patch.kind)
  const declared = kind && fieldOf(kind, patch.field)
  return declared ? mergeOf(declared) === 'set' : patch.add !== undefined || patch.remove !== undefined
}
