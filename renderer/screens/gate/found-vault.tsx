import { useEffect, useRef, useState, type FormEvent } from 'react'
import { flushSync } from 'react-dom'
import type { RecoverySheets } from '../../../shared/vault/fresh-recovery.ts'
import { FaultNote } from '../../parts/fault.tsx'
import { KeepRecovery } from '../../parts/recovery/keep-recovery.tsx'
import { useSay } from '../../session/language.ts'
import { faultOf, type Fault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { enter, lookForVaults } from '../../session/vault.ts'
import { Brand } from './brand.tsx'
import { GateField } from './gate-field.tsx'
import { PassphraseStep } from './passphrase-step.tsx'
import { StepActs } from './step-acts.tsx'

const LEAST_THRESHOLD = 2
const MOST_THRESHOLD = 100

interface Answers {
  readonly name: string
  readonly account: string
  readonly threshold: number
}

/** Founding a vault: name and account, passphrase, then the recovery key, shown once and typed back in part. */
export function FoundVault({ onBack }: { readonly onBack: () => void }) {
  const say = useSay()
  const station = useStation()
  const [step, setStep] = useState<1 | 2 | 3>(1)
  const [answers, setAnswers] = useState<Answers>({ name: '', account: '', threshold: 5 })
  const [sheets, setSheets] = useState<RecoverySheets | null>(null)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Omit<Fault, 'id'> | null>(null)

  // A screen that is locked while the key stands on it: the vault has sealed itself, and the key goes.
  useEffect(
    () =>
      station.onEvent(({ type }) => {
        if (type === 'sealed') void lookForVaults(station).then(onBack)
      }),
    [station, onBack],
  )

  const found = async (passphrase: string) => {
    setBusy(true)
    setFault(null)
    try {
      await station.found({ ...answers, passphrase })
      setSheets(await station.freshRecovery())
      setStep(3)
    } catch (error) {
      setFault(faultOf(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <section>
      <Brand says={say('gate.found.step', { step, of: 3 })} />
      {step === 1 && <NameStep answers={answers} onBack={onBack} onNext={(next) => (setAnswers(next), setStep(2))} />}
      {step === 2 && <PassphraseStep own={[answers.name, answers.account]} act={say(busy ? 'gate.found.founding' : 'gate.found.found')} busy={busy} onBack={() => setStep(1)} onNext={(passphrase) => void found(passphrase)} />}
      {step === 3 && sheets && <KeepRecovery sheets={sheets} done={say('gate.recovery.done')} onDone={() => void enter(station)} />}
      {fault && <FaultNote fault={fault} />}
    </section>
  )
}

function NameStep({ answers, onBack, onNext }: { readonly answers: Answers; readonly onBack: () => void; readonly onNext: (answers: Answers) => void }) {
  const say = useSay()
  const [name, setName] = useState(answers.name)
  const [account, setAccount] = useState(answers.account)
  const [threshold, setThreshold] = useState(String(answers.threshold))
  const [tried, setTried] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => first.current?.focus(), [])
  const printed = Number(threshold)
  const printable = Number.isInteger(printed) && printed >= LEAST_THRESHOLD && printed <= MOST_THRESHOLD
  const refused = (key: string, wrong: boolean) => (tried && wrong ? say(key, { least: LEAST_THRESHOLD, most: MOST_THRESHOLD }) : null)
  const complete = name.trim() !== '' && account.trim() !== '' && printable
  const next = (event: FormEvent) => {
    event.preventDefault()
    if (complete) return onNext({ name: name.trim(), account: account.trim(), threshold: printed })
    // Drawn first, so that the focus finds the field as refused and its reason is read with it.
    flushSync(() => setTried(true))
    form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
  }
  return (
    <form ref={form} onSubmit={next} autoComplete="off" noValidate>
      <h1>{say('gate.found.name-title')}</h1>
      <p className="gate-lead">{say('gate.found.name-lead')}</p>
      <GateField label={say('gate.found.station')} hint={say('gate.found.station-hint')} refused={refused('gate.found.owes-station', name.trim() === '')} field={first} maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
      <GateField label={say('gate.account')} hint={say('gate.found.account-hint')} refused={refused('gate.found.owes-account', account.trim() === '')} maxLength={80} value={account} onChange={(event) => setAccount(event.target.value)} />
      <GateField
        label={say('gate.found.threshold')}
        hint={say('gate.found.threshold-hint')}
        refused={refused('gate.found.threshold-between', !printable)}
        className="input short"
        type="number"
        min={LEAST_THRESHOLD}
        max={MOST_THRESHOLD}
        value={threshold}
        onChange={(event) => setThreshold(event.target.value)}
      />
      <StepActs onBack={onBack} />
    </form>
  )
}
