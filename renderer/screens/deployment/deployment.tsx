import { useCallback, useMemo, useState } from 'react'
import type { Act } from '../../acts/act.ts'
import { saveScenario } from '../../acts/scenario.ts'
import { useHereActs } from '../../acts/standing.ts'
import { MapView } from '../../map/map-view.tsx'
import { ScaleBar } from '../../map/scale-bar.tsx'
import type { MapPick, MapScene, StationMap } from '../../map/station-map.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { makePlan, useAssessment, useFollowAssessment } from '../../session/assessment.ts'
import { readBasemap } from '../../session/geography.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { useStation } from '../../session/station.ts'
import { useView } from '../../session/view.ts'
import { FlatMap } from '../map/flat-map.tsx'
import { EmberScale } from '../map/legend.tsx'
import { useScene } from '../map/use-scene.ts'
import { ZoomTools } from '../map/zoom-tools.tsx'
import { DeploymentForm } from './inputs.tsx'
import { deploymentRequest, useDeploymentInputs } from './request.ts'
import { DeploymentResult } from './result.tsx'
import { TeamTable } from './team-table.tsx'

const NOTHING_HIDDEN: ReadonlySet<never> = new Set()

/** Where teams would do most good: inputs, the plan on the map, and how it stands against simpler ones. */
export function DeploymentScreen() {
  useFollowAssessment()
  const say = useSay()
  const station = useStation()
  const [map, setMap] = useState<StationMap | null>(null)
  const [solving, setSolving] = useState(false)
  const [savedAs, setSavedAs] = useState<string | null>(null)
  const { scene: ground, bounds } = useScene()
  const { assessment, request, deployment, planOld, fault } = useAssessment()
  const { range, drawn } = useDeploymentInputs()

  const solve = useCallback(async () => {
    const { request } = useAssessment.getState()
    if (!request) return
    setSolving(true)
    setSavedAs(null)
    await makePlan(station, deploymentRequest(useDeploymentInputs.getState(), request))
    setSolving(false)
  }, [station])
  const keep = useCallback(async () => {
    const { deployment } = useAssessment.getState()
    if (deployment) setSavedAs(await saveScenario(station, deployment))
  }, [station])
  useHereActs(
    useMemo(
      (): readonly Act[] => [
        { name: 'solve', title: { key: 'deployment.act.solve' }, icon: 'shield', keys: ['Ctrl+Enter'], group: 'screen', possible: () => useAssessment.getState().request !== null, run: solve },
        { name: 'save-scenario', title: { key: 'deployment.act.save' }, icon: 'check', keys: ['Ctrl+S'], group: 'screen', possible: () => useAssessment.getState().deployment !== null, run: keep },
        { name: 'brief-plan', title: { key: 'deployment.act.brief' }, icon: 'file-text', keys: ['B'], group: 'screen', possible: () => useAssessment.getState().deployment !== null, run: () => useView.getState().go('briefings') },
      ],
      [solve, keep],
    ),
  )

  const scene = useMemo((): MapScene => {
    const result = deployment?.result
    const placed = new Set(result?.plan.teams.map((team) => team.base.id))
    return {
      ...ground,
      tips: null,
      hotspots: [],
      regions: [],
      hidden: NOTHING_HIDDEN,
      plan: { teams: result?.plan.teams ?? [], alternative: result?.runnerUp?.teams.filter((team) => !placed.has(team.base.id)) ?? [], drawn, range: (deployment?.request.range ?? range) / (deployment?.request.detour ?? 1) },
    }
  }, [ground, deployment, drawn, range])

  return (
    <div className="deployment-screen">
      <DeploymentForm area={assessment?.area ?? []} solving={solving || request === null} onSolve={() => void solve()} />
      <MapView scene={scene} bounds={bounds} loadArchive={readBasemap} label={say('deployment.map-label')} onPick={drawBase} onReady={setMap} fallback={<FlatMap />}>
        <aside className="legend panel short" aria-label={say('map.legend.title')}>
          <header>{say('deployment.legend.title')}</header>
          <section>
            <p>{say('deployment.legend.reach')}</p>
            <p>{say('deployment.legend.alternative')}</p>
          </section>
          <section>
            <h4>{say('map.legend.segments')}</h4>
            <p>{say('map.legend.segments-note')}</p>
            <EmberScale />
          </section>
        </aside>
        {deployment && <TeamTable plan={deployment.result.plan} />}
        <ZoomTools map={map} bounds={bounds} />
        <ScaleBar map={map} />
      </MapView>
      <aside className="side-panel" aria-label={say('deployment.result.title')}>
        {fault && <FaultNote fault={fault} />}
        {deployment ? (
          <>
            <DeploymentResult result={deployment.result} old={planOld} />
            <footer className="inspector-foot">
              <Button kind="primary" icon="file-text" shortcut="B" onClick={() => useView.getState().go('briefings')}>
                {say('deployment.act.brief')}
              </Button>
              <Button shortcut="Ctrl+S" onClick={() => void keep()}>
                {say('deployment.act.save')}
              </Button>
              {savedAs && <p role="status">{say('deployment.saved', { name: savedAs })}</p>}
            </footer>
          </>
        ) : (
          !fault && <EmptyResult demand={assessment?.counted.onSegments ?? null} />
        )}
      </aside>
    </div>
  )
}

function EmptyResult({ demand }: { readonly demand: number | null }) {
  const say = useSay()
  const { number } = useFormats()
  return (
    <div className="inspector-empty">
      <p>{say('deployment.empty')}</p>
      {demand !== null && <p className="muted">{say('deployment.empty-from', { count: demand, reports: number(demand) })}</p>}
    </div>
  )
}

/** While bases are being drawn, a press on the ground adds one. */
function drawBase(pick: MapPick): void {
  const { drawing, drawn, change } = useDeploymentInputs.getState()
  if (!drawing || pick.kind !== 'ground') return
  const [lon, lat] = pick.at
  const number = drawn.length + 1
  change({ drawn: [...drawn, { id: `drawn-${number}-${lon.toFixed(3)},${lat.toFixed(3)}`, at: [lon, lat], name: `${lat.toFixed(2)}, ${lon.toFixed(2)}`, country: '', from: 'drawn' }] })
}
