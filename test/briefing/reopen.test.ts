import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrowser } from '../../electron/host/find-browser.ts'
import { nodePlatform } from '../../electron/host/node-platform.ts'
import type { BriefingSource, KnownIdentifiers } from '../../shared/briefing/briefing.ts'
import { composeBriefing } from '../../shared/briefing/compose/compose.ts'
import { createFinder } from '../../shared/briefing/release/find.ts'
import { reverseLines } from '../../shared/briefing/release/fold.ts'
import { release } from '../../shared/briefing/release/release.ts'
import { readHtml } from '../../shared/briefing/reopen/read-html.ts'
import { readPdf } from '../../shared/briefing/reopen/read-pdf.ts'
import { reopenHtml, reopenPdf, type Reopened } from '../../shared/briefing/reopen/reopen.ts'
import { PAGE_FONTS } from '../../shared/briefing/write/page-fonts.ts'
import type { PageFont } from '../../shared/briefing/write/style.ts'
import { writeBriefing } from '../../shared/briefing/write/write.ts'
import { exampleContext, exampleSource, KNOWN, translatorFor } from './example.ts'

/** Each thing of the vault in a passage of its own, in the ways that a document would hold it. */
const PLANTED: readonly (readonly [what: string, text: string])[] = [
  ['name', 'She is called Amina Salem Haddad.'], ['name', 'HADDAD, Amina Salem'], ['name', 'Jürgen Müller-Lüdenscheidt drove.'], ['name', 'قالت أمينة سالم الحدّاد إنها رأت الشاحنة'], ['name', 'مُحَمَّد عبد الرحمن الإدريسي'], ['name', 'Mohammed Abdel Rahman'],
  ['contact', 'Ring +218 91 555 0148.'], ['contact', 'الهاتف ٠٩١ ٥٥٥ ٠١٤٨'], ['contact', 'amina.haddad@example.org'],
  ['identifier', 'A lorry, 5-482913.'], ['identifier', 'Plate NI 4821 RG'], ['identifier', 'Claim 7Q4K-F3MX-22'],
  ['exact-place', 'At 22.6543, 13.8021.'], ['exact-place', `22°54'18.6"N 5°46'08.8"E`],
]

const finder = createFinder(KNOWN)
const NOTHING: KnownIdentifiers = { names: [], contacts: [], identifiers: [], exactPlaces: [] }
const NONE: ReadonlySet<string> = new Set()
const fonts: PageFont[] = PAGE_FONTS.map(({ file, ...font }) => ({ ...font, bytes: new Uint8Array(readFileSync(new URL(`../../node_modules/${file}`, import.meta.url))) }))

/** The control: the same things in a page that nothing protects. */
function unprotected(planted: readonly string[]): Uint8Array {
  return new TextEncoder().encode(`<!doctype html><html><head><meta charset="utf-8"><title>Control</title></head><body>${planted.map((text, i) => `<p ${/[\u0600-\u06ff]/.test(text) ? 'dir="rtl"' : ''}>${i}: ${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`).join('')}<table><tr><td>Libya</td><td>3</td></tr></table></body></html>`)
}

const stops = (reopened: Reopened) => reopened.found.filter(each => each.effect === 'stop')

function releaseOf(change: Partial<BriefingSource>, language: 'en' | 'ar' = 'en') {
  const translator = translatorFor(language)
  const context = exampleContext(translator)
  const draft = composeBriefing(exampleSource({ language, ...change }), context, 5)
  return release({ draft, threshold: 5, finder, translator, countryName: context.countryName, isPlace: words => words === 'Ain Guezzam', reviewer: 'Kestrel' })
}

/** A case full of what must not get out: in the title, the points, the text, the head. */
const FULL: Partial<BriefingSource> = { title: 'What Amina Salem Haddad saw', station: 'Office of Jürgen Müller-Lüdenscheidt', keyPoints: PLANTED.map(([, text]) => text), narrative: PLANTED.map(([, text]) => text).join('\n\n') }

describe('a written page that is opened again', () => {
  it.each(PLANTED)('shows a %s to the search where nothing protects it: %s', (what, text) => {
    expect(reopenHtml(unprotected([text]), finder, NONE, NONE).found.map(each => each.what)).toContain(what)
  })

  it.each([
    ['in an attribute', '<p title="Amina Salem Haddad">x</p>'],
    ['in an alternative text', '<svg aria-label="Amina Salem Haddad"></svg>'],
    ['in a comment', '<!-- Amina Salem Haddad -->'],
    ['in the title', '<title>Amina Salem Haddad</title>'],
    ['in the style', '<style>p::after { content: "Amina\\20 Salem\\20 Haddad" }</style>'],
    ['in character references', '<p>&#65;mina &#x53;alem&nbsp;Haddad</p>'],
    ['over inline tags', '<p>Ami<b>na</b> Sa<i>lem</i> Haddad</p>'],
    ['over the cells of a table', '<table><tr><td>Amina</td><td>Salem</td><td>Haddad</td></tr></table>'],
    ['in a data address', `<img src="data:text/plain;base64,${btoa('Amina Salem Haddad')}">`],
    ['in a data address of the style', `<style>p { background: url(data:image/svg+xml,%3Csvg%3EAmina%20Salem%20Haddad%3C/svg%3E) }</style>`],
    ['in the text of a map', '<svg><text>Amina Salem Haddad</text></svg>'],
    ['after what is no tag', '<p>2 < 3 Amina Salem Haddad</p>'],
  ])('shows a name %s', (_, html) => {
    expect(stops(reopenHtml(new TextEncoder().encode(html), finder, NONE, NONE)).map(each => each.what)).toContain('name')
  })

  it('shows an exact place drawn in its own degrees', () => {
    const reopened = reopenHtml(new TextEncoder().encode('<svg><path d="M13.80214,22.65432L14,23"/></svg>'), finder, NONE, NONE)
    expect(stops(reopened).map(each => each.what)).toEqual(['exact-place'])
  })

  it('reads all of its own text', () => {
    const [text] = readHtml('<h1>One</h1><p>two <b>three</b></p><table><tr><td>4</td><td>5</td></tr></table>', NONE)
    expect(text?.text).toBe('One\ttwo three\t4\t5')
  })

  it('holds nothing that the vault knows when it was released', async () => {
    const { document, ownWords } = releaseOf({ narrative: 'Most describe young men whose fares are “paid ahead”.' })
    const written = await writeBriefing({ document: document!, format: 'html', paper: 'A4', fonts, finder, ownWords })
    expect(written.findings.filter(finding => finding.effect === 'stop')).toEqual([])
    expect(/Haddad|Müller|أمينة|555 0148/.test(new TextDecoder().decode(written.bytes))).toBe(false)
  })

  it('holds none of it even as a preview of a case full of it', async () => {
    const { document, preview, ownWords, stops: count } = releaseOf(FULL)
    expect(document).toBeNull()
    expect(count).toBeGreaterThanOrEqual(PLANTED.length * 2)
    const written = await writeBriefing({ document: preview, format: 'html', paper: 'A4', fonts, finder, ownWords })
    expect(stops(reopenHtml(written.bytes, finder, ownWords, NONE))).toEqual([])
  })

  it('is not handed over if something slipped past the check', async () => {
    const { document, ownWords } = releaseOf({ narrative: 'Seen with Halima Daoud.' })
    const later = createFinder({ names: ['Halima Daoud'], contacts: [], identifiers: [], exactPlaces: [] })
    await expect(writeBriefing({ document: document!, format: 'html', paper: 'A4', fonts, finder: later, ownWords })).rejects.toMatchObject({ code: 'found-in-file' })
  })
})

describe.skipIf(findBrowser() === null)('a printed file that is opened again', () => {
  let folder = ''
  let platform: ReturnType<typeof nodePlatform>
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vigil-print-'))
    platform = nodePlatform(folder)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const print = async (html: Uint8Array) => (await platform.call('printPdf', { paper: 'A4' }, html)).bytes

  it('shows every planted thing to the search where nothing protects it', async () => {
    const { parts } = await readPdf(await print(unprotected(PLANTED.map(([, text]) => text))))
    const found = (known: Partial<KnownIdentifiers>) => parts.some(part => createFinder({ ...NOTHING, ...known }).findInWritten(part.text).some(each => each.effect === 'stop'))
    for (const name of KNOWN.names.filter(each => each !== 'Zuhra')) expect(found({ names: [name] }), name).toBe(true)
    for (const contact of KNOWN.contacts.filter(each => !each.startsWith('+227'))) expect(found({ contacts: [contact] }), contact).toBe(true)
    for (const identifier of KNOWN.identifiers.filter(each => !each.startsWith('P<'))) expect(found({ identifiers: [identifier] }), identifier).toBe(true)
    for (const place of KNOWN.exactPlaces) expect(found({ exactPlaces: [place] }), place.join()).toBe(true)
    // What is not planted is not found, or the search would find anything.
    expect(found({ names: ['Zuhra'] })).toBe(false)
    expect(found({ contacts: ['+227 96 12 34 56'], identifiers: ['P<LBY0043218'] })).toBe(false)
  })

  it('holds none of them when released, in English or Arabic, and carries its label on every page', async () => {
    for (const language of ['en', 'ar'] as const) {
      const { document, ownWords } = releaseOf({}, language)
      const written = await writeBriefing({ document: document!, format: 'pdf', paper: 'A4', fonts, finder, ownWords, platform })
      expect(written.findings.filter(finding => finding.effect === 'stop')).toEqual([])
      const { parts, pages } = await readPdf(written.bytes)
      const text = parts[0]?.text ?? ''
      expect(pages).toBeGreaterThan(1)
      expect(text.match(/TLP:AMBER/g)).toHaveLength(2 * pages)
      if (language === 'en') {
        expect(text).toContain('not shown')
        expect(text).toMatch(/Libya\s+92\s+under 5/)
      } else expect(`${text}${reverseLines(text)}`.normalize('NFKC')).toMatch(/النيجر/)
    }
  })

  it('holds none of them as a preview of a case full of them', async () => {
    const { preview, ownWords } = releaseOf(FULL)
    const written = await writeBriefing({ document: preview, format: 'pdf', paper: 'Letter', fonts, finder, ownWords, platform })
    expect(stops(await reopenPdf(written.bytes, finder, NONE))).toEqual([])
  })

  it('is refused where it is no PDF at all', async () => {
    const { document, ownWords } = releaseOf({})
    const broken = { call: async () => ({ answer: {}, bytes: new TextEncoder().encode('not a pdf') }) } as unknown as typeof platform
    await expect(writeBriefing({ document: document!, format: 'pdf', paper: 'A4', fonts, finder, ownWords, platform: broken })).rejects.toMatchObject({ code: 'unreadable-file' })
  })
})
