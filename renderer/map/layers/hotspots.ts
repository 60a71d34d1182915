import { PolygonLayer } from '@deck.gl/layers'
import { cellToBoundary, cellToLatLng } from 'h3-js'
import { rateStep, sizeOfEvidence } from '../../../shared/analysis/scale.ts'
import type { Hotspot } from '../../../shared/analysis/result.ts'
import type { MapTheme, Rgba } from '../theme.ts'

/** Hotspots as H3 cells: colour is the rate, size is how sure. */
export function hotspotLayer(hotspots: readonly Hotspot[], selected: string | null, theme: MapTheme, visible: boolean) {
  return new PolygonLayer<Hotspot>({
    id: 'hotspots',
    visible,
    data: hotspots as Hotspot[],
    getPolygon: ({ cell, q }) => shrunkCell(cell, sizeOfEvidence(q)),
    getFillColor: ({ rate }): Rgba => withOpacity(theme.ember[rateStep(rate) - 1] as Rgba, 0.55),
    getLineColor: ({ cell, rate }): Rgba => (cell === selected ? theme.rgba('--c-accent') : (theme.ember[rateStep(rate) - 1] as Rgba)),
    getLineWidth: ({ cell }) => (cell === selected ? 3 : 1),
    lineWidthUnits: 'pixels',
    pickable: true,
    autoHighlight: true,
    highlightColor: theme.rgba('--c-accent', 0.4),
    updateTriggers: { getLineColor: [selected, theme], getLineWidth: [selected], getFillColor: [theme] },
  })
}

/** Outline of a cell drawn in towards its centre; unwrapped, so that no edge crosses the antimeridian. */
export function shrunkCell(cell: string, share: number): [number, number][] {
  const [centreLat, centreLon] = cellToLatLng(cell)
  return cellToBoundary(cell).map(([lat, lon]) => {
    const near = lon - centreLon > 180 ? lon - 360 : lon - centreLon < -180 ? lon + 360 : lon
    return [centreLon + (near - centreLon) * share, centreLat + (lat - centreLat) * share]
  })
}

const withOpacity = ([r, g, b]: Rgba, opacity: number): Rgba => [r, g, b, Math.round(opacity * 255)]
