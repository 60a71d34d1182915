import { useEffect, useRef, useState } from 'react'

/**
 * Shows a self-contained page as it will be written. It stands apart: an origin of its own, in which no script
 * of the page runs and nothing can be fetched (electron/host/preview-page.ts).
 */
export function PreviewFrame({ html, title, className, grey }: { html: string; title: string; className: string; grey: boolean }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [ready, setReady] = useState(false)
  useEffect(() => {
    // Its origin is opaque and can't be named; only this frame gets the message, and it can pass nothing on.
    if (ready) frame.current?.contentWindow?.postMessage(html, '*')
  }, [ready, html])
  return <iframe ref={frame} className={className} data-grey={grey || undefined} sandbox="allow-scripts" title={title} src="/preview" onLoad={() => setReady(true)} />
}
