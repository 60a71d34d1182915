import { ScatterplotLayer, type ScatterplotLayerProps } from '@deck.gl/layers'
import type { TipColumns } from '../../../shared/model/columns.ts'
import { PRECISIONS } from '../../../shared/model/place.ts'
import { fromE7, NO_E7 } from '../../../shared/model/units.ts'
import type { MapTheme } from '../theme.ts'

/** Tips that may stand as points: exact (dot with cross) and settlement (dot in ring). Never coarser. */
export interface TipPoints {
  readonly exact: PointSet
  readonly settlement: PointSet
}
export interface PointSet {
  /** Longitude and latitude in degrees, pair by pair. */
  readonly positions: Float64Array
  /** Row of the table that each point stands for. */
  readonly rows: Uint32Array
}

const EXACT = PRECISIONS.indexOf('exact')
const SETTLEMENT = PRECISIONS.indexOf('settlement')

/** Splits the rows that pass the filters by precision; region and country tips make no point, nor do those whose point this account has no key for. */
export function tipPoints(columns: TipColumns, rows: Uint32Array): TipPoints {
  const { lon, lat, precision } = columns
  const gather = (wanted: number): PointSet => {
    let count = 0
    const stands = (row: number) => precision[row] === wanted && lon[row] !== NO_E7
    for (const row of rows) if (stands(row)) count++
    const positions = new Float64Array(count * 2)
    const kept = new Uint32Array(count)
    let at = 0
    for (const row of rows) {
      if (!stands(row)) continue
      positions[at * 2] = fromE7(lon[row] as number)
      positions[at * 2 + 1] = fromE7(lat[row] as number)
      kept[at++] = row
    }
    return { positions, rows: kept }
  }
  return { exact: gather(EXACT), settlement: gather(SETTLEMENT) }
}

/** Size of a mark on the ground between its least and its largest in pixels. */
const MARK_METRES = 2500

/** A scatterplot whose mark is cut out of the circle by the fragment shader: one instance a tip, however many. */
class MarkLayer extends ScatterplotLayer<unknown, { mark: 'cross' | 'ring' }> {
  static override layerName = 'TipMarkLayer'
  override getShaders() {
    const shaders = super.getShaders()
    const shape =
      this.props.mark === 'cross'
        ? 'float tipR = length(geometry.uv); bool tipArm = (abs(geometry.uv.x) < 0.14 || abs(geometry.uv.y) < 0.14) && tipR > 0.55; if (tipR > 0.42 && !tipArm) discard;'
        : 'float tipR = length(geometry.uv); if (tipR > 0.36 && tipR < 0.74) discard;'
    return { ...shaders, inject: { ...shaders.inject, 'fs:DECKGL_FILTER_COLOR': shape } }
  }
}

export function tipLayers(points: TipPoints, theme: MapTheme, visible: boolean) {
  const layer = (id: string, set: PointSet, mark: 'cross' | 'ring', radius: number) =>
    new MarkLayer({
      id,
      mark,
      visible,
      data: { length: set.rows.length, attributes: { getPosition: { value: set.positions, size: 2 } } },
      // A dot when the whole world is in view, its full mark near by: thousands of marks would hide the borders.
      radiusUnits: 'meters',
      getRadius: MARK_METRES,
      radiusMinPixels: 1.25,
      radiusMaxPixels: radius,
      getFillColor: theme.rgba('--c-map-label', 0.7),
      stroked: false,
      pickable: true,
      autoHighlight: true,
      highlightColor: theme.rgba('--c-accent'),
    } as ScatterplotLayerProps & { mark: 'cross' | 'ring' })
  return [layer('tips-settlement', points.settlement, 'ring', 5), layer('tips-exact', points.exact, 'cross', 5)]
}
