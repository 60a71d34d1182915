import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const script = join(root, 'electron/start.ts')
let dataFolder: string
const started: ChildProcess[] = []

beforeEach(() => { dataFolder = join(mkdtempSync(join(tmpdir(), 'vigil-start-')), 'data') })
afterEach(async () => {
  for (const child of started.splice(0)) if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise((exit) => child.once('exit', exit))
    child.kill('SIGKILL')
    await gone
  }
  rmSync(join(dataFolder, '..'), { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
})

/** Starts the program; `line` waits for a line of its output. */
function start(...flags: string[]) {
  const child = spawn(process.execPath, [script, '--data', dataFolder, '--port', '0', '--loopback', ...flags], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  started.push(child)
  let text = ''
  const exit = new Promise<number | null>((done) => child.once('exit', done))
  const line = (pattern: RegExp): Promise<string> => new Promise((found, failed) => {
    const look = (): void => {
      const match = pattern.exec(text)
      if (match) found(match[1] ?? match[0])
    }
    child.stdout.on('data', (part: Buffer) => { text += part.toString(); look() })
    child.once('exit', () => failed(new Error(`ended before it said ${pattern.source}: ${text}`)))
    look()
  })
  return { child, exit, line }
}

const until = async (holds: () => boolean, limit = 15_000): Promise<boolean> => {
  for (const end = performance.now() + limit; performance.now() < end; await new Promise((wait) => setTimeout(wait, 100))) if (holds()) return true
  return holds()
}

const commandLine = (id: number): string => {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
/** Processes whose command line names this run's data folder (Linux). */
const browsers = (): number[] => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((id) => commandLine(id).includes(`--user-data-dir=${dataFolder}`))

test('without a browser the program says what to install and ends with an error', () => {
  const { status, stderr } = spawnSync(process.execPath, [script, '--data', dataFolder, '--loopback'], { cwd: root, encoding: 'utf8', env: { ...process.env, VIGIL_BROWSER: '/nowhere/chromium' } })
  expect(status).toBe(2)
  expect(stderr).toMatch(/Install .*(Chromium|Chrome|Edge)/)
  expect(existsSync(join(dataFolder, 'running'))).toBe(false)
})

test('a flag that is none is answered with the flags there are', () => {
  const { status, stderr } = spawnSync(process.execPath, [script, '--windowless'], { cwd: root, encoding: 'utf8' })
  expect(status).toBe(1)
  expect(stderr).toContain('--no-window')
})

test('without a window an address is printed; a second start gives another of the same program; ended, nothing is left running', async () => {
  const first = start('--no-window')
  const address = new URL(await first.line(/waits at (http\S+)/))
  expect(address.hostname).toBe('127.0.0.1')
  expect((await fetch(address, { redirect: 'manual' })).status).toBe(303)
  const second = start('--no-window')
  const another = new URL(await second.line(/already runs; it waits at (http\S+)/))
  expect(await second.exit).toBe(0)
  expect(another.port).toBe(address.port)
  expect((await fetch(another, { redirect: 'manual' })).status).toBe(303)
  first.child.kill('SIGTERM')
  expect(await first.exit).toBe(0)
  expect(existsSync(join(dataFolder, 'running'))).toBe(false)
})

test.skipIf(process.platform !== 'linux')('a window opens in a browser with a profile of its own, and ends with the program', async () => {
  const running = start('--headless')
  await running.line(/opens in (\w+)/)
  expect(await until(() => existsSync(join(dataFolder, 'browser/Default/Cookies')))).toBe(true)
  expect(browsers().length).toBeGreaterThan(0)
  running.child.kill('SIGTERM')
  expect(await running.exit).toBe(0)
  expect(await until(() => browsers().length === 0)).toBe(true)
})

test.skipIf(process.platform !== 'linux')('the program ends when its browser does', async () => {
  const running = start('--headless')
  await running.line(/opens in (\w+)/)
  expect(await until(() => existsSync(join(dataFolder, 'browser/Default/Cookies')))).toBe(true)
  // Its helpers have a type. Not the lowest number: numbers of processes begin again at the end.
  const browser = browsers().find((id) => !commandLine(id).includes('--type='))
  expect(browser).toBeDefined()
  process.kill(browser!, 'SIGTERM')
  expect(await running.exit).toBe(0)
})
