import { useState } from 'react'
import type { RecordId } from '../../../shared/model/change.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { thisOpening } from '../../session/forget.ts'
import { useLanguage, useSay } from '../../session/language.ts'
import { faultOf, type Fault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'

interface Props {
  readonly record: RecordId
  readonly also: readonly RecordId[]
  readonly basis: string
  /** It lacks its basis. */
  readonly onOwed: () => void
}

/** What is held about a person, as one sealed page for them; its words stand here until they were told, and nowhere else. */
export function AnswerPerson({ record, also, basis, onOwed }: Props) {
  const say = useSay()
  const station = useStation()
  const language = useLanguage((state) => state.language)
  const [told, setTold] = useState<{ readonly name: string; readonly words: string } | null>(null)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Omit<Fault, 'id'> | null>(null)
  const write = async () => {
    if (basis.trim() === '') return onOwed()
    const still = thisOpening()
    setBusy(true)
    setFault(null)
    try {
      const { name, bytes, passphrase } = await station.answerPerson({ record, also, basis, language })
      const { saved, where } = await station.saveFile(name, bytes)
      if (saved && still()) setTold({ name: where ?? name, words: passphrase })
    } catch (error) {
      if (still()) setFault(faultOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="erasure-answer">
      <h4>{say('erasure.answer.head')}</h4>
      <p className="soft">{say('erasure.answer.lead')}</p>
      {told ? (
        <div role="status">
          <p>{say('erasure.answer.written', { name: told.name })}</p>
          <p className="drawn-words id" dir="ltr">{told.words}</p>
        </div>
      ) : null}
      {fault && <FaultNote fault={fault} />}
      <p className="settings-acts">
        {told ? <Button onClick={() => setTold(null)}>{say('erasure.answer.forget')}</Button> : <Button disabled={busy} onClick={() => void write()}>{say('erasure.answer.write')}</Button>}
      </p>
    </section>
  )
}
