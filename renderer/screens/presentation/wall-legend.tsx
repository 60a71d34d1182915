import type { Assessment } from '../../../shared/station/station.ts'
import { LegendPanel } from '../../map/legend-panel.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { useMapLayers } from '../../session/map-layers.ts'
import { EmberScale } from '../map/legend.tsx'

/** How to read the wall from where people stand: two layers, and what was left out. */
export function WallLegend({ assessment, old }: { readonly assessment: Assessment | null; readonly old: boolean }) {
  const say = useSay()
  const formats = useFormats()
  const hidden = useMapLayers((state) => state.hidden)
  return (
    <LegendPanel title={say('map.legend.title')} old={old ? say('map.legend.old') : undefined}>
      {assessment && (
        <section>
          <p>{say('presentation.area', { countries: formats.names(assessment.area.slice(0, 8).map(formats.country)) })}</p>
        </section>
      )}
      {!hidden.has('segments') && (
        <section>
          <h3>{say('map.legend.segments')}</h3>
          <p>{say('map.legend.segments-note')}</p>
          <EmberScale />
          <p className="legend-interval">{say('map.legend.interval')}</p>
        </section>
      )}
      {!hidden.has('hotspots') && (
        <section>
          <h3>
            {say('map.legend.hotspots')} {assessment && <small>{formats.number(assessment.hotspots.hotspots.length)}</small>}
          </h3>
          <p>{say('map.legend.hotspots-note')}</p>
          {assessment?.hotspots.refused && <p>{say(assessment.hotspots.refused)}</p>}
        </section>
      )}
      <section>
        <p>{say('presentation.not-drawn')}</p>
      </section>
    </LegendPanel>
  )
}
