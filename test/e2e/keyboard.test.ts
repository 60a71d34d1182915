import { afterAll, beforeAll, expect, test } from 'vitest'
import { PATIENCE, assessed, eventually, go, rest } from './support/person.ts'
import { openWindow } from './support/window.ts'

/** By keyboard alone, over the invented sample: the focus never falls into nowhere, and the window's keys are the window's everywhere. */
let window: Awaited<ReturnType<typeof openWindow>>
beforeAll(async () => {
  window = await openWindow()
  window.page.setDefaultTimeout(PATIENCE)
  await window.page.waitForSelector('.ways')
  await window.page.keyboard.press('4')
  await window.page.waitForSelector('.tip-line')
}, PATIENCE)
afterAll(() => window.close())

const focused = () => window.page.evaluate(() => (document.activeElement === document.body ? '' : `${document.activeElement?.tagName.toLowerCase()} ${document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? ''}`))
const press = async (name: string, role: 'button' | 'menuitem' = 'button') => {
  await window.page.getByRole(role, { name, exact: true }).first().focus()
  await window.page.keyboard.press('Enter')
}

test('the keys below the list open a tip, and pressing Next twice goes two on', async () => {
  const { page } = window
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  const reference = async () => page.locator('.inspector .id').first().innerText()
  await page.waitForSelector('.inspector h2')
  const first = await reference()
  await press('Next')
  await eventually(reference).not.toBe(first)
  const second = await reference()
  await eventually(focused).toBe('button Next')
  await page.keyboard.press('Enter')
  await eventually(reference).not.toBe(second)
  await eventually(focused).toBe('button Next')
}, PATIENCE)

test('a sealed field that is opened has the focus; Escape takes back what was typed and stays; closing gives the focus to the list’s screen', async () => {
  const { page } = window
  await press('Add: Contact')
  await eventually(focused).toMatch(/^input/)
  await page.keyboard.type('077')
  await page.keyboard.press('Escape')
  expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe('')
  await press('Close')
  await eventually(focused).toMatch(/^(main|div) /)
}, PATIENCE)

test('arrow keys in a closed list of codes keep only the one that is left standing', async () => {
  const { page } = window
  await rest(page)
  await page.keyboard.press('Enter')
  await page.waitForSelector('.inspector h2')
  const commits = async () => /\d+/.exec(await page.locator('.status').innerText().then((text) => text.split('Journal whole')[1] ?? ''))?.[0]
  const before = Number(await commits())
  await page.getByLabel('Danger').focus()
  for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowDown')
  expect(Number(await commits())).toBe(before)
  await page.keyboard.press('Tab')
  await eventually(async () => Number(await commits())).toBe(before + 1)
  await page.keyboard.press('Escape')
}, PATIENCE)

test('a filter’s panel keeps the focus when it is first set, and takes a date digit by digit', async () => {
  const { page } = window
  await rest(page)
  await page.keyboard.press('f')
  await press('Channel', 'menuitem')
  await eventually(focused).toMatch(/^input/)
  await page.keyboard.press('Tab')
  const second = await page.evaluate(() => (document.activeElement as HTMLInputElement).closest('label')?.textContent)
  await page.keyboard.press('Space')
  await page.waitForTimeout(300)
  expect(await page.evaluate(() => document.activeElement?.closest('label')?.textContent)).toBe(second)
  await page.keyboard.press('Escape')
  await rest(page)
  await page.keyboard.press('Shift+F')
  await page.keyboard.press('f')
  await press('Period', 'menuitem')
  await eventually(focused).toMatch(/^input/)
  await page.keyboard.type('2025-03-15')
  expect(await page.locator('.popover input').first().inputValue()).toBe('2025-03-15')
  await press('Remove this filter')
  await eventually(focused).not.toBe('')
}, PATIENCE)

test('the map’s segments and hotspots, and the found plan, are told to whoever does not see them', async () => {
  const { page } = window
  await go(page, 'm')
  await assessed(page)
  const told = () => page.locator('.frame > p[role=status]').innerText()
  await page.keyboard.press('j')
  await eventually(told).toMatch(/ – /)
  // The tips behind a segment's figures stand below what is seen of its panel: asked for, they come into sight.
  await page.keyboard.press('t')
  await page.waitForSelector('.evidence-tips li')
  const seen = () => page.evaluate(() => {
    const [tip, panel] = ['.evidence-tips li', '.inspector-body'].map((part) => document.querySelector(part)!.getBoundingClientRect())
    return tip!.top >= panel!.top && tip!.bottom <= panel!.bottom
  })
  await eventually(seen).toBe(true)
  await page.keyboard.press('h')
  await eventually(told).toMatch(/cell/i)
  // What is selected says which table opens, and the other follows what is gone to.
  await page.keyboard.press('v')
  await eventually(focused).toMatch(/^div Hotspots/)
  await page.keyboard.press('j')
  await eventually(focused).toMatch(/^div Border segments/)
  await page.keyboard.press('End')
  await eventually(() => page.evaluate(() => document.activeElement?.getAttribute('aria-activedescendant'))).toBe('segment-line-238')
  await page.keyboard.press('v')
  await go(page, 'd')
  // A base at a free point needs no press on the map.
  await page.getByRole('combobox', { name: 'Base: name or coordinates' }).focus()
  await page.keyboard.type('18.7, 12.9')
  await page.keyboard.press('Enter')
  await eventually(() => page.locator('.drawn-bases li').innerText()).toMatch(/Base 1\s+Niger/)
  await eventually(focused).toMatch(/^input/)
  await press('Find the best plan Ctrl Enter').catch(() => undefined)
  await page.keyboard.press('Control+Enter')
  await page.waitForSelector('.result')
  await eventually(told).toMatch(/Plan found/)
  await eventually(focused).not.toBe('')
}, PATIENCE)

test('the page to be released is a stop that scrolls, and the vault is sealed from within it', async () => {
  const { page } = window
  await go(page, 'b')
  await page.waitForSelector('.verdict')
  const frame = () => page.frames().find((each) => each.url().includes('/preview'))!
  await eventually(() => frame().evaluate(() => document.body.tabIndex)).toBe(0)
  await page.locator('iframe').focus()
  // The page may be composed anew meanwhile.
  await eventually(async () => {
    await page.keyboard.press('PageDown')
    return frame().evaluate(() => scrollY)
  }).toBeGreaterThan(0)
  await page.keyboard.press('Control+l')
  await page.waitForSelector('.ways, #passphrase')
  expect(window.faults).toEqual([])
}, PATIENCE)
