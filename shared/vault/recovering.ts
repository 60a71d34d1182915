import type { Platform } from '../platform.ts'
import { foldAccountName } from './account-name.ts'
import { BlockKeys, decodeKeyBatch } from './blockkeys.ts'
import { concatBytes, equalBytes, fromHex, toHex, type Bytes } from './bytes.ts'
import { storeOnly } from './compressor.ts'
import { sodiumReady, webEngine, type Engine } from './engine.ts'
import { newestSecret, readDeviceSecrets, wipeSecrets } from './device-secret.ts'
import { vaultError } from './faults.ts'
import { Granting, holdersOf, recoveryRecipient } from './granting.ts'
import { decodeGrant, openGrant, recoveryGrantBelieved, RECOVERY_ID } from './grants.ts'
import { decodeAll, encodeRecord, RECORD, type KeyRecord } from './keyfile.ts'
import type { DeviceState } from './head.ts'
import { JournalReader } from './journal.ts'
import { Keyring, STATION_GROUP, type GroupKey } from './keyring.ts'
import { readNotices } from './notices.ts'
import { rehearsalRecord } from './rehearsal.ts'
import { openAnchor, recoveryKeyFrom, recoveryKeys } from './recovery.ts'
import { calibrateStretching, encodeRingRecord, KeyStretcher, newRing, sealRing, stretchingAllowed, wipeRing, type Stretching } from './ring.ts'
import { rosterHash, sealRoster, type Roster, type RosterAccount } from './roster.ts'
import { ownGroup } from './state.ts'
import { emptyTip, scanTip, type ScanState } from './tip.ts'
import { findMisreadWord } from './typed-recovery.ts'
import { findRoster, readStoredKeys, type StoredKeys } from './unlock.ts'

/**
 * Tries a recovery key without changing anything: which groups it opens, and whose accounts there are. The rehearsal that SECURITY.md asks for.
 * @throws `recovery-words` where the words are no key, or another vault's or an older one
 */
export async function rehearseRecovery(platform: Platform, vaultId: string, words: readonly string[], engine: Engine = webEngine): Promise<{ groups: readonly string[]; accounts: readonly string[] }> {
  await sodiumReady
  const vault = fromHex(vaultId)
  const stored = await readStoredKeys(platform, engine, vault)
  const { keyring, key, roster } = await openByRecovery(engine, vault, stored, words)
  const groups = keyring.groups()
  keyring.wipe()
  key.fill(0)
  return { groups, accounts: roster.accounts.filter(({ active }) => active).map(({ name }) => name) }
}

/** Where 24 words differ from a recovery key of this vault by a single word, or by two neighbours that changed places; null where they differ by more. */
export async function misreadRecoveryWord(platform: Platform, vaultId: string, words: readonly string[], engine: Engine = webEngine): Promise<{ readonly what: 'word' | 'swapped'; readonly place: number } | null> {
  await sodiumReady
  const vault = fromHex(vaultId)
  const anchors = (await readStoredKeys(platform, engine, vault)).records.filter(({ type }) => type === RECORD.recovery)
  return findMisreadWord(words, async (tried) => {
    const key = recoveryKeyFrom(tried)!
    for (const { payload } of anchors) if (await openAnchor(engine, vault, key, payload)) return true
    return false
  })
}

export interface RecoverOptions {
  readonly vault: string
  readonly words: readonly string[]
  /** The account to be made; one of the same name is ended. */
  readonly account: string
  readonly passphrase: string
  /** Names of other accounts that end with it: of somebody who went, say. Their drafts stay theirs, and so are read by nobody. */
  readonly ends?: readonly string[]
  readonly stretching?: Stretching
  readonly engine?: Engine
  readonly clock?: () => number
}

/**
 * Lets a station in again by its recovery key: a new administrator account with every group, in a roster signed by the recovery
 * key. Nothing is rewritten: one append, after which `openVault` opens with the new passphrase and the old account no longer does.
 * @throws `recovery-words`, `keys-damaged`, `vault-busy`, `vault-absent`
 */
export async function recoverVault(platform: Platform, options: RecoverOptions): Promise<void> {
  await sodiumReady
  const engine = options.engine ?? webEngine
  const vault = fromHex(options.vault)
  const stretching = options.stretching ?? calibrateStretching()
  if (!stretchingAllowed(stretching)) throw vaultError('header-refused')
  const { answer } = await platform.call('takeVault', { vault: options.vault })
  if (answer.taken !== 'yes') throw vaultError(answer.taken === 'busy' ? 'vault-busy' : 'vault-absent')
  const wipes: (() => void)[] = []
  try {
    const stored = await readStoredKeys(platform, engine, vault)
    if (!stored.current || stored.damaged) throw vaultError('keys-damaged')
    const { keyring, roster, rosterRoot, key, makers } = await openByRecovery(engine, vault, stored, options.words)
    const ring = newRing(options.account.normalize('NFKC').trim(), rosterRoot)
    wipes.push(() => keyring.wipe(), () => key.fill(0), () => wipeRing(ring))
    const now = (options.clock ?? Date.now)()
    const name = foldAccountName(options.account)
    const last = await lastStatements(platform, engine, vault, stored, keyring, roster)
    const ending = new Set([name, ...(options.ends ?? []).map(foldAccountName)])
    const ended = (account: RosterAccount) => account.active && ending.has(foldAccountName(account.name))
    const others = roster.accounts.filter((account) => account.active && !ended(account))
    const granting = new Granting(engine, vault, { account: ring.account, signing: ring.signing })
    const self = { id: ring.account, agreement: ring.agreement.publicKey }
    const theirs = new Set(roster.accounts.filter((account) => foldAccountName(account.name) === name).map(({ id }) => ownGroup(id)))
    for (const group of keyring.all()) {
      // What another account keeps for itself (its drafts) is not this one's to open.
      if (!group.group.startsWith('own/') || theirs.has(group.group)) await granting.give(group, self)
    }
    // The account that ends holds every key so far: what is written from now on is sealed under keys that it never had.
    const recovery = recoveryRecipient(roster)
    const made: GroupKey[] = []
    wipes.push(() => made.forEach(({ key }) => key.fill(0)))
    for (const group of keyring.groups()) {
      const holders = holdersOf(vault, { accounts: others, grants: roster.grants }, group)
      // One that an account still here made for itself is theirs to renew.
      if (group.startsWith('own/') || (holders.length === 0 && others.some(({ id }) => makers.get(group)?.has(toHex(id))))) continue
      made.push(await granting.make(group, keyring.current(group)!.epoch + 1, self, recovery, ...holders))
    }
    made.push(await granting.make(ownGroup(ring.account), 1, self, recovery))
    const next: Roster = {
      ...roster, sequence: roster.sequence + 1, previous: rosterHash(vault, roster), time: now,
      accounts: [
        ...roster.accounts.map((account) => (ended(account) ? { ...account, active: false, last } : account)),
        { id: ring.account, name: ring.name, agreement: ring.agreement.publicKey, signing: ring.signing.publicKey, active: true, administrator: true, since: now, last: [] },
      ],
      grants: [...roster.grants, ...granting.listed],
    }
    const deviceSecrets = await readDeviceSecrets(platform, options.vault)
    const stretcher = new KeyStretcher(vault, { account: options.account, passphrase: options.passphrase, deviceSecrets })
    wipes.push(() => stretcher.wipe(), () => wipeSecrets(deviceSecrets))
    const { signing } = recoveryKeys(vault, key)
    wipes.push(() => signing.secretKey.fill(0))
    // The ring first and the roster last: cut anywhere, the old account still opens (where its passphrase is not the new one: then recovering again is the way).
    const records: KeyRecord[] = [
      { type: RECORD.ring, payload: encodeRingRecord(await sealRing(engine, vault, ring, stretching, newestSecret(deviceSecrets), stretcher)) },
      ...granting.records,
      // Recovering is the rehearsal that nobody wished for.
      await rehearsalRecord(engine, vault, keyring.current(STATION_GROUP)!, signing, now),
      // Under the station's key so far: the account that ends must still be able to read that it did.
      { type: RECORD.roster, payload: await sealRoster(engine, vault, keyring.current(STATION_GROUP)!, next, signing) },
    ]
    await platform.call('appendSlot', { vault: options.vault, slot: 'keys', expected: stored.current.length }, concatBytes(...(await Promise.all(records.map((record) => encodeRecord(engine, record))))))
  } finally {
    for (const wipe of wipes) wipe()
    await platform.call('releaseVault', { vault: options.vault })
  }
}

interface RecoveredKeys {
  readonly keyring: Keyring
  readonly roster: Roster
  readonly rosterRoot: Bytes
  readonly key: Bytes
  /** Who granted the recovery key a group, by the group's name. */
  readonly makers: ReadonlyMap<string, ReadonlySet<string>>
}

/** The last statement of every device in the journal: how far the account that is ended is believed. */
async function lastStatements(platform: Platform, engine: Engine, vault: Bytes, stored: StoredKeys, keyring: Keyring, roster: Roster): Promise<readonly DeviceState[]> {
  const blockKeys = new BlockKeys(engine, vault, keyring, stored.roots, decodeAll(stored.records, RECORD.blockKeys, decodeKeyBatch))
  const state: ScanState = { vault, engine, compressor: storeOnly, blockKeys, roster, clock: Date.now, notes: [], journalWhole: true, tip: await emptyTip(engine, vault) }
  const reader = new JournalReader(platform, engine, vault)
  await scanTip(state, reader, await reader.length())
  blockKeys.wipe()
  return [...state.tip.devices.values()]
}

async function isDue(engine: Engine, vault: Bytes, stored: StoredKeys, opened: readonly GroupKey[], roster: Roster, agreement: Bytes): Promise<boolean> {
  const keyring = new Keyring()
  for (const group of opened) if (group.group === STATION_GROUP) keyring.add(group)
  const last = (await readNotices(engine, vault, keyring, roster, stored.records)).findLast((notice) => notice.kind === 'recovery-due')
  return last !== undefined && equalBytes(last.agreement, agreement)
}

/** The group keys granted to the recovery key, believed by the roster that its anchor leads to. */
export async function openByRecovery(engine: Engine, vault: Bytes, stored: StoredKeys, words: readonly string[]): Promise<RecoveredKeys> {
  const key = recoveryKeyFrom(words)
  if (!key) throw vaultError('recovery-words')
  try {
    return await openByKey(engine, vault, stored, key)
  } catch (error) {
    key.fill(0)
    throw error
  }
}

async function openByKey(engine: Engine, vault: Bytes, stored: StoredKeys, key: Bytes): Promise<RecoveredKeys> {
  let root: Bytes | null = null
  for (const { payload } of stored.records.filter(({ type }) => type === RECORD.recovery).reverse()) root ??= await openAnchor(engine, vault, key, payload)
  if (!root) throw vaultError('recovery-words')
  const { agreement } = recoveryKeys(vault, key)
  const opened = []
  for (const grant of decodeAll(stored.records, RECORD.grant, decodeGrant)) {
    if (toHex(grant.recipient) !== toHex(RECOVERY_ID)) continue
    const group = await openGrant(engine, vault, grant, agreement)
    if (group) opened.push({ grant, group })
  }
  const roster = await findRoster(engine, vault, stored, opened.map(({ group }) => group), root)
  if (!roster) throw vaultError('roster-forged')
  // The roster that replaces a key is sealed under a station key that it was granted, so it always learns of it. One that was replaced, or that is to follow, still opens what it was granted, but the roster says that it does not count.
  if (toHex(roster.recovery.agreement) !== toHex(agreement.publicKey)) throw vaultError((await isDue(engine, vault, stored, opened.map(({ group }) => group), roster, agreement.publicKey)) ? 'recovery-waiting' : 'recovery-replaced')
  const keyring = new Keyring()
  const makers = new Map<string, Set<string>>()
  for (const { grant, group } of opened) {
    if (!recoveryGrantBelieved(vault, grant, group, roster)) continue
    keyring.add(group)
    makers.set(group.group, (makers.get(group.group) ?? new Set()).add(toHex(grant.granter)))
  }
  if (!keyring.current(STATION_GROUP)) throw vaultError('roster-forged')
  return { keyring, roster, rosterRoot: root, key, makers }
}
