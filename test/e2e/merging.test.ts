import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodePorts } from '../../electron/headless/node-ports.ts'
import { nodePlatform } from '../../electron/host/node-platform.ts'
import { newRecordId } from '../../shared/model/ids.ts'
import type { Patch, RecordId } from '../../shared/model/change.ts'
import { createStation } from '../../shared/station/create-station.ts'
import { writeElsewhere } from '../station/support/other-office.ts'
import { PATIENCE, eventually, rest, unlock, waitForPassing } from './support/person.ts'
import { openWindow } from './support/window.ts'

/** Two offices' work in one vault: what both changed is found and chosen, and two tips that are one are merged and come apart, by keyboard. */
const WHO = { account: 'Amina', passphrase: 'correct horse battery staple lamp ford' }
const folder = mkdtempSync(join(tmpdir(), 'vigil-merging-'))
let window: Awaited<ReturnType<typeof openWindow>>
const day = (back: number) => {
  const from = (Math.floor(Date.now() / 86_400_000) - back) * 86_400
  return { words: '', from, to: from + 86_340 }
}
const made = (record: RecordId, fields: Readonly<Record<string, unknown>>): Patch[] => Object.entries(fields).map(([field, value]) => ({ record, kind: 'tip', field, value }))
beforeAll(async () => {
  const platform = nodePlatform(folder, { printPdf: null })
  const station = createStation(nodePorts(platform, { stretching: { memory: 64 * 1024, passes: 3 } }))
  const { vault } = await station.found({ name: 'Northern desk', ...WHO })
  const [lorry, same, bus] = [newRecordId(), newRecordId(), newRecordId()]
  await station.commit({ act: 'file-call', patches: made(lorry, { what: 'Grey lorry at the ford.', when: day(2), source: 'C', information: '3' }) })
  await station.commit({ act: 'file-call', patches: made(same, { what: 'Lorry with children, plates covered.', when: day(3), persons: 5 }) })
  const { commit } = await station.commit({ act: 'file-call', patches: made(bus, { what: 'Bus at night.', when: day(9) }) })
  await station.commit({ act: 'edit-tip', patches: made(bus, { what: 'Bus at night, nine aboard.' }) })
  await station.seal()
  await platform.close()
  await writeElsewhere(folder, vault, WHO, 'Basim', [{ patches: made(bus, { what: 'Bus, eleven aboard.' }), seen: [commit], at: Date.now() + 3650 * 86_400_000 }])
  window = await openWindow({ dataFolder: folder })
  window.page.setDefaultTimeout(PATIENCE)
  await unlock(window.page, WHO.account, WHO.passphrase)
  await window.page.waitForSelector('.tip-line')
}, PATIENCE)
afterAll(async () => {
  await window.close()
  rmSync(folder, { recursive: true, force: true })
})

const lines = () => window.page.locator('.tip-line')
const bar = () => window.page.locator('.chip.kept')
const focused = () => window.page.evaluate(() => document.activeElement !== document.body)

test('the bar says in how many tips both values were kept, and leads to them; the one who set each, when, and a clock that can’t be right stand beside them', async () => {
  const { page } = window
  await waitForPassing(page, 3)
  expect(await bar().innerText()).toContain('1')
  await bar().focus()
  await page.keyboard.press('Enter')
  await waitForPassing(page, 1)
  await eventually(() => page.evaluate(() => document.activeElement?.className)).toBe('tip-list')
  await page.keyboard.press('Enter')
  const sides = page.locator('.conflicts li')
  await eventually(() => sides.count()).toBe(2)
  const [first, second] = await sides.allInnerTexts()
  expect(first).toMatch(/nine aboard[\s\S]*Amina/)
  expect(second).toMatch(/eleven aboard[\s\S]*Basim/)
  expect(await sides.nth(1).locator('.tag').count()).toBe(1)
  expect(await sides.first().locator('.tag').count()).toBe(0)
  expect(await window.axe()).toEqual([])
}, PATIENCE)

test('choosing settles it, keeps the focus, and is taken back by Z', async () => {
  const { page } = window
  await page.locator('.conflicts .button').nth(1).focus()
  await page.keyboard.press('Enter')
  await eventually(() => page.locator('.conflicts').count()).toBe(0)
  await eventually(() => page.locator('.inspector h2').innerText()).toContain('eleven')
  await eventually(focused).toBe(true)
  await rest(page)
  await page.keyboard.press('z')
  await eventually(() => page.locator('.conflicts li').count()).toBe(2)
  await rest(page)
  await page.keyboard.press('Shift+F')
  await waitForPassing(page, 3)
  await page.keyboard.press('Escape')
}, PATIENCE)

test('M holds two picked tips side by side; merged, they are counted once, and each reference finds the survivor', async () => {
  const { page } = window
  for (const at of [0, 1]) await lines().nth(at).click({ modifiers: ['Control'] })
  await rest(page)
  await page.keyboard.press('m')
  await page.waitForSelector('.merge-table')
  const references = await page.locator('.merge-heads .id').allInnerTexts()
  expect(references).toHaveLength(2)
  expect(await window.axe()).toEqual([])
  await page.keyboard.press('Control+Enter')
  await waitForPassing(page, 2)
  await page.waitForSelector('.merged')
  const survivor = await page.locator('.inspector .id').first().innerText()
  expect(references).toContain(survivor)
  await eventually(focused).toBe(true)
  for (const reference of references) {
    await page.keyboard.press('Control+k')
    await page.keyboard.type(reference)
    await eventually(() => page.locator('[role=option]').first().innerText()).toContain(survivor)
    await page.keyboard.press('Escape')
  }
}, PATIENCE)

test('taken apart they are two again; Z merges them once more', async () => {
  const { page } = window
  await page.locator('.merged .button').focus()
  await page.keyboard.press('Enter')
  await waitForPassing(page, 3)
  await eventually(focused).toBe(true)
  await rest(page)
  await page.keyboard.press('z')
  await waitForPassing(page, 2)
}, PATIENCE)
