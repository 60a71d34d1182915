import { describe, expect, it } from 'vitest'
import { axeFaults, choose, unlock, windows } from './support/windows.ts'

const { openWindow, executablePath } = windows()
const SCREENS = [
  { go: ['g', 'i'], there: '.tip-line' },
  { go: ['F2'], there: '.sheet' },
  { go: ['g', 's'], there: '.settings' },
  { go: ['i'], there: '.import .empty' },
] as const

describe.skipIf(!executablePath)('every screen of the window alone', () => {
  for (const theme of ['light', 'dark', 'contrast', 'contrast-dark']) {
    for (const language of ['en', 'ar']) {
      it(`has no accessibility fault that axe finds in ${theme}, ${language}`, async () => {
        const { page, complaints } = await openWindow('vault=yes&tips=300')
        await unlock(page)
        await choose(page, theme, language)
        for (const { go, there } of SCREENS) {
          await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
          for (const key of go) await page.keyboard.press(key)
          await page.waitForSelector(there)
          expect(await axeFaults(page), there).toEqual([])
        }
        expect(complaints).toEqual([])
        await page.context().close()
      }, 120_000)
    }
  }
})
