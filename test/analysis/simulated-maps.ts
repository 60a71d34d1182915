import { findHotspots } from '../../shared/analysis/hotspots.ts'
import type { CellVerdicts } from '../../shared/analysis/hotspots.ts'
import { RandomSource } from '../../shared/analysis/random.ts'
import { runThrough } from '../../shared/analysis/steps.ts'
import { hexLattice } from './reference-files.ts'

/** The maps that the method was settled on: 60 by 60 hexagons, edges not joined, two reports a cell. */
export const SIDE = 60
export const neighbours = hexLattice(SIDE, SIDE)
const MEAN = 2

export interface Setting {
  readonly even: boolean
  /** Gamma noise of this size about the expected count (variance of one over it); Infinity: none. */
  readonly size: number
}
export const SETTINGS: readonly Setting[] = [{ even: true, size: Infinity }, { even: true, size: 5 }, { even: false, size: Infinity }, { even: false, size: 5 }]
export const nameOf = ({ even, size }: Setting) => `${even ? 'even' : 'uneven'} expected counts, ${size === Infinity ? 'Poisson' : `gamma noise of size ${size}`}`

/** Expected counts: equal, or log10 E = 0.6 z, z 70% smooth (Gaussian kernel of 3 cells) and 30% cell noise. */
function expectedField(random: RandomSource, even: boolean): Float64Array {
  const cells = SIDE * SIDE
  if (even) return new Float64Array(cells).fill(MEAN)
  const margin = 9
  const wide = SIDE + 2 * margin
  let field = Float64Array.from({ length: wide * wide }, () => random.normal())
  const kernel = Array.from({ length: 2 * margin + 1 }, (_, k) => Math.exp(-((k - margin) ** 2) / (2 * 9)))
  for (const [step, across] of [[1, true], [wide, false]] as const) {
    const smoothed = new Float64Array(wide * wide)
    for (let r = 0; r < wide; r++) for (let c = 0; c < wide; c++) {
      const along = across ? c : r
      let sum = 0
      for (let k = -margin; k <= margin; k++) if (along + k >= 0 && along + k < wide) sum += kernel[k + margin]! * field[r * wide + c + k * step]!
      smoothed[r * wide + c] = sum
    }
    field = smoothed
  }
  const inner = Float64Array.from({ length: cells }, (_, i) => field[(Math.floor(i / SIDE) + margin) * wide + (i % SIDE) + margin]!)
  const mean = inner.reduce((a, b) => a + b) / cells
  const sd = Math.sqrt(inner.reduce((a, b) => a + (b - mean) ** 2, 0) / cells)
  const expected = inner.map((z) => 10 ** (0.6 * (Math.sqrt(0.7) * ((z - mean) / sd) + Math.sqrt(0.3) * random.normal())))
  const sum = expected.reduce((a, b) => a + b)
  return expected.map((e) => (e * MEAN * cells) / sum)
}

export interface SimulatedMap { readonly counts: Uint32Array; readonly expected: Float64Array; readonly planted: ReadonlySet<number> }

/** A map from a seed. With `risk`, seven cells about the middle of the map expect two reports each and get `risk` times as many. */
export function simulateMap(seed: number, { even, size }: Setting, risk = 1): SimulatedMap {
  const random = new RandomSource(seed)
  const expected = expectedField(random, even)
  const planted = new Set<number>()
  if (risk !== 1) {
    const centre = (SIDE / 2) * SIDE + SIDE / 2
    planted.add(centre)
    for (let at = neighbours.starts[centre]!; at < neighbours.starts[centre + 1]!; at++) planted.add(neighbours.ids[at]!)
    for (const cell of planted) expected[cell] = MEAN
  }
  const counts = Uint32Array.from(expected, (e, i) => random.poisson(e * (planted.has(i) ? risk : 1) * (size === Infinity ? 1 : random.gamma(size) / size)))
  return { counts, expected, planted }
}

export const judge = ({ counts, expected }: SimulatedMap): CellVerdicts => runThrough(findHotspots({ counts, expected, neighbours }))
export const flagged = (verdicts: CellVerdicts) => verdicts.group.some((group) => group > 0)

/** Share of maps without clusters on which something is flagged. */
export function falseShare(setting: Setting, maps: number, firstSeed: number, flag: (map: SimulatedMap) => boolean = (map) => flagged(judge(map))): number {
  let wrong = 0
  for (let m = 0; m < maps; m++) if (flag(simulateMap(firstSeed + m, setting))) wrong++
  return wrong / maps
}

/** Share of maps whose planted cluster of seven has a flag. */
export function foundShare(setting: Setting, maps: number, firstSeed: number, risk: number): number {
  let found = 0
  for (let m = 0; m < maps; m++) {
    const map = simulateMap(firstSeed + m, setting, risk)
    const { group } = judge(map)
    if ([...map.planted].some((cell) => group[cell]! > 0)) found++
  }
  return found / maps
}
