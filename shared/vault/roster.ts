import { ByteReader, ByteWriter, equalBytes, toHex, type Bytes } from './bytes.ts'
import { sha256Small, type Engine } from './engine.ts'
import type { DeviceState } from './head.ts'
import type { GroupKey } from './keyring.ts'
import { context, openUnder, sign, verify, type SigningKeys } from './primitives.ts'
import { sealForStation } from './station-record.ts'

/**
 * The roster says which accounts a station has and who holds which key. Administrators sign it, each one
 * names its predecessor by hash, and the first is trusted because every ring carries its signer's key.
 */
export interface Roster {
  readonly sequence: number
  readonly previous: Bytes
  /** Milliseconds since 1970. */
  readonly time: number
  readonly name: string
  readonly sample: boolean
  readonly recovery: { readonly agreement: Bytes; readonly signing: Bytes; readonly confirmed: boolean }
  readonly accounts: readonly RosterAccount[]
  readonly grants: readonly RosterGrant[]
}
export interface RosterAccount {
  readonly id: Bytes
  readonly name: string
  readonly agreement: Bytes
  readonly signing: Bytes
  readonly active: boolean
  readonly administrator: boolean
  /** Milliseconds since 1970. */
  readonly since: number
  /**
   * Of an account that is not active: the last statement of every device that the station knew when it was ended. What
   * its key signs beyond them is forged, whatever time it says. Empty while the account is active.
   */
  readonly last: readonly DeviceState[]
}
/**
 * Who holds which key: the group by its tag, its epoch, and a commitment to the key itself, so that who signs the roster
 * need not hold the key to know what they sign. What an account granted to itself need not stand here.
 */
export interface RosterGrant { readonly account: Bytes; readonly granter: Bytes; readonly handle: Bytes; readonly tag: Bytes; readonly epoch: number; readonly commitment: Bytes }

export function encodeRoster(roster: Roster): Bytes {
  const writer = new ByteWriter().u32(roster.sequence).raw(roster.previous).u48(roster.time).text(roster.name).u8(roster.sample ? 1 : 0)
  writer.raw(roster.recovery.agreement).raw(roster.recovery.signing).u8(roster.recovery.confirmed ? 1 : 0)
  writer.u16(roster.accounts.length)
  for (const account of roster.accounts) {
    writer.raw(account.id).text(account.name).raw(account.agreement).raw(account.signing).u8(account.active ? 1 : 0).u8(account.administrator ? 1 : 0).u48(account.since)
    writer.u16(account.last.length)
    for (const device of account.last) writer.raw(device.device).u48(device.sequence).raw(device.hash)
  }
  writer.u32(roster.grants.length)
  for (const grant of roster.grants) writer.raw(grant.account).raw(grant.granter).raw(grant.handle).raw(grant.tag).u32(grant.epoch).raw(grant.commitment)
  return writer.finish()
}

/** @throws LayoutFault */
export function decodeRoster(bytes: Bytes): Roster {
  const reader = new ByteReader(bytes)
  const roster: Roster = {
    sequence: reader.u32(), previous: reader.raw(32).slice(), time: reader.u48(), name: reader.text(), sample: reader.u8() === 1,
    recovery: { agreement: reader.raw(32).slice(), signing: reader.raw(32).slice(), confirmed: reader.u8() === 1 },
    accounts: Array.from({ length: reader.u16() }, () => ({
      id: reader.raw(16).slice(), name: reader.text(), agreement: reader.raw(32).slice(), signing: reader.raw(32).slice(),
      active: reader.u8() === 1, administrator: reader.u8() === 1, since: reader.u48(),
      last: Array.from({ length: reader.u16() }, () => ({ device: reader.raw(16).slice(), sequence: reader.u48(), hash: reader.raw(32).slice() })),
    })),
    grants: Array.from({ length: reader.u32() }, () => ({
      account: reader.raw(16).slice(), granter: reader.raw(16).slice(), handle: reader.raw(16).slice(), tag: reader.raw(16).slice(), epoch: reader.u32(), commitment: reader.raw(32).slice(),
    })),
  }
  reader.done()
  return roster
}

export function rosterHash(vault: Bytes, roster: Roster): Bytes {
  return sha256Small(context('roster', vault, encodeRoster(roster)))
}

/** A roster record: station key handle, then sealed: the roster, its signer's public key, the signature, padding. */
export async function sealRoster(engine: Engine, vault: Bytes, station: GroupKey, roster: Roster, signer: SigningKeys): Promise<Bytes> {
  const plain = new ByteWriter().block(encodeRoster(roster)).raw(signer.publicKey).raw(sign(signer, 'roster', vault, rosterHash(vault, roster))).finish()
  return sealForStation(engine, vault, 'roster-record', station, plain)
}

export interface SignedRoster { readonly roster: Roster; readonly signer: Bytes; readonly signature: Bytes }

/** @throws OpenFault, LayoutFault */
export async function openRoster(engine: Engine, vault: Bytes, stationByHandle: (handle: Bytes) => GroupKey | undefined, payload: Bytes): Promise<SignedRoster | null> {
  const record = new ByteReader(payload)
  const handle = record.raw(16)
  const station = stationByHandle(handle)
  if (!station) return null
  const reader = new ByteReader(await openUnder(engine, station.key, context('roster-record', vault, handle), record.block()))
  const roster = decodeRoster(reader.block())
  return { roster, signer: reader.raw(32).slice(), signature: reader.raw(64).slice() }
}

/**
 * The newest roster that the chain from `root` reaches: the first is signed by `root`, each next one by
 * an administrator or the recovery key of the one before. Null where none is.
 */
export function newestRoster(vault: Bytes, root: Bytes, candidates: readonly SignedRoster[]): Roster | null {
  let newest: Roster | null = null
  let signers: readonly Bytes[] = [root]
  for (let sequence = 1; ; sequence++) {
    const previous: Bytes = newest ? rosterHash(vault, newest) : new Uint8Array(32)
    const next = candidates.find(({ roster, signer, signature }) =>
      roster.sequence === sequence && equalBytes(roster.previous, previous) && signers.some((allowed) => equalBytes(allowed, signer)) &&
      verify(signer, 'roster', vault, rosterHash(vault, roster), signature))
    if (!next) return newest
    newest = next.roster
    signers = [...newest.accounts.filter((account) => account.administrator && account.active).map((account) => account.signing), newest.recovery.signing]
  }
}

export function accountById(roster: Roster, id: Bytes): RosterAccount | undefined {
  const wanted = toHex(id)
  return roster.accounts.find((account) => toHex(account.id) === wanted)
}

/** Whether a statement of this account counts: any while it is active, and after its end what the station knew by then. */
export function accountMaySay(account: RosterAccount, statement: { readonly device: Bytes; readonly sequence: number }, hash: Bytes): boolean {
  if (account.active) return true
  const last = account.last.find(({ device }) => equalBytes(device, statement.device))
  return last !== undefined && (statement.sequence < last.sequence || (statement.sequence === last.sequence && equalBytes(hash, last.hash)))
}
