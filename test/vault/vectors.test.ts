import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openSection, type BlockPlace } from '../../shared/vault/block.ts'
import { decodeKeyBatch, openKeyBatch } from '../../shared/vault/blockkeys.ts'
import { fromHex, toHex, utf8 } from '../../shared/vault/bytes.ts'
import { sodiumReady, webEngine } from '../../shared/vault/engine.ts'
import { statementHash } from '../../shared/vault/envelope.ts'
import { decodeGrant, openGrant } from '../../shared/vault/grants.ts'
import { journalHeader } from '../../shared/vault/journal.ts'
import { decodeRoots, keyFileHeader } from '../../shared/vault/keyfile.ts'
import { groupCommitment, groupTag, newGroupKey } from '../../shared/vault/keyring.ts'
import { paddedLength } from '../../shared/vault/padding.ts'
import { agreementKeys, context, openFrom, openUnder, sign, signingKeys } from '../../shared/vault/primitives.ts'
import { openAnchor, recoveryKeyFrom, recoveryKeys } from '../../shared/vault/recovery.ts'
import { KeyStretcher } from '../../shared/vault/ring.ts'
import { recoveryNumber, shareWords } from '../../shared/vault/share-words.ts'
import { SHARE_NUMBERS, shareOf } from '../../shared/vault/shares.ts'
import { readShare, readTypedRecovery } from '../../shared/vault/typed-recovery.ts'
import { nodeCompressor, nodeEngine } from './support/node.ts'
import { QUICK } from './support/vaults.ts'

const hex = z.string().regex(/^[0-9a-f]+$/)
const vectors = z.object({
  context: hex, padded: z.array(z.tuple([z.number(), z.number()])), keyEncryptionKey: z.object({ withDevice: hex, without: hex }), groupTag: hex, groupCommitment: hex, signature: hex,
  sealedUnder: hex, sealedTo: hex, keyFileHeader: hex, journalHeader: hex, roots: hex, keyBatch: hex, grant: hex, statementHash: hex,
  sections: z.array(z.object({ index: z.number(), hash: hex, sealed: hex })), recovery: z.object({ words: z.string(), agreement: hex, signing: hex, anchor: hex }),
}).parse(JSON.parse(readFileSync(new URL('../vectors/vault-1.json', import.meta.url), 'utf8')))
const shares = z.object({ vault: hex, key: hex, words: z.string(), slope: hex, keyNumber: z.number(), shares: z.array(z.object({ number: z.literal(SHARE_NUMBERS), bytes: hex, words: z.string() })) })
  .parse(JSON.parse(readFileSync(new URL('../vectors/shares-1.json', import.meta.url), 'utf8')))

const filled = (byte: number, length = 32) => new Uint8Array(length).fill(byte)
const vault = filled(0xa0, 16)
let group: ReturnType<typeof newGroupKey>
beforeAll(async () => {
  await sodiumReady
  group = { ...newGroupKey(vault, 'casework'), handle: filled(0xb0, 16), key: filled(0xb1) }
})

describe.each([['node:crypto', nodeEngine], ['WebCrypto', webEngine]] as const)('the vectors of format 1, by %s', (_, engine) => {
  it('hold for headers, hashes, paddings and signatures, byte for byte', async () => {
    expect(toHex(context('head', vault, utf8('x')))).toBe(vectors.context)
    for (const [length, padded] of vectors.padded) expect(paddedLength(length)).toBe(padded)
    expect(toHex(groupTag(vault, 'casework'))).toBe(vectors.groupTag)
    expect(toHex(groupCommitment(vault, group))).toBe(vectors.groupCommitment)
    expect(toHex(sign(signingKeys(filled(0xc0)), 'commit', vault, utf8('message')))).toBe(vectors.signature)
    expect(toHex(await keyFileHeader(engine, vault, 1))).toBe(vectors.keyFileHeader)
    expect(toHex(await journalHeader(engine, vault))).toBe(vectors.journalHeader)
    const statement = {
      id: filled(1, 16), device: filled(2, 16), sequence: 3, previous: filled(4), account: filled(5, 16), hlc: { time: 1_767_323_045_000, count: 6 }, kind: 'end' as const,
      bulk: { import: filled(7, 16), number: 8, hash: filled(9) }, undoes: filled(10, 16), seen: [filled(11, 16), filled(12, 16)], parts: [{ tag: group.tag, section: 'casework.cold', hash: filled(13) }],
    }
    expect(toHex(statementHash(vault, statement))).toBe(vectors.statementHash)
    expect(toHex(statementHash(vault, { ...statement, kind: 'chunk' }))).not.toBe(vectors.statementHash)
  })

  it('hold for the key that a passphrase makes', () => {
    const stretcher = new KeyStretcher(vault, { account: 'amina', passphrase: 'correct horse battery staple', deviceSecrets: new Map([[1, filled(0xf0)]]) })
    expect(toHex(stretcher.encryptionKey(QUICK, 1))).toBe(vectors.keyEncryptionKey.withDevice)
    expect(toHex(stretcher.encryptionKey(QUICK, 0))).toBe(vectors.keyEncryptionKey.without)
  })

  it('open: what is sealed under a key, to a key, as a grant, a batch of keys, roots', async () => {
    expect(await openUnder(engine, filled(0x11), utf8('binding'), fromHex(vectors.sealedUnder))).toEqual(utf8('plaintext'))
    const agreement = agreementKeys(filled(0xc1))
    expect(await openFrom(engine, agreement, utf8('binding'), fromHex(vectors.sealedTo))).toEqual(utf8('plaintext'))
    expect(await openGrant(engine, vault, decodeGrant(fromHex(vectors.grant)), agreement)).toEqual(group)
    const [root] = (await decodeRoots(engine, vault, fromHex(vectors.roots)))!
    expect(root).toEqual({ generation: 1, secret: filled(0xd0) })
    const { keys, witness } = await openKeyBatch(engine, vault, group, root!, decodeKeyBatch(fromHex(vectors.keyBatch)))
    expect(keys.map(({ id, key }) => [id, key])).toEqual([[filled(0x20, 16), filled(0x30)], [filled(0x21, 16), filled(0x31)]])
    expect(witness).toEqual({ headGeneration: 5, journalLength: 6 })
  })

  it('open: sections empty, stored and compressed', async () => {
    const place: BlockPlace = { vault, use: 'commit', group, block: filled(0xe0, 16), owner: filled(0xe1, 16), sequence: 42 }
    const cipher = await engine.cipher(filled(0xe2))
    const contents = ['', 'opened', 'again and again '.repeat(50)]
    for (const [i, { index, hash, sealed }] of vectors.sections.entries()) {
      const opened = await openSection(engine, nodeCompressor, cipher, place, index, fromHex(sealed), { hash: true })
      expect(new TextDecoder().decode(opened.content)).toBe(contents[i])
      expect(toHex(opened.hash!)).toBe(hash)
    }
  })

  it('hold for the recovery key: its words, its pairs, its anchor', async () => {
    const key = recoveryKeyFrom(vectors.recovery.words.split(' '))
    expect(key).toEqual(filled(0x77))
    const pairs = recoveryKeys(vault, key!)
    expect([toHex(pairs.agreement.publicKey), toHex(pairs.signing.publicKey)]).toEqual([vectors.recovery.agreement, vectors.recovery.signing])
    expect(await openAnchor(engine, vault, key!, fromHex(vectors.recovery.anchor))).toEqual(filled(0x78))
    // BIP 39's own vector for 256 bits (trezor/python-mnemonic vectors.json).
    const verse = 'legal winner thank year wave sausage worth'
    expect(recoveryKeyFrom(`${verse} useful ${verse} useful ${verse} title`.split(' '))).toEqual(filled(0x7f))
  })
})

describe('the vectors of shares', () => {
  it('hold byte for byte and word for word, and each two give the key', () => {
    const [station, key, slope] = [fromHex(shares.vault), fromHex(shares.key), fromHex(shares.slope)]
    expect(recoveryNumber(station, recoveryKeys(station, key).agreement.publicKey)).toBe(shares.keyNumber)
    for (const { number, bytes, words } of shares.shares) {
      expect(toHex(shareOf(key, slope, number))).toBe(bytes)
      expect(shareWords({ number, keyNumber: shares.keyNumber, bytes: fromHex(bytes) }).join(' ')).toBe(words)
      expect(readShare(words, 0)).toEqual({ number, keyNumber: shares.keyNumber, bytes: fromHex(bytes) })
    }
    const [one, two, three] = shares.shares.map(({ words }) => words) as [string, string, string]
    for (const pair of [[one, two], [two, three], [three, one]] as const) expect(readTypedRecovery({ shares: pair })).toEqual({ words: shares.words.split(' ') })
  })
})
