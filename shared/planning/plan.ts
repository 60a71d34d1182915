import type { LngLat, Metres } from '../model/units.ts'
import type { Message } from '../model/message.ts'

/** Where demand is: expected reports (rate times exposure) of a border segment at its midpoint, with joint draws for the interval. */
export interface Demand {
  readonly id: string
  readonly at: LngLat
  readonly weight: number
  readonly countries: readonly string[]
}

export interface CandidateBase {
  readonly id: string
  readonly at: LngLat
  /** '' where whoever shows it names it, in the language of the reader: the middle of a border, a press on the map. */
  readonly name: string
  /** For whose minimum presence it counts; of a border, one of its countries. */
  readonly country: string
  readonly from: 'drawn' | 'settlement' | 'segment'
  /** The border segment whose middle it is. */
  readonly segment?: string
  /** A person chose it by name: the settlement at that point. */
  readonly settlement?: true
}

export interface PlanRequest {
  readonly teams: number
  /** Reach of a team, metres on the ground along the great circle, before `detour` divides it. */
  readonly range: Metres
  /** Distance on the ground times this factor is what a team travels (1 = straight line). No roads ship. */
  readonly detour: number
  readonly demand: readonly Demand[]
  readonly candidates: readonly CandidateBase[]
  /** Teams at least, by country code. */
  readonly minimum: Readonly<Record<string, number>>
  /** Joint posterior draws of demand weights: draws x demand, row by row. Empty: no interval (low and high are NaN). */
  readonly draws: Float64Array
  /** Hottest places first, for the plan "teams on the hottest cells"; absent: the demand with most reports first. */
  readonly hottest?: readonly LngLat[]
  readonly timeLimitSeconds: number
}

export interface PlacedTeam {
  readonly base: CandidateBase
  /** Share of all demand that this team adds to those before it; the teams are in the order of adding most. */
  readonly adds: number
  /** Share that would be lost without it, the others staying. */
  readonly loss: number
}

/** Share of all demand, with its 90% interval. */
export interface Coverage { readonly share: number; readonly low: number; readonly high: number }

export interface Plan {
  readonly teams: readonly PlacedTeam[]
  readonly covered: Coverage
  readonly coveredDemand: readonly string[]
}

export interface PlanResult {
  readonly plan: Plan
  /** Upper bound on any plan's covered share. */
  readonly bound: number
  /** (bound - covered) / bound; 0 is proved best. A fraction. */
  readonly gap: number
  readonly proved: boolean
  readonly seconds: number
  /** Value by number of teams, from the fewest that keep the minimum presence; plans of n and n + 1 teams are not nested. */
  readonly byTeams: readonly { readonly teams: number; readonly covered: number; readonly gap: number }[]
  /** Best plan in which at least one team stands a real distance (a range) from every team of the best; null where none exists. */
  readonly runnerUp: (Plan & { readonly difference: Coverage; readonly apart: Metres; readonly distinguishable: boolean }) | null
  readonly greedy: Plan
  readonly hottest: Plan
  readonly says: readonly Message[]
}

/**
 * By how many percent another plan can be better than this one, to a tenth and never too low: the gap is a share of the bound,
 * "better" one of the plan.
 */
export function mostBetter(gap: number): number {
  return Math.ceil((gap / (1 - gap)) * 1000 - 1e-9) / 10
}
