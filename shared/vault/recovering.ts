import type { Platform } from '../platform.ts'
import { concatBytes, fromHex, toHex, type Bytes } from './bytes.ts'
import { sodiumReady, webEngine, type Engine } from './engine.ts'
import { vaultError } from './faults.ts'
import { decodeGrant, encodeGrant, makeGrant, openGrant, recoveryGrantBelieved, RECOVERY_ID } from './grants.ts'
import { decodeAll, encodeRecord, RECORD, type KeyRecord } from './keyfile.ts'
import { Keyring, newGroupKey, STATION_GROUP } from './keyring.ts'
import { openAnchor, recoveryKeyFrom, recoveryKeys } from './recovery.ts'
import { calibrateStretching, encodeRingRecord, foldAccountName, KeyStretcher, newRing, sealRing, stretchingAllowed, wipeRing, type Stretching } from './ring.ts'
import { rosterHash, sealRoster, type Roster } from './roster.ts'
import { ownGroup } from './state.ts'
import { findRoster, readDeviceSecret, readStoredKeys, type StoredKeys } from './unlock.ts'

/**
 * Tries a recovery key without changing anything: which groups it opens. The rehearsal that SECURITY.md asks for.
 * @throws `recovery-words` where the words are no key, or another vault's or an older one
 */
export async function rehearseRecovery(platform: Platform, vaultId: string, words: readonly string[], engine: Engine = webEngine): Promise<{ groups: readonly string[] }> {
  await sodiumReady
  const vault = fromHex(vaultId)
  const stored = await readStoredKeys(platform, engine, vault)
  const { keyring } = await openByRecovery(engine, vault, stored, words)
  const groups = keyring.groups()
  keyring.wipe()
  return { groups }
}

export interface RecoverOptions {
  readonly vault: string
  readonly words: readonly string[]
  /** The account to be made; one of the same name is ended. */
  readonly account: string
  readonly passphrase: string
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
  try {
    const stored = await readStoredKeys(platform, engine, vault)
    if (!stored.current || stored.damaged) throw vaultError('keys-damaged')
    const { keyring, roster, rosterRoot, key } = await openByRecovery(engine, vault, stored, options.words)
    const ring = newRing(options.account.normalize('NFKC').trim(), rosterRoot)
    const now = (options.clock ?? Date.now)()
    const ended = foldAccountName(options.account)
    const next: Roster = {
      ...roster, sequence: roster.sequence + 1, previous: rosterHash(vault, roster), time: now,
      accounts: [
        ...roster.accounts.map((account) => (foldAccountName(account.name) === ended ? { ...account, active: false } : account)),
        { id: ring.account, name: ring.name, agreement: ring.agreement.publicKey, signing: ring.signing.publicKey, active: true, administrator: true, since: now },
      ],
    }
    const deviceSecret = await readDeviceSecret(platform, options.vault)
    const stretcher = new KeyStretcher(vault, { account: options.account, passphrase: options.passphrase, deviceSecret })
    // The ring first and the roster last: cut anywhere, the old account still opens.
    const records: KeyRecord[] = [{ type: RECORD.ring, payload: encodeRingRecord(await sealRing(engine, vault, ring, stretching, deviceSecret !== null, stretcher)) }]
    for (const group of keyring.all()) {
      const grant = await makeGrant(engine, vault, group, { id: ring.account, agreement: ring.agreement.publicKey }, { account: ring.account, signing: ring.signing })
      records.push({ type: RECORD.grant, payload: encodeGrant(grant) })
    }
    const own = newGroupKey(vault, ownGroup(ring.account))
    for (const to of [{ id: ring.account, agreement: ring.agreement.publicKey }, { id: RECOVERY_ID, agreement: roster.recovery.agreement }]) {
      records.push({ type: RECORD.grant, payload: encodeGrant(await makeGrant(engine, vault, own, to, { account: ring.account, signing: ring.signing })) })
    }
    records.push({ type: RECORD.roster, payload: await sealRoster(engine, vault, keyring.current(STATION_GROUP)!, next, recoveryKeys(vault, key).signing) })
    for (const secret of [stretcher, keyring]) secret.wipe()
    wipeRing(ring)
    key.fill(0)
    deviceSecret?.fill(0)
    await platform.call('appendSlot', { vault: options.vault, slot: 'keys', expected: stored.current.length }, concatBytes(...(await Promise.all(records.map((record) => encodeRecord(engine, record))))))
  } finally {
    await platform.call('releaseVault', { vault: options.vault })
  }
}

/** The group keys granted to the recovery key, believed by the roster that its anchor leads to. */
export async function openByRecovery(engine: Engine, vault: Bytes, stored: StoredKeys, words: readonly string[]): Promise<{ keyring: Keyring; roster: Roster; rosterRoot: Bytes; key: Bytes }> {
  const key = recoveryKeyFrom(words)
  if (!key) throw vaultError('recovery-words')
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
  // A key that was replaced still opens what it was granted, but the roster says that it no longer counts.
  if (toHex(roster.recovery.agreement) !== toHex(agreement.publicKey)) throw vaultError('recovery-words')
  const keyring = new Keyring()
  for (const { grant, group } of opened) if (recoveryGrantBelieved(vault, grant, roster)) keyring.add(group)
  if (!keyring.current(STATION_GROUP)) throw vaultError('roster-forged')
  return { keyring, roster, rosterRoot: root, key }
}
