/**
 * Reads a written HTML file back without a browser: every text, attribute, comment, style and data address that
 * a reader or a machine could take from it. It reads what our writer writes, and anything else it takes for text.
 */
export interface ReadPart {
  /** `drawing`: coordinates of the page, not of the ground. */
  readonly kind: 'text' | 'attribute' | 'comment' | 'style' | 'data' | 'drawing' | 'metadata'
  readonly text: string
}

const INLINE = new Set(['span', 'b', 'i', 'em', 'strong', 'sup', 'sub', 'bdi', 'a', 'small', 'mark', 'tspan', 'wbr', 'u', 's', 'font', 'code', 'abbr', 'time'])
const DRAWING = new Set(['d', 'points', 'transform', 'viewbox', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'r', 'rx', 'ry', 'width', 'height', 'stroke-width', 'stroke-dasharray', 'font-size', 'fill-opacity', 'letter-spacing'])
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', shy: '\u00ad', zwj: '\u200d', zwnj: '\u200c', lrm: '\u200e', rlm: '\u200f' }

const decode = (text: string) =>
  text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));?/gi, (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
    const point = hex ? Number.parseInt(hex, 16) : decimal ? Number(decimal) : null
    if (point !== null) return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd'
    return NAMED[name?.toLowerCase() ?? ''] ?? whole
  })

/** `knownData`: base64 of what the writer itself put in (fonts), which needs no reading. */
export function readHtml(html: string, knownData: ReadonlySet<string>): ReadPart[] {
  const parts: ReadPart[] = []
  const texts: string[] = []
  let text = ''
  const close = () => {
    if (text.trim()) texts.push(text.replaceAll(/[ \t\r\n]+/g, ' '))
    text = ''
  }
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    text += decode(html.slice(at, open < 0 ? html.length : open))
    if (open < 0) break
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open + 4)
      parts.push({ kind: 'comment', text: html.slice(open + 4, end < 0 ? html.length : end) })
      at = end < 0 ? html.length : end + 3
      continue
    }
    const tag = /^<(\/?)([a-zA-Z!?][^\s/>]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/.exec(html.slice(open, open + 4_000_000))
    if (!tag) {
      text += '<'
      at = open + 1
      continue
    }
    const name = tag[2]?.toLowerCase() ?? ''
    at = open + tag[0].length
    if (!INLINE.has(name)) close()
    for (const [, key, double, single, bare] of (tag[3] ?? '').matchAll(/([^\s=/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)) {
      const value = decode(double ?? single ?? bare ?? '')
      if (DRAWING.has(key?.toLowerCase() ?? '')) parts.push({ kind: 'drawing', text: value })
      else if (value) readAddress(value, 'attribute', knownData, parts)
    }
    if (!tag[1] && (name === 'style' || name === 'script')) {
      const end = html.toLowerCase().indexOf(`</${name}`, at)
      readAddress(unescapeCss(html.slice(at, end < 0 ? html.length : end)), 'style', knownData, parts)
      at = end < 0 ? html.length : end
    }
  }
  close()
  // A tab parts what stands in different cells and blocks: a name may run on over it, a number may not.
  parts.unshift({ kind: 'text', text: texts.join('\t') })
  return parts
}

/** Text with its data addresses taken out and opened. */
function readAddress(text: string, kind: 'attribute' | 'style', knownData: ReadonlySet<string>, parts: ReadPart[]): void {
  const rest = text.replaceAll(/data:[^,;"')\s]*(?:;[^,"')\s]*)?,([^"')\s]*)/g, (_, data: string) => {
    if (!knownData.has(data)) parts.push({ kind: 'data', text: openData(data) })
    return ' '
  })
  if (rest.trim()) parts.push({ kind, text: rest })
}

function openData(data: string): string {
  try {
    const bytes = Uint8Array.from(atob(data), sign => sign.charCodeAt(0))
    return `${new TextDecoder().decode(bytes)}\n${new TextDecoder('utf-16le').decode(bytes)}`
  } catch {
    try {
      return decodeURIComponent(data)
    } catch {
      return data
    }
  }
}

const unescapeCss = (css: string) => css.replaceAll(/\\([0-9a-fA-F]{1,6})\s?/g, (_, hex: string) => String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(hex, 16))))
