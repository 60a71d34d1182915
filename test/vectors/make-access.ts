import { writeFileSync } from 'node:fs'
import { accessBlock, accessCommitment } from '../../shared/vault/access.ts'
import { toHex, utf8 } from '../../shared/vault/bytes.ts'
import { doorKeys, doorRecord, readDoors } from '../../shared/vault/doors.ts'
import { sodiumReady } from '../../shared/vault/engine.ts'
import { Keyring, newGroupKey, STATION_GROUP } from '../../shared/vault/keyring.ts'
import { signingKeys } from '../../shared/vault/primitives.ts'
import type { VaultState } from '../../shared/vault/state.ts'
import { nodeCompressor, nodeEngine } from '../vault/support/node.ts'

/** Makes `access-1.json`, once for a format: `node test/vectors/make-access.ts`. Sealing is random, so what is sealed is opened, not remade. */
await sodiumReady
const filled = (byte: number, length = 32) => new Uint8Array(length).fill(byte)
const vault = filled(0xa0, 16)
const [account, commit] = [filled(0xa1, 16), filled(0xa2, 16)]
const signing = signingKeys(filled(0xc0))
const audit = { ...newGroupKey(vault, 'audit'), handle: filled(0xb0, 16), key: filled(0xb1) }
const own = { ...newGroupKey(vault, `own/${toHex(account)}`), handle: filled(0xb2, 16), key: filled(0xb3) }
const keyring = new Keyring()
for (const key of [newGroupKey(vault, STATION_GROUP), own]) keyring.add(key)
const record = doorRecord(vault, audit, { account, signing })
const roster = { accounts: [{ id: account, signing: signing.publicKey, active: true, administrator: true }], grants: [{ account, granter: account, handle: audit.handle, tag: audit.tag, epoch: 1, commitment: filled(0) }] }
const block = (await accessBlock({ vault, ring: { account, signing }, keyring, roster, doors: readDoors([record]), engine: nodeEngine, compressor: nodeCompressor } as unknown as VaultState, commit, utf8('an event')))!
const [, { padded }] = block.sections as unknown as [unknown, { padded: Uint8Array }]
const length = new DataView(padded.buffer, padded.byteOffset).getUint32(33, true)
const vectors = {
  doorPublic: toHex(doorKeys(vault, audit).publicKey),
  doorRecord: toHex(record.payload),
  commitment: toHex(accessCommitment({ vault, account, commit }, filled(7), utf8('an event'))),
  access: toHex(padded.subarray(45, 45 + length)),
}
writeFileSync(new URL('./access-1.json', import.meta.url), `${JSON.stringify(vectors, null, 1)}\n`)
