import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { buildRenderer } from '../../../electron/build/renderer-build.ts'
import { packFrame, replyFrame, unpackFrame } from '../../../shared/platform-frame.ts'
import { openRunningWindow } from '../../e2e/support/running-window.ts'
import type { BenchCase } from '../case.ts'

const root = resolve(import.meta.dirname, '../../..')

export default [
  {
    name: 'start.address',
    measure: async (tools) => {
      await buildRenderer(root)
      const milliseconds = await tools.time(5, async (data: string) => {
        const child = spawn(process.execPath, [join(root, 'electron/start.ts'), '--no-window', '--port', '0', '--data', data], { stdio: ['ignore', 'pipe', 'inherit'] })
        await new Promise((ready) => child.stdout.once('data', ready))
        child.kill('SIGTERM')
        await new Promise((gone) => child.once('exit', gone))
      }, { warm: 1, before: () => tools.folder() })
      return { n: 1, milliseconds, note: 'from npm start’s own process to the address it prints, and its end' }
    },
  },
  {
    name: 'start.lock-screen',
    measure: async (tools) => {
      const rendererFolder = await buildRenderer(root)
      const window = await openRunningWindow({ rendererFolder, dataFolder: join(tools.folder(), 'data') })
      await window.page.waitForSelector('#root button')
      const milliseconds = await tools.time(9, async () => {
        await window.page.goto(window.shell.address())
        await window.page.waitForSelector('#root button')
      }, { warm: 2 })
      await window.close()
      return { n: 1, milliseconds, note: 'from the address to the first button, browser already running' }
    },
  },
  {
    name: 'platform.call',
    measure: async (tools) => {
      const rendererFolder = await buildRenderer(root)
      const window = await openRunningWindow({ rendererFolder, dataFolder: join(tools.folder(), 'data') })
      const measured = await window.page.evaluate(roundTrips, { describe: [...packFrame({ id: 1, call: 'syncCount', request: {} })], calls: 2_000 })
      if (!('answer' in unpackFrame(Uint8Array.from(measured.last), replyFrame).header)) throw new Error('the shell refused the call')
      await window.close()
      return { n: 1, milliseconds: measured.milliseconds, note: 'one call from the page to the shell and back' }
    },
  },
] satisfies BenchCase[]

/** In the page. */
async function roundTrips({ describe, calls }: { describe: number[]; calls: number }): Promise<{ milliseconds: number[]; last: number[] }> {
  const socket = new WebSocket(`ws://${location.host}/platform`)
  socket.binaryType = 'arraybuffer'
  await new Promise((open) => { socket.onopen = open })
  const milliseconds: number[] = []
  let last = new Uint8Array()
  for (let call = 0; call < calls; call++) {
    const from = performance.now()
    const answered = new Promise<ArrayBuffer>((resolve) => { socket.onmessage = ({ data }) => resolve(data as ArrayBuffer) })
    socket.send(Uint8Array.from(describe))
    last = new Uint8Array(await answered)
    milliseconds.push(performance.now() - from)
  }
  socket.close()
  return { milliseconds, last: [...last] }
}
