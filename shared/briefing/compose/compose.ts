import { foundBy } from '../../analysis/result.ts'
import type { Metres } from '../../model/units.ts'
import type { BriefingSource } from '../briefing.ts'
import type { Block, Draft, Words } from '../document.ts'
import type { MapDrawing } from '../map/drawing.ts'
import type { BriefingContext } from './context.ts'
import { disclaimers } from './disclaimers.ts'
import { countId, keyPoints, listedSegments } from './key-points.ts'
import { said, saidOfPlan } from './notes.ts'
import { planSection } from './plan-section.ts'
import { countryTable, elsewhere, hotspotTable, plain, precisionTable, segmentTable } from './tables.ts'

/**
 * Lays a briefing out in blocks from the current filters, the analysis and the plan. Its figures stay figures,
 * so that release can hide what must be hidden wherever it stands. Only `release` makes words of it.
 * `threshold`: smallest count that may be printed; it also says which segments may be ranked.
 */
export function composeBriefing(source: BriefingSource, context: BriefingContext, threshold: number): Draft {
  const counts = new Map<string, number>()
  const relations: { total: string; parts: string[] }[] = []
  for (const segment of source.segments.segments) counts.set(countId(segment), segment.reports)
  let number = 0
  const blocks: Block[] = [
    { block: 'title', kicker: { message: 'briefing.kicker', values: { station: { typed: source.station } } }, title: { typed: source.title }, date: headWords(source, context) },
    { block: 'points', points: keyPoints(source, context, threshold) },
    { block: 'map', drawing: drawingOf(source, context, threshold), caption: [{ message: 'briefing.map.caption', values: { number: plain(1) } }, ...disclaimers(source.area)] },
  ]
  for (const paragraph of source.narrative.split(/\n\s*\n/).map(each => each.trim()).filter(Boolean)) blocks.push({ block: 'paragraph', words: { typed: paragraph } })
  const push = (block: Block | null) => {
    if (block) blocks.push(block)
    return block !== null
  }
  const segmentsAt = push(segmentTable(source, context, threshold, number + 1)) ? ++number : null
  if (push(hotspotTable(source, context, threshold, number + 1))) number++
  const plan = planSection(source, context, threshold, number + 1, segmentsAt)
  number += plan.filter(block => block.block === 'table').length
  blocks.push(...plan)
  blocks.push({ block: 'heading', words: { message: 'briefing.heading.counted' } })
  const off = elsewhere(source, threshold)
  if (off) {
    counts.set(...off.count)
    relations.push(off.relation)
  }
  for (const made of [countryTable(source, context, threshold, number + 1), precisionTable(source, number + 2)]) {
    if (!made) continue
    blocks.push(made.block)
    relations.push(...made.relations)
    for (const [id, value] of made.counts) counts.set(id, value)
  }
  blocks.push({ block: 'heading', words: { message: 'briefing.heading.method' } })
  blocks.push({
    block: 'notes',
    notes: eachOnce([
      ...source.filters.map(said),
      ...areaWords(source, context),
      ...source.hotspots.says.map(said),
      ...source.segments.says.map(said),
      ...saidOfPlan(source),
      ...source.method.map(said),
      { message: 'briefing.method.reports' },
      ...source.sources.map((each): Words => ({ message: 'briefing.method.source', values: { name: each.name, attribution: each.attribution } })),
    ]),
  })
  return {
    language: source.language,
    station: source.station,
    tlp: source.tlp,
    title: { typed: source.title },
    sample: source.sample ? { message: `briefing.sample.${source.sample}` } : null,
    blocks,
    counts,
    relations,
  }
}

/** Every rate is against what its study area expects, so the document says which that is. */
function areaWords({ area, areaSet, language }: BriefingSource, { countryName }: BriefingContext): Words[] {
  if (area.length === 0) return []
  return [{ message: areaSet ? 'briefing.method.area-set' : 'briefing.method.area', values: { countries: { said: listOf(area.map(countryName), language) } } }]
}

/** The analysis says some things with its method and with its results: a document says them once. */
function eachOnce(notes: readonly Words[]): Words[] {
  const seen = new Map(notes.map(words => [JSON.stringify(words), words]))
  return [...seen.values()]
}

/** Names that the head of a page has room for. */
const MOST_NAMED = 12

/** When it was composed, and of which reports: a page that is passed on must say so before its first figure. */
function headWords(source: BriefingSource, { countryName }: BriefingContext): Words {
  const day = `day:${source.composedAt}`
  const period = periodWords(source)
  if (source.area.length === 0) return { message: 'briefing.head.no-area', values: { day, period } }
  if (source.area.length > MOST_NAMED) return { message: 'briefing.head.many', values: { day, period, count: source.area.length } }
  return { message: 'briefing.head.area', values: { day, period, countries: { said: listOf(source.area.map(countryName), source.language) } } }
}

function periodWords({ period, years, composedAt }: BriefingSource): Words {
  const [from, to] = [period?.from ?? null, period?.to ?? null]
  if (from !== null && to !== null) return { message: 'briefing.period.between', values: { from: `day:${from}`, to: `day:${to}` } }
  if (from !== null) return { message: 'briefing.period.since', values: { from: `day:${from}` } }
  if (to !== null) return { message: 'briefing.period.until', values: { to: `day:${to}` } }
  if (years === null) return { message: 'briefing.period.undated' }
  // Whole years: the month of the first report may be one report's.
  const end = Math.min(Date.UTC(years.to, 11, 1) / 1000, composedAt)
  return { message: 'briefing.period.all', values: { from: `month:${years.from}-01`, to: `month:${new Date(end * 1000).toISOString().slice(0, 7)}` } }
}

function listOf(names: readonly string[], language: string): string {
  return new Intl.ListFormat(language === 'en' ? 'en-GB' : language, { type: 'conjunction' }).format([...names].sort((a, b) => a.localeCompare(b, language)))
}

function drawingOf(source: BriefingSource, context: BriefingContext, threshold: number): MapDrawing {
  const ranks = new Map(listedSegments(source, threshold, 10).map((segment, i) => [segment.index, i + 1]))
  const reach = ((source.deployment?.range ?? 0) / (source.deployment?.detour ?? 1)) as Metres
  return {
    ground: context.ground,
    area: source.area,
    settlements: context.settlements,
    segments: source.segments.segments.map(segment => {
      const rank = ranks.get(segment.index)
      return { id: segment.id, line: context.segment(segment.index).line, reports: segment.reports, rate: segment.rate, low: segment.low, high: segment.high, ...(rank === undefined ? {} : { rank }) }
    }),
    hotspots: source.hotspots.hotspots.map(hotspot => ({ cell: hotspot.cell, reports: foundBy(hotspot).reports, rate: foundBy(hotspot).rate, q: hotspot.q })),
    teams: (source.plan?.plan.teams ?? []).map((team, i) => ({ number: i + 1, at: team.base.at, byHand: team.base.from === 'drawn', reach })),
  }
}
