import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packageConfig } from '../../electron/build/package-config.ts'
import { nodePlatform } from '../../electron/host/node-platform.ts'
import type { WindowSession } from '../../electron/host/host.ts'
import { CONTENT_SECURITY_POLICY, contentType } from '../../electron/host/page-headers.ts'
import { PageFiles } from '../../electron/host/page-files.ts'
import { answerPlatformCall } from '../../electron/main/channels/platform-call.ts'
import { isOurFrame, mayRequest, pathOf } from '../../electron/main/origin.ts'
import { answerPage } from '../../electron/main/page-answer.ts'
import { keepsSecrets, parseSecret } from '../../electron/main/secret-backend.ts'
import { refusedSwitch } from '../../electron/main/switches.ts'
import { windowOptions } from '../../electron/main/window-options.ts'

const root = resolve(import.meta.dirname, '../..')
let folder: string
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'vigil-electron-')) })
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('who is heard', () => {
  test('the top frame of our own page is', () => {
    expect(isOurFrame({ url: 'app://vigil/', origin: 'app://vigil', parent: null })).toBe(true)
    expect(isOurFrame({ url: 'app://vigil/#tips', origin: 'app://vigil', parent: null })).toBe(true)
  })

  test.each([
    ['a frame inside it', { url: 'app://vigil/', origin: 'app://vigil', parent: {} }],
    ['a page it was led to', { url: 'https://example.org/', origin: 'https://example.org', parent: null }],
    ['another host of the scheme', { url: 'app://vigil.example/', origin: 'app://vigil.example', parent: null }],
    ['a file', { url: 'file:///app/index.html', origin: 'file://', parent: null }],
    ['another document of ours', { url: 'app://vigil/assets/x.html', origin: 'app://vigil', parent: null }],
    ['a sandboxed document', { url: 'app://vigil/', origin: 'null', parent: null }],
    ['a frame that is gone', null],
  ])('%s is not', (_, frame) => {
    expect(isOurFrame(frame)).toBe(false)
  })
})

describe('what may be asked for', () => {
  test.each([
    ['app://vigil/assets/a.js', true], ['blob:app://vigil/0-1', true],
    ['app://other/assets/a.js', false], ['app://vigil:80/', false], ['app://user@vigil/', false], ['https://vigil/', false], ['http://127.0.0.1/', false],
    ['file:///etc/passwd', false], ['blob:https://example.org/1', false], ['ws://example.org', false], ['devtools://devtools/', false], ['chrome://version', false], ['data:text/html,x', false], ['not an address', false],
  ])('%s: %s', (address, allowed) => {
    expect(mayRequest(address)).toBe(allowed)
  })

  test('our page is answered with its own files and nothing beside them', async () => {
    mkdirSync(join(folder, 'page/assets'), { recursive: true })
    writeFileSync(join(folder, 'page/index.html'), 'page')
    writeFileSync(join(folder, 'secret'), 'secret')
    const files = await PageFiles.list(join(folder, 'page'))
    expect(Buffer.from((await answerPage(files, 'app://vigil/', 'GET'))?.bytes ?? []).toString()).toBe('page')
    for (const [address, method] of [['app://vigil/../secret', 'GET'], ['app://vigil/%2e%2e/secret', 'GET'], ['app://vigil/..%2fsecret', 'GET'], ['app://other/', 'GET'], ['app://vigil/', 'POST']] as const) {
      expect(await answerPage(files, address, method), `${method} ${address}`).toBeNull()
    }
    expect(pathOf('app://vigil/a?b#c')).toBe('/a')
  })
})

describe('the channel', () => {
  let session: WindowSession
  beforeAll(() => { session = nodePlatform(join(folder, 'data')) })
  afterAll(() => session.close())

  test('answers our own page', async () => {
    expect(await answerPlatformCall(true, session, 'listVaults', {}, undefined)).toMatchObject({ answer: { vaults: [] } })
  })

  test.each([
    ['someone else', false, 'listVaults', {}, undefined],
    ['a call that is none', true, '__proto__', {}, undefined],
    ['a name that is no text', true, { toString: () => 'listVaults' }, {}, undefined],
    ['a request that its schema refuses', true, 'takeVault', { vault: '..' }, undefined],
    ['bytes that are none', true, 'appendJournal', { vault: 'a'.repeat(32), expected: 0, sync: true }, 'text'],
  ])('refuses %s', async (_, ours, name, request, bytes) => {
    expect(await answerPlatformCall(ours, session, name, request, bytes)).toEqual({ error: 'bad-request' })
  })

  test('says what failed by its code, with no path and no stack', async () => {
    expect(await answerPlatformCall(true, session, 'journalLength', { vault: 'a'.repeat(32) }, undefined)).toEqual({ error: 'not-taken' })
  })
})

describe('the window', () => {
  test('is sandboxed, in its own world, without Node and without what a page could open', () => {
    const { webPreferences } = windowOptions('/preload.cjs', {} as never)
    expect(webPreferences).toMatchObject({
      contextIsolation: true, sandbox: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false,
      webSecurity: true, webviewTag: false, spellcheck: false, navigateOnDragDrop: false, allowRunningInsecureContent: false,
    })
  })

  test('has a policy that lets nothing in from elsewhere', () => {
    expect(CONTENT_SECURITY_POLICY.split('; ')[0]).toBe("default-src 'none'")
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|ws:|\*/)
    expect(contentType('/a.WASM')).toBe('application/wasm')
    expect(contentType('/strange')).toBe('application/octet-stream')
  })

  test.each([
    ['gnome_libsecret', true, true], ['kwallet6', true, true], ['system', true, true], ['basic_text', true, false], ['unknown', true, false], ['gnome_libsecret', false, false],
  ])('a keychain that is %s (available: %s) keeps a secret: %s', (backend, available, keeps) => {
    expect(keepsSecrets(backend, available)).toBe(keeps)
  })

  test('a kept secret is 32 bytes or none', () => {
    expect(parseSecret(Buffer.alloc(32, 5).toString('base64'))).toHaveLength(32)
    for (const text of ['', 'AAAA', Buffer.alloc(33).toString('base64'), `${Buffer.alloc(32).toString('base64')} `]) expect(parseSecret(text)).toBeNull()
  })
})

describe('the program packed', () => {
  test.each(['remote-debugging-port', 'remote-debugging-pipe', 'load-extension', 'disable-web-security'])('does not start with --%s, by which another could look on', (name) => {
    expect(refusedSwitch((given) => given === name)).toBe(name)
  })
  test('starts with its own switches', () => expect(refusedSwitch((name) => ['data', 'host-resolver-rules', 'disable-breakpad'].includes(name))).toBeNull())
})

describe('packing', () => {
  const require = createRequire(import.meta.url)
  const { validateConfiguration } = require('app-builder-lib/out/util/config/config.js') as { validateConfiguration(config: unknown, log: unknown): Promise<void> }
  const { DebugLogger } = require('builder-util') as { DebugLogger: new (enabled: boolean) => unknown }

  test('electron-builder takes the settings, and refuses a misspelt one', async () => {
    await validateConfiguration(packageConfig, new DebugLogger(false))
    await expect(validateConfiguration({ ...packageConfig, electronFuzes: {} }, new DebugLogger(false))).rejects.toThrow(/electronFuzes/)
  })

  test('every back door of Electron is shut by a fuse, and the version is the one that is installed', () => {
    expect(packageConfig.electronFuses).toMatchObject({
      runAsNode: false, enableNodeOptionsEnvironmentVariable: false, enableNodeCliInspectArguments: false, enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true, onlyLoadAppFromAsar: true, grantFileProtocolExtraPrivileges: false,
    })
    expect(packageConfig.electronVersion).toBe((JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')) as { version: string }).version)
  })
})

test('main and preload are built as Electron wants them: one module, one CommonJS file that sees nothing but Electron', () => {
  writeFileSync(join(folder, 'page/index.html'), 'page')
  const script = `import { buildShell } from ${JSON.stringify(join(root, 'electron/build/shell-build.ts'))}; await buildShell(${JSON.stringify(root)}, ${JSON.stringify(join(folder, 'page'))}, ${JSON.stringify(join(folder, 'shell'))})`
  execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  expect(readdirSync(join(folder, 'shell')).sort()).toEqual(['main.js', 'package.json', 'page', 'preload.cjs'])
  const preload = readFileSync(join(folder, 'shell/preload.cjs'), 'utf8')
  expect([...preload.matchAll(/require\("([^"]+)"\)/g)].map((match) => match[1])).toEqual(['electron'])
  const main = readFileSync(join(folder, 'shell/main.js'), 'utf8')
  expect(new Set([...main.matchAll(/^import .* from "([^"]+)"/gm)].map((match) => match[1]).filter((name) => !name?.startsWith('node:')))).toEqual(new Set(['electron']))
  expect(main).not.toMatch(/openExternal|crashReporter/)
})
