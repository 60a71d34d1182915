import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { bringIn, choose, eventually, everythingShown, foundVault, go, numberIn, PATIENCE, rawKeys, rest, unlock } from './support/person.ts'
import { walk } from './support/walk.ts'
import { openWindow, type OpenedWindow } from './support/window.ts'

/** A sealed field is opened with a reason that is on record first; the audit tells it, holds whole, and can be checked by anybody. */
const PHONE = '+23590112233'
const NAME = 'Halima Ounissi'
let window: OpenedWindow | undefined
let passphrase = ''
const page = () => window!.page
const step = walk(() => window)
beforeAll(async () => {
  window = await openWindow({ viewport: { width: 1280, height: 800 } })
  page().setDefaultTimeout(PATIENCE)
  ;({ passphrase } = await foundVault(page(), 'Northern desk', 'Kestrel'))
  await bringIn(page(), { name: 'tips.csv', csv: ['id,date,latitude,longitude,what,phone,reporter', `T1,2026-01-05,22.6,14.1,A lorry at night,${PHONE},${NAME}`, ...Array.from({ length: 400 }, (_, at) => `X${at},2026-01-0${1 + (at % 4)},22.${at},14.${at},plain report ${at},,`)].join('\n') })
}, PATIENCE)
afterAll(() => window?.close())

const rows = () => page().locator('.trail-line:not(.trail-head)').allInnerTexts()
const lastSaved = () => new Uint8Array(readFileSync(join(window!.savedFolder, readdirSync(window!.savedFolder).find((name) => name.endsWith('.vigil-audit'))!)))

step('a sealed field shows that something stands there, and nowhere in the window what', async () => {
  await go(page(), 'i')
  await page().keyboard.press('Enter')
  await page().waitForSelector('.inspector .sealed')
  expect(await page().locator('.inspector .sealed').count()).toBe(2)
  await page().keyboard.press('Control+k')
  await page().keyboard.type('Halima')
  await page().waitForSelector('.palette-nothing')
  await page().keyboard.press('Escape')
  expect(await everythingShown(page())).not.toMatch(/Halima|90112233/)
})

step('O asks why; Escape leaves it sealed; a figure says why and opens it, and the focus stands in it', async () => {
  await rest(page())
  await page().keyboard.press('o')
  await page().waitForSelector('.seal-why')
  await window!.shot('audit-why')
  await page().keyboard.press('Escape')
  await eventually(() => page().locator('.seal-why').count()).toBe(0)
  expect(await page().evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
  await rest(page())
  await page().keyboard.press('o')
  await page().keyboard.press('2')
  await eventually(() => page().evaluate(() => (document.activeElement as HTMLInputElement | null)?.value)).toBe(PHONE)
  // The other one is sealed still.
  expect(await page().locator('.inspector .sealed').count()).toBe(1)
  expect(await everythingShown(page())).not.toContain(NAME)
})

step('a reason of one’s own is written, and opens with Enter; Escape shuts it again', async () => {
  await rest(page())
  await page().keyboard.press('o')
  await page().keyboard.press('6')
  await page().locator('.seal-why input').fill('a colleague knows her')
  await page().keyboard.press('Enter')
  await eventually(() => page().evaluate(() => (document.activeElement as HTMLInputElement | null)?.value)).toBe(NAME)
  await page().keyboard.press('Escape')
  await eventually(() => page().locator('.inspector .sealed').count()).toBe(1)
  expect(await everythingShown(page())).not.toContain(NAME)
})

step('an opened field is closed again when the tip is left', async () => {
  await rest(page())
  await page().keyboard.press('j')
  await page().keyboard.press('k')
  await eventually(() => page().locator('.inspector .sealed').count()).toBe(2)
  expect(await everythingShown(page())).not.toMatch(/Halima|90112233/)
})

step('the audit tells who did what, newest first, and why; and is filtered', async () => {
  await go(page(), 'u')
  await eventually(async () => (await rows()).join('\n')).toMatch(/Opened a sealed field[\s\S]*Opened a sealed field[\s\S]*Changed/)
  const told = await rows()
  expect(told.find((row) => row.includes('For somebody’s safety'))).toMatch(/Kestrel[\s\S]*TP-[\s\S]*Contact/)
  expect(told.find((row) => row.includes('a colleague knows her'))).toMatch(/Contact's name/)
  expect(told.find((row) => /an import/.test(row))).toMatch(/401 rows/)
  expect(told.join()).not.toMatch(/Halima|90112233|lorry/)
  expect(await rawKeys(page())).toEqual([])
  await window!.shot('audit-light')
  await page().locator('.trail-filters select').nth(1).selectOption('open-sealed')
  await eventually(async () => (await rows()).length).toBe(2)
  expect(numberIn(await page().locator('.bar .count').innerText())).toBe(2)
  await page().locator('.trail-record').first().click()
  await page().locator('.trail-filters select').nth(1).selectOption('')
  await eventually(async () => [...new Set((await rows()).map((row) => /Opened|Looked|Changed|Searched/.exec(row)?.[0]))].sort()).toEqual(['Looked', 'Opened'])
  await page().getByRole('button', { name: 'Clear' }).click()
  expect(await window!.axe()).toEqual([])
})

step('the chain is checked from the first entry to the head', async () => {
  await page().getByRole('button', { name: 'Check the chain' }).click()
  await page().waitForSelector('.chain [data-whole="yes"]')
  await window!.shot('audit-checked')
})

step('the trail is exported, and anybody can check the file without a key', async () => {
  await page().getByRole('button', { name: 'Export the trail' }).click()
  await page().waitForSelector('.export-choice')
  await window!.shot('audit-export')
  await page().getByRole('button', { name: 'With the events told' }).click()
  await page().waitForFunction(() => document.body.innerText.includes('.vigil-audit'))
  const root = (await page().locator('.chain-root bdi').innerText()).replaceAll(' ', '')
  const file = join(window!.savedFolder, readdirSync(window!.savedFolder).find((name) => name.endsWith('.vigil-audit'))!)
  const out = execFileSync(process.execPath, [resolve(import.meta.dirname, '../../electron/headless/verify.ts'), file, '--root', root, '--events'], { encoding: 'utf8' })
  expect(out).toMatch(/WHOLE\.[\s\S]*older export/)
  expect(out).toContain('a colleague knows her')
  expect(Buffer.from(lastSaved()).toString('latin1')).not.toMatch(/Halima|90112233|lorry/)
})

step('in the settings each sees what is recorded of them', async () => {
  await go(page(), 's')
  await page().getByRole('button', { name: 'What is recorded of you' }).click()
  await eventually(async () => (await rows()).length).toBeGreaterThan(3)
  await window!.shot('audit-own')
  await page().locator('.settings-link').first().click()
})

step('it stands in Arabic, in the dark and on a large screen; sealed, nothing of it is left', async () => {
  await choose(page(), 'dark', 'ar')
  await go(page(), 'u')
  await eventually(async () => (await rows()).length).toBeGreaterThan(3)
  expect(await rawKeys(page())).toEqual([])
  await window!.shot('audit-dark-ar')
  await page().setViewportSize({ width: 1920, height: 1080 })
  await window!.shot('audit-dark-ar-large')
  await choose(page(), 'dark', 'en')
  await go(page(), 'u')
  await eventually(async () => (await rows()).length).toBeGreaterThan(3)
  await window!.shot('audit-dark-large')
  await page().keyboard.press('Control+l')
  await page().waitForSelector('#passphrase')
  expect(await everythingShown(page())).not.toMatch(/TP-|colleague|Opened a sealed/)
  await unlock(page(), 'Kestrel', passphrase)
  await page().waitForSelector('.frame')
})
