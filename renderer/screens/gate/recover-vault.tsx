import { useEffect, useId, useRef, useState, type FormEvent } from 'react'
import { flushSync } from 'react-dom'
import { TellableError } from '../../../shared/model/message.ts'
import { foldAccountName } from '../../../shared/vault/account-name.ts'
import type { VaultListing } from '../../../shared/station/station.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { Refused } from '../../parts/form/refused.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { faultOf, tell, tellNote, type Fault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { enter } from '../../session/vault.ts'
import { Brand } from './brand.tsx'
import { GateField } from './gate-field.tsx'
import { PassphraseStep } from './passphrase-step.tsx'
import { useSecretValue } from '../../parts/passphrase/secret-value.ts'
import { StepActs } from './step-acts.tsx'

/** Milliseconds without a key or a press after which the typed words are dropped. */
const WORDS_STAND = 3 * 60_000

/** The way in when the passphrase is lost: the recovery key, an account, a new passphrase. */
export function RecoverVault({ listing, onBack }: { readonly listing: VaultListing; readonly onBack: () => void }) {
  const say = useSay()
  const station = useStation()
  const [step, setStep] = useState<1 | 2 | 3>(1)
  const [words, setWords] = useState('')
  const [account, setAccount] = useState('')
  /** Whose accounts there are: told only to whoever has the key. */
  const [accounts, setAccounts] = useState<readonly string[]>([])
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Omit<Fault, 'id'> | null>(null)

  // Nobody may find the words who comes by later: idle sealing watches over an open vault only.
  useEffect(() => {
    let timer = setTimeout(onBack, WORDS_STAND)
    const touched = () => {
      clearTimeout(timer)
      timer = setTimeout(onBack, WORDS_STAND)
    }
    for (const name of ['keydown', 'pointerdown'] as const) addEventListener(name, touched, { capture: true, passive: true })
    return () => {
      clearTimeout(timer)
      for (const name of ['keydown', 'pointerdown'] as const) removeEventListener(name, touched, { capture: true })
    }
  }, [onBack])

  const recover = async (passphrase: string) => {
    setBusy(true)
    setFault(null)
    try {
      const { notes } = await station.recover({ vault: listing.vault, words, account: account.trim(), passphrase })
      await enter(station)
      for (const note of notes) tellNote(note)
      if (notes.length === 0) tell({ key: isOneOf(accounts, account) ? 'gate.recover.opened' : 'gate.recover.opened-new', values: { account: account.trim() } })
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
      {step === 1 && <WordsStep vault={listing.vault} words={words} onWords={setWords} onBack={onBack} onNext={(found) => (setAccounts(found), setAccount(account || (found.length === 1 ? found[0]! : '')), setStep(2))} />}
      {step === 2 && <AccountStep account={account} accounts={accounts} onAccount={setAccount} onBack={() => setStep(1)} onNext={() => setStep(3)} />}
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
  readonly onNext: (accounts: readonly string[]) => void
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
      onNext((await station.rehearseRecovery({ vault, words })).accounts)
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

const isOneOf = (accounts: readonly string[], name: string) => accounts.some((each) => foldAccountName(each) === foldAccountName(name))

function AccountStep({ account, accounts, onAccount, onBack, onNext }: { readonly account: string; readonly accounts: readonly string[]; readonly onAccount: (account: string) => void; readonly onBack: () => void; readonly onNext: () => void }) {
  const say = useSay()
  const { list } = useFormats()
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
      <GateField label={say('gate.account')} hint={say('gate.recover.account-hint', { accounts: list(accounts) })} refused={tried && account.trim() === '' ? say('gate.found.owes-account') : null} field={field} maxLength={80} value={account} onChange={(event) => onAccount(event.target.value)} />
      <div role="status">{account.trim() !== '' && !isOneOf(accounts, account) && <p className="gate-note">{say('gate.recover.account-new', { account: account.trim(), accounts: list(accounts) })}</p>}</div>
      <StepActs onBack={onBack} />
    </form>
  )
}
