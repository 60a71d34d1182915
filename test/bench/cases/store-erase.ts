import { join } from 'node:path'
import { openBenchWindow } from '../bench-window.ts'
import { buildBenchPage } from '../build-page.ts'
import type { BenchCase, BenchTools, Measured } from '../case.ts'

/** One tip among many, erased by the window's own station: how long everything else that writes must wait, and how long it is looked for before, when nothing does. */
const SIZES = { '10k': 10_000, '100k': 100_000, '1M': 1_000_000 } as const
const MOST_MILLISECONDS = 1000

async function measure(tools: BenchTools, count: number): Promise<Measured[]> {
  const folder = tools.folder()
  const window = await openBenchWindow(join(folder, 'data'), buildBenchPage(join(folder, 'page')))
  await window.open()
  await window.evaluate((size) => bench.store.generate(size), count)
  const vault = await window.evaluate(() => bench.store.found(), null)
  await window.evaluate(() => bench.store.import(), null)
  await window.evaluate(() => bench.store.fold(), null)
  await window.evaluate(() => bench.store.seal(), null)
  await window.open()
  const { found, blocked } = await window.evaluate((id) => bench.erase(id, 3), vault)
  const peakRssMb = window.peakRssMb()
  await window.close()
  const slowest = Math.max(...blocked)
  if (slowest > MOST_MILLISECONDS) throw new Error(`nothing could be written for ${Math.round(slowest)} ms`)
  return [
    { n: count, milliseconds: blocked, peakRssMb, note: 'one tip of an import; what others who write wait for' },
    { part: 'found', n: count, milliseconds: found, note: 'looked for in the whole journal, while work goes on' },
  ]
}

export default Object.entries(SIZES).map(([size, count]): BenchCase => ({ name: `store.erase@${size}`, limitSeconds: 900, measure: (tools) => measure(tools, count) }))
