import { fieldOf, kindOf } from '../../shared/model/kinds/kinds.ts'
import type { Station, UndoReport } from '../../shared/station/station.ts'
import { hasText, say, type Say } from '../session/language.ts'
import { tell, tellTakenBack } from '../session/notices.ts'
import { takeStepAgain, takeStepBack } from '../session/steps.ts'
import type { Act } from './act.ts'

/** What an act did, in words, for the sentence of undo and redo: by its name, or plainly where a name has no text. */
export function doneBy(act: string): string {
  return say(hasText(`acts.did.${act}`) ? `acts.did.${act}` : 'acts.did.change')
}

/** Says what an undo did and to what, offers to do it again, and says what it left alone. */
export const tellUndone = (station: Station, report: UndoReport | null): Promise<void> => tellReport(station, report, 'undone', 'acts.nothing-to-undo')

async function tellReport(station: Station, report: UndoReport | null, now: 'undone' | 'redone', none: string): Promise<void> {
  if (!report) return tell({ key: none })
  if (report.receipt.leftAlone.length > 0) return tell({ key: 'acts.left-alone', values: { count: report.receipt.leftAlone.length } })
  const what = doneBy(report.act)
  const to = await changedBy(station, report, say)
  const says = to === '' ? { key: `acts.${now}`, values: { what } } : { key: `acts.${now}-of`, values: { what, to } }
  if (now === 'undone') tellTakenBack(says)
  else tell(says, true)
}

/** What an undo or redo changed, short: a record by its reference and fields, several by their number. */
export async function changedBy(station: Pick<Station, 'record'>, { act, records, receipt }: UndoReport, inWords: Say): Promise<string> {
  const [only] = records
  // An import is its rows, which are no records of their own until they are edited.
  if (only === undefined || act === 'import') return ''
  if (records.length > 1) return inWords('acts.records', { count: records.length })
  const record = await station.record(only)
  if (!record) return ''
  const kind = kindOf(record.kind)
  // What follows from a field by itself is nobody's doing, and an alias is said by the act's own name.
  const fields = (record.history.find(({ commit }) => commit === receipt.commit)?.fields ?? []).filter((field) => kind && fieldOf(kind, field) && !fieldOf(kind, field)?.derived)
  // A whole record that came or went is its reference; what was changed in it is worth a word.
  return fields.length === 0 || fields.length > 3 ? record.reference : [record.reference, ...fields.map((field) => inWords(`kinds.${record.kind}.field.${field}`))].join(' · ')
}

/** Undo and redo, one step at a time in the order in which things were done: filters of this window among the acts that the station knows. */
export const HISTORY_ACTS: readonly Act[] = [
  {
    name: 'undo',
    title: { key: 'acts.undo' },
    icon: 'arrow-back-up',
    keys: ['Z', 'Ctrl+Z'],
    group: 'anywhere',
    possible: ({ vault }) => vault.phase === 'open',
    run: async ({ station }) => {
      const step = await takeStepBack()
      if (step) tellTakenBack(step.told('undone'))
      else await tellUndone(station, await station.undo())
    },
  },
  {
    name: 'redo',
    title: { key: 'acts.redo' },
    icon: 'arrow-forward-up',
    keys: ['Shift+Z', 'Ctrl+Shift+Z'],
    group: 'anywhere',
    possible: ({ vault }) => vault.phase === 'open',
    run: async ({ station }) => {
      const step = await takeStepAgain()
      if (step) tell(step.told('redone'), true)
      else await tellReport(station, await station.redo(), 'redone', 'acts.nothing-to-redo')
    },
  },
]
