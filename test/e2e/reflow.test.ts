import { afterAll, beforeAll, expect, test } from 'vitest'
import { outOfReach } from './support/in-reach.ts'
import { PATIENCE, assessed, choose, rest, show, solve } from './support/person.ts'
import { openWindow } from './support/window.ts'

/** Magnified and spaced out, over the invented sample: whoever needs it larger loses nothing (WCAG 1.4.4, 1.4.10, 1.4.12). */
let window: Awaited<ReturnType<typeof openWindow>>
beforeAll(async () => {
  window = await openWindow({ viewport: { width: 1280, height: 800 } })
  window.page.setDefaultTimeout(PATIENCE)
  await window.page.waitForSelector('.ways')
}, PATIENCE)
afterAll(() => window.close())

/** 1280 by 1024 at 400%, 1920 by 1200 at 200%, 1280 by 800 at 200%. */
const MAGNIFIED = [[320, 256], [960, 600], [640, 400]] as const
const SCREENS = ['settings', 'tips', 'map', 'deployment', 'briefings', 'call'] as const

/** Charts, the map and the page are measured after the window: what stays out of reach is a fault. */
const inReach = async (what: string, sizes: readonly (readonly [number, number])[], within?: string) => {
  for (const [width, height] of sizes) {
    await window.page.setViewportSize({ width, height })
    let found: readonly string[] = []
    for (let look = 1; look <= 12; look++) {
      found = await outOfReach(window.page, within)
      if (found.length === 0) break
      await window.page.waitForTimeout(100 * look)
    }
    expect.soft(found, `${what} at ${width} by ${height}`).toEqual([])
  }
}

/** The spacing that a reader may set, as WCAG 1.4.12 gives it; the page's policy lets in no style but one made by script. */
const spaceOut = (on: boolean) => window.page.evaluate((spaced) => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }')
  document.adoptedStyleSheets = spaced ? [sheet] : []
}, on)

test('the first screen is whole when magnified', async () => {
  await inReach('the first screen', MAGNIFIED)
  await window.page.keyboard.press('4')
  await window.page.waitForSelector('.tip-line')
}, PATIENCE)

test('on every screen everything can be reached when magnified, and no word is cut off when letters, words and lines are set apart', async () => {
  const { page } = window
  await show(page, 'map')
  await assessed(page)
  await show(page, 'deployment')
  await solve(page)
  for (const screen of SCREENS) {
    await show(page, screen)
    await inReach(screen, MAGNIFIED)
    await spaceOut(true)
    await inReach(`${screen}, set apart,`, [[640, 400], [1280, 800]])
    await spaceOut(false)
  }
}, PATIENCE)

test('the inspector is a drawer that is reached whole and closed again, and the legend opens over the map', async () => {
  const { page } = window
  await show(page, 'map')
  await rest(page)
  await page.keyboard.press('j')
  await page.waitForSelector('.inspector h2')
  await inReach('the inspector of a segment', [[320, 256], [640, 400]], '.inspector')
  await page.setViewportSize({ width: 640, height: 400 })
  await page.locator('.inspector').getByRole('button', { name: 'Close' }).click()
  await page.waitForSelector('.inspector', { state: 'detached' })
  expect(await page.locator('.legend section').first().isVisible()).toBe(false)
  await page.locator('.legend-fold').click()
  expect(await page.locator('.legend section').first().isVisible()).toBe(true)
  expect(await outOfReach(page, '.legend')).toEqual([])
  await page.locator('.legend-fold').click()
  await page.setViewportSize({ width: 1280, height: 800 })
  await show(page, 'tips')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.inspector h2')
  await inReach('the inspector of a tip', [[320, 256], [640, 400]], '.inspector')
  await page.keyboard.press('Escape')
}, PATIENCE)

test('from right to left as well', async () => {
  await choose(window.page, 'light', 'ar')
  for (const screen of SCREENS) {
    await show(window.page, screen)
    await inReach(`${screen} in Arabic`, [[640, 400]])
  }
}, PATIENCE)
