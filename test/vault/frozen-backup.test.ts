import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { rehearseRecovery, restoreBackup } from '../../shared/vault/vault.ts'
import { splitBackup } from '../peers/backup-reader.ts'
import { readVault } from '../peers/vault-reader.ts'
import { chosen, laptop, openedOn, stick } from './support/backed-up.ts'
import { nodeEngine } from './support/node.ts'
import { allTexts, codes, words } from './support/vaults.ts'

const FILE = fileURLToPath(new URL('../vaults/backup-1.vigil-backup', import.meta.url))
const facts = z.object({ vault: z.string(), account: z.string(), passphrase: z.string(), recoveryKey: z.array(z.string()), bytes: z.number(), made: z.number(), commits: z.number(), position: z.number(), digest: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../vaults/backup-1.json', import.meta.url), 'utf8')))
const TEXTS = ['seen near the border', 'imported']

it('a backup of format 1 is restored and opens, tells everything it held, and is verified as one file', async () => {
  const { platform } = laptop()
  const disk = stick()
  copyFileSync(FILE, join(disk, 'frozen.vigil-backup'))
  const place = await chosen(platform, disk)
  expect(await restoreBackup(platform, { place, name: 'frozen.vigil-backup' })).toMatchObject({ done: true, vault: facts.vault, name: 'مكتب الشمال' })
  const vault = await openedOn(platform, facts.vault, facts)
  expect((await allTexts(vault)).filter((value) => TEXTS.includes(value))).toEqual(TEXTS)
  expect(words((await vault.drafts.read('d0'.repeat(16)))!)).toBe('half a sentence')
  expect(codes(vault)).toEqual([])
  expect(await vault.backups.check({ place, name: 'frozen.vigil-backup' }, { expected: facts.digest })).toMatchObject({ verified: true, made: facts.made, commits: facts.commits })
  await vault.seal()
  expect((await rehearseRecovery(platform, facts.vault, facts.recoveryKey, nodeEngine)).accounts).toEqual([facts.account])
})

it('a backup of format 1 opens to a reader that shares no line with it (resources/formats.md in code)', () => {
  const file = readFileSync(FILE)
  const split = splitBackup(file)
  expect(split).toMatchObject({ vault: facts.vault, name: 'مكتب الشمال', made: facts.made, last: facts.digest })
  const folder = join(stick(), facts.vault)
  mkdirSync(join(folder, 'drafts'), { recursive: true })
  for (const [name, bytes] of split.files) {
    writeFileSync(join(folder, name), bytes)
    // As a restore leaves them: both copies, until the first write renews one.
    if (name === 'keys' || name === 'root') writeFileSync(join(folder, `${name}.previous`), bytes)
  }
  const read = readVault(folder, facts)
  expect(read).toMatchObject({ vault: facts.vault, name: 'مكتب الشمال', damage: [], head: { journal: { length: facts.position, commits: facts.commits } } })
  expect(read.drafts.map(({ id, content }) => [id, content.toString('utf8')])).toEqual([['d0'.repeat(16), 'half a sentence']])
  expect(read.commits.flatMap(({ parts }) => parts.filter(({ section }) => section === 'text').map(({ content }) => content!.toString('utf8'))).filter((value) => TEXTS.includes(value))).toEqual(TEXTS)
  const station = read.groups.find(({ name }) => name === 'station')!
  const [account] = read.roster.accounts
  expect(split.openSeal(station.key, account!.signing)).toEqual({ signed: true, digestFits: true, account: account!.id.toString('hex'), generation: read.head!.generation, commits: facts.commits })
  // As a control: a changed byte.
  const changed = Buffer.from(file)
  changed[changed.length - 2000]! ^= 1
  expect(() => splitBackup(changed)).toThrow('digest in journal')
})
