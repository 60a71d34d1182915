import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { browserFlags } from '../../electron/host/browser-flags.ts'
import { findBrowser } from '../../electron/host/find-browser.ts'
import { newCanary, searchFolders } from '../support/canary.ts'
import { bringIn, foundVault, go, rest, unlock, PATIENCE } from './support/person.ts'
import { walk } from './support/walk.ts'

/**
 * Tokens are typed into every place of the real program in Chromium that takes words, and brought in by a file; then
 * every byte of the data folder, of the browser's profile in it and of temporary files is searched while it runs, sealed,
 * and after program and browser were killed. What is put there unsealed is found.
 */
const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'vigil-e2e-canary-'))
const data = join(folder, 'data')
const temporary = join(folder, 'tmp')
const tokens = new Map<string, string>()
const plant = (where: string): string => {
  const token = newCanary()
  tokens.set(token, where)
  return token
}

let program: ChildProcess
let context: BrowserContext
let page: Page
let passphrase = ''
const account = plant('account name')
const printed: string[] = []

async function start(): Promise<void> {
  program = spawn(process.execPath, [join(root, 'electron/start.ts'), '--data', data, '--port', '0', '--loopback', '--no-window', '--save-to', join(folder, 'saved')], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TMPDIR: temporary } })
  const address = await new Promise<string>((found, failed) => {
    let text = ''
    const take = (part: Buffer) => {
      text += part.toString()
      printed.push(part.toString())
      const [, at] = /waits at (http\S+)/.exec(text) ?? []
      if (at) found(at)
    }
    program.stdout!.on('data', take)
    program.stderr!.on('data', take)
    program.once('exit', () => failed(new Error(`the program ended: ${text}`)))
  })
  // As the program starts a browser itself, with the same flags, on the profile in the data folder.
  context = await chromium.launchPersistentContext(join(data, 'browser'), {
    executablePath: findBrowser()!.path, headless: true, chromiumSandbox: false, viewport: { width: 1440, height: 900 }, locale: 'en', reducedMotion: 'reduce', env: { ...process.env, TMPDIR: temporary },
    args: browserFlags('', { headless: true }).filter((flag) => !flag.startsWith('--user-data-dir') && !flag.startsWith('--headless')),
  })
  page = context.pages()[0] ?? (await context.newPage())
  page.setDefaultTimeout(60_000)
  await page.goto(address)
}

/** Processes of this run's browser (Linux). */
const browsers = (): number[] => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((id) => {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(`--user-data-dir=${join(data, 'browser')}`)
  } catch {
    return false
  }
})

beforeAll(async () => {
  if (!findBrowser()) throw new Error('no Chromium, Chrome or Edge is installed; set VIGIL_BROWSER to one')
  mkdirSync(temporary, { recursive: true })
  await start()
})
afterAll(async () => {
  await context?.close().catch(() => undefined)
  program?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
})

/** Chromium writes its session some seconds after a control changed: long enough for it to write, had it anything to write. */
const settle = () => new Promise((wait) => setTimeout(wait, 4000))
async function sightings(): Promise<string[]> {
  const { sightings: found, files, bytes } = await searchFolders([folder], [...tokens.keys()])
  expect(files).toBeGreaterThan(20)
  expect(bytes).toBeGreaterThan(100_000)
  return [...new Set(found.map(({ file, token, as }) => `${tokens.get(token)} in ${file.replace(folder, '')} as ${as}`))]
}
const step = walk(() => ({ page, faults: [], shot: async () => 'none' }) as never)

step('a vault is founded by a person whose name is a token, and what is typed at the gate is typed', async () => {
  passphrase = (await foundVault(page, 'Northern desk', account)).passphrase
  tokens.set(passphrase, 'passphrase')
  await page.keyboard.press('Control+l')
  await unlock(page, plant('wrong account, typed'), plant('wrong passphrase, typed'))
  await page.waitForSelector('.fault')
  await unlock(page, account, passphrase)
  await page.waitForSelector('.frame', { timeout: PATIENCE })
})

step('a file is brought in with tokens in its cells, its headers and its name', async () => {
  const rows = Array.from({ length: 900 }, (_, i) => `T${i},2026-0${1 + (i % 9)}-11,${(22 + (i % 50) / 90).toFixed(5)},${(14 + (i % 70) / 80).toFixed(5)},"${i === 5 ? plant('a cell of text') : `Report ${i}`}","${i === 6 ? plant('a cell of a name') : ''}","${i === 7 ? plant('a cell of a phone') : ''}","${i === 8 ? plant('a cell of a place') : `Place ${i % 30}`}",${i === 9 ? plant('a cell that fills nothing') : ''}`)
  await bringIn(page, { name: `${plant('file name')}.csv`, csv: [`id,date,latitude,longitude,what,reporter,phone,place,${plant('header that fills nothing')}`, ...rows, `T901,2026-01-01,${plant('an unreadable coordinate')},x,bad,,,,`].join('\n') })
  await rest(page)
})

step('a call is typed and filed; another is left half typed', async () => {
  for (const [call, files] of [['filed', true], ['half typed', false]] as const) {
    await rest(page)
    await page.keyboard.press('F2')
    await page.waitForSelector('.sheet')
    await page.keyboard.press('1')
    await page.locator('#call-language').pressSequentially(plant(`${call}: language`))
    await page.locator('#call-where').pressSequentially(plant(`${call}: where`), { delay: 5 })
    await page.locator('#call-when').pressSequentially(`two nights ago ${plant(`${call}: when`)}`)
    await page.locator('#call-what').pressSequentially(plant(`${call}: what`))
    await page.keyboard.press('F9')
    await page.locator('#call-contact').pressSequentially(plant(`${call}: contact`))
    await page.locator('.contact-fields input').nth(1).pressSequentially(plant(`${call}: contact's name`))
    await page.waitForFunction(() => document.querySelector('.draft-sealed')?.textContent?.startsWith('Draft sealed'))
    if (!files) continue
    await page.locator('#call-language').fill('Hausa')
    await page.locator('#call-when').fill('two nights ago')
    await page.keyboard.press('F12')
    await page.waitForFunction(() => document.querySelector('.toast')?.textContent?.includes('Call filed as a tip'))
  }
  await settle()
})

step('searches, filters, an opened tip and a briefing are typed into', async () => {
  await rest(page)
  await page.keyboard.press('Control+k')
  await page.keyboard.type(plant('search box'))
  await page.keyboard.press('Escape')
  await go(page, 'i')
  await page.keyboard.press('f')
  await page.getByRole('menuitem', { name: 'Words', exact: true }).click()
  await page.getByLabel('Every word must be found in the tip.').fill(plant('filter'))
  await page.keyboard.press('Escape')
  await rest(page)
  await page.keyboard.press('Shift+F')
  await page.locator('.tip-line').first().click()
  await page.waitForSelector('.inspector textarea')
  await page.locator('.inspector textarea').first().fill(plant('an edit'))
  await rest(page)
  await page.keyboard.press('z')
  await go(page, 'b')
  for (const field of await page.locator('.side-panel input[type=text], .side-panel input:not([type]), .side-panel textarea').all()) {
    if (await field.isEditable()) await field.fill(plant('a field of the briefing'))
  }
  await settle()
})

step('SECURITY 1: while it runs, none of them is in any byte', async () => {
  expect(tokens.size).toBeGreaterThan(25)
  // Folded segments lie in a real database by now.
  const databases = readdirSync(join(data, 'browser', 'Default', 'IndexedDB'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  expect(Math.max(...databases.map((entry) => statSync(join(entry.parentPath, entry.name)).size))).toBeGreaterThan(10_000)
  expect(await sightings()).toEqual([])
})

step('sealed, none of them is', async () => {
  await page.keyboard.press('Control+l')
  await page.waitForSelector('#passphrase')
  await settle()
  expect(await sightings()).toEqual([])
})

step('SECURITY 1: killed in the middle of typing, none of them is, and what was acknowledged is there', async () => {
  await unlock(page, account, passphrase)
  await page.waitForSelector('.frame', { timeout: PATIENCE })
  await page.keyboard.press('F2')
  await page.waitForSelector('.sheet')
  await page.keyboard.press('2')
  const last = plant('typed before the kill')
  await page.locator('#call-what').pressSequentially(last)
  await page.waitForFunction(() => document.querySelector('.draft-sealed')?.textContent?.startsWith('Draft sealed'))
  await settle()
  const gone = new Promise((exit) => program.once('exit', exit))
  for (const id of browsers()) process.kill(id, 'SIGKILL')
  program.kill('SIGKILL')
  await gone
  await context.close().catch(() => undefined)
  expect(await sightings()).toEqual([])
  expect(printed.join('')).not.toMatch(/canary[0-9a-f]{24}/)

  await start()
  await unlock(page, account, passphrase)
  await page.waitForSelector('.frame', { timeout: PATIENCE })
  await page.keyboard.press('F2')
  await page.waitForSelector('.sheet')
  await page.waitForFunction((word) => document.body.innerText.includes(word) || [...document.querySelectorAll('textarea')].some(({ value }) => value.includes(word)), last)
})

step('SECURITY 1: as a control, what a page stores unsealed is found, and what is typed where nothing forbids keeping it', async () => {
  const [stored, kept, typed] = [newCanary(), newCanary(), newCanary()]
  await page.evaluate(async ([one, two]) => {
    localStorage.setItem('control', one!)
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('control', 1)
      opening.onupgradeneeded = () => opening.result.createObjectStore('things')
      opening.onsuccess = () => resolve(opening.result)
      opening.onerror = () => reject(opening.error ?? new Error('no database'))
    })
    await new Promise<void>((resolve) => {
      const writing = database.transaction('things', 'readwrite', { durability: 'strict' })
      writing.objectStore('things').put({ what: two }, 'thing')
      writing.oncomplete = () => resolve()
    })
    const field = document.createElement('input')
    field.id = 'control'
    document.body.prepend(field)
  }, [stored, kept])
  await page.locator('#control').pressSequentially(typed)
  await rest(page)
  await settle()
  await context.close()
  const { sightings: found } = await searchFolders([folder], [stored, kept, typed])
  expect(new Set(found.map(({ token }) => token)).has(stored), 'localStorage').toBe(true)
  expect(new Set(found.map(({ token }) => token)).has(kept), 'IndexedDB').toBe(true)
  // Chromium writes what is typed into a control without autocomplete="off" to its session: the program's own have it.
  expect(new Set(found.map(({ token }) => token)).has(typed), 'a typed word').toBe(true)
})
