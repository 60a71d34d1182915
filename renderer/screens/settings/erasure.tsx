import { useId, useState, type FormEvent } from 'react'
import type { OpenedRecord } from '../../../shared/station/station.ts'
import { Button } from '../../parts/button.tsx'
import { Refused, refusedBy } from '../../parts/form/refused.tsx'
import { useErasing } from '../../session/erasing.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { tellFault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { useVault } from '../../session/vault.ts'
import { focusOnce } from './account-form.tsx'
import { EraseRecord } from './erase-record.tsx'
import { RetentionReview } from './retention-review.tsx'
import { RetentionRules } from './retention-rules.tsx'
import { Unreached } from './unreached.tsx'

/** What goes for good, how long what is kept, and what was erased: on what basis, never what. */
export function Erasure() {
  const { record, report } = useErasing()
  if (record) return <EraseRecord key={record} record={record} />
  return (
    <>
      {report ? <Erased /> : <FindRecord />}
      <RetentionReview />
      <RetentionRules />
      <ErasureLog />
    </>
  )
}

/** What is gone, and what could not be reached. */
function Erased() {
  const say = useSay()
  const { report, begin } = useErasing()
  if (!report) return null
  return (
    <section className="settings-form">
      <h3 tabIndex={-1} ref={focusOnce}>
        {say('erasure.done-title')}
      </h3>
      <p>{say('erasure.done', { count: report.records + report.fields })}</p>
      <Unreached stays={report.stays} />
      <p className="settings-acts">
        <Button onClick={() => begin(null)}>{say('erasure.done-close')}</Button>
      </p>
    </section>
  )
}

function FindRecord() {
  const say = useSay()
  const station = useStation()
  const [typed, setTyped] = useState('')
  const [missed, setMissed] = useState(false)
  const id = useId()
  const find = async (event: FormEvent) => {
    event.preventDefault()
    try {
      const [hit] = await station.search(typed, 1)
      // Words find records too; only a reference names the one that is meant.
      if (hit && sameReference(hit.reference, typed)) useErasing.getState().begin(hit.id)
      else setMissed(true)
    } catch (error) {
      tellFault(error)
    }
  }
  return (
    <form className="settings-form" onSubmit={(event) => void find(event)} autoComplete="off">
      <p className="soft lead">{say('erasure.intro')}</p>
      <div className="gate-field">
        <label htmlFor={id}>{say('erasure.find')}</label>
        <div className="erasure-find">
          <input
            id={id}
            className="input id"
            dir="ltr"
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value)
              setMissed(false)
            }}
            {...refusedBy(`${id}-why`, missed)}
          />
          <Button submit disabled={typed.trim() === ''}>
            {say('erasure.look')}
          </Button>
        </div>
        {missed ? <Refused id={`${id}-why`} says={say('erasure.not-found')} /> : <p className="muted">{say('erasure.find-hint')}</p>}
      </div>
    </form>
  )
}

const sameReference = (one: string, typed: string): boolean => {
  const plain = (text: string) => text.toUpperCase().replace(/[^0-9A-Z]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  return plain(one) === plain(typed)
}

function ErasureLog() {
  const say = useSay()
  const formats = useFormats()
  const station = useStation()
  const version = useVault((state) => state.version)
  const { value: entries } = useLoaded(async () => {
    const records = await station.recordsOfKind('erasure')
    // Opened one by one: only so is an account called by its name.
    return (await Promise.all(records.map(({ id }) => station.record(id)))).filter((record): record is OpenedRecord => record !== null)
  }, [station, version])
  const newest = [...(entries ?? [])].sort((one, other) => Number(other.fields['at']) - Number(one.fields['at']))
  return (
    <section>
      <h3>{say('erasure.log')}</h3>
      {newest.length === 0 && <p className="soft">{say('erasure.log-none')}</p>}
      <ol className="erasure-list">
        {newest.map(({ id, fields, history }) => (
          <li key={id}>
            <span dir="auto">{say('erasure.log-entry', { count: Number(fields['records'] ?? 0), account: history[0]?.account ?? '', basis: String(fields['basis'] ?? '') })}</span>
            <small className="muted">{formats.date(Number(fields['at']), { dateStyle: 'medium', timeStyle: 'short' })}</small>
          </li>
        ))}
      </ol>
    </section>
  )
}
