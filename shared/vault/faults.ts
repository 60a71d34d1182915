import { TellableError, type Message } from '../model/message.ts'

/**
 * What was found wrong with something stored, while the vault could still open. Each names the thing, and
 * its text says what was kept.
 */
export interface VaultNote {
  readonly code: VaultNoteCode
  readonly says: Message
}
export type VaultNoteCode =
  | 'keys-damaged' | 'keys-torn' | 'keys-older' | 'keys-replaced'
  | 'root-damaged' | 'root-other'
  | 'head-damaged' | 'head-forged' | 'head-missing' | 'head-older' | 'head-rolled-back'
  | 'journal-torn' | 'journal-damaged' | 'journal-short' | 'journal-replaced' | 'journal-recovered' | 'journal-header'
  | 'commit-forged' | 'commit-unreadable' | 'chain-gap' | 'chain-fork' | 'import-unfinished' | 'part-damaged'
  | 'segments-missing' | 'segments-damaged' | 'segments-other' | 'segments-failed'
  | 'name-changed' | 'draft-damaged' | 'recovery-granted' | 'copy-damaged'

export function note(code: VaultNoteCode, values?: Message['values']): VaultNote {
  return { code, says: { key: `vault.note.${code}`, ...(values ? { values } : {}) } }
}

/** Errors by which a call of the vault fails. */
export type VaultErrorCode =
  | 'wrong-passphrase' | 'keys-damaged' | 'keys-absent' | 'root-damaged' | 'vault-busy' | 'vault-absent' | 'format-newer' | 'header-refused'
  | 'account-exists' | 'account-unknown' | 'last-administrator' | 'last-holder' | 'not-administrator'
  | 'no-key' | 'sealed' | 'too-large' | 'part-damaged' | 'part-sealed' | 'part-erased' | 'read-only' | 'recovery-words' | 'recovery-replaced' | 'recovery-waiting' | 'recovery-short' | 'import-over' | 'journal-damaged' | 'roster-forged'

/** Wording depends on the code alone (and counts), so that no error tells more than its code. */
export function vaultError(code: VaultErrorCode, options: { values?: Message['values']; cause?: unknown } = {}): TellableError {
  const message = (part: string): Message => ({ key: `vault.error.${code}.${part}`, ...(options.values ? { values: options.values } : {}) })
  return new TellableError(code, message('says'), { kept: message('kept'), remedy: message('remedy'), ...(options.cause === undefined ? {} : { cause: options.cause }) })
}
