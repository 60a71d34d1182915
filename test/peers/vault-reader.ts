import { argon2Sync, createDecipheriv, createHash, createPrivateKey, createPublicKey, diffieHellman, hkdfSync, verify } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'

/**
 * Another program that opens a vault, written by resources/formats.md alone: it shares no line with shared/vault and needs nothing
 * but Node. Where the two disagree, one of them or the page is wrong.
 * `read-vault.ts` prints what it answers.
 */
interface Part { readonly group: string | null; readonly section: string; readonly content: Buffer | null; readonly why?: 'sealed' | 'erased' | 'damaged' }
interface Group { readonly name: string; readonly epoch: number; readonly key: Buffer; readonly handle: Buffer; readonly tag: Buffer }
type Roster = ReturnType<typeof readRoster>
type KeyFile = ReturnType<typeof readKeyFile>

const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
const utf8 = (text: string) => Buffer.from(text, 'utf8')
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const u32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer)
const u48 = (value: number) => Buffer.from(BigUint64Array.of(BigInt(value)).buffer).subarray(0, 6)
const hkdf = (secret: Uint8Array, salt: Uint8Array, info: Uint8Array) => Buffer.from(hkdfSync('sha256', secret, salt, info, 32))
const DER = { x25519: '302e020100300506032b656e04220420', x25519Public: '302a300506032b656e032100', ed25519: '302e020100300506032b657004220420', ed25519Public: '302a300506032b6570032100' }
const secretKey = (what: 'x25519' | 'ed25519', raw: Uint8Array) => createPrivateKey({ key: Buffer.concat([Buffer.from(DER[what], 'hex'), raw]), format: 'der', type: 'pkcs8' })
const publicKey = (what: 'x25519' | 'ed25519', raw: Uint8Array) => createPublicKey({ key: Buffer.concat([Buffer.from(DER[`${what}Public`], 'hex'), raw]), format: 'der', type: 'spki' })

class Cursor {
  at = 0
  readonly bytes: Buffer
  constructor(bytes: Buffer) { this.bytes = bytes }
  raw(count: number): Buffer {
    if (this.at + count > this.bytes.length) throw new Error('cut short')
    return this.bytes.subarray(this.at, this.at += count)
  }
  number = (bytes: number) => this.raw(bytes).readUIntLE(0, bytes)
  u8 = () => this.number(1)
  u16 = () => this.number(2)
  u32 = () => this.number(4)
  u48 = () => this.number(6)
  block = () => this.raw(this.u32())
  text = () => this.raw(this.u16()).toString('utf8')
  many = <T>(count: number, each: () => T) => Array.from({ length: count }, each)
  over = () => this.at >= this.bytes.length
}

function gcm(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array, sealed: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 }).setAAD(associated).setAuthTag(sealed.subarray(sealed.length - 16))
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
}

/** The value, or null where something does not open, does not verify, or has no such shape. */
function attempt<T>(work: () => T): T | null {
  try { return work() } catch { return null }
}

/** Records of a key file and their chain, stepping over what is no whole record. */
function readKeyFile(vault: Buffer, bytes: Buffer, chained: (chain: Buffer, record: Uint8Array) => Buffer) {
  const whole = (from: number) => attempt(() => {
    const cursor = new Cursor(bytes.subarray(from))
    const record = { type: cursor.u8(), payload: cursor.block() }
    return sha256(cursor.bytes.subarray(0, cursor.at)).subarray(0, 8).equals(cursor.raw(8)) ? { ...record, end: from + cursor.at } : null
  })
  const header = bytes.subarray(0, 38)
  const headerWhole = header.subarray(0, 8).toString() === 'VIGILKEY' && header.subarray(14, 30).equals(vault) && sha256(header.subarray(0, 30)).subarray(0, 8).equals(header.subarray(30))
  const records: { type: number; payload: Buffer }[] = []
  const damage = headerWhole ? [] : [{ at: 0, what: 'no header of this vault' }]
  const chains = new Map([[38, chained(Buffer.alloc(32), header)]])
  for (let at = 38, next = at; at < bytes.length; at = next) {
    while (next < bytes.length && !whole(next)) next++
    if (next > at) damage.push({ at, what: next < bytes.length ? 'no whole record' : 'torn at its end' })
    const record = whole(next)
    if (!record) break
    chains.set(record.end, chained(chains.get(at) ?? Buffer.alloc(32), bytes.subarray(next, record.end)))
    records.push(record)
    next = record.end
  }
  return { generation: headerWhole ? header.readUInt32LE(10) : 0, records, damage, chains }
}

function readRoster(encoded: Buffer) {
  const c = new Cursor(encoded)
  const roster = {
    sequence: c.u32(), previous: c.raw(32), time: c.u48(), name: c.text(), sample: c.u8() === 1, recovery: { agreement: c.raw(32), signing: c.raw(32), confirmed: c.u8() === 1 },
    accounts: c.many(c.u16(), () => ({
      id: c.raw(16), name: c.text(), agreement: c.raw(32), signing: c.raw(32), active: c.u8() === 1, administrator: c.u8() === 1, since: c.u48(),
      last: c.many(c.u16(), () => ({ device: c.raw(16), sequence: c.u48(), hash: c.raw(32) })),
    })),
    grants: c.many(c.u32(), () => ({ account: c.raw(16), granter: c.raw(16), handle: c.raw(16), tag: c.raw(16), epoch: c.u32(), commitment: c.raw(32) })),
  }
  if (!c.over()) throw new Error('bytes left over')
  return roster
}

/** @throws Error where the passphrase opens nothing, or nothing is left to open */
export function readVault(folder: string, who: { readonly account: string; readonly passphrase: string; readonly deviceSecret?: Uint8Array | null }) {
  const file = (name: string) => attempt(() => readFileSync(join(folder, name))) ?? Buffer.alloc(0)
  const vault = Buffer.from(folder.split(/[\\/]/).at(-1)!, 'hex')
  /** What is wrong: with which file, from which byte, and what. */
  const damage: { file: string; at: number; what: string }[] = []
  const wrong = (name: string, at: number, what: string) => void damage.push({ file: name, at, what })
  const context = (what: string, ...parts: Uint8Array[]) => Buffer.concat([utf8(`vigil/${what}/v1\0`), vault, ...parts])
  const under = (key: Uint8Array, binding: Uint8Array, sealed: Uint8Array) => gcm(hkdf(key, sealed.subarray(0, 32), binding), Buffer.alloc(12), binding, sealed.subarray(32))
  const signed = (key: Uint8Array, what: string, message: Uint8Array, signature: Uint8Array) => verify(null, context(what, message), publicKey('ed25519', key), signature)
  const checked = (bytes: Buffer) => (sha256(bytes.subarray(0, -8)).subarray(0, 8).equals(bytes.subarray(-8)) ? new Cursor(bytes.subarray(0, -8)) : null)

  // Key file: the current copy; where it is damaged, the other copy's records of the same generation before its own.
  const [keys, keysBefore] = (['keys', 'keys.previous'] as const).map((name) => readKeyFile(vault, file(name), (chain, record) => sha256(context('key-chain', chain, sha256(record))))) as [KeyFile, KeyFile]
  for (const { at, what } of keys.damage) wrong('keys', at, what)
  const hurt = keys.damage.some(({ what }) => what !== 'torn at its end') && (keys.generation === 0 || keysBefore.generation === keys.generation)
  const records = [...(hurt ? keysBefore.records : []), ...keys.records]
  const of = <T>(type: number, read: (cursor: Cursor) => T) => records.flatMap((record) => (record.type === type ? [attempt(() => read(new Cursor(record.payload)))] : [])).filter((one) => one !== null)

  // Ring: from the last to the first.
  const typed = utf8(who.account.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase())
  const openRing = (record: { account: Buffer; memory: number; passes: number; device: number; sealed: Buffer }) => {
    if (record.memory < 65_536 || record.memory > 1_048_576 || record.passes < 3 || record.passes > 10) throw new Error('a ring asks for costs outside the limits')
    const stretched = argon2Sync('argon2id', { message: utf8(who.passphrase.normalize('NFKC')), nonce: sha256(context('argon-salt', typed)).subarray(0, 16), parallelism: 1, tagLength: 32, memory: record.memory, passes: record.passes })
    const keyEncryptionKey = hkdf(Buffer.concat([stretched, ...(record.device && who.deviceSecret ? [who.deviceSecret] : [])]), sha256(context('kek-salt', typed)), context('kek', Buffer.of(record.device)))
    return attempt(() => {
      const plain = new Cursor(under(keyEncryptionKey, context('ring', record.account, u32(record.memory), Buffer.of(record.passes, record.device)), record.sealed))
      return { id: record.account, keyEncryptionKey, name: plain.text(), agreement: secretKey('x25519', plain.raw(32)), signing: secretKey('ed25519', plain.raw(32)), rosterRoot: plain.raw(32) }
    })
  }
  // Grants to a ring's account, as far as they open, and the newest roster that their station keys open; null where that does not call the account active.
  function enter(me: NonNullable<ReturnType<typeof openRing>>) {
    const offered = of(3, (c) => ({ handle: c.raw(16), recipient: c.raw(16), granter: c.raw(16), sealed: c.block(), said: c.bytes.subarray(0, c.at), signature: c.raw(64) })).filter(({ recipient }) => recipient.equals(me.id)).flatMap((grant) => {
      const [ephemeral, binding] = [grant.sealed.subarray(0, 32), context('grant', grant.handle, grant.recipient)]
      const group = attempt((): Group => {
        const agreementPublic = createPublicKey(me.agreement as never).export({ format: 'der', type: 'spki' }).subarray(12)
        const shared = diffieHellman({ privateKey: me.agreement, publicKey: publicKey('x25519', ephemeral) })
        const plain = new Cursor(gcm(hkdf(shared, sha256(ephemeral, agreementPublic), binding), Buffer.alloc(12), binding, grant.sealed.subarray(32)))
        const name = plain.text()
        return { name, epoch: plain.u32(), key: plain.raw(32), handle: grant.handle, tag: sha256(context('group-tag', utf8(name))).subarray(0, 16) }
      })
      return group ? [{ ...grant, group }] : []
    })
    const rosters = of(4, (c) => {
      const [handle, sealed] = [c.raw(16), c.block()]
      return offered.filter(({ group }) => group.name === 'station' && group.handle.equals(handle)).map(({ group }) => {
        const plain = new Cursor(under(group.key, context('roster-record', handle), sealed))
        const encoded = plain.block()
        return { roster: readRoster(encoded), hash: sha256(context('roster', encoded)), signer: plain.raw(32), signature: plain.raw(64) }
      })
    }).flat()
    const signersOf = ({ accounts, recovery }: Roster) => [...accounts.filter(({ active, administrator }) => active && administrator).map(({ signing }) => signing), recovery.signing]
    const after = (sequence: number, before: Buffer, signers: readonly Buffer[]) => rosters.find(({ roster: one, hash, signer, signature }) => one.sequence === sequence && one.previous.equals(before) && signers.some((key) => key.equals(signer)) && signed(signer, 'roster', hash, signature))
    let newest = after(1, Buffer.alloc(32), [me.rosterRoot])
    for (let next = newest; next; next = after(next.roster.sequence + 1, next.hash, signersOf(next.roster))) newest = next
    return newest?.roster.accounts.some(({ id, active }) => active && id.equals(me.id)) ? { me, offered, roster: newest.roster } : null
  }
  const rings = of(2, (c) => ({ account: c.raw(16), memory: c.u32(), passes: c.u8(), device: c.u8(), sealed: c.block() })).reverse().flatMap((record) => openRing(record) ?? [])
  const entered = rings.reduce<ReturnType<typeof enter>>((found, ring) => found ?? enter(ring), null)
  if (!entered) throw new Error(damage.length > 0 ? 'the key file is damaged: no ring opens' : 'no ring opens to this name and passphrase')
  const { me, offered, roster } = entered
  const account = (id: Buffer) => roster.accounts.find((one) => one.id.equals(id))
  const commitment = (group: Group) => sha256(context('group-commitment', group.handle, utf8(`${group.name}\0${group.epoch}\0`), group.key))
  const groups = offered.filter(({ group, granter, handle, said, signature }) => {
    const [key, listing] = [account(granter)?.signing, roster.grants.filter(({ tag }) => tag.equals(group.tag))]
    if (!key || !signed(key, 'grant', said, signature)) return false
    if (granter.equals(me.id)) return listing.length === 0 || listing.some((listed) => listed.account.equals(me.id))
    return listing.some((listed) => listed.account.equals(me.id) && listed.granter.equals(granter) && listed.handle.equals(handle) && listed.epoch === group.epoch && listed.commitment.equals(commitment(group)))
  }).map(({ group }) => group).filter((group, at, all) => all.findIndex(({ handle }) => handle.equals(group.handle)) === at)
  const groupOf = (handle: Buffer) => groups.find((group) => group.handle.equals(handle))
  const nameOf = (tag: Buffer) => groups.find((group) => group.tag.equals(tag))?.name ?? null
  // Roots, then the keys of blocks.
  const roots = ['root', 'root.previous'].flatMap((name) => attempt(() => {
    const c = checked(file(name))!
    if (c.raw(9).toString() !== 'VIGILROOT' || c.u16() !== 1 || !c.raw(16).equals(vault)) throw new Error('another root')
    return c.many(c.u8(), () => ({ generation: c.u32(), secret: c.raw(32) }))
  }) ?? wrong(name, 0, 'no root of this vault') ?? [])
  if (roots.length === 0) throw new Error('both copies of the root are damaged')
  const blockKeys = new Map<string, { key: Buffer; group: Group }>()
  for (const { handle, generation, sealed } of of(5, (c) => ({ handle: c.raw(16), generation: c.u32(), sealed: c.block() }))) {
    const [group, root] = [groupOf(handle), roots.find((one) => one.generation === generation)]
    if (group && !attempt(() => {
      const plain = new Cursor(under(group.key, context('block-keys', handle), under(root!.secret, context('block-keys-root', handle, u32(generation)), sealed)).subarray(12))
      return plain.many(plain.u16(), () => blockKeys.set(hex(plain.raw(16)), { key: plain.raw(32), group }))
    })) wrong('keys', 0, 'block keys that do not open')
  }

  // What erasures left: of a block's key, the envelope and block that stand for it now.
  const replaced = new Map<string, { nothing: boolean; offset: number; block: number }>()
  of(11, (c) => {
    const handle = c.raw(16)
    const outer = new Cursor(under(groupOf(handle)!.key, context('replaced', handle), c.block()))
    const [plain, signature] = [outer.block(), outer.raw(64)]
    const e = new Cursor(plain)
    if (!signed(account(e.raw(16))!.signing, 'replaced', plain, signature)) throw new Error('forged')
    e.many(e.u32(), () => replaced.set(hex(e.raw(16)), { nothing: e.raw(16).every((byte) => byte === 0), offset: e.u48(), block: e.u16() }))
  })

  function section(use: number, block: Buffer, owner: Buffer, sequence: number, index: number, sealed: Buffer) {
    const { key, group } = blockKeys.get(hex(block))!
    const pieces = Math.ceil(sealed.length / (524_288 + 16))
    const associated = Buffer.concat([Buffer.of(1, 0, use), vault, group.tag, group.handle, u32(group.epoch), block, owner, u48(sequence), u48(sealed.length - 16 * pieces)])
    const opened = Buffer.concat(Array.from({ length: pieces }, (_, piece) => gcm(key, Buffer.concat([u32(index), u32(piece), u32(piece === pieces - 1 ? 1 : 0)]), associated, sealed.subarray(piece * 524_304, (piece + 1) * 524_304))))
    const head = new Cursor(opened.subarray(32))
    const [how, length, packed] = [head.u8(), head.u48(), head.u48()]
    const content = how === 1 ? zstdDecompressSync(head.raw(packed)) : head.raw(packed)
    if (content.length !== length) throw new Error('section length')
    return { content, hash: sha256(utf8('vigil/section/v1\0'), opened.subarray(0, 45 + packed)), group }
  }

  // Journal: frames, envelopes, commits.
  const journal = file('journal')
  const frameAt = (at: number) => {
    const length = journal.subarray(at, at + 4).toString('latin1') === 'VGF1' && at + 40 <= journal.length ? journal.readUInt32LE(at + 4) : Infinity
    const end = at + 40 + length
    return end <= journal.length && end - at <= 1_000_000 && sha256(journal.subarray(at, end - 32)).equals(journal.subarray(end - 32, end)) ? { body: journal.subarray(at + 8, end - 32), digest: journal.subarray(end - 32, end), end } : null
  }
  function readEnvelope(bytes: Buffer) {
    const body = new Cursor(bytes)
    const [version, theirs] = [body.u16(), body.raw(16)]
    const [said, metaKey] = [{ id: body.raw(16), device: body.raw(16), sequence: body.u48(), previous: body.raw(32) }, body.raw(16)]
    if (version !== 1 || !theirs.equals(vault) || blockKeys.get(hex(metaKey))?.group.name !== 'station') throw new Error('not readable')
    const meta = new Cursor(section(2, metaKey, said.id, said.sequence, 0, body.block()).content)
    const [encoded, signature] = [meta.block(), meta.raw(64)]
    const [c, hash] = [new Cursor(encoded), sha256(context('statement', encoded))]
    if (c.u16() !== 1 || !c.raw(16).equals(vault) || !c.raw(70).equals(bytes.subarray(18, 88))) throw new Error('stated otherwise outside')
    const by = account(c.raw(16))
    const s = {
      ...said, hash, by: by?.id, time: c.u48(), count: c.u16(), kind: c.u8(), bulk: c.u8() ? { import: hex(c.raw(16)), number: c.u32(), hash: c.raw(32) } : null, undoes: c.u8() ? hex(c.raw(16)) : null,
      seen: c.many(c.u16(), () => hex(c.raw(16))), stated: c.many(c.u16(), () => ({ tag: c.raw(16), section: c.text(), hash: c.raw(32) })),
    }
    const last = by?.last.find(({ device }) => device.equals(said.device))
    if (!by || !(by.active || (last && (s.sequence < last.sequence || (s.sequence === last.sequence && hash.equals(last.hash))))) || !signed(by.signing, 'commit', hash, signature)) throw new Error('forged')
    const table = meta.many(meta.u16(), () => ({ key: meta.raw(16), tag: meta.raw(16), lengths: meta.many(meta.u16(), meta.u32) }))
    const blocks = table.map(({ key, lengths }) => lengths.map((length, index): Part => {
      const [{ tag, section: name, hash: expected }, sealed, by] = [s.stated.shift()!, body.raw(length), replaced.get(hex(key))]
      if (by) return { group: nameOf(tag), section: name, content: null, why: 'erased', ...(by.nothing || !nameOf(tag) ? {} : standIn(by, index)) }
      const [group, opened] = [nameOf(tag), attempt(() => section(1, key, s.id, s.sequence, index, sealed))]
      if (opened?.hash.equals(expected) && opened.group.tag.equals(tag)) return { group, section: name, content: opened.content }
      return { group, section: name, content: null, why: length === 0 ? 'erased' : group && blockKeys.has(hex(key)) ? 'damaged' : 'sealed' }
    }))
    if (!body.over() || s.stated.length > 0 || !meta.over()) throw new Error('bytes beside the sections')
    return { ...s, blocks, parts: blocks.flat() }
  }
  function standIn({ offset, block }: { offset: number; block: number }, index: number): Pick<Part, 'content' | 'why'> {
    const content = attempt(() => readEnvelope(frameAt(offset)!.body).blocks[block]![index]!.content)
    return content ? { content } : { content, why: 'damaged' }
  }
  if (journal.subarray(0, 8).toString() !== 'VIGILJNL' || !journal.subarray(10, 26).equals(vault) || !sha256(journal.subarray(0, 26)).subarray(0, 8).equals(journal.subarray(26, 34))) wrong('journal', 0, 'no header of this vault')
  const commits = []
  const [ids, chains] = [new Set<string>(), new Map<number, string>()]
  const [devices, chunks] = [new Map<string, { sequence: number; hash: Buffer }>(), new Map<string, ReturnType<typeof readEnvelope>[]>()]
  let chain = sha256(context('journal'))
  for (let at = 34, next = at; at < journal.length; next = at) {
    while (next >= 0 && next < journal.length && !frameAt(next)) next = journal.indexOf('VGF1', next + 1)
    const frame = next < 0 ? null : frameAt(next)
    if (!frame || next > at) wrong('journal', at, frame ? 'no whole frame' : 'torn at its end')
    if (!frame) break
    chain = sha256(context('journal', chain, frame.digest))
    chains.set(frame.end, hex(chain))
    at = frame.end
    const envelope = attempt(() => readEnvelope(frame.body))
    if (!envelope) wrong('journal', next, 'an entry that does not open or is not signed by an account')
    if (envelope && ids.has(hex(envelope.id))) wrong('journal', next, 'an entry that stands there a second time')
    if (!envelope || ids.has(hex(envelope.id))) continue
    ids.add(hex(envelope.id))
    const before = devices.get(hex(envelope.device))
    if (envelope.sequence !== (before?.sequence ?? 0) + 1 || !envelope.previous.equals(before?.hash ?? Buffer.alloc(32))) wrong('journal', next, 'an entry that does not follow its device’s last')
    devices.set(hex(envelope.device), envelope)
    for (const part of envelope.parts) if (part.why === 'damaged') wrong('journal', next, 'a part that does not open')
    const members = envelope.bulk ? (chunks.get(envelope.bulk.import) ?? []) : []
    if (envelope.kind === 1) chunks.set(envelope.bulk!.import, [...members, envelope])
    if (envelope.kind === 1 || envelope.kind === 3) continue
    const whole = envelope.kind === 0 || (members.length === envelope.bulk!.number && members.every(({ bulk, by }, number) => bulk!.number === number && by!.equals(envelope.by!)) && sha256(context('chunks', ...members.map(({ hash }) => hash))).equals(envelope.bulk!.hash))
    if (!whole) wrong('journal', next, 'an import of which entries are missing')
    const all = [...members, envelope].flatMap(({ parts }) => parts)
    const act = [envelope, ...members.reverse()].flatMap(({ parts }) => parts).find(({ section: name, content }) => name === 'act' && content && !content.equals(utf8('access')))?.content?.toString('utf8') ?? null
    if (whole) commits.push({ id: hex(envelope.id), device: hex(envelope.device), account: hex(envelope.by!), sequence: envelope.sequence, time: envelope.time, seen: envelope.seen, undoes: envelope.undoes, bulk: envelope.kind === 2, act, parts: all.filter(({ section: name }) => name !== 'act' && name !== 'access') })
  }

  // Head: the current copy, else the one before; and whether it is the head of these files.
  const [newHead, oldHead] = ['head', 'head.previous'].map((name) => attempt(() => {
    const c = checked(file(name))!
    if (c.raw(8).toString() !== 'VIGILHED' || c.u16() !== 1) throw new Error('no head')
    const handle = c.raw(16)
    const plain = new Cursor(under(groupOf(handle)!.key, context('head', handle), c.block()))
    const [encoded, signature] = [plain.block(), plain.raw(64)]
    const d = new Cursor(encoded)
    const head = { generation: d.u48(), previous: d.raw(32), time: d.u48(), account: d.raw(16), device: d.raw(16), journal: { length: d.u48(), chain: hex(d.raw(32)), lastFrame: d.u48(), chainBefore: hex(d.raw(32)), envelopes: d.u48(), commits: d.u48() }, keys: { generation: d.u32(), length: d.u48(), chain: d.raw(32) }, roster: { sequence: d.u32(), hash: d.raw(32) } }
    if (!signed(account(head.account)!.signing, 'head', sha256(context('head', encoded)), signature)) throw new Error('not signed')
    return head
  }))
  if (!newHead) wrong('head', 0, 'no head of this vault')
  const head = newHead ?? oldHead ?? null
  if (head && head.journal.length > 34 && chains.get(head.journal.length) !== head.journal.chain) wrong('journal', Math.min(journal.length, head.journal.length), journal.length < head.journal.length ? 'shorter than its head says' : 'not the journal that its head is of')
  if (head && head.keys.generation === keys.generation && !keys.chains.get(head.keys.length)?.equals(head.keys.chain)) wrong('keys', 0, 'not the key file that its head is of')

  const drafts = (attempt(() => readdirSync(join(folder, 'drafts'))) ?? []).filter((name) => /^[0-9a-f]{32}$/.test(name)).sort().flatMap((id) => {
    const c = checked(file(join('drafts', id)))
    const group = c && c.raw(8).toString() === 'VIGILDRF' && c.u16() === 1 ? groupOf(c.raw(16)) : null
    const opened = group && attempt(() => new Cursor(under(under(group.key, context('draft-key', group.handle, utf8(id)), c!.block()), context('draft', group.handle, utf8(id)), c!.block())).block())
    if (!c || (group && !opened)) wrong(`drafts/${id}`, 0, 'no draft that opens')
    return opened ? [{ id, content: opened }] : []
  })
  return { vault: hex(vault), name: roster.name, sample: roster.sample, account: { id: hex(me.id), name: me.name }, keyEncryptionKey: hex(me.keyEncryptionKey), roster, commitment, groups, head, journal: { length: journal.length, chain: hex(chain) }, commits, drafts, damage }
}
