import { useId, type InputHTMLAttributes, type Ref } from 'react'
import { Refused } from '../../parts/form/refused.tsx'
import { useSecretValue } from '../../parts/passphrase/secret-value.ts'

interface GateFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'value'> {
  readonly label: string
  readonly value: string
  readonly hint?: string
  /** Why what stands in it was not taken, in words; null while nothing is wrong. */
  readonly refused: string | null
  /** Where the reason stands, if it is not the field's alone. */
  readonly refusedBy?: string | undefined
  readonly field?: Ref<HTMLInputElement>
}

/** A field before the vault: its label, what it is for, and why it was not taken. */
export function GateField({ label, value, hint, refused, refusedBy, field, className = 'input', ...input }: GateFieldProps) {
  const id = useId()
  const held = useSecretValue(value, field)
  const described = [refused !== null && `${id}-why`, refusedBy, hint && `${id}-hint`].filter(Boolean).join(' ')
  return (
    <div className="gate-field">
      <label htmlFor={id}>{label}</label>
      <input {...input} ref={held} id={id} className={className} autoComplete="off" autoCapitalize="off" spellCheck={false} aria-invalid={refused !== null || refusedBy !== undefined || undefined} aria-describedby={described || undefined} />
      {hint && <small id={`${id}-hint`}>{hint}</small>}
      <Refused id={`${id}-why`} says={refused} />
    </div>
  )
}
