import { equalBytes, type Bytes } from './bytes.ts'
import { newestSecret, readDeviceSecrets, wipeSecrets } from './device-secret.ts'
import { vaultError } from './faults.ts'
import { recoveryRecipient, type Granting, type Recipient } from './granting.ts'
import { decodeAll, parseKeyFile, RECORD, type KeyRecord } from './keyfile.ts'
import { recoveryDueAgain } from './recovery-renewal.ts'
import { rewriteKeys } from './rewriting.ts'
import { decodeRingRecord, encodeRingRecord, KeyStretcher, newRing, sealRing, stretchingAllowed, USUAL_STRETCHING, wipeRing, type Ring, type RingRecord, type Stretching } from './ring.ts'
import { activeAccount, dueNotice, furtherEpochs, granting, groupsOf, lastStatements, leaveNotices, offersOf, requireAdministrator, settle, standing } from './roster-change.ts'
import { accountById, type RosterAccount } from './roster.ts'
import { appendKeyRecords, ownGroup, type VaultState } from './state.ts'
import { openRings, readSlot } from './unlock.ts'

/** How costly the rings of this vault are to try: a new one is as costly, so that opening stretches a passphrase once. */
async function usualStretching(state: VaultState): Promise<Stretching> {
  const rings = await ringRecords(state)
  return rings.map(({ stretching }) => stretching).filter(stretchingAllowed).reduce((most, one) => (one.memory * one.passes > most.memory * most.passes ? one : most), rings[0]?.stretching ?? USUAL_STRETCHING)
}

async function ringRecords(state: VaultState): Promise<readonly RingRecord[]> {
  const file = await parseKeyFile(state.engine, state.vault, await readSlot(state.platform, state.vaultId, 'keys', 'current'))
  if (typeof file === 'string') throw vaultError('keys-damaged')
  return decodeAll(file.records, RECORD.ring, decodeRingRecord)
}

export async function ringRecord(state: VaultState, ring: Ring, passphrase: string): Promise<KeyRecord> {
  const stretching = await usualStretching(state)
  const deviceSecrets = await readDeviceSecrets(state.platform, state.vaultId)
  const stretcher = new KeyStretcher(state.vault, { account: ring.name, passphrase, deviceSecrets })
  try {
    return { type: RECORD.ring, payload: encodeRingRecord(await sealRing(state.engine, state.vault, ring, stretching, newestSecret(deviceSecrets), stretcher)) }
  } finally {
    stretcher.wipe()
    wipeSecrets(deviceSecrets)
  }
}

/** Makes the account that follows this one: its roster entry, and every group that the old one held under a further epoch. */
async function renew(state: VaultState, account: RosterAccount, next: Recipient & { readonly signing: Bytes }, given: Granting, names: readonly string[]): Promise<{ readonly begin: () => void; readonly accounts: readonly RosterAccount[]; readonly unnamed: readonly Bytes[] }> {
  const { named, unnamed } = groupsOf(state, account, names)
  const renewed: RosterAccount = { id: next.id, agreement: next.agreement, name: account.name, signing: next.signing, active: true, administrator: account.administrator, since: state.clock(), last: [] }
  const accounts = [...state.roster.accounts.map((one) => (one === account ? { ...one, active: false, last: lastStatements(state) } : one)), renewed]
  // It stands in the place of the old one: whatever was listed for that one makes it a holder.
  const grants = [...state.roster.grants, ...state.roster.grants.filter((grant) => equalBytes(grant.account, account.id)).map((grant) => ({ ...grant, account: next.id }))]
  return { begin: await furtherEpochs(state, given, { accounts, grants }, named), accounts, unnamed }
}

/**
 * A new passphrase. An administrator's account is renewed at once: new keys in the place of the old, under which nothing written
 * from now on is sealed, so that an old backup with the old passphrase opens nothing of it; the vault must then be opened anew. Anyone
 * else's passphrase changes at once, and the renewal waits for an administrator.
 * @throws `wrong-passphrase` where the present one is not right
 */
export async function changePassphrase(state: VaultState, present: string, passphrase: string, names: readonly string[]): Promise<'renewed' | 'waiting'> {
  await requirePassphrase(state, present)
  const account = accountById(state.roster, state.ring.account)!
  const ring = newRing(state.ring.name, state.ring.rosterRoot)
  try {
    const to = { id: ring.account, agreement: ring.agreement.publicKey }
    const given = granting(state)
    for (const key of state.keyring.all()) await given.give(key, to)
    const followed = await ringRecord(state, ring, passphrase)
    if (account.administrator) {
      const own = await given.make(ownGroup(ring.account), 1, to, recoveryRecipient(state.roster))
      own.key.fill(0)
      const { accounts, unnamed, begin } = await renew(state, account, { ...to, signing: ring.signing.publicKey }, given, names)
      await settle(state, accounts, state.roster.grants, given, [followed])
      begin()
      // The account that ends says nothing any more: what is due is asked for by the one that follows it.
      await leaveNotices(state, [...unnamed.map((tag) => dueNotice(state, tag, ring)), ...recoveryDueAgain(state, ring.account)], [], ring)
      await rewriteKeys(state)
      // What this account signs from now on is forged: nothing more is written before the vault is opened anew.
      state.writable = false
      return 'renewed'
    }
    const same = await ringRecord(state, state.ring, passphrase)
    await leaveNotices(state, [...offersOf(given, state.ring.account), { kind: 'renewal', author: state.ring.account, id: ring.account, agreement: to.agreement, signing: ring.signing.publicKey }], [...given.records, same, followed])
    // The ring under the old passphrase goes, in both copies.
    await rewriteKeys(state, { record: ringsOf(state, same) })
    return 'waiting'
  } finally {
    wipeRing(ring)
  }
}

/** @throws `wrong-passphrase` */
export async function requirePassphrase(state: VaultState, passphrase: string): Promise<void> {
  const file = await parseKeyFile(state.engine, state.vault, await readSlot(state.platform, state.vaultId, 'keys', 'current'))
  if (typeof file === 'string') throw vaultError('keys-damaged')
  const deviceSecrets = await readDeviceSecrets(state.platform, state.vaultId)
  const rings = await openRings(state.engine, state.vault, file, { account: state.ring.name, passphrase, deviceSecrets }).finally(() => wipeSecrets(deviceSecrets))
  rings.forEach(wipeRing)
  if (!rings.some(({ account }) => equalBytes(account, state.ring.account))) throw vaultError('wrong-passphrase')
}

/**
 * An administrator makes a renewal that was asked for: the old account ends, the one that follows it takes its place, under further epochs.
 * @throws `not-administrator`, `account-unknown` where nothing was asked for
 */
export async function renewAccount(state: VaultState, id: string, names: readonly string[]): Promise<void> {
  requireAdministrator(state)
  const account = activeAccount(state, id)
  const asked = standing(state).renewals.find(({ author }) => equalBytes(author, account.id))
  if (!asked) throw vaultError('account-unknown')
  const given = granting(state)
  const own = await given.make(ownGroup(asked.id), 1, { id: asked.id, agreement: asked.agreement }, recoveryRecipient(state.roster))
  own.key.fill(0)
  const { accounts, unnamed, begin } = await renew(state, account, asked, given, names)
  // What the old account gave the new one of its own: every epoch so far.
  const inherited = state.notices.flatMap((notice) => (notice.kind === 'offer' && equalBytes(notice.author, account.id) && equalBytes(notice.grant.account, asked.id) ? [notice.grant] : []))
  await settle(state, accounts, [...state.roster.grants, ...inherited], given)
  begin()
  await leaveNotices(state, unnamed.map((tag) => dueNotice(state, tag)))
  await rewriteKeys(state)
}

/**
 * Seals this account's ring under the newest of the machine's secrets, where it is under an earlier one, and ends those that no
 * active account's ring needs any more.
 */
export async function followDeviceSecret(state: VaultState, passphrase: string, numbers: readonly number[]): Promise<void> {
  const newest = Math.max(0, ...numbers)
  // With one there is nothing to follow and nothing to end: the usual opening asks no more.
  if (!state.writable || (numbers.length < 2 && (newest === 0 || state.ring.device === newest))) return
  if (state.ring.device !== newest) {
    const record = await ringRecord(state, state.ring, passphrase)
    await appendKeyRecords(state, [record])
    await rewriteKeys(state, { record: ringsOf(state, record) })
  }
  const active = state.roster.accounts.filter((account) => account.active).map(({ id }) => id)
  const rings = (await ringRecords(state)).filter(({ account }) => active.some((id) => equalBytes(id, account)))
  if (rings.every(({ device }) => device === newest)) await state.platform.call('endDeviceSecrets', { vault: state.vaultId, before: newest })
}

/**
 * A further secret of this machine, under which this account's ring is sealed at once and everyone else's at their next opening;
 * then the earlier one ends, and a copy of the disk with it opens no ring.
 * @throws `wrong-passphrase`, `not-administrator`; PlatformError `absent` where the machine keeps no secret
 */
export async function renewDeviceSecret(state: VaultState, passphrase: string): Promise<void> {
  requireAdministrator(state)
  await requirePassphrase(state, passphrase)
  const { answer } = await state.platform.call('renewDeviceSecret', { vault: state.vaultId })
  await followDeviceSecret(state, passphrase, [state.ring.device, answer.number])
}

/** The rings of this account but for one record. */
const ringsOf = (state: VaultState, but: KeyRecord) => (record: KeyRecord) =>
  record.type === RECORD.ring && !equalBytes(record.payload, but.payload) && decodeAll([record], RECORD.ring, decodeRingRecord).some(({ account }) => equalBytes(account, state.ring.account))
