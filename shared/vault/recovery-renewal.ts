import { equalBytes, toHex, type Bytes } from './bytes.ts'
import { note, vaultError } from './faults.ts'
import { FreshRecovery } from './fresh-recovery.ts'
import { RECOVERY_ID } from './grants.ts'
import { RECORD } from './keyfile.ts'
import { groupTag, STATION_GROUP, type GroupKey } from './keyring.ts'
import type { Notice } from './notices.ts'
import type { RecoveryStanding } from './open-vault.ts'
import { recoveryKeys, recoveryKeyFrom, sealAnchor } from './recovery.ts'
import { openByRecovery } from './recovering.ts'
import { rehearsalRecord } from './rehearsal.ts'
import { granting, headNamesRoster, leaveNotices, requireAdministrator, tagNames } from './roster-change.ts'
import { accountById } from './roster.ts'
import { keyNumberText, recoveryNumber } from './share-words.ts'
import { addNote, appendKeyRecords, appendRoster, ownGroup, type VaultState } from './state.ts'
import type { SigningKeys } from './primitives.ts'
import { readStoredKeys } from './unlock.ts'

/**
 * A new recovery key takes the old one's place when two things are shown: that it is written down (a rehearsal, signed by it)
 * and that it opens what the old one opens (every holder has granted their keys to it). Until then the old one is in force, so
 * that there is a way back at every moment (decisions/recovery-renewal.md).
 */
type Due = Extract<Notice, { kind: 'recovery-due' }>
type Granted = Extract<Notice, { kind: 'recovery-granted' }>

/** Names no key: what was to follow is withdrawn. */
const NONE = new Uint8Array(32)

/** The recovery key that is to follow, if any: the last that an administrator made. */
function dueRecovery(state: VaultState): Due | null {
  const last = state.notices.findLast((notice) => notice.kind === 'recovery-due')
  return last && !equalBytes(last.agreement, NONE) && !equalBytes(last.agreement, state.roster.recovery.agreement) ? last : null
}

/** Whether somebody who holds it has granted this key to that recovery key. A holder believes itself of what the roster does not list. */
function isGranted(state: VaultState, agreement: Bytes, handle: Bytes): boolean {
  const holds = (author: Bytes) => equalBytes(author, state.ring.account) || state.roster.grants.some((grant) => equalBytes(grant.account, author) && equalBytes(grant.handle, handle))
  return state.notices.some((notice): notice is Granted => notice.kind === 'recovery-granted' && equalBytes(notice.agreement, agreement) && notice.handles.some((one) => equalBytes(one, handle)) && holds(notice.author))
}

/** What the roster lists for somebody who is here and that recovery key was not granted: group tags, and who can grant them. What an account keeps for itself (its drafts) is not waited for. */
function missing(state: VaultState, agreement: Bytes): readonly { readonly tag: Bytes; readonly accounts: readonly string[] }[] {
  const { accounts, grants } = state.roster
  const own = new Set(accounts.map(({ id }) => toHex(groupTag(state.vault, ownGroup(id)))))
  const open = grants.filter(({ account, tag, handle }) => accountById(state.roster, account)?.active && !own.has(toHex(tag)) && !isGranted(state, agreement, handle))
  const tags = new Map(open.map(({ tag }) => [toHex(tag), tag]))
  return [...tags].map(([hex, tag]) => ({ tag, accounts: [...new Set(open.filter((grant) => toHex(grant.tag) === hex).map(({ account }) => toHex(account)))] }))
}

const lastRehearsal = (state: VaultState, signing: Bytes): number | null => state.rehearsals.filter((one) => equalBytes(one.signing, signing)).reduce<number | null>((last, { time }) => Math.max(last ?? 0, time), null)

export const recoveryConfirmed = (state: VaultState): boolean => state.roster.recovery.confirmed || lastRehearsal(state, state.roster.recovery.signing) !== null

/** @param names parametric groups to look for */
export function recoveryStanding(state: VaultState, names: readonly string[]): RecoveryStanding {
  const { roster } = state
  const due = dueRecovery(state)
  const byTag = tagNames(state, names)
  const rehearsed = lastRehearsal(state, roster.recovery.signing)
  return {
    keyNumber: recoveryNumber(state.vault, roster.recovery.agreement),
    confirmed: recoveryConfirmed(state),
    rehearsed,
    // A time to come was written by a clock that was wrong: it says nothing.
    since: rehearsed !== null && rehearsed <= state.clock() ? rehearsed : Math.min(...roster.accounts.map(({ since }) => since)),
    renewal: due && {
      keyNumber: recoveryNumber(state.vault, due.agreement),
      by: toHex(due.author),
      rehearsed: lastRehearsal(state, due.signing) !== null,
      waiting: missing(state, due.agreement).map(({ tag, accounts }) => ({ group: byTag.get(toHex(tag)) ?? null, accounts })),
    },
  }
}

/** Grants these keys to a recovery key, and says so to the others. */
async function grantTo(state: VaultState, agreement: Bytes, keys: readonly GroupKey[]): Promise<{ readonly records: readonly { readonly type: number; readonly payload: Bytes }[]; readonly notice: Granted }> {
  const given = granting(state)
  for (const key of keys) await given.give(key, { id: RECOVERY_ID, agreement })
  return { records: given.records, notice: { kind: 'recovery-granted', author: state.ring.account, agreement, handles: keys.map(({ handle }) => handle) } }
}

/** Makes the key that is to follow. It is shown until it is rehearsed, and comes into force then at the earliest. @throws `not-administrator` */
export async function renewRecovery(state: VaultState): Promise<FreshRecovery> {
  requireAdministrator(state)
  const fresh = new FreshRecovery(state.vault)
  const { agreement, signing } = fresh.keys
  const anchor = { type: RECORD.recovery, payload: await sealAnchor(state.engine, state.vault, fresh.key, state.ring.rosterRoot) }
  const { records, notice } = await grantTo(state, agreement.publicKey, state.keyring.all())
  await leaveNotices(state, [{ kind: 'recovery-due', author: state.ring.account, agreement: agreement.publicKey, signing: signing.publicKey }, notice], [anchor, ...records])
  return fresh
}

/** Takes back the key that was to follow: the one in force stays. @throws `not-administrator` */
export async function withdrawRenewal(state: VaultState): Promise<void> {
  requireAdministrator(state)
  if (dueRecovery(state)) await leaveNotices(state, [{ kind: 'recovery-due', author: state.ring.account, agreement: NONE, signing: NONE }])
}

/** Remembers that a recovery key was shown to work, and puts it in force where it was to follow and nothing waits. */
export async function rememberRehearsal(state: VaultState, signing: SigningKeys): Promise<void> {
  const time = state.clock()
  const record = await rehearsalRecord(state.engine, state.vault, state.keyring.current(STATION_GROUP)!, signing, time)
  const inForce = equalBytes(signing.publicKey, state.roster.recovery.signing)
  if (inForce && !state.roster.recovery.confirmed && isAdministrator(state)) await appendRoster(state, { recovery: { ...state.roster.recovery, confirmed: true } }, [record])
  else await appendKeyRecords(state, [record])
  state.rehearsals.push({ signing: signing.publicKey, time })
  await putInForce(state)
}

const isAdministrator = (state: VaultState) => accountById(state.roster, state.ring.account)?.administrator === true

/** By an administrator: the roster names the key that was to follow, and from then on the old one is refused. */
async function putInForce(state: VaultState): Promise<void> {
  const due = dueRecovery(state)
  if (!due || !isAdministrator(state) || lastRehearsal(state, due.signing) === null || missing(state, due.agreement).length > 0) return
  await appendRoster(state, { recovery: { agreement: due.agreement, signing: due.signing, confirmed: true } })
  await headNamesRoster(state)
}

/** At opening: grants what is held to a recovery key that an administrator made and that lacks it, says so, and puts it in force where nothing waits any more. */
export async function attendRecovery(state: VaultState): Promise<void> {
  if (!state.writable || !accountById(state.roster, state.ring.account)) return
  // One in force already may lack what the roster does not list.
  const inForce = state.notices.findLast((notice): notice is Due => notice.kind === 'recovery-due' && equalBytes(notice.agreement, state.roster.recovery.agreement))
  for (const made of [inForce, dueRecovery(state)]) {
    const lacking = made ? state.keyring.all().filter(({ handle }) => !isGranted(state, made.agreement, handle)) : []
    if (!made || lacking.length === 0) continue
    const { records, notice } = await grantTo(state, made.agreement, lacking)
    await leaveNotices(state, [notice], records)
    // Whoever has that key opens what is this account's: it is told, once.
    if (!equalBytes(made.author, state.ring.account)) addNote(state, note('recovery-granted', { number: keyNumberText(recoveryNumber(state.vault, made.agreement)), account: accountById(state.roster, made.author)?.name ?? '' }))
  }
  await putInForce(state)
}

/**
 * A rehearsal with the whole key: it must open every group that somebody here holds, as it would if it were needed.
 * @throws `recovery-words`, `recovery-replaced`, `recovery-waiting`, `recovery-short` where it is the key and lacks a group
 */
export async function rehearse(state: VaultState, words: readonly string[]): Promise<void> {
  const key = recoveryKeyFrom(words)
  if (!key) throw vaultError('recovery-words')
  const keys = recoveryKeys(state.vault, key)
  try {
    const due = dueRecovery(state)
    if (!due || !equalBytes(due.agreement, keys.agreement.publicKey)) {
      const opened = await openByRecovery(state.engine, state.vault, await readStoredKeys(state.platform, state.engine, state.vault), words)
      const lacks = state.keyring.all().some(({ handle }) => !opened.keyring.byHandle(handle))
      opened.keyring.wipe()
      opened.key.fill(0)
      if (lacks) throw vaultError('recovery-short')
    }
    await rememberRehearsal(state, keys.signing)
  } finally {
    for (const secret of [key, keys.agreement.secretKey, keys.signing.secretKey]) secret.fill(0)
  }
}

/** The same key is to follow under an account that is renewed: what the account that ends left says nothing any more. */
export function recoveryDueAgain(state: VaultState, author: Bytes): readonly Notice[] {
  const due = dueRecovery(state)
  return due ? [{ ...due, author }] : []
}
