import { useMemo } from 'react'
import type { TipColumns } from '../../../shared/model/columns.ts'
import type { MapBadge } from '../../map/badges.ts'
import { extentAround, extentOf, WORLD } from '../../map/extent.ts'
import { cellPositions } from '../../map/cells.ts'
import { tipPoints, type TipPoints } from '../../map/layers/tips.ts'
import type { DrawnSegment } from '../../map/layers/segments.ts'
import type { SayDegrees } from '../../map/neatline.ts'
import type { Bounds, MapScene } from '../../map/station-map.ts'
import { useAssessment } from '../../session/assessment.ts'
import { borderRegister, mapLabels, regionShades } from '../../session/geography.ts'
import { useFormats, useLanguage, useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { useMapLayers } from '../../session/map-layers.ts'
import { usePassing } from '../../session/selection.ts'
import { useView } from '../../session/view.ts'

/** How many of the highest segments carry their rank on the map. */
const BADGES = 10
/** Metres around the borders of a chosen study area. */
const BESIDE = 100_000

/** Where the tips are: their points, or for whoever has no key to those the middles of their cells. */
function pointsOf({ exact, settlement }: TipPoints, columns: TipColumns, rows: Uint32Array): readonly Float64Array[] {
  return exact.rows.length + settlement.rows.length > 0 ? [exact.positions, settlement.positions] : [cellPositions(columns, rows)]
}

/** The scene of everything that passes the filters and what was made of it; and bounds that hold it. */
export function useScene(): { readonly scene: MapScene; readonly bounds: Bounds } {
  const say = useSay()
  const { number } = useFormats()
  const { table, selection } = usePassing()
  const assessment = useAssessment((state) => state.assessment)
  const hidden = useMapLayers((state) => state.hidden)
  const selected = useView((state) => state.selected)
  const language = useLanguage((state) => state.language)
  const register = useLoaded(borderRegister, []).value
  const labels = useLoaded(() => mapLabels(language), [language]).value
  const tips = useMemo(() => (table && selection ? tipPoints(table.columns, selection.rows) : null), [table, selection])
  const regions = useLoaded(() => (table && selection ? regionShades(table.columns, selection.rows) : Promise.resolve([])), [table, selection]).value
  const segments = useMemo((): readonly DrawnSegment[] => {
    if (!assessment || !register) return []
    // Lowest first, so that what matters lies on top.
    return [...assessment.segments.segments].reverse().map((rate) => ({ rate, line: register.line(rate.index) }))
  }, [assessment, register])
  const chosenArea = useView((state) => state.area)
  // Of a chosen area the map shows the borders, wherever else the tips are.
  const studied = useMemo(() => (chosenArea && register ? Array.from(register.inCountries(chosenArea), (index) => register.midpoint(index)) : null), [chosenArea, register])
  const bounds = useMemo(() => (studied ? extentAround(studied, BESIDE) : tips && table && selection ? extentOf(pointsOf(tips, table.columns, selection.rows)) : WORLD), [studied, tips, table, selection])
  const chosen = selected?.kind === 'segment' || selected?.kind === 'hotspot' ? selected.id : null
  const badges = useMemo((): readonly MapBadge[] => {
    if (!assessment?.segments.ranked || !register) return []
    const listed = assessment.segments.segments.map((segment, at) => ({ segment, at })).filter(({ segment, at }) => (at < BADGES && segment.reports > 0) || segment.id === chosen)
    // The chosen one first, so that it gets its place.
    listed.sort((a, b) => Number(b.segment.id === chosen) - Number(a.segment.id === chosen) || a.at - b.at)
    return listed.map(({ segment, at }): MapBadge => {
      const [lon, lat] = register.midpoint(segment.index)
      return { kind: 'rank', id: segment.id, text: number(at + 1), lon, lat, selected: segment.id === chosen }
    })
  }, [assessment, register, chosen, number])
  const degrees = useMemo(
    (): SayDegrees => (value, axis) => say(`map.degrees.${value === 0 ? 'zero' : axis === 'lon' ? (value > 0 ? 'east' : 'west') : value > 0 ? 'north' : 'south'}`, { degrees: number(Math.abs(value)) }),
    [say, number],
  )
  const scene = useMemo(
    (): MapScene => ({
      tips,
      segments,
      hotspots: assessment?.hotspots.hotspots ?? [],
      regions: regions ?? [],
      plan: null,
      hidden,
      selected: chosen,
      studyArea: assessment?.area ?? [],
      labels: labels ?? [],
      badges,
      degrees,
    }),
    [tips, segments, assessment, regions, hidden, chosen, labels, badges, degrees],
  )
  return { scene, bounds }
}
