import type { Bounds, StationMap } from '../../map/station-map.ts'
import { IconButton } from '../../parts/button.tsx'
import { useSay } from '../../session/language.ts'

export function ZoomTools({ map, bounds }: { readonly map: StationMap | null; readonly bounds: Bounds }) {
  const say = useSay()
  return (
    <div className="map-tools panel" role="group" aria-label={say('map.tools')}>
      <IconButton name={say('map.act.zoom-in')} icon="plus" shortcut="+" onClick={() => map?.zoomBy(1)} />
      <IconButton name={say('map.act.zoom-out')} icon="minus" shortcut="-" onClick={() => map?.zoomBy(-1)} />
      <IconButton name={say('map.act.fit')} icon="current-location" onClick={() => map?.fit(bounds, true)} />
    </div>
  )
}
