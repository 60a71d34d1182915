import { create } from 'zustand'
import type { CandidateBase } from '../../../shared/planning/plan.ts'
import { TellableError } from '../../../shared/model/message.ts'
import type { AssessRequest, DeploymentRequest } from '../../../shared/station/station.ts'
import { forgetsOnSeal } from '../../session/forget.ts'
import { landAt } from '../../session/geography.ts'
import { say } from '../../session/language.ts'

/** What a planner has and asks for, as typed; ranges in metres. */
export interface DeploymentInputs {
  readonly teams: number
  readonly range: number
  readonly detour: number
  readonly settlements: boolean
  readonly segments: boolean
  readonly drawn: readonly CandidateBase[]
  readonly minimum: Readonly<Record<string, number>>
}

const blank: DeploymentInputs = { teams: 6, range: 100_000, detour: 1, settlements: true, segments: true, drawn: [], minimum: {} }
const TIME_LIMIT_SECONDS = 20

interface Inputs extends DeploymentInputs {
  /** Whether a press on the map adds a base. */
  readonly drawing: boolean
  change(inputs: Partial<DeploymentInputs> & { readonly drawing?: boolean }): void
}

/** Kept while the window moves between screens, and forgotten on sealing: bases that a person drew are theirs. */
export const useDeploymentInputs = create<Inputs>((set) => ({ ...blank, drawing: false, change: (inputs) => set(inputs) }))
forgetsOnSeal('deployment-inputs', () => useDeploymentInputs.setState({ ...blank, drawing: false }))

export function deploymentRequest(inputs: DeploymentInputs, assessment: AssessRequest): DeploymentRequest {
  const { teams, range, detour, settlements, segments, drawn, minimum } = inputs
  const asked = Object.fromEntries(Object.entries(minimum).filter(([, least]) => least > 0))
  return { assessment, teams, range, detour, candidates: { settlements, segments, drawn }, minimum: asked, timeLimitSeconds: TIME_LIMIT_SECONDS }
}

/** What was asked, as a form holds it: the way back from `deploymentRequest`. */
export function inputsOf({ teams, range, detour, candidates, minimum }: DeploymentRequest): DeploymentInputs {
  return { teams, range, detour, settlements: candidates.settlements, segments: candidates.segments, drawn: candidates.drawn, minimum }
}

/** Adds a base that a person chose; the same place is not added twice. */
export function addBase(base: CandidateBase): void {
  const { drawn, change } = useDeploymentInputs.getState()
  if (!drawn.some(({ id }) => id === base.id)) change({ drawn: [...drawn, base] })
}

/** Adds a base at a free point, pressed on the map or typed, numbered and of the country it lies in. Answers its name. @throws TellableError `at-sea` */
export async function addBaseAt([lon, lat]: readonly [number, number]): Promise<string> {
  const country = await landAt([lon, lat])
  if (country === undefined) throw new TellableError('at-sea', { key: 'deployment.inputs.at-sea' }, { remedy: { key: 'deployment.inputs.at-sea-remedy' } })
  const { drawn } = useDeploymentInputs.getState()
  const number = 1 + Math.max(0, ...drawn.map(({ id }) => Number(/^pressed-(\d+)$/.exec(id)?.[1] ?? 0)))
  // Unnamed: it is called by its number, in whatever language the window speaks.
  addBase({ id: `pressed-${number}`, at: [lon, lat], name: '', country, from: 'drawn' })
  return say('deployment.inputs.base-name', { number })
}
