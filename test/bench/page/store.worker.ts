import { dexieStore } from '../../../renderer/store/segment-store.ts'
import { answerCalls, type FromServer, type Line, type ToServer } from '../../../renderer/workers/call.ts'
import { threadedCompressor } from '../../../renderer/workers/compressor-client.ts'
import { connectPlatform, type PlatformDoor } from '../../../renderer/workers/platform-link.ts'
import { deferredStore } from '../../../shared/station/deferred-store.ts'
import type { Platform } from '../../../shared/platform.ts'
import { createVault, type OpenVault } from '../../../shared/vault/vault.ts'
import { newRecordId } from '../../../shared/model/ids.ts'
import { patchParts } from '../../../shared/station/import-run.ts'
import { BENCH_ACCOUNT, BENCH_STRETCHING, foldTips, importTips } from '../tip-vault.ts'
import { generateTips, type GeneratedTips } from '../tips.ts'

/** A station's worker reduced to its vault: on the same platform, database and compressor as the real one. */
let tips: GeneratedTips
let open: OpenVault | undefined
let platform: Platform
/** Names of the calls to the shell, in order, since they were last looked at. */
const calls: string[] = []
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
  /** So many small commits, one after another: milliseconds and fsyncs of each, and the fsyncs between them. */
  async commit(times: number): Promise<{ readonly milliseconds: readonly number[]; readonly syncs: readonly number[]; readonly ahead: number }> {
    const counted = async () => {
      // What a commit left to be done behind it has then been done.
      await held().prepare([])
      return (await platform.call('syncCount', {})).answer.syncs
    }
    const milliseconds: number[] = []
    const syncs: number[] = []
    let ahead = 0
    for (let at = 0; at < times; at++) {
      const parts = patchParts([{ record: newRecordId(), kind: 'tip', field: 'what', value: tips.texts[at % tips.count] }, { record: newRecordId(), kind: 'tip', field: 'channel', value: 'hotline' }])
      const before = await counted()
      calls.length = 0
      const from = performance.now()
      await held().commit({ act: 'record-call', parts })
      milliseconds.push(performance.now() - from)
      const after = await counted()
      // Keys that are wrapped once the head stands are for later commits: nobody waited for them.
      const behind = calls.slice(calls.lastIndexOf('replaceSlot') + 1).filter((call) => call === 'appendSlot').length
      syncs.push(after - before - behind)
      ahead += behind
    }
    return { milliseconds, syncs, ahead }
  },
  async seal(): Promise<void> {
    await open?.seal()
    open = undefined
  },
  /** The database goes, the journal stays. */
  async wipe(vault: string): Promise<void> {
    await bench.seal()
    await dexieStore(vault).destroy()
  },
  async discard(vault: string): Promise<void> {
    await bench.seal()
    await platform.call('discardVault', { vault })
    await dexieStore(vault).destroy()
  },
}
export type StoreBench = typeof bench

globalThis.addEventListener('message', ({ data }: MessageEvent<{ type: string; door?: PlatformDoor }>) => {
  if (data.type !== 'door' || !data.door) return
  const through = connectPlatform(data.door)
  platform = {
    ...through,
    call: (name, request, bytes) => {
      calls.push(name)
      return through.call(name, request, bytes)
    },
  }
})
answerCalls(bench, globalThis as unknown as Line<FromServer, ToServer>, {})
