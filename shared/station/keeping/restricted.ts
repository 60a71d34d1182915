import type { RecordId } from '../../model/change.ts'
import type { GroupId } from '../../model/compartment.ts'
import { newRecordId } from '../../model/ids.ts'
import type { KeepingContext } from './keeping.ts'

export interface RestrictedCalls {
  /**
   * A new record that opens for this account, for those that are named and for nobody else: whatever is committed about it from now
   * on is sealed for a group of its own. Where this account is no administrator, the others open it once one has opened the vault.
   * @param accounts ids of accounts
   */
  restrictedRecord(accounts: readonly string[]): Promise<RecordId>
  /** Lets further accounts open a restricted record, with all that was written about it. */
  shareRestricted(record: RecordId, accounts: readonly string[]): Promise<void>
}

const groupOf = (record: RecordId): GroupId => `case/${record}`

export function restrictedCalls({ held, tell }: KeepingContext): RestrictedCalls {
  return {
    async restrictedRecord(accounts) {
      const station = held()
      const record = newRecordId()
      await station.vault.createGroup(groupOf(record))
      await station.vault.shareWith(groupOf(record), accounts)
      station.restrict(record, groupOf(record))
      tell()
      return record
    },
    async shareRestricted(record, accounts) {
      await held().vault.shareWith(groupOf(record), accounts)
      tell()
    },
  }
}
