import { describe, expect, test } from 'vitest'
import { assess } from '../../shared/analysis/assess.ts'
import type { AssessInput } from '../../shared/analysis/assess.ts'
import { meaningOfHotspots, roughMeans } from '../../shared/analysis/result.ts'
import { expectedCounts } from '../../shared/analysis/expected.ts'
import { RandomSource } from '../../shared/analysis/random.ts'
import { hexLattice } from './reference-files.ts'

const SIDE = 30
const CELLS = SIDE * SIDE
const PLANTED = 15 * SIDE + 15
const FIRST_MONTH = 600
const cellId = (i: number) => 0x8550000003fffffn + (BigInt(i) << 32n)

/** Reports: two a cell over 24 months, and 63 more in the planted cell and its ring from a month on. */
function study(change: (report: { cell: number; month: number; precision: number; surfaced: number; segment: number }) => void = () => {}, plantedFrom = 12): AssessInput {
  const random = new RandomSource(4)
  const neighbours = hexLattice(SIDE, SIDE)
  const reports: { cell: number; month: number; precision: number; surfaced: number; segment: number }[] = []
  const add = (cell: number, month: number) => {
    const report = { cell, month, precision: 1 + random.below(2), surfaced: 1, segment: 100 + (cell % 12) }
    change(report)
    reports.push(report)
  }
  for (let cell = 0; cell < CELLS; cell++) for (let n = random.poisson(2); n > 0; n--) add(cell, FIRST_MONTH + random.below(24))
  const ring = [PLANTED, ...neighbours.ids.subarray(neighbours.starts[PLANTED], neighbours.starts[PLANTED + 1])]
  for (const cell of ring) for (let n = 0; n < 9; n++) add(cell, FIRST_MONTH + plantedFrom + random.below(24 - plantedFrom))
  const count = reports.length
  return {
    table: {
      count,
      columns: {
        segment: Int32Array.from(reports, (r) => r.segment),
        cell: BigUint64Array.from(reports, (r) => cellId(r.cell)),
        month: Uint16Array.from(reports, (r) => r.month),
        precision: Uint8Array.from(reports, (r) => r.precision),
        surfaced: Uint8Array.from(reports, (r) => r.surfaced),
      },
    },
    rows: Uint32Array.from(reports, (_, i) => i),
    cells: { ids: BigUint64Array.from({ length: CELLS }, (_, i) => cellId(i)), neighbours, expected: new Float64Array(CELLS).fill(1) },
    segments: {
      indices: Int32Array.from({ length: 13 }, (_, i) => 100 + i),
      ids: Array.from({ length: 13 }, (_, i) => `land:AAA-BBB:${i + 1}`),
      classes: Array.from({ length: 13 }, () => 'land' as const),
      expected: new Float64Array(13).fill(1).fill(0, 12),
      secondExpected: new Float64Array(13).fill(1),
    },
    seed: 11,
  }
}

/** Two reports a cell over 24 months, a hotspot of 1,500 in the first twelve months only, and one of 300 that never changes. */
function twoHotspots(seed: number): { input: AssessInput; steady: string } {
  const random = new RandomSource(seed)
  const plain = study()
  const { neighbours } = plain.cells
  const rows: { cell: number; month: number }[] = []
  const ring = (cell: number) => [cell, ...neighbours.ids.subarray(neighbours.starts[cell], neighbours.starts[cell + 1])]
  const scatter = (many: number, cells: readonly number[], months: number) => {
    for (let n = 0; n < many; n++) rows.push({ cell: cells[random.below(cells.length)]!, month: FIRST_MONTH + random.below(months) })
  }
  for (let cell = 0; cell < CELLS; cell++) scatter(random.poisson(2), [cell], 24)
  scatter(1500, ring(7 * SIDE + 7), 12)
  const steady = 22 * SIDE + 22
  scatter(300, ring(steady), 24)
  const count = rows.length
  const columns = { segment: new Int32Array(count).fill(100), cell: BigUint64Array.from(rows, ({ cell }) => cellId(cell)), month: Uint16Array.from(rows, ({ month }) => month), precision: new Uint8Array(count).fill(1), surfaced: new Uint8Array(count) }
  return { input: { ...plain, table: { count, columns }, rows: Uint32Array.from(rows, (_, i) => i), seed }, steady: cellId(steady).toString(16) }
}

test('a false spot is called as likely as it was on simulated maps with such noise', () => {
  const often = (phi: number, rough = false) => meaningOfHotspots({ phi, rough }).values?.['often'] ?? 20
  expect([often(0), often(0.9), often(5), often(0, true), often(20, true)]).toEqual([20, 20, 10, 5, 5])
})

test('no segment stands in the list outside the range of its own rank, however unequal the segments are', async () => {
  const random = new RandomSource(12)
  const size = 300
  const plain = study()
  const expected = Float64Array.from({ length: size }, () => Math.exp(1.8 * random.normal()))
  const rows = [...expected].flatMap((e, at) => Array.from({ length: random.poisson(e * random.gamma(0.11) * 9) }, () => at))
  const count = rows.length
  const columns = { segment: Int32Array.from(rows), cell: new BigUint64Array(count), month: new Uint16Array(count).fill(FIRST_MONTH), precision: new Uint8Array(count).fill(1), surfaced: new Uint8Array(count) }
  const ids = Array.from(expected, (_, i) => `land:AAA-BBB:${i}`)
  const { segments } = await assess({ ...plain, table: { count, columns }, rows: Uint32Array.from(rows, (_, i) => i), segments: { indices: Int32Array.from(expected, (_, i) => i), ids, classes: ids.map(() => 'land' as const), expected, secondExpected: expected } })
  expect(segments.ranked).toBe(true)
  segments.segments.forEach(({ rankLow, rankHigh }, at) => expect(rankLow <= at + 1 && at + 1 <= rankHigh).toBe(true))
})

describe('assessing reports', () => {
  test('finds the planted hotspot, says since when, and rates every segment that has an expected count', async () => {
    const { hotspots, segments, counted } = await assess(study())
    const planted = hotspots.hotspots.find((spot) => spot.cell === cellId(PLANTED).toString(16))
    expect(planted).toMatchObject({ kind: 'area', group: expect.any(Number) })
    expect(planted!.areaReports).toBeGreaterThanOrEqual(63)
    expect(planted!.q).toBeLessThan(1e-6)
    expect(planted!.since!.from >= '2020-11' && planted!.since!.to <= '2021-04').toBe(true)
    expect(hotspots.says).toContainEqual({ key: 'analysis.hotspots.found' })
    expect(segments.segments).toHaveLength(12)
    expect(segments.ranked).toBe(true)
    expect(segments.segments.reduce((sum, s) => sum + s.reports, 0)).toBe(counted.onSegments)
    expect(counted.inCells).toBe(hotspots.reports)
    segments.segments.forEach((s, at) => expect(s.low <= s.rate && s.rate <= s.high && s.rankLow <= at + 1 && at + 1 <= s.rankHigh).toBe(true))
  })

  test('a map of lone crowded cells lists areas only, and says that this is what its unevenness means', async () => {
    const plain = study()
    const lone = Array.from({ length: 12 }, (_, n) => [2 * SIDE + 3, 8 * SIDE + 5, 25 * SIDE + 4][n % 3]! + Math.floor(n / 3) * 6).flatMap((cell) => Array.from({ length: 25 }, () => cell))
    const more = (column: Uint8Array | Uint16Array | Int32Array, values: readonly number[]) => [...column, ...values]
    const { segment, cell, month, precision, surfaced } = plain.table.columns
    const columns = {
      segment: Int32Array.from(more(segment, lone.map(() => 100))), cell: BigUint64Array.from([...cell, ...lone.map(cellId)]), month: Uint16Array.from(more(month, lone.map((_, n) => FIRST_MONTH + (n % 24)))),
      precision: Uint8Array.from(more(precision, lone.map(() => 1))), surfaced: Uint8Array.from(more(surfaced, lone.map(() => 1))),
    }
    const count = columns.segment.length
    const { hotspots } = await assess({ ...plain, table: { count, columns }, rows: Uint32Array.from({ length: count }, (_, i) => i) })
    expect(hotspots.rough).toBe(true)
    expect(hotspots.hotspots.map(({ kind }) => kind)).not.toContain('place')
    expect(hotspots.says.map(({ key }) => key)).toContain(hotspots.hotspots.length > 0 ? 'analysis.hotspots.rough' : 'analysis.hotspots.rough-none')
    expect([roughMeans(3).key, roughMeans(0).key]).toEqual(['analysis.hotspots.rough', 'analysis.hotspots.rough-none'])
  })

  test('a period with an open end names the same start as the reports’ own months: years without a report are no quiet time', async () => {
    const bounded = await assess(study())
    const started = await assess({ ...study(), months: { from: FIRST_MONTH, to: null } })
    expect(started.hotspots.hotspots).toEqual(bounded.hotspots.hotspots)
  })

  test('reports known to a region or country, and those a patrol found, count nowhere', async () => {
    const whole = await assess(study())
    // The planted reports become coarse (or a patrol's): the hotspot goes with them.
    const coarse = await assess(study((r) => { if (r.month >= FIRST_MONTH + 12) r.precision = r.month % 2 === 0 ? 3 : 4 }))
    expect(coarse.hotspots.hotspots).toEqual([])
    expect(coarse.counted.inCells).toBeLessThan(whole.counted.inCells)
    const patrolled = await assess(study((r) => { if (r.month >= FIRST_MONTH + 12) r.surfaced = 2 }))
    expect(patrolled.hotspots.hotspots).toEqual([])
    expect(patrolled.hotspots.says).toContainEqual({ key: 'analysis.counted.patrol', values: { count: patrolled.counted.onPatrol } })
  })

  test('refuses hotspots below 50 reports, and still rates segments', async () => {
    const input = study()
    const { hotspots, segments, verdicts } = await assess({ ...input, rows: input.rows.subarray(0, 49) })
    expect(verdicts).toBeNull()
    expect(hotspots.refused).toEqual({ key: 'analysis.hotspots.too-few-reports', values: { count: 49, needed: 50 } })
    expect(segments.segments).toHaveLength(12)
  })

  test('shows no league table below two reports a segment', async () => {
    const input = study()
    const { segments } = await assess({ ...input, rows: input.rows.subarray(0, 23) })
    expect(segments.ranked).toBe(false)
    expect(segments.says).toContainEqual({ key: 'analysis.segments.no-league-table', values: { count: 23, segments: 12 } })
  })

  test('a rise everywhere is nobody’s start', async () => {
    let turn = 0
    const input = study((r) => { if (r.month < FIRST_MONTH + 12 && turn++ % 2 === 0) r.month += 12 }, 0)
    const { hotspots } = await assess(input)
    const planted = hotspots.hotspots.find((spot) => spot.cell === cellId(PLANTED).toString(16))
    expect(planted!.since).toBeNull()
  })

  test('the end of one hotspot is no start of another that was there all along', async () => {
    let named = 0
    for (let seed = 1; seed <= 12; seed++) {
      const { input, steady } = twoHotspots(seed)
      const { hotspots } = await assess(input)
      const found = hotspots.hotspots.find((spot) => spot.cell === steady)
      expect(found).toBeDefined()
      if (found!.since) named++
    }
    expect(named).toBeLessThanOrEqual(1)
  })

  test('is the same each time, reports progress and stops when told', async () => {
    const [one, two] = [await assess(study()), await assess(study())]
    expect(one.segments).toEqual(two.segments)
    expect(one.hotspots).toEqual(two.hotspots)
    const stop = new AbortController()
    await expect(assess(study(), { signal: stop.signal, onProgress: () => stop.abort() })).rejects.toMatchObject({ name: 'AbortError' })
  })
})

test('expected counts go four fifths by population, one fifth by extent, times the reporting level', () => {
  const exposure = { population: Float64Array.of(0, 300, 100), extent: Float64Array.of(50, 25, 25) }
  expect([...expectedCounts(exposure)]).toEqual([expect.closeTo(0.1, 12), expect.closeTo(0.65, 12), expect.closeTo(0.25, 12)])
  expect(expectedCounts(exposure, Float64Array.of(2, 1, 1))[0]).toBeCloseTo(0.2, 12)
  expect([...expectedCounts({ population: new Float64Array(2), extent: Float64Array.of(1, 3) })]).toEqual([0.25, 0.75])
})
