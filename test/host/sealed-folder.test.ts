import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { nodePlatform } from '../../electron/host/node-platform.ts'
import { createVault, memoryStore } from '../../shared/vault/vault.ts'
import { newCanary, searchFolders } from '../support/canary.ts'
import { PARTS, QUICK, text } from '../vault/support/vaults.ts'

const folder = mkdtempSync(join(tmpdir(), 'vigil-sealed-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('nothing that goes into a vault is in any byte of its folder, open or sealed; an unsealed write would be found', async () => {
  const tokens = { account: newCanary(), passphrase: newCanary(), commit: newCanary(), act: newCanary(), chunk: newCanary(), summary: newCanary(), abandoned: newCanary(), draft: newCanary(), group: newCanary() }
  const platform = nodePlatform(folder, { printPdf: null })
  const { vault, recoveryKey } = await createVault(platform, memoryStore(), { ...PARTS, name: 'Northern desk', account: tokens.account, passphrase: tokens.passphrase, stretching: QUICK })
  await vault.commit({ act: tokens.act, parts: [{ group: 'casework', section: 'text', bytes: text(`${tokens.commit} `.repeat(50)) }, { group: 'identities', section: 'name', bytes: text(tokens.commit), packing: 'store' }] })
  const bulk = vault.beginImport('import-tips')
  await bulk.append([{ group: 'geography', section: 'hot', bytes: text(tokens.chunk), packing: 'store' }])
  await bulk.end([{ group: 'casework', section: 'summary', bytes: text(tokens.summary) }])
  const stopped = vault.beginImport('import-tips')
  await stopped.append([{ group: 'casework', section: 'text', bytes: text(tokens.abandoned) }])
  await stopped.abandon()
  await vault.createGroup(`case/${tokens.group}`)
  const draft = 'd'.repeat(32)
  await vault.drafts.write(draft, text(tokens.draft))

  const searched = [...Object.values(tokens), recoveryKey.slice(0, 6).join(' ')]
  const open = await searchFolders([folder], searched)
  await vault.seal()
  await platform.close()
  const sealed = await searchFolders([folder], searched)
  expect(open.sightings).toEqual([])
  expect(sealed.sightings).toEqual([])
  expect(sealed.files).toBeGreaterThanOrEqual(5)
  expect(sealed.unread).toEqual([])

  writeFileSync(join(folder, 'vaults', 'careless'), deflateSync(tokens.commit))
  expect((await searchFolders([folder], searched)).sightings.map(({ token }) => token)).toEqual([tokens.commit])
})
