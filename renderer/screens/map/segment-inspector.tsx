import { useMemo } from 'react'
import type { SegmentRate } from '../../../shared/analysis/result.ts'
import { useHereActs } from '../../acts/standing.ts'
import { ActButton, IconButton } from '../../parts/button.tsx'
import { useAssessment } from '../../session/assessment.ts'
import { borderRegister } from '../../session/geography.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { useView } from '../../session/view.ts'
import { expectedSaid } from './expected.ts'
import { EvidenceSection } from './evidence.tsx'
import { MethodSection } from './method-section.tsx'
import { segmentActs } from './segment-acts.ts'
import { segmentName } from './segment-name.ts'
import { Whiskers } from './whiskers.tsx'

const NEIGHBOURS_SHOWN = 6

/** A border segment: its rank with range, its rate with interval, reports against expected, where it stands, and what it is made from. */
export function SegmentInspector({ id }: { readonly id: string }) {
  const say = useSay()
  const formats = useFormats()
  const { number } = formats
  const assessment = useAssessment((state) => state.assessment)
  const select = useView((state) => state.select)
  const register = useLoaded(borderRegister, []).value
  const at = assessment?.segments.segments.findIndex((segment) => segment.id === id) ?? -1
  const segment = assessment?.segments.segments[at]
  const name = segment ? segmentName(segment, formats, say) : ''
  const acts = useMemo(() => segmentActs(), [])
  const standing = useMemo(() => [acts.place, acts.brief], [acts])
  useHereActs(standing)
  if (!assessment || !segment) {
    return (
      <div className="inspector-panel">
        <p className="inspector-empty">{say('map.segment.gone')}</p>
      </div>
    )
  }
  const { ranked, segments } = assessment.segments
  const rate = (value: number) => number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const start = Math.max(0, Math.min(at - 2, segments.length - NEIGHBOURS_SHOWN))
  const around = segments.slice(start, start + NEIGHBOURS_SHOWN)
  const step = (by: number) => {
    const next = segments[at + by]
    if (next) select({ kind: 'segment', id: next.id })
  }
  return (
    <div className="inspector-panel">
      <header className="inspector-head">
        <div className="inspector-row">
          <span>{say(`map.segment.class.${segment.class}`)}</span>
          <bdi className="id" dir="ltr">{shortId(segment.id)}</bdi>
          <span className="inspector-tools">
            <IconButton name={say('acts.previous')} icon="chevron-up" shortcut="K" onClick={() => step(-1)} />
            <IconButton name={say('acts.next')} icon="chevron-down" shortcut="J" onClick={() => step(1)} />
            <IconButton name={say('app.close')} icon="x" shortcut="Escape" onClick={() => select(null)} />
          </span>
        </div>
        <h2 tabIndex={-1}>{name}</h2>
        {register && <p className="soft">{say('map.segment.length', { length: number(register.lengthOf(segment.index) / 1000, { style: 'unit', unit: 'kilometer', maximumFractionDigits: 0 }) })}</p>}
      </header>
      <div className="inspector-body">
        <section className="figures">
          <dl>
            <div>
              <dt>{say('map.segment.rank')}</dt>
              <dd>
                {ranked ? (
                  <>
                    {number(at + 1)} <small>{say('map.segment.of', { total: number(segments.length) })}</small>
                  </>
                ) : (
                  '–'
                )}
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
              <dd className="figure-range">{say('map.segment.expected', { expected: expectedSaid(segment.expected, formats, say) })}</dd>
            </div>
          </dl>
          <p className="figures-said">{say(ranked ? 'analysis.segments.rate-and-rank' : 'analysis.segments.rate', { rate: rate(segment.rate), low: rate(segment.low), high: rate(segment.high), rankLow: number(segment.rankLow), rankHigh: number(segment.rankHigh) })}</p>
          {segment.expected > 0 && <p className="figures-said muted">{say('map.segment.raw', { ratio: rate(segment.reports / segment.expected) })}</p>}
          {segment.flips && <p className="notice-warn">{say('map.segment.flips')}</p>}
        </section>
        <section>
          <h3>
            {say('map.segment.where-it-stands')} <small>{say('map.segment.where-note')}</small>
          </h3>
          <Whiskers segments={around} first={start} ranked={ranked} selected={id} />
        </section>
        <EvidenceSection segment={segment} />
        <MethodSection method={assessment.method} />
      </div>
      <footer className="inspector-foot">
        <ActButton act={acts.place} kind="primary" withIcon />
        <ActButton act={acts.brief} />
      </footer>
    </div>
  )
}

/** "LBY-TUN-07": the register's id without the class, which stands beside it in words. */
export function shortId(id: SegmentRate['id']): string {
  const [, codes = '', order = ''] = id.split(':')
  return `${codes}-${order.padStart(2, '0')}`
}
