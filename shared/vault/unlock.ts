import type { Platform } from '../platform.ts'
import { BlockKeys, decodeKeyBatch } from './blockkeys.ts'
import { equalBytes, LayoutFault, owned, toHex, type Bytes } from './bytes.ts'
import { readDoors, type Door } from './doors.ts'
import { OpenFault, type Engine } from './engine.ts'
import { note, vaultError, type VaultNote } from './faults.ts'
import { decodeGrant, grantBelieved, openGrant, type Grant } from './grants.ts'
import { decodeAll, decodeName, decodeRoots, mergeRecords, parseKeyFile, RECORD, type KeyFile, type KeyRecord, type Root, type VaultName } from './keyfile.ts'
import { Keyring, STATION_GROUP, type GroupKey } from './keyring.ts'
import { readNotices, type Notice } from './notices.ts'
import { readRehearsals, type Rehearsal } from './rehearsal.ts'
import { readReplaced, type Replacement } from './replacing.ts'
import { decodeRingRecord, KeyStretcher, openRing, stretchingAllowed, wipeRing, type Ring, type Secrets } from './ring.ts'
import { accountById, newestRoster, openRoster, type Roster } from './roster.ts'
import { spareFallsShort, type Spare } from './spares.ts'

/** The key file and roots as stored, before any key. */
export interface StoredKeys {
  readonly records: readonly KeyRecord[]
  /** What appends go on from; null where the current copy is unusable. */
  readonly current: KeyFile | null
  readonly roots: readonly Root[]
  readonly name: VaultName | null
  readonly notes: VaultNote[]
  readonly damaged: boolean
  /** Files of which a copy is damaged, gone or far behind, by the bytes that were read. */
  readonly spares: readonly Spare[]
}

export async function readSlot(platform: Platform, vaultId: string, slot: 'keys' | 'head' | 'root' | 'backups', copy: 'current' | 'previous'): Promise<Bytes> {
  const { answer, bytes } = await platform.call('readSlot', { vault: vaultId, slot, copy })
  return answer.present ? owned(bytes) : new Uint8Array(0)
}

/**
 * Reads key file and root, current copies first, previous ones where those are damaged.
 * @throws `keys-absent`, `keys-damaged`, `format-newer`, `root-damaged`
 */
export async function readStoredKeys(platform: Platform, engine: Engine, vault: Bytes): Promise<StoredKeys> {
  const vaultId = toHex(vault)
  const notes: VaultNote[] = []
  const spares: Spare[] = []
  const [bytes, bytesBefore] = await Promise.all((['current', 'previous'] as const).map((copy) => readSlot(platform, vaultId, 'keys', copy))) as [Bytes, Bytes]
  const [current, previous] = [await parseKeyFile(engine, vault, bytes), await parseKeyFile(engine, vault, bytesBefore)]
  if (current === 'newer') throw vaultError('format-newer')
  const first = typeof current === 'string' ? null : current
  const second = typeof previous === 'string' ? null : previous
  if (!first && !second) throw vaultError(current === 'absent' && previous === 'absent' ? 'keys-absent' : 'keys-damaged')
  const damaged = first === null || first.damaged > 0
  if (damaged) notes.push(note('keys-damaged'))
  else if (first.torn) notes.push(note('keys-torn'))
  // Between two rewritings a key file only grows: a copy of before is its beginning.
  const beginning = !first || !second || damaged || first.generation !== second.generation || (bytesBefore.length <= bytes.length && equalBytes(bytesBefore, bytes.subarray(0, bytesBefore.length)))
  if (previous === 'damaged' || previous === 'other-vault' || !beginning || (second && (second.damaged > 0 || second.torn))) notes.push(note('copy-damaged', { file: 'keys' }))
  if (first && !damaged && !first.torn && (!beginning || spareFallsShort(first, previous))) spares.push({ slot: 'keys', bytes })
  const records = mergeRecords(first, second)

  const [root, rootBefore] = await Promise.all((['current', 'previous'] as const).map((copy) => readSlot(platform, vaultId, 'root', copy))) as [Bytes, Bytes]
  const [rootsNow, rootsBefore] = [await decodeRoots(engine, vault, root), await decodeRoots(engine, vault, rootBefore)]
  // Of both copies: one that was put back from an earlier state must not lock out what the other opens.
  const roots = [...(rootsNow ?? []), ...(rootsBefore ?? [])].filter(({ generation }, at, all) => all.findIndex((root) => root.generation === generation) === at)
  if (roots.length === 0) throw vaultError('root-damaged')
  if (rootsNow && roots.some(({ generation }) => rootsNow.every((root) => root.generation < generation))) notes.push(note('root-other'))
  if (!rootsNow) notes.push(note('root-damaged'))
  else if (!rootsBefore && rootBefore.length > 0) notes.push(note('copy-damaged', { file: 'root' }))
  if (!rootsNow || !rootsBefore) spares.push({ slot: 'root', bytes: rootsNow ? root : rootBefore })
  return { records, current: first, roots, name: decodeAll(records, RECORD.name, decodeName)[0] ?? null, notes, damaged, spares }
}

export interface Unlocked { readonly ring: Ring; readonly keyring: Keyring; readonly roster: Roster; readonly blockKeys: BlockKeys; readonly notices: Notice[]; readonly rehearsals: Rehearsal[]; readonly replaced: Map<string, Replacement>; readonly doors: Door[] }

/**
 * From what a person typed to the keys it opens. A wrong name, a wrong passphrase and a forged ring look alike.
 * @throws `wrong-passphrase`; `keys-damaged` where a damaged file may hold the ring; `roster-forged`
 */
export async function unlock(engine: Engine, vault: Bytes, stored: StoredKeys, secrets: Secrets): Promise<Unlocked> {
  let refused: unknown = null
  const rings = await openRings(engine, vault, stored, secrets)
  for (const [at, ring] of rings.entries()) {
    try {
      const unlocked = await unlockWithRing(engine, vault, stored, ring)
      rings.slice(at + 1).forEach(wipeRing)
      return unlocked
    } catch (error) {
      // A ring that is to follow this one is not in the roster yet: the one before it still opens.
      wipeRing(ring)
      refused ??= error
    }
  }
  throw refused ?? vaultError(stored.damaged ? 'keys-damaged' : 'wrong-passphrase')
}

/** Every ring that these secrets open, the newest first: it comes last in the file, after a change of passphrase. @throws `header-refused` where none opens and one was not tried */
export async function openRings(engine: Engine, vault: Bytes, stored: Pick<StoredKeys, 'records'>, secrets: Secrets): Promise<Ring[]> {
  const stretcher = new KeyStretcher(vault, secrets)
  const rings: Ring[] = []
  try {
    const records = decodeAll(stored.records, RECORD.ring, decodeRingRecord).reverse()
    // One that asks for too little or too much is not even tried; slipped in beside the true ones, it must not keep anybody out.
    for (const record of records.filter(({ stretching }) => stretchingAllowed(stretching))) {
      const ring = await openRing(engine, vault, record, stretcher)
      if (ring) rings.push(ring)
    }
    if (rings.length === 0 && records.some(({ stretching }) => !stretchingAllowed(stretching))) throw vaultError('header-refused')
    return rings
  } finally {
    stretcher.wipe()
  }
}

/** The same from a ring that is already open (fuzzing would otherwise spend its time in Argon2id). */
export async function unlockWithRing(engine: Engine, vault: Bytes, stored: StoredKeys, ring: Ring): Promise<Unlocked> {
  const mine: { grant: Grant; key: GroupKey }[] = []
  for (const grant of decodeAll(stored.records, RECORD.grant, decodeGrant)) {
    if (toHex(grant.recipient) !== toHex(ring.account)) continue
    const key = await openGrant(engine, vault, grant, ring.agreement)
    if (key) mine.push({ grant, key })
  }
  const roster = await findRoster(engine, vault, stored, mine.map(({ key }) => key), ring.rosterRoot)
  if (!roster) throw vaultError('roster-forged')
  // An account that was ended opens nothing, though its old ring may still lie in the file; it is told no more than anyone.
  if (!accountById(roster, ring.account)?.active) throw vaultError('wrong-passphrase')
  const keyring = new Keyring()
  for (const { grant, key } of mine) if (grantBelieved(vault, grant, key, { account: ring.account, signing: ring.signing }, roster)) keyring.add(key)
  if (!keyring.current(STATION_GROUP)) throw vaultError('roster-forged')
  const batches = decodeAll(stored.records, RECORD.blockKeys, decodeKeyBatch)
  const notices = await readNotices(engine, vault, keyring, roster, stored.records)
  const rehearsals = await readRehearsals(engine, vault, keyring, stored.records)
  const replaced = await readReplaced(engine, vault, keyring, roster, stored.records)
  return { ring, keyring, roster, notices, rehearsals, replaced, doors: readDoors(stored.records), blockKeys: new BlockKeys(engine, vault, keyring, stored.roots, batches) }
}

/** Opened with candidate station keys; believed by its signature, which a forged station key can't make. */
export async function findRoster(engine: Engine, vault: Bytes, stored: StoredKeys, keys: readonly GroupKey[], root: Bytes): Promise<Roster | null> {
  const station = new Map(keys.filter(({ group }) => group === STATION_GROUP).map((key) => [toHex(key.handle), key]))
  const candidates = []
  for (const { payload } of stored.records.filter(({ type }) => type === RECORD.roster)) {
    try {
      const opened = await openRoster(engine, vault, (handle) => station.get(toHex(handle)), payload)
      if (opened) candidates.push(opened)
    } catch (error) {
      if (!(error instanceof OpenFault || error instanceof LayoutFault)) throw error
    }
  }
  return newestRoster(vault, root, candidates)
}

