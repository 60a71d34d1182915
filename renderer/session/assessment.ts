import { useEffect } from 'react'
import { create } from 'zustand'
import type { Assessment, AssessRequest, Deployment, DeploymentRequest } from '../../shared/station/station.ts'
import { announce } from './announce.ts'
import { forgetsOnSeal, thisOpening } from './forget.ts'
import { useLanguage } from './language.ts'
import { asJob, faultOf, wasCancelled, type Fault } from './notices.ts'
import { shareDecimals, thresholdNow } from './shares.ts'
import { useStation } from './station.ts'
import { useVault } from './vault.ts'
import { useView } from './view.ts'

interface Assessed {
  /** The last finished assessment; it stays in sight, marked old, while a newer one is made. */
  readonly assessment: Assessment | null
  readonly request: AssessRequest | null
  /** Version of the rows it was made of. */
  readonly version: number
  readonly old: boolean
  readonly fault: Omit<Fault, 'id'> | null
  /** The last plan, and the request it answered. */
  readonly deployment: Deployment | null
  readonly planOld: boolean
  /** The scenario that the plan came back from, and when it was kept, in seconds; null: it was made just now. */
  readonly kept: { readonly name: string; readonly at: number } | null
}

/** Hotspots, border rates and plans of what passes the filters; map, deployment and briefing read the same ones. */
const nothing: Assessed = { assessment: null, request: null, version: -1, old: false, fault: null, deployment: null, planOld: false, kept: null }
export const useAssessment = create<Assessed>(() => nothing)
forgetsOnSeal('assessment', () => useAssessment.setState(nothing))

const SETTLE_MILLISECONDS = 250

/** Keeps the assessment at the current filters, study area and rows while a screen that shows it is open. */
export function useFollowAssessment(): void {
  const station = useStation()
  const filter = useView((state) => state.filter)
  const area = useView((state) => state.area)
  const version = useVault((state) => state.rows)
  useEffect(() => {
    const request: AssessRequest = { filter, ...(area && { area }) }
    const made = useAssessment.getState()
    // Going from one screen to another asks nothing new.
    if (made.assessment && !made.old && made.request?.filter === filter && (made.request.area ?? null) === area && made.version === version) return
    const stop = new AbortController()
    useAssessment.setState(({ assessment, deployment }) => ({ old: assessment !== null, planOld: deployment !== null, fault: null }))
    const timer = setTimeout(() => {
      asJob({ key: 'map.job.assess' }, made.assessment ? { key: 'map.job.assess-keeps' } : null, (signal, progress) =>
        station.assess(request, { signal: AbortSignal.any([signal, stop.signal]), onProgress: ({ done, total, what }) => progress(done, total, what) }),
      ).then(
        (made) => !stop.signal.aborted && useAssessment.setState({ assessment: made, request, version, old: false }),
        (error: unknown) => !stop.signal.aborted && !wasCancelled(error) && useAssessment.setState({ fault: faultOf(error) }),
      )
    }, SETTLE_MILLISECONDS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [station, filter, area, version])
}

/** Asks for a plan and keeps it for map and briefing. */
export async function makePlan(station: ReturnType<typeof useStation>, request: DeploymentRequest): Promise<void> {
  const still = thisOpening()
  try {
    const deployment = await asJob({ key: 'deployment.job.solve' }, useAssessment.getState().deployment ? { key: 'deployment.job.solve-keeps' } : null, (signal, progress) =>
      station.plan(request, useLanguage.getState().language, { signal, onProgress: ({ covered, bound }) => progress(Math.round(covered * 1000), Math.max(1, Math.round(bound * 1000))) }),
    )
    if (!still()) return
    useAssessment.setState({ deployment, planOld: false, kept: null, fault: null })
    const { proved, plan } = deployment.result
    const shared = shareDecimals(deployment.reports, thresholdNow()) !== null
    announce({ key: shared ? (proved ? 'deployment.told-proved' : 'deployment.told') : 'deployment.told-few', values: { count: plan.teams.length, ...(shared && { share: Math.round(plan.covered.share * 100) }) } })
  } catch (error) {
    if (still() && !wasCancelled(error)) useAssessment.setState({ fault: faultOf(error) })
  }
}
