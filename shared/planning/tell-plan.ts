import { distanceBetween } from '../geo/sphere.ts'
import type { Coverage, Demand, Plan, PlanRequest } from './plan.ts'

/** Which demand a set of candidates covers, counted from the request alone with the great circle: the check of every plan. */
export function countCovered({ candidates, demand, range, detour }: PlanRequest, open: readonly number[]): Uint8Array {
  return Uint8Array.from(demand, ({ at }) => (open.some((site) => distanceBetween(candidates[site]!.at, at) <= range / detour) ? 1 : 0))
}

const totalOf = (demand: readonly Demand[]) => demand.reduce((sum, { weight }) => sum + weight, 0)

/** A plan as people read it: teams in the order of adding, what each adds and what its loss would cost, shares of all demand. */
export function tellPlan(request: PlanRequest, open: readonly number[]): Plan {
  const { candidates, demand } = request
  const total = totalOf(demand)
  const reach = open.map((site) => countCovered(request, [site]))
  const times = new Int32Array(demand.length)
  for (const reached of reach) reached.forEach((one, i) => (times[i]! += one))
  const loss = reach.map((reached) => demand.reduce((sum, { weight }, i) => sum + (reached[i] === 1 && times[i] === 1 ? weight : 0), 0) / total)
  const seen = new Uint8Array(demand.length)
  const left = new Set(open.keys())
  const order: { at: number; adds: number }[] = []
  while (left.size > 0) {
    let best = -1
    let most = -1
    for (const at of left) {
      let gain = 0
      for (let i = 0; i < demand.length; i++) if (reach[at]![i] === 1 && seen[i] === 0) gain += demand[i]!.weight
      if (gain > most) {
        most = gain
        best = at
      }
    }
    reach[best]!.forEach((one, i) => (seen[i]! |= one))
    order.push({ at: best, adds: most / total })
    left.delete(best)
  }
  const covered = times.map((many) => (many > 0 ? 1 : 0))
  return {
    teams: order.map(({ at, adds }) => ({ base: candidates[open[at]!]!, adds, loss: loss[at]! })),
    covered: shareOf(request, (i) => covered[i]!),
    coveredDemand: demand.filter((_, i) => covered[i] === 1).map(({ id }) => id),
  }
}

/**
 * Share of all demand that `counts` takes (1 covered, 0 not; their difference for two plans), with the 5% and 95% points
 * of the same share over the joint draws; NaN where there are none.
 */
export function shareOf({ demand, draws }: PlanRequest, counts: (demand: number) => number): Coverage {
  let taken = 0
  let total = 0
  demand.forEach(({ weight }, i) => {
    total += weight
    taken += weight * counts(i)
  })
  const many = demand.length > 0 ? draws.length / demand.length : 0
  if (many === 0) return { share: taken / total, low: NaN, high: NaN }
  const sign = Float64Array.from(demand, (_, i) => counts(i))
  const shares = new Float64Array(many)
  for (let draw = 0; draw < many; draw++) {
    let drawnTaken = 0
    let drawnTotal = 0
    for (let i = 0; i < demand.length; i++) {
      const weight = draws[draw * demand.length + i]!
      drawnTotal += weight
      drawnTaken += weight * sign[i]!
    }
    shares[draw] = drawnTaken / drawnTotal
  }
  shares.sort()
  return { share: taken / total, low: shares[Math.max(0, Math.ceil(0.05 * many) - 1)]!, high: shares[Math.max(0, Math.ceil(0.95 * many) - 1)]! }
}
