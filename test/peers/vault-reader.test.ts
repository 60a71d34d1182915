import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { nodePlatform } from '../../electron/host/node-platform.ts'
import { newRecordId } from '../../shared/model/ids.ts'
import { toHex } from '../../shared/vault/bytes.ts'
import { groupsOfRoles } from '../../shared/model/roles.ts'
import type { Platform } from '../../shared/platform.ts'
import { memoryStore, openVault, type ErasedBlock } from '../../shared/vault/vault.ts'
import { reports } from '../station/support/random-acts.ts'
import { bringIn, dataFolder, founded, newRecord, newTip, WHO } from '../station/support/stations.ts'
import { OpenedRing } from '../vault/support/opened-ring.ts'
import { allCommits, PARTS, text } from '../vault/support/vaults.ts'
import { readVault } from './vault-reader.ts'

/** A vault as a station leaves it, on a real disk: calls, edits, an import, one taken back, drafts, and a forgotten passphrase. */
const AFTER = { account: WHO.account, passphrase: 'another passphrase, after the first was forgotten' }
const PLANNER = { account: 'Basim', passphrase: 'five other words of his' }
let erased = 0
let data: string
let id: string
/** Where the vault's journal ends after each act. */
const ends: number[] = []

beforeAll(async () => {
  data = dataFolder()
  const { station, vault, recoveryKey, platform } = await founded(data)
  id = vault
  const call = newRecordId()
  const done = async () => ends.push((await station.status()).journalBytes)
  await done()
  await station.commit({ act: 'file-call', patches: [...newTip({ what: 'Seen at the crossing, شوهد عند المعبر', danger: 'no' }, call), ...newRecord('person', { pseudonym: 'K. 1', name: 'Haddad' })] })
  await done()
  await bringIn(station, reports(0, 5000))
  await done()
  await station.commit({ act: 'edit-tip', patches: [{ record: call, kind: 'tip', field: 'danger', value: 'possibly' }] })
  await station.undo()
  await bringIn(station, reports(6000, 20))
  await station.undo()
  await station.saveDraft('d'.repeat(32), { what: 'half a call' })
  await station.seal()
  await station.recover({ vault, words: recoveryKey.join(' '), ...AFTER })
  await station.commit({ act: 'file-call', patches: newTip({ what: 'After the recovery' }) })
  await station.saveDraft('e'.repeat(32), { what: 'another' })
  await done()
  await station.seal()
  await eraseAName(platform)
  await platform.close()
}, 120_000)

/** Another account, which is no analyst; then an erasure of what protection keeps, and of one row of the import. */
async function eraseAName(platform: Platform): Promise<void> {
  const vault = await openVault(platform, memoryStore(), { ...PARTS, vault: id, ...AFTER })
  await vault.addAccount({ ...PLANNER, name: PLANNER.account, administrator: false, groups: groupsOfRoles(['planner']).map((group) => ({ group })) })
  const blocks: ErasedBlock[] = []
  for (const { parts, act } of await allCommits(vault)) {
    const part = parts.find(({ group }) => group === 'identities')
    if (part && act) blocks.push({ block: part.block, envelope: part.envelope, group: 'identities', act, sections: blocks.length > 0 ? null : [text('what remains')] })
  }
  erased = blocks.length
  await vault.erase('erase', blocks)
  ends.push(vault.describe().journalBytes)
  await vault.seal()
}

const folder = () => join(data, 'vaults', id)
/** A copy of the vault to be spoilt. */
function copied(): string {
  const made = join(dataFolder(), id)
  cpSync(folder(), made, { recursive: true })
  return made
}

describe('a reader by the format page alone and the program', () => {
  it('agree on a whole vault: every commit, every part’s bytes, the roster, the keys, the head and the drafts', async () => {
    const read = readVault(folder(), AFTER)
    expect(read.damage).toEqual([])
    const platform = nodePlatform(data, { printPdf: null })
    const vault = await openVault(platform, memoryStore(), { ...PARTS, vault: id, ...AFTER })
    const told = vault.describe()
    expect(told.notes).toEqual([])
    expect(read).toMatchObject({ vault: id, name: told.name, account: { id: told.account.id, name: told.account.name } })
    const commits = []
    for (const commit of await allCommits(vault)) {
      const parts = []
      for (const { group, section, open } of commit.parts) parts.push({ group, section, content: await open().then((bytes) => Buffer.from(bytes).toString('base64'), (error: { code: string }) => error.code) })
      const { id: name, device, account, sequence, seen, undoes, bulk, act } = commit
      commits.push({ id: name, device, account, sequence, time: commit.hlc.time, seen, undoes, bulk, act, parts })
    }
    expect(commits).toHaveLength(told.commits)
    expect(commits.filter(({ bulk }) => bulk).length).toBeGreaterThan(0)
    expect(commits.filter(({ undoes }) => undoes !== null)).toHaveLength(2)
    expect(new Set(commits.map(({ account }) => account)).size).toBe(2)
    expect(read.commits.map(({ parts, ...commit }) => ({ ...commit, parts: parts.map(({ group, section, content, why }) => ({ group, section, content: content?.toString('base64') ?? `part-${why}` })) }))).toEqual(commits)
    const contents = commits.flatMap(({ parts }) => parts.map(({ content }) => content))
    expect(contents).toContain(Buffer.from('what remains').toString('base64'))
    expect(contents.filter((content) => content === 'part-erased').length).toBeGreaterThanOrEqual(erased - 1)
    const drafts = await Promise.all((await vault.drafts.list()).map(async (draft) => ({ id: draft, content: Buffer.from((await vault.drafts.read(draft))!).toString('utf8') })))
    expect(drafts).toHaveLength(2)
    expect(read.drafts.map(({ id: draft, content }) => ({ id: draft, content: content.toString('utf8') }))).toEqual(drafts)
    await vault.seal()

    await platform.call('takeVault', { vault: id })
    const state = await (await OpenedRing.of(platform, id, AFTER)).state(platform)
    const { roster, head, keyring } = state
    const hexed = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (_, each: unknown) => {
      if (each instanceof Uint8Array) return toHex(new Uint8Array(each))
      const buffer = each as { type?: string; data?: number[] } | null
      return buffer?.type === 'Buffer' && buffer.data ? toHex(Uint8Array.from(buffer.data)) : each
    }))
    expect(hexed(read.roster)).toEqual(hexed(roster))
    expect(roster.accounts.map(({ active }) => active)).toEqual([false, true, true])
    expect(hexed(read.head)).toEqual(hexed((({ generation, previous, time, account, device, journal, keys, roster: known }) => ({ generation, previous, time, account, device, journal, keys, roster: known }))(head!)))
    const named = (all: readonly { readonly epoch: number; readonly handle: Uint8Array; readonly key: Uint8Array }[], name: (at: number) => string) => all.map(({ epoch, handle, key }, at) => `${name(at)} ${epoch} ${toHex(new Uint8Array(handle))} ${toHex(new Uint8Array(key))}`).sort()
    const held = keyring.all()
    expect(named(read.groups, (at) => read.groups[at]!.name)).toEqual(named(held, (at) => held[at]!.group))
    expect(held.some(({ epoch }) => epoch === 2)).toBe(true)
    await platform.close()
  })

  it('agree on what another account opens, and on what stays sealed to it', async () => {
    const read = readVault(folder(), PLANNER)
    expect(read.damage).toEqual([])
    const platform = nodePlatform(data, { printPdf: null })
    const vault = await openVault(platform, memoryStore(), { ...PARTS, vault: id, ...PLANNER })
    expect(read.groups.map(({ name }) => name).filter((name, at, all) => all.indexOf(name) === at).sort()).toEqual([...vault.describe().groups].sort())
    const told = (await allCommits(vault)).flatMap(({ id: commit, parts }) => parts.map(({ group, section }) => `${commit} ${group} ${section}`))
    expect(read.commits.flatMap(({ id: commit, parts }) => parts.map(({ group, section }) => `${commit} ${group} ${section}`))).toEqual(told)
    expect(read.commits.flatMap(({ parts }) => parts).filter(({ group, content }) => group === null && content !== null)).toEqual([])
    expect(read.commits.flatMap(({ parts }) => parts).filter(({ content }) => content !== null).length).toBeGreaterThan(0)
    await vault.seal()
    await platform.close()
  })

  it('both refuse the passphrase that the recovery ended, and a wrong one', () => {
    expect(() => readVault(folder(), WHO)).toThrow('no ring opens')
    expect(() => readVault(folder(), { ...AFTER, passphrase: 'wrong' })).toThrow('no ring opens')
  })

  it('the reader runs by itself, on nothing but Node, and prints a line for each commit', () => {
    const printed = execFileSync(process.execPath, [join(import.meta.dirname, 'read-vault.ts'), folder(), AFTER.account], { input: `${AFTER.passphrase}\n`, encoding: 'utf8' })
    const lines = printed.trim().split('\n').map((line) => JSON.parse(line) as { act?: string; name?: string; draft?: string })
    expect(lines[0]).toMatchObject({ name: 'Northern desk', account: WHO.account })
    expect(lines.filter(({ act }) => act === 'file-call')).toHaveLength(2)
    expect(lines.filter(({ draft }) => draft)).toHaveLength(2)
    const source = readFileSync(join(import.meta.dirname, 'vault-reader.ts'), 'utf8')
    expect([...source.matchAll(/^import .* from '(.*)'$/gm)].map(([, from]) => from)).toEqual(['node:crypto', 'node:fs', 'node:path', 'node:zlib'])
    expect(source.split('\n').length).toBeLessThanOrEqual(300)
  })
})

describe('the reader names what is damaged, and reads the rest', () => {
  const flip = (path: string, at: number) => {
    const bytes = readFileSync(path)
    bytes[at]! ^= 4
    writeFileSync(path, bytes)
  }
  const whole = () => readVault(folder(), AFTER)

  it('a byte of one entry in the journal', () => {
    const spoilt = copied()
    flip(join(spoilt, 'journal'), Math.floor((ends[0]! + ends[1]!) / 2))
    const read = readVault(spoilt, AFTER)
    expect(read.damage).toContainEqual({ file: 'journal', at: ends[0], what: 'no whole frame' })
    const hit = whole().commits.filter(({ id: commit }) => !read.commits.some((other) => other.id === commit))
    expect(hit.map(({ act }) => act)).toEqual(['file-call'])
  })
  it('a byte of an import, which then stays away whole', () => {
    const spoilt = copied()
    flip(join(spoilt, 'journal'), Math.floor((ends[1]! + ends[2]!) / 2))
    const read = readVault(spoilt, AFTER)
    expect(read.damage.map(({ what }) => what)).toEqual(expect.arrayContaining(['no whole frame', 'an import of which entries are missing']))
    expect(whole().commits.length - read.commits.length).toBe(1)
  })
  it('the end of the journal', () => {
    const spoilt = copied()
    writeFileSync(join(spoilt, 'journal'), readFileSync(join(spoilt, 'journal')).subarray(0, -9))
    const read = readVault(spoilt, AFTER)
    expect(read.damage.map(({ what }) => what)).toEqual(['torn at its end', 'shorter than its head says'])
    expect(read.commits).toHaveLength(whole().commits.length - 1)
  })
  it('two entries put in each other’s place', () => {
    const spoilt = copied()
    const journal = readFileSync(join(spoilt, 'journal'))
    const [first, second] = [journal.subarray(ends[0], ends[1]), journal.subarray(ends[1], ends[2])]
    writeFileSync(join(spoilt, 'journal'), Buffer.concat([journal.subarray(0, ends[0]), second, first, journal.subarray(ends[2])]))
    expect(readVault(spoilt, AFTER).damage.map(({ what }) => what)).toEqual(expect.arrayContaining(['an entry that does not follow its device’s last', 'not the journal that its head is of']))
  })
  it.each(['head', 'root'])('a byte of “%s”, whose previous copy it then reads', (name) => {
    const spoilt = copied()
    flip(join(spoilt, name), 60)
    const read = readVault(spoilt, AFTER)
    expect(read.damage.map(({ file }) => file)).toContain(name)
    expect(read.commits).toHaveLength(whole().commits.length)
  })
  it('a byte of the key file', () => {
    const spoilt = copied()
    flip(join(spoilt, 'keys'), 3000)
    expect(readVault(spoilt, AFTER).damage).toContainEqual(expect.objectContaining({ file: 'keys', what: 'no whole record' }))
  })
  it('a draft, and says nothing of one that is gone', () => {
    const spoilt = copied()
    flip(join(spoilt, 'drafts', 'd'.repeat(32)), 100)
    unlinkSync(join(spoilt, 'drafts', 'e'.repeat(32)))
    const read = readVault(spoilt, AFTER)
    expect(read.damage).toEqual([{ file: `drafts/${'d'.repeat(32)}`, at: 0, what: 'no draft that opens' }])
    expect(read.drafts).toEqual([])
  })
})
