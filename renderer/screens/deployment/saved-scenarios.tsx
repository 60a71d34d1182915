import type { Deployment, OpenedRecord } from '../../../shared/station/station.ts'
import { useAssessment } from '../../session/assessment.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { shareDecimals, useThreshold } from '../../session/shares.ts'
import { useStation } from '../../session/station.ts'
import { useVault } from '../../session/vault.ts'
import { inputsOf, useDeploymentInputs } from './request.ts'
import type { Kept } from './standing.ts'

/** Plans that were sealed as scenarios, newest first; a press puts one back on the screen, with what was asked for it in the form. */
export function SavedScenarios() {
  const say = useSay()
  const formats = useFormats()
  const station = useStation()
  const threshold = useThreshold()
  const version = useVault((state) => state.version)
  const { value: records } = useLoaded(() => station.recordsOfKind('scenario'), [station, version])
  const saved = (records ?? []).flatMap((record) => {
    const deployment = deploymentIn(record)
    return deployment ? [{ record, deployment, at: Math.max(...record.history.map((entry) => entry.at)) }] : []
  })
  if (saved.length === 0) return null
  const shareOf = ({ result, reports }: Deployment) => {
    const decimals = shareDecimals(reports, threshold)
    return decimals === null ? [] : [formats.number(result.plan.covered.share, { style: 'percent', minimumFractionDigits: decimals, maximumFractionDigits: decimals })]
  }
  return (
    <section className="scenarios">
      <h2>{say('deployment.scenarios')}</h2>
      <ul>
        {saved.sort((one, other) => other.at - one.at).map(({ record, deployment, at }) => (
          <li key={record.id}>
            <button type="button" onClick={() => openScenario(deployment, { name: String(record.fields['name']), at })}>
              <b dir="auto">{String(record.fields['name'])}</b>{' '}
              <small>{formats.names([...shareOf(deployment), formats.date(at, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })])}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function openScenario(deployment: Deployment, kept: Kept): void {
  useDeploymentInputs.getState().change({ ...inputsOf(deployment.request), drawing: false })
  useAssessment.setState({ deployment, kept, planOld: false, fault: null })
}

/** The plan in a scenario's record; null where another version wrote it in another shape. */
function deploymentIn({ fields }: OpenedRecord): Deployment | null {
  const request = fields['request'] as Deployment['request'] | undefined
  const result = fields['result'] as Deployment['result'] | undefined
  if (typeof request?.teams !== 'number' || !Array.isArray(request.candidates?.drawn) || !request.minimum || !request.assessment?.filter || typeof result?.plan?.covered?.share !== 'number' || !Array.isArray(result.plan.teams)) return null
  // A scenario keeps what was asked and what came of it; how many bases and reports were weighed is not shown again.
  return { request, result, reports: typeof fields['reports'] === 'number' ? fields['reports'] : null, demand: 0, candidates: 0 }
}
