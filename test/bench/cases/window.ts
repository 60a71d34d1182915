import { existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openBenchWindow, type BenchWindow } from '../bench-window.ts'
import type { BenchCase, BenchTools, Measured } from '../case.ts'
import { generateTips, tipsAsCsv } from '../tips.ts'

/** What a person waits for, in the program's own window with nothing added to it. */
const TIPS = 13_020
const REAL = resolve(process.env['VIGIL_DATA'] ?? join(import.meta.dirname, '../../../../shared/data'), 'missing-migrants-2014-2023.csv')
const MANY = 100_000

/** Founds a vault as a person does; answers account and passphrase, and stands in the empty window. */
async function found(window: BenchWindow): Promise<{ account: string; passphrase: string }> {
  const account = 'Bench'
  await window.waitFor('.ways')
  await window.press('1')
  await window.waitFor('.gate-field input:focus')
  await window.type('Bench station')
  await window.press('Tab')
  await window.type(account)
  await window.press('Enter')
  const passphrase = await window.evaluate(async () => {
    for (;;) {
      const words = document.querySelector<HTMLElement>('.drawn-words')?.innerText.trim() ?? ''
      if (words.split(' ').length === 6) return words
      await new Promise((frame) => requestAnimationFrame(frame))
    }
  }, null)
  await window.evaluate(() => document.querySelector<HTMLElement>('#passphrase')?.focus(), null)
  await window.type(passphrase)
  await window.waitFor('.strength[data-strength="strong"]')
  await window.press('Enter')
  await window.waitFor('.recovery-parts .id')
  const parts = await window.evaluate(() => [...document.querySelectorAll<HTMLElement>('.recovery-parts .id')].map(({ innerText }) => innerText), null)
  await window.press('Enter')
  await window.waitFor('.recovery-asked label input')
  const asked = await window.evaluate(() => [...document.querySelectorAll<HTMLElement>('.recovery-asked label span')].map(({ innerText }) => Number(/\d+/.exec(innerText)?.[0])), null)
  for (const [at, part] of asked.entries()) {
    await window.evaluate((index) => document.querySelectorAll<HTMLElement>('.recovery-asked label input')[index]?.focus(), at)
    await window.type(parts[part - 1]!)
  }
  await window.press('Enter')
  await window.waitFor('.frame')
  return { account, passphrase }
}

/** As far as the file's preview: the next Enter brings it in. */
async function look(window: BenchWindow, path: string): Promise<void> {
  await rest(window)
  await window.press('i')
  await window.waitFor('label:has(input[type=file]), input[type=file]')
  await window.pickFile('input[type=file]', path)
  await window.waitFor('.import-preview')
}

const rest = (window: BenchWindow): Promise<void> => window.evaluate(() => (document.activeElement as HTMLElement | null)?.blur(), null)

async function measureOpening(tools: BenchTools): Promise<Measured[]> {
  const folder = tools.folder()
  const real = existsSync(REAL)
  const path = real ? REAL : join(folder, 'tips.csv')
  if (!real) writeFileSync(path, tipsAsCsv(generateTips(TIPS)).join(''))
  const window = await openBenchWindow(join(folder, 'data'))
  await window.open()
  const { account, passphrase } = await found(window)
  await look(window, path)
  let from = performance.now()
  await window.press('Enter')
  await window.waitFor('.import-report')
  const importing = performance.now() - from
  await rest(window)
  await window.type('gm')
  await window.waitFor('.map-screen .legend section:nth-of-type(2) h3 small')
  const frames: number[] = []
  const maps: number[] = []
  const ranked: number[] = []
  for (let run = 0; run < 3; run++) {
    await window.open()
    await window.waitFor('#passphrase')
    await window.evaluate((name) => {
      const field = document.querySelector<HTMLInputElement>('.gate-field input')
      if (field && field.value !== name) field.focus()
    }, account)
    if (await window.evaluate(() => document.activeElement?.id !== 'passphrase' && document.activeElement?.tagName === 'INPUT' && (document.activeElement as HTMLInputElement).value === '', null)) await window.type(account)
    await window.evaluate(() => document.querySelector<HTMLElement>('#passphrase')?.focus(), null)
    await window.type(passphrase)
    from = performance.now()
    await window.press('Enter')
    await window.waitFor('.frame')
    frames.push(performance.now() - from)
    await rest(window)
    await window.type('gm')
    await window.waitFor('.map-screen canvas')
    maps.push(performance.now() - from)
    await window.waitFor('.map-screen .legend section:nth-of-type(2) h3 small')
    ranked.push(performance.now() - from)
  }
  const peakRssMb = window.peakRssMb()
  await window.close()
  const what = real ? 'Missing Migrants 2014-2023' : 'generated'
  return [
    { part: 'import', n: TIPS, milliseconds: [importing], peakRssMb, note: `${what}; from Enter at the preview to the report` },
    { part: 'frame', n: TIPS, milliseconds: frames, peakRssMb, note: `${what}; from Enter at the passphrase to the window, Argon2id within` },
    { part: 'map', n: TIPS, milliseconds: maps, peakRssMb, note: `${what}; from Enter at the passphrase to the map, WebGL in software` },
    { part: 'ranked', n: TIPS, milliseconds: ranked, peakRssMb, note: `${what}; the same to its hotspots and ranked segments` },
  ]
}

/** Types into the field that has the focus until told that it is enough; milliseconds from each key to the end of the frame that shows it. */
async function typeUntil(window: BenchWindow, enough: Promise<unknown>): Promise<number[]> {
  await window.evaluate(() => {
    const page = globalThis as { heard?: number[] }
    if (!page.heard) addEventListener('keydown', ({ timeStamp }) => requestAnimationFrame(() => setTimeout(() => page.heard!.push(performance.now() - timeStamp))), { capture: true })
    page.heard = []
  }, null)
  let over = false
  enough.then(() => (over = true), () => (over = true))
  for (let keys = 0; !over; keys++) {
    await window.press('abcdefgh ijklm'[keys % 14]!)
    await new Promise((pause) => setTimeout(pause, 60))
  }
  return window.evaluate(() => (globalThis as unknown as { heard: number[] }).heard, null)
}

async function measureTyping(tools: BenchTools): Promise<Measured[]> {
  const folder = tools.folder()
  const path = join(folder, 'many.csv')
  writeFileSync(path, tipsAsCsv(generateTips(MANY)).join(''))
  const window = await openBenchWindow(join(folder, 'data'))
  await window.open()
  await found(window)
  await look(window, path)
  const from = performance.now()
  await window.press('Enter')
  await window.press('F2')
  await window.waitFor('.sheet textarea')
  await window.evaluate(() => document.querySelector<HTMLTextAreaElement>('.sheet textarea')!.focus(), null)
  let importing = 0
  const report = window.waitFor('.import-report .import-counts, .toast', 300).then((told) => {
    importing = performance.now() - from
    return told
  })
  const heard = await typeUntil(window, report)
  const told = await report
  const after = await typeUntil(window, new Promise((pause) => setTimeout(pause, 5000)))
  if (!told.replace(/[^0-9]+/g, ' ').split(' ').join('').includes(String(MANY))) throw new Error(`not all rows came in: ${told}`)
  const peakRssMb = window.peakRssMb()
  await window.close()
  const longest = (keys: readonly number[]) => `longest ${Math.round(Math.max(...keys))} ms of ${keys.length} keys`
  return [
    { n: MANY, milliseconds: heard, peakRssMb, note: `${longest(heard)} typed into the call form while ${MANY} rows came in (${(importing / 1000).toFixed(1)} s); from the key to the end of its frame, headless` },
    { part: 'after', n: MANY, milliseconds: after, peakRssMb, note: `${longest(after)} typed in the five seconds after, while the words of all rows are indexed` },
  ]
}

export default [
  { name: 'window.open', measure: measureOpening },
  { name: 'window.typing', measure: measureTyping },
] satisfies BenchCase[]
