import type { Message } from '../model/message.ts'
import { TellableError } from '../model/message.ts'
import { fitCellNoise, fitSmoothError } from './dispersion.ts'
import { countTail, firstUnlikely } from './distributions.ts'
import { falseDiscoveryRate } from './false-discovery.ts'
import { neighbourhoodTail } from './neighbourhood-tail.ts'
import { groupTouching } from './neighbours.ts'
import type { Neighbours } from './neighbours.ts'
import type { Steps } from './steps.ts'

/**
 * Where there are more reports than the expected counts and the map's own unevenness explain. Every cell of the study
 * area is tested, reports or not, as an area (with its ring) and as a place (alone), against what counts without
 * clustering would give there. On 500 maps without clusters a false hotspot shows in at most 5%, with cell noise or
 * without, over even or uneven expected counts; where the expected counts are themselves wrong by 30%, or the noise
 * has heavy tails, in up to 18% (tables in resources/decisions/hotspots.md).
 */
export interface HotspotInput {
  readonly counts: ArrayLike<number>
  /** Relative expected counts, all above 0; calibrated here to the total of the counts. */
  readonly expected: Float64Array
  readonly neighbours: Neighbours
}

/** Parallel arrays, one entry a cell. */
export interface CellVerdicts {
  readonly total: number
  /** Excess variance of single cells. */
  readonly phi: number
  /** Smooth error in the expected counts. */
  readonly psi: number
  /** Lone cells (step 5), and whether there are too many of them to judge single places. */
  readonly lone: number
  readonly rough: boolean
  readonly expected: Float64Array
  /** Reports and expected of the cell with its ring. */
  readonly areaCounts: Float64Array
  readonly areaExpected: Float64Array
  readonly pArea: Float64Array
  readonly pPlace: Float64Array
  /** The area's p without its most surprising cell. */
  readonly pWithoutTop: Float64Array
  readonly qArea: Float64Array
  readonly qPlace: Float64Array
  readonly area: Uint8Array
  readonly place: Uint8Array
  /** Touching flags share a number from 1; 0 where there is no flag. */
  readonly group: Int32Array
}

export const REPORTS_NEEDED = 50
export const CELLS_NEEDED = 49

/** Why a map is not tested, or null. Below 50 reports there is no power, whatever is there. */
export function hotspotRefusal(reports: number, cells: number): Message | null {
  if (reports < REPORTS_NEEDED) return { key: 'analysis.hotspots.too-few-reports', values: { count: reports, needed: REPORTS_NEEDED } }
  if (cells < CELLS_NEEDED) return { key: 'analysis.hotspots.too-few-cells', values: { count: cells, needed: CELLS_NEEDED } }
  return null
}

/**
 * @throws TellableError `too-few` below 50 reports or 49 cells
 * @throws RangeError where an expected count is not above 0
 */
export function* findHotspots({ counts, expected: relative, neighbours }: HotspotInput): Steps<CellVerdicts> {
  const cells = counts.length
  let total = 0
  let sum = 0
  for (let i = 0; i < cells; i++) {
    total += counts[i]!
    sum += relative[i]!
    if (!(relative[i]! > 0)) throw new RangeError(`Cell ${i} has no expected count.`)
  }
  const refused = hotspotRefusal(total, cells)
  if (refused) throw new TellableError('too-few', refused)
  const expected = relative.map((value) => (value * total) / sum)
  const areas = neighbourhoodSums(counts, expected, neighbours)

  const phi = yield* scaled(fitCellNoise(counts, expected), 0, 0.3)
  const psi = yield* scaled(fitSmoothError(areas.counts, areas.expected, areas.concentration, phi), 0.3, 0.7)

  const tails = new Float64Array(cells)
  const pPlace = new Float64Array(cells)
  for (let i = 0; i < cells; i++) {
    tails[i] = countTail(counts[i]!, expected[i]!, phi + psi)
    pPlace[i] = counts[i]! < 3 ? 1 : tails[i]!
  }
  yield 0.75

  const pArea = new Float64Array(cells)
  const pWithoutTop = new Float64Array(cells)
  const members = new Float64Array(1 + widest(neighbours))
  for (let i = 0; i < cells; i++) {
    if (i % 256 === 0) yield 0.75 + 0.2 * (i / cells)
    const dispersion = phi + psi / areas.concentration[i]!
    const size = gather(i, expected, neighbours, members)
    pArea[i] = areas.counts[i]! < 3 ? 1 : neighbourhoodTail(areas.counts[i]!, members, size, dispersion)
    const top = mostSurprising(i, tails, neighbours)
    const rest = areas.counts[i]! - counts[top]!
    pWithoutTop[i] = rest <= 0 ? 1 : neighbourhoodTail(rest, members, gatherWithout(i, top, expected, neighbours, members), dispersion)
  }

  const lone = countLoneCells(counts, expected, neighbours, phi)
  // firstUnlikely is the 95% point plus one.
  const rough = lone > firstUnlikely(0.001 * cells, 0) - 1
  const both = new Float64Array(2 * cells)
  both.set(pArea)
  both.set(pPlace, cells)
  const q = falseDiscoveryRate(both, rough ? 'BY' : 'BH')
  const qArea = q.slice(0, cells)
  const qPlace = q.slice(cells)
  const bar = rough ? 0.001 : 0.01
  const area = Uint8Array.from(qArea, (value, i) => (value <= 0.05 && pWithoutTop[i]! <= bar ? 1 : 0))
  const place = Uint8Array.from(qPlace, (value) => (value <= 0.05 && !rough ? 1 : 0))
  const group = groupTouching((i) => area[i] === 1 || place[i] === 1, neighbours)
  return { total, phi, psi, lone, rough, expected, areaCounts: areas.counts, areaExpected: areas.expected, pArea, pPlace, pWithoutTop, qArea, qPlace, area, place, group }
}

function* scaled<T>(steps: Steps<T>, from: number, to: number): Steps<T> {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    yield from + (to - from) * step.value
  }
}

function neighbourhoodSums(counts: ArrayLike<number>, expected: Float64Array, { starts, ids }: Neighbours) {
  const cells = counts.length
  const sums = { counts: new Float64Array(cells), expected: new Float64Array(cells), concentration: new Float64Array(cells) }
  for (let i = 0; i < cells; i++) {
    let count = counts[i]!
    let mean = expected[i]!
    let square = mean * mean
    for (let at = starts[i]!; at < starts[i + 1]!; at++) {
      const j = ids[at]!
      count += counts[j]!
      mean += expected[j]!
      square += expected[j]! * expected[j]!
    }
    sums.counts[i] = count
    sums.expected[i] = mean
    sums.concentration[i] = square / (mean * mean)
  }
  return sums
}

function widest({ starts }: Neighbours): number {
  let most = 0
  for (let i = 1; i < starts.length; i++) most = Math.max(most, starts[i]! - starts[i - 1]!)
  return most
}

/** The means of cell i and its ring into `into`; how many. */
function gather(i: number, expected: Float64Array, { starts, ids }: Neighbours, into: Float64Array): number {
  let size = 0
  into[size++] = expected[i]!
  for (let at = starts[i]!; at < starts[i + 1]!; at++) into[size++] = expected[ids[at]!]!
  return size
}

function gatherWithout(i: number, without: number, expected: Float64Array, { starts, ids }: Neighbours, into: Float64Array): number {
  let size = 0
  if (i !== without) into[size++] = expected[i]!
  for (let at = starts[i]!; at < starts[i + 1]!; at++) if (ids[at]! !== without) into[size++] = expected[ids[at]!]!
  return size
}

/** The cell of the neighbourhood with the smallest tail; of equals, the first (the cell itself, then its ring). */
function mostSurprising(i: number, tails: Float64Array, { starts, ids }: Neighbours): number {
  let top = i
  for (let at = starts[i]!; at < starts[i + 1]!; at++) if (tails[ids[at]!]! < tails[top]!) top = ids[at]!
  return top
}

/**
 * Cells that stand out alone while their ring does not. More of them than one in a thousand would give means that the
 * noise has heavier tails than any dispersion here describes.
 */
function countLoneCells(counts: ArrayLike<number>, expected: Float64Array, { starts, ids }: Neighbours, phi: number): number {
  let lone = 0
  for (let i = 0; i < counts.length; i++) {
    if (!(counts[i]! > expected[i]!) || starts[i + 1] === starts[i] || countTail(counts[i]!, expected[i]!, phi) > 0.001) continue
    let count = 0
    let mean = 0
    let square = 0
    for (let at = starts[i]!; at < starts[i + 1]!; at++) {
      const j = ids[at]!
      count += counts[j]!
      mean += expected[j]!
      square += expected[j]! * expected[j]!
    }
    if (countTail(count, mean, (phi * square) / (mean * mean)) > 0.1) lone++
  }
  return lone
}
