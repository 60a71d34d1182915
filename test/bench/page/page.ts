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
  /** The same with nothing but the journal to go by: what it says on the way, and the longest that it says nothing. */
  rebuild(vault: string): Promise<{ readonly milliseconds: number; readonly notes: readonly string[]; readonly tips: number; readonly progress: number; readonly longestSilence: number }>
  /** Stops a rebuild at its first word: milliseconds from the wish to the end. */
  stopRebuild(vault: string): Promise<number>
  /** Opens and stays open, as in use. */
  hold(vault: string): Promise<number>
  letGo(): Promise<void>
  /** Opens a vault and erases tips, one after another: milliseconds for which each was looked for, and for which nothing else could be written. */
  erase(vault: string, times: number): Promise<{ readonly found: readonly number[]; readonly blocked: readonly number[] }>
}

declare global {
  var bench: BenchPage
}

const worker = new Worker(new URL('./store.worker.ts', import.meta.url), { type: 'module', name: 'bench' })
worker.postMessage({ type: 'door', door: platformDoor() })
const station = windowStation()

const REBUILDING = 'station.progress.rebuilding'

globalThis.bench = {
  async rebuild(vault) {
    const said: number[] = []
    const report = await station.open({ vault, ...BENCH_ACCOUNT }, { onProgress: ({ what }) => {
      if (what.key === 'station.progress.checking' || what.key === REBUILDING) said.push(performance.now())
    } })
    const end = performance.now()
    await station.seal()
    const silences = [...said, end].slice(1).map((at, index) => at - said[index]!)
    return { milliseconds: end - said[0]!, notes: report.notes.map(({ key }) => key), tips: report.tips, progress: said.length - 1, longestSilence: Math.max(...silences) }
  },
  async stopRebuild(vault) {
    const stop = new AbortController()
    let wished = 0
    const ended = await station.open({ vault, ...BENCH_ACCOUNT }, { signal: stop.signal, onProgress: ({ what }) => {
      if (what.key !== REBUILDING || wished > 0) return
      wished = performance.now()
      stop.abort()
    } }).then(() => 'opened', (error: unknown) => (error instanceof DOMException ? error.name : String(error)))
    if (ended !== 'AbortError') throw new Error(`not stopped: ${ended}`)
    return performance.now() - wished
  },
  hold: async (vault) => (await station.open({ vault, ...BENCH_ACCOUNT })).tips,
  letGo: () => station.seal(),
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
  },  async erase(vault, times) {
    const { tips } = await station.open({ vault, ...BENCH_ACCOUNT })
    const [found, blocked]: [number[], number[]] = [[], []]
    for (let at = 0; at < times; at++) {
      const { rows } = await station.select({})
      const [tip] = await station.rows([rows[Math.floor(((at + 0.5) * rows.length) / times)]!], ['what'])
      const { milliseconds } = await station.erase({ targets: [{ record: tip!.id }], drafts: [], basis: 'measured' })
      found.push(milliseconds.found)
      blocked.push(milliseconds.blocked)
    }
    const left = (await station.status()).tips
    if (left !== tips - times) throw new Error(`${left} tips of ${tips}`)
    await station.seal()
    return { found, blocked }
  },
}
