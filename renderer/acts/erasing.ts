import type { RecordId } from '../../shared/model/change.ts'
import { INTAKE_GROUPS } from '../../shared/model/roles.ts'
import type { ErasureRequest } from '../../shared/station/keeping/erasure.ts'
import type { Station } from '../../shared/station/station.ts'
import { useErasing } from '../session/erasing.ts'
import { thisOpening } from '../session/forget.ts'
import { asJob, tell } from '../session/notices.ts'
import { useSettingsSection } from '../session/settings-section.ts'
import { useView } from '../session/view.ts'
import { holds, type Act } from './act.ts'

/** Goes to where a record is erased: what goes, what stays and why is shown there before anything is. */
export function beginErasing(record: RecordId): void {
  useErasing.getState().begin(record)
  useSettingsSection.getState().show('erasure')
  useView.getState().go('settings')
}

/**
 * Erases for good, with its progress. Nothing takes it back.
 * @throws TellableError
 */
export async function eraseFor(station: Station, request: ErasureRequest): Promise<void> {
  const still = thisOpening()
  const report = await asJob({ key: 'erasure.progress.finding' }, { key: 'erasure.progress.keeps' }, (signal, progress) => station.erase(request, { signal, onProgress: ({ done, total, what }) => progress(done, total, what) }))
  if (!still()) return
  const gone = new Set<string>(request.targets.filter(({ field }) => field === undefined).map(({ record }) => record))
  const { selected, picks, select, togglePick } = useView.getState()
  if (selected && gone.has(selected.id)) select(null)
  for (const pick of picks) if (gone.has(pick)) togglePick(pick)
  useErasing.setState({ record: null, report })
  tell({ key: 'erasure.told', values: { count: report.records + report.fields } })
}

/** Only a tip that is open: an act that nothing takes back has no key, and is about one thing at a time. */
export const ERASING_ACTS: readonly Act[] = [
  {
    name: 'erase-record',
    title: { key: 'erasure.act' },
    icon: 'trash',
    keys: [],
    group: 'list',
    aboutSelection: true,
    possible: (context) => holds(context, ...INTAKE_GROUPS) && context.view.selected?.kind === 'tip',
    run: ({ view }) => {
      if (view.selected) beginErasing(view.selected.id as RecordId)
    },
  },
]
