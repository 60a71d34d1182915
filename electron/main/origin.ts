/** Our page's address in Electron. Frozen: the browser's database belongs to it. */
export const SCHEME = 'app'
export const ORIGIN = 'app://vigil'
export const PAGE = `${ORIGIN}/`

/** Of a frame that sends a message; null where it is gone. */
export interface Frame { readonly url: string; readonly origin: string; readonly parent: unknown }

/** Only the top frame of our own page is heard: no frame inside it, no page it was led to. */
export function isOurFrame(frame: Frame | null | undefined): boolean {
  return frame !== null && frame !== undefined && frame.parent === null && frame.origin === ORIGIN && pathOf(frame.url) === '/'
}

/** The path on our own page that an address names; null for any other address. */
export function pathOf(address: string): string | null {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    return null
  }
  return url.protocol === `${SCHEME}:` && url.host === 'vigil' && url.port === '' && url.username === '' && url.password === '' ? url.pathname : null
}

/** Requests that may be made at all: our own files, and what the page itself made. */
export function mayRequest(address: string): boolean {
  return pathOf(address) !== null || address.startsWith(`blob:${ORIGIN}/`)
}
