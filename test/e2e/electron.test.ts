import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron as electron } from 'playwright-core'
import { describe, expect, inject, test } from 'vitest'
import { electronProgram } from '../../electron/build/run-electron.ts'
import { buildShell } from '../../electron/build/shell-build.ts'

const root = resolve(import.meta.dirname, '../..')
const program = electronProgram(root)

// Electron's binary is a download that not every machine can make; where it is absent these are skipped.
describe.skipIf(program === null)('in Electron (skipped where its binary, node_modules/electron/dist, was not downloaded)', () => {
  test('the page opens with no Node, no other host and the platform behind one frozen door', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'vigil-electron-'))
    const app = await electron.launch({ executablePath: program ?? '', args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), await buildShell(root, inject('rendererFolder')), `--data=${dataFolder}`] })
    try {
      const page = await app.firstWindow()
      await page.waitForSelector('#root > *')
      expect(page.url()).toBe('app://vigil/')
      const seen = await page.evaluate(async () => {
        const shell = (globalThis as unknown as { vigilShell: { call(name: string, request: unknown, bytes: Uint8Array): Promise<unknown> } }).vigilShell
        return {
          isolated: crossOriginIsolated, frozen: Object.isFrozen(shell), node: typeof (globalThis as { process?: unknown }).process,
          described: await shell.call('describe', {}, new Uint8Array()), refused: await shell.call('takeVault', { vault: '../..' }, new Uint8Array()),
          elsewhere: await fetch('https://example.org/').then(() => 'reached', () => 'refused'),
          permission: await navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state),
        }
      })
      expect(seen).toMatchObject({ isolated: true, frozen: true, node: 'undefined', described: { answer: { shell: 'electron' } }, refused: { error: 'bad-request' }, elsewhere: 'refused', permission: 'denied' })
      await page.evaluate(() => { location.href = 'https://example.org/' }).catch(() => undefined)
      await page.waitForTimeout(500)
      expect(page.url()).toBe('app://vigil/')
      expect(app.windows()).toHaveLength(1)
    } finally {
      await app.close()
      rmSync(dataFolder, { recursive: true, force: true })
    }
  })
})
