import { useState } from 'react'
import { ID_BYTES, idOfBytes } from '../../../shared/model/ids.ts'
import { MapView } from '../../map/map-view.tsx'
import { ScaleBar } from '../../map/scale-bar.tsx'
import type { MapPick, StationMap } from '../../map/station-map.ts'
import { FaultNote } from '../../parts/fault.tsx'
import { Timeline } from '../../parts/timeline.tsx'
import { useAssessment, useFollowAssessment } from '../../session/assessment.ts'
import { readBasemap } from '../../session/geography.ts'
import { useSay } from '../../session/language.ts'
import { usePassing } from '../../session/selection.ts'
import { useView } from '../../session/view.ts'
import { FlatMap } from './flat-map.tsx'
import { Legend } from './legend.tsx'
import { useMapActs } from './map-acts.ts'
import { useScene } from './use-scene.ts'
import { ZoomTools } from './zoom-tools.tsx'

/** The main screen: tips, hotspots and ranked borders of what passes the filters, over an offline map. */
export function MapScreen() {
  useFollowAssessment()
  const say = useSay()
  const [map, setMap] = useState<StationMap | null>(null)
  const { scene, bounds } = useScene()
  const { selection } = usePassing()
  const { assessment, old, fault } = useAssessment()
  useMapActs(map)
  return (
    <div className="map-screen">
      <MapView scene={scene} bounds={bounds} loadArchive={readBasemap} label={say('map.label')} onPick={selectPicked} onReady={setMap} fallback={<FlatMap />}>
        <Legend assessment={assessment} old={old} selection={selection} />
        {fault && <FaultNote fault={fault} />}
        <ZoomTools map={map} bounds={bounds} />
        <ScaleBar map={map} />
      </MapView>
      <Timeline />
    </div>
  )
}

function selectPicked(pick: MapPick): void {
  const { select } = useView.getState()
  const { table } = usePassing.getState()
  if (pick.kind === 'segment') select({ kind: 'segment', id: pick.id })
  else if (pick.kind === 'hotspot') select({ kind: 'hotspot', id: pick.cell })
  else if (pick.kind === 'tip' && table) select({ kind: 'tip', id: idOfBytes(table.columns.id, pick.row * ID_BYTES) })
  else select(null)
}
