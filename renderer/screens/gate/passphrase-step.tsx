import { useEffect, useRef, useState, type FormEvent } from 'react'
import { flushSync } from 'react-dom'
import { Button } from '../../parts/button.tsx'
import { Settled } from '../../parts/settled.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { PassphraseField } from './passphrase-field.tsx'
import { StepActs } from './step-acts.tsx'
import { loadMeter, type Judgement, type Meter } from './strength.ts'

interface PassphraseStepProps {
  /** Names that a guesser knows: what they make up counts for nothing. */
  readonly own: readonly string[]
  /** What the button says. */
  readonly act: string
  readonly busy: boolean
  readonly onBack: () => void
  readonly onNext: (passphrase: string) => void
}

/** Taking a passphrase: six drawn words, or one's own, with what the meter can honestly say of it. */
export function PassphraseStep({ own, act, busy, onBack, onNext }: PassphraseStepProps) {
  const say = useSay()
  const [meter, setMeter] = useState<Meter | null>(null)
  const [drawn, setDrawn] = useState<string | null>(null)
  const [passphrase, setPassphrase] = useState('')
  useEffect(() => {
    let gone = false
    void loadMeter().then((loaded) => {
      if (gone) return
      setMeter(loaded)
      setDrawn(loaded.drawWords())
    })
    return () => {
      gone = true
    }
  }, [])
  const [tried, setTried] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const judgement = meter && passphrase !== '' ? meter.judge(passphrase, drawn, own) : null
  const tooWeak = judgement?.strength === 'refused'
  const next = (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    if (judgement && !tooWeak) return onNext(passphrase)
    flushSync(() => setTried(true))
    field.current?.focus()
  }
  return (
    <form onSubmit={next} autoComplete="off">
      <h1>{say('gate.found.pass-title')}</h1>
      <p className="gate-lead">{say('gate.found.pass-lead')}</p>
      <div className="drawn">
        <p>
          <bdi dir="ltr" lang="en" className="drawn-words">
            {drawn ?? ' '}
          </bdi>
        </p>
        <p className="gate-acts">
          <Button small icon="refresh" onClick={() => meter && setDrawn(meter.drawWords())}>
            {say('gate.found.draw-again')}
          </Button>
          <Button small onClick={() => drawn && setPassphrase(drawn)}>
            {say('gate.found.use-these')}
          </Button>
          <small>{say('gate.found.drawn-hint')}</small>
        </p>
      </div>
      <PassphraseField
        label={say('gate.passphrase')}
        field={field}
        value={passphrase}
        onChange={setPassphrase}
        describedBy="strength"
        invalid={tried && (passphrase === '' || tooWeak)}
        refused={tried && passphrase === '' ? say('gate.found.owes-passphrase') : tried && !meter ? say('gate.found.meter-waits') : null}
      />
      <Strength judgement={judgement} />
      <StepActs onward={act} busy={busy} onBack={onBack} />
    </form>
  )
}

/** The meter: four marks, a word, and why it can't say more. */
function Strength({ judgement }: { readonly judgement: Judgement | null }) {
  const say = useSay()
  const formats = useFormats()
  const words = judgement && { verdict: say(`gate.strength.${judgement.strength}`), why: say(judgement.drawn ? 'gate.strength.drawn' : `gate.strength.${judgement.strength}-why`, { bits: formats.number(judgement.bits) }) }
  const marks = judgement ? { refused: 1, weak: 2, fair: 3, strong: 4 }[judgement.strength] : 0
  return (
    <>
      <div className="strength" id="strength" data-strength={judgement?.strength}>
        <span className="strength-marks" aria-hidden="true">
          {[1, 2, 3, 4].map((mark) => (
            <i key={mark} data-on={mark <= marks ? 'yes' : undefined} />
          ))}
        </span>
        {words && (
          <p>
            <b>{words.verdict}</b> {words.why}
          </p>
        )}
      </div>
      <Settled words={words ? `${words.verdict} ${words.why}` : ''} />
    </>
  )
}
