import { useEffect, useRef, useState, type FormEvent } from 'react'
import { flushSync } from 'react-dom'
import { TellableError } from '../../../shared/model/message.ts'
import { foldAccountName } from '../../../shared/vault/account-name.ts'
import type { VaultListing } from '../../../shared/station/station.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { NOTHING_TYPED, typedOf, TypedRecoveryFields, type Typing } from '../../parts/recovery/typed-recovery.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { faultOf, tell, tellNote, type Fault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { enter } from '../../session/vault.ts'
import { Brand } from './brand.tsx'
import { GateField } from './gate-field.tsx'
import { PassphraseStep } from './passphrase-step.tsx'
import { StepActs } from './step-acts.tsx'

/** Milliseconds without a key or a press after which the typed words are dropped. */
const WORDS_STAND = 3 * 60_000

/** The way in when the passphrase is lost: the recovery key, an account, a new passphrase. */
export function RecoverVault({ listing, onBack }: { readonly listing: VaultListing; readonly onBack: () => void }) {
  const say = useSay()
  const station = useStation()
  const { list } = useFormats()
  const [step, setStep] = useState<1 | 2 | 3>(1)
  const [typing, setTyping] = useState<Typing>(NOTHING_TYPED)
  const [account, setAccount] = useState('')
  /** Whose accounts there are: told only to whoever has the key. */
  const [accounts, setAccounts] = useState<readonly string[]>([])
  /** Other accounts that end with this. */
  const [ends, setEnds] = useState<readonly string[]>([])
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
    const ending = ends.filter((name) => othersOf(accounts, account).includes(name))
    try {
      const { notes } = await station.recover({ vault: listing.vault, ...typedOf(typing), account: account.trim(), passphrase, ends: ending })
      await enter(station)
      for (const note of notes) tellNote(note)
      if (notes.length === 0) tell({ key: ending.length > 0 ? 'gate.recover.opened-ends' : isOneOf(accounts, account) ? 'gate.recover.opened' : 'gate.recover.opened-new', values: { account: account.trim(), ended: list(ending) } })
    } catch (error) {
      setFault(faultOf(error))
      if (error instanceof TellableError && error.code.startsWith('recovery-')) setStep(1)
    } finally {
      setBusy(false)
    }
  }
  return (
    <section>
      <Brand says={say('gate.recover.step', { station: listing.name, step, of: 3 })} />
      {step === 1 && <WordsStep vault={listing.vault} typing={typing} onType={setTyping} onBack={onBack} onNext={(found) => (setAccounts(found), setAccount(account || (found.length === 1 ? found[0]! : '')), setStep(2))} />}
      {step === 2 && <AccountStep account={account} accounts={accounts} ends={ends} onAccount={setAccount} onEnds={setEnds} onBack={() => setStep(1)} onNext={() => setStep(3)} />}
      {step === 3 && <PassphraseStep own={[listing.name, account]} act={say(busy ? 'gate.recover.recovering' : 'gate.recover.recover')} busy={busy} onBack={() => setStep(2)} onNext={(passphrase) => void recover(passphrase)} />}
      {fault && <FaultNote fault={fault} />}
    </section>
  )
}

interface WordsStepProps {
  readonly vault: string
  readonly typing: Typing
  readonly onType: (typing: Typing) => void
  readonly onBack: () => void
  readonly onNext: (accounts: readonly string[]) => void
}

/** The key is tried at once: whoever has mistyped a word finds out before anything else is asked. */
function WordsStep({ vault, typing, onType, onBack, onNext }: WordsStepProps) {
  const say = useSay()
  const station = useStation()
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<{ readonly code: string; readonly fault: Omit<Fault, 'id'> } | null>(null)
  const around = useRef<HTMLDivElement>(null)
  useEffect(() => around.current?.querySelector('textarea')?.focus(), [])
  const check = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    try {
      onNext((await station.rehearseRecovery({ vault, ...typedOf(typing) })).accounts)
    } catch (error) {
      flushSync(() => (setRefused({ code: error instanceof TellableError ? error.code : '', fault: faultOf(error) }), setBusy(false)))
      around.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
    }
  }
  return (
    <form onSubmit={(event) => void check(event)} autoComplete="off" noValidate>
      <h1>{say('gate.recover.title')}</h1>
      <p className="gate-lead">{say('gate.recover.lead')}</p>
      <TypedRecoveryFields typing={typing} onType={(typed) => (onType(typed), setRefused(null))} refused={refused} around={around} />
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

/** Accounts but the one of this name, which ends in any case. */
const othersOf = (accounts: readonly string[], name: string) => accounts.filter((each) => foldAccountName(each) !== foldAccountName(name))
const isOneOf = (accounts: readonly string[], name: string) => accounts.some((each) => foldAccountName(each) === foldAccountName(name))

interface AccountStepProps {
  readonly account: string
  readonly accounts: readonly string[]
  readonly ends: readonly string[]
  readonly onAccount: (account: string) => void
  readonly onEnds: (ends: readonly string[]) => void
  readonly onBack: () => void
  readonly onNext: () => void
}

function AccountStep({ account, accounts, ends, onAccount, onEnds, onBack, onNext }: AccountStepProps) {
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
  const others = othersOf(accounts, account)
  const open = others.filter((name) => !ends.includes(name))
  const fresh = account.trim() !== '' && !isOneOf(accounts, account)
  return (
    <form onSubmit={next} autoComplete="off" noValidate>
      <h1>{say('gate.recover.account-title')}</h1>
      <p className="gate-lead">{say('gate.recover.account-lead')}</p>
      <GateField label={say('gate.account')} hint={say('gate.recover.account-hint', { accounts: list(accounts) })} refused={tried && account.trim() === '' ? say('gate.found.owes-account') : null} field={field} maxLength={80} value={account} onChange={(event) => onAccount(event.target.value)} />
      {account.trim() !== '' && others.length > 0 && (
        <fieldset className="recover-ends">
          <legend>{say('gate.recover.ends')}</legend>
          {others.map((name) => (
            <label key={name} className="check-row">
              <input type="checkbox" autoComplete="off" checked={ends.includes(name)} onChange={() => onEnds(ends.includes(name) ? ends.filter((each) => each !== name) : [...ends, name])} />
              <bdi>{name}</bdi>
            </label>
          ))}
          <small>{say('gate.recover.ends-hint')}</small>
        </fieldset>
      )}
      <div role="status">{fresh && <p className="gate-note">{open.length > 0 ? say('gate.recover.account-new', { account: account.trim(), accounts: list(open) }) : say('gate.recover.account-new-alone', { account: account.trim() })}</p>}</div>
      <StepActs onBack={onBack} />
    </form>
  )
}
