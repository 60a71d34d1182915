import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nodePlatform } from '../../electron/host/node-platform.ts'
import { createVault, memoryStore } from '../../shared/vault/vault.ts'
import { note, PARTS, QUICK, text } from '../vault/support/vaults.ts'

/** Makes `test/vaults/backup-1.vigil-backup` and what is known of it, once for a format: `node test/vaults/make-backup.ts`. */
const folder = mkdtempSync(join(tmpdir(), 'vigil-make-backup-'))
const who = { account: 'Amīna  Qāsim', passphrase: 'ﬁve sealed words – خمس كلمات' }
const platform = nodePlatform(join(folder, 'data'), { printPdf: null })
const { vault, recoveryKey } = await createVault(platform, memoryStore(), { ...PARTS, ...who, name: 'مكتب الشمال', stretching: QUICK })
await note(vault, 'seen near the border')
const bulk = vault.beginImport('import')
// Longer than a piece of the backup.
for (let chunk = 0; chunk < 2; chunk++) await bulk.append([{ group: 'casework', section: 'text', bytes: crypto.getRandomValues(new Uint8Array(60_000)), packing: 'store' }, { group: 'casework', section: 'zeros', bytes: new Uint8Array(520_000), packing: 'store' }])
await bulk.end([{ group: 'casework', section: 'text', bytes: text('imported') }])
await vault.drafts.write('d0'.repeat(16), text('half a sentence'))
mkdirSync(join(folder, 'stick'))
const { place } = (await platform.call('choosePlace', { what: 'backup-folder', typed: join(folder, 'stick') })).answer.chosen!
const { name, ...made } = await vault.backups.write({ place, name: 'frozen' })
writeFileSync(new URL('./backup-1.vigil-backup', import.meta.url), readFileSync(join(folder, 'stick', name)))
writeFileSync(new URL('./backup-1.json', import.meta.url), `${JSON.stringify({ vault: vault.describe().vault, ...who, recoveryKey, ...made }, null, 1)}\n`)
await vault.seal()
await platform.close()
rmSync(folder, { recursive: true, force: true })
