import { describe, expect, it } from 'vitest'
import { axeFaults, unlock, windows } from './support/windows.ts'

const { executablePath, openWindow } = windows()

describe.skipIf(!executablePath)('whoever hears the window', () => {
  it('can tell sealed fields apart, knows what every field of a tip is called, and which row is open and which are picked', async () => {
    const { page } = await openWindow('vault=yes&tips=300')
    await unlock(page)
    await page.keyboard.press('x')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.inspector h2')
    const names = await page.locator('.form-sealed button').evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label')))
    expect(new Set(names).size).toBe(names.length)
    expect(names.every((name) => /: (Contact|Contact's name)$/.test(name ?? ''))).toBe(true)
    expect(await page.locator('.form-field > [aria-hidden]').count()).toBe(0)
    expect(await page.locator('.form-field', { has: page.locator('label', { hasText: 'Place' }) }).getByRole('combobox', { name: 'Place', exact: true }).count()).toBe(1)
    expect(await page.locator('.tip-line[aria-selected="true"]').count()).toBe(1)
    expect(await page.locator('.tip-line[aria-current="true"]').count()).toBe(1)
    expect(await page.locator('.tip-line[aria-selected="true"][aria-current]').count()).toBe(0)
    expect(await page.locator('h1 button, h2 button, h3 button').count()).toBe(0)
    expect((await axeFaults(page)).filter((fault) => /heading|label|name/.test(fault))).toEqual([])
    await page.context().close()
  }, 60_000)

  it('hears, and sees, that the vault is about to seal itself; any key keeps it open', async () => {
    const { page } = await openWindow('vault=yes&tips=20')
    await unlock(page)
    await page.clock.install()
    await page.clock.fastForward('09:10')
    await page.waitForSelector('[role=alert] .note')
    await page.keyboard.press('Shift')
    await expect.poll(() => page.locator('[role=alert] .note').count()).toBe(0)
    await page.clock.fastForward('11:00')
    await page.waitForSelector('#passphrase')
    await page.context().close()
  }, 60_000)
})
