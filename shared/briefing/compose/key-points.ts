import { falseSpotOnceIn, type SegmentRate } from '../../analysis/result.ts'
import type { BriefingSource } from '../briefing.ts'
import { segmentCountId, type Words } from '../document.ts'
import { mostBetter } from '../../planning/plan.ts'
import { shareStep } from '../share-step.ts'
import { said } from './notes.ts'
import { segmentName, type BriefingContext } from './context.ts'

/**
 * Segments that a document lists, of those with at least `threshold` reports: by rate, or by reports where there
 * are too few in all for a league table.
 */
export function listedSegments(source: BriefingSource, threshold: number, most: number): readonly SegmentRate[] {
  return source.segments.segments.filter(segment => segment.reports >= threshold).sort((a, b) => (source.segments.ranked ? b.rate - a.rate : b.reports - a.reports)).slice(0, most)
}

/** Of the intervals, percent. */
export const LEVEL = 90

/** "2.3 times as often as expected (90%: 1.0 to 4.1); rank 2 to 24": never a rate without its interval, never a rank without its range. */
export function rateWords(segment: SegmentRate): { readonly rate: Words; readonly rank: Words } {
  const id = countId(segment)
  return {
    rate: { message: 'briefing.rate', values: { level: LEVEL, rate: { figure: 'made-from', id, value: segment.rate, decimals: decimalsOf(segment.rate) }, low: { figure: 'made-from', id, value: segment.low, decimals: decimalsOf(segment.low) }, high: { figure: 'made-from', id, value: segment.high, decimals: decimalsOf(segment.high) } } },
    rank: { message: 'briefing.rank', values: { low: { figure: 'plain', value: segment.rankLow }, high: { figure: 'plain', value: segment.rankHigh } } },
  }
}

/** A rate's decimals: one below ten, none above. */
export const decimalsOf = (rate: number) => (rate < 9.95 ? 1 : 0)

export const countId = segmentCountId

/** Points made from the results, where the analyst typed none: what was counted, what stands out, what a plan would reach. */
export function keyPoints(source: BriefingSource, context: BriefingContext, threshold: number): Words[] {
  if (source.keyPoints.length > 0) return source.keyPoints.map(typed => ({ typed }))
  const points: Words[] = [{ message: 'briefing.point.tips', values: { tips: { figure: 'count', id: 'tips' }, drawn: { figure: 'count', id: 'drawn' } } }]
  points.push(hotspotPoint(source))
  const [top] = listedSegments(source, threshold, 1)
  if (!source.segments.ranked) points.push({ message: 'briefing.point.not-ranked' })
  else if (top) {
    const { rate, rank } = rateWords(top)
    points.push({ message: top.low > 1 ? 'briefing.point.segment' : 'briefing.point.segment-unclear', values: { segment: segmentName(context.segment(top.index), context), rate, rank } })
  }
  const reached = planPoint(source, threshold)
  if (reached) points.push(reached)
  return points
}

function hotspotPoint({ hotspots }: BriefingSource): Words {
  if (hotspots.refused) return said(hotspots.refused)
  const groups = new Set(hotspots.hotspots.map(hotspot => hotspot.group)).size
  if (groups === 0) return { message: hotspots.rough ? 'briefing.point.rough' : 'briefing.point.nothing' }
  return { message: hotspots.rough ? 'briefing.point.hotspots-rough' : 'briefing.point.hotspots', values: { count: groups, often: falseSpotOnceIn(hotspots) } }
}

function planPoint({ plan, segments, deployment }: BriefingSource, threshold: number): Words | null {
  if (!plan || plan.plan.teams.length === 0) return null
  const of = segments.segments.reduce((sum, segment) => sum + segment.reports, 0)
  if (shareStep(of, threshold) === null) return { message: 'briefing.point.plan-too-few', values: { count: plan.plan.teams.length } }
  const { share, low, high } = plan.plan.covered
  return {
    message: plan.proved ? 'briefing.point.plan' : 'briefing.point.plan-gap',
    values: {
      count: plan.plan.teams.length,
      km: { figure: 'plain', value: Math.round((deployment?.range ?? 0) / 1000) },
      share: { figure: 'share', value: share, of },
      low: { figure: 'share', value: low, of },
      high: { figure: 'share', value: high, of },
      gap: { figure: 'plain', value: mostBetter(plan.gap), decimals: 1 },
    },
  }
}
