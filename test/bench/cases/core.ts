import { join } from 'node:path'
import { nodeEngine } from '../../../electron/headless/node-engine.ts'
import { nodeCompressor } from '../../../electron/headless/node-ports.ts'
import { nodePlatform } from '../../../electron/host/node-platform.ts'
import { createVault, openVault, type OpenVault } from '../../../shared/vault/vault.ts'
import type { BenchCase, BenchTools, Measured } from '../case.ts'
import { fileStore } from '../file-store.ts'
import { startSqlcipher } from '../peers/sqlcipher.ts'
import { BENCH_ACCOUNT, BENCH_STRETCHING, foldTips, importTips, openTips, requireSame } from '../tip-vault.ts'
import { generateTips } from '../tips.ts'

/**
 * Vault and catalogue in Node alone, on files, through the shells' own Node side: what the station does to columns
 * without a browser between. The peer works on the same tips in the same run, turn by turn.
 */
const SIZES = { '10k': 10_000, '100k': 100_000, '1M': 1_000_000 } as const
const runsOf = (count: number) => (count >= 1_000_000 ? 3 : 5)

const ENGINES = { engine: nodeEngine, compressor: nodeCompressor, clock: Date.now } as const

async function fresh(folder: string): Promise<{ vault: OpenVault; reopen: (onAccepted: () => void) => Promise<OpenVault> }> {
  const platform = nodePlatform(folder)
  const store = fileStore(join(folder, 'segments'))
  const { vault } = await createVault(platform, store, { ...ENGINES, ...BENCH_ACCOUNT, name: 'bench', stretching: BENCH_STRETCHING })
  const id = vault.describe().vault
  return {
    vault,
    reopen: (onAccepted) => openVault(platform, store, { ...ENGINES, ...BENCH_ACCOUNT, vault: id, onProgress: ({ what }) => what === 'checking' && onAccepted() }),
  }
}

async function measureImport(tools: BenchTools, count: number): Promise<Measured> {
  const tips = generateTips(count)
  const peer = await startSqlcipher(tools.folder(), count)
  const milliseconds: number[] = []
  const theirs: number[] = []
  let bytes = 0
  for (let run = 0; run < runsOf(count); run++) {
    if (peer) theirs.push(...(await peer.ask({ do: 'insert' })).milliseconds)
    const { vault } = await fresh(tools.folder())
    await vault.prepare(['geography', 'casework'])
    const [took] = await tools.time(1, () => importTips(vault, tips))
    milliseconds.push(took!)
    bytes = vault.describe().journalBytes
    await vault.seal()
  }
  peer?.end()
  return { n: count, milliseconds, ...(peer && { peer: { name: peer.name, milliseconds: theirs } }), note: `${Math.round(bytes / count)} bytes a tip in the journal; memory of ours alone` }
}

async function measureOpen(tools: BenchTools, count: number): Promise<Measured> {
  const tips = generateTips(count)
  const peer = await startSqlcipher(tools.folder(), count)
  await peer?.ask({ do: 'insert' })
  const { vault, reopen } = await fresh(tools.folder())
  await importTips(vault, tips)
  await foldTips(vault)
  await vault.seal()
  const milliseconds: number[] = []
  const theirs: number[] = []
  for (let run = -1; run < runsOf(count) + 2; run++) {
    const [their] = peer ? (await peer.ask({ do: 'scan' })).milliseconds : []
    globalThis.gc?.()
    let accepted = 0
    const opened = await reopen(() => (accepted = performance.now()))
    const catalogue = await openTips(opened)
    const took = performance.now() - accepted
    requireSame(catalogue, tips)
    await opened.seal()
    if (run < 0) continue
    milliseconds.push(took)
    if (their !== undefined) theirs.push(their)
  }
  peer?.end()
  return { n: count, milliseconds, ...(peer && { peer: { name: peer.name, milliseconds: theirs } }), note: 'from the passphrase accepted to every hot column in memory, folded segments in files, page cache warm' }
}

export default Object.entries(SIZES).flatMap(([size, count]): BenchCase[] => [
  { name: `core.import@${size}`, measure: (tools) => measureImport(tools, count) },
  { name: `core.open@${size}`, measure: (tools) => measureOpen(tools, count) },
])
