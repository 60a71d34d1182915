import { BrowserWindow } from 'electron'
import type { Session } from 'electron'
import type { Host } from '../host/host.ts'
import { attachPlatform } from './channels/platform-call.ts'
import { attachNotices } from './channels/platform-notice.ts'
import { PAGE } from './origin.ts'
import { windowOptions } from './window-options.ts'

/** Opens the window. Its side of the platform lives as long as its page: a reload or a crash gives the vault back. */
export async function openMainWindow(host: Host, session: Session, preload: string): Promise<BrowserWindow> {
  const window = new BrowserWindow(windowOptions(preload, session))
  // Neither screenshots nor screen sharing see what is opened here (macOS, Windows).
  window.setContentProtection(true)
  window.once('ready-to-show', () => window.show())
  const platform = host.openWindow()
  let current = platform
  const renew = (): void => {
    void current.close()
    current = host.openWindow()
    attachNotices(window.webContents, current)
  }
  attachNotices(window.webContents, current)
  attachPlatform(window.webContents, () => current)
  let loaded = false
  window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument && loaded) renew()
    if (isMainFrame) loaded = true
  })
  window.webContents.on('render-process-gone', () => void current.close())
  window.on('closed', () => void current.close())
  await window.loadURL(PAGE)
  return window
}
