import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { bringIn, foundVault, go, passing, unlock, waitForPassing } from './support/person.ts'
import { tipsFile } from './support/tips-file.ts'
import { walk } from './support/walk.ts'
import { openWindow } from './support/window.ts'
import type { OpenedWindow } from './support/window.ts'

/** What a second window, a reload and a lost database do to an open vault: nothing that was acknowledged is gone. */
const folder = mkdtempSync(join(tmpdir(), 'vigil-windows-'))
const file = tipsFile('plover', 600)
let window: OpenedWindow
let passphrase = ''

beforeAll(async () => {
  window = await openWindow({ dataFolder: join(folder, 'data') })
  window.page.setDefaultTimeout(60_000)
})
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
const step = walk(() => window)

step('a vault with tips stands open in one window', async () => {
  const { page } = window
  passphrase = (await foundVault(page, 'Tunis 02', 'kestrel')).passphrase
  await bringIn(page, file)
  await go(page, 'i')
  await waitForPassing(page, file.kept)
})

step('SECURITY 8: a second window is told that the vault is open elsewhere, and opens nothing', async () => {
  const second = await window.openAnother()
  // Before a passphrase is typed for nothing.
  await second.waitForSelector('.fault')
  expect(await second.locator('.status').innerText()).toMatch(/open in another window/i)
  await unlock(second, 'kestrel', passphrase)
  await second.waitForSelector('#unlock-fault')
  expect(await second.locator('.fault').innerText()).toMatch(/another window/i)
  expect(await second.locator('.frame').count()).toBe(0)
  await second.close()
  expect((await passing(window.page)).shown).toBe(file.kept)
})

step('sealed there, it opens in the other window', async () => {
  await window.page.keyboard.press('Control+l')
  await window.page.waitForSelector('#passphrase')
  const second = await window.openAnother()
  await unlock(second, 'kestrel', passphrase)
  await second.waitForSelector('.frame')
  await waitForPassing(second, file.kept)
  await second.keyboard.press('Control+l')
  await second.waitForSelector('#passphrase')
  await second.close()
})

step('SECURITY 4: with the database deleted, everything is rebuilt from the journal and the person is told', async () => {
  const { page } = window
  const deleted = await page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name!)
    await Promise.all(names.map((name) => new Promise<void>((done, failed) => {
      const request = indexedDB.deleteDatabase(name)
      request.onsuccess = () => done()
      request.onerror = () => failed(new Error(name))
      request.onblocked = () => failed(new Error(`${name} is held open`))
    })))
    return names.length
  })
  expect(deleted).toBeGreaterThan(0)
  await unlock(page, 'kestrel', passphrase)
  await page.waitForSelector('.frame')
  await waitForPassing(page, file.kept)
  expect(await page.locator('.toast').innerText()).toMatch(/rebuilt from the journal/)
  expect(await page.locator('.status').innerText()).toMatch(/Journal whole/)
})

step('a reload seals, and the next opening finds the same', async () => {
  const { page } = window
  await page.reload()
  await unlock(page, 'kestrel', passphrase)
  await page.waitForSelector('.frame')
  await waitForPassing(page, file.kept)
  await window.close()
})
