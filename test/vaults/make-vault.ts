import { mkdirSync, writeFileSync } from 'node:fs'
import { fromHex, toHex } from '../../shared/vault/bytes.ts'
import { KeyStretcher } from '../../shared/vault/ring.ts'
import { createVault, memoryStore, openVault } from '../../shared/vault/vault.ts'
import { MemoryPlatform } from '../vault/support/memory-platform.ts'
import { OpenedRing } from '../vault/support/opened-ring.ts'
import { PARTS, QUICK, text } from '../vault/support/vaults.ts'

/**
 * Makes the frozen vault of a format version, once, when the version is new: `node test/vaults/make-vault.ts N`.
 * It is never made again: what lies in `test/vaults` must open for ever.
 */
const version = process.argv[2] ?? '1'
const folder = new URL(`./${version}/`, import.meta.url)
const WHO = { account: 'Amīna  Qāsim', passphrase: 'ﬁve sealed words – خمس كلمات' }
const platform = new MemoryPlatform()
platform.deviceSecret = Uint8Array.from({ length: 32 }, (_, i) => i)
const { vault, recoveryKey } = await createVault(platform, memoryStore(), { ...PARTS, ...WHO, name: 'مكتب الشمال', sample: true, stretching: QUICK, clock: () => Date.UTC(2026, 0, 2, 3, 4, 5) })
const id = vault.describe().vault
const first = await vault.commit({ act: 'record-call', parts: [{ group: 'casework', section: 'patches', bytes: text('a call at night') }, { group: 'identities', section: 'patches', bytes: text('a name') }] })
const bulk = vault.beginImport('import-tips')
for (let chunk = 0; chunk < 3; chunk++) {
  await bulk.append([
    { group: 'geography', section: 'geography.hot', bytes: new Uint8Array(1000).fill(chunk), packing: 'store' },
    { group: 'casework', section: 'casework.cold', bytes: text(`chunk ${chunk}: ${'seen near the border. '.repeat(400)}`) },
  ])
}
await bulk.end([{ group: 'casework', section: 'summary', bytes: text('three chunks') }])
const abandoned = vault.beginImport('import-tips')
await abandoned.append([{ group: 'casework', section: 'casework.cold', bytes: text('never shown') }])
await abandoned.abandon()
await vault.createGroup('case/0f')
await vault.commit({ act: 'undo', undoes: first.id, parts: [{ group: 'case/0f', section: 'patches', bytes: new Uint8Array(0) }] })
await vault.confirmRecovery([0, 7, 23].map((position) => ({ position, word: recoveryKey[position]! })))
await vault.drafts.write('d0'.repeat(16), text('half a sentence'))
await vault.seal()
platform.restart()
await (await openVault(platform, memoryStore(), { ...PARTS, ...WHO, vault: id })).seal()

const files = platform.only()
mkdirSync(folder, { recursive: true })
const save = (name: string, bytes: Uint8Array) => writeFileSync(new URL(name, folder), bytes)
save('journal', files.journal)
for (const [name, bytes] of files.slots) save(name.replace('/current', '').replace('/', '.'), bytes)
save('draft', files.drafts.get('d0'.repeat(16))!)

const stretcher = new KeyStretcher(fromHex(id), { ...WHO, deviceSecrets: new Map([[1, new Uint8Array(platform.deviceSecret)]]) })
const keyEncryptionKey = toHex(stretcher.encryptionKey(QUICK, 1))
platform.restart()
const state = await (await OpenedRing.of(platform, id, WHO, new Uint8Array(platform.deviceSecret))).state(platform)
writeFileSync(new URL('known.json', folder), `${JSON.stringify({
  vault: id, ...WHO, deviceSecret: toHex(platform.deviceSecret), recoveryKey,
  keyEncryptionKey, accountId: toHex(state.ring.account), agreementPublic: toHex(state.ring.agreement.publicKey), signingPublic: toHex(state.ring.signing.publicKey),
  root: toHex(state.root.secret), groups: state.keyring.all().map(({ group, epoch, handle, tag, key }) => ({ group, epoch, handle: toHex(handle), tag: toHex(tag), key: toHex(key) })),
  journal: { length: state.tip.length, chain: toHex(state.tip.chain), commits: state.tip.commits, envelopes: state.tip.envelopes },
}, null, 1)}\n`)
