import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { searchFolders } from '../support/canary.ts'
import { PATIENCE, bringIn, choose, everythingShown, passing, expectClean, rest, unlock, waitForPassing } from './support/person.ts'
import { tipsFile } from './support/tips-file.ts'
import { walk } from './support/walk.ts'
import { openWindow } from './support/window.ts'
import type { OpenedWindow } from './support/window.ts'

/** The way back, as a person walks it: founded with shares, printed, sealed, the passphrase forgotten, opened with two of three. */
const folder = mkdtempSync(join(tmpdir(), 'vigil-recovery-'))
const ACCOUNT = 'kestrel'
const file = tipsFile('recovery')
let window: OpenedWindow
/** As they were read off the screen. */
const shares: string[][] = []
let passphrase = ''

beforeAll(async () => {
  window = await openWindow({ dataFolder: join(folder, 'data'), language: 'en', colourScheme: 'light' })
  window.page.setDefaultTimeout(60_000)
})
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
const step = walk(() => window)
const clean = () => expectClean(window)
const sheetsShown = () => window.page.frames().find((frame) => frame.url().endsWith('/preview'))
const typeShares = async (one: readonly string[], other: readonly string[]) => {
  const fields = window.page.locator('.recovery-words')
  await fields.nth(0).fill(one.join(' '))
  await fields.nth(1).fill(other.map((word, at) => `${at + 1} ${word.slice(0, 4)}`).join('\n'))
}
const typeBack = async (from: readonly (readonly string[])[]) => {
  const asked = window.page.locator('.recovery-asked label')
  await asked.first().waitFor()
  for (let at = 0; at < 6; at++) {
    const [share, word] = [...(await asked.nth(at).locator('span').innerText()).matchAll(/\d+/g)].map(([digits]) => Number(digits))
    await asked.nth(at).locator('input').fill(from[share! - 1]![word! - 1]!)
  }
}

step('the key is shown as three shares, each of 28 words', async () => {
  const { page } = window
  await page.waitForSelector('.ways')
  await page.keyboard.press('1')
  await page.waitForSelector('.gate-field input')
  await page.keyboard.type('Tunis 02')
  await page.keyboard.press('Tab')
  await page.keyboard.type(ACCOUNT)
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => (document.querySelector('.drawn-words')?.textContent ?? '').trim().split(' ').length === 6)
  passphrase = await page.locator('.drawn-words').innerText()
  await page.locator('#passphrase').fill(passphrase)
  await page.waitForSelector('.strength[data-strength="strong"]')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.recovery-parts')
  await clean()
  await window.shot('recovery-key')
  await page.getByRole('radio', { name: /^Three shares/ }).check()
  for (const at of [0, 1, 2]) {
    await page.locator('.recovery-shares label').nth(at).click()
    shares.push(await page.locator('.recovery-parts .id').allInnerTexts())
  }
  expect(shares.map((words) => words.length)).toEqual([28, 28, 28])
  expect(new Set(shares.map((words) => words.slice(0, 24).join(' '))).size).toBe(3)
  await clean()
  await window.shot('recovery-shares')
})

step('the sheets hold what the screen showed, one for each share, and are saved as a file that says what it is', async () => {
  const { page } = window
  await page.getByRole('button', { name: 'Print sheets' }).click()
  await page.waitForSelector('.print-sheets iframe')
  await expect.poll(() => sheetsShown()?.locator('.sheet').count(), { timeout: PATIENCE }).toBe(3)
  const frame = sheetsShown()!
  const words = await frame.locator('.sheet').evaluateAll((sheets) => sheets.map((sheet) => [...sheet.querySelectorAll('.words b')].map((word) => word.textContent)))
  expect(words).toEqual(shares)
  // Each sheet is one page: nothing of it is cut off at its foot.
  expect(await frame.locator('.sheet').evaluateAll((sheets) => sheets.map((sheet) => sheet.scrollHeight <= sheet.clientHeight + 1))).toEqual([true, true, true])
  await page.locator('.print-sheets .choice label').last().click()
  await expect.poll(() => frame.locator('style').evaluate((style) => style.textContent.includes('size: letter')), { timeout: PATIENCE }).toBe(true)
  expect(await frame.locator('.sheet').evaluateAll((sheets) => sheets.map((sheet) => sheet.scrollHeight <= sheet.clientHeight + 1))).toEqual([true, true, true])
  await clean()
  await window.shot('recovery-sheets')
  await page.getByRole('button', { name: /^Save as/ }).click()
  await page.waitForFunction(() => document.querySelector('.print-sheets [role="status"]')?.textContent?.includes('It is the key itself'), null, { timeout: PATIENCE })
  const saved = /“(.+)” is saved/.exec(await page.locator('.print-sheets [role="status"]').innerText())![1]!
  expect(readFileSync(saved).subarray(0, 5).toString()).toMatch(/^(%PDF-|<!doc)/)
  rmSync(saved)
  await page.getByRole('button', { name: 'Close' }).click()
  await page.waitForFunction(() => document.querySelector('iframe') === null)
})

step('words of two shares are typed back, and the vault is there', async () => {
  const { page } = window
  await page.getByRole('button', { name: 'I have written it down' }).click()
  const asked = page.locator('.recovery-asked label')
  await asked.first().waitFor()
  expect(await asked.count()).toBe(6)
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.querySelector('#recovery-why')?.textContent?.includes('still empty'))
  await typeBack(shares)
  await clean()
  await window.shot('recovery-typed-back')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.frame', { timeout: PATIENCE })
  await bringIn(page, file)
  await rest(page)
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await waitForPassing(page, file.kept)
  const shown = await everythingShown(page)
  for (const words of shares) expect(shown).not.toContain(words.slice(0, 3).join(' '))
})

step('in the settings it is rehearsed with two shares, a wrong word is named, and the present key can’t be printed again', async () => {
  const { page } = window
  await choose(page, 'light', 'en')
  await page.getByRole('button', { name: 'Recovery', exact: true }).click()
  await page.waitForSelector('.settings-facts')
  expect(await page.locator('.settings').innerText()).toMatch(/Key number\s+\d{3} \d{3}[\s\S]*Printing the present key again is not possible/)
  await page.locator('.recovery-how label').last().click()
  await typeShares(shares[0]!, shares[1]!.with(4, shares[1]![4] === 'zoo' ? 'zone' : 'zoo'))
  await page.getByRole('button', { name: 'Try the key' }).click()
  await page.waitForFunction(() => document.querySelector('.recovery-words[aria-invalid]')?.closest('.gate-field')?.textContent?.includes('Sheet 2: word 5'), null, { timeout: PATIENCE })
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe('true')
  await clean()
  await window.shot('recovery-settings')
  await typeShares(shares[0]!, shares[1]!)
  await page.getByRole('button', { name: 'Try the key' }).click()
  await page.waitForFunction(() => document.querySelector('.notices')?.textContent?.includes('opens everything you open'), null, { timeout: PATIENCE })
  expect(await page.locator('.recovery-words').first().inputValue()).toBe('')
  for (const [theme, language] of [['dark', 'en'], ['light', 'ar']] as const) {
    await page.locator('.settings-link').first().click()
    await choose(page, theme, language)
    await page.getByRole('button', { name: /^(Recovery|الاسترداد)$/ }).click()
    await page.waitForSelector('.settings-facts')
    await window.shot(`recovery-settings-${theme}-${language}`)
    await clean()
  }
  await page.locator('.settings-link').first().click()
  await choose(page, 'light', 'en')
})

step('a new key takes the place of the old one once it is rehearsed, and the old sheets open nothing any more', async () => {
  const { page } = window
  await page.getByRole('button', { name: 'Recovery', exact: true }).click()
  await page.waitForSelector('.settings-facts')
  const number = () => page.locator('.settings-facts .id').innerText()
  const before = await number()
  await page.getByRole('button', { name: 'Make a new key' }).click()
  await page.waitForSelector('.recovery-parts')
  await clean()
  await window.shot('recovery-renewal')
  // Left without a rehearsal, the old one stays in force and it is said that another was begun.
  await page.getByRole('button', { name: 'This window' }).click()
  await page.getByRole('button', { name: 'Recovery', exact: true }).click()
  await page.waitForFunction(() => document.querySelector('.settings-waits-for')?.textContent?.includes('not rehearsed yet'))
  expect(await number()).toBe(before)
  await clean()
  await window.shot('recovery-renewal-waits')
  await page.getByRole('button', { name: 'Take it back' }).click()
  await page.waitForFunction(() => document.querySelector('.settings-facts') !== null && document.querySelector('.settings-waits-for') === null)
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName), { timeout: PATIENCE }).not.toBe('BODY')
  expect(await number()).toBe(before)
  await page.getByRole('button', { name: 'Make a new key' }).click()
  await page.getByRole('radio', { name: /^Three shares/ }).check()
  const renewed: string[][] = []
  for (const at of [0, 1, 2]) {
    await page.locator('.recovery-shares label').nth(at).click()
    renewed.push(await page.locator('.recovery-parts .id').allInnerTexts())
  }
  await page.getByRole('button', { name: 'I have written it down' }).click()
  await typeBack(renewed)
  await page.keyboard.press('Enter')
  await page.waitForFunction((old) => !document.querySelector('.settings-waits-for') && ![old, undefined].includes(document.querySelector<HTMLElement>('.settings-facts .id')?.innerText), before, { timeout: PATIENCE })
  await page.locator('.recovery-how label').last().click()
  await typeShares(shares[0]!, shares[1]!)
  await page.getByRole('button', { name: 'Try the key' }).click()
  await page.waitForFunction(() => document.querySelector('.settings .refused')?.textContent?.includes('replaced by a newer one'), null, { timeout: PATIENCE })
  shares.splice(0, 3, ...renewed)
})

step('with the passphrase forgotten, two shares open the vault under a new one, and every tip is there', async () => {
  const { page } = window
  await page.keyboard.press('Control+l')
  await page.waitForSelector('#passphrase')
  await page.getByRole('button', { name: /open with the recovery key/ }).click()
  await page.locator('.recovery-how label').last().click()
  await typeShares(shares[2]!, shares[2]!)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.waitForFunction(() => document.querySelector('.recovery-words[aria-invalid]')?.closest('.gate-field')?.textContent?.includes('Both are share 3'), null, { timeout: PATIENCE })
  await clean()
  await window.shot('recovery-gate')
  await typeShares(shares[2]!, shares[0]!)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('Account', { exact: true }).fill('heron')
  await page.getByRole('checkbox', { name: ACCOUNT }).check()
  await clean()
  await window.shot('recovery-account')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Use these' }).click()
  await page.getByRole('button', { name: 'Open the vault' }).click()
  await page.waitForSelector('.frame', { timeout: PATIENCE })
  await waitForPassing(page, file.kept)
  expect((await passing(page)).all).toBe(file.kept)
  await page.keyboard.press('Control+l')
  await unlock(page, ACCOUNT, passphrase)
  await page.waitForSelector('.fault', { timeout: PATIENCE })
  expect(await page.locator('.frame').count()).toBe(0)
})

step('nothing of a share lies in the data folder or the browser’s profile', async () => {
  await window.close()
  const { sightings, files } = await searchFolders([folder], shares.flatMap((words) => [words.slice(0, 4).join(' '), words.slice(0, 4).join(' ').toUpperCase(), `${words[0]}</b>`]))
  expect(files).toBeGreaterThan(20)
  expect(sightings).toEqual([])
})
