import type { UndoReport } from '../../shared/station/station.ts'
import { hasText, say } from '../session/language.ts'
import { tell } from '../session/notices.ts'
import type { Act } from './act.ts'

/** What an act did, in words, for the sentence of undo and redo: by its name, or plainly where a name has no text. */
export function doneBy(act: string): string {
  return say(hasText(`acts.did.${act}`) ? `acts.did.${act}` : 'acts.did.change')
}

/** Says what an undo did, and what it left alone. */
export const tellUndone = (report: UndoReport | null): void => tellReport(report, 'acts.undone', 'acts.nothing-to-undo')

function tellReport(report: UndoReport | null, key: 'acts.undone' | 'acts.redone', none: string): void {
  if (!report) tell({ key: none })
  else if (report.receipt.leftAlone.length > 0) tell({ key: 'acts.left-alone', values: { count: report.receipt.leftAlone.length } })
  else tell({ key, values: { what: doneBy(report.act) } })
}

/** Undo and redo: the station knows what was done last, in this vault, by this account. */
export const HISTORY_ACTS: readonly Act[] = [
  {
    name: 'undo',
    title: { key: 'acts.undo' },
    icon: 'arrow-back-up',
    keys: ['Z', 'Ctrl+Z'],
    group: 'anywhere',
    possible: ({ vault }) => vault.phase === 'open',
    run: async ({ station }) => tellUndone(await station.undo()),
  },
  {
    name: 'redo',
    title: { key: 'acts.redo' },
    icon: 'arrow-forward-up',
    keys: ['Shift+Z', 'Ctrl+Shift+Z'],
    group: 'anywhere',
    possible: ({ vault }) => vault.phase === 'open',
    run: async ({ station }) => tellReport(await station.redo(), 'acts.redone', 'acts.nothing-to-redo'),
  },
]
