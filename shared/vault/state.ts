import { PlatformError, type Platform } from '../platform.ts'
import { BlockKeys, newBlockKeys, sealKeyBatch, type BlockKey } from './blockkeys.ts'
import { concatBytes, toHex, type Bytes } from './bytes.ts'
import type { Compressor } from './compressor.ts'
import type { Engine } from './engine.ts'
import { vaultError, type VaultNote, type VaultNoteCode } from './faults.ts'
import { readDoors, type Door } from './doors.ts'
import { encodeGrant, makeGrant, RECOVERY_ID } from './grants.ts'
import { headHash, sealHead, type DeviceState, type Head } from './head.ts'
import type { Hlc } from './hlc.ts'
import { encodeRecord, extendKeyChain, RECORD, type KeyRecord, type Root } from './keyfile.ts'
import { newGroupKey, STATION_GROUP, type GroupKey, type Keyring } from './keyring.ts'
import type { Notice } from './notices.ts'
import type { Rehearsal } from './rehearsal.ts'
import type { Replacement } from './replacing.ts'
import type { Ring } from './ring.ts'
import { rosterHash, sealRoster, type Roster } from './roster.ts'
import type { SegmentStore } from './store.ts'

/** Where the journal stands, counting what is appended and not yet acknowledged (chunks of a running import). */
export interface Tip {
  readonly length: number
  readonly chain: Bytes
  readonly lastFrame: number
  readonly chainBefore: Bytes
  readonly envelopes: number
  readonly commits: number
  readonly hlc: Hlc
  readonly frontier: readonly Bytes[]
  readonly devices: ReadonlyMap<string, DeviceState>
}

/** Everything an open vault holds in memory. One object, so that sealing can wipe it. */
export interface VaultState {
  readonly platform: Platform
  readonly store: SegmentStore
  readonly engine: Engine
  readonly compressor: Compressor
  readonly clock: () => number
  readonly vault: Bytes
  readonly vaultId: string
  readonly ring: Ring
  readonly keyring: Keyring
  readonly blockKeys: BlockKeys
  /** The newest root, which new batches go under. */
  root: Root
  /** All that the file holds: more than one while it is rewritten from one to the next. */
  roots: readonly Root[]
  /** What accounts left for each other in the key file. */
  readonly notices: Notice[]
  /** Where events are sealed to that the group `audit` opens, as published. */
  readonly doors: Door[]
  /** When recovery keys were shown to work. */
  readonly rehearsals: Rehearsal[]
  /** What erasures left, by the replaced block's key id. */
  readonly replaced: Map<string, Replacement>
  readonly notes: VaultNote[]
  roster: Roster
  keyFile: { readonly generation: number; readonly length: number; readonly chain: Bytes }
  /** A head that was sent and never answered: it may be in place, so it is replaced before the bytes it names are cut. */
  unanswered: Head | null
  /** Null until the first head is written, or where none could be read. */
  head: Head | null
  tip: Tip
  device: Bytes
  /** Came from a backup and was not written to since: nothing is folded of it yet. */
  restored?: boolean
  /** Generation of the head that the key file last testified to. */
  witnessed: number
  /** False where acknowledged work is missing and nobody has accepted that yet. */
  writable: boolean
  journalWhole: boolean
  open: boolean
}

export function addNote(state: { notes: VaultNote[] }, found: VaultNote): void {
  if (!state.notes.some((known) => known.code === found.code && JSON.stringify(known.says.values) === JSON.stringify(found.says.values))) state.notes.push(found)
}
export const hasNote = (state: { notes: readonly VaultNote[] }, code: VaultNoteCode) => state.notes.some((known) => known.code === code)

/** Writes that an opening can do without: on a disk that takes nothing, a vault opens all the same, to be read; what is owed is done at the next chance. */
export async function ifDiskTakes(writing: Promise<unknown>): Promise<void> {
  try {
    await writing
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error
  }
}

export const ownGroup = (account: Bytes) => `own/${toHex(account)}`

/** @throws `no-key` */
export function heldGroup(state: VaultState, group: string): GroupKey {
  const key = state.keyring.current(group)
  if (!key) throw vaultError('no-key')
  return key
}

export function requireOpen(state: VaultState): void {
  if (!state.open) throw vaultError('sealed')
}
export function requireWritable(state: VaultState): void {
  requireOpen(state)
  if (!state.writable) throw vaultError('read-only')
}

/** Appends records to the key file and answers after their fsync. */
export async function appendKeyRecords(state: VaultState, records: readonly KeyRecord[]): Promise<void> {
  const encoded = []
  let chain = state.keyFile.chain
  for (const record of records) {
    const bytes = await encodeRecord(state.engine, record)
    chain = await extendKeyChain(state.engine, state.vault, chain, bytes)
    encoded.push(bytes)
  }
  const { answer } = await state.platform.call('appendSlot', { vault: state.vaultId, slot: 'keys', expected: state.keyFile.length }, concatBytes(...encoded))
  state.keyFile = { generation: state.keyFile.generation, length: answer.length, chain }
  state.doors.push(...readDoors(records))
}

/** Batches double from a few keys to this many, so that quiet groups cost little. */
const MOST_BATCH = 256

/** Wraps and fsyncs fresh block keys so that each group has at least as many as asked for: one append for all. */
export async function ensureBlockKeys(state: VaultState, needed: ReadonlyMap<string, number>): Promise<void> {
  const batches: { group: GroupKey; keys: BlockKey[] }[] = []
  for (const [group, count] of needed) {
    const left = state.blockKeys.left(group)
    if (left >= count) continue
    const made = Math.min(MOST_BATCH, Math.max(count - left, 4, 2 * state.blockKeys.made(group)))
    const key = heldGroup(state, group)
    batches.push({ group: key, keys: newBlockKeys(key, Math.max(made, count - left)) })
  }
  if (batches.length === 0) return
  const records = []
  for (const { group, keys } of batches) records.push({ type: RECORD.blockKeys, payload: await sealKeyBatch(state.engine, state.vault, state.root, group, keys, witnessOf(state)) })
  await appendKeyRecords(state, records)
  for (const { keys } of batches) state.blockKeys.supply(keys)
  state.witnessed = state.head?.generation ?? 0
}

export const witnessOf = (state: VaultState) => ({ headGeneration: state.head?.generation ?? 0, journalLength: state.head?.journal.length ?? 0 })

/** Leaves in the key file where head and journal stand, so that both rolled back together are found out. */
export async function leaveWitness(state: VaultState): Promise<void> {
  if (state.witnessed >= (state.head?.generation ?? 0)) return
  await appendKeyRecords(state, [{ type: RECORD.blockKeys, payload: await sealKeyBatch(state.engine, state.vault, state.root, heldGroup(state, STATION_GROUP), [], witnessOf(state)) }])
  state.witnessed = state.head?.generation ?? 0
}

/** Makes a group: its key, granted to this account and to the recovery key, fsynced before anything is sealed for it. */
export async function createGroup(state: VaultState, group: string): Promise<void> {
  requireWritable(state)
  if (state.keyring.current(group)) return
  const key = newGroupKey(state.vault, group)
  await appendKeyRecords(state, await grantRecords(state, key))
  state.keyring.add(key)
}

async function grantRecords(state: VaultState, key: GroupKey): Promise<KeyRecord[]> {
  const granter = { account: state.ring.account, signing: state.ring.signing }
  const self = await makeGrant(state.engine, state.vault, key, { id: state.ring.account, agreement: state.ring.agreement.publicKey }, granter)
  const recovery = await makeGrant(state.engine, state.vault, key, { id: RECOVERY_ID, agreement: state.roster.recovery.agreement }, granter)
  return [self, recovery].map((grant) => ({ type: RECORD.grant, payload: encodeGrant(grant) }))
}

/** Signs and appends the next roster, with other records in the same fsync. */
export async function appendRoster(state: VaultState, changes: Partial<Roster>, others: readonly KeyRecord[] = []): Promise<void> {
  const roster: Roster = { ...state.roster, ...changes, sequence: state.roster.sequence + 1, previous: rosterHash(state.vault, state.roster), time: state.clock() }
  const payload = await sealRoster(state.engine, state.vault, heldGroup(state, STATION_GROUP), roster, state.ring.signing)
  await appendKeyRecords(state, [...others, { type: RECORD.roster, payload }])
  state.roster = roster
}

/** Signs a head for this tip and puts it in place (one fsync); only then is the tip acknowledged. */
export async function advanceHead(state: VaultState, tip: Tip): Promise<void> {
  const last = state.unanswered ?? state.head
  const head: Head = {
    // One that was lost is made anew past what the key file witnesses: it must not look rolled back for ever.
    generation: (last?.generation ?? state.blockKeys.witness.headGeneration) + 1,
    previous: last ? headHash(state.vault, last) : new Uint8Array(32),
    time: state.clock(),
    account: state.ring.account,
    device: state.device,
    journal: { length: tip.length, chain: tip.chain, lastFrame: tip.lastFrame, chainBefore: tip.chainBefore, envelopes: tip.envelopes, commits: tip.commits },
    keys: state.keyFile,
    roster: { sequence: state.roster.sequence, hash: rosterHash(state.vault, state.roster) },
    hlc: tip.hlc,
    frontier: tip.frontier,
    devices: [...tip.devices.values()],
  }
  const bytes = await sealHead(state.engine, state.vault, heldGroup(state, STATION_GROUP), head, state.ring.signing)
  state.unanswered = head
  await state.platform.call('replaceSlot', { vault: state.vaultId, slot: 'head', both: false }, bytes)
  state.unanswered = null
  state.head = head
  state.tip = tip
}
