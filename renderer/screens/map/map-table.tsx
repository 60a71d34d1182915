import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { useTableWindow } from '../../parts/table/window.ts'

const ROW = 28

/** One column: its name in the style sheet, its heading, and what stands in it. */
export interface MapColumn<Line> {
  readonly name: string
  readonly title: string
  readonly cell: (line: Line, position: number) => ReactNode
  /** The column that says what the line is about. */
  readonly heads?: boolean
}

interface MapTableProps<Line> {
  /** What its lines are; names the style of its columns, too. */
  readonly of: 'segment' | 'hotspot'
  readonly label: string
  readonly lines: readonly Line[]
  readonly keyOf: (line: Line) => string
  /** Position of the selected line; -1 for none. */
  readonly at: number
  readonly columns: readonly MapColumn<Line>[]
  choose(line: Line): void
}

/** What the map draws as a table in its place, for those whom a map tells nothing: one grid, one stop, arrows within. */
export function MapTable<Line>({ of, label, lines, keyOf, at, columns, choose }: MapTableProps<Line>) {
  const scroller = useRef<HTMLDivElement>(null)
  const inner = useRef<HTMLDivElement>(null)
  const drawn = useRef<HTMLDivElement>(null)
  const shown = useTableWindow(scroller, lines.length, ROW)
  const { scrollTo } = shown
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
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: lines.length - 1 }[event.key]
    const next = to === undefined ? undefined : lines[Math.max(0, Math.min(lines.length - 1, to))]
    if (!next) return
    event.preventDefault()
    choose(next)
  }
  return (
    <div ref={scroller} className="map-table-lines" data-of={of} role="grid" tabIndex={0} aria-label={label} aria-rowcount={lines.length + 1} aria-activedescendant={at >= 0 ? `${of}-line-${at}` : undefined} onKeyDown={onKey}>
      <div className="map-table-line map-table-head" role="row" aria-rowindex={1}>
        {columns.map(({ name, title }) => (
          <span key={name} role="columnheader" data-column={name}>
            {title}
          </span>
        ))}
      </div>
      <div ref={inner} role="rowgroup">
        <div ref={drawn} role="presentation">
          {lines.slice(shown.first, shown.first + shown.count).map((line, index) => {
            const position = shown.first + index
            return (
              <div key={keyOf(line)} id={`${of}-line-${position}`} className="map-table-line" role="row" aria-rowindex={position + 2} aria-selected={position === at} onClick={() => choose(line)}>
                {columns.map(({ name, cell, heads }) => (
                  <span key={name} role={heads ? 'rowheader' : 'gridcell'} data-column={name}>
                    {cell(line, position)}
                  </span>
                ))}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}
