import { beforeAll, describe, expect, it } from 'vitest'
import { ByteWriter, concatBytes, fromHex, toHex } from '../../shared/vault/bytes.ts'
import { openSection, packSection, sealedLength, sealSection } from '../../shared/vault/block.ts'
import { decodeMeta, decodeOutside, encodeOutside, OUTSIDE_LENGTH } from '../../shared/vault/envelope.ts'
import { encodeGrant, makeGrant } from '../../shared/vault/grants.ts'
import { closeFrame, JournalReader, newFrame } from '../../shared/vault/journal.ts'
import { encodeRecord, parseKeyFile, RECORD } from '../../shared/vault/keyfile.ts'
import { newGroupKey } from '../../shared/vault/keyring.ts'
import { sealUnder } from '../../shared/vault/primitives.ts'
import { PlatformError } from '../../shared/platform.ts'
import { appendKeyRecords } from '../../shared/vault/state.ts'
import { openedVault } from '../../shared/vault/session.ts'
import { memoryStore, peekVault } from '../../shared/vault/vault.ts'
import { MemoryPlatform, type MemoryVault } from './support/memory-platform.ts'
import { nodeCompressor, nodeEngine } from './support/node.ts'
import { OpenedRing } from './support/opened-ring.ts'
import { allTexts, codes, founded, note, text } from './support/vaults.ts'

let start: Map<string, MemoryVault>
let ring: OpenedRing
let id: string
let account: Uint8Array

beforeAll(async () => {
  const made = await founded()
  id = made.id
  await note(made.vault, 'kept')
  account = fromHex(made.vault.describe().account.id)
  await made.vault.seal()
  start = made.platform.snapshot()
  ring = await OpenedRing.of(made.platform, id)
})

function disk(): { platform: MemoryPlatform; files: MemoryVault } {
  const platform = new MemoryPlatform()
  platform.vaults = structuredClone(start)
  return { platform, files: platform.only() }
}
async function slip(files: MemoryVault, type: number, payload: Uint8Array): Promise<void> {
  const record = await encodeRecord(nodeEngine, { type, payload: new Uint8Array(payload) })
  files.slots.set('keys/current', concatBytes(files.slots.get('keys/current')!, record))
}

describe('a record slipped into the key file, whole but of no shape', () => {
  const shapes = (type: number) => [1, 60, 121].map((length) => [type, length] as const)
  it.each(Object.values(RECORD).flatMap(shapes))('of type %i and %i bytes keeps nobody out, and the vault is still listed', async (type, length) => {
    const { platform, files } = disk()
    const payload = new Uint8Array(length)
    // A grant to this very account, sealed under nothing.
    payload.set(account.subarray(0, Math.min(length, 16)))
    if (type === RECORD.grant && length > 120) {
      payload.set(account, 16)
      new DataView(payload.buffer).setUint32(48, length - 52 - 64, true)
    }
    await slip(files, type, payload)
    expect(await peekVault(platform, id, nodeEngine)).toMatchObject({ name: 'Northern desk' })
    expect(await allTexts(await ring.open(platform))).toEqual(['kept'])
  })

  it('as a grant whose key agrees with every secret to zero keeps nobody out', async () => {
    const { platform, files } = disk()
    const payload = new ByteWriter().raw(new Uint8Array(16)).raw(account).raw(account).block(new Uint8Array(32 + 160 + 16)).raw(new Uint8Array(64)).finish()
    await slip(files, RECORD.grant, payload)
    expect(await allTexts(await ring.open(platform))).toEqual(['kept'])
  })
})

describe('journal and head put back together', () => {
  it.each(['copied behind it', 'moved behind it'])('are found out by the newest witness in the key file, with an older one %s', async (how) => {
    // With nothing in the journal yet, as with a journal too long to be read at opening, no envelope leads to the newest batches.
    const { platform, vault, id } = await founded()
    await vault.prepare(['casework'])
    await vault.seal()
    const files = platform.only()
    const then = structuredClone(files)
    const ring = await OpenedRing.of(platform, id)
    const old = await parseKeyFile(nodeEngine, fromHex(id), new Uint8Array(files.slots.get('keys/current')!))
    for (const value of ['one', 'two']) {
      const next = await ring.open(platform)
      await note(next, value)
      await next.seal()
      platform.restart()
    }
    const now = await parseKeyFile(nodeEngine, fromHex(id), new Uint8Array(files.slots.get('keys/current')!))
    if (typeof old === 'string' || typeof now === 'string') throw new Error('key file')
    const encoded = await Promise.all(now.records.map((record) => encodeRecord(nodeEngine, record)))
    const known = old.records.length
    const header = files.slots.get('keys/current')!.subarray(0, 38)
    const order = how === 'copied behind it'
      ? [...encoded, encoded[known - 1]!]
      : [...encoded.slice(0, known), ...encoded.slice(known).reverse()]
    files.slots.set('keys/current', concatBytes(header, ...order))
    files.journal = then.journal
    for (const copy of ['current', 'previous'] as const) files.slots.set(`head/${copy}`, then.slots.get(`head/${copy}`)!)
    const rolledBack = await ring.open(platform)
    expect(codes(rolledBack)).toEqual(expect.arrayContaining(['head-rolled-back', 'journal-short']))
    expect(rolledBack.describe().writable).toBe(false)
  })
})

describe('an envelope', () => {
  /** The journal's first envelope with its meta sealed anew under another group, or with bytes between its sections. */
  async function rewritten(group: string, extra: number) {
    const { platform, files } = disk()
    const state = await ring.state(platform)
    const vault = openedVault(state, null)
    await vault.prepare(['identities', 'casework'])
    for await (const frame of new JournalReader(platform, nodeEngine, state.vault).frames(34, state.tip.length)) {
      const body = frame.body!
      const { metaKey, metaLength, id: owner, sequence } = decodeOutside(state.vault, body)
      const old = (await state.blockKeys.find(metaKey))!
      const at = { vault: state.vault, use: 'envelope' as const, owner, sequence }
      const { content } = await openSection(nodeEngine, nodeCompressor, await nodeEngine.cipher(old.key), { ...at, group: old.group, block: old.id }, 0, body.subarray(OUTSIDE_LENGTH, OUTSIDE_LENGTH + metaLength))
      const { statement } = decodeMeta(state.vault, content)
      const key = state.blockKeys.take(group)!
      const { padded } = await packSection(nodeEngine, nodeCompressor, content, 'store')
      const sealed = new Uint8Array(sealedLength(padded.length))
      await sealSection(await nodeEngine.cipher(key.key), { ...at, group: key.group, block: key.id }, 0, padded, sealed)
      const whole = concatBytes(encodeOutside(state.vault, { ...statement, metaKey: key.id, metaLength: sealed.length }), sealed, new Uint8Array(extra), body.subarray(OUTSIDE_LENGTH + metaLength))
      const made = newFrame(whole.length)
      made.body.set(whole)
      await closeFrame(nodeEngine, made.frame)
      await vault.seal()
      files.journal = concatBytes(files.journal.subarray(0, 34), made.frame)
      files.slots.delete('head/current')
      files.slots.delete('head/previous')
      return codes(await ring.open(platform))
    }
    throw new Error('no envelope')
  }

  it('sealed to a group that not everybody holds is forged: nobody writes what others cannot see', async () => {
    expect(await rewritten('casework', 0)).toContain('commit-forged')
    // As a control: under the station's key the same bytes are believed.
    expect(await rewritten('station', 0)).not.toContain('commit-forged')
  })
  it('with bytes that its statement does not tell of is not read', async () => {
    expect(await rewritten('station', 64)).toContain('commit-unreadable')
  })
})

describe('sealing the vault', () => {
  it('in the middle of a fold leaves nothing sealed under a wiped key', async () => {
    const GROUPS = ['casework', 'geography', 'identities', 'directory']
    let refused = 0
    for (let hops = 0; hops < 80; hops++) {
      const { platform } = disk()
      const store = memoryStore()
      let written = false
      const vault = await ring.open(platform, { ...store, writeRecord: async (name, bytes) => { written = true; await store.writeRecord(name, bytes) } })
      const folding = vault.segments.save({ position: vault.position, keep: [], add: GROUPS.map((group) => ({ group, section: 'log', order: 0, rows: 1, bytes: text('told in confidence') })) })
        .catch(() => refused++)
      for (let hop = 0; hop < hops; hop++) await Promise.resolve()
      await vault.seal()
      await folding
      if (written) expect((await (await ring.open(platform, store)).segments.load())?.segments.length, `sealed after ${hops} steps`).toBe(GROUPS.length)
    }
    expect(refused).toBeGreaterThan(0)
  })

  it('is done though the shell is gone and answers nothing any more', async () => {
    const { platform } = disk()
    const state = await ring.state(platform)
    const vault = openedVault({ ...state, platform: { call: () => Promise.reject(new PlatformError('closed')), onNotice: () => () => undefined } }, null)
    await vault.seal()
    expect(state.keyring.groups()).toEqual([])
    expect(state.ring.signing.secretKey.every((byte) => byte === 0)).toBe(true)
  })

  it('seals nothing under zeros, whoever asks', async () => {
    await expect(sealUnder(nodeEngine, new Uint8Array(32), text('binding'), text('plain'))).rejects.toThrow(RangeError)
  })

  it('waits for a draft that is on its way, and the last one typed is what stays', async () => {
    const { platform } = disk()
    const vault = await ring.open(platform)
    const draft = 'ab'.repeat(16)
    // Large before small: sealed at once, the small one would overtake.
    const writes = [text('x'.repeat(400_000)), text('the last word')].map((bytes) => vault.drafts.write(draft, bytes))
    await vault.seal()
    await Promise.all(writes)
    platform.restart()
    expect(await (await ring.open(platform)).drafts.read(draft)).toEqual(text('the last word'))
  })

  it('does not bring back a draft that was dropped while it was written', async () => {
    const { platform } = disk()
    const vault = await ring.open(platform)
    const draft = 'cd'.repeat(16)
    await Promise.all([vault.drafts.write(draft, text('filed meanwhile')), vault.drafts.drop(draft)])
    expect(await vault.drafts.list()).toEqual([])
  })
})

describe('numbers and keys', () => {
  it('that do not fit their field are refused, never cut', () => {
    for (const [write, most] of [['u8', 0xff], ['u16', 0xffff], ['u32', 0xffff_ffff], ['u48', 2 ** 48 - 1]] as const) {
      expect(() => new ByteWriter()[write](most)).not.toThrow()
      for (const wrong of [most + 1, -1, 0.5, NaN]) expect(() => new ByteWriter()[write](wrong), `${write} ${wrong}`).toThrow(RangeError)
    }
  })

  it('a second key of the same group and epoch, made by another station, opens what was sealed under it', async () => {
    const { platform } = disk()
    const state = await ring.state(platform)
    const granter = { account: state.ring.account, signing: state.ring.signing }
    const other = newGroupKey(state.vault, 'casework')
    await appendKeyRecords(state, [{ type: RECORD.grant, payload: encodeGrant(await makeGrant(nodeEngine, state.vault, other, { id: state.ring.account, agreement: state.ring.agreement.publicKey }, granter)) }])
    platform.restart()
    const { keyring } = await ring.state(platform)
    expect(toHex(keyring.byHandle(other.handle)!.key)).toBe(toHex(other.key))
    expect(toHex(keyring.current('casework')!.handle)).not.toBe(toHex(other.handle))
  })
})
