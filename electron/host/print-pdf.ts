import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { PlatformError } from '../../shared/platform.ts'
import { browserFlags } from './browser-flags.ts'
import { DevtoolsPipe } from './devtools-pipe.ts'
import { withTimeLimit } from './durable-files.ts'
import { findBrowser } from './find-browser.ts'
import type { Browser } from './find-browser.ts'
import type { Paper } from './host.ts'

const PRINT_LIMIT_MS = 60_000
/** Inches, as Chromium wants them. The page's own `@page` size goes first. */
const PAPERS: Readonly<Record<Paper, { paperWidth: number; paperHeight: number }>> = { A4: { paperWidth: 8.27, paperHeight: 11.69 }, Letter: { paperWidth: 8.5, paperHeight: 11 } }

const target = z.object({ targetId: z.string() })
const attached = z.object({ sessionId: z.string() })
const context = z.object({ browserContextId: z.string() })
const frames = z.object({ frameTree: z.object({ frame: z.object({ id: z.string() }) }) })
const printed = z.object({ data: z.string() })

/** Prints with an installed browser; null where there is none. Print-outs use folders under `workFolder`. */
export function chromiumPrinter(workFolder: string, browser: Browser | null = findBrowser()): ((html: Uint8Array, paper: Paper) => Promise<Uint8Array>) | null {
  return browser && ((html, paper) => printWithChromium(browser, workFolder, html, paper))
}

/**
 * Prints a self-contained page in a Chromium of its own. The page goes in over a pipe and the PDF comes
 * back over it, in an off-the-record context whose scripts are off and whose network is cut, so neither
 * touches the disk; the profile is thrown away with the browser.
 */
async function printWithChromium(browser: Browser, workFolder: string, html: Uint8Array, paper: Paper): Promise<Uint8Array> {
  const profile = await profileFolder(browser, workFolder)
  const pipe = DevtoolsPipe.start(browser.path, browserFlags(profile, { headless: true }))
  try {
    return await withTimeLimit(print(pipe, new TextDecoder('utf-8', { fatal: true }).decode(html), paper), PRINT_LIMIT_MS)
  } catch (error) {
    pipe.kill()
    throw error instanceof PlatformError ? error : new PlatformError('io', error)
  } finally {
    await pipe.end()
    await removeForGood(profile)
  }
}

/** The browser's last processes may outlive it by a moment and make their folder anew. */
async function removeForGood(profile: string): Promise<void> {
  for (let look = 0; look < 5; look++) {
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    await wait(40)
    if (!(await stat(profile).then(() => true, () => false))) return
  }
}

async function print(pipe: DevtoolsPipe, html: string, paper: Paper): Promise<Uint8Array> {
  const { browserContextId } = context.parse(await pipe.send('Target.createBrowserContext', {}))
  const { targetId } = target.parse(await pipe.send('Target.createTarget', { url: 'about:blank', browserContextId }))
  const { sessionId } = attached.parse(await pipe.send('Target.attachToTarget', { targetId, flatten: true }))
  await pipe.send('Emulation.setScriptExecutionDisabled', { value: true }, sessionId)
  await pipe.send('Network.enable', {}, sessionId)
  await pipe.send('Network.emulateNetworkConditions', { offline: true, latency: 0, downloadThroughput: 0, uploadThroughput: 0 }, sessionId)
  await pipe.send('Page.enable', {}, sessionId)
  const { frameTree } = frames.parse(await pipe.send('Page.getFrameTree', {}, sessionId))
  const loaded = pipe.event('Page.loadEventFired')
  await pipe.send('Page.setDocumentContent', { frameId: frameTree.frame.id, html }, sessionId)
  await loaded
  const { data } = printed.parse(await pipe.send('Page.printToPDF', { ...PAPERS[paper], printBackground: true, preferCSSPageSize: true, generateTaggedPDF: true }, sessionId))
  return Buffer.from(data, 'base64')
}

async function profileFolder(browser: Browser, workFolder: string): Promise<string> {
  const parent = browser.confined ? join(homedir(), 'snap', 'chromium', 'common', 'vigil-print') : workFolder
  await removeAbandoned(parent)
  const profile = join(parent, randomBytes(8).toString('hex'))
  await mkdir(profile, { recursive: true, mode: 0o700 })
  return profile
}

/** Profiles of print-outs that a killed program left behind; none is in use this long. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const { mtimeMs } = await stat(join(parent, name)).catch(() => ({ mtimeMs: Date.now() }))
    if (Date.now() - mtimeMs > 10 * PRINT_LIMIT_MS) await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined)
  }
}
