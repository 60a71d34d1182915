import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fromHex } from '../../shared/vault/bytes.ts'
import { memoryStore, openVault, rehearseRecovery } from '../../shared/vault/vault.ts'
import { MemoryPlatform } from './support/memory-platform.ts'
import { nodeEngine } from './support/node.ts'
import { readAsStranger } from './support/stranger.ts'
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
  return { file, facts, platform }
}

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
    const { facts, file } = frozen(version)
    const read = readAsStranger({ journal: file('journal'), keys: file('keys'), root: file('root'), head: file('head'), draft: file('draft') }, { ...facts, deviceSecret: fromHex(facts.deviceSecret) })
    expect(read).toMatchObject({ vault: facts.vault, name: { name: 'مكتب الشمال', sample: true }, accountName: 'Amīna  Qāsim', accountId: facts.accountId, keyEncryptionKey: facts.keyEncryptionKey, draft: 'half a sentence', headSigned: true })
    expect(read.groups.map(({ name, epoch, handle, tag, key }) => ({ group: name, epoch, handle: handle.toString('hex'), tag: tag.toString('hex'), key: key.toString('hex') }))).toEqual(facts.groups)
    expect(read.journal).toEqual({ length: facts.journal.length, chain: facts.journal.chain })
    expect(read.headJournal.length).toBe(facts.journal.length)
    const roster = read.rosters.at(-1)!
    expect(roster).toMatchObject({ sequence: 2, stationName: 'مكتب الشمال', recoveryConfirmed: true, accounts: [{ id: facts.accountId, active: true, administrator: true, last: [] }] })
    const founding = read.groups.filter(({ name }) => name !== 'case/0f')
    expect(roster.grants).toEqual(founding.map((group) => ({ handle: group.handle.toString('hex'), tag: group.tag.toString('hex'), epoch: 1, commitment: roster.commitmentOf(group) })))
    expect(read.commits.map(({ kind }) => kind)).toEqual([0, 1, 1, 1, 2, 1, 0])
    const contents = (section: string) => read.commits.flatMap(({ parts }) => parts.filter((part) => part.section === section).map(({ content }) => content.toString('utf8')))
    expect(contents('casework.cold')).toEqual([...CHUNKS, 'never shown'])
    expect(contents('act')).toEqual(['record-call', 'record-call', ...Array<string>(6).fill('import-tips'), 'import-tips', 'import-tips', 'undo'])
    expect(read.commits.at(-1)!.undoes).toBe(read.commits[0]!.id)
  })

  it('opens to its recovery key', async () => {
    const { facts, platform } = frozen(version)
    const { groups } = await rehearseRecovery(platform, facts.vault, facts.recoveryKey, nodeEngine)
    expect([...groups].sort()).toEqual(facts.groups.map(({ group }) => group).sort())
  })
})

it('at least one format is frozen', () => expect(VERSIONS).toContain('1'))
