import type { Platform } from '../platform.ts'
import { foldAccountName } from './account-name.ts'
import { BlockKeys } from './blockkeys.ts'
import { toHex } from './bytes.ts'
import { AUDIT_GROUP, doorRecord, readDoors } from './doors.ts'
import { sodiumReady, webEngine } from './engine.ts'
import { newestSecret, readDeviceSecrets, wipeSecrets } from './device-secret.ts'
import { vaultError } from './faults.ts'
import { FreshRecovery } from './fresh-recovery.ts'
import { encodeGrant, listGrant, makeGrant, RECOVERY_ID } from './grants.ts'
import { journalHeader } from './journal.ts'
import { buildKeyFile, encodeName, encodeRoots, newRoot, RECORD, type KeyRecord } from './keyfile.ts'
import { FOUNDING_GROUPS, Keyring, newGroupKey, STATION_GROUP } from './keyring.ts'
import { randomBytes } from './primitives.ts'
import { sealAnchor } from './recovery.ts'
import { calibrateStretching, encodeRingRecord, KeyStretcher, newRing, sealRing, stretchingAllowed, type Stretching } from './ring.ts'
import { sealRoster, type Roster } from './roster.ts'
import { advanceHead, ownGroup, type VaultState } from './state.ts'
import type { SegmentStore } from './store.ts'
import { emptyTip } from './tip.ts'
import type { OpenVault, VaultParts } from './open-vault.ts'
import { openedVault } from './session.ts'

export interface CreateOptions extends VaultParts {
  readonly name: string
  readonly account: string
  readonly passphrase: string
  readonly sample?: boolean
  /** Default: measured on this machine, from 256 MiB and 3 passes upwards. */
  readonly stretching?: Stretching
}

/**
 * Makes a vault and opens it. The order of writes (root, key file, journal, head) leaves, after a crash, a folder that says
 * of itself that it is unfinished, never one that opens half.
 * @returns the vault, and the recovery key's words: shown once, kept nowhere
 */
export async function createVault(platform: Platform, store: SegmentStore, options: CreateOptions): Promise<{ vault: OpenVault; recoveryKey: readonly string[] }> {
  await sodiumReady
  if (foldAccountName(options.account) === '' || options.passphrase === '') throw new RangeError('account and passphrase are needed')
  const engine = options.engine ?? webEngine
  const clock = options.clock ?? Date.now
  const vault = randomBytes(16)
  const vaultId = toHex(vault)
  await platform.call('createVault', { vault: vaultId })

  const ring = newRing(options.account.normalize('NFKC').trim())
  const root = newRoot(1)
  const keyring = new Keyring()
  for (const group of [...FOUNDING_GROUPS, ownGroup(ring.account)]) keyring.add(newGroupKey(vault, group))
  const recovery = new FreshRecovery(vault)
  const recoveryPair = recovery.keys
  const now = clock()
  const roster: Roster = {
    sequence: 1, previous: new Uint8Array(32), time: now, name: options.name, sample: options.sample ?? false,
    recovery: { agreement: recoveryPair.agreement.publicKey, signing: recoveryPair.signing.publicKey, confirmed: false },
    accounts: [{ id: ring.account, name: ring.name, agreement: ring.agreement.publicKey, signing: ring.signing.publicKey, active: true, administrator: true, since: now, last: [] }],
    grants: keyring.all().map((key) => listGrant(vault, ring.account, ring.account, key)),
  }

  const records: KeyRecord[] = [{ type: RECORD.name, payload: encodeName({ name: options.name, sample: roster.sample }) }]
  const stretching = options.stretching ?? calibrateStretching()
  if (!stretchingAllowed(stretching)) throw vaultError('header-refused')
  const deviceSecrets = await readDeviceSecrets(platform, vaultId)
  const stretcher = new KeyStretcher(vault, { account: options.account, passphrase: options.passphrase, deviceSecrets })
  records.push({ type: RECORD.ring, payload: encodeRingRecord(await sealRing(engine, vault, ring, stretching, newestSecret(deviceSecrets), stretcher)) })
  stretcher.wipe()
  wipeSecrets(deviceSecrets)
  records.push({ type: RECORD.recovery, payload: await sealAnchor(engine, vault, recovery.key, ring.rosterRoot) })
  const granter = { account: ring.account, signing: ring.signing }
  for (const key of keyring.all()) {
    for (const to of [{ id: ring.account, agreement: ring.agreement.publicKey }, { id: RECOVERY_ID, agreement: recoveryPair.agreement.publicKey }]) {
      records.push({ type: RECORD.grant, payload: encodeGrant(await makeGrant(engine, vault, key, to, granter)) })
    }
  }
  records.push(doorRecord(vault, keyring.current(AUDIT_GROUP)!, granter))
  records.push({ type: RECORD.roster, payload: await sealRoster(engine, vault, keyring.current(STATION_GROUP)!, roster, ring.signing) })
  const { bytes, ...keyFile } = await buildKeyFile(engine, vault, 1, records)

  await platform.call('replaceSlot', { vault: vaultId, slot: 'root', both: true }, await encodeRoots(engine, vault, [root]))
  await platform.call('replaceSlot', { vault: vaultId, slot: 'keys', both: true }, bytes)
  await platform.call('appendJournal', { vault: vaultId, expected: 0, sync: true }, await journalHeader(engine, vault))

  const state: VaultState = {
    platform, store, engine, compressor: options.compressor, clock, vault, vaultId, ring, keyring, blockKeys: new BlockKeys(engine, vault, keyring, [root], []), root, roots: [root], notices: [], rehearsals: [], replaced: new Map(), doors: readDoors(records), notes: [],
    roster, keyFile, head: null, unanswered: null, tip: await emptyTip(engine, vault), device: randomBytes(16), witnessed: 0, writable: true, journalWhole: true, open: true,
  }
  await advanceHead(state, state.tip)
  const opened = openedVault(state, recovery)
  return { vault: opened, recoveryKey: recovery.sheets().words }
}
