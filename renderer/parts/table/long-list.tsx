import { useEffect, useRef, type ReactNode } from 'react'
import { useTableWindow } from './window.ts'

/** Height of a line, px: `--h-row`. */
const LINE = 28

/** A list of any length in its own scrolled room; only the lines that are seen are drawn, and every one can be reached. */
export function LongList({ label, count, line }: { readonly label: string; readonly count: number; readonly line: (index: number) => { readonly key: string | number; readonly content: ReactNode } }) {
  const scroller = useRef<HTMLDivElement>(null)
  const inner = useRef<HTMLDivElement>(null)
  const drawn = useRef<HTMLUListElement>(null)
  const shown = useTableWindow(scroller, count, LINE)
  useEffect(() => {
    inner.current?.style.setProperty('block-size', `${shown.height}px`)
    drawn.current?.style.setProperty('transform', `translateY(${shown.offset}px)`)
  }, [shown.height, shown.offset])
  return (
    <div ref={scroller} className="long-list" tabIndex={0} role="region" aria-label={label}>
      <div ref={inner}>
        <ul ref={drawn}>
          {Array.from({ length: shown.count }, (_, at) => {
            const index = shown.first + at
            const { key, content } = line(index)
            return (
              <li key={key} aria-setsize={count} aria-posinset={index + 1}>
                {content}
              </li>
            )
          })}
        </ul>
      </div>
    </div>
  )
}
