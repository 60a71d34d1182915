import type { Platform } from '../platform.ts'
import { fromHex, toHex, type Bytes } from './bytes.ts'
import { sodiumReady, webEngine, type Engine } from './engine.ts'
import { vaultError } from './faults.ts'
import { decodeGrant, openGrant, recoveryGrantBelieved, RECOVERY_ID } from './grants.ts'
import { RECORD } from './keyfile.ts'
import { Keyring, STATION_GROUP } from './keyring.ts'
import { openAnchor, recoveryKeyFrom, recoveryKeys } from './recovery.ts'
import type { Roster } from './roster.ts'
import { findRoster, readStoredKeys, type StoredKeys } from './unlock.ts'

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

/** The group keys granted to the recovery key, believed by the roster that its anchor leads to. */
export async function openByRecovery(engine: Engine, vault: Bytes, stored: StoredKeys, words: readonly string[]): Promise<{ keyring: Keyring; roster: Roster; rosterRoot: Bytes; key: Bytes }> {
  const key = recoveryKeyFrom(words)
  if (!key) throw vaultError('recovery-words')
  let root: Bytes | null = null
  for (const { payload } of stored.records.filter(({ type }) => type === RECORD.recovery).reverse()) root ??= await openAnchor(engine, vault, key, payload)
  if (!root) throw vaultError('recovery-words')
  const { agreement } = recoveryKeys(vault, key)
  const opened = []
  for (const { payload } of stored.records.filter(({ type }) => type === RECORD.grant)) {
    const grant = decodeGrant(payload)
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
