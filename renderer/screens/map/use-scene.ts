import { useMemo } from 'react'
import { extentOf, WORLD } from '../../map/extent.ts'
import { tipPoints } from '../../map/layers/tips.ts'
import type { DrawnSegment } from '../../map/layers/segments.ts'
import type { Bounds, MapScene } from '../../map/station-map.ts'
import { useAssessment } from '../../session/assessment.ts'
import { borderRegister, mapLabels, regionShades } from '../../session/geography.ts'
import { useLanguage } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { useMapLayers } from '../../session/map-layers.ts'
import { usePassing } from '../../session/selection.ts'
import { useView } from '../../session/view.ts'

/** The scene of everything that passes the filters and what was made of it; and bounds that hold it. */
export function useScene(): { readonly scene: MapScene; readonly bounds: Bounds } {
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
  const bounds = useMemo(() => (tips ? extentOf(tips) : WORLD), [tips])
  const scene = useMemo(
    (): MapScene => ({
      tips,
      segments,
      hotspots: assessment?.hotspots.hotspots ?? [],
      regions: regions ?? [],
      plan: null,
      hidden,
      selected: selected?.kind === 'segment' || selected?.kind === 'hotspot' ? selected.id : null,
      studyArea: assessment?.area ?? [],
      labels: labels ?? [],
    }),
    [tips, segments, assessment, regions, hidden, selected, labels],
  )
  return { scene, bounds }
}
