import type { RecordId } from '../../shared/model/change.ts'
import type { Station } from '../../shared/station/station.ts'
import { holds, type Act } from './act.ts'
import { commitAct } from './commit.ts'

/** Chooses one of several values that were kept; the others stay in the history. `undefined` clears the field. */
export async function chooseValue(station: Station, tip: RecordId, field: string, value: unknown, label: string): Promise<void> {
  await commitAct(station, { act: 'choose-value', patches: [{ record: tip, kind: 'tip', field, ...(value !== undefined && { value }) }] }, { key: 'conflicts.told.chosen', values: { field: label } })
}

/** Settles whether members belong in a set about which authors disagree. */
export async function chooseMember(station: Station, tip: RecordId, field: string, members: readonly string[], stays: boolean, label: string): Promise<void> {
  await commitAct(station, { act: 'choose-value', patches: [{ record: tip, kind: 'tip', field, ...(stays ? { add: members } : { remove: members }) }] }, { key: 'conflicts.told.chosen', values: { field: label } })
}

/** Shows the tips of which two values were kept, and those alone. */
export const CONFLICT_ACTS: readonly Act[] = [
  {
    name: 'show-both-kept',
    title: { key: 'conflicts.act' },
    icon: 'arrows-split-2',
    keys: [],
    group: 'anywhere',
    possible: (context) => holds(context, 'casework') && (context.vault.status?.conflicts ?? 0) > 0 && !context.view.filter.bothKept,
    run: ({ view }) => {
      view.go('tips')
      // What other filters hide would look as if it were settled.
      view.replaceFilter({ bothKept: true })
    },
  },
]
