import { TellableError } from '../../model/message.ts'
import type { Platform } from '../../platform.ts'
import type { Cleared, ReleaseFinding } from '../briefing.ts'
import type { BriefingDocument } from '../document.ts'
import type { Finder } from '../release/find.ts'
import { reopenHtml, reopenPdf, type Reopened } from '../reopen/reopen.ts'
import { writeHtml, type PageOptions } from './html.ts'
import { base64 } from './style.ts'

export interface WriteRequest extends PageOptions {
  readonly document: Cleared<BriefingDocument>
  readonly format: 'html' | 'pdf'
  readonly finder: Finder
  readonly ownWords: ReadonlySet<string>
  /** Prints the page; needed for `pdf`. */
  readonly platform?: Pick<Platform, 'call'>
}

/** `findings`: what a person must read that the check of the passages had not asked for already. */
export interface WrittenFile { readonly bytes: Uint8Array; readonly findings: readonly ReleaseFinding[]; readonly pages: number }

/** Fewest characters that a briefing read back must hold. */
const LEAST = 200

/**
 * Writes a cleared briefing, opens what was written again and searches all of it for whatever the vault knows.
 * The bytes are handed over only if nothing was found.
 * @throws TellableError `found-in-file`, `unreadable-file`; PlatformError where the shell cannot print
 */
export async function writeBriefing(request: WriteRequest): Promise<WrittenFile> {
  const html = new TextEncoder().encode(writeHtml(request.document, request))
  const fonts = new Set(request.fonts.map(font => base64(font.bytes)))
  const page = reopenHtml(html, request.finder, request.ownWords, fonts)
  stopIfFound(page)
  if (request.format === 'html') return { bytes: html, findings: newReads(page, request.document), pages: page.pages }
  if (!request.platform) throw new TypeError('no platform to print with')
  const printed = await request.platform.call('printPdf', { paper: request.paper }, html)
  const pdf = await reopenPdf(printed.bytes, request.finder, request.ownWords).catch((cause: unknown) => {
    throw unreadable(cause)
  })
  stopIfFound(pdf)
  return { bytes: printed.bytes, findings: newReads(pdf, request.document), pages: pdf.pages }
}

function stopIfFound(reopened: Reopened): void {
  if (reopened.read < LEAST) throw unreadable()
  const stops = reopened.found.filter(each => each.effect === 'stop').length
  if (stops > 0)
    throw new TellableError('found-in-file', { key: 'briefing.error.found-in-file.says', values: { count: stops } }, { kept: { key: 'briefing.error.found-in-file.kept' }, remedy: { key: 'briefing.error.found-in-file.remedy' } })
}

const unreadable = (cause?: unknown) => new TellableError('unreadable-file', { key: 'briefing.error.unreadable.says' }, { remedy: { key: 'briefing.error.unreadable.remedy' }, cause })

function newReads(reopened: Reopened, document: BriefingDocument): ReleaseFinding[] {
  const fresh = new Map(reopened.found.filter(each => !document.asked.includes(each.why.key)).map(each => [each.why.key, each]))
  return [...fresh.values()].map(each => ({ where: document.pageWords.writtenFile, what: each.what, why: each.why, effect: each.effect }))
}
