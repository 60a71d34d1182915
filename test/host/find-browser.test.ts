import { expect, test } from 'vitest'
import { browserFlags, sandboxFlags } from '../../electron/host/browser-flags.ts'
import { browserPlaces, findBrowser, installAdvice } from '../../electron/host/find-browser.ts'

const find = (platform: NodeJS.Platform, env: Record<string, string>, ...present: string[]) => findBrowser({ platform, env, isProgram: (path) => present.includes(path) })?.path ?? null

test.each([
  ['linux', { PATH: '/usr/local/bin:/usr/bin' }, '/usr/bin/chromium'],
  ['linux', { PATH: '/usr/bin' }, '/usr/bin/google-chrome-stable'],
  ['linux', { PATH: '' }, '/opt/microsoft/msedge/msedge'],
  ['linux', {}, '/snap/bin/chromium'],
  ['darwin', { HOME: '/Users/a' }, '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
  ['darwin', { HOME: '/Users/a' }, '/Users/a/Applications/Chromium.app/Contents/MacOS/Chromium'],
  ['win32', { PROGRAMFILES: 'C:\\Program Files', 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' }, 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'],
  ['win32', { LOCALAPPDATA: 'C:\\Users\\a\\AppData\\Local' }, 'C:\\Users\\a\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe'],
] as const)('on %s with %o a browser at %s is found', (platform, env, path) => {
  expect(find(platform, env, path)).toBe(path)
})

test('Chrome goes before Chromium, and a browser that is named before both', () => {
  const env = { PATH: '/usr/bin' }
  expect(find('linux', env, '/usr/bin/chromium', '/usr/bin/google-chrome')).toBe('/usr/bin/google-chrome')
  expect(find('linux', { ...env, VIGIL_BROWSER: '/my/chrome' }, '/my/chrome', '/usr/bin/google-chrome')).toBe('/my/chrome')
})

test('a named browser that is not there is not replaced by another', () => {
  expect(find('linux', { PATH: '/usr/bin', VIGIL_BROWSER: '/gone' }, '/usr/bin/chromium')).toBeNull()
})

test('a folder of PATH that depends on where one stands is not searched', () => {
  expect(browserPlaces({ platform: 'linux', env: { PATH: '.:bin:/usr/bin' } }).every(([, path]) => path.startsWith('/'))).toBe(true)
})

test('where none is found, the advice names what to install', () => {
  expect(find('linux', { PATH: '/usr/bin' })).toBeNull()
  expect(installAdvice('linux')).toContain('apt-get install chromium')
  expect(installAdvice('win32')).toContain('Edge')
  expect(installAdvice('darwin')).toContain('Applications')
})

test('only root loses the sandbox, and no browser is started with extensions or sync', () => {
  expect(sandboxFlags(0)).toEqual(['--no-sandbox'])
  expect(sandboxFlags(1000)).toEqual([])
  const flags = browserFlags('/p', { headless: false })
  expect(flags).toEqual(expect.arrayContaining(['--user-data-dir=/p', '--disable-extensions', '--disable-sync', '--disable-background-networking', '--disable-breakpad']))
  expect(flags.some((flag) => flag.startsWith('--headless'))).toBe(false)
})
