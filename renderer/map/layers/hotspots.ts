import { PolygonLayer, ScatterplotLayer } from '@deck.gl/layers'
import { rateStep, sizeOfEvidence } from '../../../shared/analysis/scale.ts'
import { foundBy, type Hotspot } from '../../../shared/analysis/result.ts'
import { centreOf, shrunkCell } from '../cells.ts'
import type { MapTheme, Rgba } from '../theme.ts'

/** Metres from the middle of a cell of resolution 5 to its corner, about. */
const CELL_METRES = 9800
/** Metres of the outline, so that it thins with the cell instead of swallowing it. */
const OUTLINE_METRES = 900

/** Hotspots as H3 cells: colour is the rate, size is how sure. From afar a cell is its colour; near by it lets the ground through. */
export function hotspotLayers(hotspots: readonly Hotspot[], selected: string | null, theme: MapTheme, visible: boolean, near: boolean) {
  const colour = (hotspot: Hotspot, opacity: number): Rgba => withOpacity(theme.ember[rateStep(foundBy(hotspot).rate) - 1] as Rgba, opacity)
  const cells = new PolygonLayer<Hotspot>({
    id: 'hotspots',
    visible,
    data: hotspots as Hotspot[],
    getPolygon: ({ cell, q }) => shrunkCell(cell, sizeOfEvidence(q)),
    getFillColor: (hotspot) => colour(hotspot, near ? 0.36 : 0.75),
    stroked: true,
    getLineColor: (hotspot) => colour(hotspot, 0.9),
    getLineWidth: OUTLINE_METRES,
    lineWidthUnits: 'meters',
    lineWidthMinPixels: 0,
    lineWidthMaxPixels: 1.25,
    pickable: true,
    autoHighlight: true,
    highlightColor: theme.rgba('--c-accent', 0.4),
    updateTriggers: { getLineColor: [theme], getFillColor: [theme, near] },
  })
  // A ring about the cell that never gets too small to see: halo, then accent.
  const ring = (id: string, token: string, width: number) =>
    new ScatterplotLayer<Hotspot>({
      id,
      visible,
      data: hotspots.filter(({ cell }) => cell === selected),
      getPosition: ({ cell }) => centreOf(cell),
      radiusUnits: 'meters',
      getRadius: CELL_METRES * 1.3,
      radiusMinPixels: 11,
      filled: false,
      stroked: true,
      getLineColor: theme.rgba(token),
      lineWidthUnits: 'pixels',
      getLineWidth: width,
      updateTriggers: { getLineColor: [theme] },
    })
  return [cells, ring('hotspot-halo', '--c-map-halo', 5), ring('hotspot-selected', '--c-accent', 2.5)]
}

/** Zoom from which a cell is large enough for an outline and a pale fill. */
export const HOTSPOT_NEAR_ZOOM = 5

const withOpacity = ([r, g, b]: Rgba, opacity: number): Rgba => [r, g, b, Math.round(opacity * 255)]
