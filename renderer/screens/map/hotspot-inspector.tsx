import { useAssessment } from '../../session/assessment.ts'
import { useFormats, useSay } from '../../session/language.ts'

/** A hotspot cell: reports against expected, how sure, since when, and what it shares its group with. */
export function HotspotInspector({ id }: { readonly id: string }) {
  const say = useSay()
  const { number } = useFormats()
  const assessment = useAssessment((state) => state.assessment)
  const hotspot = assessment?.hotspots.hotspots.find(({ cell }) => cell === id)
  if (!assessment || !hotspot) return <p className="inspector-empty">{say('map.hotspot.gone')}</p>
  const group = assessment.hotspots.hotspots.filter((other) => other.group === hotspot.group)
  const decimals = { minimumFractionDigits: 1, maximumFractionDigits: 1 }
  return (
    <>
      <header className="inspector-head">
        <div className="inspector-kind">
          {say(`map.hotspot.kind.${hotspot.kind}`)} <bdi className="id" dir="ltr">{hotspot.cell}</bdi>
        </div>
        <h2>{say('map.hotspot.title', { count: group.length })}</h2>
      </header>
      <div className="inspector-body">
        <section className="figures">
          <dl>
            <div>
              <dt>{say('map.hotspot.times-expected')}</dt>
              <dd>
                {number(hotspot.rate, decimals)}
                <small>×</small>
              </dd>
            </div>
            <div>
              <dt>{say('map.segment.reports')}</dt>
              <dd>{number(hotspot.reports)}</dd>
              <dd className="figure-range">{say('map.segment.expected', { expected: number(hotspot.expected, decimals) })}</dd>
            </div>
            <div>
              <dt>{say('map.hotspot.q')}</dt>
              <dd>{hotspot.q < 0.001 ? say('map.hotspot.q-tiny', { limit: number(0.001, { maximumFractionDigits: 3 }) }) : number(hotspot.q, { maximumFractionDigits: 3 })}</dd>
            </div>
          </dl>
          <p>{say(assessment.hotspots.rough ? 'analysis.hotspots.found-rough' : 'analysis.hotspots.meaning')}</p>
        </section>
        <section>
          <h3>{say('map.hotspot.since')}</h3>
          <p>{hotspot.since ? say('map.hotspot.since-between', { from: hotspot.since.from, to: hotspot.since.to }) : say('map.hotspot.since-none')}</p>
        </section>
        <section>
          <h3>{say('map.segment.made-from')}</h3>
          <ul className="method">
            {assessment.method.map((line) => (
              <li key={line.key}>{say(line)}</li>
            ))}
          </ul>
        </section>
      </div>
    </>
  )
}
