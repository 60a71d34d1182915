import { afterAll, beforeAll, expect, test } from 'vitest'
import { PATIENCE, assessed, bringIn, eventually, everythingShown, foundVault, go, passing, rest, show, unlock, waitForPassing } from './support/person.ts'
import { openWindow } from './support/window.ts'

/** The map for the wall: everything but geography is gone from the window and from the thread behind it, and a passphrase brings it back. */
let window: Awaited<ReturnType<typeof openWindow>>
let passphrase: string
const WORD = 'quillwort'
const CSV = ['id,date,latitude,longitude,what,contact name', ...Array.from({ length: 300 }, (_, i) => `N${i},2026-0${1 + (i % 5)}-1${i % 10},${11 + (i % 40) / 100},${0.2 + (i % 37) / 100},${WORD} report ${i},Abdou ${WORD}`)].join('\n')
beforeAll(async () => {
  window = await openWindow({ viewport: { width: 1280, height: 800 } })
  window.page.setDefaultTimeout(PATIENCE)
  ;({ passphrase } = await foundVault(window.page, 'Northern desk', 'Amina'))
  await bringIn(window.page, { name: 'tips.csv', csv: CSV })
}, PATIENCE)
afterAll(() => window.close())

/** By the window's clock, without a key or pointer. */
const hoursPass = (hours: number) => window.page.evaluate((milliseconds) => {
  const before = Date.now.bind(Date)
  Date.now = () => before() + milliseconds
}, hours * 3_600_000)
const stationWorkers = () => window.page.workers().filter((worker) => worker.url().includes('station.worker'))

test('opens over the whole window, with no word of a tip in it, and the thread that held them is gone', async () => {
  const { page } = window
  await go(page, 'i')
  await waitForPassing(page, 300)
  await eventually(async () => (await everythingShown(page)).includes(WORD)).toBe(true)
  await go(page, 'm')
  await assessed(page)
  const [before] = stationWorkers()
  expect(stationWorkers()).toHaveLength(1)
  await rest(page)
  await page.keyboard.press('Shift+F5')
  await page.waitForSelector('.wall .legend small', { timeout: PATIENCE })
  const shown = await everythingShown(page)
  expect(shown).not.toContain(WORD)
  expect(await page.locator('.rail, .bar, .status, .inspector').count()).toBe(0)
  await eventually(() => stationWorkers().length).toBe(1)
  expect(stationWorkers()[0]).not.toBe(before)
  expect(await page.locator('.wall-head b').innerText()).toContain('300')
  expect(await window.axe()).toEqual([])
}, PATIENCE)

test('answers no key of work: nothing is searched, recorded, filtered or undone on the wall', async () => {
  const { page } = window
  for (const key of ['Control+k', 'F2', 'f', 'z', 'i', 'm', '?']) await page.keyboard.press(key)
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await page.waitForTimeout(500)
  expect(await page.locator('.wall').count()).toBe(1)
  expect(await page.locator('.palette, .sheet, .popover, .tips, [role=dialog]').count()).toBe(0)
}, PATIENCE)

test('shows through a long time without a key, where work would have sealed', async () => {
  const { page } = window
  await hoursPass(3)
  // The window looks every five seconds.
  await page.waitForTimeout(12_000)
  expect(await page.locator('.wall').count()).toBe(1)
}, PATIENCE)

test('ends with Escape at the sealed vault, and only the passphrase brings the work back, whole', async () => {
  const { page } = window
  await page.keyboard.press('Escape')
  await page.waitForSelector('#passphrase')
  expect(await page.locator('.wall').count()).toBe(0)
  expect(await everythingShown(page)).not.toContain(WORD)
  await unlock(page, 'Amina', passphrase)
  await page.waitForSelector('.frame')
  await show(page, 'tips')
  await waitForPassing(page, 300)
  expect(await passing(page)).toEqual({ shown: 300, all: 300 })
  await eventually(async () => (await everythingShown(page)).includes(WORD)).toBe(true)
}, PATIENCE)

test('as a control: at work the same hours seal the vault', async () => {
  await hoursPass(3)
  await window.page.waitForSelector('#passphrase', { timeout: 30_000 })
}, PATIENCE)
