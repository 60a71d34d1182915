import { useMemo } from 'react'
import { IconButton } from '../../parts/button.tsx'
import { foundBy, meaningOfHotspots, roughMeans } from '../../../shared/analysis/result.ts'
import { centreOf } from '../../map/cells.ts'
import { useAssessment } from '../../session/assessment.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { useView } from '../../session/view.ts'
import { expectedSaid } from './expected.ts'
import { neighbourHotspot } from './hotspot-order.ts'
import { monthSaid, qSaid } from './hotspot-words.ts'
import { MethodSection } from './method-section.tsx'
import { usePlacesNear } from './places-near.ts'

/** A hotspot cell: reports against expected, how sure, since when, and what it shares its group with. */
export function HotspotInspector({ id }: { readonly id: string }) {
  const say = useSay()
  const { number, date } = useFormats()
  const assessment = useAssessment((state) => state.assessment)
  const select = useView((state) => state.select)
  const [near] = usePlacesNear(useMemo(() => [centreOf(id)], [id]))
  const hotspot = assessment?.hotspots.hotspots.find(({ cell }) => cell === id)
  if (!assessment || !hotspot) {
    return (
      <div className="inspector-panel">
        <p className="inspector-empty">{say('map.hotspot.gone')}</p>
      </div>
    )
  }
  const found = foundBy(hotspot)
  const group = assessment.hotspots.hotspots.filter((other) => other.group === hotspot.group)
  const step = (by: number) => {
    const next = neighbourHotspot(assessment.hotspots.hotspots, id, by)
    if (next) select({ kind: 'hotspot', id: next.cell })
  }
  const decimal = (value: number) => number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const few = (value: number) => expectedSaid(value, { number }, say)
  return (
    <div className="inspector-panel">
      <header className="inspector-head">
        <div className="inspector-row">
          <span>{say(`map.hotspot.kind.${hotspot.kind}`)}</span>
          <bdi className="id" dir="ltr">{hotspot.cell}</bdi>
          <span className="inspector-tools">
            <IconButton name={say('acts.previous')} icon="chevron-up" shortcut="Shift+H" onClick={() => step(-1)} />
            <IconButton name={say('acts.next')} icon="chevron-down" shortcut="H" onClick={() => step(1)} />
            <IconButton name={say('app.close')} icon="x" shortcut="Escape" onClick={() => select(null)} />
          </span>
        </div>
        <h2 tabIndex={-1}>{say('map.hotspot.title', { count: group.length })}</h2>
        {near && <p className="soft">{say('map.hotspot.near', { place: near })}</p>}
      </header>
      <div className="inspector-body">
        <section className="figures">
          <dl>
            <div>
              <dt>{say('map.hotspot.times-expected')}</dt>
              <dd>
                {decimal(found.rate)}
                <small>×</small>
              </dd>
              <dd className="figure-range">{say(hotspot.kind === 'place' ? 'map.hotspot.alone' : 'map.hotspot.with-ring')}</dd>
            </div>
            <div>
              <dt>{say('map.segment.reports')}</dt>
              <dd>{number(found.reports)}</dd>
              <dd className="figure-range">{say('map.segment.expected', { expected: few(found.expected) })}</dd>
            </div>
            <div>
              <dt>{say('map.hotspot.q')}</dt>
              <dd>{qSaid(hotspot.q, { number }, say)}</dd>
              <dd className="figure-range">{say('map.hotspot.all-tested')}</dd>
            </div>
          </dl>
          <p className="figures-said">{say(meaningOfHotspots(assessment.hotspots))}</p>
          {assessment.hotspots.rough && <p className="figures-said">{say(roughMeans(group.length))}</p>}
          <p className="figures-said muted">{say('map.hotspot.cell-alone', { reports: number(hotspot.reports), expected: few(hotspot.expected) })}</p>
        </section>
        <section>
          <h3>{say('map.hotspot.since')}</h3>
          <p>{hotspot.since ? say('map.hotspot.since-between', { from: monthSaid(hotspot.since.from, { date }, 'long'), to: monthSaid(hotspot.since.to, { date }, 'long') }) : say('map.hotspot.since-none')}</p>
        </section>
        <MethodSection method={assessment.method} />
      </div>
    </div>
  )
}
