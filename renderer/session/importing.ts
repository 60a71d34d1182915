import { create } from 'zustand'
import type { ImportCounts, ImportMapping, ImportPreview, SourceFile } from '../../shared/ingest/contract.ts'
import type { ImportReport, Station } from '../../shared/station/station.ts'
import { forgetsOnSeal } from './forget.ts'
import { faultOf, tell, tellFault, wasCancelled, type Fault } from './notices.ts'
import { useView } from './view.ts'

/** A file on its way in: picked, looked at, running beneath other work, or done. */
export type Importing =
  | { readonly step: 'none' }
  | { readonly step: 'reading'; readonly file: SourceFile }
  | { readonly step: 'preview'; readonly file: SourceFile; readonly preview: ImportPreview; readonly mapping: ImportMapping }
  | { readonly step: 'running'; readonly file: SourceFile; readonly counts: ImportCounts | null; readonly startedAt: number; readonly cancel: () => void }
  | { readonly step: 'done'; readonly file: SourceFile; readonly report: ImportReport }

interface ImportStore {
  readonly now: Importing
  readonly fault: Omit<Fault, 'id'> | null
}

export const useImporting = create<ImportStore>(() => ({ now: { step: 'none' }, fault: null }))
forgetsOnSeal('importing', () => {
  const { now } = useImporting.getState()
  if (now.step === 'running') now.cancel()
  useImporting.setState({ now: { step: 'none' }, fault: null })
})

/** Looks into a file: format, header, first rows, and what its columns seem to hold. */
export async function lookInto(station: Station, file: SourceFile): Promise<void> {
  if (useImporting.getState().now.step === 'running') return
  useImporting.setState({ now: { step: 'reading', file }, fault: null })
  try {
    const preview = await station.previewImport(file)
    useImporting.setState({ now: { step: 'preview', file, preview, mapping: preview.mapping } })
  } catch (error) {
    useImporting.setState({ now: { step: 'none' }, fault: faultOf(error) })
  }
}

/** Brings the looked-at file in, all of it or nothing; counts stand in the store while it runs. */
export async function runImport(station: Station): Promise<void> {
  const { now } = useImporting.getState()
  if (now.step !== 'preview') return
  const controller = new AbortController()
  const { file, mapping } = now
  useImporting.setState({ now: { step: 'running', file, counts: null, startedAt: Date.now(), cancel: () => controller.abort() }, fault: null })
  try {
    const report = await station.runImport(file, mapping, {
      signal: controller.signal,
      onProgress: (counts) => useImporting.setState(({ now: running }) => (running.step === 'running' ? { now: { ...running, counts } } : {})),
    })
    // Who went on working elsewhere is told there, once.
    if (useView.getState().screen !== 'import') tell({ key: 'import.told', values: { count: report.counts.kept } }, report.commit !== null)
    useImporting.setState({ now: { step: 'done', file, report } })
  } catch (error) {
    if (useView.getState().screen !== 'import') tellFault(error)
    useImporting.setState({ now, fault: wasCancelled(error) ? null : faultOf(error) })
  }
}

export function changeMapping(mapping: ImportMapping): void {
  useImporting.setState(({ now }) => (now.step === 'preview' ? { now: { ...now, mapping } } : {}))
}

/** Puts the file away, so that another can be picked. What was brought in stays. */
export function putAway(): void {
  if (useImporting.getState().now.step !== 'running') useImporting.setState({ now: { step: 'none' }, fault: null })
}
