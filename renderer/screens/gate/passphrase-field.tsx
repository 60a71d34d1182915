import { useState, type ReactNode, type Ref } from 'react'
import { IconButton } from '../../parts/button.tsx'
import { Refused } from '../../parts/form/refused.tsx'
import { useSay } from '../../session/language.ts'

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
}

/** A passphrase typed unseen, or seen for as long as a person wants to. */
export function PassphraseField({ label, value, onChange, children, field, invalid, refused = null, describedBy }: PassphraseFieldProps) {
  const say = useSay()
  const [seen, setSeen] = useState(false)
  return (
    <div className="gate-field">
      <label htmlFor="passphrase">{label}</label>
      <div className="pass">
        <div className="pass-input">
          <input
            ref={field}
            id="passphrase"
            className={seen ? 'input' : 'input hidden-words'}
            type={seen ? 'text' : 'password'}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            aria-invalid={invalid || undefined}
            aria-describedby={[refused !== null && 'passphrase-why', describedBy].filter(Boolean).join(' ') || undefined}
          />
          <IconButton name={say(seen ? 'gate.hide' : 'gate.show')} icon={seen ? 'eye-off' : 'eye'} onClick={() => setSeen(!seen)} />
        </div>
        {children}
      </div>
      <Refused id="passphrase-why" says={refused} />
    </div>
  )
}
