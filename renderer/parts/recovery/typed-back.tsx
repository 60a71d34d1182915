import { useEffect, useRef, useState, type FormEvent } from 'react'
import { flushSync } from 'react-dom'
import { TellableError } from '../../../shared/model/message.ts'
import type { RecoverySheets } from '../../../shared/vault/fresh-recovery.ts'
import { useSay } from '../../session/language.ts'
import { faultOf, type Fault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { Button } from '../button.tsx'
import { FaultNote } from '../fault.tsx'
import { Refused, refusedBy } from '../form/refused.tsx'
import { useSecretValue } from '../passphrase/secret-value.ts'
import { drawBelow } from '../passphrase/strength.ts'
import type { Keeping } from './keep-recovery.tsx'

/** How many words of a sheet are typed back: enough that it was written down and not only looked at. */
const ASKED = 3
/** Of how many shares: as many as open the vault. */
const SHARES_ASKED = 2

/** Positions drawn without repeating, in order. */
export function partsToAsk(count: number, draw: (below: number) => number = drawBelow, asked = ASKED): readonly number[] {
  const left = Array.from({ length: count }, (_, index) => index)
  return Array.from({ length: Math.min(asked, count) }, () => left.splice(draw(left.length), 1)[0]!).sort((one, other) => one - other)
}

const plain = (part: string) => part.normalize('NFKC').trim().toLowerCase()

interface TypedBackProps {
  readonly sheets: RecoverySheets
  readonly as: Keeping
  readonly heading: 'h1' | 'h3'
  readonly done: string
  readonly onDone: () => void
  readonly onBack: () => void
}

/** Some words of the sheets, typed back from paper. The station judges them, so that the rehearsal is one. */
export function TypedBack({ sheets, as, heading: Heading, done, onDone, onBack }: TypedBackProps) {
  const say = useSay()
  const station = useStation()
  const [asked] = useState<readonly { readonly share: number; readonly position: number }[]>(() =>
    as === 'key' ? partsToAsk(sheets.words.length).map((position) => ({ share: 0, position })) : partsToAsk(sheets.shares.length, drawBelow, SHARES_ASKED).flatMap((share) => partsToAsk(sheets.shares[share]!.length).map((position) => ({ share, position }))),
  )
  const [typed, setTyped] = useState<readonly string[]>(() => asked.map(() => ''))
  /** What is wrong with what was typed: a part left empty, by its place among those asked, or all of it. */
  const [wrong, setWrong] = useState<number | 'all' | null>(null)
  const [fault, setFault] = useState<Omit<Fault, 'id'> | null>(null)
  const [busy, setBusy] = useState(false)
  const parts = useRef<HTMLDivElement>(null)
  const focusPart = (index: number) => parts.current?.querySelectorAll('input')[index]?.focus()
  useEffect(() => focusPart(0), [])
  const name = ({ share, position }: (typeof asked)[number]) => (as === 'key' ? say('gate.recovery.part', { number: position + 1 }) : say('recovery.shares.part', { share: share + 1, number: position + 1 }))
  const words = (of: readonly string[], share: number) => of.map((_, position) => plain(typed[asked.findIndex((one) => one.share === share && one.position === position)] ?? ''))
  const check = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setFault(null)
    const owed = typed.findIndex((part) => part.trim() === '')
    flushSync(() => setWrong(owed < 0 ? null : owed))
    if (owed >= 0) return focusPart(owed)
    setBusy(true)
    try {
      await station.confirmRecovery(as === 'key' ? words(sheets.words, 0) : { shares: sheets.shares.map(words) })
      onDone()
    } catch (error) {
      setBusy(false)
      if (error instanceof TellableError && error.code === 'recovery-words') {
        flushSync(() => setWrong('all'))
        focusPart(0)
      } else setFault(faultOf(error))
    }
  }
  return (
    <form onSubmit={(event) => void check(event)} autoComplete="off">
      <Heading>{say(as === 'key' ? 'gate.recovery.back-title' : 'recovery.shares.back-title')}</Heading>
      <p className="gate-lead">{say(as === 'key' ? 'gate.recovery.back-lead' : 'recovery.shares.back-lead')}</p>
      <div className="recovery-asked" ref={parts}>
        {asked.map((one, index) => (
          <label key={`${one.share}/${one.position}`} className="gate-field">
            <span>{name(one)}</span>
            <KeyPart value={typed[index]!} wrong={wrong === 'all' || wrong === index} onType={(part) => setTyped(typed.map((before, each) => (each === index ? part : before)))} />
          </label>
        ))}
      </div>
      <Refused id="recovery-why" says={wrong === null ? null : wrong === 'all' ? say('gate.recovery.wrong') : say('recovery.shares.owed', { part: name(asked[wrong]!) })} />
      {fault && <FaultNote fault={fault} />}
      <p className="gate-acts">
        <Button kind="primary" submit shortcut="Enter" disabled={busy}>
          {done}
        </Button>
        <Button kind="quiet" onClick={onBack}>
          {say(as === 'key' ? 'gate.recovery.see-again' : 'recovery.shares.see-again')}
        </Button>
      </p>
    </form>
  )
}

function KeyPart({ value, wrong, onType }: { readonly value: string; readonly wrong: boolean; readonly onType: (part: string) => void }) {
  const field = useSecretValue<HTMLInputElement>(value)
  return <input ref={field} className="input id" dir="ltr" lang="en" autoComplete="off" autoCapitalize="off" spellCheck={false} {...refusedBy('recovery-why', wrong)} onChange={(event) => onType(event.target.value)} />
}
