import type { Cleared } from '../briefing.ts'
import type { BriefingDocument, SetBlock, SetCell } from '../document.ts'
import { markup, type Written } from '../markup.ts'
import { requireCleared } from '../release/cleared.ts'
import { neededFonts } from './page-fonts.ts'
import { pageStyle, type PageFont, type Paper } from './style.ts'

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'"

export interface PageOptions {
  readonly paper: Paper
  readonly fonts: readonly PageFont[]
}

/**
 * The briefing as one HTML file that needs nothing else: no script, no request, its style and fonts inside, a
 * policy that allows only those. Inline style is allowed because nothing in the page can ask for anything: no
 * image, no address, no frame, and every text is escaped. Takes a cleared document and nothing else.
 * @throws TypeError where it was not cleared
 */
export function writeHtml(cleared: Cleared<BriefingDocument>, options: PageOptions): string {
  const document = requireCleared(cleared)
  const labels = markup`<span class="labels">${document.stage === 'preview' ? markup`<span class="held">${document.pageWords.notReleased}</span>` : null}<span class="tlp" dir="ltr">${document.tlp}</span></span>`
  const blocks = markup`${document.blocks.map(block => markup`${setBlock(block, document)}
`)}`
  const shown = [blocks.text, document.title.text, document.station.text, document.verdict.text, document.tlp].join(' ')
  const style = pageStyle(document, options.paper, neededFonts(options.fonts, shown))
  const page = markup`<!doctype html>
<html lang="${document.language}" dir="${document.direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>${document.title.text}</title>
<style>${style}</style>
</head>
<body>
<div class="run"><span>${document.station.text}</span>${labels}</div>
<main>
${blocks}</main>
<div class="about"><span>${document.verdict.text}</span></div>
<div class="run">${labels}</div>
</body>
</html>
`
  return page.text
}

function setBlock(block: SetBlock, document: BriefingDocument): Written {
  switch (block.block) {
    case 'title':
      return markup`<p class="kicker">${block.kicker.text}</p><h1>${block.title.text}</h1><p class="date">${block.date.text}${document.sample ? `. ${document.sample.text}` : ''}</p>`
    case 'points':
      return markup`<ul class="points">${block.points.map(point => markup`<li><span>${point.text}</span></li>`)}</ul>`
    case 'heading':
      return markup`<h2>${block.words.text}</h2>`
    case 'paragraph':
      return markup`<p>${block.words.text}</p>`
    case 'notes':
      return notes(block.notes)
    case 'map':
      return markup`<figure>${block.svg}<figcaption>${block.caption.map(each => each.text).join(' ')}</figcaption></figure>`
    case 'table': {
      const total = block.rows.length - 1
      // What a row is about: its first words, after a running number where there is one.
      const naming = block.rows.every(row => /^\p{Nd}+$/u.test(row[0]?.text ?? '')) ? 1 : 0
      const cell = (each: SetCell, i: number) => {
        const look = `${block.columns[i]?.align === 'end' ? 'e' : 's'}${each.hidden ? ' hid' : ''}`
        return i === naming ? markup`<th scope="row" class="${look}">${each.text}</th>` : markup`<td class="${look}">${each.text}</td>`
      }
      return markup`<table${block.columns.length < 4 ? markup` class="narrow"` : null}><caption>${block.caption.text}</caption><thead><tr>${block.columns.map(column => markup`<th scope="col" class="${column.align === 'end' ? 'e' : 's'}">${column.head.text}</th>`)}</tr></thead><tbody>${block.rows.map((row, r) => markup`<tr${block.totalled && r === total ? markup` class="sum"` : null}>${row.map(cell)}</tr>`)}</tbody></table>${block.notes.length > 0 ? notes(block.notes) : null}`
    }
  }
}

const notes = (each: readonly { readonly text: string }[]): Written => markup`<ul class="notes">${each.map(note => markup`<li>${note.text}</li>`)}</ul>`
