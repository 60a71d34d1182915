import { foldAccountName } from './account-name.ts'
import { equalBytes, toHex, type Bytes } from './bytes.ts'
import { vaultError } from './faults.ts'
import { holdersOf, lastEpoch, recoveryRecipient, type Granting, type Recipient } from './granting.ts'
import { groupTag, STATION_GROUP } from './keyring.ts'
import type { Notice } from './notices.ts'
import type { AccountChange, NewAccount, VaultAccount, Waiting } from './open-vault.ts'
import { rewriteKeys } from './rewriting.ts'
import { newRing, wipeRing } from './ring.ts'
import { ringRecord } from './passphrase.ts'
import { activeAccount, dueNotice, furtherEpochs, granting, groupsOf, lastStatements, leaveNotices, recipient, requireAdministrator, settle, standing, tagNames } from './roster-change.ts'
import { accountById, type RosterAccount } from './roster.ts'
import { ownGroup, type VaultState } from './state.ts'

/** The roster's accounts, each with the groups that it is listed for, as far as their names can be told from their tags. */
export function listAccounts(state: VaultState, names: readonly string[]): readonly VaultAccount[] {
  const byTag = tagNames(state, names)
  const own = toHex(state.ring.account)
  return state.roster.accounts.map(({ id, name, active, administrator, since }) => {
    const account = toHex(id)
    // What an account granted to itself need not stand in the roster.
    const groups = account === own ? state.keyring.groups() : [...new Set(state.roster.grants.filter((grant) => toHex(grant.account) === account).flatMap(({ tag }) => byTag.get(toHex(tag)) ?? []))]
    return { id: account, name, active, administrator, since, groups }
  })
}

/** What waits for this account to act, and for others. */
export function listWaiting(state: VaultState, names: readonly string[]): Waiting {
  const { wanted, offers, renewals } = standing(state)
  // Asked with every commit: names are worked out only where something waits.
  const byTag = wanted.length > 0 ? tagNames(state, names) : new Map<string, string>()
  const self = accountById(state.roster, state.ring.account)
  return {
    grants: wanted.flatMap(({ account, tag }) => {
      const group = byTag.get(toHex(tag))
      return group === undefined ? [] : [{ account: toHex(account), group, mine: state.keyring.current(group) !== undefined }]
    }),
    offers: offers.length,
    renewals: renewals.map(({ author }) => toHex(author)),
    ownRenewal: renewals.some(({ author }) => equalBytes(author, state.ring.account)),
    administrator: self?.administrator === true,
  }
}

/** Grants what is held of these groups, every epoch, listing this account's own hold beside where it does not stand in the roster yet (a case that it made); answers those that another holder must grant. A group that nobody holds yet is made. */
async function giveGroups(state: VaultState, given: Granting, to: Recipient, groups: AccountChange['groups']): Promise<readonly string[]> {
  const missing: string[] = []
  for (const { group, alsoFor } of groups) {
    const keys = state.keyring.all().filter((key) => key.group === group)
    const self = accountById(state.roster, state.ring.account)!
    const listed = holdersOf(state.vault, state.roster, group).includes(self)
    for (const key of keys) await given.give(key, to, ...(listed ? [] : [recipient(self)]))
    if (keys.length > 0) continue
    if (lastEpoch(state.roster, groupTag(state.vault, group)) > 0) missing.push(group)
    else {
      const others = alsoFor === undefined ? [] : holdersOf(state.vault, state.roster, alsoFor).map(recipient)
      const made = await given.make(group, 1, to, recoveryRecipient(state.roster), ...others)
      if (others.some(({ id }) => equalBytes(id, state.ring.account))) state.keyring.add(made)
      else made.key.fill(0)
    }
  }
  return missing
}

const wantedNotice = (state: VaultState, account: Bytes, group: string, wanted: boolean): Notice => ({ kind: 'wanted', author: state.ring.account, account, tag: groupTag(state.vault, group), wanted })

/**
 * Adds an account with these groups. What this account does not hold waits for somebody who does.
 * @returns its id, hexadecimal
 * @throws `not-administrator`, `account-exists`
 */
export async function addAccount(state: VaultState, { name, passphrase, groups, administrator }: NewAccount): Promise<string> {
  requireAdministrator(state)
  const folded = foldAccountName(name)
  if (folded === '' || passphrase === '') throw new RangeError('account and passphrase are needed')
  if (state.roster.accounts.some((account) => account.active && foldAccountName(account.name) === folded)) throw vaultError('account-exists')
  const ring = newRing(name.normalize('NFKC').trim(), state.ring.rosterRoot)
  try {
    const to = { id: ring.account, agreement: ring.agreement.publicKey }
    const given = granting(state)
    const own = await given.make(ownGroup(ring.account), 1, to, recoveryRecipient(state.roster))
    own.key.fill(0)
    const missing = await giveGroups(state, given, to, [{ group: STATION_GROUP }, ...groups])
    const account: RosterAccount = { ...to, name: ring.name, signing: ring.signing.publicKey, active: true, administrator, since: state.clock(), last: [] }
    await settle(state, [...state.roster.accounts, account], state.roster.grants, given, [await ringRecord(state, ring, passphrase)])
    await leaveNotices(state, missing.map((group) => wantedNotice(state, ring.account, group, true)))
    return toHex(ring.account)
  } finally {
    wipeRing(ring)
  }
}

/**
 * Gives an account these groups and takes away all others whose names are known; each that is taken away goes on under a further epoch.
 * @throws `not-administrator`, `account-unknown`, `last-administrator`, `last-holder` where nobody else would open a group
 */
export async function changeAccount(state: VaultState, id: string, { groups, administrator }: AccountChange, names: readonly string[]): Promise<void> {
  requireAdministrator(state)
  const account = activeAccount(state, id)
  requireAnother(state, account, administrator)
  const held = new Set(listAccounts(state, names).find((one) => one.id === id)?.groups)
  const wanted = new Set(groups.map(({ group }) => group))
  const lost = [...held].filter((group) => group !== STATION_GROUP && !isPersonal(group) && !wanted.has(group))
  const given = granting(state)
  const missing = await giveGroups(state, given, recipient(account), groups.filter(({ group }) => !held.has(group)))
  for (const group of lost) if (!holdersOf(state.vault, state.roster, group).some((holder) => holder !== account)) throw vaultError('last-holder')
  const lostTags = new Set(lost.map((group) => toHex(groupTag(state.vault, group))))
  const kept = {
    accounts: state.roster.accounts.map((one) => (one === account ? { ...one, administrator } : one)),
    grants: state.roster.grants.filter((grant) => !(equalBytes(grant.account, account.id) && lostTags.has(toHex(grant.tag)))),
  }
  const begin = await furtherEpochs(state, given, kept, lost)
  await settle(state, kept.accounts, kept.grants, given)
  begin()
  const unwanted = standing(state).wanted.filter((one) => equalBytes(one.account, account.id)).map(({ tag }) => tagNames(state, names).get(toHex(tag))).filter((group): group is string => group !== undefined && !wanted.has(group))
  await leaveNotices(state, [...missing.map((group) => wantedNotice(state, account.id, group, true)), ...unwanted.map((group) => wantedNotice(state, account.id, group, false))])
}

/** A group of one account alone: nobody takes it away. */
const isPersonal = (group: string) => group.startsWith('own/')

function requireAnother(state: VaultState, account: RosterAccount, administrator: boolean): void {
  if (account.administrator && !administrator && !state.roster.accounts.some((other) => other !== account && other.active && other.administrator)) throw vaultError('last-administrator')
}

/**
 * Ends an account: it opens nothing from now on, what it signs later is forged, and every group it held goes on under a further
 * epoch. Its ring leaves the key file.
 * @throws `not-administrator`, `account-unknown`, `last-administrator`
 */
export async function endAccount(state: VaultState, id: string, names: readonly string[]): Promise<void> {
  requireAdministrator(state)
  const account = activeAccount(state, id)
  requireAnother(state, account, false)
  const { named, unnamed } = groupsOf(state, account, names)
  const kept = { accounts: state.roster.accounts.map((one) => (one === account ? { ...one, active: false, last: lastStatements(state) } : one)), grants: state.roster.grants }
  const given = granting(state)
  const begin = await furtherEpochs(state, given, kept, named)
  await settle(state, kept.accounts, kept.grants, given)
  begin()
  await leaveNotices(state, unnamed.map((tag) => dueNotice(state, tag)))
  await rewriteKeys(state)
}
