import type { Message } from '../../../shared/model/message.ts'
import { sameJson } from '../../../shared/model/payload/json.ts'
import type { Assessment, AssessRequest, Deployment } from '../../../shared/station/station.ts'
import { deploymentRequest, type DeploymentInputs } from './request.ts'

/** A plan that came back from where it was kept. */
export interface Kept {
  readonly name: string
  /** Seconds since epoch. */
  readonly at: number
}

export interface Standing {
  /** Where the plan is from, with its filters; null: it was made just now. */
  readonly kept: (Kept & { readonly from: AssessRequest }) | null
  /** How it stands to what is set now, where there is something to say. */
  readonly says: readonly Message[]
  /** The filters or the study area set now are not those it was made from. */
  readonly otherFilters: boolean
  /** It is of the filters, tips and inputs that stand now. */
  readonly current: boolean
  /** It is of the filters and tips that stand now, whatever was asked. */
  readonly ofNow: boolean
}

interface StandingSource {
  readonly deployment: Deployment
  readonly kept: Kept | null
  /** Filters or tips changed since the plan was made. */
  readonly planOld: boolean
  readonly inputs: DeploymentInputs
  /** Filters and study area that are set now. */
  readonly now: AssessRequest
  /** What the filters last made, and of what; `old` while a newer one is being made. */
  readonly assessment: Assessment | null
  readonly request: AssessRequest | null
  readonly old: boolean
}

/** How a plan in sight stands to what is set now: a kept one is held against the filters, the reports and the inputs, not called changed for being kept. */
export function standingOf({ deployment, kept, planOld, inputs, now, assessment, request, old }: StandingSource): Standing {
  const { assessment: from, ...asked } = deployment.request
  const { assessment: _, ...asks } = deploymentRequest(inputs, from)
  const otherInputs = !sameJson({ ...asks, timeLimitSeconds: 0 }, { ...asked, timeLimitSeconds: 0 })
  const otherFilters = !sameJson(from, now)
  const says: Message[] = []
  let current = !planOld
  let anew = planOld
  if (kept) {
    const compared = assessment !== null && !old && sameJson(request, now)
    const counted = assessment?.counted.onSegments ?? 0
    const sameReports = deployment.reports === null || deployment.reports === counted
    current = !otherFilters && compared && sameReports
    anew = otherFilters || (compared && !sameReports)
    if (otherFilters) says.push({ key: 'deployment.kept.other-filters' })
    else if (!compared) says.push({ key: 'deployment.kept.comparing' })
    else if (sameReports) says.push({ key: deployment.reports === null ? 'deployment.kept.same-filters' : 'deployment.kept.same' })
    else says.push({ key: 'deployment.kept.other-reports', values: { before: deployment.reports ?? 0, now: counted } })
  } else if (planOld) says.push({ key: 'deployment.result.old' })
  if (otherInputs) says.push({ key: 'deployment.result.asked-otherwise' })
  if (anew) says.push({ key: 'deployment.result.briefed-anew' })
  return { kept: kept && { ...kept, from }, says, otherFilters, current: current && !otherInputs, ofNow: current }
}
