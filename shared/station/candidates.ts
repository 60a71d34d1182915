import { distanceBetween } from '../geo/sphere.ts'
import type { Population } from '../geo/population.ts'
import type { Register } from '../geo/register.ts'
import type { SegmentResult } from '../analysis/result.ts'
import { COUNTRIES } from '../model/countries.ts'
import type { LngLat } from '../model/units.ts'
import type { CandidateBase, Demand } from '../planning/plan.ts'
import type { DeploymentRequest } from './station.ts'

/** A plan weighs at most this many segments: those with the most expected reports, which hold nearly all of them. */
const DEMAND_LIMIT = 2000
/** Settlements and segment midpoints offered as bases, at most, of each sort. */
const SETTLEMENT_LIMIT = 250
const MIDPOINT_LIMIT = 250

/** Segments with the highest rates that are always weighed, so that it is known whether a plan reaches them. */
const HIGHEST_WEIGHED = 10

/** Positions in the result of the segments that make the demand, by expected reports (rate times expected), most first. */
export function mostDemand(result: SegmentResult): readonly number[] {
  const weight = (at: number) => result.segments[at]!.rate * result.segments[at]!.expected
  return result.segments
    .map((_, at) => at)
    .filter((at) => weight(at) > 0)
    .sort((a, b) => weight(b) - weight(a))
    .filter((at, place) => place < DEMAND_LIMIT || at < HIGHEST_WEIGHED)
}

/** Demand at the middle of each segment: expected reports, never the ratio. */
export function demandOf(register: Register, result: SegmentResult, positions: readonly number[]): readonly Demand[] {
  return positions.map((at) => {
    const segment = result.segments[at]!
    return { id: segment.id, at: register.midpoint(segment.index), weight: segment.rate * segment.expected, countries: register.countriesOf(segment.index) }
  })
}

interface CandidateInput {
  readonly register: Register
  readonly population: Population
  readonly demand: readonly Demand[]
  readonly area: readonly string[]
  /** Metres. */
  readonly reach: number
  readonly wanted: DeploymentRequest['candidates']
  readonly minimum: Readonly<Record<string, number>>
}

/**
 * Where a team may stand (names are given by whoever holds the gazetteer): the bases that were drawn, settlements of the study area from which some demand is in
 * reach (those with most demand in reach first, then the largest), and middles of the segments with most demand.
 */
export function candidateBases(input: CandidateInput): readonly CandidateBase[] {
  const { wanted } = input
  return [...wanted.drawn, ...(wanted.settlements ? settlements(input) : []), ...(wanted.segments ? midpoints(input) : [])]
}

/** A team in the middle of a border stands for one of its countries: for each that must have teams it is a base of its own, else for the first. */
function midpoints({ demand, minimum }: CandidateInput): CandidateBase[] {
  return demand.slice(0, MIDPOINT_LIMIT).flatMap(({ id, at, countries }) => {
    const asked = countries.filter((code) => (minimum[code] ?? 0) > 0)
    return (asked.length > 0 ? asked : countries.slice(0, 1)).map((country): CandidateBase => ({ id: asked.length > 1 ? `segment:${id}:${country}` : `segment:${id}`, at, name: '', country, from: 'segment', segment: id }))
  })
}

function settlements({ population, demand, area, reach, minimum }: CandidateInput): CandidateBase[] {
  const inArea = new Set(area.map((code) => COUNTRIES.indexOf(code)))
  const grid = new DemandGrid(demand, reach)
  const found: { at: LngLat; index: number; country: string; within: number; people: number }[] = []
  for (let i = 0; i < population.count; i++) {
    if (!inArea.has(population.country[i] as number)) continue
    const at: LngLat = [population.lon[i] as number, population.lat[i] as number]
    const within = grid.within(at)
    if (within > 0) found.push({ at, index: i, country: COUNTRIES[population.country[i] as number] as string, within, people: population.people[i] as number })
  }
  found.sort((a, b) => b.within - a.within || b.people - a.people)
  const chosen = new Set(found.slice(0, SETTLEMENT_LIMIT))
  // A country that must have a team keeps its best settlements, however little demand they reach.
  for (const code of Object.keys(minimum)) for (const settlement of found.filter(({ country }) => country === code).slice(0, 20)) chosen.add(settlement)
  return [...chosen].map(({ at, index, country }) => ({ id: `settlement:${index}`, at, name: '', country, from: 'settlement' }))
}

/** Demand by cells of a degree, so that each settlement looks only around itself. */
class DemandGrid {
  readonly #cells = new Map<number, Demand[]>()
  readonly #reach: number

  constructor(demand: readonly Demand[], reach: number) {
    this.#reach = reach
    for (const each of demand) {
      const key = this.#key(Math.floor(each.at[0]), Math.floor(each.at[1]))
      const list = this.#cells.get(key)
      if (list) list.push(each)
      else this.#cells.set(key, [each])
    }
  }

  /** Weight of the demand within reach of a point. */
  within(at: LngLat): number {
    const rows = Math.ceil(this.#reach / 110_000)
    const columns = Math.min(180, Math.ceil(this.#reach / (110_000 * Math.max(0.05, Math.cos((at[1] * Math.PI) / 180)))))
    let sum = 0
    for (let dy = -rows; dy <= rows; dy++) {
      for (let dx = -columns; dx <= columns; dx++) {
        for (const demand of this.#cells.get(this.#key(Math.floor(at[0]) + dx, Math.floor(at[1]) + dy)) ?? []) {
          if (distanceBetween(at, demand.at) <= this.#reach) sum += demand.weight
        }
      }
    }
    return sum
  }

  #key(x: number, y: number): number {
    return (((x + 180) % 360 + 360) % 360) * 1000 + y + 90
  }
}
