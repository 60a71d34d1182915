import { useState } from 'react'
import type { RecoverySheets } from '../../../shared/vault/fresh-recovery.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { Button } from '../button.tsx'
import { PrintSheets } from './print-sheets.tsx'
import { TypedBack } from './typed-back.tsx'

export type Keeping = 'key' | 'shares'

interface KeepRecoveryProps {
  readonly sheets: RecoverySheets
  /** Where it stands among the headings around it. Default h1. */
  readonly heading?: 'h1' | 'h3'
  /** What the last button says. */
  readonly done: string
  readonly onDone: () => void
  readonly onCancel?: () => void
}

/** A recovery key, shown once as a whole or as shares, then typed back in part, so that it is on paper before anything rests on it. */
export function KeepRecovery({ sheets, heading: Heading = 'h1', done, onDone, onCancel }: KeepRecoveryProps) {
  const say = useSay()
  const [as, setAs] = useState<Keeping>('key')
  const [share, setShare] = useState(0)
  const [typing, setTyping] = useState(false)
  const [printing, setPrinting] = useState(false)
  if (typing) return <TypedBack sheets={sheets} as={as} heading={Heading} done={done} onDone={onDone} onBack={() => setTyping(false)} />
  const whole = as === 'key'
  return (
    <div className="recovery">
      <Heading>{say(whole ? 'gate.recovery.title' : 'recovery.shares.title')}</Heading>
      <p className="gate-lead">{say(whole ? 'gate.recovery.lead' : 'recovery.shares.lead')}</p>
      <fieldset className="recovery-ways">
        <legend>{say('recovery.choice.title')}</legend>
        {(['key', 'shares'] as const).map((way) => (
          <label key={way} className="check-row">
            <input type="radio" name="recovery-way" autoComplete="off" checked={as === way} onChange={() => setAs(way)} />
            {say(`recovery.choice.${way}`)}
            <small>{say(`recovery.choice.${way}-says`)}</small>
          </label>
        ))}
      </fieldset>
      {!whole && (
        <div className="choice recovery-shares" role="group" aria-label={say('recovery.shares.title')}>
          {sheets.shares.map((words, at) => (
            <label key={words[0]}>
              <input type="radio" name="recovery-share" autoComplete="off" checked={share === at} onChange={() => setShare(at)} />
              {say('recovery.shares.name', { number: at + 1 })}
            </label>
          ))}
        </div>
      )}
      <Words words={whole ? sheets.words : sheets.shares[share]!} />
      <p className="gate-note">{say(whole ? 'gate.recovery.keep' : 'recovery.shares.keep')}</p>
      <p className="gate-acts">
        <Button kind="primary" onClick={() => setTyping(true)} focused>
          {say('gate.recovery.written')}
        </Button>
        <Button icon="printer" onClick={() => setPrinting(true)}>
          {say('recovery.print.open')}
        </Button>
        {onCancel && (
          <Button kind="quiet" onClick={onCancel}>
            {say('accounts.cancel')}
          </Button>
        )}
      </p>
      {printing && <PrintSheets as={as} onClose={() => setPrinting(false)} />}
    </div>
  )
}

function Words({ words }: { readonly words: readonly string[] }) {
  const formats = useFormats()
  return (
    <ol className="recovery-parts" dir="ltr" lang="en">
      {words.map((part, index) => (
        // A key has an order and no identity: its words may repeat.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index}>
          <small>{formats.number(index + 1)}</small> <span className="id">{part}</span>
        </li>
      ))}
    </ol>
  )
}
