import type { Patch, RecordId } from '../../shared/model/change.ts'
import { ALIAS_FIELD } from '../../shared/model/history/alias.ts'
import { INTAKE_GROUPS } from '../../shared/model/roles.ts'
import type { Station } from '../../shared/station/station.ts'
import { useMerging } from '../session/merging.ts'
import { say } from '../session/language.ts'
import { tell } from '../session/notices.ts'
import { thisOpening } from '../session/forget.ts'
import { useView } from '../session/view.ts'
import { holds, type Act, type ActContext } from './act.ts'
import { commitAct } from './commit.ts'

/** Patches that give the survivor what was chosen from the other; the other keeps all it has. */
export type Taken = readonly Omit<Patch, 'record' | 'kind'>[]

/** Says that one tip is another, which takes some of its values over: one act, which one `Z` takes back. */
export async function mergeTips(station: Station, merged: { readonly id: RecordId; readonly reference: string }, survivor: { readonly id: RecordId; readonly reference: string }, takes: Taken): Promise<void> {
  const still = thisOpening()
  const patches: Patch[] = [{ record: merged.id, kind: 'tip', field: ALIAS_FIELD, value: survivor.id }, ...takes.map((each) => ({ ...each, record: survivor.id, kind: 'tip' }))]
  await commitAct(station, { act: 'merge-tips', patches }, { key: 'conflicts.told.merged', values: { merged: merged.reference, survivor: survivor.reference } })
  if (!still()) return
  useMerging.setState({ first: null, second: null })
  const view = useView.getState()
  view.clearPicks()
  view.go('tips')
  view.select({ kind: 'tip', id: survivor.id }, 'head')
}

/** Takes a merged tip apart from its survivor, and says what stays with the survivor because it was changed since. */
export async function takeApart(station: Station, merged: { readonly id: RecordId; readonly reference: string }): Promise<void> {
  const still = thisOpening()
  const receipt = await station.takeApart(merged.id)
  if (!receipt || !still()) return
  const fields = [...new Set(receipt.leftAlone.map(({ field }) => field))]
  if (fields.length === 0) tell({ key: 'conflicts.told.apart', values: { reference: merged.reference } }, true)
  else tell({ key: 'conflicts.told.apart-left', values: { reference: merged.reference, fields: fields.map((field) => say(`kinds.tip.field.${field}`)).join(', ') } }, true)
}

/** The tips that an act of two would be about: those picked, and the one that is open. */
function held({ view }: ActContext): readonly RecordId[] {
  const open = view.selected?.kind === 'tip' ? [view.selected.id as RecordId] : []
  return [...new Set(view.picks.size >= 2 ? view.picks : [...open, ...view.picks])]
}

export const MERGE_ACTS: readonly Act[] = [
  {
    name: 'merge-tips',
    title: { key: 'conflicts.merge.act' },
    icon: 'arrows-join-2',
    keys: ['M'],
    group: 'list',
    aboutSelection: true,
    possible: (context) => holds(context, ...INTAKE_GROUPS) && context.view.screen !== 'merge' && held(context).length > 0,
    run: (context) => {
      const [first, second = null, third] = held(context)
      if (third) return tell({ key: 'conflicts.merge.two-at-a-time' })
      useMerging.setState({ first: first ?? null, second })
      context.view.go('merge')
    },
  },
]
