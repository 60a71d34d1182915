import { codeIndex } from '../model/vocabularies/vocabulary.ts'
import { NO_MONTH } from '../model/units.ts'
import type { ColumnTable, TipColumns } from '../model/columns.ts'
import type { Message } from '../model/message.ts'
import { CellIndex, halves } from './cell-index.ts'
import { findHotspots, hotspotRefusal } from './hotspots.ts'
import type { CellVerdicts } from './hotspots.ts'
import { fitMonthNoise, MONTHS_NEEDED, sinceWhen } from './since.ts'
import type { Neighbours } from './neighbours.ts'
import { meaningOfHotspots, roughMeans } from './result.ts'
import type { Hotspot, HotspotResult, SegmentRate, SegmentResult } from './result.ts'
import { flipsUnder, RANK_DRAWS, REPORTS_A_SEGMENT, segmentRates } from './segment-rates.ts'
import type { SegmentRates } from './segment-rates.ts'
import { runInSlices } from './steps.ts'
import type { Steps } from './steps.ts'

/** Every cell of the study area, chosen without looking at the reports, with relative expected counts (`expectedCounts`). */
export interface StudyCells {
  readonly ids: BigUint64Array
  readonly neighbours: Neighbours
  readonly expected: Float64Array
}

/** Every segment of the study area, in any order. */
export interface StudySegments {
  /** Positions in the register. */
  readonly indices: Int32Array
  readonly ids: readonly string[]
  readonly classes: readonly ('land' | 'coast')[]
  readonly expected: Float64Array
  /** Expected by length alone, for ranks that would flip. */
  readonly secondExpected: Float64Array
}

export interface AssessInput {
  /** Only geography is read: segment, cell, month, precision, surfaced. */
  readonly table: ColumnTable<Pick<TipColumns, 'segment' | 'cell' | 'month' | 'precision' | 'surfaced'>>
  /** Rows that pass the filter. */
  readonly rows: Uint32Array
  readonly cells: StudyCells
  readonly segments: StudySegments
  /** Stored with the result; the same seed gives the same ranks. */
  readonly seed: number
  /** Epoch months that the reports are from, both ends included; absent, or null at an open end: those of the reports themselves. */
  readonly months?: { readonly from: number | null; readonly to: number | null }
}

export interface AssessOutput {
  readonly hotspots: HotspotResult
  readonly segments: SegmentResult
  /** For plans: joint draws of demand come from here (`drawDemand`), positions as in the input's segments. */
  readonly rates: SegmentRates
  /** Null where hotspots were refused. */
  readonly verdicts: CellVerdicts | null
  readonly counted: { readonly tips: number; readonly inCells: number; readonly onSegments: number; readonly onPatrol: number }
  readonly milliseconds: Readonly<Record<string, number>>
}

export interface AssessOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number; readonly what: Message }) => void) | undefined
}

/**
 * Hotspots and border rates of the rows that pass. Only exact and settlement precision count, and never what a patrol
 * found: patrols must not feed the hotspots that send them.
 * @throws the signal's reason where it was aborted
 */
export async function assess(input: AssessInput, { signal, onProgress }: AssessOptions = {}): Promise<AssessOutput> {
  const milliseconds: Record<string, number> = {}
  const timed = async <T>(name: string, steps: Steps<T>): Promise<T> => {
    const start = performance.now()
    const what: Message = { key: `analysis.progress.${name}` }
    const result = await runInSlices(steps, { signal, onShare: (share) => onProgress?.({ done: Math.round(share * 100), total: 100, what }) })
    milliseconds[name] = performance.now() - start
    return result
  }
  const tally = await timed('counting', countReports(input))
  const refused = hotspotRefusal(tally.inCells, input.cells.ids.length)
  const verdicts = refused ? null : await timed('hotspots', findHotspots({ counts: tally.cells, expected: input.cells.expected, neighbours: input.cells.neighbours }))
  const hotspots = verdicts ? await timed('since', describeHotspots(input, tally, verdicts)) : withoutHotspots(input, tally, refused!)
  const { result: segments, rates } = await timed('segments', describeSegments(input, tally))
  return { hotspots, segments, rates, verdicts, counted: { tips: input.rows.length, inCells: tally.inCells, onSegments: tally.onSegments, onPatrol: tally.onPatrol }, milliseconds }
}

interface Tally {
  readonly cells: Uint32Array
  readonly segments: Uint32Array
  readonly inCells: number
  readonly onSegments: number
  readonly onPatrol: number
  /** One entry a report that has a cell and a month. */
  readonly cellOf: Int32Array
  readonly monthOf: Uint16Array
}

const PATROL = codeIndex('surfaced', 'patrol')
const EXACT = codeIndex('precision', 'exact')
const SETTLEMENT = codeIndex('precision', 'settlement')

function* countReports({ table, rows, cells, segments }: AssessInput): Steps<Tally> {
  const { segment, cell, month, precision, surfaced } = table.columns
  const index = new CellIndex(cells.ids)
  const cellWords = halves(cell)
  const position = new Map<number, number>()
  segments.indices.forEach((register, i) => position.set(register, i))
  const cellCounts = new Uint32Array(cells.ids.length)
  const segmentCounts = new Uint32Array(segments.indices.length)
  const cellOf = new Int32Array(rows.length)
  const monthOf = new Uint16Array(rows.length)
  let [dated, inCells, onSegments, onPatrol] = [0, 0, 0, 0]
  for (let i = 0; i < rows.length; i++) {
    if (i % 65_536 === 0) yield i / rows.length
    const row = rows[i]!
    if (surfaced[row] === PATROL) {
      onPatrol++
      continue
    }
    if (precision[row] !== EXACT && precision[row] !== SETTLEMENT) continue
    const onSegment = position.get(segment[row]!)
    if (onSegment !== undefined) {
      segmentCounts[onSegment]!++
      onSegments++
    }
    const inCell = index.find(cellWords, row)
    if (inCell < 0) continue
    cellCounts[inCell]!++
    inCells++
    if (month[row] === NO_MONTH) continue
    cellOf[dated] = inCell
    monthOf[dated++] = month[row]!
  }
  return { cells: cellCounts, segments: segmentCounts, inCells, onSegments, onPatrol, cellOf: cellOf.subarray(0, dated), monthOf: monthOf.subarray(0, dated) }
}

function withoutHotspots({ cells }: AssessInput, { inCells }: Tally, refused: Message): HotspotResult {
  return { hotspots: [], cells: cells.ids.length, reports: inCells, phi: 0, psi: 0, rough: false, refused, says: [refused] }
}

function* describeHotspots(input: AssessInput, tally: Tally, verdicts: CellVerdicts): Steps<HotspotResult> {
  const since = yield* startsOfGroups(input, tally, verdicts)
  const hotspots: Hotspot[] = []
  for (let i = 0; i < verdicts.group.length; i++) {
    if (verdicts.group[i] === 0) continue
    const isArea = verdicts.area[i] === 1
    hotspots.push({
      cell: input.cells.ids[i]!.toString(16),
      kind: isArea ? 'area' : 'place',
      reports: tally.cells[i]!,
      expected: verdicts.expected[i]!,
      areaReports: verdicts.areaCounts[i]!,
      areaExpected: verdicts.areaExpected[i]!,
      rate: verdicts.areaCounts[i]! / verdicts.areaExpected[i]!,
      q: isArea ? verdicts.qArea[i]! : verdicts.qPlace[i]!,
      since: since.named[verdicts.group[i]!] ?? null,
      group: verdicts.group[i]!,
    })
  }
  hotspots.sort((a, b) => a.q - b.q || b.rate - a.rate || (a.cell < b.cell ? -1 : 1))
  const says: Message[] = [hotspots.length > 0 ? meaningOfHotspots(verdicts) : { key: 'analysis.hotspots.none' }]
  if (verdicts.rough) says.push(roughMeans(hotspots.length))
  if (tally.onPatrol > 0) says.push({ key: 'analysis.counted.patrol', values: { count: tally.onPatrol } })
  if (hotspots.length > 0 && since.months < MONTHS_NEEDED) says.push({ key: 'analysis.since.too-few-months', values: { count: since.months, needed: MONTHS_NEEDED } })
  return { hotspots, cells: verdicts.group.length, reports: tally.inCells, phi: verdicts.phi, psi: verdicts.psi, rough: verdicts.rough, refused: null, says }
}

/**
 * When each group of touching flags began. A month's expected share is what the study area reported in it outside every hotspot,
 * plus one report: a rise everywhere is no start here, nor is the end of another hotspot, and a quiet map leaves months equal.
 * That these shares are themselves counts is so much more noise of months.
 */
function* startsOfGroups({ cells, months, seed }: AssessInput, { cellOf, monthOf }: Tally, { area, group }: CellVerdicts): Steps<{ named: ({ from: string; to: string } | null)[]; months: number }> {
  const groups = group.reduce((most, g) => Math.max(most, g), 0)
  const named: ({ from: string; to: string } | null)[] = new Array(groups + 1).fill(null)
  const first = months?.from ?? monthOf.reduce((a, b) => Math.min(a, b), Infinity)
  const last = months?.to ?? monthOf.reduce((a, b) => Math.max(a, b), -Infinity)
  const length = monthOf.length > 0 ? last - first + 1 : 0
  if (groups === 0 || length < MONTHS_NEEDED) return { named, months: Math.max(0, length) }

  const within: { cell: number; month: number }[] = []
  const all = new Float64Array(length).fill(1)
  for (let i = 0; i < monthOf.length; i++) {
    const month = monthOf[i]! - first
    if (month < 0 || month >= length) continue
    within.push({ cell: cellOf[i]!, month })
    all[month]!++
  }
  const noise = yield* fitMonthNoise(within.map((report) => report.cell), within.map((report) => report.month), all)
  const reportsOf = new Map<number, Float64Array>()
  for (const { cell, month } of within) {
    const counts = reportsOf.get(cell) ?? new Float64Array(length)
    counts[month]!++
    reportsOf.set(cell, counts)
  }
  const members = Array.from({ length: groups + 1 }, (_, g) => (g === 0 ? new Set<number>() : cellsOfGroup(g, group, area, cells.neighbours)))
  const quiet = all.slice()
  for (const cell of new Set(members.flatMap((set) => [...set]))) reportsOf.get(cell)?.forEach((many, month) => (quiet[month]! -= many))
  const ofShares = length / quiet.reduce((sum, many) => sum + many, 0)
  for (let g = 1; g <= groups; g++) {
    yield g / groups
    const counts = new Float64Array(length)
    for (const cell of members[g]!) reportsOf.get(cell)?.forEach((many, month) => (counts[month]! += many))
    const since = sinceWhen({ counts, shares: quiet, noise: noise + ofShares, seed: seed + g, decideOnly: true })
    if (since.named) named[g] = { from: monthName(first + since.named.from), to: monthName(first + since.named.to) }
  }
  return { named, months: length }
}

/** The flagged cells of a group, with the rings of its hot areas. */
function cellsOfGroup(wanted: number, group: Int32Array, area: Uint8Array, { starts, ids }: Neighbours): Set<number> {
  const cells = new Set<number>()
  for (let i = 0; i < group.length; i++) {
    if (group[i] !== wanted) continue
    cells.add(i)
    if (area[i] === 1) for (let at = starts[i]!; at < starts[i + 1]!; at++) cells.add(ids[at]!)
  }
  return cells
}

/** "2026-03" of an epoch month. */
function monthName(month: number): string {
  return `${1970 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
}

/** Draws where no league table is shown: bounds are then only for reading one segment. */
const UNRANKED_DRAWS = 1000

function* describeSegments({ segments, seed }: AssessInput, tally: Tally): Steps<{ result: SegmentResult; rates: SegmentRates }> {
  const enough = tally.onSegments >= REPORTS_A_SEGMENT * segments.expected.reduce((many, e) => many + (e > 0 ? 1 : 0), 0)
  const rates = yield* segmentRates({ counts: tally.segments, expected: segments.expected, seed, draws: enough ? RANK_DRAWS : UNRANKED_DRAWS })
  const flips = yield* flipsUnder(rates, tally.segments, segments.secondExpected)
  const inDrawOrder: SegmentRate[] = Array.from(rates.units, (i, k) => ({
    id: segments.ids[i]!,
    index: segments.indices[i]!,
    class: segments.classes[i]!,
    reports: tally.segments[i]!,
    expected: rates.posterior.expected[k]!,
    rate: rates.rate[i]!,
    low: rates.low[i]!,
    high: rates.high[i]!,
    rankLow: rates.rankLow[i]!,
    rankHigh: rates.rankHigh[i]!,
    topTen: rates.topTen[i]!,
    flips: flips[i] === 1,
  }))
  // The list goes by mean rate, ranges by ranks in the draws: a skewed rate (few reports, little expected) can stand outside its own range.
  const described = inDrawOrder
    .sort((a, b) => b.rate - a.rate || a.index - b.index)
    .map((segment, at) => ({ ...segment, rankLow: Math.min(segment.rankLow, at + 1), rankHigh: Math.max(segment.rankHigh, at + 1) }))
  const says: Message[] = []
  if (described.length === 0) says.push({ key: 'analysis.segments.none' })
  else if (!rates.ranked) says.push({ key: 'analysis.segments.no-league-table', values: { count: tally.onSegments, segments: described.length } })
  const flipped = described.filter((segment) => segment.flips).length
  if (flipped > 0) says.push({ key: 'analysis.segments.flips', values: { count: flipped, segments: described.length } })
  if (described.length > 0) says.push({ key: 'analysis.segments.interval' })
  return { result: { segments: described, ranked: rates.ranked, says }, rates }
}
