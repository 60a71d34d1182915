import type { OpenStation } from '../opened.ts'
import type { StationPorts } from '../ports.ts'
import type { StationEvent } from '../station.ts'
import { auditCalls, type AuditCalls } from './audit.ts'
import { accountCalls, type AccountCalls } from './accounts.ts'
import { backupCalls, type BackupCalls } from './backups.ts'
import { erasureCalls, type ErasureCalls } from './erasure.ts'
import { recoveryCalls, type RecoveryCalls } from './recovery.ts'
import { restrictedCalls, type RestrictedCalls } from './restricted.ts'
import { retentionCalls, type RetentionCalls } from './retention.ts'

/** How the vault is kept: who opens it, the ways back in, copies, erasure, the record of who saw what. A file each. */
export interface Keeping extends AccountCalls, AuditCalls, BackupCalls, RecoveryCalls, RestrictedCalls, ErasureCalls, RetentionCalls {}

/** What each part of keeping stands on. */
export interface KeepingContext {
  readonly ports: StationPorts
  /** The station that is open. @throws TellableError `sealed` */
  readonly held: () => OpenStation
  readonly emit: (event: StationEvent) => void
  /** Tells the window how the station stands now. */
  readonly tell: () => void
  readonly seal: () => Promise<void>
  /** Calls back whenever a station was opened and loaded. */
  readonly whenOpened: (begin: (station: OpenStation) => void) => void
  /** Calls back before a station's keys go; `mayTakeSeconds` is false where they must go at once. */
  readonly beforeSealing: (finish: (station: OpenStation, mayTakeSeconds: boolean) => Promise<void>) => void
}

export function keepingCalls(context: KeepingContext): Keeping {
  return { ...accountCalls(context), ...auditCalls(context), ...backupCalls(context), ...recoveryCalls(context), ...restrictedCalls(context), ...erasureCalls(context), ...retentionCalls(context) }
}
