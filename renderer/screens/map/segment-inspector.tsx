import type { SegmentRate } from '../../../shared/analysis/result.ts'
import { rateStep } from '../../../shared/analysis/scale.ts'
import { useAssessment } from '../../session/assessment.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { useView } from '../../session/view.ts'
import { segmentName } from './segment-name.ts'

const NEIGHBOURS_SHOWN = 6

/** A border segment: its rank with range, its rate with interval, reports against expected, and where it stands. */
export function SegmentInspector({ id }: { readonly id: string }) {
  const say = useSay()
  const { number, country } = useFormats()
  const assessment = useAssessment((state) => state.assessment)
  const at = assessment?.segments.segments.findIndex((segment) => segment.id === id) ?? -1
  const segment = assessment?.segments.segments[at]
  if (!assessment || !segment) return <p className="inspector-empty">{say('map.segment.gone')}</p>
  const ranked = assessment.segments.ranked
  const rate = (value: number) => number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const start = Math.max(0, Math.min(at - 2, assessment.segments.segments.length - NEIGHBOURS_SHOWN))
  const around = assessment.segments.segments.slice(start, start + NEIGHBOURS_SHOWN)
  return (
    <>
      <header className="inspector-head">
        <div className="inspector-kind">
          {say(`map.segment.class.${segment.class}`)} <bdi className="id" dir="ltr">{segment.id}</bdi>
        </div>
        <h2>{segmentName(segment, country, say)}</h2>
      </header>
      <div className="inspector-body">
        <section className="figures">
          <dl>
            <div>
              <dt>{say('map.segment.rank')}</dt>
              <dd>
                {ranked ? number(at + 1) : '–'} <small>{say('map.segment.of', { total: number(assessment.segments.segments.length) })}</small>
              </dd>
              <dd className="figure-range">{ranked ? say('map.segment.rank-range', { low: number(segment.rankLow), high: number(segment.rankHigh) }) : say('map.segment.unranked')}</dd>
            </div>
            <div>
              <dt>{say('map.segment.times-expected')}</dt>
              <dd>
                {rate(segment.rate)}
                <small>×</small>
              </dd>
              <dd className="figure-range">{say('map.segment.interval', { low: rate(segment.low), high: rate(segment.high) })}</dd>
            </div>
            <div>
              <dt>{say('map.segment.reports')}</dt>
              <dd>{number(segment.reports)}</dd>
              <dd className="figure-range">{say('map.segment.expected', { expected: rate(segment.expected) })}</dd>
            </div>
          </dl>
          <p>{say(ranked ? 'analysis.segments.rate-and-rank' : 'analysis.segments.rate', { rate: rate(segment.rate), low: rate(segment.low), high: rate(segment.high), rankLow: number(segment.rankLow), rankHigh: number(segment.rankHigh) })}</p>
          {segment.expected > 0 && <p className="muted">{say('map.segment.raw', { ratio: rate(segment.reports / segment.expected) })}</p>}
          {segment.flips && <p className="notice-warn">{say('map.segment.flips')}</p>}
        </section>
        <section>
          <h3>
            {say('map.segment.where-it-stands')} <small>{say('map.segment.where-note')}</small>
          </h3>
          <Whiskers segments={around} first={start} selected={id} />
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

/** Rates with their 90% intervals on one scale; a press selects. */
function Whiskers({ segments, first, selected }: { readonly segments: readonly SegmentRate[]; readonly first: number; readonly selected: string }) {
  const say = useSay()
  const { number, country } = useFormats()
  const select = useView((state) => state.select)
  const most = Math.max(2, ...segments.map((segment) => segment.high)) * 1.05
  const x = (value: number) => Math.min(120, (value / most) * 120)
  return (
    <ol className="whiskers">
      {segments.map((segment, at) => (
        <li key={segment.id} aria-current={segment.id === selected ? 'true' : undefined}>
          <button type="button" onClick={() => select({ kind: 'segment', id: segment.id })}>
            <span className="num">{number(first + at + 1)}</span>
            <svg className="swatch" width="16" height="8" aria-hidden="true">
              <rect data-step={rateStep(segment.rate)} width="16" height="8" />
            </svg>
            <span className="whisker-name">{segmentName(segment, country, say)}</span>
            <svg className="whisker" width="122" height="14" aria-hidden="true">
              <path className="whisker-one" d={`M${x(1)},0V14`} />
              <path className="whisker-line" d={`M${x(segment.low)},7H${x(segment.high)}`} />
              <circle cx={x(segment.rate)} cy="7" r="3" />
            </svg>
            <span className="num">{number(segment.rate, { minimumFractionDigits: 1, maximumFractionDigits: 1 })}</span>
          </button>
        </li>
      ))}
    </ol>
  )
}
