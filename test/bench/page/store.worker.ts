import { dexieStore } from '../../../renderer/store/segment-store.ts'
import { answerCalls, type FromServer, type Line, type ToServer } from '../../../renderer/workers/call.ts'
import { threadedCompressor } from '../../../renderer/workers/compressor-client.ts'
import { connectPlatform, type PlatformDoor } from '../../../renderer/workers/platform-link.ts'
import { deferredStore } from '../../../shared/station/deferred-store.ts'
import type { Platform } from '../../../shared/platform.ts'
import { createVault, type OpenVault } from '../../../shared/vault/vault.ts'
import { BENCH_ACCOUNT, BENCH_STRETCHING, foldTips, importTips } from '../tip-vault.ts'
import { generateTips, type GeneratedTips } from '../tips.ts'

/** A station's worker reduced to its vault: on the same platform, database and compressor as the real one. */
let tips: GeneratedTips
let open: OpenVault | undefined
let platform: Platform
const compressor = threadedCompressor()

const held = (): OpenVault => {
  if (!open) throw new Error('found a vault first')
  return open
}

const bench = {
  async generate(count: number): Promise<void> {
    tips = generateTips(count)
  },
  /** A fresh vault, with keys at hand as after any first commit; answers its id. */
  async found(): Promise<string> {
    await open?.seal()
    const store = deferredStore(dexieStore)
    const { vault } = await createVault(platform, store, { ...BENCH_ACCOUNT, name: 'bench', stretching: BENCH_STRETCHING, compressor: await compressor })
    const id = vault.describe().vault
    store.belongsTo(id)
    await vault.prepare(['geography', 'casework'])
    open = vault
    return id
  },
  async import(): Promise<{ readonly milliseconds: number; readonly journalBytes: number }> {
    const from = performance.now()
    await importTips(held(), tips)
    return { milliseconds: performance.now() - from, journalBytes: held().describe().journalBytes }
  },
  async fold(): Promise<number> {
    const from = performance.now()
    await foldTips(held())
    return performance.now() - from
  },
  async seal(): Promise<void> {
    await open?.seal()
    open = undefined
  },
  async discard(vault: string): Promise<void> {
    await bench.seal()
    await platform.call('discardVault', { vault })
    await dexieStore(vault).destroy()
  },
}
export type StoreBench = typeof bench

globalThis.addEventListener('message', ({ data }: MessageEvent<{ type: string; door?: PlatformDoor }>) => {
  if (data.type === 'door' && data.door) platform = connectPlatform(data.door)
})
answerCalls(bench, globalThis as unknown as Line<FromServer, ToServer>, {})
