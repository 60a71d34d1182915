import { useEffect, useRef, useState, type FormEvent } from 'react'
import { flushSync } from 'react-dom'
import type { RecoveryReport } from '../../../shared/station/keeping/recovery.ts'
import type { RecoverySheets } from '../../../shared/vault/fresh-recovery.ts'
import { TellableError } from '../../../shared/model/message.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { KeepRecovery } from '../../parts/recovery/keep-recovery.tsx'
import { NOTHING_TYPED, typedOf, TypedRecoveryFields, type Typing } from '../../parts/recovery/typed-recovery.tsx'
import { thisOpening } from '../../session/forget.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { faultOf, tell, tellFault, type Fault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'

/** The way back: which key is in force, when it was tried, trying it, and making a new one. */
export function Recovery() {
  const say = useSay()
  const station = useStation()
  const [moved, setMoved] = useState(0)
  const [sheets, setSheets] = useState<RecoverySheets | null>(null)
  const { value: report, fault } = useLoaded(() => station.recovery(), [station, moved])
  // Whoever goes elsewhere with a key unrehearsed has seen it for the last time.
  useEffect(() => () => void station.forgetRecovery().catch(() => undefined), [station])
  if (fault) return <FaultNote fault={fault} />
  if (!report) return null
  const leave = () => {
    setSheets(null)
    setMoved(moved + 1)
  }
  if (sheets) {
    return (
      <div className="settings-recovery">
        <KeepRecovery
          sheets={sheets}
          heading="h3"
          done={say('recovery.rehearse-act')}
          onDone={() => {
            leave()
            void station.recovery().then(({ renewal }) => tell({ key: renewal ? 'recovery.renewed-waits' : 'recovery.renewed' }), tellFault)
          }}
          onCancel={() => {
            void station.withdrawRenewal().catch(tellFault).finally(leave)
          }}
        />
      </div>
    )
  }
  const renew = () => {
    const still = thisOpening()
    void station.renewRecovery().then((made) => still() && setSheets(made), tellFault)
  }
  return (
    <>
      <p className="soft lead">{say('recovery.lead')}</p>
      <InForce report={report} />
      {report.renewal && <Renewal renewal={report.renewal} onWithdraw={report.mayRenew ? () => void station.withdrawRenewal().then(() => tell({ key: 'recovery.withdrawn' }), tellFault).finally(leave) : null} />}
      <Rehearse onDone={() => setMoved(moved + 1)} />
      <section>
        <h3>{say('recovery.renew')}</h3>
        <p className="soft settings-words">{say(report.mayRenew ? 'recovery.renew-lead' : 'recovery.renew-lead-other')}</p>
        {report.mayRenew && (
          <p className="settings-acts">
            <Button onClick={renew}>{say('recovery.renew')}</Button>
          </p>
        )}
      </section>
    </>
  )
}

function InForce({ report: { keyNumber, confirmed, rehearsed, due, overdue } }: { readonly report: RecoveryReport }) {
  const say = useSay()
  const formats = useFormats()
  const day = (milliseconds: number) => formats.date(milliseconds / 1000, { dateStyle: 'long' })
  return (
    <section>
      <h3>{say('recovery.in-force')}</h3>
      <dl className="settings-facts">
        <dt>{say('recovery.number')}</dt>
        <dd>
          <bdi className="id" dir="ltr">{keyNumber}</bdi> <small className="muted">{say('recovery.number-hint')}</small>
        </dd>
        <dt>{say('recovery.rehearsed')}</dt>
        <dd>{rehearsed !== null ? day(rehearsed) : say(confirmed ? 'recovery.rehearsed-unknown' : 'recovery.rehearsed-never')}</dd>
        <dt>{say('recovery.due')}</dt>
        <dd data-due={overdue || !confirmed || undefined}>{say(overdue ? 'recovery.overdue' : 'recovery.due-by', { day: day(due) })}</dd>
      </dl>
    </section>
  )
}

/** A key that is to follow, and what it waits for. */
function Renewal({ renewal: { keyNumber, by, rehearsed, waiting }, onWithdraw }: { readonly renewal: NonNullable<RecoveryReport['renewal']>; readonly onWithdraw: (() => void) | null }) {
  const say = useSay()
  const formats = useFormats()
  const group = (name: string | null) => (name === null ? say('recovery.renewal-waits-other') : say(`recovery.group.${name.split('/')[0]!}`))
  return (
    <section className="settings-waits-for">
      <p>
        <b>{say('recovery.renewal', { number: keyNumber, name: by })}</b>
      </p>
      {!rehearsed && <p>{say('recovery.renewal-typed')}</p>}
      {waiting.length > 0 ? (
        <>
          <p>{say('recovery.renewal-waits')}</p>
          <ul>
            {waiting.map(({ group: name, accounts }) => (
              <li key={name ?? accounts.join('/')}>{say('recovery.renewal-waits-for', { group: group(name), names: formats.names(accounts), count: accounts.length })}</li>
            ))}
          </ul>
        </>
      ) : (
        rehearsed && <p>{say('recovery.renewal-ready')}</p>
      )}
      {onWithdraw && (
        <p className="settings-acts">
          <Button small onClick={onWithdraw}>
            {say('recovery.withdraw')}
          </Button>
        </p>
      )}
    </section>
  )
}

function Rehearse({ onDone }: { readonly onDone: () => void }) {
  const say = useSay()
  const station = useStation()
  const [typing, setTyping] = useState<Typing>(NOTHING_TYPED)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<{ readonly code: string; readonly fault: Omit<Fault, 'id'> } | null>(null)
  const around = useRef<HTMLDivElement>(null)
  const check = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    const still = thisOpening()
    setBusy(true)
    try {
      await station.rehearse(typedOf(typing))
      if (!still()) return
      setTyping(NOTHING_TYPED)
      tell({ key: 'recovery.rehearse-done' })
      onDone()
    } catch (error) {
      if (!still()) return
      flushSync(() => setRefused({ code: error instanceof TellableError ? error.code : '', fault: faultOf(error) }))
      around.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="settings-form" onSubmit={(event) => void check(event)} autoComplete="off" noValidate>
      <div>
        <h3>{say('recovery.rehearse')}</h3>
        <p className="soft">{say('recovery.rehearse-lead')}</p>
      </div>
      <TypedRecoveryFields
        typing={typing}
        onType={(typed) => {
          setTyping(typed)
          setRefused(null)
        }}
        refused={refused}
        around={around}
      />
      <p className="settings-acts">
        <Button kind="primary" submit disabled={busy}>
          {say(busy ? 'recovery.rehearse-trying' : 'recovery.rehearse-act')}
        </Button>
      </p>
    </form>
  )
}
