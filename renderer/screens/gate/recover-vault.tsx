import { useEffect, useId, useRef, useState, type FormEvent } from 'react'
import { flushSync } from 'react-dom'
import { TellableError } from '../../../shared/model/message.ts'
import type { VaultListing } from '../../../shared/station/station.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { Refused } from '../../parts/form/refused.tsx'
import { useSay } from '../../session/language.ts'
import { faultOf, tell, tellNote, type Fault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { enter } from '../../session/vault.ts'
import { Brand } from './brand.tsx'
import { GateField } from './gate-field.tsx'
import { PassphraseStep } from './passphrase-step.tsx'
import { useSecretValue } from './secret-value.ts'

/** The way in when the passphrase is lost: the recovery key, an account, a new passphrase. */
export function RecoverVault({ listing, onBack }: { readonly listing: VaultListing; readonly onBack: () => void }) {
  const say = useSay()
  const station = useStation()
  const [step, setStep] = useState<1 | 2 | 3>(1)
  const [words, setWords] = useState('')
  const [account, setAccount] = useState('')
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Omit<Fault, 'id'> | null>(null)

  const recover = async (passphrase: string) => {
    setBusy(true)
    setFault(null)
    try {
      const { notes } = await station.recover({ vault: listing.vault, words, account: account.trim(), passphrase })
      await enter(station)
      for (const note of notes) tellNote(note)
      if (notes.length === 0) tell({ key: 'gate.recover.opened', values: { account: account.trim() } })
    } catch (error) {
      setFault(faultOf(error))
      if (error instanceof TellableError && error.code === 'recovery-words') setStep(1)
    } finally {
      setBusy(false)
    }
  }
  return (
    <section>
      <Brand says={say('gate.recover.step', { station: listing.name, step, of: 3 })} />
      {step === 1 && <WordsStep vault={listing.vault} words={words} onWords={setWords} onBack={onBack} onNext={() => setStep(2)} />}
      {step === 2 && <AccountStep account={account} onAccount={setAccount} onBack={() => setStep(1)} onNext={() => setStep(3)} />}
      {step === 3 && <PassphraseStep own={[listing.name, account]} act={say(busy ? 'gate.recover.recovering' : 'gate.recover.recover')} busy={busy} onBack={() => setStep(2)} onNext={(passphrase) => void recover(passphrase)} />}
      {fault && <FaultNote fault={fault} />}
    </section>
  )
}

interface WordsStepProps {
  readonly vault: string
  readonly words: string
  readonly onWords: (words: string) => void
  readonly onBack: () => void
  readonly onNext: () => void
}

/** The key is tried at once: whoever has mistyped a word finds out before anything else is asked. */
function WordsStep({ vault, words, onWords, onBack, onNext }: WordsStepProps) {
  const say = useSay()
  const station = useStation()
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<Omit<Fault, 'id'> | null>(null)
  const field = useSecretValue<HTMLTextAreaElement>(words)
  const id = useId()
  useEffect(() => field.current?.focus(), [field])
  const check = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    try {
      await station.rehearseRecovery({ vault, words })
      onNext()
    } catch (error) {
      flushSync(() => (setRefused(faultOf(error)), setBusy(false)))
      field.current?.focus()
    }
  }
  const typed = words.split(/[^\p{L}]+/u).filter(Boolean).length
  return (
    <form onSubmit={(event) => void check(event)} autoComplete="off" noValidate>
      <h1>{say('gate.recover.title')}</h1>
      <p className="gate-lead">{say('gate.recover.lead')}</p>
      <div className="gate-field">
        <label htmlFor={id}>{say('gate.recover.words')}</label>
        <textarea
          ref={field}
          id={id}
          className="input id recovery-words"
          dir="ltr"
          lang="en"
          rows={5}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onChange={(event) => (onWords(event.target.value), setRefused(null))}
          aria-invalid={refused !== null || undefined}
          aria-describedby={`${id}-hint${refused ? ` ${id}-why` : ''}`}
        />
        <small id={`${id}-hint`}>{say('gate.recover.hint', { count: typed, of: 24 })}</small>
        <Refused id={`${id}-why`} says={refused && [refused.says, refused.remedy].flatMap((line) => (line ? [say(line)] : [])).join(' ')} />
      </div>
      <p className="gate-acts">
        <Button kind="primary" submit disabled={busy}>
          {say(busy ? 'gate.recover.trying' : 'gate.next')}
        </Button>
        <Button kind="quiet" onClick={onBack}>
          {say('gate.back-to-unlock')}
        </Button>
      </p>
    </form>
  )
}

function AccountStep({ account, onAccount, onBack, onNext }: { readonly account: string; readonly onAccount: (account: string) => void; readonly onBack: () => void; readonly onNext: () => void }) {
  const say = useSay()
  const [tried, setTried] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const next = (event: FormEvent) => {
    event.preventDefault()
    if (account.trim() !== '') return onNext()
    flushSync(() => setTried(true))
    field.current?.focus()
  }
  return (
    <form onSubmit={next} autoComplete="off" noValidate>
      <h1>{say('gate.recover.account-title')}</h1>
      <p className="gate-lead">{say('gate.recover.account-lead')}</p>
      <GateField label={say('gate.account')} hint={say('gate.recover.account-hint')} refused={tried && account.trim() === '' ? say('gate.found.owes-account') : null} field={field} maxLength={80} value={account} onChange={(event) => onAccount(event.target.value)} />
      <p className="gate-acts">
        <Button kind="primary" submit shortcut="Enter">
          {say('gate.next')}
        </Button>
        <Button kind="quiet" onClick={onBack}>
          {say('gate.back')}
        </Button>
      </p>
    </form>
  )
}
