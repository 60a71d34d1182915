import type { ReactNode } from 'react'
import type { Bounds, StationMap } from '../../map/station-map.ts'
import { IconButton } from '../../parts/button.tsx'
import { useSay } from '../../session/language.ts'

/** Nearer, farther, all of it; and what else a screen hands in. */
export function ZoomTools({ map, bounds, children }: { readonly map: StationMap | null; readonly bounds: Bounds; readonly children?: ReactNode }) {
  const say = useSay()
  return (
    <div className="map-tools panel" role="group" aria-label={say('map.tools')}>
      {map && (
        <>
          <IconButton name={say('map.act.zoom-in')} icon="plus" shortcut="+" onClick={() => map.zoomBy(1)} />
          <IconButton name={say('map.act.zoom-out')} icon="minus" shortcut="-" onClick={() => map.zoomBy(-1)} />
          <IconButton name={say('map.act.fit')} icon="current-location" onClick={() => map.fit(bounds, true)} />
        </>
      )}
      {children}
    </div>
  )
}
