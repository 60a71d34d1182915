import { equalBytes } from './bytes.ts'
import { AUDIT_GROUP, believedDoor, currentDoor, doorRecord, readDoors } from './doors.ts'
import { vaultError } from './faults.ts'
import { holdersOf } from './granting.ts'
import { activeAccount, furtherEpochs, granting, listOrOffer, recipient, settle, standing } from './roster-change.ts'
import { accountById, type RosterAccount } from './roster.ts'
import { appendKeyRecords, type VaultState } from './state.ts'

/** A holder grants an account a group that an administrator wants it to have; an administrator who holds it lists it at once. @throws `no-key` */
export async function grantWanted(state: VaultState, id: string, group: string): Promise<void> {
  await shareGroup(state, activeAccount(state, id), group)
}

/** Every epoch of a group for an account, and this account's own hold of it beside, so that the group is listed whole. */
async function shareGroup(state: VaultState, account: RosterAccount, group: string): Promise<void> {
  const keys = state.keyring.all().filter((key) => key.group === group)
  if (keys.length === 0) throw vaultError('no-key')
  const self = accountById(state.roster, state.ring.account)!
  const listed = holdersOf(state.vault, state.roster, group).some(({ id }) => equalBytes(id, self.id))
  const given = granting(state)
  for (const key of keys) await given.give(key, recipient(account), ...(listed ? [] : [recipient(self)]))
  await listOrOffer(state, given)
}

/** Gives other accounts a group of this account's making (`case/<id>`): listed at once by an administrator, else at the next one's opening. */
export async function shareWith(state: VaultState, group: string, accounts: readonly string[]): Promise<void> {
  for (const id of accounts) await shareGroup(state, activeAccount(state, id), group)
}

/** Lists the grants that holders made: what was wanted, and what its holder may share with whom they like. */
export async function listOffers(state: VaultState): Promise<number> {
  const { offers } = standing(state)
  if (offers.length > 0) await settle(state, state.roster.accounts, [...state.roster.grants, ...offers], granting(state))
  return offers.length
}

/** At opening, without being asked: an administrator lists what was granted; a holder makes the further epochs that are due. */
export async function attend(state: VaultState): Promise<void> {
  const self = accountById(state.roster, state.ring.account)
  if (!state.writable || !self) return
  if (self.administrator) await listOffers(state)
  const mine = standing(state).due.flatMap(({ tag, after }) => {
    const group = state.keyring.nameOf(tag)
    return group !== undefined && state.keyring.current(group)!.epoch <= after ? [group] : []
  })
  if (mine.length === 0) return
  const given = granting(state)
  const begin = await furtherEpochs(state, given, state.roster, mine)
  await listOrOffer(state, given)
  begin()
}

/** At opening, by who holds the group `audit`: publishes the door of its newest epoch where none stands that is believed (a vault of before). */
export async function publishDoor(state: VaultState): Promise<void> {
  const key = state.keyring.current(AUDIT_GROUP)
  if (!state.writable || !key || currentDoor(state)) return
  const record = doorRecord(state.vault, key, { account: state.ring.account, signing: state.ring.signing })
  // One that nobody would believe is not worth a write.
  if (believedDoor(state.vault, state.roster, readDoors([record]))) await appendKeyRecords(state, [record])
}
