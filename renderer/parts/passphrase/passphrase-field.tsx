import { useEffect, useState, type ReactNode, type Ref } from 'react'
import { Refused } from '../form/refused.tsx'
import { Icon } from '../icon.tsx'
import { useSay } from '../../session/language.ts'
import { useSecretValue } from './secret-value.ts'

interface PassphraseFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly children?: ReactNode
  readonly field?: Ref<HTMLInputElement>
  /** Whether what stands in it was not taken, and why, where that is not said in `describedBy`. */
  readonly invalid: boolean
  readonly refused?: string | null
  readonly describedBy?: string
  /** Where more than one stands on a page. */
  readonly id?: string
}

/** A passphrase typed unseen, or seen for as long as a person wants to and until it is used. */
export function PassphraseField({ label, value, onChange, children, field, invalid, refused = null, describedBy, id = 'passphrase' }: PassphraseFieldProps) {
  const say = useSay()
  const [seen, setSeen] = useState(false)
  const input = useSecretValue(value, field)
  useEffect(() => {
    const form = input.current?.form
    const hide = () => setSeen(false)
    form?.addEventListener('submit', hide)
    return () => form?.removeEventListener('submit', hide)
  }, [input])
  return (
    <div className="gate-field">
      <label htmlFor={id}>{label}</label>
      <div className="pass">
        <div className="pass-input">
          <input
            ref={input}
            id={id}
            className={seen ? 'input' : 'input hidden-words'}
            type={seen ? 'text' : 'password'}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            onChange={(event) => onChange(event.target.value)}
            aria-invalid={invalid || undefined}
            aria-describedby={[refused !== null && `${id}-why`, describedBy].filter(Boolean).join(' ') || undefined}
          />
          <button type="button" className="pass-show" aria-label={say(seen ? 'gate.hide' : 'gate.show')} onClick={() => setSeen(!seen)}>
            <Icon name={seen ? 'eye-off' : 'eye'} />
            {say(seen ? 'gate.hide-short' : 'gate.show-short')}
          </button>
        </div>
        {children}
      </div>
      <Refused id={`${id}-why`} says={refused} />
    </div>
  )
}
