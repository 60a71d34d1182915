import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { buildRenderer } from './build/renderer-build.ts'
import { electronProgram, runElectron } from './build/run-electron.ts'
import { defaultDataFolder } from './data-folder.ts'
import { findBrowser, installAdvice } from './host/find-browser.ts'
import type { Browser } from './host/find-browser.ts'
import { openBrowserWindow } from './loopback/browser-window.ts'
import { askForWindow } from './loopback/running.ts'
import { LOOPBACK_PORT } from './loopback/server.ts'
import { startLoopback } from './loopback/shell.ts'

const USAGE = `npm start -- [--no-window] [--headless] [--data DIR] [--port N] [--save-to DIR] [--loopback]

  --no-window  opens no window: prints an address that opens one, once
  --headless   the window is drawn but not shown
  --data DIR   where vaults and the browser's profile are kept (default ${defaultDataFolder()})
  --port N     port on 127.0.0.1 (default ${LOOPBACK_PORT})
  --save-to DIR  where released files are written (default: Downloads)
  --loopback   uses an installed browser even where Electron's binary is present`

const options = {
  'no-window': { type: 'boolean', default: false }, headless: { type: 'boolean', default: false }, loopback: { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
  data: { type: 'string' }, port: { type: 'string' }, 'save-to': { type: 'string' },
} as const

async function main(): Promise<number> {
  const { values } = parseArgs({ options })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const dataFolder = resolve(values.data ?? defaultDataFolder())
  const port = z.coerce.number().int().min(0).max(65_535).parse(values.port ?? LOOPBACK_PORT)
  const root = resolve(import.meta.dirname, '..')
  const browser = findBrowser()
  const electron = values.loopback || values['no-window'] ? null : electronProgram(root)
  if (!electron && !browser && !values['no-window']) {
    console.error(`Vigil needs a browser to draw its window, and found none. ${installAdvice(process.platform)} Or set VIGIL_BROWSER to its path.`)
    return 2
  }
  if (electron) return runElectron(electron, root, await buildRenderer(root), dataFolder)

  const running = await askForWindow(dataFolder)
  if (running !== null) return openAnother(running, browser, dataFolder, values)

  const rendererFolder = await buildRenderer(root)
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(await readFile(resolve(root, 'package.json'), 'utf8')))
  const shell = await startLoopback({ dataFolder, version, port, rendererFolder, browser, ...(values['save-to'] ? { saveFolder: resolve(values['save-to']) } : {}) })
  const stopped = new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done())
  })
  if (values['no-window'] || !browser) {
    console.log(`Vigil waits at ${shell.address()}`)
    console.log('The address opens one window, once. End with Ctrl C.')
    await stopped
  } else {
    console.log(`Vigil opens in ${browser.name}. Vaults are kept in ${dataFolder}`)
    await Promise.race([shell.openWindow(browser, { headless: values.headless }), stopped])
  }
  await shell.close()
  return 0
}

/** The program already runs on this data folder: one more window of it, or its address. */
async function openAnother(address: string, browser: Browser | null, dataFolder: string, values: { 'no-window'?: boolean; headless?: boolean }): Promise<number> {
  if (values['no-window'] || !browser) console.log(`Vigil already runs; it waits at ${address}`)
  else {
    console.log('Vigil already runs: this opens another window of it.')
    const window = await openBrowserWindow(browser, dataFolder, address, { headless: values.headless ?? false })
    await window.ended
  }
  return 0
}

main().then(
  (code) => { process.exitCode = code },
  (error: unknown) => {
    console.error(error instanceof z.ZodError || (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) ? USAGE : error)
    process.exitCode = 1
  },
)
