import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { PATIENCE, assessed, eventually, go, numberIn, passing, rawKeys, solve } from './support/person.ts'
import { walk } from './support/walk.ts'
import { openWindow } from './support/window.ts'
import type { OpenedWindow } from './support/window.ts'

/** A shorter walk in Arabic and dark, over the invented sample. */
const folder = mkdtempSync(join(tmpdir(), 'vigil-arabic-'))
let window: OpenedWindow

beforeAll(async () => {
  window = await openWindow({ dataFolder: join(folder, 'data'), language: 'ar', colourScheme: 'dark' })
  window.page.setDefaultTimeout(60_000)
})
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
const step = walk(() => window)

/** Runs of English on the screen, apart from what is there by right: what tips say (`dir="auto"`), codes, keys, the map's ground. */
const latinWords = async (): Promise<string[]> => {
  const shown = await window.page.evaluate(() => {
    const aside = [...document.querySelectorAll('.id, kbd, bdi, textarea, [lang="en"], [dir="ltr"], [dir="auto"], .map-ground')]
    const words: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement
      if (!parent || parent.closest('script, style, option') || aside.some((each) => each.contains(parent)) || parent.getClientRects().length === 0) continue
      words.push(node.textContent ?? '')
    }
    return words
  })
  return shown.filter((text) => /[A-Za-z]{2,}(\s+[a-z]{2,}){2,}/.test(text))
}
const sound = async (): Promise<void> => {
  const { page } = window
  expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir, document.documentElement.dataset['theme']])).toEqual(['ar', 'rtl', 'dark'])
  expect(await rawKeys(page), 'keys of texts on the screen').toEqual([])
  expect(await latinWords(), 'English on an Arabic screen').toEqual([])
  expect(await window.axe(), 'axe').toEqual([])
}

step('the first screen turns to Arabic in place, and from right to left', async () => {
  const { page } = window
  await page.waitForSelector('.ways')
  await page.keyboard.press('F6')
  await page.waitForFunction(() => document.documentElement.dir === 'rtl')
  const [rail, key] = await page.locator('.ways li').first().evaluate((way) => [way.querySelector('.icon')!.getBoundingClientRect().x, way.querySelector('kbd')!.getBoundingClientRect().x])
  expect(rail).toBeGreaterThan(key!)
  await sound()
})

step('sample data that is invented says so, and its tips are listed', async () => {
  const { page } = window
  await page.keyboard.press('4')
  await page.waitForSelector('.tip-line', { timeout: PATIENCE })
  expect(await page.locator('.status .sample').innerText()).toMatch(/مخت?لق|مبتكر|مصطنع|خيالي/)
  expect((await passing(page)).shown).toBeGreaterThan(2500)
  await page.locator('.tip-list').focus()
  await page.keyboard.press('Enter')
  await page.waitForSelector('.inspector-head')
  // The inspector stands at the inline end: on the left.
  expect(await page.evaluate(() => document.querySelector('.inspector')!.getBoundingClientRect().x < document.querySelector('.tip-list')!.getBoundingClientRect().x)).toBe(true)
  await sound()
  await page.keyboard.press('Escape')
})

step('a call is recorded in Arabic by keyboard: digits, place and time as they are said', async () => {
  const { page } = window
  const before = (await passing(page)).all
  await page.keyboard.press('F2')
  await page.waitForSelector('.sheet')
  await page.waitForFunction(() => document.activeElement?.closest('.pick') !== null)
  await page.locator('.pick :focus').dispatchEvent('keydown', { key: '٣', code: 'Digit3', bubbles: true })
  await page.waitForFunction(() => document.activeElement?.id === 'call-language')
  await page.keyboard.insertText('العربية')
  await page.keyboard.press('Enter')
  await page.keyboard.insertText('طرابلس')
  await page.waitForSelector('.options [aria-selected="true"]')
  await page.keyboard.press('Enter')
  await page.keyboard.insertText('قبل ليلتين')
  await page.waitForFunction(() => /[٠-٩\d]/.test(document.querySelector('#call-when-meant')?.textContent ?? ''))
  await page.keyboard.press('Enter')
  await page.keyboard.insertText('تسعة رجال أُخذوا شمالًا')
  await sound()
  await page.keyboard.press('F12')
  await page.waitForSelector('.toast')
  await go(page, 'i')
  await eventually(async () => (await passing(page)).all).toBe(before + 1)
})

step('map, hotspots and ranks are told in Arabic', async () => {
  const { page } = window
  await go(page, 'm')
  await assessed(page)
  expect(numberIn(await page.locator('.legend section:nth-of-type(2) h3 small').innerText())).toBeGreaterThan(0)
  await page.keyboard.press('j')
  await page.waitForSelector('.whiskers')
  expect(await page.locator('.inspector-head h2').innerText()).toMatch(/[\u0600-\u06ff]/)
  await sound()
  await window.shot('arabic-map')
  await page.keyboard.press('Escape')
})

step('a plan is found', async () => {
  const { page } = window
  await go(page, 'd')
  await solve(page)
  expect(await page.locator('.result-share b').innerText()).toMatch(/[٠-٩]/)
  await sound()
})

step('the briefing is composed in Arabic, from right to left, on paper in the light theme', async () => {
  const { page } = window
  await go(page, 'b')
  await page.waitForSelector('.verdict:not([data-stops])', { timeout: PATIENCE })
  await page.waitForSelector('iframe')
  const frame = page.frames().find((each) => each !== page.mainFrame())
  await frame!.waitForSelector('h1, h2')
  const seen = await frame!.evaluate(() => ({ lang: document.documentElement.lang, dir: document.documentElement.dir, heading: document.querySelector('h1')?.textContent ?? '', text: document.body.innerText, ground: getComputedStyle(document.body).backgroundColor, direction: getComputedStyle(document.querySelector('h1') as Element).direction }))
  expect(seen).toMatchObject({ lang: 'ar', dir: 'rtl', direction: 'rtl' })
  expect(seen.heading).toMatch(/[\u0600-\u06ff]{3}/)
  expect(seen.text).toMatch(/[٠-٩]/)
  expect(seen.text.split(/\s+/).filter((word) => /^(briefing|analysis|planning|station|map|geo)\.[a-z.-]+$/.test(word))).toEqual([])
  await sound()
})

step('sealed, the sample is thrown away', async () => {
  const { page } = window
  await page.keyboard.press('Control+l')
  await page.waitForSelector('.ways')
  await sound()
  await window.close()
})
