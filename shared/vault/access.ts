import { packSection } from './block.ts'
import { ByteReader, ByteWriter, concatBytes, equalBytes, LayoutFault, utf8, type Bytes } from './bytes.ts'
import { AUDIT_GROUP, currentDoor, doorKeys } from './doors.ts'
import { OpenFault, sha256Small, type Engine } from './engine.ts'
import { ACCESS_SECTION, ACT_SECTION } from './envelope.ts'
import { STATION_GROUP, type Keyring } from './keyring.ts'
import { padded } from './padding.ts'
import { context, openFrom, openUnder, randomBytes, sealTo, sealUnder } from './primitives.ts'
import { heldGroup, ownGroup, type VaultState } from './state.ts'
import type { PackedBlock } from './writing.ts'

/**
 * What an account saw or did, as a section that its own commit carries: sealed once under a fresh key, and that key sealed to the
 * door of `audit` and under its author's own group. Every account of the station opens the section and reads nothing in it but a
 * commitment: by it an event that an auditor hands over opened is checked against what was signed.
 */
const VERSION = 1
const NOBODY = new Uint8Array(16)
const ZERO_NONCE = new Uint8Array(12)

/** Whose event it is, and the commit that carries it: bound into everything, so that no event can be moved to another. */
export interface AccessPlace { readonly vault: Bytes; readonly account: Bytes; readonly commit: Bytes }
const binding = (what: string, { vault, account, commit }: AccessPlace, ...more: readonly Bytes[]) => context(what, vault, account, commit, ...more)

/** What a statement binds itself to without telling it: SHA-256 over a salt and the event. */
export const accessCommitment = (place: AccessPlace, salt: Bytes, event: Bytes): Bytes => sha256Small(binding('access-commitment', place, salt, event))

/** The block with which a commit says what its author saw or did; null where no door is published. @param event opaque here */
export async function accessBlock(state: VaultState, commit: Bytes, event: Uint8Array): Promise<PackedBlock | null> {
  const door = currentDoor(state)
  if (!door) return null
  const place = { vault: state.vault, account: state.ring.account, commit }
  const [salt, key] = [randomBytes(32), randomBytes(32)]
  const commitment = accessCommitment(place, salt, new Uint8Array(event))
  const plain = new ByteWriter().raw(salt).block(event).finish()
  const told = padded(plain)
  const own = state.keyring.current(ownGroup(state.ring.account))
  const cipher = await state.engine.cipher(key)
  const content = new ByteWriter().u8(VERSION).raw(commitment)
    .raw(door.handle).block(await sealTo(state.engine, door.publicKey, binding('access-door', place, door.handle, commitment), key))
    .raw(own?.handle ?? NOBODY).block(own ? await sealUnder(state.engine, own.key, binding('access-own', place, own.handle, commitment), key) : new Uint8Array(0))
    .block(await cipher.seal(ZERO_NONCE, binding('access', place, commitment), told)).finish()
  for (const secret of [key, plain, told]) secret.fill(0)
  // The act of the commit is for those who open its content: here stands none.
  const act = await packSection(state.engine, state.compressor, utf8(ACCESS_SECTION), 'store')
  const access = await packSection(state.engine, state.compressor, content, 'store')
  return { group: heldGroup(state, STATION_GROUP), sections: [{ ...act, name: ACT_SECTION }, { ...access, name: ACCESS_SECTION }] }
}

interface SealedAccess { readonly commitment: Bytes; readonly door: Bytes; readonly toDoor: Bytes; readonly own: Bytes; readonly underOwn: Bytes; readonly sealed: Bytes }

/** The commitment in an access section's content. @throws LayoutFault */
export const commitmentOf = (content: Bytes): Bytes => decode(content).commitment

function decode(content: Bytes): SealedAccess {
  const reader = new ByteReader(content)
  if (reader.u8() !== VERSION) throw new LayoutFault('access version')
  const sealed = { commitment: reader.raw(32), door: reader.raw(16), toDoor: reader.block(), own: reader.raw(16), underOwn: reader.block(), sealed: reader.block() }
  reader.done()
  return sealed
}

/** An event and the salt by which its commitment is checked. */
export interface OpenedAccess { readonly event: Bytes; readonly salt: Bytes }

/**
 * Opens an access section's content with what this ring holds: the group `audit`, or the author's own.
 * @returns null where it holds neither
 * @throws OpenFault, LayoutFault where it does not open or is not what its author bound
 */
export async function openAccess(engine: Engine, keyring: Keyring, place: AccessPlace, content: Bytes): Promise<OpenedAccess | null> {
  const sealed = decode(content)
  const key = await eventKey(engine, keyring, place, sealed)
  if (!key) return null
  const cipher = await engine.cipher(key)
  key.fill(0)
  const reader = new ByteReader(new Uint8Array(await cipher.open(ZERO_NONCE, binding('access', place, sealed.commitment), sealed.sealed)))
  const salt = reader.raw(32).slice()
  const event = reader.block().slice()
  if (!equalBytes(accessCommitment(place, salt, event), sealed.commitment)) throw new OpenFault()
  return { event, salt }
}

async function eventKey(engine: Engine, keyring: Keyring, place: AccessPlace, { commitment, door, toDoor, own, underOwn }: SealedAccess): Promise<Bytes | null> {
  const audit = keyring.byHandle(door)
  if (audit?.group === AUDIT_GROUP) {
    const keys = doorKeys(place.vault, audit)
    try {
      return await openFrom(engine, keys, binding('access-door', place, door, commitment), toDoor)
    } finally {
      keys.secretKey.fill(0)
    }
  }
  const held = keyring.byHandle(own)
  return held && underOwn.length > 0 ? openUnder(engine, held.key, binding('access-own', place, own, commitment), underOwn) : null
}

/** The bytes whose hash a statement names, of a stored section: salt, header and content without padding. */
export const sectionPreimage = (salt: Bytes, content: Bytes): Bytes => concatBytes(salt, new ByteWriter().u8(0).u48(content.length).u48(content.length).finish(), content)
