import { createHash } from 'node:crypto'
import { PAGE_HEADERS } from './page-headers.ts'

/**
 * Where the page shows a briefing as it will be written. A frame with `srcdoc` would inherit the page's policy,
 * which forbids the briefing's own styles and fonts; so this is a document of its own, in an origin of its own,
 * whose one script puts there what its parent hands it, prints it when it is told to (a dialogue, which the sandbox counts among modals), and hands back the keys that are the window's. Scripts in that are inert, and nothing can be fetched.
 */
export const PREVIEW_PATH = '/preview'

const SCRIPT = `addEventListener('message', (event) => {
  if (event.source !== parent) return
  // The page alone goes to the printer, and not the window around it.
  if (event.data?.print === true) return print()
  if (typeof event.data !== 'string') return
  const page = new DOMParser().parseFromString(event.data, 'text/html')
  const read = scrollY
  document.documentElement.replaceWith(document.adoptNode(page.documentElement))
  // Composed anew under a reader, it stays where they were.
  scrollTo(0, read)
  // Read by keyboard as well: a stop that scrolls.
  document.body.tabIndex = 0
})
addEventListener('keydown', (event) => {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event
  if (!(ctrlKey || metaKey || altKey || /^F\\d/.test(key) || key === 'Escape') || /^[ac]$/i.test(key)) return
  // Sealing must work from here too: the window's own keys are the window's.
  event.preventDefault()
  parent.postMessage({ key, code, ctrlKey, metaKey, altKey, shiftKey }, '*')
})`

export const PREVIEW_PAGE: Uint8Array = new TextEncoder().encode(`<!doctype html><html><head><meta charset="utf-8"><title>Preview</title><script>${SCRIPT}</script></head><body></body></html>`)

export const PREVIEW_HEADERS: Readonly<Record<string, string>> = {
  ...PAGE_HEADERS,
  'Content-Security-Policy': [
    "default-src 'none'", `script-src 'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'`, "style-src 'unsafe-inline'", 'img-src data:', 'font-src data:',
    "base-uri 'none'", "form-action 'none'", "frame-ancestors 'self'", 'sandbox allow-scripts allow-modals',
  ].join('; '),
}
