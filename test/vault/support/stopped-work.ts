import { expect } from 'vitest'
import type { OpenVault } from '../../../shared/vault/vault.ts'
import { Crash, MemoryPlatform, type MemoryVault } from './memory-platform.ts'
import { OpenedRing } from './opened-ring.ts'
import { allTexts, codes, founded, note, text } from './vaults.ts'

let start: Map<string, MemoryVault>
export let ring: OpenedRing
const IMPORT = ['row 0', 'row 1', 'row 2', 'summary']

export async function prepareWork(): Promise<void> {
  const { platform, vault, id } = await founded()
  await note(vault, 'before')
  await vault.seal()
  start = platform.snapshot()
  ring = await OpenedRing.of(platform, id)
}

/** Work of every sort; `acknowledged` grows as answers come. */
async function work(vault: OpenVault, acknowledged: string[][]): Promise<void> {
  await note(vault, 'first')
  acknowledged.push(['first'])
  const bulk = vault.beginImport('import')
  await bulk.append([{ group: 'casework', section: 'text', bytes: text('row 0') }])
  await bulk.append([{ group: 'casework', section: 'text', bytes: text('row 1') }])
  await note(vault, 'meanwhile', 'identities')
  acknowledged.push(['meanwhile'])
  await bulk.append([{ group: 'casework', section: 'text', bytes: text('row 2') }])
  await bulk.end([{ group: 'casework', section: 'text', bytes: text('summary') }])
  acknowledged.push(IMPORT)
  await vault.createGroup('case/7')
  await note(vault, 'of a case', 'case/7')
  acknowledged.push(['of a case'])
  await vault.seal()
}

export function machine(): MemoryPlatform {
  const platform = new MemoryPlatform()
  platform.vaults = structuredClone(start)
  return platform
}

/** What each write of the work is, in order. */
async function writesOf(): Promise<string[]> {
  const platform = machine()
  const vault = await ring.open(platform)
  await work(vault, [])
  return platform.log
}

/** Ends of the classes of bytes in a frame: mark, length, version, vault, id, device, sequence, previous, meta key, meta, sections, digest. */
export const BOUNDARIES: readonly (number | 'all')[] = [0, 1, 4, 8, 10, 26, 42, 58, 64, 96, 112, 116, 117, 300, -80, -32, -31, -1, 'all']

/** Stops the work at every write, at these bytes of it, and looks at what a new start finds. */
export async function stopEverywhere(boundaries: readonly (number | 'all')[]): Promise<void> {
  const writes = await writesOf()
  expect(writes.length).toBeGreaterThan(12)
  for (let at = 1; at <= writes.length; at++) {
    for (const bytes of writes[at - 1] === 'head' ? ([0, 'all'] as const) : boundaries) {
      const stopped = machine()
      const acknowledged: string[][] = [['before']]
      stopped.crashAt(at, bytes)
      try {
        const vault = await ring.open(stopped)
        await work(vault, acknowledged)
      } catch (error) {
        expect(error).toBeInstanceOf(Crash)
      }
      const platform = stopped.rebooted()
      const again = await ring.open(platform)
      const where = `write ${at}, byte ${bytes}`
      const found = await allTexts(again)
      for (const texts of acknowledged) for (const value of texts) expect(found, where).toContain(value)
      expect([0, IMPORT.length], where).toContain(found.filter((value) => IMPORT.includes(value)).length)
      // At most the one commit under way may be there besides what was acknowledged.
      const extra = found.filter((value) => !acknowledged.flat().includes(value))
      expect(extra.length === 0 || extra.length === 1 || extra.every((value) => IMPORT.includes(value)), `${where}: ${extra.join()}`).toBe(true)
      expect(again.describe().writable, `${where}: ${codes(again).join()}`).toBe(true)
      expect(codes(again).filter((code) => !['journal-torn', 'journal-recovered', 'import-unfinished', 'keys-torn'].includes(code)), where).toEqual([])
      // And it goes on from there, to a third opening without anything to say but an import that is left out.
      await note(again, 'afterwards')
      await again.seal()
      platform.restart()
      const third = await ring.open(platform)
      expect(await allTexts(third), where).toEqual([...found, 'afterwards'])
      expect(codes(third), where).toEqual([])
    }
  }
}
