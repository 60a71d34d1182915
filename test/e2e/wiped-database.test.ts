import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { bringIn, foundVault, go, unlock, waitForPassing } from './support/person.ts'
import { tipsFile } from './support/tips-file.ts'
import { walk } from './support/walk.ts'
import { openWindow, type OpenedWindow } from './support/window.ts'

/**
 * What Chromium does to a database, from outside and by itself: a file cut or garbled and it opens an empty one in silence; another
 * backend, by an upgrade or a flag, and the old one is gone. Each time everything comes back from the journal, and the person is told.
 */
const folder = mkdtempSync(join(tmpdir(), 'vigil-wiped-'))
const dataFolder = join(folder, 'data')
const file = tipsFile('heron', 500)
/** Chromium's own names for IndexedDB on SQLite. */
const SQLITE = ['--enable-features=IdbSqliteBackingStore,IdbSqliteOnDiskRollout']
let window: OpenedWindow
let passphrase = ''

/** Files of the browser's database for our page, by their names. */
const databaseFiles = (name: RegExp) => readdirSync(join(dataFolder, 'browser'), { recursive: true, encoding: 'utf8' }).filter((path) => /IndexedDB/.test(path) && name.test(path)).map((path) => join(dataFolder, 'browser', path))

beforeAll(async () => {
  window = await openWindow({ dataFolder })
  window.page.setDefaultTimeout(60_000)
})
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
const step = walk(() => window)

/** Opens the vault anew and answers what the window said of it, once all tips are there and folded again. */
async function openAnew(flags: readonly string[] = []): Promise<string> {
  window = await openWindow({ dataFolder, flags, port: window.shell.port })
  window.page.setDefaultTimeout(60_000)
  const { page } = window
  await unlock(page, 'kestrel', passphrase)
  await page.waitForSelector('.frame')
  await waitForPassing(page, file.kept)
  expect(await page.locator('.status').innerText()).toMatch(/Journal whole/)
  const said = (await page.locator('.toast').allInnerTexts()).join(' ')
  // What was rebuilt is folded again before the window is closed: it waits for that.
  await page.waitForTimeout(3000)
  await page.keyboard.press('Control+l')
  await page.waitForSelector('#passphrase')
  await window.close()
  return said
}

step('a vault with tips, folded into the browser’s database', async () => {
  passphrase = (await foundVault(window.page, 'Tunis 02', 'kestrel')).passphrase
  await bringIn(window.page, file)
  await go(window.page, 'i')
  await waitForPassing(window.page, file.kept)
  await window.page.waitForTimeout(3000)
  await window.page.keyboard.press('Control+l')
  await window.page.waitForSelector('#passphrase')
  await window.close()
  expect(databaseFiles(/CURRENT$/)).not.toEqual([])
  // As a control: untouched, it opens from what was folded, and nothing is said.
  expect(await openAnew()).not.toMatch(/rebuilt/)
})

step('SECURITY 4: with CURRENT cut, Chromium opens an empty database, and everything is rebuilt from the journal and said', async () => {
  for (const path of databaseFiles(/CURRENT$/)) truncateSync(path, 3)
  expect(await openAnew()).toMatch(/rebuilt from the journal/)
  expect(await openAnew()).not.toMatch(/rebuilt/)
})

step('SECURITY 4: with its manifest garbled, the same', async () => {
  for (const path of databaseFiles(/MANIFEST-\d+$/)) writeFileSync(path, readFileSync(path).map((byte, at) => (at % 7 === 0 ? byte ^ 0x55 : byte)))
  expect(await openAnew()).toMatch(/rebuilt from the journal/)
  expect(await openAnew()).not.toMatch(/rebuilt/)
})

step('SECURITY 4: with the database’s backend switched, and switched back, the same', async () => {
  const before = databaseFiles(/\.(sqlite|sql|db)3?$|CURRENT$/)
  const said = await openAnew(SQLITE)
  const after = databaseFiles(/\.(sqlite|sql|db)3?$|CURRENT$/)
  // Where this browser does not know the flag it has switched nothing, and there is nothing to rebuild.
  if (JSON.stringify(before) === JSON.stringify(after)) expect(said).not.toMatch(/rebuilt/)
  else {
    expect(said).toMatch(/rebuilt from the journal/)
    expect(await openAnew()).toMatch(/rebuilt from the journal/)
  }
  expect(await openAnew()).not.toMatch(/rebuilt/)
})
