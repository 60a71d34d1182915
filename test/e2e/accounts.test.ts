import { afterAll, beforeAll, expect } from 'vitest'
import { bringIn, eventually, foundVault, PATIENCE, show, unlock } from './support/person.ts'
import { tipsFile } from './support/tips-file.ts'
import { walk } from './support/walk.ts'
import { openWindow, type OpenedWindow } from './support/window.ts'

/** Several people at one laptop: each sees what their keys open, and nothing else is even in the rail. */
let window: OpenedWindow | undefined
let passphrase = ''
let planner = ''
const page = () => window!.page
const step = walk(() => window)
beforeAll(async () => {
  window = await openWindow()
  page().setDefaultTimeout(PATIENCE)
  ;({ passphrase } = await foundVault(page(), 'Northern desk', 'Kestrel'))
  await bringIn(page(), tipsFile('wordtofind'))
}, PATIENCE)
afterAll(() => window?.close())

/** Goes to a section of the settings by its place in the list. */
const section = async (name: string) => {
  await show(page(), 'settings')
  await page().getByRole('button', { name, exact: true }).click()
}
const drawn = async () => {
  await page().waitForFunction(() => (document.querySelector('.drawn-words')?.textContent ?? '').trim().split(' ').length === 6)
  await page().getByRole('button', { name: 'Use these' }).click()
  return page().locator('.drawn-words').innerText()
}
const screensInRail = () => page().locator('.rail .rail-link').evaluateAll((links) => links.map((link) => link.getAttribute('aria-label')))
const lock = async () => {
  await page().keyboard.press('Control+l')
  await page().waitForSelector('#passphrase')
}

step('an administrator adds a planner, who is told what is missing where something is', async () => {
  await section('Accounts')
  await page().getByRole('button', { name: 'Add an account' }).click()
  await page().getByRole('button', { name: 'Add', exact: true }).click()
  await eventually(() => page().locator('.settings-form .refused p').allInnerTexts()).toEqual(expect.arrayContaining([expect.stringContaining('A name is needed'), expect.stringContaining('At least one role')]))
  await page().getByRole('textbox', { name: 'Name' }).fill('Basim')
  await page().locator('.role-row', { hasText: 'Planner' }).locator('input').check()
  planner = await drawn()
  await page().getByRole('button', { name: 'Add', exact: true }).click()
  await eventually(() => page().locator('.settings-table tbody tr').allInnerTexts()).toEqual([expect.stringContaining('Kestrel'), expect.stringMatching(/Basim[\s\S]*planner/)])
})

step('the planner’s window has map and deployment and no list, no call, no briefing; nothing of a tip’s text is in it', async () => {
  await lock()
  await unlock(page(), 'Basim', planner)
  await page().waitForSelector('.frame')
  await eventually(screensInRail).toEqual(['Map', 'Deployment', 'Settings', 'Seal the vault now'])
  await page().waitForSelector('.map-screen')
  // Acts that need other keys are not possible: neither the key nor the palette leads there.
  await page().keyboard.press('F2')
  await page().keyboard.press('i')
  expect(await page().locator('.intake, .import').count()).toBe(0)
  await page().keyboard.press('Control+k')
  await page().keyboard.type('wordtofind')
  await page().waitForTimeout(500)
  expect(await page().locator('[role="option"]').allInnerTexts()).toEqual(expect.not.arrayContaining([expect.stringContaining('wordtofind')]))
  await page().keyboard.press('Escape')
  await section('Accounts')
  expect(await page().getByRole('button', { name: /Add an account|Change|End/ }).count()).toBe(0)
})

step('a changed passphrase seals the vault, which opens with the new one alone', async () => {
  await lock()
  await unlock(page(), 'Kestrel', passphrase)
  await page().waitForSelector('.frame')
  await section('Your passphrase')
  await page().getByLabel('Present passphrase').fill('not it')
  const fresh = await drawn()
  await page().getByRole('button', { name: 'Change and seal' }).click()
  await eventually(() => page().locator('#present-passphrase-why').innerText()).toContain('not your present passphrase')
  await page().getByLabel('Present passphrase').fill(passphrase)
  await page().getByRole('button', { name: 'Change and seal' }).click()
  await page().waitForSelector('.gate-lead')
  await unlock(page(), 'Kestrel', passphrase)
  await page().waitForSelector('.gate [aria-invalid="true"], .fault, #passphrase-why')
  await unlock(page(), 'Kestrel', fresh)
  await page().waitForSelector('.tip-line')
})

step('an ended account opens nothing, though its passphrase is right', async () => {
  await section('Accounts')
  await page().getByRole('button', { name: 'End Basim' }).click()
  await page().getByRole('button', { name: 'End', exact: true }).click()
  await eventually(() => page().locator('.settings-form .refused p').allInnerTexts()).toEqual([expect.stringContaining('not the account')])
  await page().locator('.settings-form input').fill('Basim')
  await page().getByRole('button', { name: 'End', exact: true }).click()
  await page().getByRole('button', { name: /account that ended|accounts that ended/ }).waitFor()
  await lock()
  await unlock(page(), 'Basim', planner)
  await eventually(() => page().locator('.gate').innerText()).toContain('do not open')
})
