import { useEffect, useRef, useState } from 'react'
import { z } from 'zod'

interface PreviewProps {
  readonly html: string
  readonly title: string
  readonly className: string
  readonly grey: boolean
  /** Width the page is laid out at, px, whatever room there is: it is drawn smaller where there is less. Absent: as wide as the frame. */
  readonly pageWidth?: number
  /** Grows each time the page is to be printed. */
  readonly printed?: number
  /** Told when the scale changes: 1 is true size. */
  readonly onScale?: (scale: number) => void
}

/** A key pressed in the page that means something to the window. */
const pressed = z.strictObject({ key: z.string().max(20), code: z.string().max(20), ctrlKey: z.boolean(), metaKey: z.boolean(), altKey: z.boolean(), shiftKey: z.boolean() })

/**
 * Shows a self-contained page as it will be written. It stands apart: an origin of its own, in which no script
 * of the page runs and nothing can be fetched (electron/host/preview-page.ts).
 */
export function PreviewFrame({ html, title, className, grey, pageWidth, onScale, printed = 0 }: PreviewProps) {
  const frame = useRef<HTMLIFrameElement>(null)
  const room = useRef<HTMLDivElement>(null)
  const [ready, setReady] = useState(false)
  useEffect(() => {
    // Its origin is opaque and can't be named; only this frame gets the message, and it can pass nothing on.
    if (ready) frame.current?.contentWindow?.postMessage(html, '*')
  }, [ready, html])
  useEffect(() => {
    if (printed > 0) frame.current?.contentWindow?.postMessage({ print: true }, '*')
  }, [printed])
  useEffect(() => {
    const onMessage = ({ source, data }: MessageEvent<unknown>) => {
      const key = source === frame.current?.contentWindow ? pressed.safeParse(data) : null
      if (key?.success) dispatchEvent(new KeyboardEvent('keydown', { ...key.data, bubbles: true, cancelable: true }))
    }
    addEventListener('message', onMessage)
    return () => removeEventListener('message', onMessage)
  }, [])
  useEffect(() => {
    const space = room.current
    const page = frame.current
    if (!space || !page || pageWidth === undefined) return
    const fit = () => {
      const scale = Math.min(1, space.clientWidth / pageWidth)
      page.style.width = `${pageWidth}px`
      page.style.height = `${space.clientHeight / scale}px`
      page.style.transform = `scale(${scale})`
      space.style.setProperty('--page-width', `${pageWidth * scale}px`)
      onScale?.(scale)
    }
    fit()
    const watch = new ResizeObserver(fit)
    watch.observe(space)
    return () => watch.disconnect()
  }, [pageWidth, onScale])
  return (
    <div ref={room} className={className}>
      <iframe ref={frame} data-grey={grey || undefined} sandbox="allow-scripts allow-modals" title={title} src="/preview" onLoad={() => setReady(true)} />
    </div>
  )
}
