import type { BriefingDocument } from '../document.ts'
import { styleText, type Written } from '../markup.ts'

export type Paper = 'A4' | 'Letter'

/** A font file that goes into the page, so that it looks the same on a machine that lacks it. */
export interface PageFont {
  readonly family: 'Source Serif 4 Variable' | 'Noto Naskh Arabic' | 'Inter Variable' | 'IBM Plex Sans Arabic' | 'Noto Serif SC' | 'Noto Sans SC'
  /** "400" or "200 900". */
  readonly weight: string
  readonly style: 'normal' | 'italic'
  readonly unicodeRange?: string
  /** WOFF2. */
  readonly bytes: Uint8Array
}

/** TLP 2.0 colours as FIRST prescribes them, on black. */
const TLP_COLOURS: Readonly<Record<BriefingDocument['tlp'], string>> = { 'TLP:RED': '#ff2b2b', 'TLP:AMBER': '#ffc000', 'TLP:AMBER+STRICT': '#ffc000', 'TLP:GREEN': '#33ff00', 'TLP:CLEAR': '#ffffff' }

/** Any text as a CSS string: everything but letters and digits as its code point. */
export const cssString = (text: string): string => `"${[...text].map(sign => (/[\p{L}\p{N}]/u.test(sign) ? sign : `\\${sign.codePointAt(0)?.toString(16)} `)).join('')}"`

export function base64(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(binary)
}

/** The page's whole style: screen as a sheet of paper, print as pages with TLP at the right of head and foot in 12 points. */
export function pageStyle(document: BriefingDocument, paper: Paper, fonts: readonly PageFont[]): Written {
  const rtl = document.direction === 'rtl'
  const label = document.stage === 'preview' ? `${document.tlp} · ${document.pageWords.notReleased}` : document.tlp
  const tlpBox = `content: ${cssString(label)}; font: 600 12pt ${SANS}; color: ${TLP_COLOURS[document.tlp]}; background: #000; padding: 0 6pt; height: 17pt; width: max-content; margin-block: auto; white-space: nowrap`
  const runBox = `font: 450 8pt ${SANS}; color: #565a63; vertical-align: middle`
  const counter = rtl && /[\u0660-\u0669]/.test(document.blocks.map(block => JSON.stringify(block)).join('')) ? ', arabic-indic' : ''
  const pages = `${cssString(`${document.pageWords.page} `)} counter(page${counter}) ${cssString(` ${document.pageWords.of} `)} counter(pages${counter})`
  const faces = fonts.map(font => `@font-face{font-family:"${font.family}";font-style:${font.style};font-weight:${font.weight};${font.unicodeRange ? `unicode-range:${font.unicodeRange};` : ''}src:url(data:font/woff2;base64,${base64(font.bytes)}) format("woff2")}`)
  return styleText(`${faces.join('\n')}
@page { size: ${paper === 'A4' ? 'A4' : 'letter'} portrait; margin: 20mm 19mm 18mm; @top-right { ${tlpBox} } @bottom-right { ${tlpBox} } @top-left { content: ${cssString(document.station.text)}; ${runBox} } @bottom-left { content: ${pages}; ${runBox} } }
${SHEET}
.tlp { color: ${TLP_COLOURS[document.tlp]} }`)
}

const SANS = '"Inter Variable", "IBM Plex Sans Arabic", "Noto Sans SC", "Noto Sans", sans-serif'
const SERIF = '"Source Serif 4 Variable", "Noto Naskh Arabic", "Noto Serif SC", "Noto Serif", serif'

const SHEET = `
* { box-sizing: border-box; margin: 0; padding: 0; print-color-adjust: exact; -webkit-print-color-adjust: exact }
html { background: #e9e8e4; color-scheme: light }
body { width: 210mm; max-width: 100%; margin: 8mm auto; padding: 10mm 19mm; background: #fff; color: #16181d; font: 400 10pt/14.25pt ${SERIF}; font-feature-settings: "kern", "liga"; font-variant-numeric: oldstyle-nums; hyphens: auto }
.run { display: flex; align-items: center; justify-content: space-between; gap: 8pt; font: 450 8pt/15pt ${SANS}; color: #565a63 }
.run .labels { display: flex; gap: 4pt; margin-inline-start: auto }
.tlp, .held { background: #000; padding: 0 6pt; font: 600 12pt/17pt ${SANS}; white-space: nowrap }
.held { color: #fff }
.kicker { font: 500 8pt/12pt ${SANS}; color: #565a63; margin-top: 10pt }
h1 { font-size: 20pt; line-height: 24pt; font-weight: 600; letter-spacing: -.012em; margin: 4pt 0; text-wrap: balance; hyphens: none }
[dir="rtl"] h1, [dir="rtl"] h2 { letter-spacing: 0 }
.date { color: #565a63; font-style: italic; margin-bottom: 8pt }
[dir="rtl"] .date { font-style: normal }
.points { list-style: none; border-top: 1.1pt solid #16181d; border-bottom: .6pt solid #b9bcc3; padding: 6pt 0; margin-bottom: 9pt; display: grid; gap: 3pt }
.points li { display: grid; grid-template-columns: 12pt 1fr }
.points li::before { content: "\\2014"; color: #565a63 }
h2 { font-size: 12pt; line-height: 16pt; font-weight: 600; margin: 12pt 0 3pt; break-after: avoid; break-inside: avoid; hyphens: none }
p { margin: 0 0 6pt; text-wrap: pretty; orphans: 3; widows: 3 }
figure { margin: 0 0 9pt; break-inside: avoid }
figure svg { display: block; width: calc(100% - 1px); height: auto }
figcaption, .notes, .about { font: 400 8pt/11.25pt ${SANS}; color: #40444c }
figcaption { margin-top: 4pt }
table { width: 100%; border-collapse: collapse; font: 420 8.75pt/12pt ${SANS}; font-variant-numeric: tabular-nums lining-nums; margin: 9pt 0 4pt; hyphens: none }
table.narrow { width: auto; min-width: 55% }
caption { text-align: start; font: 400 8pt/11.25pt ${SANS}; color: #40444c; padding-bottom: 4pt; break-after: avoid }
thead { display: table-header-group }
tr { break-inside: avoid }
thead th { font-weight: 500; color: #40444c; border-top: 1.1pt solid #16181d; border-bottom: .6pt solid #16181d; padding: 3pt 0; vertical-align: bottom }
td, tbody th { font-weight: inherit; padding: 2.25pt 0; border-bottom: .4pt solid #d5d7dc; vertical-align: baseline }
thead th + th, tbody tr > * + * { padding-inline-start: 9pt }
tbody tr:last-child > * { border-bottom: .6pt solid #16181d }
.s { text-align: start } .e { text-align: end; white-space: nowrap }
tbody .hid { color: #565a63 }
tr.sum > * { font-weight: 560 }
.notes { list-style: none; margin: 0 0 9pt } .notes li { margin-bottom: 1.5pt }
.about { border-top: .6pt solid #b9bcc3; margin-top: 12pt; padding-top: 6pt; display: grid; gap: 3pt }
@media print { html { background: none } body { width: auto; margin: 0; padding: 0 } .run { display: none } }
@media screen and (max-width: 215mm) { html { background: #fff } body { margin: 0 auto } }
@media (max-width: 640px) { body { padding: 6mm } }
`
