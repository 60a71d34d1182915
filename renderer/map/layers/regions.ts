import { PolygonLayer } from '@deck.gl/layers'
import { circle } from '@turf/turf'
import type { MapTheme } from '../theme.ts'

/** Tips known only to their region: a pale ring about it, approximate, never a point and never counted to a segment. */
export interface RegionShade {
  readonly at: readonly [number, number]
  /** Metres. */
  readonly radius: number
  readonly reports: number
}

export function regionLayer(regions: readonly RegionShade[], theme: MapTheme, visible: boolean) {
  return new PolygonLayer<RegionShade>({
    id: 'regions',
    visible,
    data: regions as RegionShade[],
    getPolygon: ({ at, radius }) => circle([at[0], at[1]], radius / 1000, { steps: 48, units: 'kilometers' }).geometry.coordinates[0] as [number, number][],
    getFillColor: theme.rgba('--c-map-shade', 0.35),
    getLineColor: theme.rgba('--c-map-label-2', 0.5),
    getLineWidth: 1,
    lineWidthUnits: 'pixels',
  })
}
