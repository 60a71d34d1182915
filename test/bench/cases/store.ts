import { join } from 'node:path'
import { openBenchWindow, type BenchWindow } from '../bench-window.ts'
import { buildBenchPage } from '../build-page.ts'
import type { BenchCase, BenchTools, Measured } from '../case.ts'
import { startSqlcipher } from '../peers/sqlcipher.ts'

/**
 * The same as `core`, where people have it: a worker in Chromium, the loopback shell and its socket, Dexie. Opening is
 * the window's own station, from the passphrase accepted to its report.
 */
const SIZES = { '10k': 10_000, '100k': 100_000, '1M': 1_000_000 } as const
const runsOf = (count: number) => (count >= 1_000_000 ? 3 : 5)

async function openPage(tools: BenchTools): Promise<BenchWindow> {
  const folder = tools.folder()
  const window = await openBenchWindow(join(folder, 'data'), buildBenchPage(join(folder, 'page')))
  await window.open()
  return window
}

const megabytes = (bytes: number) => Math.round(bytes / 1e6)
const ownPeak = () => Math.round(process.resourceUsage().maxRSS / 1024)

async function measureImport(tools: BenchTools, count: number): Promise<Measured> {
  const peer = await startSqlcipher(tools.folder(), count)
  const window = await openPage(tools)
  await window.evaluate((size) => bench.store.generate(size), count)
  const milliseconds: number[] = []
  const theirs: number[] = []
  let bytes = 0
  for (let run = 0; run < runsOf(count); run++) {
    if (peer) theirs.push(...(await peer.ask({ do: 'insert' })).milliseconds)
    const vault = await window.evaluate(() => bench.store.found(), null)
    const done = await window.evaluate(() => bench.store.import(), null)
    milliseconds.push(done.milliseconds)
    bytes = done.journalBytes
    await window.evaluate((id) => bench.store.discard(id), vault)
  }
  const peakRssMb = window.peakRssMb()
  await window.close()
  peer?.end()
  return {
    n: count, milliseconds, peakRssMb, ...(peer && { peer: { name: peer.name, milliseconds: theirs } }),
    note: `${Math.round(bytes / count)} bytes a tip in the journal; memory of all browser processes, the generated tips in it; the shell's own peak ${ownPeak()} MB`,
  }
}

async function measureOpen(tools: BenchTools, count: number): Promise<Measured[]> {
  const peer = await startSqlcipher(tools.folder(), count)
  await peer?.ask({ do: 'insert' })
  const window = await openPage(tools)
  await window.evaluate((size) => bench.store.generate(size), count)
  const vault = await window.evaluate(() => bench.store.found(), null)
  await window.evaluate(() => bench.store.import(), null)
  const folding = await window.evaluate(() => bench.store.fold(), null)
  await window.evaluate(() => bench.store.seal(), null)
  // A page that has generated nothing: its memory is that of a station.
  await window.open()
  const milliseconds: number[] = []
  const theirs: number[] = []
  let opened = { tips: 0, bytes: 0, told: {} as Readonly<Record<string, number>>, notes: [] as readonly string[] }
  for (let run = -1; run < runsOf(count) + 2; run++) {
    const [their] = peer ? (await peer.ask({ do: 'scan' })).milliseconds : []
    const { milliseconds: took, ...found } = await window.evaluate((id) => bench.open(id), vault)
    opened = found
    if (found.tips !== count || found.notes.length > 0) throw new Error(`${found.tips} tips instead of ${count}: ${found.notes.join()}`)
    if (run < 0) continue
    milliseconds.push(took)
    if (their !== undefined) theirs.push(their)
  }
  const peakRssMb = window.peakRssMb()
  await window.close()
  peer?.end()
  const { segments = 0, journal = 0 } = opened.told
  return [
    {
      n: count, milliseconds, peakRssMb, ...(peer && { peer: { name: peer.name, milliseconds: theirs } }),
      note: `from the passphrase accepted to the station's report: in the last, segments ${Math.round(segments)} ms, journal ${Math.round(journal)} ms, ${megabytes(opened.bytes)} MB of columns; memory of all browser processes; the shell's own peak ${ownPeak()} MB`,
    },
    { part: 'fold', n: count, milliseconds: [folding], note: 'segments made of the journal, in the background' },
  ]
}

export default Object.entries(SIZES).flatMap(([size, count]): BenchCase[] => [
  { name: `store.import@${size}`, limitSeconds: 900, measure: (tools) => measureImport(tools, count) },
  { name: `store.open@${size}`, limitSeconds: 900, measure: (tools) => measureOpen(tools, count) },
])
