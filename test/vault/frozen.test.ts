import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fromHex } from '../../shared/vault/bytes.ts'
import { memoryStore, openVault, rehearseRecovery } from '../../shared/vault/vault.ts'
import { readVault } from '../peers/vault-reader.ts'
import { MemoryPlatform } from './support/memory-platform.ts'
import { nodeEngine } from './support/node.ts'
import { allCommits, allTexts, codes, PARTS } from './support/vaults.ts'

const FOLDER = new URL('../vaults/', import.meta.url)
const VERSIONS = readdirSync(FOLDER).filter((name) => /^\d+$/.test(name))
const hex = z.string().regex(/^[0-9a-f]*$/)
const known = z.object({
  vault: hex, account: z.string(), passphrase: z.string(), deviceSecret: hex, recoveryKey: z.array(z.string()), keyEncryptionKey: hex, accountId: hex,
  groups: z.array(z.object({ group: z.string(), epoch: z.number(), handle: hex, tag: hex, key: hex })),
  journal: z.object({ length: z.number(), chain: hex, commits: z.number(), envelopes: z.number() }),
})
const CHUNKS = [0, 1, 2].map((chunk) => `chunk ${chunk}: ${'seen near the border. '.repeat(400)}`)

function frozen(version: string) {
  const file = (name: string) => new Uint8Array(readFileSync(new URL(`${version}/${name}`, FOLDER)))
  const facts = known.parse(JSON.parse(readFileSync(new URL(`${version}/known.json`, FOLDER), 'utf8')))
  const platform = new MemoryPlatform()
  platform.deviceSecret = fromHex(facts.deviceSecret)
  const slots = new Map((['keys', 'head', 'root'] as const).flatMap((slot) => [[`${slot}/current`, file(slot)] as const, ...(existsSync(new URL(`${version}/${slot}.previous`, FOLDER)) ? [[`${slot}/previous`, file(`${slot}.previous`)] as const] : [])]))
  platform.vaults.set(facts.vault, { journal: file('journal'), slots, drafts: new Map([['d0'.repeat(16), file('draft')]]), attempts: { failures: 0, last: 0 } })
  /** As it lies in a data folder. */
  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'vigil-frozen-'))
    folders.push(made)
    const vault = join(made, facts.vault)
    cpSync(fileURLToPath(new URL(version, FOLDER)), vault, { recursive: true })
    mkdirSync(join(vault, 'drafts'))
    cpSync(join(vault, 'draft'), join(vault, 'drafts', 'd0'.repeat(16)))
    return vault
  }
  return { folder, facts, platform }
}
const folders: string[] = []
afterAll(() => folders.forEach((made) => rmSync(made, { recursive: true, force: true })))

describe.each(VERSIONS)('a vault of format %s', (version) => {
  it('opens, tells everything it held, and goes on', async () => {
    const { facts, platform } = frozen(version)
    const vault = await openVault(platform, memoryStore(), { ...PARTS, vault: facts.vault, account: facts.account, passphrase: facts.passphrase })
    expect(vault.describe()).toMatchObject({ name: 'مكتب الشمال', sample: true, commits: 3, journalWhole: true, recoveryConfirmed: true, notes: [], account: { id: facts.accountId } })
    const commits = await allCommits(vault)
    expect(commits.map(({ act, bulk, undoes }) => [act, bulk, undoes])).toEqual([['record-call', false, null], ['import-tips', true, null], ['undo', false, commits[0]!.id]])
    expect((await allTexts(vault)).filter((value) => value.startsWith('chunk'))).toEqual(CHUNKS)
    expect(new TextDecoder().decode((await vault.drafts.read('d0'.repeat(16)))!)).toBe('half a sentence')
    await vault.commit({ act: 'go-on', parts: [{ group: 'casework', section: 'patches', bytes: new Uint8Array(3) }] })
    expect(await vault.verify()).toBe(true)
    expect(codes(vault)).toEqual([])
  })

  it('opens to a reader that shares no line with it (resources/formats.md in code), which finds the same keys, chain and content', () => {
    const { facts, folder } = frozen(version)
    const read = readVault(folder(), { ...facts, deviceSecret: fromHex(facts.deviceSecret) })
    expect(read.damage).toEqual([])
    expect(read).toMatchObject({ vault: facts.vault, name: 'مكتب الشمال', sample: true, account: { id: facts.accountId, name: 'Amīna  Qāsim' }, keyEncryptionKey: facts.keyEncryptionKey })
    expect(read.drafts.map(({ content }) => content.toString('utf8'))).toEqual(['half a sentence'])
    expect(read.groups.map(({ name, epoch, handle, tag, key }) => ({ group: name, epoch, handle: handle.toString('hex'), tag: tag.toString('hex'), key: key.toString('hex') }))).toEqual(facts.groups)
    expect(read.journal).toEqual({ length: facts.journal.length, chain: facts.journal.chain })
    expect(read.head?.journal).toMatchObject(facts.journal)
    const { roster } = read
    expect(roster).toMatchObject({ sequence: 2, recovery: { confirmed: true }, accounts: [{ active: true, administrator: true, last: [] }] })
    const founding = read.groups.filter(({ name }) => name !== 'case/0f')
    expect(roster.grants.map(({ handle, tag, epoch, commitment }) => ({ handle, tag, epoch, commitment }))).toEqual(founding.map((group) => ({ handle: group.handle, tag: group.tag, epoch: 1, commitment: read.commitment(group) })))
    expect(read.commits.map(({ act, bulk }) => [act, bulk])).toEqual([['record-call', false], ['import-tips', true], ['undo', false]])
    expect(read.commits.flatMap(({ parts }) => parts.filter((part) => part.section === 'casework.cold').map(({ content }) => content?.toString('utf8')))).toEqual(CHUNKS)
    expect(read.commits.at(-1)!.undoes).toBe(read.commits[0]!.id)
  })

  it('opens to its recovery key', async () => {
    const { facts, platform } = frozen(version)
    const { groups } = await rehearseRecovery(platform, facts.vault, facts.recoveryKey, nodeEngine)
    expect([...groups].sort()).toEqual(facts.groups.map(({ group }) => group).sort())
  })
})

it('at least one format is frozen', () => expect(VERSIONS).toContain('1'))
