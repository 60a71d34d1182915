import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import { chromium } from 'playwright-core'
import type { BrowserContext, Page } from 'playwright-core'
import { browserFlags } from '../../../electron/host/browser-flags.ts'
import { findBrowser } from '../../../electron/host/find-browser.ts'
import { startLoopback } from '../../../electron/loopback/shell.ts'
import type { LoopbackShell } from '../../../electron/loopback/shell.ts'

const root = resolve(import.meta.dirname, '../../..')
const shots = join(root, 'test/e2e/shots')
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export interface WindowOptions {
  /** The built page (`buildRenderer`). */
  readonly rendererFolder: string
  /** A folder to go on with; a temporary one by default, which `close` removes. */
  readonly dataFolder?: string
  readonly viewport?: { readonly width: number; readonly height: number }
  readonly colourScheme?: 'light' | 'dark'
  readonly contrast?: 'no-preference' | 'more'
  readonly language?: string
  /** A port to come back to: the browser keeps its database by it. Any that is free by default. */
  readonly port?: number
  /** Of the browser, beside the program's own. */
  readonly flags?: readonly string[]
}

/** The running program with one window in a headless Chromium, as a person has it. */
export interface OpenedWindow {
  readonly shell: LoopbackShell
  readonly context: BrowserContext
  readonly page: Page
  readonly dataFolder: string
  /** Where released files are written. */
  readonly savedFolder: string
  /** What went wrong on the page so far: errors, refused content, requests to another host. `close` throws if there is any. */
  readonly faults: readonly string[]
  /** An error that this test provokes: faults that match are not held against it. */
  forgive(expected: RegExp): void
  /** Another window of the same running program. */
  openAnother(): Promise<Page>
  /** Writes `test/e2e/shots/<name>.png`. */
  shot(name: string, page?: Page): Promise<string>
  /** Serious accessibility faults, one sentence each; empty when clean. */
  axe(options?: RunOptions): Promise<string[]>
  close(): Promise<void>
}

/** @throws Error where no browser is installed: an end-to-end run without a browser is no run */
export async function openRunningWindow(options: WindowOptions): Promise<OpenedWindow> {
  const browser = findBrowser()
  if (!browser) throw new Error('no Chromium, Chrome or Edge is installed; set VIGIL_BROWSER to one')
  const temporary = options.dataFolder === undefined ? mkdtempSync(join(tmpdir(), 'vigil-e2e-')) : null
  const dataFolder = options.dataFolder ?? join(temporary ?? '', 'data')
  const savedFolder = join(dataFolder, '..', 'saved')
  const shell = await startLoopback({ dataFolder, version: '0.0.0-test', port: options.port ?? 0, rendererFolder: options.rendererFolder, browser, saveFolder: savedFolder })
  const origin = `http://127.0.0.1:${shell.port}`
  const faults: string[] = []
  const forgiven: RegExp[] = []
  const context = await chromium.launchPersistentContext(join(dataFolder, 'browser'), {
    executablePath: browser.path,
    args: [...browserFlags('', { headless: true }).filter((flag) => !flag.startsWith('--user-data-dir') && !flag.startsWith('--headless')), ...(options.flags ?? [])],
    headless: true,
    chromiumSandbox: false,
    viewport: options.viewport ?? { width: 1440, height: 900 },
    colorScheme: options.colourScheme ?? 'light',
    contrast: options.contrast ?? 'no-preference',
    reducedMotion: 'reduce',
    locale: options.language ?? 'en',
    acceptDownloads: true,
  })
  context.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url)) faults.push(`request to another host: ${url}`)
  })
  context.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`)
  })
  context.on('weberror', (error) => faults.push(`error on the page: ${error.error().message}`))
  context.on('response', (response) => {
    if (response.status() >= 400) faults.push(`answer ${response.status()}: ${response.url().replace(origin, '')}`)
  })
  context.on('requestfailed', (request) => {
    if (!/ERR_ABORTED/.test(request.failure()?.errorText ?? '')) faults.push(`request failed: ${request.url().replace(origin, '')} ${request.failure()?.errorText ?? ''}`)
  })
  const page = context.pages()[0] ?? await context.newPage()
  await page.goto(shell.address())

  const left = (): string[] => faults.filter((fault) => !forgiven.some((pattern) => pattern.test(fault)))
  return {
    shell, context, page, dataFolder, savedFolder, faults,
    forgive: (expected) => forgiven.push(expected),
    openAnother: async () => {
      const another = await context.newPage()
      await another.goto(shell.address())
      return another
    },
    shot: async (name, of = page) => {
      mkdirSync(shots, { recursive: true })
      const path = join(shots, `${name}.png`)
      await of.screenshot({ path, animations: 'disabled' })
      return path
    },
    axe: async (run = {}) => {
      // The page's policy forbids inline scripts, so axe is run through the debugger.
      await page.evaluate(axeSource)
      const results = await page.evaluate(async (given): Promise<AxeResults> => (globalThis as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run(given), run)
      return results.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap((violation) => violation.nodes.map((node) => `${violation.id} (${violation.impact}): ${node.target.join(' ')}: ${node.failureSummary?.split('\n').slice(1).join('; ').trim() ?? violation.help}`))
    },
    close: async () => {
      await context.close()
      await shell.close()
      if (temporary) rmSync(temporary, { recursive: true, force: true, maxRetries: 5 })
      if (left().length > 0) throw new Error(`the window had faults:\n${left().join('\n')}`)
    },
  }
}
