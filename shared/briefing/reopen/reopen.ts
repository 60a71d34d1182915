import type { Message } from '../../model/message.ts'
import type { Finder, Found } from '../release/find.ts'
import { readHtml, type ReadPart } from './read-html.ts'
import { readPdf } from './read-pdf.ts'

/** What stood in a file that was written and opened again. */
export interface Reopened {
  readonly found: readonly { readonly part: ReadPart['kind']; readonly what: Found['what']; readonly effect: Found['effect']; readonly why: Message }[]
  /** Characters read, so that a file in which nothing could be read does not pass for clean. */
  readonly read: number
  readonly pages: number
}

/** Searches an HTML file as bytes, as it would be handed over. */
export function reopenHtml(bytes: Uint8Array, finder: Finder, ownWords: ReadonlySet<string>, knownData: ReadonlySet<string>): Reopened {
  return searchParts(readHtml(new TextDecoder('utf-8', { fatal: true }).decode(bytes), knownData), finder, ownWords, 1)
}

export async function reopenPdf(bytes: Uint8Array, finder: Finder, ownWords: ReadonlySet<string>): Promise<Reopened> {
  const { parts, pages } = await readPdf(bytes)
  return searchParts(parts, finder, ownWords, pages)
}

function searchParts(parts: readonly ReadPart[], finder: Finder, ownWords: ReadonlySet<string>, pages: number): Reopened {
  const found: Reopened['found'][number][] = []
  let read = 0
  for (const part of parts) {
    if (part.kind === 'text') read += part.text.length
    const hits = part.kind === 'drawing' ? (/\d\.\d{4}/.test(part.text) ? finder.findInDrawing(part.text) : []) : finder.findInWritten(part.text, ownWords)
    for (const hit of hits) found.push({ part: part.kind, what: hit.what, effect: hit.effect, why: { key: `briefing.found.${hit.rule}` } })
  }
  return { found, read, pages }
}
