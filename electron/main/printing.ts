import { BrowserWindow, session } from 'electron'
import type { Paper } from '../host/host.ts'
import { PlatformError } from '../../shared/platform.ts'
import { withTimeLimit } from '../host/durable-files.ts'
import { PAGE, SCHEME, pathOf } from './origin.ts'
import { shutSession } from './session-policy.ts'

const PRINT_LIMIT_MS = 60_000

/**
 * Prints a self-contained page in a hidden window: scripts off, a session in memory of its own that is
 * given this page and nothing else. Nothing of it touches the disk.
 */
export async function printPage(html: Uint8Array, paper: Paper): Promise<Uint8Array> {
  // A partition without "persist:" lives in memory.
  const own = session.fromPartition(`print-${crypto.randomUUID()}`, { cache: false })
  shutSession(own, (address) => pathOf(address) === '/')
  own.protocol.handle(SCHEME, () => new Response(html as Uint8Array<ArrayBuffer>, { headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', 'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:" } }))
  const window = new BrowserWindow({ show: false, webPreferences: { session: own, javascript: false, sandbox: true, contextIsolation: true, spellcheck: false, devTools: false } })
  try {
    await withTimeLimit(window.loadURL(PAGE), PRINT_LIMIT_MS)
    return await withTimeLimit(window.webContents.printToPDF({ pageSize: paper, printBackground: true, preferCSSPageSize: true, generateTaggedPDF: true }), PRINT_LIMIT_MS)
  } catch (error) {
    throw error instanceof PlatformError ? error : new PlatformError('io', error)
  } finally {
    window.destroy()
    own.protocol.unhandle(SCHEME)
    await own.clearStorageData()
  }
}
