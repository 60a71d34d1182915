import { useEffect, useRef, useState, type ReactNode } from 'react'
import { EMPTY_SCENE, StationMap, webGlAvailable, type Bounds, type MapPick, type MapScene } from './station-map.ts'

export interface MapViewProps {
  readonly scene: MapScene
  /** What the map shows when it first opens, and again whenever this value changes. */
  readonly bounds: Bounds
  readonly loadArchive: () => Promise<ArrayBuffer>
  readonly label: string
  /** True while what the map shows is still being made. */
  readonly busy?: boolean
  /** True while a press on the ground adds something. */
  readonly drawing?: boolean
  /** Shown in place of the map where the machine has no WebGL. */
  readonly fallback: ReactNode
  readonly onPick: (pick: MapPick) => void
  readonly onReady?: (map: StationMap | null) => void
  readonly children?: ReactNode
}

/** The map as a part of a screen: it never waits for data, and what lies over it (legend, tools) is its children. */
export function MapView({ scene, bounds, loadArchive, label, busy = false, drawing = false, fallback, onPick, onReady, children }: MapViewProps) {
  const ground = useRef<HTMLDivElement>(null)
  const [map, setMap] = useState<StationMap | null>(null)
  const [available] = useState(webGlAvailable)
  const opening = useRef({ bounds, loadArchive, label })
  const pick = useRef(onPick)
  pick.current = onPick

  useEffect(() => {
    const element = ground.current
    if (!available || !element) return
    let gone = false
    let made: StationMap | null = null
    void StationMap.create(element, opening.current.loadArchive, opening.current.bounds, opening.current.label).then((created) => {
      if (gone) return created.remove()
      made = created
      created.onPick((picked) => pick.current(picked))
      setMap(created)
    })
    return () => {
      gone = true
      setMap(null)
      made?.remove()
    }
  }, [available])

  useEffect(() => onReady?.(map), [map, onReady])
  useEffect(() => map?.show(scene ?? EMPTY_SCENE), [map, scene])
  useEffect(() => {
    if (!map) return
    // The theme is an attribute of the root, switched in place: the map's colours follow it.
    const watch = new MutationObserver(() => map.retheme())
    watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    return () => watch.disconnect()
  }, [map])
  useEffect(() => map?.fit(bounds, false), [map, bounds])
  useEffect(() => map?.setDrawing(drawing), [map, drawing])

  return (
    <div className="map" aria-busy={busy}>
      {available ? <div ref={ground} className="map-ground" /> : fallback}
      {children}
    </div>
  )
}
