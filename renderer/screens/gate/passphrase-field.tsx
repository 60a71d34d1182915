import { useState, type ReactNode } from 'react'
import { IconButton } from '../../parts/button.tsx'
import { useSay } from '../../session/language.ts'

/** A passphrase typed unseen, or seen for as long as a person wants to. */
export function PassphraseField({ label, value, onChange, children, describedBy }: { readonly label: string; readonly value: string; readonly onChange: (value: string) => void; readonly children?: ReactNode; readonly describedBy?: string }) {
  const say = useSay()
  const [seen, setSeen] = useState(false)
  return (
    <div className="gate-field">
      <label htmlFor="passphrase">{label}</label>
      <div className="pass">
        <div className="pass-input">
          <input
            id="passphrase"
            className={seen ? 'input' : 'input hidden-words'}
            type={seen ? 'text' : 'password'}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            {...(describedBy && { 'aria-describedby': describedBy })}
          />
          <IconButton name={say(seen ? 'gate.hide' : 'gate.show')} icon={seen ? 'eye-off' : 'eye'} onClick={() => setSeen(!seen)} />
        </div>
        {children}
      </div>
    </div>
  )
}
