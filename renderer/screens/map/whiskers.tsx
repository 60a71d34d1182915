import type { SegmentRate } from '../../../shared/analysis/result.ts'
import { rateStep } from '../../../shared/analysis/scale.ts'
import { axisOf } from '../../parts/axis.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { useView } from '../../session/view.ts'
import { segmentNameParts } from './segment-name.ts'

const WIDTH = 104
/** Numbers of three digits need more room each. */
const WIDE_MARKS = 3

/** Rates with their 90% intervals on one scale; a press selects. The scale runs from the start of the line, whichever side that is. */
export function Whiskers({ segments, first, ranked, selected }: { readonly segments: readonly SegmentRate[]; readonly first: number; readonly ranked: boolean; readonly selected: string }) {
  const say = useSay()
  const formats = useFormats()
  const { number } = formats
  const select = useView((state) => state.select)
  const most = Math.max(2, ...segments.map((segment) => segment.high)) * 1.04
  const x = (value: number) => Math.min(WIDTH, (value / most) * WIDTH)
  const rate = (value: number) => number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  return (
    <>
      <ol className="whiskers" data-ranked={ranked || undefined}>
        {segments.map((segment, at) => {
          const name = segmentNameParts(segment, formats, say)
          return (
            <li key={segment.id} aria-current={segment.id === selected ? 'true' : undefined}>
              <button type="button" onClick={() => select({ kind: 'segment', id: segment.id })}>
                {ranked && <span className="num whisker-rank">{number(first + at + 1)}</span>}
                <svg className="whisker-swatch" width="14" height="6" aria-hidden="true">
                  <rect data-step={rateStep(segment.rate)} width="14" height="6" />
                </svg>
                <span className="whisker-name">
                  <span>{name.countries}</span> <b>{name.order}</b>
                </span>
                <svg className="whisker" width={WIDTH} height="14" aria-hidden="true">
                  <path className="whisker-one" d={`M${x(1)},0V14`} />
                  <path className="whisker-line" d={`M${x(segment.low)},7H${x(segment.high)}`} />
                  <circle cx={x(segment.rate)} cy="7" r="3" />
                </svg>
                <span className="num">{rate(segment.rate)}</span>
                <span className="aside-only">{say('map.segment.interval', { low: rate(segment.low), high: rate(segment.high) })}</span>
              </button>
            </li>
          )
        })}
      </ol>
      <div className="whisker-axis" aria-hidden="true">
        <svg width={WIDTH} height="14">
          {axisOf(most, most >= 100 ? WIDE_MARKS : undefined).map((value) => (
            <text key={value} x={x(value)} y="11" textAnchor={value === 0 ? 'start' : 'middle'}>
              {number(value)}
            </text>
          ))}
        </svg>
      </div>
    </>
  )
}
