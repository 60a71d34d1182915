import { describe, expect, test } from 'vitest'
import { falseDiscoveryRate } from '../../shared/analysis/false-discovery.ts'
import { giStar } from '../../shared/analysis/gi-star.ts'
import { findHotspots } from '../../shared/analysis/hotspots.ts'
import { packNeighbours } from '../../shared/analysis/neighbours.ts'
import { segmentRates } from '../../shared/analysis/segment-rates.ts'
import { sinceWhen } from '../../shared/analysis/since.ts'
import { runThrough } from '../../shared/analysis/steps.ts'
import { column, hexLattice, readReference, referencePresent } from './reference-files.ts'

/** Within NUMBERS' tolerance for p and q: 2% above 1e-6. */
function expectSameP(ours: Float64Array, theirs: Float64Array) {
  theirs.forEach((p, i) => {
    if (p > 1e-6) expect(Math.abs(ours[i]! / p - 1)).toBeLessThan(0.02)
    else expect(ours[i]!).toBeLessThan(1.1e-6)
  })
}

const parameters = (file: string) => new Map(readReference('numbers-parameters.csv').filter((row) => row['file'] === file).map((row) => [row['name']!, Number(row['value'])]))

describe.skipIf(!referencePresent)('what R gives', () => {
  test.each(['us-mexico-grid', 'columbus-crime'])('Gi* of %s, to 1e-9', (name) => {
    const values = readReference(`${name}.values.csv`)
    const at = new Map(values.map((row, i) => [row['id']!, i]))
    const rings: number[][] = values.map(() => [])
    for (const { i, j } of readReference(`${name}.neighbours.csv`)) rings[at.get(i!)!]!.push(at.get(j!)!)
    const expected = readReference(`${name}.expected.csv`)
    expect(expected.map((row) => row['id'])).toEqual(values.map((row) => row['id']))
    const { z, p } = giStar(column(values, 'value'), packNeighbours(rings))
    const q = falseDiscoveryRate(p)
    const off = (ours: Float64Array, theirs: Float64Array) => Math.max(...ours.map((x, i) => Math.abs(x - theirs[i]!)))
    expect(off(z, column(expected, 'z'))).toBeLessThan(1e-9)
    expect(off(p, column(expected, 'p'))).toBeLessThan(1e-9)
    expect(off(q, column(expected, 'q'))).toBeLessThan(1e-9)
  })

  test.each(['null-poisson', 'null-heavy', 'planted'])('hotspots of the map %s', (map) => {
    const file = `hotspot-${map}.csv`
    const rows = readReference(file)
    const verdicts = runThrough(findHotspots({ counts: column(rows, 'count'), expected: column(rows, 'expected'), neighbours: hexLattice(24, 24) }))
    const want = parameters(file)
    expect(Math.abs(verdicts.phi - want.get('phi')!)).toBeLessThan(Math.max(0.0005, 0.01 * want.get('phi')!))
    expect(Math.abs(verdicts.psi - want.get('psi')!)).toBeLessThan(Math.max(0.0005, 0.01 * want.get('psi')!))
    expect(verdicts.total).toBe(want.get('total'))
    expect(verdicts.lone).toBe(want.get('lone'))
    expect(Number(verdicts.rough)).toBe(want.get('rough'))
    expectSameP(verdicts.pArea, column(rows, 'p_area'))
    expectSameP(verdicts.pPlace, column(rows, 'p_place'))
    expectSameP(verdicts.pWithoutTop, column(rows, 'p_without_top'))
    expectSameP(verdicts.qArea, column(rows, 'q_area'))
    expectSameP(verdicts.qPlace, column(rows, 'q_place'))
    expect([...verdicts.area]).toEqual([...column(rows, 'area')])
    expect([...verdicts.place]).toEqual([...column(rows, 'place')])
  })

  test('segment rates, intervals and rank ranges', () => {
    const rows = readReference('segment-rates.csv')
    const rates = runThrough(segmentRates({ counts: column(rows, 'reports'), expected: column(rows, 'expected'), seed: 1 }))
    for (const [name, ours] of [['mean', rates.rate], ['low', rates.low], ['high', rates.high]] as const) {
      column(rows, name).forEach((value, i) => {
        if (value === 0) expect(ours[i]).toBe(0)
        else expect(Math.abs(ours[i]! / value - 1)).toBeLessThan(0.01)
      })
    }
    column(rows, 'rank_low').forEach((rank, i) => expect(Math.abs(rates.rankLow[i]! - rank)).toBeLessThanOrEqual(3))
    column(rows, 'rank_high').forEach((rank, i) => expect(Math.abs(rates.rankHigh[i]! - rank)).toBeLessThanOrEqual(3))
    column(rows, 'p_top10').forEach((share, i) => expect(Math.abs(rates.topTen[i]! - share)).toBeLessThanOrEqual(0.03))
    expect(rates.ranked).toBe(true)
  })

  test.each([1, 2, 3])('since when, series %d', (series) => {
    const rows = readReference('since.csv').filter((row) => Number(row['series']) === series)
    const want = parameters('since.csv')
    const since = sinceWhen({ counts: column(rows, 'reports'), shares: rows.map(() => 1), noise: 0, seed: 3 })
    expect(since.logRatio).toBeCloseTo(want.get(`log_ratio_${series}`)!, 5)
    expect(Math.abs(since.p - want.get(`p_${series}`)!)).toBeLessThanOrEqual(0.02)
    column(rows, 'p_start').forEach((share, month) => expect(since.starts[month]).toBeCloseTo(share, 6))
    expect(since.named === null).toBe(since.p > 0.05)
  })
})
