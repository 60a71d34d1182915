import type { Gazetteer } from '../geo/gazetteer.ts'
import type { CandidateBase, Plan, PlanResult } from '../planning/plan.ts'

/** A base is named after the settlement it is at or nearest to, within this, metres. */
const NEAR = 120_000

/** Plans are made from places without names; here each base gets the name of the settlement it stands at or near. */
export function nameBases(result: PlanResult, gazetteer: Gazetteer, language: string): PlanResult {
  const nameOf = (base: CandidateBase): CandidateBase => {
    if (base.from === 'drawn') return base
    const near = gazetteer.nearest(base.at, NEAR, language)
    // The country that a minimum presence counted it for stands, wherever the nearest name is from.
    return { ...base, name: near?.name ?? base.at.map((degree) => degree.toFixed(1)).reverse().join(', '), country: base.country || (near?.country ?? '') }
  }
  const named = <P extends Plan>(plan: P): P => ({ ...plan, teams: plan.teams.map((team) => ({ ...team, base: nameOf(team.base) })) })
  return { ...result, plan: named(result.plan), runnerUp: result.runnerUp && named(result.runnerUp), greedy: named(result.greedy), hottest: named(result.hottest) }
}
