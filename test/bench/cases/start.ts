import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { buildRenderer } from '../../../electron/build/renderer-build.ts'
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
] satisfies BenchCase[]
