import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { nodePlatform } from '../../../electron/host/node-platform.ts'
import { nodeEngine } from '../../../electron/headless/node-engine.ts'
import { nodeCompressor } from '../../../electron/headless/node-ports.ts'
import { createVault, openVault } from '../../../shared/vault/vault.ts'
import { openBenchWindow, type BenchWindow } from '../bench-window.ts'
import { buildBenchPage } from '../build-page.ts'
import { exponentOf, type BenchCase, type BenchTools, type Measured } from '../case.ts'
import { fileStore } from '../file-store.ts'
import { startSqlcipher } from '../peers/sqlcipher.ts'
import { BENCH_ACCOUNT, BENCH_STRETCHING, foldTips, importTips, openTips } from '../tip-vault.ts'
import { generateTips } from '../tips.ts'

/** What a vault comes to as a whole: on the disk, in memory, when its database is gone, and as it grows. */
const SIZES = { '10k': 10_000, '100k': 100_000, '1M': 1_000_000 } as const
const STEPS = [10_000, 31_600, 100_000, 316_000, 1_000_000]
/** The journal over SQLCipher's file; everything in memory without the words' index, at a million. */
const MOST_SIZE = 0.6
const MOST_MEMORY_MB = 1500

const mb = (bytes: number): number => bytes / 1e6
/** Bytes of all files in a folder whose path matches. */
function bytesIn(folder: string, which: RegExp): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).filter((path) => which.test(path)).reduce((sum, path) => sum + statSync(path).size, 0)
}

interface Filled { readonly window: BenchWindow; readonly data: string; readonly vault: string; readonly journalBytes: number }

/** A page with a vault of so many tips, imported, folded and sealed; loaded anew, so that nothing generated is left in it. */
async function filled(tools: BenchTools, count: number): Promise<Filled> {
  const folder = tools.folder()
  const data = join(folder, 'data')
  const window = await openBenchWindow(data, buildBenchPage(join(folder, 'page')))
  await window.open()
  await window.evaluate((size) => bench.store.generate(size), count)
  const vault = await window.evaluate(() => bench.store.found(), null)
  const { journalBytes } = await window.evaluate(() => bench.store.import(), null)
  await window.evaluate(() => bench.store.fold(), null)
  await window.evaluate(() => bench.store.seal(), null)
  await window.open()
  return { window, data, vault, journalBytes }
}

async function measureSize(tools: BenchTools, count: number): Promise<Measured> {
  const peer = await startSqlcipher(tools.folder(), count)
  const theirs = (await peer?.ask({ do: 'insert' }))?.bytes
  peer?.end()
  const from = performance.now()
  const { window, data, journalBytes } = await filled(tools, count)
  const took = performance.now() - from
  await window.close()
  const [vaults, database] = [bytesIn(join(data, 'vaults'), /./), bytesIn(join(data, 'browser'), /IndexedDB/)]
  if (theirs !== undefined && count >= 100_000 && journalBytes > MOST_SIZE * theirs) throw new Error(`the journal is ${(journalBytes / theirs).toFixed(2)} of the peer's file, bound ${MOST_SIZE}`)
  return {
    n: count, milliseconds: [took], size: { mb: mb(journalBytes), ...(theirs !== undefined && { peerMb: mb(theirs) }) },
    note: `the journal, ${Math.round(journalBytes / count)} bytes a tip, against SQLCipher's file (bound ${MOST_SIZE}); on the disk in all ${mb(vaults + database).toFixed(1)} MB: the vault's folder ${mb(vaults).toFixed(1)}, the folded database ${mb(database).toFixed(1)}; the time is that of making it`,
  }
}

async function measureRebuild(tools: BenchTools, count: number): Promise<Measured[]> {
  const { window, vault } = await filled(tools, count)
  const milliseconds: number[] = []
  let told = { progress: 0, longestSilence: 0 }
  for (let run = 0; run < 3; run++) {
    await window.evaluate((id) => bench.store.wipe(id), vault)
    const done = await window.evaluate((id) => bench.rebuild(id), vault)
    if (done.tips !== count || !done.notes.includes('vault.note.segments-missing')) throw new Error(`${done.tips} tips; ${done.notes.join()}`)
    milliseconds.push(done.milliseconds)
    told = done
  }
  await window.evaluate((id) => bench.store.wipe(id), vault)
  const stopped = await window.evaluate((id) => bench.stopRebuild(id), vault)
  const peakRssMb = window.peakRssMb()
  await window.close()
  return [
    { n: count, milliseconds, peakRssMb, note: `the database gone, from the passphrase accepted to the station's report; in the last it said ${told.progress} times how far it was, with ${Math.round(told.longestSilence)} ms at most between` },
    { part: 'cancel', n: count, milliseconds: [stopped], note: 'from the wish to stop, at its first word, to the end' },
  ]
}

/** Pauses until what is held hardly changes: a station that has just opened still collects and folds. */
async function settled(window: BenchWindow): Promise<number> {
  let last = Infinity
  for (let tries = 0; tries < 60; tries++) {
    await new Promise((pause) => setTimeout(pause, 2000))
    const now = window.residentMb()
    if (Math.abs(now - last) < 8) return now
    last = now
  }
  return last
}

async function measureMemory(tools: BenchTools, count: number): Promise<Measured> {
  const { window, vault } = await filled(tools, count)
  const shell = () => process.memoryUsage.rss() / 1e6
  await window.open()
  const browser = await settled(window)
  const from = performance.now()
  const tips = await window.evaluate((id) => bench.hold(id), vault)
  const took = performance.now() - from
  if (tips !== count) throw new Error(`${tips} tips`)
  // At once, before the words are indexed; then with them.
  const opened = window.residentMb()
  const steady = await settled(window)
  const [shellMb, words] = [shell(), steady - opened]
  await window.evaluate(() => bench.letGo(), null)
  await window.close()
  const without = opened + shellMb
  if (count >= 1_000_000 && without > MOST_MEMORY_MB) throw new Error(`${Math.round(without)} MB without the index of words, bound ${MOST_MEMORY_MB}`)
  return {
    n: count, milliseconds: [took], peakRssMb: steady + shellMb,
    note: `steady state ${Math.round(steady + shellMb)} MB: the browser with its page before a vault is open ${Math.round(browser)}, ours beyond that ${Math.round(steady - browser)} (the index of words ${Math.round(words)} of them), the shell ${Math.round(shellMb)}; without the index ${Math.round(without)} (bound ${MOST_MEMORY_MB}); pages that processes share counted once; the time is that of opening`,
  }
}

/** In Node alone, on files, as `core`: what grows faster than the work shows there as well, in a fraction of the time. */
async function measureGrowth(tools: BenchTools, most: number): Promise<Measured[]> {
  const parts = { engine: nodeEngine, compressor: nodeCompressor, clock: Date.now } as const
  const found: { readonly n: number; readonly import: number; readonly fold: number; readonly open: number; readonly rebuild: number; readonly bytes: number }[] = []
  for (const n of STEPS.filter((step) => step <= most)) {
    const tips = generateTips(n)
    const folder = tools.folder()
    const platform = nodePlatform(folder)
    const store = fileStore(join(folder, 'segments'))
    const { vault } = await createVault(platform, store, { ...parts, ...BENCH_ACCOUNT, name: 'bench', stretching: BENCH_STRETCHING })
    await vault.prepare(['geography', 'casework'])
    const [took] = await tools.time(1, () => importTips(vault, tips))
    const [folded] = await tools.time(1, () => foldTips(vault))
    const { vault: id, journalBytes } = vault.describe()
    await vault.seal()
    const opening = async () => {
      let accepted = 0
      const again = await openVault(platform, store, { ...parts, ...BENCH_ACCOUNT, vault: id, onProgress: ({ what }) => what === 'checking' && (accepted = performance.now()) })
      await openTips(again)
      const time = performance.now() - accepted
      await again.seal()
      return time
    }
    await opening()
    const open = Math.min(await opening(), await opening(), await opening())
    await store.clear()
    found.push({ n, import: took!, fold: folded!, open, rebuild: await opening(), bytes: journalBytes })
  }
  return (['import', 'fold', 'open', 'rebuild', 'bytes'] as const).map((part) => {
    const points = found.map((each) => [each.n, each[part]] as const)
    const unit = part === 'bytes' ? (value: number) => `${mb(value).toFixed(1)} MB` : (value: number) => `${value.toFixed(0)} ms`
    return { part, n: found.at(-1)!.n, milliseconds: part === 'bytes' ? [0] : [found.at(-1)![part]], ...(part === 'bytes' && { size: { mb: mb(found.at(-1)!.bytes) } }), note: `exponent ${exponentOf(points).toFixed(2)} (1 is linear): ${points.map(([n, value]) => `${n}: ${unit(value)}`).join(', ')}` }
  })
}

export default [
  ...Object.entries(SIZES).flatMap(([size, count]): BenchCase[] => [
    { name: `store.size@${size}`, limitSeconds: 900, measure: (tools) => measureSize(tools, count) },
    { name: `store.rebuild@${size}`, limitSeconds: 900, measure: (tools) => measureRebuild(tools, count) },
    { name: `store.memory@${size}`, limitSeconds: 900, measure: (tools) => measureMemory(tools, count) },
  ]),
  { name: 'store.growth@100k', limitSeconds: 900, measure: (tools) => measureGrowth(tools, 100_000) },
  { name: 'store.growth@1M', limitSeconds: 900, measure: (tools) => measureGrowth(tools, 1_000_000) },
] satisfies BenchCase[]
