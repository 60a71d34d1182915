import { useMemo, useRef } from 'react'
import type { Act } from '../../acts/act.ts'
import { useHereActs } from '../../acts/standing.ts'
import { runImport, useImporting } from '../../session/importing.ts'
import { useSay } from '../../session/language.ts'
import { useStation } from '../../session/station.ts'
import { FaultNote } from '../../parts/fault.tsx'
import { FileInput } from './file-input.tsx'
import { PickFile } from './pick-file.tsx'
import { Preview } from './preview.tsx'
import { Report } from './report.tsx'
import { Running } from './running.tsx'
import { canRun } from './targets.ts'

/** Bringing in a file: pick, look, run, and what came of it. */
export function ImportScreen() {
  const say = useSay()
  const station = useStation()
  const { now, fault } = useImporting()
  const input = useRef<HTMLInputElement>(null)
  const pick = () => input.current?.click()
  useHereActs(
    useMemo<readonly Act[]>(() => {
      const ready = () => {
        const { now } = useImporting.getState()
        return now.step === 'preview' && canRun(now.mapping)
      }
      const idle = () => !['reading', 'running'].includes(useImporting.getState().now.step)
      return [
        // The key that led here leads on: a report or a first look stands until another file was picked.
        { name: 'pick-file', title: { key: 'import.pick.act' }, icon: 'file-import', keys: ['I'], group: 'screen', possible: idle, run: () => input.current?.click() },
        { name: 'bring-in', title: { key: 'import.preview.run' }, icon: 'file-import', keys: ['Enter', 'Ctrl+Enter'], group: 'screen', possible: ready, run: () => runImport(station) },
      ]
    }, [station]),
  )
  return (
    <>
      <header className="bar">
        <h1>{say('app.screen.import')}</h1>
        {now.step !== 'none' && <bdi className="soft import-file">{now.file.name}</bdi>}
      </header>
      <div className="import">
        {fault && <FaultNote fault={fault} />}
        {(now.step === 'none' || now.step === 'reading') && <PickFile reading={now.step === 'reading'} onPick={pick} />}
        {now.step !== 'running' && <FileInput ref={input} />}
        {now.step === 'preview' && <Preview key={now.file.name} file={now.file} preview={now.preview} mapping={now.mapping} />}
        {now.step === 'running' && <Running counts={now.counts} startedAt={now.startedAt} size={now.file.size} cancel={now.cancel} name={now.file.name} />}
        <p className="aside-only" role="status">{now.step === 'done' ? say('import.told', { count: now.report.counts.kept }) : ''}</p>
        {now.step === 'done' && <Report report={now.report} onPick={pick} />}
      </div>
    </>
  )
}
