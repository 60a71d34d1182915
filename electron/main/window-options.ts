import type { BrowserWindowConstructorOptions, Session } from 'electron'

/** A window's options: the page is sandboxed, in its own world, and has no Node. */
export function windowOptions(preload: string, session: Session): BrowserWindowConstructorOptions {
  return {
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: '#10151c',
    webPreferences: {
      preload, session,
      contextIsolation: true, sandbox: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false,
      webSecurity: true, allowRunningInsecureContent: false, webviewTag: false, navigateOnDragDrop: false, spellcheck: false, enableWebSQL: false, safeDialogs: true, devTools: false,
    },
  }
}
