import { useEffect, useRef } from 'react'
import { useTableWindow } from '../../parts/table/window.ts'
import { EntryCells } from '../../parts/trail/entry.tsx'
import { useSay } from '../../session/language.ts'
import type { ShownTrail } from './use-trail.ts'

const ROW = 28
export const TRAIL_COLUMNS = ['when', 'who', 'did', 'about', 'more'] as const

/** The trail, newest first, of any length; only what is seen is asked for and drawn. */
export function TrailTable({ trail, lines, onRecord }: { readonly trail: ShownTrail; readonly lines: number; readonly onRecord: (reference: string) => void }) {
  const say = useSay()
  const scroller = useRef<HTMLDivElement>(null)
  const inner = useRef<HTMLDivElement>(null)
  const drawn = useRef<HTMLDivElement>(null)
  const { first, count, height, offset } = useTableWindow(scroller, lines, ROW)
  const { show, entryAt } = trail
  useEffect(() => {
    inner.current?.style.setProperty('block-size', `${height}px`)
    drawn.current?.style.setProperty('transform', `translateY(${offset}px)`)
  }, [height, offset])
  useEffect(() => show(first, count), [show, first, count])
  return (
    <div ref={scroller} className="trail" role="table" tabIndex={0} aria-label={say('audit.list')} aria-rowcount={lines + 1}>
      <div className="trail-line trail-head" role="row" aria-rowindex={1}>
        {TRAIL_COLUMNS.map((column) => (
          <span key={column} role="columnheader" data-column={column}>
            {say(`audit.column.${column}`)}
          </span>
        ))}
      </div>
      <div ref={inner} role="rowgroup">
        <div ref={drawn} role="presentation">
          {Array.from({ length: count }, (_, at) => {
            const line = first + at
            const entry = entryAt(line)
            return (
              <div key={line} className="trail-line" role="row" aria-rowindex={line + 2}>
                {entry ? <EntryCells entry={entry} onRecord={onRecord} /> : <span role="cell" />}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}
