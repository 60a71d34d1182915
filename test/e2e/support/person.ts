import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { OpenedWindow } from './running-window.ts'
import type { TipsFile } from './tips-file.ts'

/** What a person does at the window, by keyboard wherever there is a key for it. Signs and places only, no words: it works in every language. */

/** Software WebGL, two cores and other work beside it: a wait ends as soon as what it waits for is there. */
export const PATIENCE = 180_000

/** What must become true while the window works. */
export const eventually = (look: () => unknown): ReturnType<typeof expect.poll> => expect.poll(look, { timeout: PATIENCE, interval: 150 })

/** Founds a vault with the drawn words as its passphrase, and types the recovery key back in part. */
export async function foundVault(page: Page, station: string, account: string): Promise<{ readonly passphrase: string; readonly recoveryKey: readonly string[] }> {
  await page.waitForSelector('.ways')
  await page.keyboard.press('1')
  await page.waitForSelector('.gate-field input')
  await page.keyboard.type(station)
  await page.keyboard.press('Tab')
  await page.keyboard.type(account)
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => (document.querySelector('.drawn-words')?.textContent ?? '').trim().split(' ').length === 6)
  const passphrase = await page.locator('.drawn-words').innerText()
  await page.locator('#passphrase').fill(passphrase)
  await page.waitForSelector('.strength[data-strength="strong"]')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.recovery-parts')
  const recoveryKey = await page.locator('.recovery-parts .id').allInnerTexts()
  await page.keyboard.press('Enter')
  const asked = page.locator('.recovery-asked label')
  await asked.first().waitFor()
  for (let at = 0; at < await asked.count(); at++) {
    const part = numberIn(await asked.nth(at).locator('span').innerText())
    await asked.nth(at).locator('input').fill(recoveryKey[part - 1]!)
  }
  await page.keyboard.press('Enter')
  await page.waitForSelector('.frame')
  return { passphrase, recoveryKey }
}

/** Types account and passphrase at the sealed vault; does not wait for what comes of it. */
export async function unlock(page: Page, account: string, passphrase: string): Promise<void> {
  await page.waitForSelector('#passphrase')
  await page.locator('.gate-field input').first().fill(account)
  await page.locator('#passphrase').fill(passphrase)
  await page.keyboard.press('Enter')
}

/** Takes the focus from whatever text has it, so that single letters are acts. */
export async function rest(page: Page): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
}

/** Goes to a screen: `G`, then its letter; waits until it stands. */
export async function go(page: Page, letter: 'i' | 'm' | 'd' | 'b' | 's' | 'u'): Promise<void> {
  const screen = { i: '.tips, .work > .empty', m: '.map-screen', d: '.deployment-screen', b: '.briefings-screen', s: '.settings', u: '.audit' }[letter]
  for (let tries = 1; ; tries++) {
    await rest(page)
    await page.keyboard.press('g')
    await page.keyboard.press(letter)
    // On a loaded machine seconds may pass between the two keys, which then mean nothing: a person presses them again.
    const there = await page.waitForSelector(screen, { timeout: 10_000 }).then(() => true, () => false)
    if (there) return
    if (tries === 5) throw new Error(`G ${letter.toUpperCase()} opens no screen`)
  }
}

/** Shows a screen, the briefing with its page. */
export async function show(page: Page, screen: 'tips' | 'map' | 'deployment' | 'briefings' | 'settings' | 'call'): Promise<void> {
  if (screen === 'call') {
    await rest(page)
    await page.keyboard.press('F2')
    await page.waitForSelector('.sheet')
  } else await go(page, ({ tips: 'i', map: 'm', deployment: 'd', briefings: 'b', settings: 's' } as const)[screen])
  if (screen === 'briefings') await page.waitForSelector('.verdict', { timeout: PATIENCE })
}

/** Looks into a file and brings it in; the report stands when this answers. */
export async function bringIn(page: Page, file: Pick<TipsFile, 'name' | 'csv'>): Promise<void> {
  await rest(page)
  await page.keyboard.press('i')
  await page.locator('input[type=file]').setInputFiles({ name: file.name, mimeType: 'text/csv', buffer: Buffer.from(file.csv) })
  await page.waitForSelector('.import-preview')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.import-report', { timeout: PATIENCE })
}

/** How many tips the bar says pass, and of how many. */
export async function passing(page: Page): Promise<{ readonly shown: number; readonly all: number }> {
  const shown = numberIn(await page.locator('.bar .count b').innerText())
  const words = await page.locator('.bar .count').innerText()
  return { shown, all: numberIn(words.replace(/^\S+/, '')) }
}

/** Waits until the bar says that so many pass. */
export async function waitForPassing(page: Page, shown: number): Promise<void> {
  await eventually(async () => (await page.locator('.bar .count b').count()) > 0 && (await passing(page)).shown).toBe(shown)
}

/** Waits until hotspots and ranks of the filters now set are there. */
export async function assessed(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const legend = document.querySelector<HTMLElement>('.legend')
    return legend !== null && legend.dataset['old'] === undefined && legend.querySelector('section:nth-of-type(2) h3 small') !== null
  }, null, { timeout: PATIENCE })
}

/** Solves a deployment with what stands on the screen. */
export async function solve(page: Page): Promise<void> {
  await page.waitForSelector('.inputs footer button:not([disabled])', { timeout: PATIENCE })
  await page.keyboard.press('Control+Enter')
  await page.waitForSelector('.result', { timeout: PATIENCE })
}

/** Switches theme and language in the settings, in place. */
export async function choose(page: Page, theme: 'light' | 'dark' | 'contrast' | 'contrast-dark', language: 'en' | 'ar'): Promise<void> {
  await go(page, 's')
  await page.locator(`.settings label[lang="${language}"]`).click()
  await page.locator('.settings fieldset').first().locator('label').nth(['system', 'light', 'dark', 'contrast', 'contrast-dark'].indexOf(theme)).click()
  await page.waitForFunction(([wanted, spoken]) => document.documentElement.dataset['theme'] === wanted && document.documentElement.lang === spoken, [theme, language])
}

/** The first number in words, whatever its digits and separators; NaN where there is none. */
export function numberIn(words: string): number {
  const latin = words.replace(/[٠-٩]/g, (digit) => String('٠١٢٣٤٥٦٧٨٩'.indexOf(digit))).replace(/(\d)[,٬](?=\d{3})/g, '$1')
  return Number(/\d+(\.\d+)?/.exec(latin)?.[0] ?? NaN)
}

/** Everything that stands on the page and in its frames, as text and as markup. */
export async function everythingShown(page: Page): Promise<string> {
  const parts = await Promise.all(page.frames().map((frame) => frame.content().catch(() => '')))
  const fields = await page.evaluate(() => [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value).join('\n'))
  return [...parts, fields].join('\n')
}

const areas = readdirSync(resolve(import.meta.dirname, '../../../resources/locales/en')).map((name) => name.replace('.json', ''))

/** Words on the screen that are keys of texts and no texts. */
export async function rawKeys(page: Page): Promise<string[]> {
  const words = (await page.evaluate(() => document.body.innerText)).split(/\s+/)
  return words.filter((word) => /^[a-z-]+\.[a-z.-]+[a-z]$/.test(word) && areas.includes(word.split('.')[0]!))
}

/** Nothing that axe faults stands on the screen, and no text that lacks its words. */
export async function expectClean(window: OpenedWindow): Promise<void> {
  expect(await window.axe(), 'axe').toEqual([])
  expect(await rawKeys(window.page), 'keys of texts on the screen').toEqual([])
}
