import { glyphText } from './glyph-text.ts'
import type { ReadPart } from './read-html.ts'

/**
 * Reads a PDF back: text of every page, as pdf.js puts it together and as it is drawn, then what stands beside it (title and other metadata, outline, notes,
 * links, attachments, names of structure). Runs in Node and in a browser's worker: pdf.js is told to parse in
 * the thread that calls it.
 * @throws where the bytes are no PDF that pdf.js can read
 */
export async function readPdf(bytes: Uint8Array): Promise<{ parts: ReadPart[]; pages: number }> {
  const scope = globalThis as { pdfjsWorker?: unknown }
  scope.pdfjsWorker ??= await import('pdfjs-dist/legacy/build/pdf.worker.mjs')
  const { getDocument, OPS, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const task = getDocument({ data: new Uint8Array(bytes), isEvalSupported: false, useSystemFonts: false, disableFontFace: true, verbosity: VerbosityLevel.ERRORS })
  const pdf = await task.promise
  const parts: ReadPart[] = []
  const metadata = (value: unknown) => {
    const text = stringsOf(value)
    if (text) parts.push({ kind: 'metadata', text })
  }
  try {
    let text = ''
    let drawn = ''
    for (let number = 1; number <= pdf.numPages; number++) {
      const page = await pdf.getPage(number)
      const content = await page.getTextContent({ includeMarkedContent: false, disableNormalization: true })
      let endX: number | null = null
      let lineY = 0
      for (const item of content.items) {
        if (!('str' in item)) continue
        const transform = item.transform as readonly number[]
        const size = Math.hypot(transform[2] ?? 0, transform[3] ?? 0) || 10
        const [x, y] = [transform[4] ?? 0, transform[5] ?? 0]
        if (endX !== null && Math.abs(y - lineY) > size * 0.5) text += '\n'
        // A gap wider than a word space parts a table's cells, on whichever side the next text lies.
        else if (endX !== null && item.str.trim() && Math.min(Math.abs(x - endX), Math.abs(x + item.width - endX)) > size * 0.7) text += '\t'
        text += item.str
        if (item.str.trim()) {
          endX = x + item.width
          lineY = y
        }
        if (item.hasEOL) {
          text += '\n'
          endX = null
        }
      }
      text += '\n'
      drawn += `${glyphText(await page.getOperatorList(), OPS)}\n`
      metadata(await page.getAnnotations())
      metadata(await page.getStructTree())
      page.cleanup()
    }
    parts.unshift({ kind: 'text', text }, { kind: 'text', text: drawn })
    metadata(await pdf.getMetadata().then(({ info, metadata: xmp }) => [info, xmp?.getRaw()]))
    metadata(await pdf.getOutline())
    metadata(await pdf.getDestinations())
    metadata(await pdf.getPageLabels())
    const attachments: unknown = await pdf.getAttachments()
    metadata(attachments)
    return { parts, pages: pdf.numPages }
  } finally {
    await task.destroy()
  }
}

/** Every string inside a value, a line each; bytes are read as text. */
function stringsOf(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value
  if (value instanceof Uint8Array) return new TextDecoder().decode(value)
  if (typeof value !== 'object' || value === null || depth > 8) return ''
  return Object.entries(value).map(([key, each]) => `${/^[A-Za-z]+$/.test(key) ? '' : key}\n${stringsOf(each, depth + 1)}`).join('\n').trim()
}
