import { useState } from 'react'
import { refusalsCsv } from '../../../shared/ingest/ingest.ts'
import { VOCABULARIES } from '../../../shared/model/vocabularies/vocabulary.ts'
import type { ImportReport } from '../../../shared/station/station.ts'
import type { CommitId } from '../../../shared/model/change.ts'
import { tellUndone } from '../../acts/history.ts'
import { Button } from '../../parts/button.tsx'
import { PrecisionSign } from '../../parts/signs.tsx'
import { LongList } from '../../parts/table/long-list.tsx'
import { useImporting, putAway } from '../../session/importing.ts'
import { say as sayNow, useFormats, useSay } from '../../session/language.ts'
import { tell, tellFault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { useView } from '../../session/view.ts'
import { Counts } from './counts.tsx'
import { DoubtSection } from './doubts.tsx'

/** Refused rows shown at once; the rest is in the file. */
const SHOWN = 200

/** What came of an import: counts, every refusal with its reason, duplicates that can be had back, doubts, precision. */
export function Report({ report, onPick }: { readonly report: ImportReport; readonly onPick: () => void }) {
  const say = useSay()
  const formats = useFormats()
  const station = useStation()
  const takeBack = async (commit: CommitId) => {
    try {
      await tellUndone(station, await station.undo(commit))
      putAway()
    } catch (error) {
      tellFault(error)
    }
  }
  const save = async (name: string, csv: (report: ImportReport, translate: typeof sayNow) => string) => {
    try {
      const { saved, where } = await station.saveFile(`${name}.csv`, new TextEncoder().encode(csv(report, sayNow)))
      if (saved) tell({ key: 'import.report.saved', values: { where: where ?? '' } })
    } catch (error) {
      tellFault(error)
    }
  }
  return (
    <div className="import-report">
      <section>
        <h2>{say(report.cancelled ? 'import.report.cancelled' : report.counts.kept === 0 ? 'import.report.nothing' : 'import.report.title')}</h2>
        {report.counts.read === 0 && !report.cancelled && <p>{say('import.report.no-rows')}</p>}
        <Counts counts={report.counts} />
        <ul className="import-precision" aria-label={say('import.report.precision')}>
          {VOCABULARIES.precision.map((precision) => report.precision[precision] > 0 && (
            <li key={precision}>
              <PrecisionSign precision={precision} named={false} /> {say(precision === 'none' ? 'import.report.no-place' : `vocabularies.precision.${precision}`)} <b>{formats.number(report.precision[precision])}</b>
            </li>
          ))}
        </ul>
        {report.alike > 0 && <p className="soft">{say('import.report.alike', { count: report.alike })}</p>}
        <p className="import-acts">
          <Button kind="primary" onClick={() => (putAway(), useView.getState().go('tips'))} focused>
            {say('import.report.see')}
          </Button>
          {report.commit && (
            <Button icon="arrow-back-up" onClick={() => void takeBack(report.commit as CommitId)}>
              {say('import.report.take-back')}
            </Button>
          )}
          <Button kind="quiet" shortcut="I" onClick={onPick}>
            {say('import.preview.other')}
          </Button>
        </p>
      </section>
      {report.refusals.length > 0 && (
        <section>
          <h2>
            {say('import.report.refusals', { count: report.refusals.length })}
            <Button small icon="download" named={say('import.report.download-refused')} onClick={() => void save(say('import.report.file'), refusalsCsv)}>
              {say('import.report.download')}
            </Button>
          </h2>
          <div className="import-table" tabIndex={0} role="region" aria-label={say('import.report.refusals', { count: report.refusals.length })}>
            <table>
              <thead>
                <tr>
                  <th scope="col" className="number">{say('ingest.refusals.row')}</th>
                  <th scope="col">{say('ingest.refusals.field')}</th>
                  <th scope="col">{say('ingest.refusals.value')}</th>
                  <th scope="col">{say('ingest.refusals.reason')}</th>
                </tr>
              </thead>
              <tbody>
                {report.refusals.slice(0, SHOWN).map((refusal) => (
                  <tr key={`${refusal.row}-${refusal.field}`}>
                    <td className="number">{formats.number(refusal.row)}</td>
                    <td dir="auto">{refusal.field}</td>
                    <td dir="auto">{refusal.value}</td>
                    <td className="import-reason">{say(refusal.reason)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {report.refusals.length > SHOWN && <p className="muted">{say('import.report.more-in-file', { count: report.refusals.length - SHOWN })}</p>}
        </section>
      )}
      {report.duplicates.length > 0 && <Duplicates report={report} />}
      {report.doubts.length > 0 && <DoubtSection report={report} onSave={(name, csv) => void save(name, csv)} />}
    </div>
  )
}

/** Rows held back because an equal one was kept; any of them can be had back. */
function Duplicates({ report }: { readonly report: ImportReport }) {
  const say = useSay()
  const formats = useFormats()
  const station = useStation()
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const [busy, setBusy] = useState(false)
  const toggle = (row: number) => {
    const next = new Set(chosen)
    if (!next.delete(row)) next.add(row)
    setChosen(next)
  }
  const restore = async (rows: readonly number[]) => {
    setBusy(true)
    try {
      await station.restoreDuplicates(report.importId, rows)
      tell({ key: 'import.report.restored', values: { count: rows.length } }, true)
      const back = new Set(rows)
      useImporting.setState(({ now }) => (now.step === 'done' ? { now: { ...now, report: { ...now.report, duplicates: now.report.duplicates.filter(({ row }) => !back.has(row)) } } } : {}))
      setChosen(new Set())
    } catch (error) {
      tellFault(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <section>
      <h2>
        {say('import.report.duplicates', { count: report.duplicates.length })}
        <Button small disabled={busy} onClick={() => void restore(chosen.size > 0 ? [...chosen] : report.duplicates.filter(({ sameAs }) => sameAs > 0).map(({ row }) => row))}>
          {chosen.size > 0 ? say('import.report.restore-chosen', { count: chosen.size }) : say('import.report.restore-all')}
        </Button>
      </h2>
      <p className="soft">{say('import.report.duplicates-says')}</p>
      <LongList
        label={say('import.report.duplicates', { count: report.duplicates.length })}
        count={report.duplicates.length}
        line={(index) => {
          const { row, sameAs } = report.duplicates[index]!
          const content = (
            <label>
              <input type="checkbox" autoComplete="off" disabled={sameAs === 0} checked={chosen.has(row)} onChange={() => toggle(row)} />{' '}
              {sameAs === 0 ? say('import.report.here-already', { row: formats.number(row) }) : say('import.report.same-as', { row: formats.number(row), other: formats.number(sameAs) })}
            </label>
          )
          return { key: row, content }
        }}
      />
    </section>
  )
}
