import type { WebContents } from 'electron'
import type { WindowSession } from '../../host/host.ts'

/** The preload names the same channel. */
export const PLATFORM_NOTICE = 'platform-notice'

/** Tells the window what the shell tells unasked: the screen was locked, the machine goes to sleep, the program ends. */
export function attachNotices(contents: WebContents, session: WindowSession): void {
  session.onNotice((notice) => {
    if (!contents.isDestroyed()) contents.send(PLATFORM_NOTICE, notice)
  })
}
