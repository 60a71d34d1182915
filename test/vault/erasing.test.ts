import { beforeAll, describe, expect, it } from 'vitest'
import { groupsOfRoles } from '../../shared/model/roles.ts'
import { sodiumReady } from '../../shared/vault/engine.ts'
import { memoryStore, type ErasedBlock, type OpenVault } from '../../shared/vault/vault.ts'
import { everythingThatOpens } from './support/everything-that-opens.ts'
import { Crash } from './support/memory-platform.ts'
import { allCommits, allTexts, codes, founded, note, openText, reopened, text } from './support/vaults.ts'

const BASIM = { account: 'Basim', passphrase: 'five other words of his' }
const SECRET = 'Nour Haddad, +22790001122'
const code = (error: unknown) => (error as { code?: string }).code

beforeAll(() => sodiumReady)

/** Blocks whose text holds the secret, with it taken out; one that is nothing else goes whole. */
async function without(vault: OpenVault, secret = SECRET): Promise<ErasedBlock[]> {
  const blocks: ErasedBlock[] = []
  for (const commit of await allCommits(vault)) {
    for (const [block, parts] of Map.groupBy(commit.parts, ({ block }) => block)) {
      const { group, envelope } = parts[0]!
      const texts = await Promise.all(parts.map(openText))
      if (group === null || !texts.some((one) => one.includes(secret))) continue
      const rest = texts.map((one) => one.replace(secret, '…'))
      blocks.push({ block, envelope, group, act: commit.act!, sections: rest.join('') === '…' ? null : rest.map(text) })
    }
  }
  return blocks
}

/** A vault in which the secret stands beside other things, alone, in two groups, and in an import's chunk. */
async function withSecret() {
  const made = await founded()
  const { vault } = made
  await vault.addAccount({ name: BASIM.account, passphrase: BASIM.passphrase, administrator: false, groups: groupsOfRoles(['analyst']).map((group) => ({ group })) })
  await note(vault, `before ${SECRET} after`)
  await note(vault, SECRET, 'identities')
  await vault.commit({ act: 'two', parts: [{ group: 'casework', section: 'a', bytes: text('kept') }, { group: 'casework', section: 'b', bytes: text(`${SECRET}!`) }, { group: 'geography', section: 'c', bytes: text('a cell') }] })
  const bulk = vault.beginImport('import')
  for (const row of ['row 1', `row 2 ${SECRET}`, 'row 3']) await bulk.append([{ group: 'casework', section: 'rows', bytes: text(row) }])
  await bulk.end([{ group: 'casework', section: 'summary', bytes: text('3 rows') }])
  await note(vault, 'last')
  return made
}
const AFTER = ['before … after', '!part-erased', 'kept', '…!', 'a cell', 'row 1', 'row 2 …', 'row 3', '3 rows', 'last']

describe('an erasure', () => {
  it('takes out what it was told to and leaves everything else: texts, acts, order, chain and signatures', async () => {
    const { platform, vault, id } = await withSecret()
    const acts = (await allCommits(vault)).map(({ act }) => act)
    await vault.erase('erase', await without(vault))
    expect((await allTexts(vault)).slice(0, AFTER.length)).toEqual(AFTER)
    await note(vault, 'since')
    expect(await vault.verify()).toBe(true)
    await vault.seal()
    const again = await reopened(platform, id)
    expect(codes(again)).toEqual([])
    expect((await allTexts(again)).slice(0, AFTER.length)).toEqual(AFTER)
    expect((await allCommits(again)).map(({ act }) => act)).toEqual([...acts.slice(0, 1), null, ...acts.slice(2), 'erase', 'write-note'])
    expect(await again.verify()).toBe(true)
    await again.seal()
    // Another account finds the same, without an alarm.
    const basim = await reopened(platform, id, BASIM)
    expect((await allTexts(basim)).slice(0, AFTER.length)).toEqual(AFTER)
    expect(codes(basim)).toEqual([])
  })

  it('leaves no key anywhere in the vault’s files that opens what was erased', async () => {
    const { platform, vault, id, recoveryKey } = await withSecret()
    // As a control: before, it is found in each place.
    expect((await everythingThatOpens(platform.rebooted(), id, recoveryKey)).split(SECRET).length - 1).toBe(4)
    await vault.erase('erase', await without(vault))
    const left = await everythingThatOpens(platform.rebooted(), id, recoveryKey)
    expect(left).not.toContain(SECRET)
    for (const kept of ['before … after', 'kept', 'a cell', 'row 1', 'row 2 …', 'row 3', '3 rows', 'last']) expect(left).toContain(kept)
  })

  it('can be followed by another of what remained', async () => {
    const { platform, vault, id, recoveryKey } = await withSecret()
    await vault.erase('erase', await without(vault))
    await vault.erase('erase', await without(vault, 'row 2'))
    await vault.seal()
    expect((await allTexts(await reopened(platform, id))).slice(0, AFTER.length)).toEqual(AFTER.map((one) => one.replace('row 2', '…')))
    expect(await everythingThatOpens(platform.rebooted(), id, recoveryKey)).not.toContain('row 2')
  })

  it('that follows another ends what stood for a block until then, though only the block is named', async () => {
    const { platform, vault, id, recoveryKey } = await withSecret()
    await vault.erase('erase', await without(vault))
    const originals = new Set((await allCommits(vault)).filter(({ act }) => act !== 'erase').flatMap(({ parts }) => parts.map(({ block }) => block)))
    expect((await everythingThatOpens(platform.rebooted(), id, recoveryKey)).split('row 2').length - 1).toBe(1)
    await vault.erase('erase', (await without(vault, 'row 2')).filter(({ block }) => originals.has(block)))
    expect(await everythingThatOpens(platform.rebooted(), id, recoveryKey)).not.toContain('row 2')
    await vault.seal()
    const again = await reopened(platform, id)
    expect((await allTexts(again)).slice(0, AFTER.length)).toEqual(AFTER.map((one) => one.replace('row 2', '…')))
    expect(codes(again)).toEqual([])
  })

  it('ends folds of every account, which are made anew without an alarm', async () => {
    const store = memoryStore()
    const { platform, vault, id } = await founded({ store })
    await note(vault, SECRET)
    await vault.segments.save({ position: vault.position, keep: [], add: [{ group: 'casework', section: 'hot', order: 0, rows: 1, bytes: text(SECRET) }] })
    expect(await vault.segments.load()).not.toBeNull()
    const kept = await Promise.all((await store.list()).map(async (key) => [key, (await store.get([key]))[0]!] as const))
    const manifest = `manifest/${vault.describe().account.id}`
    const record = (await store.readRecord(manifest))!
    await vault.erase('erase', await without(vault))
    expect(await vault.segments.load()).toBeNull()
    await vault.seal()
    // What the browser's files still hold of them opens to nobody: the root they were under is gone.
    await store.put(kept.map(([key, bytes]) => ({ key, bytes })))
    await store.writeRecord(manifest, record)
    const again = await reopened(platform, id, { store })
    expect(await again.segments.load()).toBeNull()
    expect(codes(again)).toEqual([])
  })

  it('is refused for a group that the account does not hold, before anything is written', async () => {
    const { platform, vault, id } = await withSecret()
    const blocks = await without(vault)
    await vault.addAccount({ name: 'Carla', passphrase: 'hers', administrator: false, groups: [{ group: 'geography' }] })
    await vault.seal()
    const planner = await reopened(platform, id, { account: 'Carla', passphrase: 'hers' })
    const before = platform.snapshot()
    await expect(planner.erase('erase', blocks).catch((error: unknown) => Promise.reject(new Error(code(error))))).rejects.toThrow('no-key')
    expect(platform.snapshot()).toEqual(before)
  })

  it('stopped at any write, is done or not done, and what is erased stays so', async () => {
    const { platform, vault, id, recoveryKey } = await withSecret()
    await vault.seal()
    const before = (await allTexts(await reopened(platform.rebooted(), id))).slice(0, AFTER.length)
    const outcomes = new Set<string>()
    let stopped = 0
    for (let at = 1; at < 40; at++) {
      for (const bytes of [-1, 'all'] as const) {
        const machine = platform.rebooted()
        const running = await reopened(machine, id)
        const blocks = await without(running)
        machine.crashAt(at, bytes)
        const outcome = await running.erase('erase', blocks).then(() => 'done', (error: unknown) => (error instanceof Crash ? 'stopped' : Promise.reject(error as Error)))
        if (outcome === 'done') break
        stopped++
        const after = machine.rebooted()
        const again = await reopened(after, id)
        const texts = (await allTexts(again)).slice(0, AFTER.length)
        outcomes.add(JSON.stringify(texts))
        if (JSON.stringify(texts) === JSON.stringify(AFTER)) expect(await everythingThatOpens(after.rebooted(), id, recoveryKey)).not.toContain(SECRET)
        else {
          // Not done: asking again does it.
          await again.erase('erase', await without(again))
          expect((await allTexts(again)).slice(0, AFTER.length)).toEqual(AFTER)
        }
        expect(await everythingThatOpens(after.rebooted(), id, recoveryKey)).not.toContain(SECRET)
        await note(again, 'after')
        await again.seal()
        expect(codes(await reopened(after, id))).toEqual([])
      }
      if (stopped < at) break
    }
    expect([...outcomes].sort()).toEqual([JSON.stringify(before), JSON.stringify(AFTER)].sort())
    expect(stopped).toBeGreaterThan(8)
  }, 240_000)
})
