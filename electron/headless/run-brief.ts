import type { ReleaseFinding } from '../../shared/briefing/briefing.ts'
import { rankableAreas } from '../../shared/station/rankable.ts'
import { shareStep } from '../../shared/briefing/share-step.ts'
import { TellableError, type Message, type Translate } from '../../shared/model/message.ts'
import type { AssessRequest, BriefingRequest, DeploymentRequest, ImportReport, SourceFile, Station } from '../../shared/station/station.ts'
import type { BriefArguments } from './arguments.ts'
import { resultJson } from './result.ts'

export interface BriefRun {
  readonly station: Station
  readonly args: BriefArguments
  /** Null: brief of what the vault holds already. */
  readonly file: SourceFile | null
  readonly printsPdf: boolean
  readonly translate: Translate
  /** Called before each stage and with what came of it; goes to the terminal. */
  readonly say: (message: Message) => void
}

export interface BriefFiles {
  /** Null where the release check stopped it. */
  readonly html: Uint8Array | null
  readonly pdf: Uint8Array | null
  readonly result: string
  readonly stopped: TellableError | null
}

/** The main job without a window, over an open station: read, assess, plan, brief. The same calls as the window's. */
export async function runBrief({ station, args, file, printsPdf, translate, say }: BriefRun): Promise<BriefFiles> {
  const timings: Record<string, number> = {}
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const start = performance.now()
    const value = await work()
    timings[name] = performance.now() - start
    return value
  }

  let report: ImportReport | null = null
  if (file) {
    const preview = await timed('preview', () => station.previewImport(file))
    const [missing] = preview.missing
    if (missing) throw new TellableError('mapping-needed', missing, { remedy: { key: 'brief.mapping-remedy' } })
    report = await timed('import', () => station.runImport(file, preview.mapping))
    const { read, kept, refused, duplicate, doubted } = report.counts
    say({ key: 'brief.read', values: { file: file.name, read, kept, refused, duplicate, doubted } })
  }

  const assessment: AssessRequest = { filter: args.period ? { period: args.period } : {}, within: args.within * 1000, ...(args.area ? { area: args.area } : {}) }
  const assessed = await timed('assess', () => station.assess(assessment))
  const { onSegments } = assessed.counted
  say({ key: 'brief.assessed', values: { hotspots: assessed.hotspots.hotspots.length, segments: assessed.segments.segments.length, reports: onSegments, area: assessed.area.map((code) => translate({ key: `geo.country.${code}` })).join(', ') } })

  if (!assessed.segments.ranked) for (const { countries, reports } of rankableAreas(assessed.segments.segments, assessed.area)) say({ key: 'brief.rankable', values: { area: countries.join(','), reports } })

  const request: DeploymentRequest | null = args.teams === 0 ? null : {
    assessment, teams: args.teams, range: args.range * 1000, detour: args.detour, candidates: { ...args.candidates, drawn: [] }, minimum: args.minimum, timeLimitSeconds: args.timeLimit,
  }
  const deployment = request && (await timed('plan', () => station.plan(request, args.language)))
  // The briefing says no share of so few reports; neither does this.
  if (deployment && shareStep(onSegments, args.threshold) === null) say({ key: 'brief.planned-few', values: { reports: onSegments, teams: args.teams } })
  else if (deployment) say({ key: deployment.result.proved ? 'brief.planned' : 'brief.planned-gap', values: { covered: Math.round(deployment.result.plan.covered.share * 100), teams: args.teams, gap: Math.round(deployment.result.gap * 1000) / 10 } })

  const briefing: BriefingRequest = { title: args.title ?? translate({ key: 'brief.title' }), keyPoints: [], narrative: '', tlp: args.tlp, language: args.language, assessment, deployment: request }
  let findings: readonly ReleaseFinding[]
  let html: Uint8Array | null = null
  let pdf: Uint8Array | null = null
  let stopped: TellableError | null = null
  try {
    const page = await timed('html', () => station.releaseBriefing({ ...briefing, format: 'html', reviewer: args.reviewer }))
    html = page.bytes
    findings = page.findings
    for (const message of page.says) say(message)
    if (args.pdf && printsPdf) {
      const printed = await timed('pdf', () => station.releaseBriefing({ ...briefing, format: 'pdf', reviewer: args.reviewer }))
      pdf = printed.bytes
      // The verdict is the page's; that it was printed, reopened and searched is the file's own.
      for (const message of printed.says.slice(1)) say(message)
    }
    else if (args.pdf) say({ key: 'brief.no-pdf' })
  } catch (error) {
    if (!(error instanceof TellableError) || (error.code !== 'release-stopped' && error.code !== 'found-in-file')) throw error
    stopped = error
    html = pdf = null
    findings = (await station.composeBriefing(briefing)).findings
  }
  return { html, pdf, stopped, result: resultJson({ report, assessment: assessed, deployment, findings, timings, translate }) }
}
