import { useState } from 'react'
import { ID_BYTES, idOfBytes } from '../../../shared/model/ids.ts'
import { MapView } from '../../map/map-view.tsx'
import { ScaleBar } from '../../map/scale-bar.tsx'
import { webGlAvailable, type MapPick, type StationMap } from '../../map/station-map.ts'
import { IconButton } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { Timeline } from '../../parts/timeline.tsx'
import { useAssessment, useFollowAssessment } from '../../session/assessment.ts'
import { readBasemap } from '../../session/geography.ts'
import { useSay } from '../../session/language.ts'
import { useMapLayers } from '../../session/map-layers.ts'
import { usePassing } from '../../session/selection.ts'
import { useView } from '../../session/view.ts'
import { FlatMap } from './flat-map.tsx'
import { Legend } from './legend.tsx'
import { useMapActs } from './map-acts.ts'
import { useMapNotes } from './map-notes.ts'
import { MapTables } from './map-tables.tsx'
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
  const { asTable, toggleTable } = useMapLayers()
  const notes = useMapNotes()
  useMapActs(map)
  const table = asTable && assessment
  // The printed map, which stands in for a live one, has its own legend.
  const [live] = useState(webGlAvailable)
  return (
    <div className="map-screen">
      <MapView scene={scene} bounds={bounds} loadArchive={readBasemap} label={say('map.label')} busy={assessment === null || old} onPick={selectPicked} onReady={setMap} fallback={<FlatMap />}>
        {table ? <MapTables assessment={assessment} /> : live && <Legend assessment={assessment} old={old} selection={selection} />}
        {fault && <FaultNote fault={fault} />}
        <ZoomTools map={table ? null : map} bounds={bounds}>
          <IconButton name={say(table ? 'map.act.as-map' : 'map.act.table')} icon={table ? 'map-2' : 'table'} shortcut="V" onClick={toggleTable} />
        </ZoomTools>
        {!table && <ScaleBar map={map} notes={notes} />}
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
