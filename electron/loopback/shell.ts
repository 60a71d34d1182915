import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { existsSync } from 'node:fs'
import type { Browser } from '../host/find-browser.ts'
import { Host } from '../host/host.ts'
import { PageFiles } from '../host/page-files.ts'
import { chromiumPrinter } from '../host/print-pdf.ts'
import { saveBeside } from '../host/save-file.ts'
import { openBrowserWindow } from './browser-window.ts'
import { announce } from './running.ts'
import { serveLoopback } from './server.ts'
import { watchForSleep } from './sleep.ts'

export interface LoopbackOptions {
  readonly dataFolder: string
  readonly version: string
  readonly port: number
  readonly rendererFolder: string
  /** Where released files go; the person's own Downloads by default. */
  readonly saveFolder?: string
  readonly browser: Browser | null
}

export interface LoopbackShell {
  readonly port: number
  address(): string
  /** Opens a window in `browser`; settles when the browser has ended and no window is left. */
  openWindow(browser: Browser, more: { headless: boolean }): Promise<void>
  close(): Promise<void>
}

/** The same page as in Electron, in an installed browser, with the host in this process. */
export async function startLoopback(options: LoopbackOptions): Promise<LoopbackShell> {
  const { dataFolder } = options
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const host = new Host({
    dataFolder, shell: 'loopback', version: options.version, deviceSecrets: null, choosePath: null,
    printPdf: chromiumPrinter(join(dataFolder, 'print'), options.browser), saveFile: saveBeside(options.saveFolder ?? downloadsFolder()),
  })
  const secret = randomBytes(32).toString('base64url')
  const server = await serveLoopback(host, await PageFiles.list(options.rendererFolder), { port: options.port, secret })
  const withdraw = await announce(dataFolder, { port: server.port, secret })
  const stopWatching = watchForSleep(() => host.notify('going-to-sleep'))
  const closers = new Set<() => void>()
  return {
    port: server.port,
    address: () => server.address(),
    openWindow: async (browser, more) => {
      const window = await openBrowserWindow(browser, dataFolder, server.address(), more)
      closers.add(window.close)
      await window.ended
      closers.delete(window.close)
      // A browser that was already running on this profile takes the window over and ends at once.
      while (server.openWindows() > 0) await new Promise((resolve) => setTimeout(resolve, 500))
    },
    close: async () => {
      stopWatching()
      host.notify('closing')
      for (const close of closers) close()
      await withdraw()
      await server.close()
      await host.close()
    },
  }
}

function downloadsFolder(): string {
  const downloads = join(homedir(), 'Downloads')
  return existsSync(downloads) ? downloads : homedir()
}
