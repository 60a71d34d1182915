import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { unlock, windows } from './support/windows.ts'

const { executablePath, openWindow } = windows()

const focused = (page: Page) => page.evaluate(() => `${document.activeElement?.tagName.toLowerCase()} ${document.activeElement?.textContent ?? ''}`)
const described = (page: Page) => page.evaluate(() => document.getElementById(document.activeElement?.getAttribute('aria-describedby') ?? '')?.textContent ?? '')

describe.skipIf(!executablePath)('the focus goes where a person went', () => {
  it('to the head of a tip that was found by its words, from any screen, and again when it stands open', async () => {
    const { page, complaints } = await openWindow('vault=yes&tips=300')
    await unlock(page)
    await page.keyboard.press('Enter')
    await page.waitForSelector('.inspector h2')
    const reference = await page.locator('.inspector .id').first().innerText()
    for (const from of ['i', 's']) {
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
      await page.keyboard.press('g')
      await page.keyboard.press(from)
      await page.keyboard.press('ControlOrMeta+k')
      await page.keyboard.type(reference)
      await page.waitForFunction((wanted) => document.querySelector('.palette-entry[aria-selected="true"]')?.textContent?.includes(wanted), reference)
      await page.keyboard.press('Enter')
      await expect.poll(() => focused(page)).toMatch(/^h2 ./)
    }
    expect(complaints).toEqual([])
    await page.context().close()
  }, 60_000)

  it('to the first column of a file of which none was recognised, with the reason, which goes once one is chosen', async () => {
    const { page, complaints } = await openWindow('vault=yes&tips=20')
    await unlock(page)
    await page.keyboard.press('i')
    await page.locator('input[type=file]').setInputFiles({ name: 'odd.csv', mimeType: 'text/csv', buffer: Buffer.from('aa,bb\r\n1,2\r\n3,4\r\n') })
    await page.waitForSelector('.import-preview')
    await expect.poll(() => focused(page)).toMatch(/^select/)
    await expect.poll(() => described(page)).toMatch(/No column was recognised/)
    expect(await page.locator('.import-facts').innerText()).toMatch(/2 columns/)
    await page.locator('.import-table select').nth(1).selectOption('what')
    await expect.poll(() => page.locator('.import-facts .note').count()).toBe(0)
    expect(await page.locator('.import-facts .soft').allInnerTexts()).not.toContainEqual(expect.stringMatching(/says what happened/))
    await page.locator('.import-table select').nth(1).selectOption('skip')
    await page.locator('.import-acts .primary').focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => described(page)).toMatch(/No column was recognised/)
    expect(complaints).toEqual([])
    await page.context().close()
  }, 60_000)
})
