import { equalBytes, type Bytes } from './bytes.ts'
import type { Engine } from './engine.ts'
import { AUDIT_GROUP, doorRecord } from './doors.ts'
import { encodeGrant, listGrant, makeGrant, RECOVERY_ID } from './grants.ts'
import { RECORD, type KeyRecord } from './keyfile.ts'
import { groupTag, newGroupKey, type GroupKey } from './keyring.ts'
import type { SigningKeys } from './primitives.ts'
import type { Roster, RosterAccount, RosterGrant } from './roster.ts'

/** Whoever a group's key goes to: an account, or the recovery key. */
export interface Recipient { readonly id: Bytes; readonly agreement: Bytes }

export const recoveryRecipient = (roster: Pick<Roster, 'recovery'>): Recipient => ({ id: RECOVERY_ID, agreement: roster.recovery.agreement })

/** Grants under way: their records for the key file, and how the next roster lists them. What goes to the recovery key is not listed. */
export class Granting {
  readonly records: KeyRecord[] = []
  readonly listed: RosterGrant[] = []
  readonly #engine: Engine
  readonly #vault: Bytes
  readonly #granter: { readonly account: Bytes; readonly signing: SigningKeys }

  constructor(engine: Engine, vault: Bytes, granter: { readonly account: Bytes; readonly signing: SigningKeys }) {
    this.#engine = engine
    this.#vault = vault
    this.#granter = granter
  }

  async give(key: GroupKey, ...recipients: readonly Recipient[]): Promise<void> {
    for (const to of recipients) {
      this.records.push({ type: RECORD.grant, payload: encodeGrant(await makeGrant(this.#engine, this.#vault, key, to, this.#granter)) })
      if (!equalBytes(to.id, RECOVERY_ID)) this.listed.push(listGrant(this.#vault, to.id, this.#granter.account, key))
    }
  }

  /** A key that did not exist before, given to its holders. Whoever is not among them must wipe it. */
  async make(group: string, epoch: number, ...recipients: readonly Recipient[]): Promise<GroupKey> {
    const key = newGroupKey(this.#vault, group, epoch)
    await this.give(key, ...recipients)
    if (group === AUDIT_GROUP) this.records.push(doorRecord(this.#vault, key, this.#granter))
    return key
  }
}

type Listed = Pick<Roster, 'accounts' | 'grants'>

/** Active accounts that the roster lists for a group, by any of its epochs. */
export function holdersOf(vault: Bytes, { accounts, grants }: Listed, group: string): readonly RosterAccount[] {
  const tag = groupTag(vault, group)
  return accounts.filter(({ id, active }) => active && grants.some((grant) => equalBytes(grant.tag, tag) && equalBytes(grant.account, id)))
}

/** The highest epoch that the roster lists for a group by its tag; 0 where it lists none. */
export function lastEpoch({ grants }: Pick<Roster, 'grants'>, tag: Bytes): number {
  return grants.reduce((last, grant) => (equalBytes(grant.tag, tag) ? Math.max(last, grant.epoch) : last), 0)
}
