import { assess } from '../../../shared/analysis/assess.ts'
import type { AssessOutput } from '../../../shared/analysis/assess.ts'
import { RandomSource } from '../../../shared/analysis/random.ts'
import { cellMiddle } from '../../../shared/geo/cells.ts'
import { WITHIN } from '../../../shared/geo/exposure.ts'
import { codeIndex } from '../../../shared/model/vocabularies/vocabulary.ts'
import type { Ground } from '../../../shared/station/ground.ts'
import { studyOf } from '../../../shared/station/study.ts'
import { world } from '../../geo/world.ts'

export const ground = (): Ground => ({ register: world.register(), nearest: world.nearest(), which: world.which(), atlas: world.cells(), population: world.population() })

/** A study area as the station makes it, with what each of its cells expects and the segment that a tip there counts to. */
export function realArea(countries: readonly string[]) {
  const on = ground()
  const study = studyOf(on, countries, WITHIN)
  const sum = study.cells.expected.reduce((a, b) => a + b, 0)
  const shares = study.cells.expected.map((e) => e / sum)
  const segmentOf = Int32Array.from(study.cells.ids, (id) => {
    const [lon, lat] = cellMiddle(id)
    return on.nearest.one(lon, lat, WITHIN).index
  })
  return { study, shares, segmentOf }
}
export type RealArea = ReturnType<typeof realArea>

const EXACT = codeIndex('precision', 'exact')
const FIRST_MONTH = 600

/** Tips in cells at random, `reports` in all on average and in proportion to what is expected, and what the station says of them. */
export function assessRandom({ study, shares, segmentOf }: RealArea, { seed, reports, size, raised }: { seed: number; reports: number; size: number; raised?: ReadonlyMap<number, number> }): Promise<AssessOutput> {
  const random = new RandomSource(seed)
  const rowsOf: number[] = []
  shares.forEach((share, cell) => {
    const noise = size === Infinity ? 1 : random.gamma(size) / size
    for (let n = random.poisson(share * reports * noise * (raised?.get(cell) ?? 1)); n > 0; n--) rowsOf.push(cell)
  })
  const count = rowsOf.length
  const columns = {
    cell: BigUint64Array.from(rowsOf, (cell) => study.cells.ids[cell]!),
    segment: Int32Array.from(rowsOf, (cell) => segmentOf[cell]!),
    month: Uint16Array.from(rowsOf, () => FIRST_MONTH + random.below(24)),
    precision: new Uint8Array(count).fill(EXACT),
    surfaced: new Uint8Array(count),
  }
  return assess({ table: { columns, count }, rows: Uint32Array.from(rowsOf, (_, row) => row), ...study, seed })
}

/** Share of maps with a false hotspot. */
export async function falseShareOf(area: RealArea, { maps, firstSeed, reports, size }: { maps: number; firstSeed: number; reports: number; size: number }): Promise<{ share: number; rough: number; starts: number }> {
  let [wrong, rough, starts] = [0, 0, 0]
  for (let m = 0; m < maps; m++) {
    const { hotspots } = await assessRandom(area, { seed: firstSeed + m, reports, size })
    if (hotspots.refused) throw new Error('a null map was refused')
    if (hotspots.hotspots.length > 0) wrong++
    if (hotspots.rough) rough++
    if (hotspots.hotspots.some(({ since }) => since)) starts++
  }
  return { share: wrong / maps, rough: rough / maps, starts: starts / maps }
}

/** Middles of clusters of seven cells that expect about fourteen of so many reports together, none of them more than half. */
export function clustersOfFourteen({ study, shares }: RealArea, reports: number): readonly (readonly number[])[] {
  const { starts, ids } = study.cells.neighbours
  const clusters: number[][] = []
  for (let cell = 0; cell < shares.length; cell++) {
    const cluster = [cell, ...ids.subarray(starts[cell], starts[cell + 1])]
    const expected = cluster.map((one) => shares[one]! * reports)
    const sum = expected.reduce((a, b) => a + b, 0)
    if (cluster.length === 7 && Math.abs(sum - 14) <= 2 && Math.max(...expected) <= sum / 2) clusters.push(cluster)
  }
  return clusters
}

/** Share of maps whose planted cluster has a flag, each on its own place in the area. */
export async function foundShareOf(area: RealArea, { maps, firstSeed, reports, size, times }: { maps: number; firstSeed: number; reports: number; size: number; times: number }): Promise<number> {
  const clusters = clustersOfFourteen(area, reports)
  if (clusters.length === 0) throw new Error('no such cluster in the area')
  let found = 0
  for (let m = 0; m < maps; m++) {
    const cluster = clusters[Math.floor((m * clusters.length) / maps)]!
    const { hotspots } = await assessRandom(area, { seed: firstSeed + m, reports, size, raised: new Map(cluster.map((cell) => [cell, times])) })
    const planted = new Set(cluster.map((cell) => area.study.cells.ids[cell]!.toString(16)))
    if (hotspots.hotspots.some(({ cell }) => planted.has(cell))) found++
  }
  return found / maps
}
