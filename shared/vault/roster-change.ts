import { equalBytes, fromHex, toHex, type Bytes } from './bytes.ts'
import { vaultError } from './faults.ts'
import { Granting, holdersOf, lastEpoch, recoveryRecipient, type Recipient } from './granting.ts'
import type { KeyRecord } from './keyfile.ts'
import { FOUNDING_GROUPS, groupTag, STATION_GROUP, type GroupKey } from './keyring.ts'
import { noticeRecord, standingOf, type Notice, type Standing } from './notices.ts'
import type { Ring } from './ring.ts'
import { accountById, type RosterAccount, type RosterGrant } from './roster.ts'
import { advanceHead, appendKeyRecords, appendRoster, ownGroup, type VaultState } from './state.ts'

/**
 * What every change of accounts is made of: a roster with its grants in one append, further epochs for whatever somebody
 * leaves, and notices for what one account can't do alone (decisions/accounts-and-roles.md).
 */
/** Names of groups by their tags: those that every vault has, that this ring holds, and these. */
export const tagNames = (state: VaultState, names: readonly string[]): ReadonlyMap<string, string> => new Map([...FOUNDING_GROUPS, ...state.keyring.groups(), ...names].map((name) => [toHex(groupTag(state.vault, name)), name]))


export const standing = (state: VaultState): Standing => standingOf(state.notices, state.roster, new Set(FOUNDING_GROUPS.map((group) => toHex(groupTag(state.vault, group)))))

export function requireAdministrator(state: VaultState): void {
  if (!accountById(state.roster, state.ring.account)?.administrator) throw vaultError('not-administrator')
}

export function activeAccount(state: VaultState, id: string): RosterAccount {
  const account = accountById(state.roster, fromHex(id))
  if (!account?.active) throw vaultError('account-unknown')
  return account
}

export const recipient = ({ id, agreement }: RosterAccount): Recipient => ({ id, agreement })
export const granting = (state: VaultState) => new Granting(state.engine, state.vault, { account: state.ring.account, signing: state.ring.signing })

/** Where every device stood: what an account that ends is believed up to. */
export const lastStatements = (state: VaultState) => [...state.tip.devices.values()]

/**
 * A new roster with what it grants, in one append whose last record it is: cut anywhere before, nothing happened. Then a
 * head that names it, so that an older key file is found out.
 */
export async function settle(state: VaultState, accounts: readonly RosterAccount[], kept: readonly RosterGrant[], given: Granting, others: readonly KeyRecord[] = []): Promise<void> {
  await appendRoster(state, { accounts, grants: [...kept, ...given.listed] }, [...others, ...given.records])
  await headNamesRoster(state)
}

/** A head that names the newest roster. */
export async function headNamesRoster(state: VaultState): Promise<void> {
  // A head must not name frames that are not on the disk yet.
  await state.platform.call('appendJournal', { vault: state.vaultId, expected: state.tip.length, sync: true }, new Uint8Array(0))
  await advanceHead(state, state.tip)
}

/**
 * A further epoch of each group: a fresh key, for whoever goes on holding it and for the recovery key. Whoever left may open
 * what was written until now, and nothing after. An administrator who does not hold a group makes its key and forgets it
 * (decisions/accounts-and-roles.md).
 * @param kept accounts and grants as they will be
 */
export async function furtherEpochs(state: VaultState, given: Granting, kept: { readonly accounts: readonly RosterAccount[]; readonly grants: readonly RosterGrant[] }, groups: readonly string[]): Promise<() => void> {
  const mine = toHex(state.ring.account)
  const made: { readonly key: GroupKey; readonly own: boolean }[] = []
  for (const group of groups) {
    const holders = holdersOf(state.vault, kept, group)
    const epoch = Math.max(lastEpoch(state.roster, groupTag(state.vault, group)), state.keyring.current(group)?.epoch ?? 0) + 1
    made.push({ key: await given.make(group, epoch, ...holders.map(recipient), recoveryRecipient(state.roster)), own: holders.some(({ id }) => toHex(id) === mine) })
  }
  // Used from the moment that the roster which lists them stands, not before: it is sealed under the epoch that everyone still has.
  return () => {
    state.blockKeys.forgetSupply(groups)
    for (const { key, own } of made) {
      if (own) state.keyring.add(key)
      else key.key.fill(0)
    }
  }
}

/** Grants as notices, for an administrator to list. */
export const offersOf = (given: Granting, author: Bytes): readonly Notice[] => given.listed.map((grant): Notice => ({ kind: 'offer', author, grant }))

/** Lists what was granted where this account may, else leaves it to an administrator. */
export async function listOrOffer(state: VaultState, given: Granting): Promise<void> {
  const self = accountById(state.roster, state.ring.account)!
  if (self.administrator) await settle(state, state.roster.accounts, state.roster.grants, given)
  else await leaveNotices(state, offersOf(given, self.id), given.records)
}

/** Leaves notices for others, with other records in the same fsync. */
export async function leaveNotices(state: VaultState, notices: readonly Notice[], others: readonly KeyRecord[] = [], author: Ring = state.ring): Promise<void> {
  if (notices.length + others.length === 0) return
  const station = state.keyring.current(STATION_GROUP)!
  const records = await Promise.all(notices.map((notice) => noticeRecord(state.engine, state.vault, station, notice, author.signing)))
  await appendKeyRecords(state, [...others, ...records])
  state.notices.push(...notices)
}

/** Group names of an account that an end or a renewal must put under a further epoch, and the tags of those whose names are not known here. */
export function groupsOf(state: VaultState, account: RosterAccount, names: readonly string[]): { readonly named: readonly string[]; readonly unnamed: readonly Bytes[] } {
  const byTag = tagNames(state, names)
  const tags = new Map(state.roster.grants.filter((grant) => equalBytes(grant.account, account.id)).map(({ tag }) => [toHex(tag), tag]))
  // Its own group's name follows from its id, and goes on with nobody.
  tags.delete(toHex(groupTag(state.vault, ownGroup(account.id))))
  return { named: [...tags.keys()].flatMap((tag) => byTag.get(tag) ?? []), unnamed: [...tags].filter(([tag]) => !byTag.has(tag)).map(([, tag]) => tag) }
}

export const dueNotice = (state: VaultState, tag: Bytes, author: Ring = state.ring): Notice => ({ kind: 'epoch-due', author: author.account, tag, after: lastEpoch(state.roster, tag) })
