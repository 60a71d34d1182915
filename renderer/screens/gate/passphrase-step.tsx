import { useRef, useState, type FormEvent } from 'react'
import { flushSync } from 'react-dom'
import { NewPassphrase, takes, useNewPassphrase } from '../../parts/passphrase/new-passphrase.tsx'
import { useSay } from '../../session/language.ts'
import { StepActs } from './step-acts.tsx'

interface PassphraseStepProps {
  /** Names that a guesser knows: what they make up counts for nothing. */
  readonly own: readonly string[]
  /** What the button says. */
  readonly act: string
  readonly busy: boolean
  readonly onBack: () => void
  readonly onNext: (passphrase: string) => void
}

/** Taking a passphrase before the vault opens. */
export function PassphraseStep({ own, act, busy, onBack, onNext }: PassphraseStepProps) {
  const say = useSay()
  const passphrase = useNewPassphrase()
  const [tried, setTried] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const next = (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    if (takes(passphrase, own)) return onNext(passphrase.value)
    flushSync(() => setTried(true))
    field.current?.focus()
  }
  return (
    <form onSubmit={next} autoComplete="off">
      <h1>{say('gate.found.pass-title')}</h1>
      <p className="gate-lead">{say('gate.found.pass-lead')}</p>
      <NewPassphrase own={own} passphrase={passphrase} tried={tried} field={field} />
      <StepActs onward={act} busy={busy} onBack={onBack} />
    </form>
  )
}
