import { useImporting } from '../../session/importing.ts'
import { useSay } from '../../session/language.ts'
import { FaultNote } from '../../parts/fault.tsx'
import { PickFile } from './pick-file.tsx'
import { Preview } from './preview.tsx'
import { Report } from './report.tsx'
import { Running } from './running.tsx'

/** Bringing in a file: pick, look, run, and what came of it. */
export function ImportScreen() {
  const say = useSay()
  const { now, fault } = useImporting()
  return (
    <>
      <header className="bar">
        <h1>{say('app.screen.import')}</h1>
        {now.step !== 'none' && <bdi className="soft import-file">{now.file.name}</bdi>}
      </header>
      <div className="import">
        {fault && <FaultNote fault={fault} />}
        {(now.step === 'none' || now.step === 'reading') && <PickFile reading={now.step === 'reading'} />}
        {now.step === 'preview' && <Preview key={now.file.name} file={now.file} preview={now.preview} mapping={now.mapping} />}
        {now.step === 'running' && <Running counts={now.counts} startedAt={now.startedAt} size={now.file.size} cancel={now.cancel} name={now.file.name} />}
        {now.step === 'done' && <Report report={now.report} />}
      </div>
    </>
  )
}
