import { useCallback, useEffect, useLayoutEffect, useState, type RefObject } from 'react'

/** Tallest element a Chromium layout takes without rounding its position away. */
const TALLEST = 15_000_000

/** Lines drawn above and below what is seen. */
const AROUND = 8

export interface TableWindow {
  /** First line drawn, and how many. */
  readonly first: number
  readonly count: number
  /** Height of all lines, px; shorter than they are where they would be too tall for a browser. */
  readonly height: number
  /** Where the first drawn line stands, px. */
  readonly offset: number
  scrollTo(line: number): void
}

/**
 * Draws of any number of lines of one height only those that are seen. Where all of them would be taller
 * than a browser can lay out, the scroll bar's way is scaled and the lines keep their height.
 */
export function useTableWindow(scroller: RefObject<HTMLElement | null>, lines: number, lineHeight: number): TableWindow {
  const [seen, setSeen] = useState({ top: 0, height: 800 })
  const full = lines * lineHeight
  const height = Math.min(full, TALLEST)
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const read = () => setSeen({ top: element.scrollTop, height: element.clientHeight })
    read()
    const size = new ResizeObserver(read)
    size.observe(element)
    element.addEventListener('scroll', read, { passive: true })
    return () => {
      size.disconnect()
      element.removeEventListener('scroll', read)
    }
  }, [scroller])
  // A list that grew shorter may have left the scroller past its end: the browser moves it without a scroll event.
  useEffect(() => {
    const element = scroller.current
    if (element && element.scrollTop !== seen.top) setSeen({ top: element.scrollTop, height: element.clientHeight })
  }, [scroller, lines, seen.top])
  const reach = Math.max(1, height - seen.height)
  const top = full > height ? (Math.min(seen.top, reach) / reach) * (full - seen.height) : seen.top
  const first = Math.max(0, Math.min(lines, Math.floor(top / lineHeight)) - AROUND)
  const count = Math.min(lines - first, Math.ceil(seen.height / lineHeight) + 2 * AROUND)
  const scrollTo = useCallback(
    (line: number) => {
      const element = scroller.current
      if (!element) return
      const room = element.clientHeight
      const scale = full > height ? (height - room) / (full - room) : 1
      const now = element.scrollTop / scale
      const wanted = line * lineHeight
      // The head above is left in sight: a tip stands under its day.
      if (wanted < now + lineHeight) element.scrollTop = Math.max(0, wanted - lineHeight) * scale
      else if (wanted + 2 * lineHeight > now + room) element.scrollTop = (wanted + 2 * lineHeight - room) * scale
    },
    [scroller, full, height, lineHeight],
  )
  return { first, count, height, offset: seen.top - (top - first * lineHeight), scrollTo }
}
