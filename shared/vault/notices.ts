import { ByteReader, ByteWriter, concatBytes, equalBytes, toHex, type Bytes } from './bytes.ts'
import type { Engine } from './engine.ts'
import { RECORD, type KeyRecord } from './keyfile.ts'
import type { GroupKey, Keyring } from './keyring.ts'
import { sign, verify, type SigningKeys } from './primitives.ts'
import { accountById, type Roster, type RosterGrant } from './roster.ts'
import { readForStation, sealForStation } from './station-record.ts'

/**
 * What one account leaves in the key file for another, because none can do it alone: an administrator signs the roster and
 * may hold no content; who holds a key may not sign. Sealed for the station, signed by its author, done when the roster says
 * what it asked for.
 */
export type Notice =
  /** An administrator: this account is to have the group of this tag, or no longer. A holder grants it. */
  | { readonly kind: 'wanted'; readonly author: Bytes; readonly account: Bytes; readonly tag: Bytes; readonly wanted: boolean }
  /** A holder: I granted this. An administrator lists it. */
  | { readonly kind: 'offer'; readonly author: Bytes; readonly grant: RosterGrant }
  /** An account: these keys follow mine, which an old passphrase may still open. An administrator makes it so. */
  | { readonly kind: 'renewal'; readonly author: Bytes; readonly id: Bytes; readonly agreement: Bytes; readonly signing: Bytes }
  /** An administrator: the group of this tag is to go on under an epoch after this one, since an account left it. A holder makes it. */
  | { readonly kind: 'epoch-due'; readonly author: Bytes; readonly tag: Bytes; readonly after: number }
  /** An administrator: this recovery key is to follow the one in force. Whoever holds a key grants it (recovery-renewal.ts). */
  | { readonly kind: 'recovery-due'; readonly author: Bytes; readonly agreement: Bytes; readonly signing: Bytes }
  /** A holder: I granted the keys of these handles to this recovery key. */
  | { readonly kind: 'recovery-granted'; readonly author: Bytes; readonly agreement: Bytes; readonly handles: readonly Bytes[] }

const KINDS = ['wanted', 'offer', 'renewal', 'epoch-due', 'recovery-due', 'recovery-granted'] as const

const OF_ADMINISTRATORS: ReadonlySet<Notice['kind']> = new Set(['wanted', 'epoch-due', 'recovery-due'])

function encode(notice: Notice): Bytes {
  const writer = new ByteWriter().u8(KINDS.indexOf(notice.kind) + 1).raw(notice.author)
  if (notice.kind === 'wanted') writer.raw(notice.account).raw(notice.tag).u8(notice.wanted ? 1 : 0)
  else if (notice.kind === 'offer') writer.raw(notice.grant.account).raw(notice.grant.handle).raw(notice.grant.tag).u32(notice.grant.epoch).raw(notice.grant.commitment)
  else if (notice.kind === 'renewal') writer.raw(notice.id).raw(notice.agreement).raw(notice.signing)
  else if (notice.kind === 'epoch-due') writer.raw(notice.tag).u32(notice.after)
  else if (notice.kind === 'recovery-due') writer.raw(notice.agreement).raw(notice.signing)
  else writer.raw(notice.agreement).u16(notice.handles.length).raw(concatBytes(...notice.handles))
  return writer.finish()
}

/** Null for a kind that this version does not know. */
function decode(bytes: Bytes): Notice | null {
  const reader = new ByteReader(bytes)
  const kind = KINDS[reader.u8() - 1]
  const take = (count: number) => reader.raw(count).slice()
  const author = take(16)
  if (kind === 'wanted') return { kind, author, account: take(16), tag: take(16), wanted: reader.u8() === 1 }
  if (kind === 'offer') return { kind, author, grant: { account: take(16), granter: author, handle: take(16), tag: take(16), epoch: reader.u32(), commitment: take(32) } }
  if (kind === 'renewal') return { kind, author, id: take(16), agreement: take(32), signing: take(32) }
  if (kind === 'epoch-due') return { kind, author, tag: take(16), after: reader.u32() }
  if (kind === 'recovery-due') return { kind, author, agreement: take(32), signing: take(32) }
  if (kind === 'recovery-granted') return { kind, author, agreement: take(32), handles: Array.from({ length: reader.u16() }, () => take(16)) }
  return null
}

/** A notice record: station key handle, then sealed: the notice, its author's signature, padding. */
export async function noticeRecord(engine: Engine, vault: Bytes, station: GroupKey, notice: Notice, signing: SigningKeys): Promise<KeyRecord> {
  const plain = encode(notice)
  return { type: RECORD.notice, payload: await sealForStation(engine, vault, 'notice', station, new ByteWriter().block(plain).raw(sign(signing, 'notice', vault, plain)).finish()) }
}

/** Notices that an active account of the roster signed, an administrator where one must, in the order they were left. */
export function readNotices(engine: Engine, vault: Bytes, keyring: Keyring, roster: Roster, records: readonly KeyRecord[]): Promise<Notice[]> {
  return readForStation(engine, vault, 'notice', keyring, records, RECORD.notice, (reader) => {
    const plain = reader.block()
    const notice = decode(plain)
    const author = notice && accountById(roster, notice.author)
    if (!notice || !author?.active || !verify(author.signing, 'notice', vault, plain, reader.raw(64))) return []
    return OF_ADMINISTRATORS.has(notice.kind) && !author.administrator ? [] : [notice]
  })
}

/** What waits for somebody, as far as the roster has not settled it. */
export interface Standing {
  /** Group keys that an account is to have and that nobody has granted yet. */
  readonly wanted: readonly { readonly account: Bytes; readonly tag: Bytes }[]
  /** Grants made and not listed yet. */
  readonly offers: readonly RosterGrant[]
  readonly renewals: readonly Extract<Notice, { kind: 'renewal' }>[]
  readonly due: readonly { readonly tag: Bytes; readonly after: number }[]
}

/** @param fixed tags of groups that only an administrator gives: what a holder granted of them is listed where it was wanted, of any other always */
export function standingOf(notices: readonly Notice[], roster: Roster, fixed: ReadonlySet<string>): Standing {
  const active = (id: Bytes) => accountById(roster, id)?.active === true
  const listed = (account: Bytes, tag: Bytes, handle?: Bytes) => roster.grants.some((grant) => equalBytes(grant.account, account) && equalBytes(grant.tag, tag) && (!handle || equalBytes(grant.handle, handle)))
  const wishes = new Map<string, Extract<Notice, { kind: 'wanted' }>>()
  for (const notice of notices) if (notice.kind === 'wanted') wishes.set(`${toHex(notice.account)}/${toHex(notice.tag)}`, notice)
  // The last one counts: whoever changes a passphrase twice goes on with the second.
  const renewals = new Map(notices.filter((notice) => notice.kind === 'renewal').map((notice) => [toHex(notice.author), notice]))
  const wants = (account: Bytes, tag: Bytes) => wishes.get(`${toHex(account)}/${toHex(tag)}`)?.wanted
  const offers = notices.flatMap((notice) => (notice.kind === 'offer' && active(notice.grant.account) && !listed(notice.grant.account, notice.grant.tag, notice.grant.handle) ? [notice.grant] : []))
  return {
    wanted: [...wishes.values()].filter(({ account, tag, wanted }) => wanted && active(account) && !listed(account, tag) && !offers.some((offer) => equalBytes(offer.account, account) && equalBytes(offer.tag, tag))),
    // A key of a further epoch goes to who is listed for the group already.
    offers: offers.filter(({ account, tag }) => wants(account, tag) ?? (listed(account, tag) || !fixed.has(toHex(tag)))),
    renewals: [...renewals.values()].filter(({ author, id }) => active(author) && !accountById(roster, id)),
    due: notices.filter((notice) => notice.kind === 'epoch-due').filter(({ tag, after }) => !roster.grants.some((grant) => equalBytes(grant.tag, tag) && grant.epoch > after)),
  }
}
