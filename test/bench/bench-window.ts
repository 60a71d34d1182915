import { readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { buildRenderer } from '../../electron/build/renderer-build.ts'
import { browserFlags } from '../../electron/host/browser-flags.ts'
import { DevtoolsPipe } from '../../electron/host/devtools-pipe.ts'
import { findBrowser } from '../../electron/host/find-browser.ts'
import { startLoopback } from '../../electron/loopback/shell.ts'

/**
 * The running program in a headless Chromium that nobody listens in on. Playwright reads every socket frame
 * along (as base64, over its own connection), which costs more than the shell does; here a page is only
 * asked to run functions.
 */
export interface BenchWindow {
  /** Loads the page anew, with a fresh token; resolves when its load event has come. */
  open(): Promise<void>
  /** Runs a function in the page and answers what it resolves to (JSON). It sees nothing but its argument and the page. */
  evaluate<A, R>(work: (argument: A) => R | Promise<R>, argument: A): Promise<R>
  /** Resolves when the page has an element of this selector; answers its text. */
  waitFor(selector: string, seconds?: number): Promise<string>
  /** A key down and up, as from a keyboard. A single character is typed. */
  press(key: string): Promise<void>
  type(text: string): Promise<void>
  /** Puts a file into the file input of this selector. */
  pickFile(selector: string, path: string): Promise<void>
  /** The most memory that each of the browser's processes held, added up, in MB (Linux; elsewhere 0). Pages that they share count in each. */
  peakRssMb(): number
  /** What all of the browser's processes hold now, a page that several share counted once, in MB (Linux; elsewhere 0). */
  residentMb(): number
  /** Where the browser keeps its files. */
  readonly profile: string
  close(): Promise<void>
}

const ROOT = resolve(import.meta.dirname, '../..')

const attached = z.object({ sessionId: z.string() })
/** Keys that type nothing by themselves, by what the page hears. */
const KEYS: Readonly<Record<string, { readonly code: string; readonly windowsVirtualKeyCode: number; readonly text?: string; readonly modifiers?: number }>> = {
  Enter: { code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' }, Tab: { code: 'Tab', windowsVirtualKeyCode: 9 }, Escape: { code: 'Escape', windowsVirtualKeyCode: 27 }, F2: { code: 'F2', windowsVirtualKeyCode: 113 },
}

const nodeOf = z.object({ nodeId: z.number() })
const documentOf = z.object({ root: nodeOf })
const target = z.object({ targetId: z.string() })
const evaluated = z.object({ result: z.object({ value: z.unknown().optional() }), exceptionDetails: z.object({ text: z.string(), exception: z.object({ description: z.string().optional() }).optional() }).optional() })

/** `rendererFolder`: the program's own page by default. */
export async function openBenchWindow(dataFolder: string, rendererFolder?: string): Promise<BenchWindow> {
  const browser = findBrowser()
  if (!browser) throw new Error('no Chromium, Chrome or Edge is installed')
  const shell = await startLoopback({ dataFolder, version: '0', port: 0, rendererFolder: rendererFolder ?? await buildRenderer(ROOT), browser, saveFolder: join(dataFolder, 'saved') })
  const profile = join(dataFolder, 'browser')
  const pipe = DevtoolsPipe.start(browser.path, browserFlags(profile, { headless: true }))
  const { targetId } = target.parse(await pipe.send('Target.createTarget', { url: 'about:blank', newWindow: true, width: 1440, height: 900 }))
  const { sessionId } = attached.parse(await pipe.send('Target.attachToTarget', { targetId, flatten: true }))
  await pipe.send('Page.enable', {}, sessionId)
  const evaluate = async <A, R>(work: (argument: A) => R | Promise<R>, argument: A): Promise<R> => {
    const { result, exceptionDetails } = evaluated.parse(await pipe.send('Runtime.evaluate', { expression: `(${work.toString()})(${JSON.stringify(argument)})`, awaitPromise: true, returnByValue: true }, sessionId))
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value as R
  }
  const press = async (key: string): Promise<void> => {
    const known = KEYS[key]
    const pressed = { key, ...(known ?? { text: key }) }
    await pipe.send('Input.dispatchKeyEvent', { type: 'keyDown', ...pressed }, sessionId)
    await pipe.send('Input.dispatchKeyEvent', { type: 'keyUp', ...pressed }, sessionId)
  }
  return {
    open: async () => {
      const loaded = pipe.event('Page.loadEventFired')
      await pipe.send('Page.navigate', { url: shell.address() }, sessionId)
      await loaded
    },
    evaluate,
    press,
    type: async (text) => {
      for (const key of text) await press(key)
    },
    waitFor: (selector, seconds = 120) => evaluate(async ({ selector: wanted, until }) => {
      for (const from = performance.now(); performance.now() - from < until;) {
        const found = document.querySelector<HTMLElement>(wanted)
        if (found) return found.innerText
        await new Promise((frame) => requestAnimationFrame(frame))
      }
      throw new Error(`no ${wanted}`)
    }, { selector, until: seconds * 1000 }),
    pickFile: async (selector, path) => {
      const { root } = documentOf.parse(await pipe.send('DOM.getDocument', {}, sessionId))
      const { nodeId } = root
      const found = nodeOf.parse(await pipe.send('DOM.querySelector', { nodeId, selector }, sessionId))
      await pipe.send('DOM.setFileInputFiles', { files: [path], nodeId: found.nodeId }, sessionId)
    },
    peakRssMb: () => peakOf(profile),
    residentMb: () => residentOf(profile),
    profile,
    close: async () => {
      await pipe.end()
      await shell.close()
    },
  }
}

const peakOf = (profile: string): number => processesOf(profile).reduce((sum, { kilobytes }) => sum + kilobytes, 0) / 1024

function residentOf(profile: string): number {
  return processesOf(profile).reduce((sum, { id }) => {
    try {
      return sum + Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
    } catch {
      return sum
    }
  }, 0) / 1024
}

/** Every process of this profile, and those it started; with the most that each held. */
function processesOf(profile: string): readonly { readonly id: string; readonly kilobytes: number }[] {
  if (process.platform !== 'linux') return []
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((id) => {
    try {
      const status = readFileSync(`/proc/${id}/status`, 'utf8')
      return [{ id, parent: /^PPid:\s+(\d+)/m.exec(status)?.[1] ?? '', kilobytes: Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0), ours: readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(profile) }]
    } catch {
      return []
    }
  })
  const ours = new Set(processes.filter((each) => each.ours).map(({ id }) => id))
  for (let grew = true; grew;) {
    grew = false
    for (const { id, parent } of processes) if (ours.has(parent) && !ours.has(id)) grew = ours.add(id).has(id)
  }
  return processes.filter(({ id }) => ours.has(id))
}
