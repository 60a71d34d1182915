import { PolygonLayer, ScatterplotLayer, TextLayer } from '@deck.gl/layers'
import { circle } from '@turf/turf'
import type { CandidateBase, PlacedTeam } from '../../../shared/planning/plan.ts'
import type { MapTheme } from '../theme.ts'

export interface DrawnPlan {
  readonly teams: readonly PlacedTeam[]
  /** Teams of the runner-up that stand elsewhere. */
  readonly alternative: readonly PlacedTeam[]
  /** Bases that the person drew and may move. */
  readonly drawn: readonly CandidateBase[]
  /** Reach, metres. */
  readonly range: number
}

const reach = (at: readonly [number, number], metres: number) => circle([at[0], at[1]], metres / 1000, { steps: 72, units: 'kilometers' }).geometry.coordinates[0] as [number, number][]

/** Teams with their reach at true size; the runner-up's other places dashed by being hollow. */
export function planLayers(plan: DrawnPlan, theme: MapTheme) {
  const teams = plan.teams.map((team, at) => ({ team, label: `T${at + 1}` }))
  return [
    new PolygonLayer<(typeof teams)[number]>({
      id: 'plan-reach',
      data: teams,
      getPolygon: ({ team }) => reach(team.base.at, plan.range),
      getFillColor: theme.rgba('--c-accent', 0.09),
      getLineColor: theme.rgba('--c-accent'),
      getLineWidth: 1.5,
      lineWidthUnits: 'pixels',
    }),
    new PolygonLayer<PlacedTeam>({
      id: 'plan-alternative',
      data: plan.alternative as PlacedTeam[],
      getPolygon: ({ base }) => reach(base.at, plan.range),
      filled: false,
      getLineColor: theme.rgba('--c-map-label', 0.6),
      getLineWidth: 1,
      lineWidthUnits: 'pixels',
    }),
    new ScatterplotLayer<CandidateBase>({
      id: 'plan-drawn',
      data: plan.drawn as CandidateBase[],
      getPosition: ({ at }) => [at[0], at[1]],
      radiusUnits: 'pixels',
      getRadius: 5,
      getFillColor: theme.rgba('--c-surface'),
      getLineColor: theme.rgba('--c-map-label'),
      stroked: true,
      lineWidthUnits: 'pixels',
      getLineWidth: 2,
      pickable: true,
    }),
    new TextLayer<(typeof teams)[number]>({
      id: 'plan-labels',
      data: teams,
      getPosition: ({ team }) => [team.base.at[0], team.base.at[1]],
      getText: ({ label }) => label,
      getSize: 12,
      getColor: theme.rgba('--c-on-accent'),
      background: true,
      getBackgroundColor: theme.rgba('--c-accent'),
      backgroundPadding: [5, 2],
      fontFamily: theme.fontUi,
      fontWeight: 600,
      characterSet: 'T0123456789',
      pickable: true,
    }),
  ]
}
