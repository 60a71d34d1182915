import type { ReactNode } from 'react'
import { RATE_BREAKS } from '../../../shared/analysis/scale.ts'
import type { Selection } from '../../../shared/catalogue/filter.ts'
import type { Assessment } from '../../../shared/station/station.ts'
import { LegendPanel } from '../../map/legend-panel.tsx'
import type { MapLayerName } from '../../map/station-map.ts'
import { Icon } from '../../parts/icon.tsx'
import { PrecisionSign } from '../../parts/signs.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { MAP_LAYERS, useMapLayers } from '../../session/map-layers.ts'
import { useVault } from '../../session/vault.ts'
import { useView } from '../../session/view.ts'
import { StudyArea } from './study-area.tsx'

interface LegendProps {
  readonly assessment: Assessment | null
  readonly old: boolean
  readonly selection: Selection | null
}

/** What the map shows, how to read it, and what is not drawn; each layer's switch stands on its own entry. */
export function Legend({ assessment, old, selection }: LegendProps) {
  const say = useSay()
  const { number } = useFormats()
  const chosen = useView((state) => state.area)
  const pointed = useVault((state) => state.status?.keys.groups.includes('casework') ?? false)
  return (
    <LegendPanel title={say('map.legend.title')} old={old ? say('map.legend.old') : undefined}>
      {assessment && <StudyArea assessment={assessment} chosen={chosen} />}
      <Entry layer="segments" title={say('map.legend.segments')}>
        <p>{say('map.legend.segments-note')}</p>
        <EmberScale />
        <p className="legend-interval">{say('map.legend.interval')}</p>
        <div className="legend-lines">
          {(['narrow', 'wide', 'very-wide'] as const).map((certainty) => (
            <span key={certainty}>
              <svg width="28" height="6" aria-hidden="true">
                <path className="legend-line" data-certainty={certainty} d="M0,3H28" />
              </svg>
              {say(`map.legend.certainty.${certainty}`)}
            </span>
          ))}
        </div>
      </Entry>
      <Entry layer="hotspots" title={say('map.legend.hotspots')} {...(assessment && { count: number(assessment.hotspots.hotspots.length) })}>
        <div className="legend-cells">
          <svg width="52" height="22" viewBox="0 0 52 22" aria-hidden="true">
            <path d="M11,1l8.7,5v10l-8.7,5l-8.7,-5v-10z" />
            <path d="M31,4l6,3.5v7l-6,3.5l-6,-3.5v-7z" />
            <path d="M46,7l3.5,2v4l-3.5,2l-3.5,-2v-4z" />
          </svg>
          <p>{say('map.legend.hotspots-note')}</p>
        </div>
        {assessment && assessment.hotspots.hotspots.length > 0 && <p>{say('map.legend.hotspots-groups', { count: new Set(assessment.hotspots.hotspots.map(({ group }) => group)).size })}</p>}
        {assessment && (assessment.hotspots.refused ? <p>{say(assessment.hotspots.refused)}</p> : assessment.hotspots.says.map((line) => <p key={line.key}>{say(line)}</p>))}
      </Entry>
      {pointed ? (
        <>
          <Entry layer="tips" title={say('map.legend.tips')} {...(selection && { count: number(selection.drawn) })}>
            <div className="legend-marks">
              <span><PrecisionSign precision="exact" named={false} /> {say('vocabularies.precision.exact')}</span>
              <span><PrecisionSign precision="settlement" named={false} /> {say('vocabularies.precision.settlement')}</span>
            </div>
          </Entry>
          <Entry layer="regions" title={say('map.legend.regions')} {...(selection && { count: number(selection.regionOnly) })}>
            <p>{say('map.legend.regions-note')}</p>
          </Entry>
        </>
      ) : (
        <section>
          <h3>{say('map.legend.tips')}</h3>
          <p>{say('map.legend.no-points')}</p>
        </section>
      )}
      {selection && (selection.countryOnly > 0 || selection.noPlace > 0) && (
        <section>
          <h3>{say('map.legend.not-drawn')}</h3>
          {selection.countryOnly > 0 && <p>{say('map.legend.not-drawn-country', { count: selection.countryOnly })}</p>}
          {selection.noPlace > 0 && <p>{say('map.legend.not-drawn-none', { count: selection.noPlace })}</p>}
        </section>
      )}
    </LegendPanel>
  )
}

function Entry({ layer, title, count, children }: { readonly layer: MapLayerName; readonly title: string; readonly count?: string; readonly children: ReactNode }) {
  const say = useSay()
  const { number } = useFormats()
  const hidden = useMapLayers((state) => state.hidden.has(layer))
  const toggle = useMapLayers((state) => state.toggle)
  return (
    <section data-hidden={hidden || undefined}>
      <div className="legend-entry">
        <h3>
          {title} {count && <small>{count}</small>}
        </h3>
        <button type="button" className="legend-switch" aria-pressed={!hidden} aria-label={say('map.legend.switch', { layer: title })} onClick={() => toggle(layer)}>
          <Icon name={hidden ? 'eye-off' : 'eye'} />
        </button>
        <kbd className="plain">{number(MAP_LAYERS.indexOf(layer) + 1)}</kbd>
      </div>
      {children}
    </section>
  )
}

/** Seven steps of the ember scale with the rates between them. */
export function EmberScale() {
  const { number } = useFormats()
  return (
    <svg className="ember-scale" viewBox="0 0 196 26" role="img" aria-label={RATE_BREAKS.map((edge) => `${number(edge)}×`).join(', ')}>
      {[1, 2, 3, 4, 5, 6, 7].map((step) => (
        <rect key={step} data-step={step} x={(step - 1) * 28} y="0" width="28" height="10" />
      ))}
      {RATE_BREAKS.map((edge, at) => (
        <text key={edge} x={(at + 1) * 28} y="23" textAnchor="middle">
          {number(edge)}
          {at === 0 ? '×' : ''}
        </text>
      ))}
    </svg>
  )
}
