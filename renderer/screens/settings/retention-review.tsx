import { useId, useState, type FormEvent } from 'react'
import type { DueRecord } from '../../../shared/station/keeping/retention.ts'
import { beginErasing } from '../../acts/erasing.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { faultOf, tell, type Fault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { useVault } from '../../session/vault.ts'
import { ruleInWords } from './rule-words.ts'

/** What is past its time and why; each is erased, kept longer or left, by a person. */
export function RetentionReview() {
  const say = useSay()
  const station = useStation()
  const version = useVault((state) => state.version)
  const { value: due, fault } = useLoaded(() => station.retention(), [station, version])
  const [keeping, setKeeping] = useState<string | null>(null)
  if (fault) return <FaultNote fault={fault} />
  if (!due) return null
  return (
    <section>
      <h3>{say('erasure.review')}</h3>
      <p className="soft">{due.rules.length === 0 ? say('erasure.review-no-rules') : due.total === 0 ? say('erasure.review-none') : say('erasure.review-count', { count: due.total })}</p>
      {due.total > due.first.length && <p className="soft">{say('erasure.review-first', { count: due.first.length })}</p>}
      <ol className="erasure-list">
        {due.first.map((one) => (
          <li key={one.record}>{keeping === one.record ? <KeepLonger due={one} onDone={() => setKeeping(null)} /> : <Due due={one} onKeep={() => setKeeping(one.record)} />}</li>
        ))}
      </ol>
    </section>
  )
}

function Due({ due, onKeep }: { readonly due: DueRecord; readonly onKeep: () => void }) {
  const say = useSay()
  const formats = useFormats()
  const { reference, title, rule, held } = due
  const day = (at: number) => formats.date(at, { dateStyle: 'medium' })
  return (
    <div className="erasure-due">
      <span>
        <bdi className="id" dir="ltr">{reference}</bdi> <span dir="auto">{title}</span>
        <small className="muted">{say('erasure.review-since', { rule: ruleInWords(say, rule), due: day(due.due) })}</small>
        {held && <small className="muted">{say('erasure.review-held', { until: day(held.until), why: held.why })}</small>}
      </span>
      <span className="settings-acts">
        <Button small named={say('erasure.review-erase-of', { reference })} onClick={() => beginErasing(due.record)}>
          {say('erasure.review-erase')}
        </Button>
        <Button small named={say('erasure.review-keep-of', { reference })} onClick={onKeep}>
          {say('erasure.review-keep')}
        </Button>
      </span>
    </div>
  )
}

function KeepLonger({ due, onDone }: { readonly due: DueRecord; readonly onDone: () => void }) {
  const say = useSay()
  const formats = useFormats()
  const station = useStation()
  const [until, setUntil] = useState('')
  const [why, setWhy] = useState('')
  const [fault, setFault] = useState<Omit<Fault, 'id'> | null>(null)
  const id = useId()
  const keep = async (event: FormEvent) => {
    event.preventDefault()
    const end = until === '' ? 0 : Date.parse(`${until}T00:00:00Z`) / 1000
    try {
      await station.keepLonger({ record: due.record, until: end, why })
      tell({ key: 'erasure.kept', values: { reference: due.reference, until: formats.date(end, { dateStyle: 'medium' }) } }, true)
      onDone()
    } catch (error) {
      setFault(faultOf(error))
    }
  }
  return (
    <form className="erasure-keep" onSubmit={(event) => void keep(event)} autoComplete="off">
      <bdi className="id" dir="ltr">{due.reference}</bdi>
      <label htmlFor={`${id}-until`}>{say('erasure.keep-until')}</label>
      <input id={`${id}-until`} className="input" type="date" autoComplete="off" autoFocus value={until} onChange={(event) => setUntil(event.target.value)} />
      <label htmlFor={`${id}-why`}>{say('erasure.keep-why')}</label>
      <input id={`${id}-why`} className="input" dir="auto" autoComplete="off" value={why} onChange={(event) => setWhy(event.target.value)} />
      <span className="settings-acts">
        <Button small kind="primary" submit>
          {say('erasure.keep')}
        </Button>
        <Button small kind="quiet" onClick={onDone}>
          {say('erasure.keep-cancel')}
        </Button>
      </span>
      {fault && <FaultNote fault={fault} />}
    </form>
  )
}
