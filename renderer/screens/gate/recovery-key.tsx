import { useEffect, useRef, useState, type FormEvent } from 'react'
import { flushSync } from 'react-dom'
import { TellableError } from '../../../shared/model/message.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { Refused, refusedBy } from '../../parts/form/refused.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { faultOf, type Fault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { useSecretValue } from '../../parts/passphrase/secret-value.ts'
import { drawBelow } from '../../parts/passphrase/strength.ts'

/** How many parts of the key are typed back: enough that it was written down and not only looked at. */
const ASKED = 3

/** Positions of the parts to type back, drawn without repeating, in order. */
export function partsToAsk(count: number, draw: (below: number) => number = drawBelow): readonly number[] {
  const left = Array.from({ length: count }, (_, index) => index)
  return Array.from({ length: Math.min(ASKED, count) }, () => left.splice(draw(left.length), 1)[0]!).sort((one, other) => one - other)
}

const plain = (part: string) => part.normalize('NFKC').trim().toLowerCase()

/** The recovery key: shown once, then typed back in part, so that it is on paper before the vault is used. */
export function RecoveryKey({ recoveryKey, stationName, onDone }: { readonly recoveryKey: readonly string[]; readonly stationName: string; readonly onDone: () => void }) {
  const say = useSay()
  const formats = useFormats()
  const station = useStation()
  const [typing, setTyping] = useState(false)
  const [asked] = useState(() => partsToAsk(recoveryKey.length))
  const [typed, setTyped] = useState<readonly string[]>(() => asked.map(() => ''))
  /** What is wrong with what was typed: a part left empty, by its place among those asked, or all of it. */
  const [wrong, setWrong] = useState<number | 'all' | null>(null)
  const [fault, setFault] = useState<Omit<Fault, 'id'> | null>(null)
  const parts = useRef<HTMLDivElement>(null)
  const focusPart = (index: number) => parts.current?.querySelectorAll('input')[index]?.focus()
  useEffect(() => {
    if (typing) focusPart(0)
  }, [typing])

  if (!typing) {
    return (
      <div className="recovery">
        <h1>{say('gate.recovery.title')}</h1>
        <p className="gate-lead">{say('gate.recovery.lead')}</p>
        <p className="print-only">{say('gate.recovery.of', { station: stationName })}</p>
        <ol className="recovery-parts" dir="ltr">
          {recoveryKey.map((part, index) => (
            // The key has an order and no identity: its parts may repeat.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index}>
              <small>{formats.number(index + 1)}</small> <span className="id">{part}</span>
            </li>
          ))}
        </ol>
        <p className="gate-note">{say('gate.recovery.keep')}</p>
        <p className="gate-acts">
          <Button kind="primary" onClick={() => setTyping(true)} focused>
            {say('gate.recovery.written')}
          </Button>
          <Button icon="printer" onClick={() => print()}>
            {say('gate.recovery.print')}
          </Button>
        </p>
      </div>
    )
  }
  const check = async (event: FormEvent) => {
    event.preventDefault()
    setFault(null)
    const owed = typed.findIndex((part) => part.trim() === '')
    flushSync(() => setWrong(owed < 0 ? null : owed))
    if (owed >= 0) return focusPart(owed)
    try {
      // The station judges what was typed, so that the rehearsal is one; parts that weren't asked for stay empty.
      await station.confirmRecovery(recoveryKey.map((_, position) => plain(typed[asked.indexOf(position)] ?? '')))
      onDone()
    } catch (error) {
      if (error instanceof TellableError && error.code === 'recovery-words') {
        flushSync(() => setWrong('all'))
        focusPart(0)
      } else setFault(faultOf(error))
    }
  }
  return (
    <form onSubmit={(event) => void check(event)} autoComplete="off">
      <h1>{say('gate.recovery.back-title')}</h1>
      <p className="gate-lead">{say('gate.recovery.back-lead')}</p>
      <div className="recovery-asked" ref={parts}>
        {asked.map((position, index) => (
          <label key={position} className="gate-field">
            <span>{say('gate.recovery.part', { number: position + 1 })}</span>
            <KeyPart value={typed[index]!} wrong={wrong === 'all' || wrong === index} onType={(part) => setTyped(typed.map((before, each) => (each === index ? part : before)))} />
          </label>
        ))}
      </div>
      <Refused id="recovery-why" says={wrong === null ? null : wrong === 'all' ? say('gate.recovery.wrong') : say('gate.recovery.owed', { number: asked[wrong]! + 1 })} />
      {fault && <FaultNote fault={fault} />}
      <p className="gate-acts">
        <Button kind="primary" submit shortcut="Enter">
          {say('gate.recovery.done')}
        </Button>
        <Button kind="quiet" onClick={() => setTyping(false)}>
          {say('gate.recovery.see-again')}
        </Button>
      </p>
    </form>
  )
}

function KeyPart({ value, wrong, onType }: { readonly value: string; readonly wrong: boolean; readonly onType: (part: string) => void }) {
  const field = useSecretValue<HTMLInputElement>(value)
  return <input ref={field} className="input id" dir="ltr" autoComplete="off" autoCapitalize="off" spellCheck={false} {...refusedBy('recovery-why', wrong)} onChange={(event) => onType(event.target.value)} />
}
