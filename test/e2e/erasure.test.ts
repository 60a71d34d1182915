import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect } from 'vitest'
import { nodePlatform } from '../../electron/host/node-platform.ts'
import { sodiumReady } from '../../shared/vault/engine.ts'
import { newCanary, searchFolders } from '../support/canary.ts'
import { everythingThatOpens } from '../vault/support/everything-that-opens.ts'
import { bringIn, eventually, everythingShown, foundVault, go, rawKeys, rest, unlock, waitForPassing, PATIENCE } from './support/person.ts'
import { walk } from './support/walk.ts'
import { openWindow, type OpenedWindow } from './support/window.ts'

/**
 * A call is typed and filed, a file is brought in, and both are erased in the window. Then nothing of them is in the window,
 * in any byte of data and profile, or under any key that any file still holds.
 */
const ACCOUNT = 'Kestrel'
const [typed, inFile] = [newCanary(), newCanary()]
let window: OpenedWindow
let passphrase = ''
let recoveryKey: readonly string[] = []

beforeAll(async () => {
  await sodiumReady
  window = await openWindow()
  window.page.setDefaultTimeout(PATIENCE)
}, PATIENCE)
afterAll(() => window?.close())
const step = walk(() => window)

/** What all keys together open of the sealed vault's files. */
async function opened(): Promise<string> {
  const platform = nodePlatform(window.dataFolder, { printPdf: null })
  try {
    const [vault] = (await platform.call('listVaults', {})).answer.vaults
    expect((await platform.call('takeVault', { vault: vault! })).answer.taken).toBe('yes')
    return await everythingThatOpens(platform, vault!, recoveryKey, { account: ACCOUNT, passphrase })
  } finally {
    await platform.close()
  }
}
async function seal(): Promise<void> {
  await rest(window.page)
  await window.page.keyboard.press('Control+l')
  await window.page.waitForSelector('#passphrase')
}
async function open(): Promise<void> {
  await unlock(window.page, ACCOUNT, passphrase)
  await window.page.waitForSelector('.frame', { timeout: PATIENCE })
}
/** Opens the tip that says these words, by the search. */
async function find(words: string): Promise<void> {
  const { page } = window
  await go(page, 'i')
  await page.keyboard.press('Control+k')
  await page.keyboard.type(words)
  await page.locator('[role=option]').filter({ hasText: words }).first().click()
  await page.waitForSelector('.inspector-foot')
}
async function erase(basis: string): Promise<void> {
  const { page } = window
  await page.locator('.inspector-foot').getByRole('button', { name: 'Erase…' }).click()
  await page.waitForSelector('.erasure-stays')
  expect(await page.locator('.erasure-stays li').count()).toBeGreaterThan(2)
  await page.getByLabel('Basis').fill(basis)
  // Nothing goes before the word is typed.
  await page.getByRole('button', { name: /for good/ }).click()
  await page.waitForSelector('[aria-invalid="true"]')
  await page.getByLabel('Type “erase” to go on').fill('erase')
  await page.keyboard.press('Enter')
  await page.waitForSelector('h3:text-is("Erased")', { timeout: PATIENCE })
  // Whoever works by keyboard stands where it says what came of it.
  await eventually(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Erased')
}

step('a call is filed and a file brought in, and every key opens what they say', async () => {
  const { page } = window
  ;({ passphrase, recoveryKey } = await foundVault(page, 'Northern desk', ACCOUNT))
  await rest(page)
  await page.keyboard.press('F2')
  await page.waitForSelector('.sheet')
  await page.keyboard.press('1')
  await page.locator('#call-where').pressSequentially('Agadez', { delay: 5 })
  await page.locator('#call-when').pressSequentially('two nights ago')
  await page.locator('#call-what').fill(`${typed} in a lorry`)
  await page.keyboard.press('F12')
  await page.waitForFunction(() => document.querySelector('.toast')?.textContent?.includes('Call filed as a tip'))
  const rows = Array.from({ length: 60 }, (_, i) => `T${i},2026-0${1 + (i % 9)}-11,${(22 + i / 90).toFixed(5)},${(14 + i / 80).toFixed(5)},${i === 5 ? `${inFile} at a well` : `Report ${i} of a lorry`},${i < 3 ? '2021' : '2026'}-03-0${1 + (i % 9)}`)
  await bringIn(page, { name: 'tips.csv', csv: ['id,date,latitude,longitude,what,received', ...rows].join('\n') })
  await seal()
  const before = await opened()
  for (const token of [typed, inFile]) expect(before).toContain(token)
  await open()
})

step('each is erased: what stays is said, and the window holds nothing of it', async () => {
  const { page } = window
  for (const [token, words] of [[typed, 'in a lorry'], [inFile, 'at a well']] as const) {
    await find(`${token} ${words}`)
    await erase('Asked for by the person')
    expect(await rawKeys(page)).toEqual([])
    await eventually(() => everythingShown(page)).not.toContain(token)
    await page.keyboard.press('Control+k')
    await page.keyboard.type(token)
    await eventually(() => page.locator('[role=option]').filter({ hasText: words }).count()).toBe(0)
    await page.keyboard.press('Escape')
  }
  await page.getByText('by Kestrel: Asked for by the person').first().waitFor()
  await window.shot('erasure-done')
  // Z takes back what was done before, never the erasure.
  await go(page, 'i')
  await page.keyboard.press('z')
  await waitForPassing(page, 0)
  await page.keyboard.press('Shift+Z')
  await waitForPassing(page, 59)
  expect(await everythingShown(page)).not.toMatch(new RegExp(`${typed}|${inFile}`))
})

step('no byte of data and profile holds it, and no key that is left opens it', async () => {
  await seal()
  await new Promise((wait) => setTimeout(wait, 3000))
  const { sightings, files } = await searchFolders([window.dataFolder], [typed, inFile])
  expect(sightings).toEqual([])
  expect(files).toBeGreaterThan(20)
  const after = await opened()
  for (const token of [typed, inFile]) expect(after).not.toContain(token)
  expect(after).toContain('Report 6 of a lorry')
  await open()
  await eventually(() => everythingShown(window.page)).toContain('Northern desk')
  expect(await everythingShown(window.page)).not.toContain(inFile)
})

step('a rule makes a review list, from which a tip is kept longer', async () => {
  const { page } = window
  await go(page, 's')
  await page.getByRole('button', { name: 'Erasure and retention' }).click()
  await page.getByText('No rules are set: everything is kept.').waitFor()
  await page.getByLabel('Years').fill('2')
  await page.keyboard.press('Enter')
  await page.getByText('3 records are past their time.').waitFor()
  await window.shot('erasure-settings')
  expect(await window.axe()).toEqual([])
  await page.getByRole('button', { name: /^Keep longer/ }).first().click()
  await page.getByLabel('Keep until').fill('2099-01-01')
  await page.getByLabel('Why').fill('the court asked')
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await page.getByText('2 records are past their time.').waitFor()
  // Both are acts like any other.
  await rest(page)
  await page.keyboard.press('z')
  await page.getByText('3 records are past their time.').waitFor()
})

step('an answer for a person is one page, which another browser opens by the words and by nothing else', async () => {
  const { page } = window
  await page.getByRole('button', { name: /^Erase…/ }).first().click()
  await page.getByLabel('Basis').fill('Asked for by the person')
  await page.getByRole('button', { name: 'Write the answer' }).click()
  const words = await page.locator('.drawn-words').innerText()
  await page.getByRole('button', { name: 'The words were told' }).click()
  expect(await everythingShown(page)).not.toContain(words)
  const [file] = readdirSync(window.savedFolder)
  window.forgive(/request to another host: file:/)
  const other = await window.context.newPage()
  await other.goto(pathToFileURL(join(window.savedFolder, file!)).href)
  expect(await everythingShown(other)).not.toContain('of a lorry')
  await other.locator('input').fill(words.replace(/^\S+/, 'zoo'))
  await other.keyboard.press('Enter')
  await other.locator('[role=alert]').waitFor()
  await other.locator('input').fill(words.toUpperCase())
  await other.keyboard.press('Enter')
  await other.getByText(/Report \d+ of a lorry/).waitFor()
  await window.shot('erasure-answer', other)
  await other.close()
})
