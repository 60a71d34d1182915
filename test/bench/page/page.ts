import { windowStation } from '../../../renderer/workers/station-client.ts'
import { platformDoor } from '../../../renderer/workers/platform-link.ts'
import { callOver } from '../../../renderer/workers/call.ts'
import { BENCH_ACCOUNT } from '../tip-vault.ts'
import type { StoreBench } from './store.worker.ts'

/** What a benchmark calls in the page: the window's own station, and a worker that fills vaults for it. */
export interface BenchPage {
  readonly store: StoreBench
  /** Milliseconds from the passphrase accepted to the hot columns in memory, the station's own report, and what it then holds. */
  open(vault: string): Promise<{ readonly milliseconds: number; readonly told: Readonly<Record<string, number>>; readonly notes: readonly string[]; readonly tips: number; readonly bytes: number }>
}

declare global {
  var bench: BenchPage
}

const worker = new Worker(new URL('./store.worker.ts', import.meta.url), { type: 'module', name: 'bench' })
worker.postMessage({ type: 'door', door: platformDoor() })
const station = windowStation()

globalThis.bench = {
  store: callOver<StoreBench>(worker, {}),
  async open(vault) {
    let accepted = 0
    const report = await station.open({ vault, ...BENCH_ACCOUNT }, { onProgress: ({ what }) => {
      if (what.key === 'station.progress.checking') accepted = performance.now()
    } })
    const milliseconds = performance.now() - accepted
    const { columns, count } = await station.table()
    const bytes = Object.values(columns).reduce((sum, column) => sum + column.byteLength, 0)
    if (count !== report.tips || accepted === 0) throw new Error('the station holds something else')
    await station.seal()
    return { milliseconds, told: report.milliseconds, notes: report.notes.map(({ key }) => key), tips: report.tips, bytes }
  },
}
