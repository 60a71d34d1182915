import { accessSync, constants, readFileSync, realpathSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** An installed browser of the Chromium family. */
export interface Browser {
  readonly path: string
  readonly name: 'Chrome' | 'Edge' | 'Chromium' | 'Brave'
  /** Ubuntu's snap of Chromium can't write hidden folders of the home folder, so its profile has to go elsewhere. */
  readonly confined: boolean
}

export interface Places {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly isProgram: (path: string) => boolean
}

type Named = readonly [name: Browser['name'], file: string]

const ON_PATH: readonly Named[] = [
  ['Chrome', 'google-chrome-stable'], ['Chrome', 'google-chrome'], ['Edge', 'microsoft-edge-stable'], ['Edge', 'microsoft-edge'],
  ['Brave', 'brave-browser'], ['Chromium', 'chromium'], ['Chromium', 'chromium-browser'],
]
const LINUX: readonly Named[] = [
  ['Chrome', '/opt/google/chrome/chrome'], ['Edge', '/opt/microsoft/msedge/msedge'], ['Brave', '/opt/brave.com/brave/brave'],
  ['Chromium', '/usr/bin/chromium'], ['Chromium', '/usr/lib/chromium/chromium'], ['Chromium', '/usr/bin/chromium-browser'], ['Chromium', '/snap/bin/chromium'],
]
const MAC: readonly Named[] = [
  ['Chrome', 'Google Chrome.app/Contents/MacOS/Google Chrome'], ['Edge', 'Microsoft Edge.app/Contents/MacOS/Microsoft Edge'],
  ['Brave', 'Brave Browser.app/Contents/MacOS/Brave Browser'], ['Chromium', 'Chromium.app/Contents/MacOS/Chromium'],
]
const WINDOWS: readonly Named[] = [
  ['Chrome', 'Google\\Chrome\\Application\\chrome.exe'], ['Edge', 'Microsoft\\Edge\\Application\\msedge.exe'],
  ['Brave', 'BraveSoftware\\Brave-Browser\\Application\\brave.exe'], ['Chromium', 'Chromium\\Application\\chrome.exe'],
]

/** Where a browser may be, most likely first. `VIGIL_BROWSER` names one and is then the only one tried. */
export function browserPlaces({ platform, env }: Pick<Places, 'platform' | 'env'>): readonly Named[] {
  if (env.VIGIL_BROWSER) return [['Chromium', env.VIGIL_BROWSER]]
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((root) => root !== undefined)
    return WINDOWS.flatMap(([name, file]) => roots.map((root): Named => [name, `${root}\\${file}`]))
  }
  if (platform === 'darwin') {
    const roots = ['/Applications', ...(env.HOME ? [`${env.HOME}/Applications`] : [])]
    return MAC.flatMap(([name, file]) => roots.map((root): Named => [name, `${root}/${file}`]))
  }
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder.startsWith('/'))
  return [...ON_PATH.flatMap(([name, file]) => folders.map((folder): Named => [name, join(folder, file)])), ...LINUX]
}

/** The first browser that is there, or null. */
export function findBrowser(places: Places = { platform: process.platform, env: process.env, isProgram }): Browser | null {
  for (const [name, path] of browserPlaces(places)) if (places.isProgram(path)) return { path, name, confined: isSnap(path) }
  return null
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function isSnap(path: string): boolean {
  if (path.startsWith('/snap/')) return true
  try {
    const real = realpathSync(path)
    // Ubuntu's /usr/bin/chromium-browser is a small script that starts the snap.
    return real.startsWith('/snap/') || real === '/usr/bin/snap' || (statSync(real).size < 10_000 && readFileSync(real, 'utf8').includes('/snap/bin/chromium'))
  } catch {
    return false
  }
}

/** What to install where none is found, by system. */
export function installAdvice(platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'Install Google Chrome, or use Microsoft Edge, which Windows brings (it was not found in Program Files).'
  if (platform === 'darwin') return 'Install Google Chrome, Microsoft Edge or Chromium into Applications.'
  return 'Install Chromium, Google Chrome or Microsoft Edge (Debian and Ubuntu: "sudo apt-get install chromium"; Fedora: "sudo dnf install chromium").'
}
