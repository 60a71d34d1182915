import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { findBrowser } from '../../../electron/host/find-browser.ts'
import { buildWindow } from './build.ts'
import { serveWindow } from './serve.ts'

const AXE = readFileSync(new URL('../../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')

export interface Opened {
  readonly page: Page
  /** What the page said was wrong: errors, and requests to anywhere but its own address. */
  readonly complaints: string[]
}

/** Builds the window once for a file of tests and opens it as often as they ask. Where there is no browser, `executablePath` is null. */
export function windows() {
  const executablePath = findBrowser()?.path ?? null
  let folder = ''
  let server: Awaited<ReturnType<typeof serveWindow>> | undefined
  let browser: Browser | undefined

  beforeAll(async () => {
    if (!executablePath) return
    folder = mkdtempSync(join(tmpdir(), 'vigil-window-'))
    await buildWindow(folder)
    server = await serveWindow(folder)
    browser = await chromium.launch({ executablePath, args: ['--headless=new', '--no-sandbox', '--disable-quic', '--disable-extensions'] })
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    if (folder) rmSync(folder, { recursive: true, force: true })
  })

  async function openWindow(query: string, preferences: { readonly theme?: string; readonly language?: string } = {}): Promise<Opened> {
    if (!browser || !server) throw new Error('no browser here')
    const { address } = server
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('request', (request) => !request.url().startsWith(address) && complaints.push(`asked ${request.url()}`))
    await page.addInitScript((kept) => localStorage.setItem('vigil.preferences', kept), JSON.stringify({ theme: 'light', language: 'en', idleMinutes: 10, ...preferences }))
    await page.goto(`${address}?${query}`)
    return { page, complaints }
  }
  return { openWindow, executablePath }
}

/** Opens the invented vault, by keyboard. */
export async function unlock(page: Page): Promise<void> {
  await page.waitForSelector('#passphrase')
  await page.keyboard.type('Kestrel')
  await page.keyboard.press('Tab')
  await page.keyboard.type('six words')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.tip-line')
}

/** Switches theme and language in the settings, in place. */
export async function choose(page: Page, theme: string, language: string): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await page.locator(`.settings label[lang="${language}"]`).click()
  await page.locator('.settings fieldset').first().locator('label').nth(['system', 'light', 'dark', 'contrast', 'contrast-dark'].indexOf(theme)).click()
  await page.waitForFunction(([wantedTheme, wantedLanguage]) => document.documentElement.dataset['theme'] === wantedTheme && document.documentElement.lang === wantedLanguage && document.documentElement.dir === (wantedLanguage === 'ar' ? 'rtl' : 'ltr'), [theme, language])
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
}

/** Accessibility faults that axe finds on the page as it stands. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
    const { violations } = await axe.run()
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
  })
}
