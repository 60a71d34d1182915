import { useEffect, useMemo, useRef, useState } from 'react'
import type { Act } from '../../acts/act.ts'
import { runAct, useActKeys } from '../../acts/keys.ts'
import { useHereActs } from '../../acts/standing.ts'
import { extentAround, WORLD } from '../../map/extent.ts'
import { MapView } from '../../map/map-view.tsx'
import { ScaleBar } from '../../map/scale-bar.tsx'
import type { MapLayerName, StationMap } from '../../map/station-map.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { describeFilter, FILTER_NAMES } from '../../parts/filter/describe.ts'
import { Icon } from '../../parts/icon.tsx'
import { Mark, TlpLabel } from '../../parts/signs.tsx'
import { useAssessment, useFollowAssessment } from '../../session/assessment.ts'
import { borderRegister, readBasemap } from '../../session/geography.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { useMapLayers } from '../../session/map-layers.ts'
import { usePassing, useFollowPassing } from '../../session/selection.ts'
import { useStation } from '../../session/station.ts'
import { sealVault, useVault } from '../../session/vault.ts'
import { useView } from '../../session/view.ts'
import { FlatMap } from '../map/flat-map.tsx'
import { useMapNotes } from '../map/map-notes.ts'
import { useScene } from '../map/use-scene.ts'
import { WallLegend } from './wall-legend.tsx'

/** Metres around the borders of what is shown. */
const BESIDE = 100_000
const ON_THE_WALL = ['segments', 'hotspots'] as const satisfies readonly MapLayerName[]

/** The wall of an operations room: hotspots and borders over the whole window, opened with the keys of geography and no others. */
export function Presentation() {
  const ready = useVault((state) => state.status?.presents === true)
  const say = useSay()
  return ready ? <Wall /> : <main className="wall wall-waits"><p role="status">{say('presentation.opening')}</p></main>
}

function Wall() {
  useActKeys()
  useFollowPassing()
  useFollowAssessment()
  const say = useSay()
  const formats = useFormats()
  const station = useStation()
  const main = useRef<HTMLElement>(null)
  const [map, setMap] = useState<StationMap | null>(null)
  const { scene } = useScene()
  const { selection } = usePassing()
  const { assessment, old, fault } = useAssessment()
  const filter = useView((state) => state.filter)
  const sample = useVault((state) => state.status?.sample)
  const notes = useMapNotes()
  const register = useLoaded(borderRegister, []).value
  useEffect(() => main.current?.focus(), [])
  const acts = useMemo((): readonly Act[] => {
    const act = (name: string, key: string, icon: Act['icon'], keys: readonly string[], run: Act['run']): Act => ({ name, title: { key }, icon, keys, group: 'map', possible: () => true, run })
    return [
      act('end-presentation', 'presentation.end', 'x', ['Escape', 'Shift+F5'], async ({ station: open }) => {
        if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined)
        await sealVault(open, 'presented')
      }),
      ...ON_THE_WALL.map((layer, at) => act(`wall-${layer}`, `map.act.layer-${layer}`, 'eye', [String(at + 1)], () => useMapLayers.getState().toggle(layer))),
      act('wall-in', 'map.act.zoom-in', 'plus', ['+', '='], () => map?.zoomBy(1)),
      act('wall-out', 'map.act.zoom-out', 'minus', ['-'], () => map?.zoomBy(-1)),
    ]
  }, [map])
  useHereActs(acts)
  // No point of a tip is known here: the borders of what is studied say where to look.
  const studied = useMemo(() => (assessment && register ? Array.from(register.inCountries(assessment.area), (index) => register.midpoint(index)) : null), [assessment, register])
  const bounds = useMemo(() => (studied && studied.length > 0 ? extentAround(studied, BESIDE) : WORLD), [studied])
  const shown = useMemo(() => ({ ...scene, tips: null, regions: [] }), [scene])
  const set = FILTER_NAMES.filter((name) => filter[name] !== undefined)
  return (
    <main ref={main} className="wall" tabIndex={-1} aria-label={say('presentation.title')}>
      <header className="wall-head">
        <Mark />
        <h1>{say('presentation.title')}</h1>
        <p>
          {set.length === 0 ? say('presentation.all') : formats.names(set.map((name) => describeFilter(name, filter, say, formats)))}
          {selection && <b>{say('presentation.reports', { count: selection.total })}</b>}
        </p>
        {sample && <span className="sample">{say(`app.status.sample-${sample}`)}</span>}
        <TlpLabel label="TLP:AMBER" />
      </header>
      <MapView scene={shown} bounds={bounds} loadArchive={readBasemap} label={say('map.label')} busy={assessment === null || old} onPick={() => undefined} onReady={setMap} fallback={<FlatMap />}>
        <WallLegend assessment={assessment} old={old} />
        {fault && <FaultNote fault={fault} />}
        <ScaleBar map={map} notes={notes} />
      </MapView>
      <footer className="wall-foot">
        <span className="wall-sealed">
          <Icon name="shield-lock" />
          {say('presentation.sealed')}
        </span>
        <time>{formats.date(Math.floor(Date.now() / 1000), { day: 'numeric', month: 'long', year: 'numeric' })}</time>
        <Button small kind="quiet" shortcut="Escape" onClick={() => void runAct(acts[0]!, station)}>
          {say('presentation.end')}
        </Button>
      </footer>
    </main>
  )
}
