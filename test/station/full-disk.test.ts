import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SmallDisk, smallDisks } from '../support/small-disk.ts'
import { bringIn, founded, newTip, sourceFile, WHO, type Running } from './support/stations.ts'
import { reports } from './support/random-acts.ts'

let disk: SmallDisk
let running: Running & { readonly vault: string }

const codeOf = (call: Promise<unknown>) => call.then(() => null, (error: { code?: string }) => error.code ?? String(error))

describe.skipIf(!smallDisks)('SECURITY 7: a disk that runs full under a station (skipped where no small disk can be mounted: that takes root on Linux)', () => {
  beforeEach(async () => {
    disk = new SmallDisk(120_000)
    running = await founded(join(disk.path, 'data'))
  })
  afterEach(async () => {
    disk.free()
    await running.station.seal()
    await running.platform.close()
    disk.end()
  })
  const total = async () => (await running.station.select({})).total

  it('in the middle of an import: none of its rows is there, and brought in again they all are, once', async () => {
    const { station, vault } = running
    await station.commit({ act: 'file-call', patches: newTip({ what: 'Before' }) })
    const file = sourceFile(reports(0, 30_000), 'tips.csv')
    const { mapping } = await station.previewImport(file)
    let seen = 0
    const code = await codeOf(station.runImport(file, mapping, { onProgress: () => {
      if (++seen === 2) disk.leave(8192)
    } }))
    expect(seen).toBeGreaterThan(1)
    expect(code).toBe('disk-full')
    expect(await total()).toBe(1)
    // A call that comes in meanwhile is refused by name, and what was there stays.
    disk.leave(0)
    expect(await codeOf(station.commit({ act: 'file-call', patches: newTip({ what: `No room ${'x'.repeat(9000)}${Math.random()}` }) }))).toBe('disk-full')
    expect(await codeOf(station.saveDraft('d'.repeat(32), { what: 'typed meanwhile' }))).toBe('disk-full')
    expect(await total()).toBe(1)
    disk.free()
    await station.saveDraft('d'.repeat(32), { what: 'typed meanwhile' })
    expect((await bringIn(station, reports(0, 30_000))).counts).toMatchObject({ kept: 30_000 })
    expect(await total()).toBe(30_001)
    await station.seal()
    const report = await station.open({ vault, ...WHO })
    expect(report.notes.map(({ key }) => key).filter((key) => key !== 'vault.note.segments-missing')).toEqual([])
    expect(report.tips).toBe(30_001)
    expect((await station.drafts()).map(({ value }) => value)).toEqual([{ what: 'typed meanwhile' }])
  })

  it('before an import begins: it is refused with the room it needs, and nothing is written', async () => {
    const { station } = running
    const before = (await station.status()).journalBytes
    disk.leave(1_000_000)
    const file = sourceFile(reports(0, 200), 'tips.csv')
    expect(await codeOf(station.runImport(file, (await station.previewImport(file)).mapping))).toBe('no-room')
    expect((await station.status()).journalBytes).toBe(before)
  })
})
