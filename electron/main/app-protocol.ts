import { protocol } from 'electron'
import type { Session } from 'electron'
import { PAGE_HEADERS } from '../host/page-headers.ts'
import type { PageFiles } from '../host/page-files.ts'
import { SCHEME } from './origin.ts'
import { answerPage } from './page-answer.ts'

/** Before the app is ready: `app:` is an origin of its own, as safe as https, with no way around the page's policy. */
export function declareAppProtocol(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, bypassCSP: false, corsEnabled: false, stream: false, codeCache: false } }])
}

export function servePage(session: Session, files: PageFiles): void {
  session.protocol.handle(SCHEME, async ({ url, method }) => {
    const answer = await answerPage(files, url, method)
    if (!answer) return new Response(null, { status: 404, headers: PAGE_HEADERS })
    return new Response(answer.bytes as Uint8Array<ArrayBuffer>, { status: 200, headers: answer.headers })
  })
}
