import { app } from 'electron'
import type { Session } from 'electron'
import { PREVIEW_PATH } from '../host/preview-page.ts'
import { PAGE, mayRequest, pathOf } from './origin.ts'

/** What no page in this session may do, whatever it asks: permissions, devices, screens, downloads, other hosts, spell-checking dictionaries. */
export function shutSession(session: Session, may: (address: string) => boolean = mayRequest): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}))
  session.setSpellCheckerEnabled(false)
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !may(url) }))
  session.on('will-download', (event) => event.preventDefault())
}

/** No page is led elsewhere, opens another window or holds a foreign page inside it. */
export function shutNavigation(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-navigate', (event) => {
      if (event.url !== PAGE) event.preventDefault()
    })
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame && pathOf(event.url) !== PREVIEW_PATH) event.preventDefault()
    })
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
  })
}
