import { beforeAll, describe, expect, it } from 'vitest'
import { Crash } from './support/memory-platform.ts'
import { machine, prepareWork, ring, stopEverywhere } from './support/stopped-work.ts'
import { allTexts, codes, note, text } from './support/vaults.ts'

beforeAll(prepareWork)

describe('a machine that stops in the middle of a write', () => {
  it('loses nothing that was acknowledged and leaves nothing half there, wherever it stops', () => stopEverywhere([0, 8, 117, -32, 'all']))

  it('as a control: an acknowledgement without the write is noticed by this test', async () => {
    const platform = machine()
    const vault = await ring.open(platform)
    await note(vault, 'acknowledged')
    const [files] = [platform.only()]
    files.journal = files.journal.slice(0, -200)
    platform.restart()
    expect(await allTexts(await ring.open(platform))).not.toContain('acknowledged')
  })

  it('goes on after a write that failed but did not stop the machine', async () => {
    const platform = machine()
    const vault = await ring.open(platform)
    await vault.prepare(['casework'])
    for (const [fails, bytes] of [[1, 100], [2, 100], [2, 'all']] as const) {
      platform.crashAt(fails, bytes)
      await expect(note(vault, `failed ${fails}`)).rejects.toBeInstanceOf(Crash)
      platform.restart()
      const bulk = vault.beginImport('import')
      await bulk.append([{ group: 'casework', section: 'text', bytes: text('never ended') }])
      await bulk.abandon()
      expect(codes(await ring.open(platform.rebooted()))).toEqual(['import-unfinished'])
      await note(vault, `kept ${fails} ${bytes}`)
    }
    await vault.seal()
    expect(await allTexts(await ring.open(platform))).toEqual(['before', 'kept 1 100', 'kept 2 100', 'kept 2 all'])
  })
})
