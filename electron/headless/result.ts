import { z } from 'zod'
import type { Translate } from '../../shared/model/message.ts'
import type { ReleaseFinding } from '../../shared/briefing/briefing.ts'
import type { Assessment, Deployment, ImportReport } from '../../shared/station/station.ts'

const count = z.number().int().nonnegative()
const figure = z.number().finite()
const team = z.object({ lon: figure, lat: figure, adds: figure })
const share = z.object({ covered: figure, low: figure.nullable(), high: figure.nullable() })

/**
 * What `result.json` holds. Rates and shares are fractions, times milliseconds, hotspot counts those of the cell
 * alone; `gap` is (bound - covered) / bound. Nothing in it is suppressed: it is the analyst's own, not a release.
 */
export const resultSchema = z.object({
  rows: z.object({ read: count, kept: count, refused: count, duplicate: count, doubted: count }),
  refusals: z.array(z.object({ row: count, field: z.string(), value: z.string(), reason: z.string() })),
  hotspots: z.array(z.object({ cell: z.string(), since: z.object({ from: z.string(), to: z.string() }).nullable(), reports: count, expected: figure, q: figure })),
  segments: z.array(z.object({ id: z.string(), class: z.enum(['land', 'coast']), reports: count, expected: figure, rate: figure, low: figure, high: figure, rankLow: count, rankHigh: count })),
  plan: share.extend({ teams: z.array(team), bound: figure, gap: figure, runnerUp: share.extend({ teams: z.array(team) }).nullable() }).nullable(),
  release: z.array(z.object({ where: z.string(), what: z.string(), why: z.string() })),
  timings: z.record(z.string(), figure),
})
export type BriefResult = z.infer<typeof resultSchema>

export interface ResultSource {
  /** Null where nothing was read: the brief is of what the vault holds. */
  readonly report: ImportReport | null
  readonly assessment: Assessment
  readonly deployment: Deployment | null
  readonly findings: readonly ReleaseFinding[]
  readonly timings: Readonly<Record<string, number>>
  readonly translate: Translate
}

/** `result.json`, as text. @throws ZodError where a figure is not one (NaN, a negative count): better no file than a wrong one */
export function resultJson({ report, assessment, deployment, findings, timings, translate }: ResultSource): string {
  const plan = deployment?.result ?? null
  const known = (value: number) => (Number.isFinite(value) ? value : null)
  const placed = (each: NonNullable<typeof plan>['plan']) => each.teams.map(({ base, adds }) => ({ lon: base.at[0], lat: base.at[1], adds }))
  const covered = ({ covered: { share: value, low, high } }: NonNullable<typeof plan>['plan']) => ({ covered: value, low: known(low), high: known(high) })
  const counts = report?.counts ?? { read: 0, kept: 0, refused: 0, duplicate: 0, doubted: 0 }
  const result: BriefResult = {
    rows: { read: counts.read, kept: counts.kept, refused: counts.refused, duplicate: counts.duplicate, doubted: counts.doubted },
    refusals: (report?.refusals ?? []).map(({ row, field, value, reason }) => ({ row, field, value, reason: translate(reason) })),
    hotspots: assessment.hotspots.hotspots.map(({ cell, since, reports, expected, q }) => ({ cell, since: since && { from: since.from, to: since.to }, reports, expected, q })),
    segments: assessment.segments.segments.map(({ id, class: kind, reports, expected, rate, low, high, rankLow, rankHigh }) => ({ id, class: kind, reports, expected, rate, low, high, rankLow, rankHigh })),
    plan: plan && { teams: placed(plan.plan), ...covered(plan.plan), bound: plan.bound, gap: plan.gap, runnerUp: plan.runnerUp && { teams: placed(plan.runnerUp), ...covered(plan.runnerUp) } },
    release: findings.map(({ where, what, why }) => ({ where, what, why: translate(why) })),
    timings: Object.fromEntries(Object.entries(timings).map(([name, value]) => [name, Math.round(value * 10) / 10])),
  }
  return `${JSON.stringify(resultSchema.parse(result), null, 1)}\n`
}
