import type { ChangeSet, CommitId, Patch, RecordId } from '../change.ts'
import { fieldOf, kindOf } from '../kinds/kinds.ts'
import { ScalarCell, SetCell } from './cell.ts'
import { UNKNOWN_FIELD, type BaseValues, type CommitNode, type RecordHistory } from './records.ts'

/** What undoing a commit would do: null where nothing of it is left to undo. */
export interface UndoPlan {
  readonly change: ChangeSet | null
  /** Fields that changed after the commit, or beside it: they stay as they are. */
  readonly leftAlone: readonly { readonly record: RecordId; readonly field: string }[]
}

/**
 * The commit that takes another back: each field that still stands as that commit left it returns to what its
 * author had seen before. Undoing an undo is a redo. An import's end is undone by taking the import back, so
 * that its record and the rows that people worked on stay.
 * @param base values of imported rows that the commit touched
 * @returns null where the commit is not known here
 */
export function planUndo(history: RecordHistory, target: CommitId, act: string, base: (record: RecordId) => BaseValues | null): UndoPlan | null {
  const node = history.graph.get(target)
  if (!node) return null
  const patches: Patch[] = []
  const leftAlone: { record: RecordId; field: string }[] = []
  const imports = node.commit.patches.filter((patch) => patch.kind === 'import' && patch.field === 'kept' && isFirst(history, node, patch)).map(({ record }) => record)
  for (const record of new Set(imports)) patches.push({ record, kind: 'import', field: 'takenBack', value: true })
  for (const patch of node.commit.patches) {
    if (imports.includes(patch.record)) continue
    const planned = undoPatch(history, node, patch, base)
    if (planned === null) leftAlone.push({ record: patch.record, field: patch.field })
    else patches.push(planned)
  }
  return { change: patches.length > 0 ? { act, patches, undoes: target } : null, leftAlone }
}

/** The patch that takes back one of a commit's; null where its field no longer stands as the commit left it. */
export function undoPatch(history: RecordHistory, node: CommitNode, patch: Patch, base: (record: RecordId) => BaseValues | null): Patch | null {
  const cell = history.cell(patch.record, patch.field)
  if (cell instanceof SetCell) return undoSet(history, node, patch, cell, base)
  return cell instanceof ScalarCell ? undoScalar(history, node, patch, cell, base) : null
}

/**
 * Whether a commit changed nothing when it was made: it took away members that were not there, or added those that
 * were. There is nothing in it to take back, then or later.
 */
export function changedNothing(history: RecordHistory, target: CommitId, base: (record: RecordId) => BaseValues | null): boolean {
  const node = history.graph.get(target)
  if (!node) return false
  return node.commit.patches.every(({ record, field, value, add = [], remove = [] }) => {
    const cell = history.cell(record, field)
    if (!(cell instanceof SetCell) || value !== undefined || (add.length === 0 && remove.length === 0)) return false
    const before = cell.members((base(record)?.[field] as readonly string[] | undefined) ?? [], history, node)
    return add.every((member) => before.includes(member)) && !remove.some((member) => before.includes(member))
  })
}

function isFirst(history: RecordHistory, node: CommitNode, patch: Patch): boolean {
  const cell = history.cell(patch.record, patch.field)
  return cell instanceof ScalarCell && cell.before(node, history).length === 0
}

function undoScalar(history: RecordHistory, node: CommitNode, patch: Patch, cell: ScalarCell, base: (record: RecordId) => BaseValues | null): Patch | null {
  if (cell.live.length !== 1 || cell.live[0]!.node !== node) return null
  const { record, kind, field } = patch
  const before = new ScalarCell()
  before.live = [...cell.before(node, history)]
  if (before.live.length === 0) {
    const value = base(record)?.[field]
    return { record, kind, field, ...(value !== undefined && { value }) }
  }
  const declaration = kindOf(kind)
  const values = before.values((declaration && fieldOf(declaration, field)) ?? UNKNOWN_FIELD, history).map(({ value }) => value)
  const [value, ...others] = values
  const beside = others.filter((other) => other !== undefined)
  return { record, kind, field, ...(value !== undefined && { value }), ...(beside.length > 0 && { beside }) }
}

function undoSet(history: RecordHistory, node: CommitNode, patch: Patch, cell: SetCell, base: (record: RecordId) => BaseValues | null): Patch | null {
  const { record, kind, field } = patch
  const original = (base(record)?.[field] as readonly string[] | undefined) ?? []
  const before = cell.members(original, history, node)
  const now = cell.members(original, history)
  const added = cell.additions.filter((addition) => addition.node === node).map(({ member }) => member)
  // Only what stands by this commit alone goes; what another added as well is theirs.
  const remove = added.filter((member) => !before.includes(member) && now.includes(member) && cell.standing(member, history).every((id) => id === node.commit.id))
  const add = before.filter((member) => !now.includes(member) && removedOnlyBy(cell, node, member, history))
  if (remove.length === 0 && add.length === 0) return null
  return { record, kind, field, ...(add.length > 0 && { add }), ...(remove.length > 0 && { remove }) }
}

/** Whether this commit's removal, and no later or other one, took the member away. */
function removedOnlyBy(cell: SetCell, node: CommitNode, member: string, history: RecordHistory): boolean {
  const removals = cell.removals.filter((removal) => removal.member === member || removal.member === null)
  return removals.some((removal) => removal.node === node) && removals.every((removal) => removal.node === node || history.saw(node, removal.node))
}
