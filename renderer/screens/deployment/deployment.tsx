import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Act } from '../../acts/act.ts'
import { saveScenario } from '../../acts/scenario.ts'
import { useHereActs } from '../../acts/standing.ts'
import type { MapBadge } from '../../map/badges.ts'
import { extentAround } from '../../map/extent.ts'
import { MapView } from '../../map/map-view.tsx'
import { ScaleBar } from '../../map/scale-bar.tsx'
import type { MapPick, MapScene, StationMap } from '../../map/station-map.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { makePlan, useAssessment, useFollowAssessment } from '../../session/assessment.ts'
import { readBasemap } from '../../session/geography.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { faultOf, type Fault } from '../../session/notices.ts'
import { shareDecimals, useThreshold } from '../../session/shares.ts'
import { useStation } from '../../session/station.ts'
import { useView } from '../../session/view.ts'
import { FlatMap } from '../map/flat-map.tsx'
import { useMapNotes } from '../map/map-notes.ts'
import { useScene } from '../map/use-scene.ts'
import { ZoomTools } from '../map/zoom-tools.tsx'
import { DeploymentForm } from './inputs.tsx'
import { PlanLegend } from './plan-legend.tsx'
import { addBaseAt, deploymentRequest, useDeploymentInputs } from './request.ts'
import { DeploymentResult } from './result.tsx'
import { standingOf } from './standing.ts'
import { TeamTable } from './team-table.tsx'

/** How many of the segments with the highest rates are looked for in a plan. */
const HIGHEST = 10
const NOTHING_HIDDEN: ReadonlySet<never> = new Set()

/** Where teams would do most good: inputs, the plan on the map, and how it stands against simpler ones. */
export function DeploymentScreen() {
  useFollowAssessment()
  const say = useSay()
  const { number } = useFormats()
  const station = useStation()
  const [map, setMap] = useState<StationMap | null>(null)
  const [solving, setSolving] = useState(false)
  const [refused, setRefused] = useState<Omit<Fault, 'id'> | null>(null)
  const { scene: ground, bounds: tipBounds } = useScene()
  const { assessment, request, old, deployment, planOld, kept, fault } = useAssessment()
  const filter = useView((state) => state.filter)
  const area = useView((state) => state.area)
  const inputs = useDeploymentInputs()
  const { range, detour, drawn, drawing } = inputs
  const notes = useMapNotes()
  const threshold = useThreshold()
  const reach = deployment ? deployment.request.range / deployment.request.detour : range / detour
  const bounds = useMemo(() => (deployment ? extentAround([...deployment.result.plan.teams, ...(deployment.result.runnerUp?.teams ?? [])].map(({ base }) => base.at), deployment.request.range / deployment.request.detour) : tipBounds), [deployment, tipBounds])

  const solve = useCallback(async () => {
    const { request } = useAssessment.getState()
    if (!request) return
    setSolving(true)
    await makePlan(station, deploymentRequest(useDeploymentInputs.getState(), request))
    setSolving(false)
  }, [station])
  const keep = useCallback(async () => {
    const { deployment } = useAssessment.getState()
    if (deployment) await saveScenario(station, deployment)
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

  const asked = useMemo(() => (request ? JSON.stringify(deploymentRequest(inputs, request)) : null), [inputs, request])
  const standing = useMemo(() => (deployment ? standingOf({ deployment, kept, planOld, inputs, now: { filter, ...(area && { area }) }, assessment, request, old }) : null), [deployment, kept, planOld, inputs, filter, area, assessment, request, old])
  // A league table or nothing: below two reports a segment the first ten are noise.
  const highest = useMemo(() => (assessment?.segments.ranked && standing?.ofNow ? assessment.segments.segments.slice(0, HIGHEST) : []), [assessment, standing])
  // What could not be planned was said of what was asked then.
  const tried = useRef(asked)
  useEffect(() => {
    if (tried.current !== null && tried.current !== asked) useAssessment.setState({ fault: null })
    tried.current = asked
  }, [asked])

  const scene = useMemo((): MapScene => {
    const result = deployment?.result
    const placed = new Set(result?.plan.teams.map((team) => team.base.id))
    return {
      ...ground,
      tips: null,
      hotspots: [],
      regions: [],
      hidden: NOTHING_HIDDEN,
      badges: [
        ...(result?.plan.teams ?? []).map(({ base }, at): MapBadge => ({ kind: 'team', id: base.id, text: say('deployment.teams.mark', { number: number(at + 1) }), lon: base.at[0], lat: base.at[1], selected: false })),
        ...drawn.filter(({ id }) => !placed.has(id)).map((base): MapBadge => ({ kind: 'base', id: base.id, text: '', lon: base.at[0], lat: base.at[1], selected: false })),
      ],
      plan: { teams: result?.plan.teams ?? [], alternative: result?.runnerUp?.teams.filter((team) => !placed.has(team.base.id)) ?? [], drawn, range: reach },
    }
  }, [ground, deployment, drawn, reach, say, number])

  return (
    <div className="deployment-screen">
      <DeploymentForm area={assessment?.area ?? []} solving={solving || request === null} onSolve={() => void solve()} />
      <MapView scene={scene} bounds={bounds} loadArchive={readBasemap} label={say('deployment.map-label')} busy={assessment === null || old || solving} drawing={drawing} onPick={(pick) => void drawBase(pick).then(() => setRefused(null), (error: unknown) => setRefused(faultOf(error)))} onReady={setMap} fallback={<FlatMap />}>
        {drawing && refused && <FaultNote fault={refused} onDismiss={() => setRefused(null)} />}
        <PlanLegend reach={reach} alternative={(scene.plan?.alternative.length ?? 0) > 0} bases={drawn.length > 0} />
        {deployment && <TeamTable plan={deployment.result.plan} decimals={shareDecimals(deployment.reports, threshold)} />}
        <ZoomTools map={map} bounds={bounds} />
        <ScaleBar map={map} notes={notes} />
      </MapView>
      <aside className="side-panel" aria-label={say('deployment.result.title')}>
        {fault && <FaultNote fault={fault} />}
        {deployment && standing ? (
          <>
            <DeploymentResult deployment={deployment} standing={standing} highest={highest} />
            <footer className="inspector-foot">
              <Button kind="primary" icon="file-text" shortcut="B" onClick={() => useView.getState().go('briefings')}>
                {say('deployment.act.brief')}
              </Button>
              <Button shortcut="Ctrl+S" onClick={() => void keep()}>
                {say('deployment.act.save')}
              </Button>
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

/** While bases are being drawn, a press on the ground adds one, of the country it lies in. @throws TellableError `at-sea` */
async function drawBase(pick: MapPick): Promise<void> {
  if (!useDeploymentInputs.getState().drawing || pick.kind !== 'ground') return
  await addBaseAt(pick.at)
}
