import { useId, useState } from 'react'
import { digitOf } from '../../acts/keys.ts'
import { Icon } from '../../parts/icon.tsx'
import { useFormats, useSay } from '../../session/language.ts'

interface StepperProps {
  readonly label: string
  readonly value: number
  readonly least: number
  readonly most: number
  readonly onChange: (value: number) => void
}

/** A whole number between bounds, typed in either script's digits, or stepped by arrows and buttons. It grows towards the end of the line. */
export function Stepper({ label, value, least, most, onChange }: StepperProps) {
  const say = useSay()
  const { number } = useFormats()
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const set = (next: number) => onChange(Math.min(most, Math.max(least, Math.round(next))))
  return (
    <div className="input-line">
      <label htmlFor={id}>{label}</label>
      <span className="stepper">
        <button type="button" aria-label={say('deployment.inputs.fewer', { what: label })} disabled={value <= least} onClick={() => set(value - 1)}>
          <Icon name="minus" />
        </button>
        <input
          id={id}
          type="text"
          inputMode="numeric"
          role="spinbutton"
          autoComplete="off"
          aria-valuemin={least}
          aria-valuemax={most}
          aria-valuenow={value}
          aria-valuetext={number(value)}
          value={typed ?? number(value)}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => {
            const written = event.currentTarget.value
            setTyped(written)
            const meant = wholeNumber(written)
            if (meant !== null) set(meant)
          }}
          onBlur={() => setTyped(null)}
          onKeyDown={(event) => {
            const step = { ArrowUp: 1, ArrowDown: -1, PageUp: 5, PageDown: -5 }[event.key]
            if (step === undefined) return
            event.preventDefault()
            setTyped(null)
            set(value + step)
          }}
        />
        <button type="button" aria-label={say('deployment.inputs.more', { what: label })} disabled={value >= most} onClick={() => set(value + 1)}>
          <Icon name="plus" />
        </button>
      </span>
    </div>
  )
}

/** Digits of either script as a number; null for anything else. */
export function wholeNumber(written: string): number | null {
  const digits = [...written.trim()].map((key) => digitOf({ key }))
  return digits.length === 0 || digits.length > 4 || digits.includes(null) ? null : Number(digits.join(''))
}
