import { useEffect, useState, type RefObject } from 'react'
import { Button } from '../button.tsx'
import { Settled } from '../settled.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { PassphraseField } from './passphrase-field.tsx'
import { loadMeter, type Judgement, type Meter } from './strength.ts'

interface NewPassphraseProps {
  /** Names that a guesser knows: what they make up counts for nothing. */
  readonly own: readonly string[]
  readonly passphrase: NewPassphraseState
  /** Whether taking it was tried: then what is wrong with it is said. */
  readonly tried: boolean
  readonly field: RefObject<HTMLInputElement | null>
  readonly id?: string
  readonly label?: string
}

export interface NewPassphraseState {
  readonly value: string
  readonly set: (value: string) => void
  readonly drawn: string | null
  readonly draw: () => void
  readonly judge: (own: readonly string[]) => Judgement | null
  readonly ready: boolean
}

/** A passphrase being chosen; `judge` says what it is worth, null while nothing is typed or the meter loads. */
export function useNewPassphrase(): NewPassphraseState {
  const [meter, setMeter] = useState<Meter | null>(null)
  const [drawn, setDrawn] = useState<string | null>(null)
  const [value, set] = useState('')
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
  return { value, set, drawn, draw: () => meter && setDrawn(meter.drawWords()), judge: (own) => (meter && value !== '' ? meter.judge(value, drawn, own) : null), ready: meter !== null }
}

/** Whether it may be taken. */
export const takes = (passphrase: NewPassphraseState, own: readonly string[]): boolean => {
  const judgement = passphrase.judge(own)
  return judgement !== null && judgement.strength !== 'refused'
}

/** Six drawn words, or one's own, with what the meter can honestly say of it. */
export function NewPassphrase({ own, passphrase, tried, field, id = 'passphrase', label }: NewPassphraseProps) {
  const say = useSay()
  const { value, set, drawn, draw, ready } = passphrase
  const judgement = passphrase.judge(own)
  return (
    <>
      <div className="drawn">
        <p>
          <bdi dir="ltr" lang="en" className="drawn-words">
            {drawn ?? ' '}
          </bdi>
        </p>
        <p className="gate-acts">
          <Button small icon="refresh" onClick={draw}>
            {say('gate.found.draw-again')}
          </Button>
          <Button small onClick={() => drawn && set(drawn)}>
            {say('gate.found.use-these')}
          </Button>
          <small>{say('gate.found.drawn-hint')}</small>
        </p>
      </div>
      <PassphraseField
        id={id}
        label={label ?? say('gate.passphrase')}
        field={field}
        value={value}
        onChange={set}
        describedBy={`${id}-strength`}
        invalid={tried && !takes(passphrase, own)}
        refused={tried && value === '' ? say('gate.found.owes-passphrase') : tried && !ready ? say('gate.found.meter-waits') : null}
      />
      <Strength id={`${id}-strength`} judgement={judgement} />
    </>
  )
}

/** The meter: four marks, a word, and why it can't say more. */
function Strength({ id, judgement }: { readonly id: string; readonly judgement: Judgement | null }) {
  const say = useSay()
  const formats = useFormats()
  const words = judgement && { verdict: say(`gate.strength.${judgement.strength}`), why: say(judgement.drawn ? 'gate.strength.drawn' : `gate.strength.${judgement.strength}-why`, { bits: formats.number(judgement.bits) }) }
  const marks = judgement ? { refused: 1, weak: 2, fair: 3, strong: 4 }[judgement.strength] : 0
  return (
    <>
      <div className="strength" id={id} data-strength={judgement?.strength}>
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
