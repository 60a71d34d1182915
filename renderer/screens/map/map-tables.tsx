import type { Assessment } from '../../../shared/station/station.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { MAP_TABLES, useMapLayers, type MapTableName } from '../../session/map-layers.ts'
import { useView } from '../../session/view.ts'
import { hotspotsInOrder } from './hotspot-order.ts'
import { HotspotTable } from './hotspot-table.tsx'
import { SegmentTable } from './segment-table.tsx'

/** What the map shows in tables, one at a time: border segments, or hotspots. What is selected says which. */
export function MapTables({ assessment }: { readonly assessment: Assessment }) {
  const say = useSay()
  const { number } = useFormats()
  const { table, showTable } = useMapLayers()
  const { selected, select } = useView()
  const which: MapTableName = selected?.kind === 'hotspot' ? 'hotspots' : selected?.kind === 'segment' ? 'segments' : table
  const count = { segments: assessment.segments.segments.length, hotspots: hotspotsInOrder(assessment.hotspots.hotspots).length }
  const choose = (name: MapTableName) => {
    showTable(name)
    if (selected?.kind === 'segment' || selected?.kind === 'hotspot') select(null)
  }
  return (
    <div className="map-tables">
      <div className="choice map-tables-choice" role="group" aria-label={say('map.table.which')}>
        {MAP_TABLES.map((name) => (
          <label key={name}>
            <input type="radio" name="map-table" autoComplete="off" checked={which === name} onChange={() => choose(name)} />
            {say(`map.table.${name}`)} <small>{number(count[name])}</small>
          </label>
        ))}
      </div>
      {which === 'segments' ? <SegmentTable assessment={assessment} /> : <HotspotTable assessment={assessment} />}
    </div>
  )
}
