import { PolygonLayer } from '@deck.gl/layers'
import { circle } from '@turf/turf'
import type { MapTheme, Rgba } from '../theme.ts'

/** Tips known only to their region: a pale shade about it, approximate, never a point and never counted to a segment. */
export interface RegionShade {
  readonly at: readonly [number, number]
  /** Metres. */
  readonly radius: number
  readonly reports: number
}

/** Opacity of a region's shade: a little more with each doubling of reports, never dark enough to hide what lies on it. */
export const shadeOpacity = (reports: number): number => Math.min(0.42, 0.16 + 0.05 * Math.log2(Math.max(1, reports)))

/** Shading without outlines, so that dozens of regions stay ground; where tints carry nothing (high contrast) a fine line does. */
export function regionLayer(regions: readonly RegionShade[], theme: MapTheme, visible: boolean) {
  return new PolygonLayer<RegionShade>({
    id: 'regions',
    visible,
    data: regions as RegionShade[],
    getPolygon: ({ at, radius }) => circle([at[0], at[1]], radius / 1000, { steps: 64, units: 'kilometers' }).geometry.coordinates[0] as [number, number][],
    getFillColor: ({ reports }): Rgba => theme.rgba('--c-map-shade', shadeOpacity(reports)),
    stroked: theme.contrast,
    getLineColor: theme.rgba('--c-map-label-2', 0.6),
    getLineWidth: 0.75,
    lineWidthUnits: 'pixels',
    updateTriggers: { getFillColor: [theme], getLineColor: [theme] },
  })
}
