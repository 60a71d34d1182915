import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { newCanary, searchFolders } from '../support/canary.ts'
import { PATIENCE, assessed, bringIn, choose, eventually, everythingShown, foundVault, go, numberIn, passing, expectClean, rest, show, solve, unlock, waitForPassing } from './support/person.ts'
import { tipsFile } from './support/tips-file.ts'
import { walk } from './support/walk.ts'
import { openWindow } from './support/window.ts'
import type { OpenedWindow } from './support/window.ts'

/** The main job from end to end, for one person on one clean machine: one vault, one file, one call, one briefing. */
const folder = mkdtempSync(join(tmpdir(), 'vigil-whole-way-'))
const ACCOUNT = 'kestrel'
/** Unique words: one in a row of the file, one in the call, one typed into an opened tip. Nothing of them may lie readable anywhere. */
const inFile = newCanary()
const inCall = newCanary()
const inEdit = newCanary()
const file = tipsFile(inFile)
const [reporter] = file.reporters as [string]

let window: OpenedWindow
let passphrase = ''
let recoveryKey: readonly string[] = []
/** The planted word's tip, as the list names it, and the scenario's name. */
let callReference = ''
let scenario = ''
let scenarioShare = ''

beforeAll(async () => {
  window = await openWindow({ dataFolder: join(folder, 'data'), language: 'en', colourScheme: 'light' })
  window.page.setDefaultTimeout(60_000)
})
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
const step = walk(() => window)
const clean = () => expectClean(window)

step('the first screen says how to begin', async () => {
  const { page } = window
  await page.waitForSelector('.ways')
  expect(await page.locator('.ways li b').allInnerTexts()).toEqual(['Create a vault', 'Restore a backup', 'Look at real sample data', 'Look at invented sample data'])
  await page.keyboard.press('2')
  await page.waitForFunction(() => document.querySelector('.gate h1')?.textContent === 'Restore a backup')
  await page.getByRole('button', { name: 'Back', exact: true }).click()
  await page.waitForSelector('.ways')
  expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir, document.documentElement.dataset['theme']])).toEqual(['en', 'ltr', 'light'])
  await clean()
})

step('a vault is founded with drawn words; the recovery key is shown once and typed back in part', async () => {
  const { page } = window
  const founded = await foundVault(page, 'Tunis 02', ACCOUNT)
  ;({ passphrase, recoveryKey } = founded)
  expect(passphrase.split(' ')).toHaveLength(6)
  expect(founded.recoveryKey.length).toBeGreaterThanOrEqual(12)
  const shown = await everythingShown(page)
  for (const part of [passphrase, founded.recoveryKey.join(' ')]) expect(shown).not.toContain(part)
  expect(await page.locator('.status').innerText()).toMatch(/Vault open[\s\S]*Tunis 02/)
  expect(await page.locator('.empty').innerText()).toMatch(/No tips yet[\s\S]*Import tips/)
  await clean()
})

step('a file is looked into before anything is kept, its columns mapped by themselves', async () => {
  const { page } = window
  await rest(page)
  await page.keyboard.press('i')
  await page.locator('input[type=file]').setInputFiles({ name: file.name, mimeType: 'text/csv', buffer: Buffer.from(file.csv) })
  await page.waitForSelector('.import-preview')
  const fills = await page.locator('.import-table th select').evaluateAll((all) => all.map((each) => (each as HTMLSelectElement).selectedOptions[0]?.textContent))
  expect(fills.slice(1, 6)).toEqual(['When: date', 'Place: latitude', 'Place: longitude', 'Place: name', 'Place: country'])
  expect(fills).not.toContain('left out')
  await clean()
  await page.getByRole('button', { name: 'Another file' }).click()
})

step('it comes in with every row accounted for, and each refused row has its number, column, value and reason', async () => {
  const { page } = window
  await bringIn(page, file)
  const counts = (await page.locator('.import-counts dd').allInnerTexts()).map(numberIn)
  expect(counts).toEqual([file.read, file.kept, file.refusals.length, file.duplicates, file.sameIdOtherContent])
  expect(counts[1]! + counts[2]! + counts[3]!).toBe(counts[0])
  const refused = await page.locator('.import-report tbody tr').evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.innerText)))
  expect(refused).toHaveLength(file.refusals.length)
  for (const [at, { row, field, value, reason }] of file.refusals.entries()) {
    expect([numberIn(refused[at]![0]!), refused[at]![1], refused[at]![2]]).toEqual([row, field, value])
    expect(refused[at]![3]).toMatch(reason)
  }
  expect(await page.locator('.import-report').innerText()).toMatch(/same id, other content/)
  await clean()
})

step('the refusals are saved as a file', async () => {
  const { page, savedFolder } = window
  await page.getByRole('button', { name: 'Save as CSV: refused rows' }).click()
  await page.waitForSelector('.toast')
  const [saved] = readdirSync(savedFolder).filter((name) => name.endsWith('.csv'))
  const text = readFileSync(join(savedFolder, saved!), 'utf8')
  for (const { row, value } of file.refusals) expect(text).toMatch(new RegExp(`^\\W*${row}\\D.*${value.replace('.', '\\.')}`, 'm'))
})

step('one undo takes the whole import back, and a redo brings all of it again', async () => {
  const { page } = window
  await rest(page)
  await page.keyboard.press('z')
  await page.waitForFunction(() => document.querySelector('.toast')?.textContent?.includes('Undone: an import'))
  await go(page, 'i')
  await page.waitForFunction(() => document.querySelector('.empty h2')?.textContent === 'No tips yet')
  await page.keyboard.press('Shift+Z')
  await waitForPassing(page, file.kept)
  expect((await passing(page)).all).toBe(file.kept)
})

step('a call is recorded by keyboard alone: danger, language, where, when in their words, what; and filed', async () => {
  const { page } = window
  await page.keyboard.press('F2')
  await page.waitForSelector('.sheet')
  await page.waitForFunction(() => document.activeElement?.closest('.pick') !== null)
  await page.keyboard.press('2')
  await page.keyboard.type('haus')
  await page.keyboard.press('Enter')
  await page.keyboard.type('agade')
  await page.waitForFunction(() => document.querySelector('.options [aria-selected="true"]')?.textContent?.includes('Agadez'))
  await page.keyboard.press('Enter')
  await page.keyboard.type('two nights ago')
  await page.waitForFunction(() => /\d/.test(document.querySelector('#call-when-meant')?.textContent ?? ''))
  await page.keyboard.press('Enter')
  await page.keyboard.type(`Nine men were taken north, said ${inCall}`)
  await page.waitForFunction(() => document.querySelector('.draft-sealed')?.textContent?.startsWith('Draft sealed'))
  expect(await page.locator('#call-language').inputValue()).toBe('Hausa')
  expect(await page.locator('#call-where').inputValue()).toBe('Agadez')
  expect(await page.locator('.anonymous').innerText()).toContain('Anonymous')
  await clean()
  await page.keyboard.press('F12')
  await page.waitForFunction(() => document.querySelector('.toast')?.textContent?.includes('Call filed as a tip'))
})

step('the call is found by its words', async () => {
  const { page } = window
  await page.keyboard.press('Control+k')
  await page.keyboard.type(inCall.slice(0, 20))
  await page.waitForFunction((word) => document.querySelector('.palette-entry[aria-selected="true"]')?.textContent?.includes(word), inCall)
  await clean()
  await page.keyboard.press('Enter')
  await page.waitForSelector('.inspector-head')
  callReference = await page.locator('.inspector-row .id').innerText()
  expect(callReference).toMatch(/^TP-/)
  expect(await page.locator('.inspector-head').innerText()).toMatch(/Danger possible/)
  await waitForPassing(page, file.kept + 1)
  await clean()
})

step('it is graded and edited where it stands, by keyboard, with undo and redo', async () => {
  const { page } = window
  const grade = () => page.locator('.tip-line.selected .grade').getAttribute('aria-label')
  await rest(page)
  const before = await grade()
  await page.keyboard.press('a')
  await page.waitForFunction(() => document.activeElement?.closest('.grade-grid') !== null)
  await page.keyboard.press('b')
  await page.keyboard.press('2')
  await eventually(grade).toBe('Source B, information 2')
  await rest(page)
  await page.keyboard.press('z')
  await eventually(grade).toBe(before)
  await page.keyboard.press('Shift+Z')
  await eventually(grade).toBe('Source B, information 2')
  const what = page.locator('.inspector textarea').first()
  await what.fill(`Nine men were taken north, said ${inCall}, and ${inEdit}`)
  await rest(page)
  await page.waitForFunction((word) => document.querySelector('.tip-line.selected')?.textContent?.includes(word), inEdit)
  await page.keyboard.press('z')
  await page.waitForFunction((word) => !document.querySelector('.tip-line.selected')?.textContent?.includes(word), inEdit)
  await page.keyboard.press('Shift+Z')
  await page.waitForFunction((word) => document.querySelector('.tip-line.selected')?.textContent?.includes(word), inEdit)
  expect(await page.locator('.history').innerText()).toMatch(/an edit of a tip, by kestrel/)
  await page.keyboard.press('Escape')
})

step('one filter holds for table, timeline and map, and the period is a brush that the keyboard moves', async () => {
  const { page } = window
  await page.keyboard.press('f')
  await page.getByRole('menuitem', { name: 'Words', exact: true }).click()
  await page.getByLabel('Every word must be found in the tip.').fill('شاحنة')
  await waitForPassing(page, file.arabic)
  await page.keyboard.press('Escape')
  expect(await page.locator('.tip-line .tip-what').first().innerText()).toContain('شاحنة')
  await rest(page)
  await page.keyboard.press('[')
  await page.waitForFunction((all) => Number(document.querySelector('.bar .count b')?.textContent) < all, file.arabic)
  const quarter = (await passing(page)).shown
  await page.locator('.timeline-edge').first().focus()
  await page.keyboard.press('PageDown')
  await page.waitForFunction((was) => Number(document.querySelector('.bar .count b')?.textContent) > was, quarter)
  const brushed = (await passing(page)).shown
  await go(page, 'm')
  await assessed(page)
  expect((await passing(page)).shown).toBe(brushed)
  // Every Arabic row has a point: what passes is what the map's legend counts.
  expect(numberIn(await page.locator('.legend section:nth-of-type(3) h3 small').innerText())).toBe(brushed)
  expect(await page.locator('.legend section:nth-of-type(2)').innerText()).toMatch(/Hotspots\s+0/)
  await rest(page)
  await page.keyboard.press('Shift+F')
  await waitForPassing(page, file.kept + 1)
})

step('the map shows hotspots and ranked segments, says what it does not draw, and switches its layers', async () => {
  const { page } = window
  await assessed(page)
  const legend = page.locator('.legend')
  expect(numberIn(await legend.locator('section:nth-of-type(2) h3 small').innerText())).toBeGreaterThan(0)
  // The call is placed to a settlement, so it is drawn as well.
  expect(numberIn(await legend.locator('section:nth-of-type(3) h3 small').innerText())).toBe(file.placed + 1)
  expect(await legend.innerText()).toMatch(new RegExp(`Not drawn\\s+${file.countryOnly} tips known only to their country[\\s\\S]*${file.noPlace} tips without a place`))
  for (const [key, layer] of ['1', '2', '3', '4'].entries()) {
    await page.keyboard.press(layer)
    expect(await legend.locator('section[data-hidden]').count()).toBe(1)
    expect(await legend.locator('section').nth(key).getAttribute('data-hidden')).not.toBeNull()
    await page.keyboard.press(layer)
    await eventually(() => legend.locator('section[data-hidden]').count()).toBe(0)
  }
  const segment = () => page.locator('.inspector-head .id').innerText()
  await page.keyboard.press('j')
  await page.waitForSelector('.whiskers')
  const first = await segment()
  // 200 tips were planted at one crossing: nothing else in the file comes near it.
  expect(await page.locator('.inspector-head h2').innerText()).toMatch(/Niger – Libya|Libya – Niger/)
  expect(await page.locator('.figures').innerText()).toMatch(/1\s+of \d+[\s\S]*90%: \d/)
  await page.keyboard.press('j')
  await eventually(segment).not.toBe(first)
  await page.keyboard.press('k')
  await eventually(segment).toBe(first)
  await clean()
  await window.shot('whole-way-map')
  // The same in tables, for whom a map tells nothing: what is selected stands in its line.
  await page.keyboard.press('v')
  expect(await page.locator('.map-table-line[aria-selected="true"]').innerText()).toMatch(/Niger – Libya|Libya – Niger/)
  await page.keyboard.press('h')
  await page.waitForSelector('[role="grid"][data-of="hotspot"] [aria-selected="true"]')
  await eventually(async () => (await page.locator('.map-table-lines [role="rowheader"]').allInnerTexts()).filter((near) => !near.startsWith('no settlement')).length).toBeGreaterThan(0)
  expect(await window.axe()).toEqual([])
  await page.keyboard.press('Escape')
  await page.keyboard.press('v')
})

step('the best deployment is found, told beside simpler ones, and saved as a scenario', async () => {
  const { page } = window
  await go(page, 'd')
  await solve(page)
  const told = await page.locator('.result').innerText()
  expect(told).toMatch(/Proved best|No plan reaches more than/)
  expect(told).toMatch(/90% interval \d/)
  for (const part of ['Value by number of teams', 'Against the runner-up', 'Against simpler rules']) expect(told).toContain(part)
  expect(await page.locator('.deployment-screen').innerText()).toMatch(/Posted at/)
  scenarioShare = await page.locator('.result-share b').innerText()
  // A plan answers what was asked: with another number of teams it says so, with the old one it stands again.
  await page.getByRole('button', { name: 'More: Teams' }).click()
  await page.waitForSelector('.result[data-old] .notice-warn')
  await page.getByRole('button', { name: 'Fewer: Teams' }).click()
  await page.waitForSelector('.result:not([data-old])')
  await page.keyboard.press('Control+s')
  await page.waitForFunction(() => document.querySelector('.toast')?.textContent?.includes('sealed'))
  scenario = /“(.+?)”/.exec(await page.locator('.toast').innerText())?.[1] ?? ''
  expect(scenario).toBe('6 teams, 100 km')
  expect(await page.locator('.scenarios').innerText()).toContain(scenario)
  // Keeping a plan changes no tip: it is not called old for having been kept.
  await page.waitForTimeout(600)
  expect(await page.locator('.result[data-old]').count()).toBe(0)
  await clean()
})

step('a briefing in whose words a known name stands is stopped', async () => {
  const { page, savedFolder } = window
  await go(page, 'b')
  await page.getByLabel('What it means').fill(`Crossings moved south after the rains. ${reporter} told us so.`)
  await page.getByLabel('Read and released by').fill('Kestrel')
  await page.waitForSelector('.verdict[data-stops]', { timeout: PATIENCE })
  expect(await page.locator('.findings li[data-effect="stop"]').first().innerText()).toMatch(/A name/)
  expect(await page.getByRole('button', { name: 'Write the PDF' }).isDisabled()).toBe(true)
  await page.locator('.side-panel input').press('Control+Enter')
  expect(readdirSync(savedFolder).filter((name) => name.endsWith('.pdf'))).toEqual([])
  await clean()
})

step('without the name it is written as a PDF, reopened and searched, and nobody stands in it', async () => {
  const { page, savedFolder } = window
  await page.getByLabel('What it means').fill('Crossings moved south after the rains.')
  await page.waitForSelector('.verdict:not([data-stops])', { timeout: PATIENCE })
  await page.waitForSelector('.button.primary:not([disabled])')
  await page.getByLabel('Read and released by').press('Control+Enter')
  await page.waitForFunction(() => /written, opened again and searched/.test(document.querySelector('.briefings-screen')?.textContent ?? ''), null, { timeout: PATIENCE })
  await clean()
  const [name] = readdirSync(savedFolder).filter((each) => each.endsWith('.pdf'))
  // Read by another program than the one that checked it.
  const text = execFileSync('pdftotext', [join(savedFolder, name!), '-'], { encoding: 'utf8' }).replace(/\s+/g, ' ')
  expect(text).toContain('Crossings moved south after the rains.')
  expect(text).toContain('TLP:AMBER')
  expect(text).toMatch(/Niger – Libya|Libya – Niger/)
  expect(text).toMatch(/Method and sources/)
  const reversed = [...text.normalize('NFKC')].reverse().join('')
  for (const word of [...file.reporters, ...file.reporters.flatMap((each) => each.split(' ').filter((part) => part.length > 3)), inFile, inCall, inEdit, callReference, '+2279', file.name]) {
    expect(text, word).not.toContain(word)
    expect(text.normalize('NFKC'), word).not.toContain(word)
    expect(reversed, word).not.toContain(word)
  }
})

step('all four themes are switched in place, and screens are clean in each (every screen in every theme: the long run)', async () => {
  const { page } = window
  await page.evaluate(() => { (globalThis as { notReloaded?: boolean }).notReloaded = true })
  const grounds = new Set<string>()
  for (const [theme, screens] of [['dark', ['map', 'deployment']], ['contrast', ['tips', 'briefings']], ['contrast-dark', ['call', 'map']], ['light', []]] as const) {
    await choose(page, theme, 'en')
    grounds.add(await page.evaluate(() => getComputedStyle(document.querySelector('.frame') as Element).backgroundColor + getComputedStyle(document.body).color))
    for (const screen of screens) {
      await show(page, screen)
      expect(await window.axe(), `${screen}, ${theme}`).toEqual([])
    }
  }
  expect(grounds.size).toBe(4)
  expect(await page.evaluate(() => (globalThis as { notReloaded?: boolean }).notReloaded)).toBe(true)
})

step('sealed, the window has forgotten everything', async () => {
  const { page } = window
  await go(page, 'i')
  await page.keyboard.press('Control+k')
  await page.keyboard.type(inCall)
  await page.waitForFunction((word) => document.querySelector('.palette-entry[aria-selected="true"]')?.textContent?.includes(word), inCall)
  expect(await everythingShown(page)).toContain(inCall)
  await page.keyboard.press('Control+l')
  await page.waitForSelector('#passphrase')
  const shown = await everythingShown(page)
  for (const word of [inFile, inCall, inEdit, ...file.reporters, callReference, scenario, ACCOUNT, passphrase, 'Crossings moved south']) expect(shown, word).not.toContain(word)
  expect(await page.locator('.gate').innerText()).toContain('The vault is sealed')
  await clean()
})

step('a wrong passphrase opens nothing and says so', async () => {
  const { page } = window
  await unlock(page, ACCOUNT, `${passphrase}x`)
  await page.waitForSelector('.fault')
  expect(await page.locator('.frame').count()).toBe(0)
})

step('opened again, everything is found: counts, call, scenario, the briefing’s text', async () => {
  const { page } = window
  await unlock(page, ACCOUNT, passphrase)
  await page.waitForSelector('.frame', { timeout: PATIENCE })
  await waitForPassing(page, file.kept + 1)
  await page.keyboard.press('Control+k')
  await page.keyboard.type(inEdit)
  await page.waitForFunction((reference) => document.querySelector('.palette-entry[aria-selected="true"]')?.textContent?.includes(reference), callReference)
  await page.keyboard.press('Enter')
  await page.waitForSelector('.grade-grid .on')
  expect(await page.locator('.grade-grid .on').innerText()).toBe('B2')
  await page.keyboard.press('Escape')
  await go(page, 'd')
  // A kept plan comes back with what was asked for it, and says how it stands to now.
  await page.getByRole('button', { name: 'More: Teams' }).click()
  await page.locator('.scenarios button', { hasText: scenario }).click()
  await page.waitForSelector('.result')
  expect(await page.getByRole('spinbutton', { name: 'Teams', exact: true }).inputValue()).toBe('6')
  await page.waitForFunction(() => document.querySelector('.standing')?.textContent?.includes('The same filters stand now'), null, { timeout: PATIENCE })
  expect(await page.locator('.standing').innerText()).toMatch(/“6 teams, 100 km”, saved on .+ Made from all tips/)
  expect(await page.locator('.result-share b').innerText()).toBe(scenarioShare)
  // What was written for the briefing stands there too.
  await go(page, 'b')
  await page.waitForFunction(() => [...document.querySelectorAll('textarea')].some((area) => area.value === 'Crossings moved south after the rains.'))
})

step('with the passphrase lost, the recovery key opens it under a new one, and everything is there', async () => {
  const { page } = window
  await page.keyboard.press('Control+l')
  await page.waitForSelector('#passphrase')
  await page.getByRole('button', { name: /open with the recovery key/ }).click()
  const typed = page.getByLabel('The words, in their order')
  await typed.fill(recoveryKey.with(11, 'zzzz').join(' '))
  await page.getByRole('button', { name: 'Next' }).click()
  await page.waitForFunction(() => document.querySelector('[aria-invalid]')?.closest('.gate-field')?.textContent?.includes('Word 12'))
  expect(await window.axe()).toEqual([])
  await typed.fill(recoveryKey.map((word, at) => `${at + 1} ${word.slice(0, 4)}`).join(' '))
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('Account').fill(ACCOUNT)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Use these' }).click()
  await page.getByRole('button', { name: 'Open the vault' }).click()
  await page.waitForSelector('.frame', { timeout: PATIENCE })
  await waitForPassing(page, file.kept + 1)
  await go(page, 'b')
  await page.waitForFunction(() => [...document.querySelectorAll('textarea')].some((area) => area.value === 'Crossings moved south after the rains.'))
  // The lost one opens nothing any more.
  await page.keyboard.press('Control+l')
  await unlock(page, ACCOUNT, passphrase)
  await page.waitForSelector('.fault', { timeout: PATIENCE })
  expect(await page.locator('.frame').count()).toBe(0)
})

step('nothing of it lies readable in the data folder or the browser’s profile, and no other host was asked', async () => {
  await window.close()
  const { sightings, files } = await searchFolders([folder], [inFile, inCall, inEdit, 'Crossings moved south'])
  expect(files).toBeGreaterThan(20)
  expect(sightings).toEqual([])
})
