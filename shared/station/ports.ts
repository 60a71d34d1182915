import type { Platform } from '../platform.ts'
import type { PageFont } from '../briefing/write/style.ts'
import type { Translator } from '../language.ts'
import type { ReadResource } from '../geo/resources.ts'
import type { Compressor } from '../vault/vault.ts'
import type { Engine, SegmentStore, Stretching } from '../vault/vault.ts'
import type { AssessJob } from './analyst.ts'
import type { Assessment, Deployment, DeploymentRequest, Task } from './station.ts'

/** The analyst where the station can reach it: another thread, or this one. */
export interface AnalystPort {
  assess(job: AssessJob, task?: Task): Promise<Assessment>
  plan(request: DeploymentRequest, task?: Task<{ covered: number; bound: number }>): Promise<Deployment>
  /** Ends it and what it holds. */
  end(): void
}

/** What a station stands on; a window's worker and the program without a window each bring their own. */
export interface StationPorts {
  readonly platform: Platform
  /** Where folded segments of a vault are kept; disposable. */
  readonly segmentStore: (vault: string) => SegmentStore
  /** False where they end with the program: then nobody is told that none were found. Default true. */
  readonly segmentsLast?: boolean
  readonly compressor: Compressor
  readonly readResource: ReadResource
  readonly analyst: AnalystPort
  readonly translator: (language: string) => Promise<Translator>
  /** Milliseconds since epoch. */
  readonly now: () => number
  /** Fonts that briefings are set in; a page takes along those that it shows. */
  readonly pageFonts: () => Promise<readonly PageFont[]>
  /** Where the figures come from, for a briefing's list of sources. */
  readonly sources: (sample: 'real' | 'invented' | null) => readonly { readonly name: string; readonly attribution: string }[]
  /** Default: WebCrypto. */
  readonly engine?: Engine
  /** Default: measured on this machine. */
  readonly stretching?: Stretching
}
