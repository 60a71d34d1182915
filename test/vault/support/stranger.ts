import { argon2Sync, createDecipheriv, createHash, createPrivateKey, createPublicKey, diffieHellman, hkdfSync, verify as verifySignature } from 'node:crypto'
import { zstdDecompressSync } from 'node:zlib'

/**
 * A reader of the vault's files held to resources/formats.md, over node:crypto: it shares no line with
 * shared/vault. Where the two disagree, one of them or the page is wrong.
 */
const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
const utf8 = (value: string) => Buffer.from(value, 'utf8')
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
const u48 = (value: number) => {
  const bytes = Buffer.alloc(6)
  bytes.writeUIntLE(value, 0, 6)
  return bytes
}

class Cursor {
  at = 0
  readonly bytes: Buffer
  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes)
  }
  raw(count: number): Buffer {
    const found = this.bytes.subarray(this.at, this.at + count)
    if (found.length !== count) throw new Error('cut short')
    this.at += count
    return found
  }
  u8 = () => this.raw(1).readUInt8()
  u16 = () => this.raw(2).readUInt16LE()
  u32 = () => this.raw(4).readUInt32LE()
  u48 = () => this.raw(6).readUIntLE(0, 6)
  block = () => this.raw(this.u32())
  text = () => this.raw(this.u16()).toString('utf8')
}

function gcm(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array, sealed: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
  decipher.setAAD(associated)
  decipher.setAuthTag(sealed.subarray(sealed.length - 16))
  return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - 16)), decipher.final()])
}

const hkdf = (secret: Uint8Array, salt: Uint8Array, info: Uint8Array) => Buffer.from(hkdfSync('sha256', secret, salt, info, 32))
const X25519 = { private: Buffer.from('302e020100300506032b656e04220420', 'hex'), public: Buffer.from('302a300506032b656e032100', 'hex') }
const ED25519_PUBLIC = Buffer.from('302a300506032b6570032100', 'hex')
const ED25519_PRIVATE = Buffer.from('302e020100300506032b657004220420', 'hex')

export interface StrangerFiles { readonly journal: Uint8Array; readonly keys: Uint8Array; readonly root: Uint8Array; readonly head: Uint8Array; readonly draft: Uint8Array }
export interface StrangerCommit { readonly id: string; readonly kind: number; readonly undoes: string | null; readonly parts: { group: string; section: string; content: Buffer }[] }

interface Group { readonly name: string; readonly epoch: number; readonly key: Buffer; readonly handle: Buffer; readonly tag: Buffer }

export function readAsStranger(files: StrangerFiles, who: { account: string; passphrase: string; deviceSecret: Uint8Array }) {
  const keyFile = new Cursor(files.keys)
  keyFile.raw(8 + 2 + 4)
  const vault = keyFile.raw(16)
  keyFile.raw(8)
  const context = (what: string, ...binding: Uint8Array[]) => Buffer.concat([utf8(`vigil/${what}/v1\0`), vault, ...binding])
  const openUnder = (key: Uint8Array, binding: Uint8Array, sealed: Uint8Array) => gcm(hkdf(key, sealed.subarray(0, 32), binding), Buffer.alloc(12), binding, sealed.subarray(32))
  const signed = (publicKey: Uint8Array, what: string, message: Uint8Array, signature: Uint8Array) =>
    verifySignature(null, context(what, message), createPublicKey({ key: Buffer.concat([ED25519_PUBLIC, publicKey]), format: 'der', type: 'spki' }), signature)

  const records: { type: number; payload: Buffer }[] = []
  while (keyFile.at < keyFile.bytes.length) {
    const begin = keyFile.at
    const record = { type: keyFile.u8(), payload: keyFile.block() }
    if (!sha256(keyFile.bytes.subarray(begin, keyFile.at)).subarray(0, 8).equals(keyFile.raw(8))) throw new Error('checksum')
    records.push(record)
  }
  const of = (type: number) => records.filter((record) => record.type === type).map(({ payload }) => new Cursor(payload))

  const named = of(1)[0]!
  const name = { name: named.text(), sample: named.u8() === 1 }

  const ring = of(2)[0]!
  const accountId = ring.raw(16)
  const [memory, passes, withDevice] = [ring.u32(), ring.u8(), ring.u8()]
  const typed = utf8(who.account.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase())
  const stretched = argon2Sync('argon2id', { message: utf8(who.passphrase.normalize('NFKC')), nonce: sha256(context('argon-salt', typed)).subarray(0, 16), parallelism: 1, tagLength: 32, memory, passes })
  const keyEncryptionKey = hkdf(Buffer.concat([stretched, ...(withDevice ? [who.deviceSecret] : [])]), sha256(context('kek-salt', typed)), context('kek', Buffer.of(withDevice)))
  const ringPlain = new Cursor(openUnder(keyEncryptionKey, context('ring', accountId, u32(memory), Buffer.of(passes, withDevice)), ring.block()))
  const accountName = ringPlain.text()
  const agreement = createPrivateKey({ key: Buffer.concat([X25519.private, ringPlain.raw(32)]), format: 'der', type: 'pkcs8' })
  const agreementPublic = createPublicKey(agreement).export({ format: 'der', type: 'spki' }).subarray(12)
  const signingPublic = createPublicKey(createPrivateKey({ key: Buffer.concat([ED25519_PRIVATE, ringPlain.raw(32)]), format: 'der', type: 'pkcs8' })).export({ format: 'der', type: 'spki' }).subarray(12)
  const rosterRoot = ringPlain.raw(32)

  const groups: Group[] = []
  for (const grant of of(3)) {
    const [handle, recipient, granter] = [grant.raw(16), grant.raw(16), grant.raw(16)]
    if (!recipient.equals(accountId)) continue
    const sealed = grant.block()
    if (!granter.equals(accountId) || !signed(signingPublic, 'grant', grant.bytes.subarray(0, grant.at), grant.raw(64))) throw new Error('grant')
    const ephemeral = sealed.subarray(0, 32)
    const shared = diffieHellman({ privateKey: agreement, publicKey: createPublicKey({ key: Buffer.concat([X25519.public, ephemeral]), format: 'der', type: 'spki' }) })
    const binding = context('grant', handle, recipient)
    const plain = new Cursor(gcm(hkdf(shared, sha256(ephemeral, agreementPublic), binding), Buffer.alloc(12), binding, sealed.subarray(32)))
    const group = plain.text()
    groups.push({ name: group, epoch: plain.u32(), key: plain.raw(32), handle, tag: sha256(context('group-tag', utf8(group))).subarray(0, 16) })
  }
  const station = groups.find((group) => group.name === 'station')!

  const rosters = of(4).map((record) => {
    const handle = record.raw(16)
    const plain = new Cursor(openUnder(station.key, context('roster-record', handle), record.block()))
    const encoded = plain.block()
    const signer = plain.raw(32)
    if (!signer.equals(rosterRoot) || !signed(signer, 'roster', sha256(context('roster', encoded)), plain.raw(64))) throw new Error('roster')
    const roster = new Cursor(encoded)
    const sequence = roster.u32()
    roster.raw(32 + 6)
    const stationName = roster.text()
    roster.raw(1 + 64)
    const recoveryConfirmed = roster.u8() === 1
    const accounts = Array.from({ length: roster.u16() }, () => {
      const [id, name] = [roster.raw(16).toString('hex'), roster.text()]
      roster.raw(32 + 32)
      const [active, administrator] = [roster.u8() === 1, roster.u8() === 1]
      roster.raw(6)
      return { id, name, active, administrator, last: Array.from({ length: roster.u16() }, () => ({ device: roster.raw(16), sequence: roster.u48(), hash: roster.raw(32) })) }
    })
    const grants = Array.from({ length: roster.u32() }, () => {
      roster.raw(16 + 16)
      return { handle: roster.raw(16).toString('hex'), tag: roster.raw(16).toString('hex'), epoch: roster.u32(), commitment: roster.raw(32).toString('hex') }
    })
    if (roster.at !== roster.bytes.length) throw new Error('bytes left over')
    return { sequence, stationName, recoveryConfirmed, accounts, grants, commitmentOf: (group: Group) => sha256(context('group-commitment', group.handle, utf8(`${group.name}\0${group.epoch}\0`), group.key)).toString('hex') }
  })

  const rootFile = new Cursor(files.root)
  rootFile.raw(9 + 2 + 16)
  const roots = Array.from({ length: rootFile.u8() }, () => ({ generation: rootFile.u32(), secret: rootFile.raw(32) }))

  const blockKeys = new Map<string, { key: Buffer; group: Group }>()
  for (const record of of(5)) {
    const handle = record.raw(16)
    const generation = record.u32()
    const group = groups.find((candidate) => candidate.handle.equals(handle))!
    const root = roots.find((candidate) => candidate.generation === generation)!
    const inner = openUnder(root.secret, context('block-keys-root', handle, u32(generation)), record.block())
    const plain = new Cursor(openUnder(group.key, context('block-keys', handle), inner))
    plain.raw(6 + 6)
    for (let left = plain.u16(); left > 0; left--) blockKeys.set(plain.raw(16).toString('hex'), { key: plain.raw(32), group })
  }

  const section = (use: number, block: Buffer, owner: Buffer, sequence: number, index: number, sealed: Buffer) => {
    const { key, group } = blockKeys.get(block.toString('hex'))!
    const pieces = Math.ceil(sealed.length / (524288 + 16))
    const padded = sealed.length - 16 * pieces
    const associated = Buffer.concat([Buffer.of(1, 0, use), vault, group.tag, group.handle, u32(group.epoch), block, owner, u48(sequence), u48(padded)])
    const opened = Buffer.concat(Array.from({ length: pieces }, (_, piece) =>
      gcm(key, Buffer.concat([u32(index), u32(piece), u32(piece === pieces - 1 ? 1 : 0)]), associated, sealed.subarray(piece * (524288 + 16), (piece + 1) * (524288 + 16)))))
    const head = new Cursor(opened)
    head.raw(32)
    const [how, , packed] = [head.u8(), head.u48(), head.u48()]
    const hash = sha256(utf8('vigil/section/v1\0'), opened.subarray(0, 45 + packed))
    const content = opened.subarray(45, 45 + packed)
    return { content: how === 1 ? zstdDecompressSync(content) : content, hash, group }
  }

  const journal = new Cursor(files.journal)
  journal.raw(8 + 2 + 16 + 8)
  let chain = sha256(context('journal'))
  const commits: StrangerCommit[] = []
  const devices = new Map<string, Buffer>()
  while (journal.at < journal.bytes.length) {
    const begin = journal.at
    if (journal.raw(4).toString() !== 'VGF1') throw new Error('mark')
    const body = new Cursor(journal.block())
    const digest = sha256(journal.bytes.subarray(begin, journal.at))
    if (!digest.equals(journal.raw(32))) throw new Error('digest')
    chain = sha256(context('journal', chain, digest))

    body.raw(2 + 16)
    const [id, device, sequence, previous, metaKey] = [body.raw(16), body.raw(16), body.u48(), body.raw(32), body.raw(16)]
    const meta = new Cursor(section(2, metaKey, id, sequence, 0, body.block()).content)
    const encoded = meta.block()
    const hash = sha256(context('statement', encoded))
    if (!signed(signingPublic, 'commit', hash, meta.raw(64))) throw new Error('signature')
    if (!previous.equals(devices.get(device.toString('hex')) ?? Buffer.alloc(32))) throw new Error('chain')
    devices.set(device.toString('hex'), hash)

    const statement = new Cursor(encoded)
    statement.raw(2 + 16 + 16 + 16 + 6 + 32 + 16 + 6 + 2)
    const kind = statement.u8()
    if (statement.u8() === 1) statement.raw(16 + 4 + 32)
    const undoes = statement.u8() === 1 ? statement.raw(16).toString('hex') : null
    statement.raw(16 * statement.u16())
    const stated = Array.from({ length: statement.u16() }, () => ({ tag: statement.raw(16), section: statement.text(), hash: statement.raw(32) }))

    const parts: StrangerCommit['parts'] = []
    for (let blocks = meta.u16(); blocks > 0; blocks--) {
      const key = meta.raw(16)
      meta.raw(16)
      const lengths = Array.from({ length: meta.u16() }, () => meta.u32())
      for (const [index, length] of lengths.entries()) {
        const part = stated.shift()!
        const opened = section(1, key, id, sequence, index, body.raw(length))
        if (!opened.hash.equals(part.hash) || !opened.group.tag.equals(part.tag)) throw new Error('part')
        parts.push({ group: opened.group.name, section: part.section, content: opened.content })
      }
    }
    commits.push({ id: id.toString('hex'), kind, undoes, parts })
  }

  const headFile = new Cursor(files.head)
  headFile.raw(8 + 2)
  const headHandle = headFile.raw(16)
  const headPlain = new Cursor(openUnder(station.key, context('head', headHandle), headFile.block()))
  const headEncoded = headPlain.block()
  const headSigned = signed(signingPublic, 'head', sha256(context('head', headEncoded)), headPlain.raw(64))
  const head = new Cursor(headEncoded)
  head.raw(6 + 32 + 6 + 16 + 16)
  const headJournal = { length: head.u48(), chain: head.raw(32).toString('hex') }

  const draft = new Cursor(files.draft)
  draft.raw(8 + 2)
  const own = draft.raw(16)
  const draftId = utf8('d0'.repeat(16))
  const draftKey = openUnder(groups.find(({ handle }) => handle.equals(own))!.key, context('draft-key', own, draftId), draft.block())
  const draftPlain = new Cursor(openUnder(draftKey, context('draft', own, draftId), draft.block()))

  return {
    vault: vault.toString('hex'), name, accountName, accountId: accountId.toString('hex'), keyEncryptionKey: keyEncryptionKey.toString('hex'), rosters, groups, commits,
    journal: { length: journal.at, chain: chain.toString('hex') }, headSigned, headJournal, draft: draftPlain.block().toString('utf8'),
  }
}
