import encodeQr from 'qr'
import { markup, styleText, type Written } from '../../briefing/markup.ts'
import { neededFonts } from '../../briefing/write/page-fonts.ts'
import { base64, type PageFont, type Paper } from '../../briefing/write/style.ts'
import type { Translator } from '../../language.ts'
import { keyNumberText, type RecoverySheets } from '../../vault/vault.ts'

export interface SheetRequest {
  /** The whole key on one sheet, or a sheet for each of its shares. */
  readonly as: 'key' | 'shares'
  readonly paper: Paper
  readonly language: string
}

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'"
/** Words in a row: a person reads four aloud in one breath. */
const ACROSS = 4
const CHECK_FROM = 25

/**
 * The sheets of a recovery key as one self-contained page: words to read aloud and to type from, the same as a QR code, what
 * the sheet is for and who keeps it. Words are English and run from left to right in every language.
 * @param request `made`: milliseconds since 1970
 */
export function sheetPage(sheets: RecoverySheets, request: SheetRequest & { readonly station: string; readonly made: number }, { translate, formats, language, direction }: Translator, fonts: readonly PageFont[]): string {
  const say = (key: string, values: Readonly<Record<string, string | number>> = {}) => translate({ key: `recovery.sheet.${key}`, values })
  const number = keyNumberText(sheets.keyNumber)
  const one = (words: readonly string[], share: number | null): Written => {
    const kind = share === null ? 'key' : 'share'
    return markup`<section class="sheet">
<header><p class="kicker">Vigil</p><p class="secret">${say('secret')}</p></header>
<h1>${share === null ? say('key-title') : say('share-title', { number: share })}</h1>
<dl><div><dt>${say('station')}</dt><dd>${request.station}</dd></div><div><dt>${say('number')}</dt><dd class="id" dir="ltr">${number}</dd></div><div><dt>${say('made')}</dt><dd>${formats.day(request.made / 1000)}</dd></div></dl>
<p class="is">${say(`${kind}-is`)} ${say(`${kind}-is-not`)}</p>
<ol class="words" dir="ltr" lang="en">${words.map((word, at) => markup`<li${at >= CHECK_FROM ? markup` class="check"` : null}><span class="n">${formats.number(at + 1)}</span> <b>${word}</b></li>`)}</ol>
${share === null ? null : markup`<p class="small">${say('check-words')}</p>`}
<div class="foot"><div class="do"><h2>${say('do')}</h2><ol>${['keep', 'look', 'use'].map((step) => markup`<li>${say(`${kind}-${step}`)}</li>`)}</ol>
<p class="line"><span>${say('kept-by')}</span></p><p class="line"><span>${say('kept-at')}</span></p><p class="line"><span>${say('given-on')}</span></p></div>
<figure>${qrDrawing(words)}<figcaption>${say('code')}</figcaption></figure></div>
</section>`
  }
  const body = markup`${request.as === 'key' ? one(sheets.words, null) : sheets.shares.map((words, at) => one(words, at + 1))}`
  const title = say(request.as === 'key' ? 'key-title' : 'shares-title')
  const style = sheetStyle(request.paper, neededFonts(fonts, `${body.text}${title}`))
  return markup`<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`.text
}

/** What the code says: the words in capitals, which a code holds in less room, and which are read like any others. */
export const qrText = (words: readonly string[]): string => words.join(' ').toUpperCase()

/** A QR code of the words: a quarter of it may be folded or stained away. Modules as one path, with the quiet zone around them. */
function qrDrawing(words: readonly string[]): Written {
  const rows = encodeQr(qrText(words), 'raw', { ecc: 'quartile', border: 4 })
  const path = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return markup`<svg viewBox="0 0 ${rows.length} ${rows.length}" shape-rendering="crispEdges" aria-hidden="true"><path d="${path}"/></svg>`
}

const SANS = '"Inter Variable", "IBM Plex Sans Arabic", sans-serif'

function sheetStyle(paper: Paper, fonts: readonly PageFont[]): Written {
  const faces = fonts.map((font) => `@font-face{font-family:"${font.family}";font-style:${font.style};font-weight:${font.weight};src:url(data:font/woff2;base64,${base64(font.bytes)}) format("woff2")}`)
  const [width, height] = paper === 'A4' ? ['210mm', '297mm'] : ['216mm', '279mm']
  return styleText(`${faces.join('\n')}
@page { size: ${paper === 'A4' ? 'A4' : 'letter'} portrait; margin: 0 }
* { box-sizing: border-box; margin: 0; padding: 0; print-color-adjust: exact; -webkit-print-color-adjust: exact }
html { background: #e9e8e4; color-scheme: light }
body { color: #16181d; font: 400 10.5pt/15pt "Source Serif 4 Variable", "Noto Naskh Arabic", serif }
.sheet { display: flex; flex-direction: column; width: ${width}; height: ${height}; margin: 8mm auto; padding: 16mm 18mm; background: #fff; break-after: page; overflow: hidden }
.sheet:last-child { break-after: auto }
header { display: flex; justify-content: space-between; font: 560 10pt/15pt ${SANS} }
.secret { padding: 0 6pt; color: #fff; background: #000 }
h1 { margin: 10pt 0 8pt; font-size: 21pt; line-height: 26pt; font-weight: 600 }
h2 { font: 560 10pt/15pt ${SANS} }
dl { display: flex; flex-wrap: wrap; gap: 4pt 24pt; padding: 5pt 0; border-block: .8pt solid #16181d; font: 420 10pt/14pt ${SANS} }
dt { color: #565a63; font-size: 8.5pt }
dd { margin: 0; font-weight: 560; overflow-wrap: anywhere }
.id { font-variant-numeric: slashed-zero tabular-nums; white-space: nowrap }
.is { margin-top: 8pt }
.words { display: grid; grid-template-columns: repeat(${ACROSS}, 1fr); margin-top: 12pt; list-style: none; font: 420 14pt/22pt ${SANS}; border: .8pt solid #16181d; font-feature-settings: "ss02", "zero" }
.words li { display: grid; grid-template-columns: 22pt 1fr; align-items: baseline; padding: 3pt 7pt; border: .3pt solid #b9bcc3 }
.words b { font-weight: 560; letter-spacing: .01em }
.n { font-size: 8.5pt; color: #565a63 }
.check { background: #f0efec }
.small, figcaption { margin-top: 5pt; font: 400 8.5pt/12pt ${SANS}; color: #40444c }
.foot { display: grid; grid-template-columns: 1fr 52mm; gap: 12mm; margin-top: 14pt }
.do ol { margin: 3pt 0 10pt; padding-inline-start: 14pt }
:lang(ar) .do ol { list-style-type: arabic-indic }
.do li { margin-bottom: 3pt }
.line { margin-top: 16pt; border-bottom: .6pt solid #16181d; font: 400 8.5pt/12pt ${SANS}; color: #40444c }
svg { display: block; width: 52mm; height: 52mm; fill: #000; background: #fff }
@media print { html { background: none } .sheet { margin: 0 } }
`)
}
