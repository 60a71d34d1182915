import { useRef, useEffect, type KeyboardEvent } from 'react'
import { rateStep } from '../../../shared/analysis/scale.ts'
import type { Assessment } from '../../../shared/station/station.ts'
import { useTableWindow } from '../../parts/table/window.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { useView } from '../../session/view.ts'
import { segmentName } from './segment-name.ts'

const ROW = 28
const COLUMNS = ['rank', 'segment', 'reports', 'expected', 'rate', 'interval'] as const

/** Every border segment of the study area in a table: what the map says, for those whom a map tells nothing. */
export function SegmentTable({ assessment }: { readonly assessment: Assessment }) {
  const say = useSay()
  const formats = useFormats()
  const { number } = formats
  const { segments, ranked } = assessment.segments
  const selected = useView((state) => state.selected)
  const select = useView((state) => state.select)
  const scroller = useRef<HTMLDivElement>(null)
  const inner = useRef<HTMLDivElement>(null)
  const drawn = useRef<HTMLDivElement>(null)
  const shown = useTableWindow(scroller, segments.length, ROW)
  const { scrollTo } = shown
  const at = segments.findIndex(({ id }) => selected?.kind === 'segment' && id === selected.id)
  useEffect(() => {
    inner.current?.style.setProperty('block-size', `${shown.height}px`)
    drawn.current?.style.setProperty('transform', `translateY(${shown.offset}px)`)
  }, [shown.height, shown.offset])
  useEffect(() => {
    if (at >= 0) scrollTo(at)
  }, [at, scrollTo])
  // Whoever opens the table goes on in it.
  useEffect(() => scroller.current?.focus(), [])
  const onKey = (event: KeyboardEvent) => {
    if (event.target !== scroller.current) return
    const page = Math.max(1, Math.floor((scroller.current.clientHeight / ROW) * 0.9))
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: segments.length - 1 }[event.key]
    const next = to === undefined ? undefined : segments[Math.max(0, Math.min(segments.length - 1, to))]
    if (!next) return
    event.preventDefault()
    select({ kind: 'segment', id: next.id })
  }
  const decimal = (value: number) => number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  return (
    <div ref={scroller} className="segment-table" role="grid" tabIndex={0} aria-label={say('map.table.title')} aria-rowcount={segments.length + 1} aria-activedescendant={at >= 0 ? `segment-line-${at}` : undefined} onKeyDown={onKey}>
      <div className="segment-line segment-head" role="row" aria-rowindex={1}>
        {COLUMNS.map((column) => (
          <span key={column} role="columnheader" data-column={column}>
            {say(`map.table.${column}`)}
          </span>
        ))}
      </div>
      <div ref={inner} role="rowgroup">
        <div ref={drawn} role="presentation">
          {segments.slice(shown.first, shown.first + shown.count).map((segment, index) => {
            const position = shown.first + index
            return (
              <div key={segment.id} id={`segment-line-${position}`} className="segment-line" role="row" aria-rowindex={position + 2} aria-selected={position === at} onClick={() => select({ kind: 'segment', id: segment.id })}>
                <span role="gridcell" data-column="rank">{ranked ? say('map.table.rank-range', { rank: number(position + 1), low: number(segment.rankLow), high: number(segment.rankHigh) }) : '–'}</span>
                <span role="rowheader" data-column="segment">
                  <svg className="whisker-swatch" width="14" height="6" aria-hidden="true">
                    <rect data-step={rateStep(segment.rate)} width="14" height="6" />
                  </svg>
                  {segmentName(segment, formats, say)}
                </span>
                <span role="gridcell" data-column="reports">{number(segment.reports)}</span>
                <span role="gridcell" data-column="expected">{decimal(segment.expected)}</span>
                <span role="gridcell" data-column="rate">{decimal(segment.rate)}</span>
                <span role="gridcell" data-column="interval">{say('map.table.from-to', { low: decimal(segment.low), high: decimal(segment.high) })}</span>
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}
