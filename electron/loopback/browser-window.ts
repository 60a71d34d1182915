import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { browserFlags } from '../host/browser-flags.ts'
import { codeOf } from '../host/durable-files.ts'
import type { Browser } from '../host/find-browser.ts'

/** Switches off what a browser would remember of what is typed or shown, before its first start. */
const PREFERENCES = {
  autofill: { credit_card_enabled: false, profile_enabled: false },
  bookmark_bar: { show_on_all_tabs: false },
  browser: { enable_spellchecking: false },
  credentials_enable_service: false,
  profile: { password_manager_enabled: false },
  safebrowsing: { enabled: false },
  search: { suggest_enabled: false },
  session: { restore_on_startup: 5 },
  spellcheck: { dictionaries: [] as string[] },
  translate: { enabled: false },
}

/** The profile of this data folder, and nobody else's: `browser` inside it, save where a snap can't write there. */
export function profileFolder(browser: Browser, dataFolder: string): string {
  if (!browser.confined) return join(dataFolder, 'browser')
  return join(homedir(), 'snap', 'chromium', 'common', `vigil-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)}`)
}

/** Opens a window without tabs or address bar. The promise settles when the browser has ended. */
export async function openBrowserWindow(browser: Browser, dataFolder: string, address: string, more: { headless: boolean }): Promise<{ ended: Promise<void>; close: () => void }> {
  const profile = profileFolder(browser, dataFolder)
  await mkdir(join(profile, 'Default'), { recursive: true, mode: 0o700 })
  await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(PREFERENCES), { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error
  })
  const child = spawn(browser.path, [...browserFlags(profile, more), '--window-size=1440,900', `--app=${address}`], { stdio: 'ignore' })
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', () => resolve())
  })
  return { ended, close: () => child.kill() }
}
