import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CommitPart, OpenVault } from '../../shared/vault/vault.ts'
import { MemoryPlatform, type MemoryVault } from './support/memory-platform.ts'
import { OpenedRing } from './support/opened-ring.ts'
import { allCommits, allTexts, codes, founded, note, reopened, text } from './support/vaults.ts'

/** A vault of one import and thirty notes in two groups; what it holds, and how it stood after every note. */
let id: string
let ring: OpenedRing
let whole: Map<string, MemoryVault>
const stages: Map<string, MemoryVault>[] = []
const NOTES = Array.from({ length: 30 }, (_, i) => `note ${i} ${'x'.repeat(i * 40)}`)
const IMPORT = ['row 0', 'row 1', 'done']

beforeAll(async () => {
  const { platform, vault, id: made } = await founded()
  id = made
  const bulk = vault.beginImport('import-tips')
  for (const row of IMPORT.slice(0, 2)) await bulk.append([{ group: 'casework', section: 'text', bytes: text(row) }])
  await bulk.end([{ group: 'casework', section: 'summary', bytes: text('done') }])
  for (const [i, value] of NOTES.entries()) {
    await note(vault, value, i % 2 ? 'identities' : 'casework')
    await vault.prepare([])
    stages.push(platform.snapshot())
  }
  await vault.seal()
  whole = platform.snapshot()
  ring = await OpenedRing.of(platform, id)
})

function disk(from: Map<string, MemoryVault> = whole): { platform: MemoryPlatform; files: MemoryVault } {
  const platform = new MemoryPlatform()
  platform.vaults = structuredClone(from)
  return { platform, files: platform.only() }
}
async function texts(vault: OpenVault): Promise<string[]> {
  return (await allTexts(vault)).filter((value) => !value.startsWith('!'))
}
const ALL = [...IMPORT, ...NOTES]

describe('SECURITY 2: one flipped bit', () => {
  const anywhere = fc.record({ where: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), bit: fc.integer({ min: 0, max: 7 }) })
  const RUNS = { seed: 4, numRuns: 50 }

  it('anywhere in the journal is found and named, and every entry that it did not hit opens', async () => {
    await fc.assert(fc.asyncProperty(anywhere, async ({ where, bit }) => {
      const { platform, files } = disk()
      const at = Math.floor(where * files.journal.length)
      files.journal[at]! ^= 1 << bit
      const vault = await ring.open(platform)
      expect(codes(vault).some((code) => ['journal-damaged', 'journal-header'].includes(code))).toBe(true)
      const found = await texts(vault)
      // One frame is hit: a note, or one of the three envelopes of the import, which then stays away whole.
      expect([ALL.length, ALL.length - 1, ALL.length - 3]).toContain(found.length)
      expect(ALL.filter((value) => found.includes(value))).toEqual(found)
      await note(vault, 'after the damage')
      expect(await texts(vault)).toEqual([...found, 'after the damage'])
    }), RUNS)
  })

  it('anywhere in the key file is found and named, and the vault opens by what is whole in both copies, or says damage', async () => {
    await fc.assert(fc.asyncProperty(anywhere, async ({ where, bit }) => {
      const { platform, files } = disk()
      const keys = files.slots.get('keys/current')!
      keys[Math.floor(where * keys.length)]! ^= 1 << bit
      const vault = await ring.open(platform)
      // In the last record it can't be told from an append that was cut short.
      expect(codes(vault).some((code) => ['keys-damaged', 'keys-torn'].includes(code))).toBe(true)
      expect((await texts(vault)).every((value) => ALL.includes(value))).toBe(true)
      if ((await texts(vault)).length < ALL.length) expect(codes(vault)).toContain('commit-unreadable')
    }), RUNS)
  })

  it('anywhere in the head or the root is found and named, and nothing is lost', async () => {
    await fc.assert(fc.asyncProperty(anywhere, fc.constantFrom('head' as const, 'root' as const), async ({ where, bit }, slot) => {
      const { platform, files } = disk()
      const bytes = files.slots.get(`${slot}/current`)!
      bytes[Math.floor(where * bytes.length)]! ^= 1 << bit
      const vault = await ring.open(platform)
      expect(codes(vault)).toContain(`${slot}-damaged`)
      expect(await texts(vault)).toEqual(ALL)
      expect(vault.describe().writable).toBe(true)
    }), { ...RUNS, numRuns: 40 })
  })

  it('in the ring of the key file is called damage, not a wrong passphrase', async () => {
    const { platform, files } = disk()
    for (const copy of ['current', 'previous'] as const) {
      const keys = files.slots.get(`keys/${copy}`)!
      // Header 38, name record 13 + 14 + ..., then the ring: hit its sealed bytes.
      keys[38 + 13 + 2 + 'Northern desk'.length + 1 + 13 + 60]! ^= 1
    }
    await expect(reopened(platform, id)).rejects.toMatchObject({ code: 'keys-damaged' })
  })
})

describe('SECURITY 2: pieces taken out, doubled, swapped or cut', () => {
  /** Beginning and end of every frame. */
  function frames(journal: Uint8Array): { from: number; to: number }[] {
    const found = []
    for (let at = 34; at < journal.length; ) {
      const length = new DataView(journal.buffer, journal.byteOffset).getUint32(at + 4, true)
      found.push({ from: at, to: at + length + 40 })
      at += length + 40
    }
    return found
  }
  const rebuilt = (journal: Uint8Array, pieces: readonly { from: number; to: number }[]) => Uint8Array.from([...journal.subarray(0, 34), ...pieces.flatMap(({ from, to }) => [...journal.subarray(from, to)])])

  it('a whole entry removed, with the journal as long as before', async () => {
    const { platform, files } = disk()
    const all = frames(files.journal)
    files.journal = rebuilt(files.journal, [...all.slice(0, 4), ...all.slice(5), all.at(-1)!])
    const vault = await ring.open(platform)
    expect(codes(vault)).toEqual(expect.arrayContaining(['chain-gap']))
    expect(vault.describe().journalWhole).toBe(false)
  })
  it('two entries swapped', async () => {
    const { platform, files } = disk()
    const all = frames(files.journal)
    ;[all[4], all[5]] = [all[5]!, all[4]!]
    files.journal = rebuilt(files.journal, all)
    const vault = await ring.open(platform)
    expect(codes(vault)).toContain('journal-replaced')
    expect(vault.describe().writable).toBe(false)
  })
  it('an entry doubled at the end is not taken in', async () => {
    const { platform, files } = disk()
    const last = frames(files.journal).at(-1)!
    files.journal = Uint8Array.from([...files.journal, ...files.journal.subarray(last.from, last.to)])
    const vault = await ring.open(platform)
    expect(codes(vault)).toContain('chain-gap')
    expect(await texts(vault)).toEqual(ALL)
  })
  it('cut anywhere in its last entry, and the vault reads on but writes nothing until the loss is accepted', async () => {
    const { platform, files } = disk()
    files.journal = files.journal.slice(0, -1)
    const vault = await ring.open(platform)
    expect(codes(vault)).toContain('journal-short')
    expect(await texts(vault)).toEqual(ALL.slice(0, -1))
    await expect(note(vault, 'no')).rejects.toMatchObject({ code: 'read-only' })
    const before = vault.describe().device
    await vault.acceptLoss()
    expect(vault.describe().device).not.toBe(before)
    await note(vault, 'on')
    await vault.seal()
    platform.restart()
    const again = await ring.open(platform)
    expect(await texts(again)).toEqual([...ALL.slice(0, -1), 'on'])
    expect(codes(again)).toEqual([])
  })
  it.each([['bytes', 100], ['an entry', 0]] as const)('%s put in between, so that all after stand elsewhere: all that is whole opens, and nothing is cut off', async (_, count) => {
    const { platform, files } = disk()
    const all = frames(files.journal)
    const more = count > 0 ? new Uint8Array(count) : files.journal.slice(all[6]!.from, all[6]!.to)
    files.journal = Uint8Array.from([...files.journal.subarray(0, all[7]!.from), ...more, ...files.journal.subarray(all[7]!.from)])
    const vault = await ring.open(platform)
    expect(codes(vault)).toContain('journal-replaced')
    expect(vault.describe().writable).toBe(false)
    expect(await texts(vault)).toEqual(ALL)
    await vault.acceptLoss()
    await note(vault, 'on')
    expect(await texts(vault)).toEqual([...ALL, 'on'])
  })
  it('an entry damaged behind a head that is lost: what stands behind it may have been acknowledged, and opens', async () => {
    const { platform, files } = disk()
    const then = [...stages[27]!.values()][0]!
    for (const copy of ['current', 'previous'] as const) files.slots.set(`head/${copy}`, then.slots.get(`head/${copy}`)!.slice())
    files.journal[frames(files.journal).at(-2)!.from + 50]! ^= 1
    const vault = await ring.open(platform)
    expect(codes(vault)).toContain('journal-damaged')
    expect(vault.describe().writable).toBe(false)
    expect(await texts(vault)).toEqual(ALL.toSpliced(-2, 1))
  })
  it.each([0, 20])('cut down to %i bytes: once the loss is accepted, work goes on from nothing', async (left) => {
    const { platform, files } = disk()
    files.journal = files.journal.slice(0, left)
    const vault = await ring.open(platform)
    expect(codes(vault)).toContain('journal-short')
    await vault.acceptLoss()
    await note(vault, 'anew')
    await vault.seal()
    platform.restart()
    const again = await ring.open(platform)
    expect(await texts(again)).toEqual(['anew'])
    expect(codes(again)).toEqual([])
  })
  it('an entry of another vault is not believed', async () => {
    const other = await founded()
    await note(other.vault, 'from elsewhere')
    const { platform, files } = disk()
    files.journal = Uint8Array.from([...files.journal, ...other.platform.only().journal.subarray(34)])
    const vault = await ring.open(platform)
    expect(await texts(vault)).toEqual(ALL)
    expect(codes(vault)).toContain('commit-unreadable')
  })
})

describe('previous copies', () => {
  it.each(['keys', 'root', 'head'] as const)('of “%s” that are damaged are named, and made anew', async (slot) => {
    const { platform, files } = disk()
    files.slots.get(`${slot}/previous`)![50]! ^= 1
    const vault = await ring.open(platform)
    expect(codes(vault)).toEqual(['copy-damaged'])
    await note(vault, 'after')
    await vault.seal()
    platform.restart()
    expect(codes(await ring.open(platform))).toEqual([])
  })
  it('of the key file are renewed as it grows, so that the loss of the file itself costs little', async () => {
    const { platform, files } = disk()
    await (await ring.open(platform)).seal()
    platform.restart()
    files.slots.delete('keys/current')
    const vault = await ring.open(platform)
    expect(codes(vault)).toContain('keys-damaged')
    expect(await texts(vault)).toEqual(ALL)
  })
  it('of the root take its place where it is damaged, and both are whole again', async () => {
    const { platform, files } = disk()
    files.slots.get('root/current')![40]! ^= 1
    const vault = await ring.open(platform)
    expect(codes(vault)).toEqual(['root-damaged'])
    await vault.seal()
    expect(files.slots.get('root/current')).toEqual(files.slots.get('root/previous'))
    platform.restart()
    expect(codes(await ring.open(platform))).toEqual([])
  })
  it('of the root open what a root put back from an earlier state does not', async () => {
    const { platform, files } = disk()
    const vault = await ring.open(platform)
    const [{ block, envelope }] = (await allCommits(vault))[3]!.parts as [CommitPart]
    const old = files.slots.get('root/current')!.slice()
    await vault.erase('erase', [{ block, envelope, group: 'casework', act: 'write-note', sections: null }])
    await vault.seal()
    platform.restart()
    files.slots.set('root/current', old)
    const again = await ring.open(platform)
    expect(codes(again)).toEqual(['root-other'])
    expect(await texts(again)).toHaveLength(ALL.length)
    await again.seal()
    // And the old root is gone from both copies.
    expect(files.slots.get('root/current')).toEqual(files.slots.get('root/previous'))
    platform.restart()
    expect(codes(await ring.open(platform))).toEqual([])
  })
  it('are left alone where the file itself was put back from an earlier state', async () => {
    const { platform, files } = disk()
    const before = files.slots.get('keys/previous')!.slice()
    files.slots.set('keys/current', [...stages[2]!.values()][0]!.slots.get('keys/current')!.slice())
    expect(codes(await ring.open(platform))).toContain('keys-older')
    expect(files.slots.get('keys/previous')).toEqual(before)
  })
})

describe('SECURITY 3: put back from an earlier state', () => {
  type Piece = 'journal' | 'keys' | 'head' | 'root'
  /** The vault as it is, with some of its files as they were after note `stage`. */
  async function rolledBack(stage: number, pieces: readonly Piece[]) {
    const { platform, files } = disk()
    const then = structuredClone([...stages[stage]!.values()][0]!)
    for (const piece of pieces) {
      if (piece === 'journal') files.journal = then.journal
      else for (const copy of ['current', 'previous'] as const) {
        const bytes = then.slots.get(`${piece}/${copy}`)
        if (bytes) files.slots.set(`${piece}/${copy}`, bytes)
      }
    }
    return ring.open(platform)
  }

  it('the journal alone', async () => {
    const vault = await rolledBack(2, ['journal'])
    expect(codes(vault)).toContain('journal-short')
    expect(vault.describe().writable).toBe(false)
  })
  it('the head alone: nothing is lost', async () => {
    const vault = await rolledBack(2, ['head'])
    expect(codes(vault)).toEqual(expect.arrayContaining(['head-older', 'head-rolled-back']))
    expect(await texts(vault)).toEqual(ALL)
  })
  it('the key file alone', async () => {
    const vault = await rolledBack(2, ['keys'])
    expect(codes(vault)).toContain('keys-older')
    expect((await texts(vault)).length).toBeLessThan(ALL.length)
  })
  it('journal and head together', async () => {
    const vault = await rolledBack(2, ['journal', 'head'])
    expect(codes(vault)).toEqual(expect.arrayContaining(['head-rolled-back', 'journal-short']))
    expect(vault.describe().writable).toBe(false)
  })
  it('head and key file together: what can be read is, and nothing is cut off', async () => {
    const vault = await rolledBack(2, ['head', 'keys'])
    expect(codes(vault)).toContain('commit-unreadable')
    expect(vault.describe().writable).toBe(false)
  })
  it('journal and key file together', async () => {
    const vault = await rolledBack(2, ['journal', 'keys'])
    expect(codes(vault)).toEqual(expect.arrayContaining(['journal-short', 'keys-older']))
  })
  it('both copies of the head removed: the journal tells the state', async () => {
    const { platform, files } = disk()
    files.slots.delete('head/current')
    files.slots.delete('head/previous')
    const vault = await ring.open(platform)
    expect(codes(vault)).toContain('head-missing')
    expect(await texts(vault)).toEqual(ALL)
  })
  it('the untouched vault, as a control, has nothing to say', async () => {
    const vault = await ring.open(disk().platform)
    expect(codes(vault)).toEqual([])
    expect(await texts(vault)).toEqual(ALL)
  })
})
