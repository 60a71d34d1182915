import type { ChangeSet, Patch, RecordId } from '../change.ts'
import { fieldOf, kindOf } from '../kinds/kinds.ts'
import { ALIAS_FIELD } from './alias.ts'
import { ScalarCell, SetCell } from './cell.ts'
import type { Node } from './causality.ts'
import type { BaseValues, Cell, CommitNode, RecordHistory, Written } from './records.ts'
import { undoPatch, type UndoPlan } from './undo.ts'

/** What was written to a merged record by somebody who had not seen the merge, or after it: it stands nowhere else. */
export interface LateValue extends Written {
  readonly field: string
  /** Of a set, the members that came late. Absent: the field was cleared. */
  readonly value?: unknown
}

/** The commits that say which record this one really is, of those that stand; the latest first. */
export function mergesOf(history: RecordHistory, record: RecordId): readonly CommitNode[] {
  const cell = history.cell(record, ALIAS_FIELD)
  return cell instanceof ScalarCell ? latestFirst(history, cell.live.map(({ node }) => node)) : []
}

/**
 * Writes to a merged record that no merge of it had seen, so that whoever merged could not choose among them; until somebody
 * who has seen them writes that field of the one that stands for it. In order of the fields' names.
 */
export function lateValues(history: RecordHistory, record: RecordId, chief: RecordId): readonly LateValue[] {
  const merges = mergesOf(history, record)
  if (merges.length === 0) return []
  const kind = kindOf(history.kind(record) ?? '')
  const isLate = (node: CommitNode, field: string) => !merges.some((merge) => merge === node || history.saw(merge, node)) && !writersOf(history.cell(chief, field)).some((writer) => history.saw(writer, node))
  const late: LateValue[] = []
  for (const field of [...history.touchedFields(record)].sort()) {
    if (kind && fieldOf(kind, field)?.derived) continue
    const cell = history.cell(record, field)
    if (cell instanceof SetCell) {
      const members = cell.members([], history)
      for (const node of latestFirst(history, cell.additions.filter(({ member, node }) => members.includes(member) && isLate(node as CommitNode, field)).map(({ node }) => node))) {
        late.push({ field, value: cell.additions.filter((addition) => addition.node === node && members.includes(addition.member)).map(({ member }) => member).sort(), ...history.written(node) })
      }
    } else if (cell) {
      const values = new Map(cell.live.map((version) => [version.node, version.values]))
      for (const node of latestFirst(history, values.keys())) if (isLate(node, field)) for (const value of values.get(node)!) late.push({ field, ...(value !== undefined && { value }), ...history.written(node) })
    }
  }
  return late
}

/** The same whatever came first. */
const latestFirst = (history: RecordHistory, nodes: Iterable<Node>): readonly CommitNode[] => [...new Set(nodes as Iterable<CommitNode>)].sort((a, b) => history.compare(b, a))

/** Commits that wrote a field and stand: those that were taken back chose nothing, and neither did what took them back. */
function writersOf(cell: Cell | undefined): readonly CommitNode[] {
  if (!cell) return []
  const nodes = [...new Set((cell instanceof SetCell ? [...cell.additions, ...cell.removals] : cell.versions).map(({ node }) => node as CommitNode))]
  const undone = (node: CommitNode): boolean => nodes.some((other) => other.commit.undoes === node.commit.id && !undone(other))
  return nodes.filter((node) => !node.commit.undoes && !undone(node))
}

/**
 * The commit that takes a merged record apart from the one that stands for it: the links between them go, and each field
 * that a merge gave the survivor returns to what it was, where nobody changed it since. What was changed since stays with
 * the survivor and is named. Records that were merged into this one stay with it.
 * @returns null where the record is no other's
 */
export function planTakingApart(history: RecordHistory, record: RecordId, chief: RecordId, base: (record: RecordId) => BaseValues | null): UndoPlan | null {
  const { aliases } = history
  if (record === chief || !aliases.groupOf(record).includes(chief)) return null
  const group = aliases.groupOf(record)
  const rest = group.filter((member) => member !== record)
  const reached = reachOf(chief, rest, (member) => aliases.targetsOf(member))
  const patches: Patch[] = []
  const leftAlone: { record: RecordId; field: string }[] = []
  const cut = (from: RecordId, targets: readonly RecordId[]) => {
    const [value, ...beside] = targets
    patches.push({ record: from, kind: kindNameOf(history, from), field: ALIAS_FIELD, ...(value !== undefined && { value }), ...(beside.length > 0 && { beside }) })
    for (const merge of mergesOf(history, from)) {
      // An undo of a merge, or another taking apart, gave nobody a value.
      for (const patch of merge.commit.patches) {
        if (patch.field === ALIAS_FIELD || patches.some((one) => one.record === patch.record && one.field === patch.field)) continue
        const kind = kindOf(patch.kind)
        if (kind && fieldOf(kind, patch.field)?.derived) continue
        const planned = undoPatch(history, merge, patch, base)
        if (planned) patches.push(planned)
        else if (!leftAlone.some((one) => one.record === patch.record && one.field === patch.field)) leftAlone.push({ record: patch.record, field: patch.field })
      }
    }
  }
  if (aliases.targetsOf(record).length > 0) cut(record, [])
  for (const member of rest) {
    const targets = aliases.targetsOf(member)
    if (reached.has(member) && targets.includes(record)) cut(member, targets.filter((target) => target !== record))
  }
  const change: ChangeSet = { act: 'take-apart', patches }
  return { change: patches.length > 0 ? change : null, leftAlone }
}

/** The records of `members` that hang together with `start`, by links either way. */
function reachOf(start: RecordId, members: readonly RecordId[], targetsOf: (record: RecordId) => readonly RecordId[]): ReadonlySet<RecordId> {
  const reached = new Set([start])
  for (const at of reached) {
    for (const other of members) if (targetsOf(at).includes(other) || targetsOf(other).includes(at)) reached.add(other)
  }
  return reached
}

/** A record's kind as its alias says it, where nothing else of it was ever changed. */
function kindNameOf(history: RecordHistory, record: RecordId): string {
  const patch = mergesOf(history, record).flatMap(({ commit }) => commit.patches).find((one) => one.record === record)
  return history.kind(record) ?? patch?.kind ?? ''
}
