import { useEffect, useState } from 'react'
import { useLanguage, useSay } from '../../session/language.ts'
import { faultOf, type Fault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { useVault } from '../../session/vault.ts'
import { Button } from '../button.tsx'
import { Dialog } from '../dialog.tsx'
import { FaultNote } from '../fault.tsx'
import { PreviewFrame } from '../preview-frame.tsx'
import type { Keeping } from './keep-recovery.tsx'

type SheetPaper = 'A4' | 'Letter'
/** Width of a sheet on the screen, px at 96 an inch, with the desk around it. */
const SHEET: Readonly<Record<SheetPaper, number>> = { A4: 826, Letter: 848 }

/** The sheets as they will be printed, to be printed at once or saved to be printed elsewhere. What is shown goes with the dialog. */
export function PrintSheets({ as, onClose }: { readonly as: Keeping; readonly onClose: () => void }) {
  const say = useSay()
  const station = useStation()
  const language = useLanguage((state) => state.language)
  const pdf = useVault((state) => state.shell?.printsPdf === true)
  const [paper, setPaper] = useState<SheetPaper>('A4')
  const [page, setPage] = useState<string | null>(null)
  const [printed, setPrinted] = useState(0)
  const [busy, setBusy] = useState(false)
  const [saved, setSaved] = useState('')
  const [fault, setFault] = useState<Omit<Fault, 'id'> | null>(null)
  useEffect(() => {
    let gone = false
    station.writeSheets({ as, paper, language, format: 'html' }).then(
      ({ bytes }) => !gone && setPage(new TextDecoder().decode(bytes)),
      (error: unknown) => !gone && setFault(faultOf(error)),
    )
    return () => {
      gone = true
    }
  }, [station, as, paper, language])
  const save = async () => {
    if (busy) return
    setBusy(true)
    setFault(null)
    setSaved('')
    try {
      const { name, bytes } = await station.writeSheets({ as, paper, language, format: pdf ? 'pdf' : 'html' })
      const { saved: done, where } = await station.saveFile(name, bytes)
      bytes.fill(0)
      if (done) setSaved(say('recovery.print.saved', { name: where ?? name }))
    } catch (error) {
      setFault(faultOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog name={say('recovery.print.title')} className="print-sheets" onClose={onClose}>
      <div className="print-sheets-side">
        <h2>{say('recovery.print.title')}</h2>
        <fieldset>
          <legend>{say('recovery.print.paper')}</legend>
          <div className="choice">
            {(['A4', 'Letter'] as const).map((each) => (
              <label key={each}>
                <input type="radio" name="sheet-paper" autoComplete="off" checked={paper === each} onChange={() => setPaper(each)} />
                <bdi>{each}</bdi>
              </label>
            ))}
          </div>
        </fieldset>
        <Button kind="primary" icon="printer" disabled={page === null} onClick={() => setPrinted(printed + 1)}>
          {say('recovery.print.print')}
        </Button>
        <p className="muted">{say('recovery.print.spool')}</p>
        <Button disabled={page === null || busy} onClick={() => void save()}>
          {say(pdf ? 'recovery.print.save-pdf' : 'recovery.print.save-html')}
        </Button>
        <p className="muted">{say('recovery.print.file')}</p>
        <div role="status">{saved !== '' && <p>{saved}</p>}</div>
        {fault && <FaultNote fault={fault} />}
        <p className="print-sheets-end">
          <Button kind="quiet" onClick={onClose}>
            {say('recovery.print.close')}
          </Button>
        </p>
      </div>
      {page !== null && <PreviewFrame html={page} title={say('recovery.print.title')} className="page" grey={false} pageWidth={SHEET[paper]} printed={printed} />}
    </Dialog>
  )
}
