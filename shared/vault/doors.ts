import { ByteReader, ByteWriter, concatBytes, equalBytes, type Bytes } from './bytes.ts'
import { decodeAll, RECORD, type KeyRecord } from './keyfile.ts'
import { groupTag, type GroupKey } from './keyring.ts'
import { agreementKeys, context, hkdf, sign, verify, type AgreementKeys, type SigningKeys } from './primitives.ts'
import { accountById, type Roster } from './roster.ts'
import type { VaultState } from './state.ts'

/**
 * A write-only door to a group (decisions/audit.md): an X25519 key whose secret half follows from the group's key, and whose
 * public half stands in the key file, signed. Every account seals to it; who holds the group opens.
 */
export interface Door {
  /** Of the epoch of the group that it leads to. */
  readonly handle: Bytes
  readonly publicKey: Bytes
  readonly signer: Bytes
  readonly signature: Bytes
}

/** The group that everything is written to that says who saw or changed what. */
export const AUDIT_GROUP = 'audit'

/** The door's keys, for who holds this epoch of the group: HKDF of its key. */
export function doorKeys(vault: Bytes, key: Pick<GroupKey, 'key' | 'handle'>): AgreementKeys {
  const secret = hkdf(key.key, new Uint8Array(32), context('door', vault, key.handle))
  const keys = agreementKeys(secret)
  secret.fill(0)
  return keys
}

const signedPart = ({ handle, publicKey, signer }: Omit<Door, 'signature'>) => concatBytes(handle, publicKey, signer)

/** The record that publishes the door of this key: whoever makes an epoch of the group appends it with the grants. */
export function doorRecord(vault: Bytes, key: GroupKey, by: { readonly account: Bytes; readonly signing: SigningKeys }): KeyRecord {
  const pair = doorKeys(vault, key)
  pair.secretKey.fill(0)
  const unsigned = { handle: key.handle, publicKey: pair.publicKey, signer: by.account }
  return { type: RECORD.door, payload: new ByteWriter().raw(signedPart(unsigned)).raw(sign(by.signing, 'door', vault, signedPart(unsigned))).finish() }
}

function decodeDoor(payload: Bytes): Door {
  const reader = new ByteReader(payload)
  const door = { handle: reader.raw(16).slice(), publicKey: reader.raw(32).slice(), signer: reader.raw(16).slice(), signature: reader.raw(64).slice() }
  reader.done()
  return door
}

export const readDoors = (records: readonly KeyRecord[]): Door[] => decodeAll(records, RECORD.door, decodeDoor)

/**
 * The door that new events go through: to the highest epoch of the group that the roster lists, signed by an account that is active and
 * either signs rosters or holds that epoch itself. Anybody with the disk could else put a key of their own there and read on.
 */
export function believedDoor(vault: Bytes, roster: Roster, doors: readonly Door[]): Door | null {
  const tag = groupTag(vault, AUDIT_GROUP)
  const grants = roster.grants.filter((grant) => equalBytes(grant.tag, tag))
  const epoch = grants.reduce((last, grant) => Math.max(last, grant.epoch), 0)
  const listed = grants.filter((grant) => grant.epoch === epoch)
  return doors.find((door) => {
    const signer = accountById(roster, door.signer)
    if (!signer?.active || !listed.some(({ handle }) => equalBytes(handle, door.handle))) return false
    if (!signer.administrator && !listed.some(({ account, handle }) => equalBytes(account, signer.id) && equalBytes(handle, door.handle))) return false
    return verify(signer.signing, 'door', vault, signedPart(door), door.signature)
  }) ?? null
}

const believed = new WeakMap<Roster, { readonly doors: number; readonly door: Door | null }>()

/** The same for an open vault, worked out once for a roster. Null where nobody has published one yet. */
export function currentDoor(state: Pick<VaultState, 'vault' | 'roster' | 'doors'>): Door | null {
  const known = believed.get(state.roster)
  if (known?.doors === state.doors.length) return known.door
  const door = believedDoor(state.vault, state.roster, state.doors)
  believed.set(state.roster, { doors: state.doors.length, door })
  return door
}
