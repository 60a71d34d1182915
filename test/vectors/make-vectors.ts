import { writeFileSync } from 'node:fs'
import { packSection, PIECE, sealedLength, sealSection, type BlockPlace } from '../../shared/vault/block.ts'
import { newBlockKeys, sealKeyBatch } from '../../shared/vault/blockkeys.ts'
import { toHex, utf8 } from '../../shared/vault/bytes.ts'
import { sodiumReady } from '../../shared/vault/engine.ts'
import { statementHash, type Statement } from '../../shared/vault/envelope.ts'
import { encodeGrant, makeGrant } from '../../shared/vault/grants.ts'
import { journalHeader } from '../../shared/vault/journal.ts'
import { encodeRoots, keyFileHeader } from '../../shared/vault/keyfile.ts'
import { groupCommitment, groupTag, newGroupKey } from '../../shared/vault/keyring.ts'
import { paddedLength } from '../../shared/vault/padding.ts'
import { agreementKeys, context, sealTo, sealUnder, sign, signingKeys } from '../../shared/vault/primitives.ts'
import { recoveryKeys, recoveryWords, sealAnchor } from '../../shared/vault/recovery.ts'
import { KeyStretcher } from '../../shared/vault/ring.ts'
import { nodeCompressor, nodeEngine } from '../vault/support/node.ts'
import { QUICK } from '../vault/support/vaults.ts'

/** Makes `vault-1.json`, once for a format: `node test/vectors/make-vectors.ts`. Sealing is random, so vectors are opened, not remade. */
await sodiumReady
const filled = (byte: number, length = 32) => new Uint8Array(length).fill(byte)
const vault = filled(0xa0, 16)
const group = { ...newGroupKey(vault, 'casework'), handle: filled(0xb0, 16), key: filled(0xb1) }
const signing = signingKeys(filled(0xc0))
const agreement = agreementKeys(filled(0xc1))
const recipient = { id: filled(0xc2, 16), agreement: agreement.publicKey }
const root = { generation: 1, secret: filled(0xd0) }
const place: BlockPlace = { vault, use: 'commit', group, block: filled(0xe0, 16), owner: filled(0xe1, 16), sequence: 42 }
const statement: Statement = {
  id: filled(1, 16), device: filled(2, 16), sequence: 3, previous: filled(4), account: filled(5, 16), hlc: { time: 1_767_323_045_000, count: 6 }, kind: 'end',
  bulk: { import: filled(7, 16), number: 8, hash: filled(9) }, undoes: filled(10, 16), seen: [filled(11, 16), filled(12, 16)], parts: [{ tag: group.tag, section: 'casework.cold', hash: filled(13) }],
}
async function section(content: Uint8Array, packing: 'auto' | 'store', index: number) {
  const { padded, hash } = await packSection(nodeEngine, nodeCompressor, content, packing)
  const bytes = new Uint8Array(sealedLength(padded.length))
  await sealSection(await nodeEngine.cipher(filled(0xe2)), place, index, padded, bytes)
  return { index, hash: toHex(hash), sealed: toHex(bytes) }
}
const stretcher = new KeyStretcher(vault, { account: ' Amina ', passphrase: 'correct horse battery staple', deviceSecrets: new Map([[1, filled(0xf0)]]) })
const vectors = {
  context: toHex(context('head', vault, utf8('x'))),
  padded: [0, 64, 65, 4096, 4097, 100_000, 1_000_000, PIECE].map((length) => [length, paddedLength(length)]),
  keyEncryptionKey: { withDevice: toHex(stretcher.encryptionKey(QUICK, 1)), without: toHex(stretcher.encryptionKey(QUICK, 0)) },
  groupTag: toHex(groupTag(vault, 'casework')),
  groupCommitment: toHex(groupCommitment(vault, group)),
  signature: toHex(sign(signing, 'commit', vault, utf8('message'))),
  sealedUnder: toHex(await sealUnder(nodeEngine, filled(0x11), utf8('binding'), utf8('plaintext'))),
  sealedTo: toHex(await sealTo(nodeEngine, agreement.publicKey, utf8('binding'), utf8('plaintext'))),
  keyFileHeader: toHex(await keyFileHeader(nodeEngine, vault, 1)),
  journalHeader: toHex(await journalHeader(nodeEngine, vault)),
  roots: toHex(await encodeRoots(nodeEngine, vault, [root])),
  keyBatch: toHex(await sealKeyBatch(nodeEngine, vault, root, group, newBlockKeys(group, 2).map((key, i) => ({ ...key, id: filled(0x20 + i, 16), key: filled(0x30 + i) })), { headGeneration: 5, journalLength: 6 })),
  grant: toHex(encodeGrant(await makeGrant(nodeEngine, vault, group, recipient, { account: filled(0xc3, 16), signing }))),
  statementHash: toHex(statementHash(vault, statement)),
  sections: [await section(new Uint8Array(0), 'store', 0), await section(utf8('opened'), 'store', 1), await section(utf8('again and again '.repeat(50)), 'auto', 2)],
  recovery: { words: recoveryWords(filled(0x77)).join(' '), agreement: toHex(recoveryKeys(vault, filled(0x77)).agreement.publicKey), signing: toHex(recoveryKeys(vault, filled(0x77)).signing.publicKey), anchor: toHex(await sealAnchor(nodeEngine, vault, filled(0x77), filled(0x78))) },
}
writeFileSync(new URL('./vault-1.json', import.meta.url), `${JSON.stringify(vectors, null, 1)}\n`)
