import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { BrowserWindow, Menu, app, session } from 'electron'
import { defaultDataFolder } from '../data-folder.ts'
import { Host } from '../host/host.ts'
import { PageFiles } from '../host/page-files.ts'
import { declareAppProtocol, servePage } from './app-protocol.ts'
import { deviceSecretKeeper } from './device-secret.ts'
import { watchPower } from './power.ts'
import { askForPlace } from './place-dialog.ts'
import { printPage } from './printing.ts'
import { saveWhereChosen } from './save-dialog.ts'
import { shutNavigation, shutSession } from './session-policy.ts'
import { refusedSwitch } from './switches.ts'
import { openMainWindow } from './window.ts'

const refused = app.isPackaged ? refusedSwitch((name) => app.commandLine.hasSwitch(name)) : null
if (refused !== null) {
  console.error(`Vigil does not start with --${refused}.`)
  app.exit(2)
}
const dataFolder = resolve(app.commandLine.getSwitchValue('data') || defaultDataFolder())
mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
// Chromium's own files, apart from the vaults; the single-instance lock belongs to this folder too.
app.setPath('userData', join(dataFolder, 'electron'))
app.enableSandbox()
app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
app.commandLine.appendSwitch('disable-background-networking')
app.commandLine.appendSwitch('disable-breakpad')
declareAppProtocol()
shutNavigation()

if (app.requestSingleInstanceLock()) void run()
else app.quit()

async function run(): Promise<void> {
  await app.whenReady()
  Menu.setApplicationMenu(null)
  const ours = session.fromPartition('persist:vigil', { cache: false })
  shutSession(ours)
  servePage(ours, await PageFiles.list(join(import.meta.dirname, 'page')))
  const host = new Host({ dataFolder, shell: 'electron', version: app.getVersion(), printPdf: printPage, saveFile: saveWhereChosen, choosePath: askForPlace, deviceSecrets: await deviceSecretKeeper() })
  watchPower(host)
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows()
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })
  app.on('window-all-closed', () => app.quit())
  let closing = false
  app.on('will-quit', (event) => {
    if (closing) return
    closing = true
    // Quits again once the vaults are given back, so that no write is cut off.
    event.preventDefault()
    host.notify('closing')
    void host.close().finally(() => app.quit())
  })
  await openMainWindow(host, ours, join(import.meta.dirname, 'preload.cjs'))
}
