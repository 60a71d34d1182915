import { useId, useState, type FormEvent } from 'react'
import type { RecordId } from '../../../shared/model/change.ts'
import type { ErasureChoice, ErasurePreview } from '../../../shared/station/keeping/erasure.ts'
import { eraseFor } from '../../acts/erasing.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { Refused, refusedBy } from '../../parts/form/refused.tsx'
import { useSubmission } from '../../parts/form/submission.ts'
import { useErasing } from '../../session/erasing.ts'
import { useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { asJob } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { focusOnce } from './account-form.tsx'
import { AnswerPerson } from './answer-person.tsx'
import { Unreached } from './unreached.tsx'

/** One record, before it is erased: what goes with it is chosen, what stays is said, and a word is typed, for nothing takes it back. */
export function EraseRecord({ record }: { readonly record: RecordId }) {
  const say = useSay()
  const station = useStation()
  const { value: preview, fault } = useLoaded(
    () => asJob({ key: 'erasure.progress.comparing' }, null, (signal, progress) => station.previewErasure(record, { signal, onProgress: ({ done, total, what }) => progress(done, total, what) })),
    [record, station],
  )
  if (fault) return <FaultNote fault={fault} />
  if (preview === undefined) return <p className="soft">{say('erasure.loading')}</p>
  if (preview === null) {
    return (
      <p className="settings-acts">
        {say('erasure.not-found')}
        <Button onClick={() => useErasing.getState().begin(null)}>{say('erasure.cancel')}</Button>
      </p>
    )
  }
  return <Decision preview={preview} />
}

const keyOf = ({ target }: ErasureChoice) => `${target.record} ${target.field ?? ''}`

function Decision({ preview }: { readonly preview: ErasurePreview }) {
  const say = useSay()
  const station = useStation()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [drafts, setDrafts] = useState(true)
  const [basis, setBasis] = useState('')
  const [typed, setTyped] = useState('')
  const { form, tried, busy, fault, showOwed, submit } = useSubmission()
  const id = useId()
  const owesBasis = basis.trim() === ''
  const owesWord = typed.trim().toLowerCase() !== say('erasure.word').toLowerCase()
  const toggle = (key: string) => {
    const next = new Set(chosen)
    if (!next.delete(key)) next.add(key)
    setChosen(next)
  }
  const erase = (event: FormEvent) =>
    submit(event, owesBasis || owesWord, async () => {
      const targets = [{ record: preview.record }, ...preview.choices.filter((choice) => chosen.has(keyOf(choice))).map(({ target }) => target)]
      await eraseFor(station, { targets, drafts: drafts ? preview.drafts : [], basis })
    })
  return (
    <form ref={form} className="settings-form" onSubmit={(event) => void erase(event)} autoComplete="off" aria-busy={busy}>
      <h3 tabIndex={-1} ref={focusOnce}>
        {say('erasure.title', { reference: preview.reference })}
      </h3>
      <section>
        <h4>{say('erasure.goes')}</h4>
        <p>
          <bdi className="id" dir="ltr">{preview.reference}</bdi> <b dir="auto">{preview.title}</b>
        </p>
        <p className="soft">{say('erasure.goes-says')}</p>
      </section>
      <fieldset>
        <legend>{say('erasure.choices')}</legend>
        <p className="soft">{say(preview.choices.length > 0 ? 'erasure.choices-says' : 'erasure.no-choices')}</p>
        {preview.choices.map((choice) => (
          <Choice key={keyOf(choice)} choice={choice} on={chosen.has(keyOf(choice))} onToggle={() => toggle(keyOf(choice))} />
        ))}
        {preview.drafts.length > 0 && (
          <label className="check-row">
            <input type="checkbox" autoComplete="off" checked={drafts} onChange={(event) => setDrafts(event.target.checked)} />
            {say('erasure.drafts', { count: preview.drafts.length })}
          </label>
        )}
      </fieldset>
      <section>
        <Unreached stays={preview.stays} />
      </section>
      <div className="gate-field">
        <label htmlFor={`${id}-basis`}>{say('erasure.basis')}</label>
        <input id={`${id}-basis`} className="input" dir="auto" autoComplete="off" value={basis} onChange={(event) => setBasis(event.target.value)} {...refusedBy(`${id}-basis-why`, tried && owesBasis)} />
        {tried && owesBasis ? <Refused id={`${id}-basis-why`} says={say('erasure.fault.basis')} /> : <p className="muted">{say('erasure.basis-hint')}</p>}
      </div>
      <div className="gate-field">
        <label htmlFor={`${id}-word`}>{say('erasure.type-word', { word: say('erasure.word') })}</label>
        <input id={`${id}-word`} className="input short" dir="auto" autoComplete="off" spellCheck={false} value={typed} onChange={(event) => setTyped(event.target.value)} {...refusedBy(`${id}-word-why`, tried && owesWord)} />
        {tried && owesWord ? <Refused id={`${id}-word-why`} says={say('erasure.type-word', { word: say('erasure.word') })} /> : <p className="muted">{say('erasure.word-hint')}</p>}
      </div>
      {fault && <FaultNote fault={fault} />}
      <p className="settings-acts">
        <Button kind="danger" submit disabled={busy}>
          {busy ? say('erasure.working') : say('erasure.do', { count: 1 + chosen.size })}
        </Button>
        <Button kind="quiet" disabled={busy} onClick={() => useErasing.getState().begin(null)}>
          {say('erasure.cancel')}
        </Button>
      </p>
      <AnswerPerson
        record={preview.record}
        also={preview.choices.filter((choice) => chosen.has(keyOf(choice))).map(({ target }) => target.record)}
        basis={basis}
        onOwed={showOwed}
      />
    </form>
  )
}

function Choice({ choice: { target, kind, reference, text, why, by }, on, onToggle }: { readonly choice: ErasureChoice; readonly on: boolean; readonly onToggle: () => void }) {
  const say = useSay()
  const what = target.field ? say('erasure.field-of', { field: say(`kinds.${kind}.field.${target.field}`), reference }) : say('erasure.whole', { kind: say(`kinds.${kind}.name`), reference })
  return (
    <label className="check-row role-row">
      <input type="checkbox" autoComplete="off" checked={on} onChange={onToggle} />
      <span className="erasure-choice">
        {what}
        {text && (
          <span>
            <bdi>{text}</bdi>
          </span>
        )}
        <small className="muted">{say({ ...why, values: { ...why.values, ...(by && { field: say(`kinds.${kind}.field.${by}`) }) } })}</small>
      </span>
    </label>
  )
}
