import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * A benchmark. Files in `test/bench/cases/` export their cases as `export default [...] satisfies BenchCase[]`;
 * they run in the order of file names and, within a file, as listed. `core.*` run in Node alone; all
 * others go through the loopback shell and Chromium. A case measures; that results are right is a
 * test's business.
 */
export interface BenchCase {
  /** What comes behind an `@` tells cases of the same name apart (their size) and is not printed. */
  readonly name: string
  /** Ended after this long. Default 600. */
  readonly limitSeconds?: number
  /** Runs in a process of its own. */
  measure(tools: BenchTools): Promise<Measured | readonly Measured[]>
}

export interface Measured {
  /** Appended to the case's name where it measures several things. */
  readonly part?: string
  /** Size of the work: tips, calls, bytes. */
  readonly n: number
  /** One entry a run. */
  readonly milliseconds: readonly number[]
  /** Another program doing the same work in the same run. */
  readonly peer?: { readonly name: string; readonly milliseconds: readonly number[] }
  /** What it comes to on the disk, in MB, and what the peer's does. */
  readonly size?: { readonly mb: number; readonly peerMb?: number }
  /** Where the work is done in another process (Chromium); else this process's own peak. */
  readonly peakRssMb?: number
  readonly note?: string
}

export class BenchTools {
  private readonly folders: string[] = []

  /** Runs `work` `runs` times after `warm` unmeasured ones; answers milliseconds a run. `before` prepares each run and is not measured. */
  async time<T>(runs: number, work: (prepared: T) => unknown, more: { warm?: number; before?: (run: number) => T | Promise<T> } = {}): Promise<number[]> {
    const times: number[] = []
    for (let run = -(more.warm ?? 0); run < runs; run++) {
      const prepared = (await more.before?.(run)) as T
      globalThis.gc?.()
      const from = performance.now()
      await work(prepared)
      const took = performance.now() - from
      if (run >= 0) times.push(took)
    }
    return times
  }

  /** A folder that is removed when the case ends. */
  folder(): string {
    const made = mkdtempSync(join(tmpdir(), 'vigil-bench-'))
    this.folders.push(made)
    return made
  }

  clear(): void {
    for (const folder of this.folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

export interface BenchLine {
  readonly name: string
  readonly n: number | null
  readonly median_ms: number | null
  readonly p95_ms: number | null
  readonly peak_rss_mb: number | null
  readonly peer?: string
  readonly peer_median_ms?: number
  /** Ours over the peer's: under 1 is faster. */
  readonly ratio?: number
  readonly mb?: number
  readonly peer_mb?: number
  /** Ours over the peer's: under 1 is smaller. */
  readonly mb_ratio?: number
  readonly note?: string
}

/** The line that is printed for what was measured. */
export function benchLine(name: string, measured: Measured, ownPeakMb: number): BenchLine {
  const median = quantile(measured.milliseconds, 0.5)
  const peerMedian = measured.peer && quantile(measured.peer.milliseconds, 0.5)
  const [called = name] = name.split('@')
  return {
    name: measured.part ? `${called}.${measured.part}` : called,
    n: measured.n,
    median_ms: round(median),
    p95_ms: round(quantile(measured.milliseconds, 0.95)),
    peak_rss_mb: Math.round(measured.peakRssMb ?? ownPeakMb),
    ...(measured.peer && peerMedian !== undefined ? { peer: measured.peer.name, peer_median_ms: round(peerMedian), ratio: Math.round((median / peerMedian) * 1000) / 1000 } : {}),
    ...(measured.size ? { mb: round(measured.size.mb), ...(measured.size.peerMb ? { peer_mb: round(measured.size.peerMb), mb_ratio: round(measured.size.mb / measured.size.peerMb) } : {}) } : {}),
    ...(measured.note ? { note: measured.note } : {}),
  }
}

/** Linear between the two nearest order statistics; of one run, that run. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * q
  const below = sorted[Math.floor(at)] ?? Number.NaN
  const above = sorted[Math.ceil(at)] ?? Number.NaN
  return below + (above - below) * (at - Math.floor(at))
}

/** The exponent of a power law through points: 1 is linear. Least squares over logarithms. */
export function exponentOf(points: readonly (readonly [n: number, value: number])[]): number {
  const logs = points.map(([n, value]) => [Math.log(n), Math.log(value)] as const)
  const mean = (at: 0 | 1) => logs.reduce((sum, each) => sum + each[at], 0) / logs.length
  const [x, y] = [mean(0), mean(1)]
  return logs.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0) / logs.reduce((sum, [a]) => sum + (a - x) ** 2, 0)
}

const round = (milliseconds: number): number => Math.round(milliseconds * 1000) / 1000

/** A fixed piece of arithmetic, seven times: how fast the machine is at this moment. Compare across runs before comparing times. */
export function calibrate(): Measured {
  const milliseconds = Array.from({ length: 7 }, () => {
    const from = performance.now()
    let x = 1
    let sum = 0
    for (let i = 0; i < 2e7; i++) {
      x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d) + i | 0
      sum += x & 1
    }
    if (sum < 0) throw new Error('the loop must not be optimised away')
    return performance.now() - from
  })
  return { n: 2e7, milliseconds }
}
