import { expect, test } from 'vitest'
import { PATIENCE, assessed, choose, rawKeys, show } from './support/person.ts'
import { openWindow } from './support/window.ts'

test('every screen is clean in every theme and both languages, over the invented sample', async () => {
  const window = await openWindow()
  const { page } = window
  page.setDefaultTimeout(PATIENCE)
  await page.waitForSelector('.ways')
  await page.keyboard.press('4')
  await page.waitForSelector('.tip-line')
  await show(page, 'map')
  await assessed(page)
  for (const language of ['en', 'ar'] as const) {
    for (const theme of ['light', 'dark', 'contrast', 'contrast-dark'] as const) {
      await choose(page, theme, language)
      for (const screen of ['settings', 'tips', 'map', 'deployment', 'briefings', 'call'] as const) {
        await show(page, screen)
        expect.soft(await window.axe(), `${screen}, ${theme}, ${language}`).toEqual([])
        expect.soft(await rawKeys(page), `${screen}, ${language}`).toEqual([])
        await window.shot(`theme-${screen}-${theme}-${language}`)
      }
    }
  }
  await window.close()
})
