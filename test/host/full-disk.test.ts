import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WindowSession } from '../../electron/host/host.ts'
import { nodePlatform } from '../../electron/host/node-platform.ts'
import { createVault, memoryStore, openVault, recoverVault, SegmentStoreError, type OpenVault, type SegmentStore } from '../../shared/vault/vault.ts'
import { SmallDisk, smallDisks } from '../support/small-disk.ts'
import { allTexts, codes, note, PARTS, QUICK, text, WHO, words } from '../vault/support/vaults.ts'

/**
 * The disk runs full in the middle of each way of writing, with a little less room at each try than the whole work needs, from none
 * at all up to the first amount that is enough. Whatever failed, failed with its name; then room is made, and everything goes on.
 */
const PAGE = 4096
const NAME = 'Northern desk'
let disk: SmallDisk
let platform: WindowSession

const start = () => {
  platform = nodePlatform(join(disk.path, 'data'), { printPdf: null })
}
const found = (store: SegmentStore = memoryStore()) => createVault(platform, store, { ...PARTS, ...WHO, name: NAME, stretching: QUICK })
const open = (id: string) => openVault(platform, memoryStore(), { ...PARTS, ...WHO, vault: id })
/** What a call ends with: nothing, or the code of its error. */
async function codeOf(call: Promise<unknown>): Promise<string | null> {
  try {
    await call
    return null
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}
/** Runs work with no room, a page, two pages, until it comes through; answers how often it failed. */
async function untilEnough(work: (run: number) => Promise<unknown>, after: (run: number) => Promise<void> = async () => undefined): Promise<number> {
  for (let run = 0; run < 400; run++) {
    disk.leave(run * PAGE)
    const code = await codeOf(work(run))
    disk.free()
    await after(run)
    if (code === null) return run
    expect(code, `with ${run} pages left`).toBe('disk-full')
  }
  throw new Error('there was never room enough')
}

describe.skipIf(!smallDisks)('SECURITY 7: a full disk (skipped where no small disk can be mounted: that takes root on Linux)', () => {
  beforeEach(() => {
    disk = new SmallDisk(6000)
    start()
  })
  afterEach(async () => {
    disk.free()
    await platform.close()
    disk.end()
  })

  it('while a vault is founded leaves nothing that looks like one, and the next try founds it', async () => {
    const failed = await untilEnough(() => found().then(({ vault }) => vault.seal()), async () => {
      const { vaults } = (await platform.call('listVaults', {})).answer
      // What was begun and not finished can be thrown away, and holds nobody up.
      for (const vault of vaults) expect(await codeOf(platform.call('discardVault', { vault }))).toBeNull()
    })
    expect(failed).toBeGreaterThan(3)
  })

  it('while entries are committed: each that was acknowledged is there, each that was not is told, and work goes on in the same session', async () => {
    const { vault } = await found()
    const { vault: id } = vault.describe()
    await vault.prepare(['casework', 'identities'])
    const kept: string[] = []
    const write = async (value: string) => {
      await note(vault, value)
      kept.push(value)
    }
    let refused = 0
    for (let pages = 0; pages < 40; pages++) {
      disk.leave(pages * PAGE)
      for (let i = 0; i < 4; i++) {
        const code = await codeOf(write(`with ${pages} pages, ${i} ${'x'.repeat(3000)} ${Math.random()}`))
        if (code !== null) refused++
        expect([null, 'disk-full'], `with ${pages} pages left`).toContain(code)
      }
      disk.free()
      await write(`room again after ${pages}`)
      expect(await allTexts(vault)).toEqual(kept)
    }
    expect(refused).toBeGreaterThan(5)
    await vault.seal()
    const again = await open(id)
    expect(await allTexts(again)).toEqual(kept)
    expect(codes(again)).toEqual([])
    expect(await again.verify()).toBe(true)
    await again.seal()
  })

  it('while an import is written: none of it appears, and another comes in whole', async () => {
    const { vault } = await found()
    const { vault: id } = vault.describe()
    const rows = Array.from({ length: 6 }, (_, i) => Buffer.from(crypto.getRandomValues(new Uint8Array(20_000))).toString('base64') + i)
    const bring = async () => {
      const bulk = vault.beginImport('import-tips')
      try {
        for (const row of rows) await bulk.append([{ group: 'casework', section: 'text', bytes: text(row) }])
        await bulk.end([{ group: 'casework', section: 'summary', bytes: text('six rows') }])
      } catch (error) {
        await bulk.abandon()
        throw error
      }
    }
    const written: string[] = []
    const failed = await untilEnough(bring, async (run) => {
      if (run % 8 > 0) return
      await note(vault, `between ${run}`)
      written.push(`between ${run}`)
      expect((await allTexts(vault)).filter((value) => value.startsWith('between'))).toEqual(written)
    })
    expect(failed).toBeGreaterThan(20)
    await vault.seal()
    const again = await open(id)
    const texts = await allTexts(again)
    expect(texts.filter((value) => !value.startsWith('between'))).toEqual([...rows, 'six rows'])
    expect(texts.filter((value) => value.startsWith('between'))).toEqual(written)
    expect(codes(again)).toEqual([])
    await again.seal()
  })

  it.each<[string, (vault: OpenVault) => Promise<unknown>]>([
    ['keys for entries to come', async (vault) => {
      for (let i = 0; i < 6; i++) {
        await note(vault, 'x')
        await vault.prepare(['casework', 'geography', 'identities', 'rewards', 'directory'])
      }
    }],
    ['a group', async (vault) => {
      for (let i = 0; i < 12; i++) await vault.createGroup(`case/${Math.random().toString(36).slice(2)}`)
    }],
    ['a new recovery key', (vault) => vault.renewRecovery()],
    ['another account', (vault) => vault.addAccount({ name: `Basim ${Math.random()}`, passphrase: 'five other words of his', administrator: false, groups: ['station', 'geography'] } as never)],
  ])('while the key file grows by %s: what it held still opens, and it grows when there is room', async (_, grow) => {
    const { vault } = await found()
    const { vault: id } = vault.describe()
    await note(vault, 'before')
    const failed = await untilEnough(() => grow(vault))
    expect(failed).toBeGreaterThan(0)
    await note(vault, 'after')
    await vault.seal()
    const again = await open(id)
    const texts = await allTexts(again)
    expect([texts[0], texts.at(-1)]).toEqual(['before', 'after'])
    expect(codes(again)).toEqual([])
    await again.seal()
  })

  it('while a recovery is written: the old passphrase opens until there was room, then the new one', async () => {
    const { vault, recoveryKey } = await found()
    const { vault: id } = vault.describe()
    await note(vault, 'kept')
    await vault.seal()
    const recovering = { vault: id, words: recoveryKey, account: WHO.account, passphrase: 'after the recovery', stretching: QUICK, engine: PARTS.engine }
    const failed = await untilEnough(() => recoverVault(platform, recovering), async () => undefined)
    expect(failed).toBeGreaterThan(0)
    const again = await openVault(platform, memoryStore(), { ...PARTS, vault: id, account: WHO.account, passphrase: 'after the recovery' })
    expect(await allTexts(again)).toEqual(['kept'])
    await again.seal()
  })

  it('while a draft is written keeps the draft as it was', async () => {
    const { vault } = await found()
    const draft = 'ab'.repeat(16)
    await vault.drafts.write(draft, text('as it was'))
    const failed = await untilEnough(() => vault.drafts.write(draft, text(`longer ${'x'.repeat(30_000)}`)), async (run) => {
      const now = words((await vault.drafts.read(draft))!)
      expect(now === 'as it was' || now.startsWith('longer'), `after ${run}`).toBe(true)
    })
    expect(failed).toBeGreaterThan(3)
    expect(words((await vault.drafts.read(draft))!)).toMatch(/^longer/)
    await vault.seal()
  })

  it('opens a vault though there is no room for anything, and says so at the first write', async () => {
    const { vault } = await found()
    const { vault: id } = vault.describe()
    await note(vault, 'kept')
    await vault.prepare(['identities', 'rewards', 'geography', 'directory', 'shelters', 'programmes'])
    await vault.seal()
    // The first opening has no count of tries to write over: it waits instead.
    for (const [first, waits] of [[true, true], [false, false]]) {
      if (!first) await (await open(id)).seal()
      disk.leave(0)
      const waited: string[] = []
      const full = await openVault(platform, memoryStore(), { ...PARTS, ...WHO, vault: id, onProgress: ({ what }) => waited.push(what) })
      expect(waited.includes('waiting')).toBe(waits)
      expect(await allTexts(full)).toEqual(['kept'])
      expect(await codeOf(note(full, Buffer.from(crypto.getRandomValues(new Uint8Array(20_000))).toString('base64')))).toBe('disk-full')
      await full.seal()
      disk.free()
    }
    const again = await open(id)
    await note(again, 'with room')
    expect(await allTexts(again)).toEqual(['kept', 'with room'])
    await again.seal()
  })

  it('counts wrong passphrases all the same', async () => {
    const { vault } = await found()
    const { vault: id } = vault.describe()
    await vault.seal()
    await (await open(id)).seal()
    disk.leave(0)
    const wrong = () => codeOf(openVault(platform, memoryStore(), { ...PARTS, ...WHO, vault: id, passphrase: 'wrong' }))
    for (let i = 0; i < 2; i++) expect(await wrong()).toBe('wrong-passphrase')
    await platform.close()
    start()
    await platform.call('takeVault', { vault: id })
    expect((await platform.call('readAttempts', { vault: id })).answer.failures).toBe(2)
    await platform.call('releaseVault', { vault: id })
  })

  it('while segments are folded: the fold is given up and named, and the next one is whole', async () => {
    let full = true
    const inner = memoryStore()
    const { vault } = await found({ ...inner, put: async (entries) => { if (full) throw new SegmentStoreError('full'); await inner.put(entries) } })
    await note(vault, 'kept')
    const fold = () => vault.segments.save({ position: vault.position, keep: [], add: [{ group: 'casework', section: 'log', order: 0, rows: 1, bytes: text('folded') }] })
    expect(await codeOf(fold())).toBe('full')
    expect(codes(vault)).toContain('segments-failed')
    await note(vault, 'goes on')
    full = false
    await fold()
    expect((await vault.segments.load())?.segments).toHaveLength(1)
    expect(await allTexts(vault)).toEqual(['kept', 'goes on'])
    await vault.seal()
  })
})
