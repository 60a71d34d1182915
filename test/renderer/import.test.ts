import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { byKind } from '../../renderer/screens/import/doubts.tsx'
import { unlock, windows } from './support/windows.ts'

/** What came of an import, in a real Chromium over the invented station. */
const { openWindow, executablePath } = windows()

const HEADER = 'id,date,latitude,longitude,text\n'

async function bringIn(page: Page, csv: string): Promise<void> {
  await page.keyboard.press('i')
  await page.locator('input[type=file]').setInputFiles({ name: 'tips.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await page.waitForSelector('.import-preview')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.import-report')
}

it('doubts stand by kind, the most frequent first, each in the order of its rows', () => {
  const doubt = (row: number, name: 'crowded-point' | 'date-in-future') => ({ row, doubt: name, note: { key: 'x' } })
  const kinds = byKind([doubt(2, 'date-in-future'), doubt(3, 'crowded-point'), doubt(4, 'crowded-point')])
  expect(kinds.map(({ doubt: name, rows }) => [name, rows.map(({ row }) => row)])).toEqual([['crowded-point', [3, 4]], ['date-in-future', [2]]])
})

describe.skipIf(!executablePath)('the report of an import', () => {
  it('counts doubts by kind, opens each to its very last row, and saves them all', async () => {
    const { page, complaints } = await openWindow('vault=yes&tips=20')
    await unlock(page)
    await page.locator('.tip-list').focus()
    const crowd = Array.from({ length: 600 }, (_, at) => `A${at},2024-03-12,30.12345,14.54321,Report number ${at}\n`).join('')
    await bringIn(page, `${HEADER}${crowd}B1,2094-03-12,31.5,14.25,Later\n`)
    const kinds = page.locator('.doubt-kind')
    expect((await kinds.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim())).toEqual(['many rows on this point 600 rows', 'date in the future 1 row'])
    expect(await page.locator('.doubt-kinds .long-list').count()).toBe(0)
    await kinds.first().focus()
    await page.keyboard.press('Enter')
    const list = page.locator('.doubt-kinds .long-list')
    await list.focus()
    // Its height stands a moment after it opens.
    await expect.poll(async () => {
      await page.keyboard.press('End')
      return list.locator('li:last-child .number').innerText()
    }, { timeout: 30_000, interval: 100 }).toBe('601')
    expect(await list.locator('li').count()).toBeLessThan(60)
    await page.locator('section:has(.doubt-kinds) h2 .button').click()
    await page.waitForFunction(() => document.querySelector('.toast')?.textContent?.includes('doubted-rows.csv'))
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('says of a file with a header alone that no rows follow it, and of equal rows that were kept why', async () => {
    const { page } = await openWindow('vault=yes&tips=20')
    await unlock(page)
    await page.locator('.tip-list').focus()
    await bringIn(page, HEADER)
    expect(await page.locator('.import-report').innerText()).toMatch(/^Nothing was brought in\s+There are no rows after the header\./)
    expect(await page.getByRole('button', { name: 'Take back the import' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Another file' }).click()
    await bringIn(page, `${HEADER}A1,2024-03-12,30.12345,14.54321,seen\n${',2024-01,,,Three people\n'.repeat(3)}`)
    expect(await page.locator('.import-report').innerText()).toContain('2 rows are the same as others in every cell and are kept')
    await page.context().close()
  })

  it('stands while the key that led to it picks another file', async () => {
    const { page } = await openWindow('vault=yes&tips=20')
    await unlock(page)
    await page.locator('.tip-list').focus()
    const chooser = page.waitForEvent('filechooser')
    await bringIn(page, `${HEADER}A1,2024-03-12,30.12345,14.54321,seen\n`)
    await page.keyboard.press('i')
    await chooser
    expect(await page.locator('.import-report').count()).toBe(1)
    await page.locator('input[type=file]').setInputFiles({ name: 'more.csv', mimeType: 'text/csv', buffer: Buffer.from(`${HEADER}A2,2024-03-12,30.12345,14.54321,seen\n`) })
    await page.waitForSelector('.import-preview')
    await page.context().close()
  })
})
