import type { Patch, RecordId } from '../../shared/model/change.ts'
import type { CodeOf } from '../../shared/model/vocabularies/vocabulary.ts'
import type { Station } from '../../shared/station/station.ts'
import { holds, type Act, type ActContext } from './act.ts'
import { commitAct } from './commit.ts'

const patch = (record: RecordId, field: string, value: unknown): Patch => ({ record, kind: 'tip', field, ...(value !== undefined && { value }) })

/** The tips an act works on: the picks, or else the one that is selected. */
export function actedTips({ view }: ActContext): readonly RecordId[] {
  if (view.picks.size > 0) return [...view.picks]
  return view.selected?.kind === 'tip' ? [view.selected.id as RecordId] : []
}

/** Grades tips by the Admiralty code. */
export async function gradeTips(station: Station, tips: readonly RecordId[], source: CodeOf<'source'>, information: CodeOf<'information'>): Promise<void> {
  const patches = tips.flatMap((tip) => [patch(tip, 'source', source), patch(tip, 'information', information)])
  await commitAct(station, { act: 'grade-tip', patches }, { key: 'tips.told.graded', values: { count: tips.length, grade: `${source}${information}` } })
}

/** Changes one field of a tip; `undefined` clears it. */
export async function editTip(station: Station, tip: RecordId, field: string, value: unknown, label: string): Promise<void> {
  await commitAct(station, { act: 'edit-tip', patches: [patch(tip, field, value)] }, { key: value === undefined ? 'tips.told.cleared' : 'tips.told.edited', values: { field: label } })
}

async function setStatus(station: Station, tips: readonly RecordId[], act: string, status: CodeOf<'status'>): Promise<void> {
  await commitAct(station, { act, patches: tips.map((tip) => patch(tip, 'status', status)) }, { key: `tips.told.${status}`, values: { count: tips.length } })
}

const some: Act['possible'] = (context) => holds(context, 'casework') && actedTips(context).length > 0

/** What can be done with the selected or picked tips from anywhere. */
export const TIP_ACTS: readonly Act[] = [
  {
    name: 'grade-tip',
    title: { key: 'acts.grade' },
    icon: 'scale',
    keys: ['A'],
    group: 'list',
    aboutSelection: true,
    possible: (context) => holds(context, 'casework') && context.view.selected?.kind === 'tip',
    run: ({ view }) => view.select(view.selected, 'grade'),
  },
  { name: 'triage-tip', title: { key: 'acts.triage' }, icon: 'check', keys: ['Y'], group: 'list', aboutSelection: true, possible: some, run: (context) => setStatus(context.station, actedTips(context), 'triage-tip', 'triaged') },
  { name: 'set-aside', title: { key: 'acts.set-aside' }, icon: 'minus', keys: ['E'], group: 'list', aboutSelection: true, possible: some, run: (context) => setStatus(context.station, actedTips(context), 'set-aside', 'set-aside') },
  { name: 'take-up', title: { key: 'acts.take-up' }, icon: 'refresh', keys: ['Shift+E'], group: 'list', aboutSelection: true, possible: some, run: (context) => setStatus(context.station, actedTips(context), 'take-up', 'untriaged') },
]
