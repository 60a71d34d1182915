import { TellableError, type Message } from '../../model/message.ts'
import { keyNumberText, readTypedRecovery, type TypedFault, type TypedRecovery } from '../../vault/vault.ts'

const TYPING: Message = { key: 'recovery.typed.remedy' }

/** An error that says which field it is about by its code: `recovery-words`, `recovery-share-1`, `recovery-share-2`. */
export function typedFault(typed: TypedRecovery, { field = 0, ...fault }: { readonly field?: 0 | 1 } & (TypedFault | { readonly what: 'other-vault' })): TellableError {
  const shares = 'shares' in typed
  const values: Record<string, string | number> = shares ? { share: field + 1 } : {}
  if ('place' in fault) Object.assign(values, { number: fault.place + 1, next: fault.place + 2 })
  if ('count' in fault) Object.assign(values, { count: fault.count, of: fault.of })
  if (fault.what === 'same-share') values['number'] = fault.number
  if (fault.what === 'two-keys') Object.assign(values, { one: keyNumberText(fault.numbers[0]), other: keyNumberText(fault.numbers[1]) })
  return new TellableError(shares ? `recovery-share-${field + 1}` : 'recovery-words', { key: `recovery.typed.${shares ? 'share' : 'key'}.${fault.what}`, values }, { kept: { key: 'station.recovery-kept' }, remedy: TYPING })
}

/** The 24 words of what was typed. @throws TellableError of `typedFault` */
export function recoveryWordsOf(typed: TypedRecovery): readonly string[] {
  const read = readTypedRecovery(typed)
  if (read.fault) throw typedFault(typed, read.fault)
  return read.words
}
