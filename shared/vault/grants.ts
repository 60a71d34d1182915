import { ByteReader, ByteWriter, equalBytes, LayoutFault, type Bytes } from './bytes.ts'
import { OpenFault, type Engine } from './engine.ts'
import { groupCommitment, groupTag, type GroupKey } from './keyring.ts'
import { context, openFrom, sealTo, sign, verify, type AgreementKeys, type SigningKeys } from './primitives.ts'
import { accountById, type Roster, type RosterGrant } from './roster.ts'

/** The recipient id of grants to the station's recovery key. */
export const RECOVERY_ID: Bytes = new Uint8Array(16).fill(0xff)

/**
 * A grant: one group key sealed to one account (or to the recovery key) by a holder, who signs it. Without the signature
 * anybody with the disk could slip in a "newer" key of their own and read what is sealed under it.
 */
export interface Grant {
  readonly handle: Bytes
  readonly recipient: Bytes
  readonly granter: Bytes
  readonly sealed: Bytes
  readonly signature: Bytes
}

function grantBinding(vault: Bytes, handle: Bytes, recipient: Bytes): Bytes {
  return context('grant', vault, handle, recipient)
}

export async function makeGrant(engine: Engine, vault: Bytes, key: GroupKey, to: { id: Bytes; agreement: Bytes }, granter: { account: Bytes; signing: SigningKeys }): Promise<Grant> {
  const plain = new ByteWriter().text(key.group).u32(key.epoch).raw(key.key)
  const plaintext = padded(plain.finish())
  const sealed = await sealTo(engine, to.agreement, grantBinding(vault, key.handle, to.id), plaintext)
  plaintext.fill(0)
  plain.wipe()
  const unsigned = { handle: key.handle, recipient: to.id, granter: granter.account, sealed }
  return { ...unsigned, signature: sign(granter.signing, 'grant', vault, signedPart(unsigned)) }
}

/** Group names differ in length; the file must not tell them by it. */
function padded(bytes: Bytes): Bytes {
  const whole = new Uint8Array(160)
  whole.set(bytes)
  return whole
}

const signedPart = (grant: Omit<Grant, 'signature'>) => new ByteWriter().raw(grant.handle).raw(grant.recipient).raw(grant.granter).block(grant.sealed).finish()

export function encodeGrant(grant: Grant): Bytes {
  return new ByteWriter().raw(signedPart(grant)).raw(grant.signature).finish()
}
export function decodeGrant(payload: Bytes): Grant {
  const reader = new ByteReader(payload)
  const grant = { handle: reader.raw(16), recipient: reader.raw(16), granter: reader.raw(16), sealed: reader.block(), signature: reader.raw(64) }
  reader.done()
  return grant
}

/** The group key in a grant to these keys, or null where it does not open. Says nothing yet of who made it. */
export async function openGrant(engine: Engine, vault: Bytes, grant: Grant, keys: AgreementKeys): Promise<GroupKey | null> {
  try {
    const reader = new ByteReader(await openFrom(engine, keys, grantBinding(vault, grant.handle, grant.recipient), grant.sealed))
    const group = reader.text()
    const epoch = reader.u32()
    return { group, epoch, handle: grant.handle.slice(), key: reader.raw(32).slice(), tag: groupTag(vault, group) }
  } catch (error) {
    if (error instanceof OpenFault || error instanceof LayoutFault) return null
    throw error
  }
}

/**
 * An account believes a grant that it signed itself, unless the roster gives the group to others and not to it; and one that
 * the roster lists for it by the same commitment.
 */
export function grantBelieved(vault: Bytes, grant: Grant, key: GroupKey, self: { account: Bytes; signing: { publicKey: Bytes } }, roster: Roster | null): boolean {
  if (equalBytes(grant.granter, self.account)) {
    const listed = roster?.grants.filter(({ tag }) => equalBytes(tag, key.tag)) ?? []
    if (listed.length > 0 && !listed.some(({ account }) => equalBytes(account, self.account))) return false
    return verify(self.signing.publicKey, 'grant', vault, signedPart(grant), grant.signature)
  }
  const granter = roster && accountById(roster, grant.granter)
  if (!granter || !verify(granter.signing, 'grant', vault, signedPart(grant), grant.signature)) return false
  const commitment = groupCommitment(vault, key)
  return roster.grants.some((listed) =>
    equalBytes(listed.account, self.account) && equalBytes(listed.granter, grant.granter) && equalBytes(listed.handle, grant.handle) && equalBytes(listed.tag, key.tag) && listed.epoch === key.epoch && equalBytes(listed.commitment, commitment))
}

/**
 * The recovery key believes what an account of the roster signed: of a group that the roster lists, the keys that stand there
 * and those that an account listed for it made since; of one that an account made for itself, by its signature alone.
 */
export function recoveryGrantBelieved(vault: Bytes, grant: Grant, key: GroupKey, roster: Roster): boolean {
  const granter = accountById(roster, grant.granter)
  if (!granter || !verify(granter.signing, 'grant', vault, signedPart(grant), grant.signature)) return false
  const listed = roster.grants.filter(({ tag }) => equalBytes(tag, key.tag))
  const commitment = groupCommitment(vault, key)
  return listed.length === 0 || listed.some((one) => equalBytes(one.account, grant.granter) || (equalBytes(one.handle, key.handle) && equalBytes(one.commitment, commitment)))
}

/** How the roster lists that an account holds a key. */
export function listGrant(vault: Bytes, account: Bytes, granter: Bytes, key: GroupKey): RosterGrant {
  return { account, granter, handle: key.handle, tag: key.tag, epoch: key.epoch, commitment: groupCommitment(vault, key) }
}
