import { useEffect, useId, type RefObject } from 'react'
import type { TypedRecovery } from '../../../shared/vault/typed-recovery.ts'
import { useSay } from '../../session/language.ts'
import type { Fault } from '../../session/notices.ts'
import { Refused } from '../form/refused.tsx'
import { useSecretValue } from '../passphrase/secret-value.ts'

/** What a person has typed of a recovery key so far, in either way. */
export interface Typing { readonly how: 'key' | 'shares'; readonly words: string; readonly shares: readonly [string, string] }
export const NOTHING_TYPED: Typing = { how: 'key', words: '', shares: ['', ''] }
export const typedOf = ({ how, words, shares }: Typing): TypedRecovery => (how === 'key' ? { words } : { shares })

const COUNTS = { key: 24, shares: 28 } as const

interface TypedRecoveryFieldsProps {
  readonly typing: Typing
  readonly onType: (typing: Typing) => void
  /** Why it was not taken: the code says which field. */
  readonly refused: { readonly code: string; readonly fault: Omit<Fault, 'id'> } | null
  /** Around the fields, to find the refused one by. */
  readonly around: RefObject<HTMLDivElement | null>
}

/** The fields for a whole key or for two shares. */
export function TypedRecoveryFields({ typing, onType, refused, around }: TypedRecoveryFieldsProps) {
  const say = useSay()
  const group = useId()
  const says = refused && [refused.fault.says, refused.fault.remedy].flatMap((line) => (line ? [say(line)] : [])).join(' ')
  const second = refused?.code === 'recovery-share-2'
  return (
    <div ref={around} className="recovery-typed">
      <div className="choice recovery-how" role="radiogroup" aria-label={say('recovery.how')}>
        {(['key', 'shares'] as const).map((how) => (
          <label key={how}>
            <input type="radio" name={group} autoComplete="off" checked={typing.how === how} onChange={() => onType({ ...typing, how })} />
            {say(`recovery.how-${how}`)}
          </label>
        ))}
      </div>
      {typing.how === 'key' ? (
        <WordsField key="key" label={say('recovery.words')} value={typing.words} of={COUNTS.key} refused={says} onType={(words) => onType({ ...typing, words })} />
      ) : (
        ([0, 1] as const).map((at) => (
          <WordsField
            key={at}
            label={say('recovery.words-of', { which: say(`recovery.which.${at === 0 ? 'first' : 'second'}`) })}
            value={typing.shares[at]}
            of={COUNTS.shares}
            refused={second === (at === 1) ? says : null}
            onType={(words) => onType({ ...typing, shares: at === 0 ? [words, typing.shares[1]] : [typing.shares[0], words] })}
          />
        ))
      )}
    </div>
  )
}

interface WordsFieldProps {
  readonly label: string
  readonly value: string
  readonly of: number
  readonly refused: string | null
  readonly onType: (words: string) => void
}

function WordsField({ label, value, of, refused, onType }: WordsFieldProps) {
  const say = useSay()
  const id = useId()
  const field = useSecretValue<HTMLTextAreaElement>(value)
  // Nothing of it stays in a field that goes.
  useEffect(() => {
    const held = field.current
    return () => {
      if (held) held.value = ''
    }
  }, [field])
  return (
    <div className="gate-field">
      <label htmlFor={id}>{label}</label>
      <textarea
        ref={field}
        id={id}
        className="input id recovery-words"
        dir="ltr"
        lang="en"
        rows={of > COUNTS.key ? 4 : 5}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onChange={(event) => onType(event.target.value)}
        aria-invalid={refused !== null || undefined}
        aria-describedby={`${id}-hint${refused ? ` ${id}-why` : ''}`}
      />
      <small id={`${id}-hint`}>{say('recovery.words-hint', { count: value.split(/[^\p{L}]+/u).filter(Boolean).length, of })}</small>
      <Refused id={`${id}-why`} says={refused} />
    </div>
  )
}
