import { assess } from '../../../shared/analysis/assess.ts'
import type { AssessOutput } from '../../../shared/analysis/assess.ts'
import { RandomSource } from '../../../shared/analysis/random.ts'
import { cellMiddle } from '../../../shared/geo/cells.ts'
import { WITHIN } from '../../../shared/geo/exposure.ts'
import { codeIndex } from '../../../shared/model/vocabularies/vocabulary.ts'
import type { Ground } from '../../../shared/station/ground.ts'
import { defaultArea, studyOf } from '../../../shared/station/study.ts'
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
  return { study, shares, segmentOf, country: on.atlas.area(countries).country }
}
export type RealArea = ReturnType<typeof realArea>

const EXACT = codeIndex('precision', 'exact')
const FIRST_MONTH = 600

interface RandomTips {
  readonly seed: number
  /** On average, in all. */
  readonly reports: number
  /** Gamma noise of this size about each cell's expected count; Infinity: none. */
  readonly size: number
  /** How many times as many as expected, by cell. */
  readonly raised?: ReadonlyMap<number, number>
}

/** Tips in cells at random, in proportion to what is expected there. */
function scatter({ study, shares, segmentOf, country }: RealArea, { seed, reports, size, raised }: RandomTips) {
  const random = new RandomSource(seed)
  const cellOf: number[] = []
  shares.forEach((share, cell) => {
    const noise = size === Infinity ? 1 : random.gamma(size) / size
    for (let n = random.poisson(share * reports * noise * (raised?.get(cell) ?? 1)); n > 0; n--) cellOf.push(cell)
  })
  const count = cellOf.length
  const columns = {
    cell: BigUint64Array.from(cellOf, (cell) => study.cells.ids[cell]!),
    segment: Int32Array.from(cellOf, (cell) => segmentOf[cell]!),
    country: Uint16Array.from(cellOf, (cell) => country[cell]!),
    month: Uint16Array.from(cellOf, () => FIRST_MONTH + random.below(24)),
    precision: new Uint8Array(count).fill(EXACT),
    surfaced: new Uint8Array(count),
  }
  return { table: { columns, count }, rows: Uint32Array.from(cellOf, (_, row) => row) }
}

/** What the station says of random tips over the area, or over the area that it chooses by those tips (`defaultArea`). */
export function assessRandom(area: RealArea, { chosen = false, ...tips }: RandomTips & { readonly chosen?: boolean }): Promise<AssessOutput> {
  const scattered = scatter(area, tips)
  const study = chosen ? studyOf(ground(), defaultArea(scattered.table, scattered.rows), WITHIN) : area.study
  return assess({ ...scattered, ...study, seed: tips.seed })
}

/** Share of maps with a false hotspot, and of those that are called rough. */
export async function falseShareOf(area: RealArea, { maps, firstSeed, ...tips }: { maps: number; firstSeed: number; reports: number; size: number; chosen?: boolean }): Promise<{ wrong: number; rough: number }> {
  let [wrong, rough] = [0, 0]
  for (let m = 0; m < maps; m++) {
    const { hotspots } = await assessRandom(area, { seed: firstSeed + m, ...tips })
    if (hotspots.refused) throw new Error('a map without clusters was refused')
    if (hotspots.hotspots.length > 0) wrong++
    if (hotspots.rough) rough++
  }
  return { wrong: wrong / maps, rough: rough / maps }
}

/** Clusters of seven touching cells that expect about fourteen of so many reports together, none of them more than half. */
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
