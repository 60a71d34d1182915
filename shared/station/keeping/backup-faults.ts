import { TellableError, type Message } from '../../model/message.ts'
import { PlatformError, type PlatformErrorCode } from '../../platform.ts'
import type { BackupCheck, Restored } from '../../vault/vault.ts'

export type BackupFaultCode =
  | 'no-place' | 'sample' | 'presents' | 'disk-missing' | 'disk-full' | 'place-refused' | 'path-absent' | 'not-a-backup' | 'failed' | 'not-verified' | 'cut-short'
  | 'newer' | 'damaged' | 'keys' | 'same' | 'older' | 'other' | 'busy'

export function backupError(code: BackupFaultCode, more: { values?: Message['values']; cause?: unknown } = {}): TellableError {
  const says = (part: string): Message => ({ key: `backup.error.${code}.${part}`, ...(more.values && { values: more.values }) })
  return new TellableError(code, says('says'), { kept: says('kept'), remedy: says('remedy'), ...(more.cause === undefined ? {} : { cause: more.cause }) })
}

const TOLD: Partial<Record<PlatformErrorCode, BackupFaultCode>> = { absent: 'disk-missing', 'disk-full': 'disk-full', 'refused-place': 'place-refused', 'not-a-backup': 'not-a-backup', busy: 'busy' }

/** An error as a person is told it; what is no matter of the disk goes on as it is. */
export function asBackupError(error: unknown, choosing = false): unknown {
  if (!(error instanceof PlatformError) || error.code === 'closed') return error
  return backupError(choosing && error.code === 'absent' ? 'path-absent' : (TOLD[error.code] ?? 'failed'), { cause: error })
}

export function restoreError(why: (Restored & { done: false })['why']): TellableError {
  if (why === 'faults') return backupError('damaged')
  return backupError(why === 'absent' ? 'failed' : why)
}

/** Why a backup that was read back is not verified; null where it is. */
export function saysOfCheck({ verified, faults, notes, refused }: BackupCheck): Message | null {
  if (verified) return null
  const [fault] = faults
  if (fault) return { key: `backup.check.fault.${fault.where}` }
  if (refused) return { key: `backup.check.refused.${refused}` }
  return notes[0]?.says ?? { key: 'backup.check.damaged-vault' }
}
