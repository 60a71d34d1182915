import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { newCanary, searchFolders } from '../support/canary.ts'
import { bringIn, choose, eventually, foundVault, go, expectClean, rest, show, unlock, waitForPassing } from './support/person.ts'
import { walk } from './support/walk.ts'
import { openWindow } from './support/window.ts'
import type { OpenedWindow } from './support/window.ts'

/** A laptop that is lost, and another that the backup is restored on, by a person at the window. */
const folder = mkdtempSync(join(tmpdir(), 'vigil-e2e-backup-'))
const stick = join(folder, 'stick')
const [lost, fresh] = [join(folder, 'lost', 'data'), join(folder, 'fresh', 'data')]
const ACCOUNT = 'kestrel'
const token = newCanary()
const csv = ['id,date,latitude,longitude,what', ...Array.from({ length: 40 }, (_, i) => `B${i},2026-02-${String(1 + (i % 28)).padStart(2, '0')},22.${10 + i},14.${10 + i},Report ${i} ${i === 7 ? token : ''}`)].join('\n')

let window: OpenedWindow
let passphrase = ''
let first = ''
let second = ''
const started = async (dataFolder: string): Promise<void> => {
  window = await openWindow({ dataFolder, language: 'en', colourScheme: 'light' })
  window.page.setDefaultTimeout(60_000)
}
beforeAll(async () => {
  mkdirSync(stick)
  await started(lost)
})
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
const step = walk(() => window)
const status = () => window.page.locator('.status').innerText()
const clean = () => expectClean(window)
/** Runs an act by its words in the palette. */
const act = async (words: string): Promise<void> => {
  const { page } = window
  await rest(page)
  await page.keyboard.press('Control+k')
  await page.keyboard.type(words)
  await page.waitForFunction((wanted) => document.querySelector('.palette-entry[aria-selected="true"]')?.textContent?.includes(wanted), words)
  await page.keyboard.press('Enter')
}
/** Grades the first tip of the list: something that a backup made before has not. */
const graded = async (): Promise<void> => {
  const { page } = window
  await rest(page)
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.inspector-head')
  await rest(page)
  await page.keyboard.press('a')
  await page.waitForFunction(() => document.activeElement?.closest('.grade-grid') !== null)
  await page.keyboard.press('b')
  await page.keyboard.press('2')
  await page.waitForFunction(() => document.querySelector('.toast')?.textContent?.includes('B2'))
  await rest(page)
  await page.keyboard.press('Escape')
}
const backups = () => readdirSync(stick).filter((name) => name.endsWith('.vigil-backup')).sort()

step('a new vault has no backup, says so below, and leads to where one is made', async () => {
  const { page } = window
  ;({ passphrase } = await foundVault(page, 'Tunis 02', ACCOUNT))
  await bringIn(page, { name: 'tips.csv', csv })
  expect(await status()).toContain('No backup yet')
  await page.getByRole('button', { name: 'No backup yet' }).click()
  await page.waitForSelector('.backup-last')
  expect(await page.locator('.settings').innerText()).toMatch(/If this laptop is lost, all that is in the vault is lost with it/)
  await clean()
})

step('a folder of the program itself, or one that is not there, is refused where it was typed', async () => {
  const { page } = window
  const field = page.getByLabel('Folder', { exact: true })
  for (const [path, why] of [[join(lost, 'vaults'), 'This is no place for backups'], [join(folder, 'nowhere'), 'Nothing of that name is there'], ['stick', 'This is no place for backups']] as const) {
    await field.fill(path)
    await page.keyboard.press('Enter')
    await page.waitForFunction((words) => document.querySelector('#backup-folder-why')?.textContent?.includes(words), why)
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true)
  }
  await field.fill(stick)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Back up now' }).waitFor()
  expect(await page.locator('.backup-where').innerText()).toContain(stick)
})

step('backed up from anywhere, it is read back and opened, and the status bar says when', async () => {
  const { page } = window
  await go(page, 'i')
  await act('Back up now')
  await page.waitForFunction(() => document.querySelector('.toast')?.textContent?.startsWith('Backed up and verified'))
  ;[first = ''] = backups()
  expect(first).toMatch(/^Tunis 02 \d{4}-\d\d-\d\d \d\d\.\d\d\.vigil-backup$/)
  await eventually(status).toMatch(/Backed up \d\d:\d\d, verified(?!;)/)
  expect(readFileSync(join(stick, first)).includes(token)).toBe(false)
})

step('what is done after it is said to be missing from it', async () => {
  const { page } = window
  await rest(page)
  await graded()
  await eventually(status).toMatch(/Backed up \d\d:\d\d, verified; changed since/)
  await act('Back up now')
  await eventually(() => backups().length).toBe(2)
  await eventually(status).toMatch(/verified(?!;)/)
  second = backups().find((name) => name !== first)!
  await show(page, 'settings')
  await eventually(() => page.locator('.backup-list tbody tr').count()).toBe(2)
  await clean()
})

step('a disk that was taken out is said below in red, with what to do; connected again, nothing is wrong', async () => {
  const { page } = window
  renameSync(stick, `${stick}-away`)
  await act('Back up now')
  await page.waitForSelector('.notices .fault')
  expect(await page.locator('.notices .fault').innerText()).toMatch(/not there[\s\S]*earlier backups are as they were[\s\S]*Connect the disk/)
  await eventually(() => page.locator('.status .fault-item').innerText()).toContain('Backup disk not there: connect it')
  await clean()
  renameSync(`${stick}-away`, stick)
  await page.locator('.notices').getByRole('button', { name: 'Dismiss' }).click()
  await act('Back up now')
  await eventually(() => page.locator('.status .fault-item').count()).toBe(0)
  await eventually(() => backups().length).toBe(3)
  await eventually(status).toMatch(/verified(?!;)/)
})

step('one that was changed where it lies is found when it is read again', async () => {
  const { page } = window
  const bytes = readFileSync(join(stick, second))
  bytes[bytes.length - 2000]! ^= 1
  writeFileSync(join(stick, 'changed.vigil-backup'), bytes)
  await go(page, 'i')
  await go(page, 's')
  await page.getByRole('button', { name: 'Check again: changed.vigil-backup' }).click()
  await page.waitForFunction(() => document.querySelector('.notices .fault')?.textContent?.includes('changed.vigil-backup is not verified: The journal in it is not as it was written.'))
  await page.locator('.notices').getByRole('button', { name: 'Dismiss' }).click()
  await page.getByRole('button', { name: `Check again: ${second}` }).click()
  await page.waitForFunction(() => document.querySelector('.toast')?.textContent?.startsWith('Whole, and opened'))
  await clean()
})

step('it all stands in Arabic, from the right and in the dark', async () => {
  const { page } = window
  await page.locator('.settings-link').first().click()
  await choose(page, 'dark', 'ar')
  await page.getByRole('button', { name: 'النسخ الاحتياطية' }).click()
  await page.waitForSelector('.backup-list')
  expect(await page.locator('.settings').innerText()).toMatch(/آخر نسخة احتياطية[\s\S]*٤ نسخ احتياطية/)
  await clean()
  await page.locator('.settings-link').first().click()
  await choose(page, 'light', 'en')
})

step('the laptop is lost: another, without a vault, begins with the backup, and says what it holds before anything is done', async () => {
  await window.close()
  rmSync(join(folder, 'lost'), { recursive: true, force: true, maxRetries: 5 })
  await started(fresh)
  const { page } = window
  await page.waitForSelector('.ways')
  await page.keyboard.press('2')
  const field = page.getByLabel('File', { exact: true })
  await field.fill(join(stick, 'none.vigil-backup'))
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.querySelector('.refused')?.textContent?.includes('Nothing of that name is there'))
  await field.fill(join(stick, 'changed.vigil-backup'))
  await page.keyboard.press('Enter')
  await page.waitForSelector('.restore-facts')
  expect(await page.locator('.restore-facts').innerText()).toMatch(/Tunis 02[\s\S]*Not whole: the journal is damaged/)
  expect(await page.getByRole('button', { name: 'Restore what is whole' }).count()).toBe(1)
  await page.getByRole('button', { name: 'Another file' }).click()
  await field.fill(join(stick, second))
  await page.keyboard.press('Enter')
  await page.waitForSelector('.restore-facts')
  expect(await page.locator('.gate').innerText()).toMatch(/Whole: every part is as it was written[\s\S]*opens with your account and passphrase/)
  expect(readdirSync(join(fresh, 'vaults'))).toEqual([])
  await clean()
})

step('restored, it opens with the old passphrase, and everything is there', async () => {
  const { page } = window
  await page.getByRole('button', { name: 'Restore', exact: true }).click()
  await page.waitForFunction(() => document.querySelector('.gate h1')?.textContent === 'Tunis 02 is restored')
  await clean()
  await page.keyboard.press('Enter')
  await unlock(page, ACCOUNT, passphrase)
  await page.waitForSelector('.frame')
  await waitForPassing(page, 40)
  expect(await page.locator('.toast, .notices .fault').count()).toBe(0)
  // What one machine backed up, another doesn't claim.
  expect(await status()).toMatch(/Journal whole[\s\S]*No backup yet/)
  await page.keyboard.press('Control+k')
  await page.keyboard.type(token.slice(0, 20))
  await page.waitForFunction((word) => document.querySelector('.palette-entry[aria-selected="true"]')?.textContent?.includes(word), token)
  await page.keyboard.press('Escape')
  await rest(page)
  await graded()
})

step('an older backup takes the place of what is here only where a person says so, and what was here is kept aside', async () => {
  const { page } = window
  await rest(page)
  await page.keyboard.press('Control+l')
  await page.locator('.gate-foot .button').last().click()
  await page.waitForSelector('.ways')
  await page.keyboard.press('2')
  await page.getByLabel('File', { exact: true }).fill(join(stick, first))
  await page.keyboard.press('Enter')
  await page.waitForSelector('.restore-facts')
  expect(await page.locator('.gate').innerText()).toMatch(/This vault is here already, and newer than this backup/)
  expect(existsSync(join(fresh, 'kept-aside'))).toBe(false)
  await clean()
  await page.getByRole('button', { name: 'Put the backup in its place all the same' }).click()
  await page.waitForFunction(() => document.querySelector('.gate h1')?.textContent === 'Tunis 02 is restored')
  const [aside] = readdirSync(join(fresh, 'kept-aside'))
  expect(await page.locator('.gate').innerText()).toContain(aside)
  await page.keyboard.press('Enter')
  await unlock(page, ACCOUNT, passphrase)
  await page.waitForSelector('.frame')
  await waitForPassing(page, 40)
})

step('nothing of what was opened lies readable on the disk of the other laptop or in any backup', async () => {
  await window.close()
  const { sightings, files } = await searchFolders([join(folder, 'fresh'), stick], [token, passphrase])
  expect(sightings).toEqual([])
  expect(files).toBeGreaterThan(10)
})
