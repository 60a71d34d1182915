import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import type { Histogram } from '../../shared/catalogue/filter.ts'
import type { Act } from '../acts/act.ts'
import { useHereActs } from '../acts/standing.ts'
import { useFormats, useLanguage, useSay } from '../session/language.ts'
import { usePassing } from '../session/selection.ts'
import { useView } from '../session/view.ts'
import { Button } from './button.tsx'
import { Key } from './signs.tsx'
import { axisTicks, binsOf, movedPeriod, periodOf, type Tick } from './timeline/scale.ts'

const HEIGHT = 92
const BASE = 74
const TOP = 6
/** Px between two words on the axis. */
const WORD = 72
const DAY: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }

/** How each label of the axis is written. */
const TICKS: Readonly<Record<Tick['label'], Intl.DateTimeFormatOptions>> = {
  year: { year: 'numeric', timeZone: 'UTC' },
  'month-year': { month: 'short', year: 'numeric', timeZone: 'UTC' },
  month: { month: 'short', timeZone: 'UTC' },
  day: { day: 'numeric', month: 'short', timeZone: 'UTC' },
}

function moveBrush(bins: number): void {
  const { filter, setFilter } = useView.getState()
  const histogram = usePassing.getState().selection?.histogram
  if (!histogram || histogram.starts.length === 0) return
  const last = histogram.starts.length - 1
  setFilter({ period: filter.period ? movedPeriod(histogram, filter.period, bins) : periodOf(histogram, Math.max(0, last - Math.floor(last / 4)), last) })
}

const hasBins: Act['possible'] = ({ vault }) => vault.phase === 'open' && (usePassing.getState().selection?.histogram.starts.length ?? 0) > 0
const BRUSH_ACTS: readonly Act[] = [
  { name: 'brush-back', title: { key: 'acts.brush-back' }, icon: 'clock', keys: ['['], group: 'list', possible: hasBins, run: () => moveBrush(-1) },
  { name: 'brush-on', title: { key: 'acts.brush-on' }, icon: 'clock', keys: [']'], group: 'list', possible: hasBins, run: () => moveBrush(1) },
]

/** Tips by time: all, and those that pass the other filters; the brush is the period filter. Under table and map alike. */
export function Timeline() {
  useHereActs(BRUSH_ACTS)
  const say = useSay()
  const formats = useFormats()
  const histogram = usePassing((state) => state.selection?.histogram)
  const period = useView((state) => state.filter.period)
  const setFilter = useView((state) => state.setFilter)
  if (!histogram) return <section className="timeline" aria-label={say('app.timeline.name')} />
  return (
    <section className="timeline" aria-label={say('app.timeline.name')}>
      <header>
        <b>{say(`app.timeline.title-${histogram.unit}`)}</b>
        <span className="soft">{period && histogram.starts.length > 0 ? formats.range(Math.max(period.from, histogram.starts[0]!), Math.min(period.to, endOf(histogram)), DAY) : null}</span>
        {period && (
          <Button small kind="quiet" onClick={() => setFilter({ period: undefined })}>
            {say('app.timeline.whole')}
          </Button>
        )}
        <span className="timeline-legend">
          {histogram.undated > 0 && <span>{say('app.timeline.undated', { count: histogram.undated })}</span>}
          <span><i className="swatch all" /> {say('app.timeline.all')}</span>
          <span><i className="swatch passing" /> {say('app.timeline.passing')}</span>
          <span><Key of="[" /><Key of="]" /> {say('app.timeline.move')}</span>
        </span>
      </header>
      {histogram.starts.length === 0 ? <p className="muted">{say('app.timeline.none')}</p> : <Bars histogram={histogram} />}
    </section>
  )
}

const endOf = (histogram: Histogram) => periodOf(histogram, 0, histogram.starts.length - 1).to

function Bars({ histogram }: { readonly histogram: Histogram }) {
  const say = useSay()
  const formats = useFormats()
  const language = useLanguage((state) => state.language)
  const period = useView((state) => state.filter.period)
  const setFilter = useView((state) => state.setFilter)
  const frame = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const [drag, setDrag] = useState<readonly [number, number] | null>(null)
  useLayoutEffect(() => {
    const element = frame.current!
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    setWidth(element.clientWidth)
    return () => observer.disconnect()
  }, [])

  const mirrored = language === 'ar'
  const bins = histogram.starts.length
  const step = width / bins
  const x = (bin: number) => (mirrored ? width - bin * step : bin * step)
  const brushed = drag ?? (period ? binsOf(histogram, period) : null)
  const [first, last] = brushed ? [Math.min(...brushed), Math.max(...brushed)] : [0, bins - 1]

  const bars = useMemo(() => {
    const most = Math.max(1, ...histogram.all)
    const gap = step > 4 ? 1 : step > 2 ? 0.5 : 0
    const path = (counts: Uint32Array, inside: (bin: number) => boolean) => {
      let drawn = ''
      for (let bin = 0; bin < bins; bin++) {
        if (counts[bin] === 0 || !inside(bin)) continue
        const height = Math.max(1, (counts[bin]! / most) * (BASE - TOP))
        const left = mirrored ? width - (bin + 1) * step : bin * step
        drawn += `M${left.toFixed(2)} ${BASE}v${-height.toFixed(2)}h${(step - gap).toFixed(2)}v${height.toFixed(2)}z`
      }
      return drawn
    }
    const within = (bin: number) => bin >= first && bin <= last
    return { all: path(histogram.all, () => true), passing: path(histogram.passing, within), outside: path(histogram.passing, (bin) => !within(bin)) }
  }, [histogram, step, width, mirrored, bins, first, last])

  const binUnder = (event: PointerEvent) => {
    const box = frame.current!.getBoundingClientRect()
    const along = mirrored ? box.right - event.clientX : event.clientX - box.left
    return Math.max(0, Math.min(bins - 1, Math.floor(along / step)))
  }
  const keep = (range: readonly [number, number]) => setFilter({ period: periodOf(histogram, range[0], range[1]) })
  const edge = (which: 'start' | 'end') => {
    const bin = which === 'start' ? first : last
    const move = (event: KeyboardEvent) => {
      const forward = mirrored ? 'ArrowLeft' : 'ArrowRight'
      const back = mirrored ? 'ArrowRight' : 'ArrowLeft'
      const by = event.key === forward || event.key === 'ArrowUp' ? 1 : event.key === back || event.key === 'ArrowDown' ? -1 : event.key === 'PageUp' ? 6 : event.key === 'PageDown' ? -6 : event.key === 'Home' ? -bins : event.key === 'End' ? bins : 0
      if (by === 0) return
      event.preventDefault()
      event.stopPropagation()
      const to = Math.max(0, Math.min(bins - 1, bin + by))
      keep(which === 'start' ? [Math.min(to, last), last] : [first, Math.max(to, first)])
    }
    const at = x(which === 'start' ? first : last + 1)
    return (
      <g
        className="timeline-edge"
        role="slider"
        tabIndex={0}
        aria-label={say(`app.timeline.${which}`)}
        aria-valuemin={0}
        aria-valuemax={bins - 1}
        aria-valuenow={bin}
        aria-valuetext={formats.date(which === 'start' ? histogram.starts[bin]! : periodOf(histogram, bin, bin).to, DAY)}
        onKeyDown={move}
        onPointerDown={(event) => {
          event.stopPropagation()
          const fixed = which === 'start' ? last : first
          const element = event.currentTarget
          element.setPointerCapture(event.pointerId)
          const follow = (next: globalThis.PointerEvent) => setDrag([fixed, binUnder(next as unknown as PointerEvent)])
          const done = (next: globalThis.PointerEvent) => {
            element.removeEventListener('pointermove', follow)
            keep([fixed, binUnder(next as unknown as PointerEvent)])
            setDrag(null)
          }
          element.addEventListener('pointermove', follow)
          element.addEventListener('pointerup', done, { once: true })
        }}
      >
        <rect className="timeline-grip" x={at - 12} y={0} width={24} height={BASE} />
        <path d={`M${at} 0V${BASE}`} />
        <rect x={at - 4} y={26} width={8} height={20} rx={4} />
      </g>
    )
  }
  const ticks = useMemo(() => (step > 0 ? axisTicks(histogram, step, WORD) : []), [histogram, step])
  return (
    <div ref={frame} className="timeline-bars">
      {width > 0 && (
        <svg
          width={width}
          height={HEIGHT}
          role="group"
          aria-label={say('app.timeline.bars', { count: bins })}
          onPointerDown={(event) => {
            if (event.button !== 0) return
            event.currentTarget.setPointerCapture(event.pointerId)
            const bin = binUnder(event)
            setDrag([bin, bin])
          }}
          onPointerMove={(event) => drag && event.buttons === 1 && setDrag([drag[0], binUnder(event)])}
          onPointerUp={() => {
            if (drag) keep(drag)
            setDrag(null)
          }}
        >
          {brushed && <rect className="timeline-brush" x={Math.min(x(first), x(last + 1))} y={0} width={(last - first + 1) * step} height={BASE} />}
          <path className="timeline-all" d={bars.all} />
          <path className="timeline-outside" d={bars.outside} />
          <path className="timeline-passing" d={bars.passing} />
          <path className="timeline-axis" d={`M0 ${BASE + 0.5}H${width}`} />
          {ticks.map(({ bin, label }) => (
            <g key={bin} className="timeline-tick">
              <path d={`M${x(bin)} ${BASE}v5`} />
              <text x={x(bin) + (mirrored ? -4 : 4)} y={BASE + 15} textAnchor="start">
                {formats.date(histogram.starts[bin]!, TICKS[label])}
              </text>
            </g>
          ))}
          {edge('start')}
          {edge('end')}
        </svg>
      )}
    </div>
  )
}
