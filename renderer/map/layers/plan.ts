import { PathStyleExtension, type PathStyleExtensionProps } from '@deck.gl/extensions'
import { PathLayer, PolygonLayer } from '@deck.gl/layers'
import { circle } from '@turf/turf'
import type { CandidateBase, PlacedTeam } from '../../../shared/planning/plan.ts'
import type { MapTheme } from '../theme.ts'

export interface DrawnPlan {
  readonly teams: readonly PlacedTeam[]
  /** Teams of the runner-up that stand elsewhere. */
  readonly alternative: readonly PlacedTeam[]
  /** Bases that the person drew. */
  readonly drawn: readonly CandidateBase[]
  /** Reach, metres. */
  readonly range: number
}

const reach = (at: readonly [number, number], metres: number) => circle([at[0], at[1]], metres / 1000, { steps: 72, units: 'kilometers' }).geometry.coordinates[0] as [number, number][]

/** Reach of each team at true size, and dashed where the runner-up stands otherwise. The teams' names are badges (`badges.ts`). */
export function planLayers(plan: DrawnPlan, theme: MapTheme) {
  return [
    new PolygonLayer<PlacedTeam>({
      id: 'plan-reach',
      data: plan.teams as PlacedTeam[],
      getPolygon: ({ base }) => reach(base.at, plan.range),
      getFillColor: theme.rgba('--c-accent', 0.08),
      getLineColor: theme.rgba('--c-accent'),
      getLineWidth: 1.5,
      lineWidthUnits: 'pixels',
      updateTriggers: { getPolygon: [plan.range], getFillColor: [theme], getLineColor: [theme] },
    }),
    new PathLayer<PlacedTeam, PathStyleExtensionProps<PlacedTeam>>({
      id: 'plan-alternative',
      data: plan.alternative as PlacedTeam[],
      getPath: ({ base }) => reach(base.at, plan.range),
      getColor: theme.rgba('--c-map-label'),
      getWidth: 1.25,
      widthUnits: 'pixels',
      getDashArray: [3.5, 3],
      // A ring of short edges: the dashes run on over its corners.
      extensions: [new PathStyleExtension({ dash: true, highPrecisionDash: true })],
      updateTriggers: { getPath: [plan.range], getColor: [theme] },
    }),
  ]
}
