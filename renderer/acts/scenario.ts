import { newRecordId } from '../../shared/model/ids.ts'
import type { Deployment, Station } from '../../shared/station/station.ts'
import { say } from '../session/language.ts'
import { tell } from '../session/notices.ts'

/** Seals a plan as a scenario, with what was asked and what came of it; a toast says so, with its undo. */
export async function saveScenario(station: Station, deployment: Deployment): Promise<void> {
  const name = say('deployment.scenario-name', { count: deployment.request.teams, range: deployment.request.range / 1000 })
  const record = newRecordId()
  const patch = (field: string, value: unknown) => ({ record, kind: 'scenario', field, value })
  await station.commit({ act: 'save-scenario', patches: [patch('name', name), patch('request', deployment.request), patch('result', deployment.result), patch('reports', deployment.reports), patch('saved', Math.floor(Date.now() / 1000))] })
  tell({ key: 'deployment.saved', values: { name } }, true)
}
