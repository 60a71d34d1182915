import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nodePlatform } from '../../electron/host/node-platform.ts'
import type { WindowSession } from '../../electron/host/host.ts'
import { Host } from '../../electron/host/host.ts'
import type { PlatformErrorCode } from '../../shared/platform.ts'
import { SmallDisk, smallDisks } from '../support/small-disk.ts'

const vault = 'a'.repeat(32)
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)
let folder: string
let platform: WindowSession

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-host-'))
  platform = nodePlatform(folder)
  await platform.call('createVault', { vault })
})
afterEach(async () => {
  await platform.close()
  rmSync(folder, { recursive: true, force: true })
})

const file = (name: string): string => join(folder, 'vaults', vault, name)
const append = (expected: number, content: Uint8Array, sync = true) => platform.call('appendJournal', { vault, expected, sync }, content)
const refused = (code: PlatformErrorCode) => ({ name: 'PlatformError', code })
const journal = async () => (await platform.call('readJournal', { vault, offset: 0, length: 1 << 20 })).bytes

describe('the journal', () => {
  test('answers its new length, and gives back what was appended, by range', async () => {
    expect((await append(0, bytes(1, 2, 3))).answer.length).toBe(3)
    expect((await append(3, bytes(4, 5))).answer.length).toBe(5)
    expect([...await journal()]).toEqual([1, 2, 3, 4, 5])
    expect([...(await platform.call('readJournal', { vault, offset: 1, length: 2 })).bytes]).toEqual([2, 3])
    expect([...(await platform.call('readJournal', { vault, offset: 9, length: 2 })).bytes]).toEqual([])
  })

  test('cuts a torn, never acknowledged tail before it appends', async () => {
    await append(0, bytes(1, 2, 3))
    writeFileSync(file('journal'), bytes(1, 2, 3, 99, 99, 99, 99))
    expect((await append(3, bytes(4))).answer.length).toBe(4)
    expect([...await journal()]).toEqual([1, 2, 3, 4])
  })

  test('refuses to append past its end, and keeps what it has', async () => {
    await append(0, bytes(1))
    await expect(append(5, bytes(2))).rejects.toMatchObject(refused('short-journal'))
    expect([...await journal()]).toEqual([1])
  })

  test('costs one fsync an append, none where a later append of the import brings it', async () => {
    const syncs = async () => (await platform.call('syncCount', {})).answer.syncs
    const before = await syncs()
    await append(0, bytes(1), false)
    expect(await syncs()).toBe(before)
    await append(1, bytes(2))
    expect(await syncs()).toBe(before + 1)
  })

  test('runs appends that are asked for at once one after another', async () => {
    const lengths = await Promise.all(Array.from({ length: 50 }, (_, i) => append(i * 3, bytes(i, i, i))))
    expect(lengths.map(({ answer }) => answer.length)).toEqual(Array.from({ length: 50 }, (_, i) => (i + 1) * 3))
    expect([...await journal()]).toEqual(Array.from({ length: 150 }, (_, i) => Math.floor(i / 3)))
  })
})

describe('a slot', () => {
  const read = async (copy: 'current' | 'previous') => {
    const { answer, bytes: held } = await platform.call('readSlot', { vault, slot: 'head', copy })
    return answer.present ? [...held] : null
  }

  test('is absent until written, then keeps the copy before', async () => {
    expect(await read('current')).toBeNull()
    await platform.call('replaceSlot', { vault, slot: 'head', both: false }, bytes(1))
    expect([await read('current'), await read('previous')]).toEqual([[1], null])
    await platform.call('replaceSlot', { vault, slot: 'head', both: false }, bytes(2))
    expect([await read('current'), await read('previous')]).toEqual([[2], [1]])
  })

  test('rewritten in both copies holds nothing of before in any file', async () => {
    const secret = new TextEncoder().encode('wrap of an erased block')
    await platform.call('replaceSlot', { vault, slot: 'keys', both: false }, secret)
    await platform.call('replaceSlot', { vault, slot: 'keys', both: false }, secret)
    await platform.call('replaceSlot', { vault, slot: 'keys', both: true }, bytes(7))
    for (const name of readdirSync(join(folder, 'vaults', vault), { recursive: true, encoding: 'utf8' })) {
      if (name !== 'drafts') expect(readFileSync(file(name)).includes(Buffer.from(secret)), name).toBe(false)
    }
    expect([...(await platform.call('readSlot', { vault, slot: 'keys', copy: 'previous' })).bytes]).toEqual([7])
  })

  test('costs one fsync as a head', async () => {
    const { answer: { syncs } } = await platform.call('syncCount', {})
    await platform.call('replaceSlot', { vault, slot: 'head', both: false }, bytes(1))
    expect((await platform.call('syncCount', {})).answer.syncs).toBe(syncs + 1)
  })

  test('that is appended to leaves the previous copy as it was', async () => {
    await platform.call('replaceSlot', { vault, slot: 'keys', both: false }, bytes(1))
    await platform.call('replaceSlot', { vault, slot: 'keys', both: false }, bytes(2))
    await platform.call('appendSlot', { vault, slot: 'keys', expected: 1 }, bytes(3))
    expect([...(await platform.call('readSlot', { vault, slot: 'keys', copy: 'current' })).bytes]).toEqual([2, 3])
    expect([...(await platform.call('readSlot', { vault, slot: 'keys', copy: 'previous' })).bytes]).toEqual([1])
  })
})

describe('drafts and attempts', () => {
  const draft = 'd'.repeat(32)

  test('a draft is overwritten, listed and removed', async () => {
    await platform.call('writeDraft', { vault, draft }, bytes(1))
    await platform.call('writeDraft', { vault, draft }, bytes(2))
    expect((await platform.call('listDrafts', { vault })).answer.drafts).toEqual([draft])
    expect([...(await platform.call('readDraft', { vault, draft })).bytes]).toEqual([2])
    await platform.call('removeDraft', { vault, draft })
    expect((await platform.call('readDraft', { vault, draft })).answer.present).toBe(false)
  })

  test('failures are counted over restarts, and a damaged count is none', async () => {
    await platform.call('writeAttempts', { vault, failures: 3, last: 1234 })
    await platform.close()
    platform = nodePlatform(folder)
    await platform.call('takeVault', { vault })
    expect((await platform.call('readAttempts', { vault })).answer).toEqual({ failures: 3, last: 1234 })
    writeFileSync(file('attempts'), '{"failures":-1')
    expect((await platform.call('readAttempts', { vault })).answer).toEqual({ failures: 0, last: 0 })
  })

  test('what a killed replacement left is cleared away when the vault is taken', async () => {
    writeFileSync(file('head.0011.tmp'), 'half')
    writeFileSync(file(`drafts/${draft}.0011.tmp`), 'half')
    await platform.close()
    platform = nodePlatform(folder)
    await platform.call('takeVault', { vault })
    expect(existsSync(file('head.0011.tmp')) || existsSync(file(`drafts/${draft}.0011.tmp`))).toBe(false)
  })
})

describe('SECURITY 8: who has the vault', () => {
  test('a second window of the same program is told busy until the first gives it back', async () => {
    const host = new Host({ dataFolder: folder, shell: 'node', version: '0', printPdf: null, saveFile: async () => null, deviceSecrets: null, choosePath: null })
    await platform.close()
    const [first, second] = [host.openWindow(), host.openWindow()]
    expect((await first.call('takeVault', { vault })).answer.taken).toBe('yes')
    expect((await second.call('takeVault', { vault })).answer.taken).toBe('busy')
    const busy = async (window: typeof first) => (await window.call('listVaults', {})).answer.busy
    expect([await busy(first), await busy(second)]).toEqual([[], [vault]])
    await expect(second.call('journalLength', { vault })).rejects.toMatchObject(refused('not-taken'))
    await first.close()
    expect(await busy(second)).toEqual([])
    expect((await second.call('takeVault', { vault })).answer.taken).toBe('yes')
    await second.close()
    platform = nodePlatform(folder)
  })

  test('a window that opens while the other closes gets it', async () => {
    const other = nodePlatform(folder)
    const taking = other.call('takeVault', { vault })
    await platform.close()
    expect((await taking).answer.taken).toBe('yes')
    await other.close()
    platform = nodePlatform(folder)
  })

  test('another program is told busy, and gets it once the first was killed', async () => {
    await platform.close()
    const holder = spawn(process.execPath, [resolve(import.meta.dirname, 'hold-vault.ts'), folder, vault], { stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise((ready) => holder.stdout.once('data', ready))
    platform = nodePlatform(folder)
    expect((await platform.call('listVaults', {})).answer).toEqual({ vaults: [vault], busy: [vault] })
    expect((await platform.call('takeVault', { vault })).answer.taken).toBe('busy')
    const gone = new Promise((exit) => holder.once('exit', exit))
    holder.kill('SIGKILL')
    await gone
    expect((await platform.call('takeVault', { vault })).answer.taken).toBe('yes')
  })

  test('a vault that is not there is absent, and one that is there is not made again', async () => {
    expect((await platform.call('takeVault', { vault: 'b'.repeat(32) })).answer.taken).toBe('absent')
    await expect(platform.call('createVault', { vault })).rejects.toMatchObject(refused('exists'))
  })

  test('a vault that another window has is not discarded under it; one that was left behind is', async () => {
    const other = nodePlatform(folder)
    await expect(other.call('discardVault', { vault })).rejects.toMatchObject(refused('busy'))
    await platform.close()
    await other.call('discardVault', { vault })
    expect((await other.call('listVaults', {})).answer.vaults).toEqual([])
    await other.close()
    platform = nodePlatform(folder)
  })

  test('a discarded vault leaves nothing', async () => {
    await append(0, bytes(1))
    await platform.call('discardVault', { vault })
    expect((await platform.call('listVaults', {})).answer.vaults).toEqual([])
    expect(existsSync(join(folder, 'vaults', vault))).toBe(false)
  })
})

describe('what a call may ask', () => {
  test.each([
    ['a path for a vault', 'takeVault', { vault: '../../etc' }],
    ['a slot that is none', 'readSlot', { vault, slot: '../journal', copy: 'current' }],
    ['a draft with a path', 'readDraft', { vault, draft: '../../keys' }],
    ['a place before the beginning', 'readJournal', { vault, offset: -1, length: 1 }],
    ['a place that is no number', 'readJournal', { vault, offset: Number.NaN, length: 1 }],
    ['a call that is none', 'constructor', {}],
    ['nothing', 'takeVault', undefined],
  ])('%s is refused as a bad request', async (_, name, request) => {
    await expect(platform.call(name as never, request as never)).rejects.toMatchObject(refused('bad-request'))
  })

  test('a closed window can ask nothing', async () => {
    await platform.close()
    await expect(platform.call('describe', {})).rejects.toMatchObject(refused('closed'))
    platform = nodePlatform(folder)
  })
})

describe('SECURITY 7: a full disk', () => {
  test.skipIf(!smallDisks)('is named, and leaves the journal and the slots as they were (needs root to mount a small disk)', async () => {
    const small = new SmallDisk(256)
    const there = nodePlatform(join(small.path, 'data'))
    try {
      await there.call('createVault', { vault })
      await there.call('appendJournal', { vault, expected: 0, sync: true }, new Uint8Array(100_000).fill(1))
      await there.call('replaceSlot', { vault, slot: 'keys', both: false }, new Uint8Array(20_000).fill(2))
      await expect(there.call('appendJournal', { vault, expected: 100_000, sync: true }, new Uint8Array(400_000))).rejects.toMatchObject(refused('disk-full'))
      await expect(there.call('replaceSlot', { vault, slot: 'keys', both: false }, new Uint8Array(200_000))).rejects.toMatchObject(refused('disk-full'))
      await expect(there.call('writeDraft', { vault, draft: 'd'.repeat(32) }, new Uint8Array(200_000))).rejects.toMatchObject(refused('disk-full'))
      expect((await there.call('journalLength', { vault })).answer.length).toBe(100_000)
      expect((await there.call('readSlot', { vault, slot: 'keys', copy: 'current' })).bytes.every((byte) => byte === 2)).toBe(true)
      // There is room for a small one again: what failed was not left lying about.
      expect((await there.call('appendJournal', { vault, expected: 100_000, sync: true }, new Uint8Array(10_000))).answer.length).toBe(110_000)
      expect((await there.call('describe', {})).answer.freeBytes).toBeLessThan(256 * 1024)
    } finally {
      await there.close()
      small.end()
    }
  })

  test('a folder that cannot be written is an error of its own, not a lost write', async () => {
    mkdirSync(file('head'), { recursive: true })
    await expect(platform.call('replaceSlot', { vault, slot: 'head', both: false }, bytes(1))).rejects.toMatchObject(refused('io'))
  })
})
