import { RandomSource } from '../../shared/analysis/random.ts'
import { metres } from '../../shared/model/units.ts'
import type { LngLat } from '../../shared/model/units.ts'
import type { PlanRequest } from '../../shared/planning/plan.ts'

const COUNTRIES = ['AAA', 'BBB', 'CCC', 'DDD'] as const

export interface Shape {
  readonly sites: number
  readonly demand: number
  readonly teams: number
  /** Metres. */
  readonly range: number
  readonly whole: boolean
  readonly minimum: Readonly<Record<string, number>>
}

/** A request from a seed: bases and demand about hubs in a band of some 2,000 by 600 km, part of them anywhere. */
export function makeRequest(seed: number, { sites, demand, teams, range, whole, minimum }: Shape): PlanRequest {
  const random = new RandomSource(seed)
  const anywhere = (): LngLat => [random.uniform() * 18, 20 + random.uniform() * 5.4]
  const hubs = Array.from({ length: 4 + Math.ceil(sites / 8) }, anywhere)
  const nearHub = (): LngLat => {
    const [lon, lat] = hubs[random.below(hubs.length)]!
    return [lon + 0.5 * random.normal(), lat + 0.4 * random.normal()]
  }
  return {
    teams,
    range: metres(range),
    detour: 1,
    demand: Array.from({ length: demand }, (_, i) => ({ id: `d${i}`, at: random.uniform() < 0.8 ? nearHub() : anywhere(), weight: whole ? 1 + Math.floor(-20 * Math.log(1 - random.uniform())) : 10 * random.gamma(0.7), countries: [] })),
    candidates: Array.from({ length: sites }, (_, i) => ({ id: `b${i}`, at: random.uniform() < 0.5 ? nearHub() : anywhere(), name: `base ${i}`, country: COUNTRIES[random.below(4)]!, from: 'settlement' as const })),
    minimum,
    draws: new Float64Array(0),
    timeLimitSeconds: 20,
  }
}

/**
 * The shape of frozen instance `seed`: 8 to 60 bases, 20 to 220 demand points, 1 to 8 teams, every third with minimum
 * presence; the last five larger.
 */
export function frozenShape(seed: number): Shape {
  const random = new RandomSource(900_000 + seed)
  const teams = 1 + random.below(8)
  const minimum: Record<string, number> = {}
  if (seed % 3 === 0) for (let left = random.below(teams + 1); left > 0; left--) {
    const country = COUNTRIES[random.below(4)]!
    minimum[country] = Math.min(2, (minimum[country] ?? 0) + 1)
  }
  if (seed > 195) return { sites: 120, demand: 400, teams: 10, range: 60_000 + random.below(80_000), whole: seed % 2 === 0, minimum }
  return { sites: 8 + random.below(53), demand: 20 + random.below(201), teams, range: 40_000 + random.below(200_000), whole: seed % 2 === 0, minimum }
}

/** Frozen instance `seed`, its minimum cut down to what its bases allow. */
export function frozenRequest(seed: number): PlanRequest {
  const shape = frozenShape(seed)
  const request = makeRequest(seed, shape)
  const has = (country: string) => request.candidates.filter((base) => base.country === country).length
  return { ...request, minimum: Object.fromEntries(Object.entries(shape.minimum).map(([country, many]) => [country, Math.min(many, has(country))])) }
}
