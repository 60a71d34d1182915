import type { Platform } from '../platform.ts'
import { BlockKeys, decodeKeyBatch } from './blockkeys.ts'
import { fromHex, toHex } from './bytes.ts'
import { readDoors } from './doors.ts'
import { sodiumReady, webEngine } from './engine.ts'
import { vaultError } from './faults.ts'
import { decodeAll, RECORD } from './keyfile.ts'
import type { HandedKeys } from './handed-keys.ts'
import { Keyring } from './keyring.ts'
import type { OpenVault, VaultParts } from './open-vault.ts'
import { randomBytes } from './primitives.ts'
import { readReplaced } from './replacing.ts'
import { accountById } from './roster.ts'
import { openedVault } from './session.ts'
import type { VaultState } from './state.ts'
import type { SegmentStore } from './store.ts'
import { emptyTip, readHead, settleTip } from './tip.ts'
import { findRoster, readStoredKeys } from './unlock.ts'

/**
 * Opens a vault for reading with keys that were handed over, and with no other: what is sealed to another group stays sealed
 * here, whoever asks. Nothing is written, not even a repair; the store should be one that ends with it.
 * @throws `vault-busy`, `vault-absent`, `roster-forged` and what reading the key file throws
 */
export async function openHanded(platform: Platform, store: SegmentStore, handed: HandedKeys, parts: VaultParts): Promise<OpenVault> {
  await sodiumReady
  const engine = parts.engine ?? webEngine
  const vault = fromHex(handed.vault)
  const { answer } = await platform.call('takeVault', { vault: handed.vault })
  if (answer.taken !== 'yes') throw vaultError(answer.taken === 'busy' ? 'vault-busy' : 'vault-absent')
  try {
    const stored = await readStoredKeys(platform, engine, vault)
    const roster = await findRoster(engine, vault, stored, handed.keys, handed.rosterRoot)
    const account = roster && accountById(roster, handed.account.id)
    if (!roster || !account?.active) throw vaultError('roster-forged')
    const keyring = new Keyring()
    for (const key of handed.keys) keyring.add(key)
    const none = () => new Uint8Array(32)
    const state: VaultState = {
      platform, store, engine, compressor: parts.compressor, clock: parts.clock ?? Date.now, vault, vaultId: handed.vault, roster, keyring, notices: [], rehearsals: [], replaced: await readReplaced(engine, vault, keyring, roster, stored.records), doors: readDoors(stored.records),
      ring: { account: account.id, name: handed.account.name, agreement: { publicKey: account.agreement, secretKey: none() }, signing: { publicKey: account.signing, secretKey: new Uint8Array(64) }, rosterRoot: handed.rosterRoot, device: 0 },
      blockKeys: new BlockKeys(engine, vault, keyring, stored.roots, decodeAll(stored.records, RECORD.blockKeys, decodeKeyBatch)),
      root: stored.roots.reduce((a, b) => (b.generation > a.generation ? b : a)), roots: stored.roots, notes: [...stored.notes],
      keyFile: stored.current ?? { generation: 0, length: 0, chain: none() }, head: null, unanswered: null, tip: await emptyTip(engine, vault), device: randomBytes(16), witnessed: 0, writable: false, journalWhole: true, open: true,
    }
    state.head = await readHead(state, keyring, roster)
    await settleTip(state)
    state.writable = false
    return {
      ...openedVault(state, null),
      // A getter would be copied as what it was now.
      get position() {
        return state.head?.journal.length ?? state.tip.length
      },
      acceptLoss: () => Promise.reject(vaultError('read-only')),
    }
  } catch (error) {
    await platform.call('releaseVault', { vault: toHex(vault) }).catch(() => undefined)
    throw error
  }
}
