import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BriefingSource, Cleared } from '../../shared/briefing/briefing.ts'
import { composeBriefing } from '../../shared/briefing/compose/compose.ts'
import type { BriefingDocument, SetBlock } from '../../shared/briefing/document.ts'
import { mostBetter } from '../../shared/planning/plan.ts'
import { shareStep } from '../../shared/briefing/share-step.ts'
import { createFinder } from '../../shared/briefing/release/find.ts'
import { release } from '../../shared/briefing/release/release.ts'
import { ToldIndex } from '../../shared/briefing/release/told-words.ts'
import { isCleared } from '../../shared/briefing/release/cleared.ts'
import { writeHtml } from '../../shared/briefing/write/html.ts'
import { exampleContext, exampleSource, KNOWN, translatorFor } from './example.ts'

function released(change: Partial<BriefingSource> = {}, threshold = 5, language: 'en' | 'ar' = 'en') {
  const translator = translatorFor(language)
  const context = exampleContext(translator)
  const draft = composeBriefing(exampleSource({ language, ...change }), context, threshold)
  return { translator, ...release({ draft, threshold, finder: createFinder(KNOWN), translator, countryName: context.countryName, isPlace: words => words === 'Ain Guezzam', reviewer: 'Kestrel' }) }
}

const texts = (document: BriefingDocument) => JSON.stringify(document.blocks, (key, value: unknown) => (key === 'svg' ? '' : value))
const tables = (document: BriefingDocument) => document.blocks.filter((block): block is Extract<SetBlock, { block: 'table' }> => block.block === 'table')
const column = (table: Extract<SetBlock, { block: 'table' }> | undefined, index: number) => table?.rows.map(row => row[index]?.text)

describe('what stands in a tip’s own words', () => {
  const told = new ToldIndex()
  told.add('A man called Blessing Okafor met us at Ain Guezzam and took our papers on the very first night there')
  const finder = createFinder({ ...KNOWN, told })
  const typed = (narrative: string, station = 'Tunis 02') => {
    const translator = translatorFor('en')
    const context = exampleContext(translator)
    const draft = composeBriefing(exampleSource({ language: 'en', narrative, station }), context, 5)
    return release({ draft, threshold: 5, finder, translator, countryName: context.countryName, isPlace: words => words === 'Ain Guezzam', reviewer: 'Kestrel' }).findings.filter(({ effect }) => effect === 'read').map(({ where, why, words }) => [where, why.key, words])
  }

  it('is for a person to read, with the words quoted: a name, or a stretch of wording', () => {
    expect(typed('It is said that Blessing Okafor runs it.')).toContainEqual(['Text, paragraph 1', 'briefing.found.told-name', 'Blessing Okafor'])
    const [[where, why, words]] = typed('Someone “took our papers on the very first night there”.') as [[string, string, string]]
    expect([where, why]).toEqual(['Text, paragraph 1', 'briefing.found.told-wording'])
    expect('took our papers on the very first night there').toContain(words)
  })

  it('is not asked about where it is the name of a place', () => {
    expect(typed('Crossings moved to Ain Guezzam.')).toEqual([])
  })

  it('is not excused as a town that no map of the page names', () => {
    const named = createFinder({ ...KNOWN, names: ['Zinder'] })
    const translator = translatorFor('en')
    const context = { ...exampleContext(translator), settlements: Array.from({ length: 400 }, (_, i) => ({ name: i === 399 ? 'Zinder' : `Town${i}`, at: [14 + i / 1e4, 22.7] as const, population: 1000 - i })) }
    const draft = composeBriefing(exampleSource({ language: 'en', narrative: 'It was Zinder who called.' }), context, 5)
    expect(release({ draft, threshold: 5, finder: named, translator, countryName: context.countryName, isPlace: () => false, reviewer: 'Kestrel' }).stops).toBe(1)
  })

  it('is quoted in every text, typed or not, so that what a person lets stand is that and no other', () => {
    const translator = translatorFor('en')
    const context = exampleContext(translator)
    const draft = composeBriefing(exampleSource({ language: 'en' }), context, 5)
    const own = release({ draft, threshold: 5, finder: createFinder({ ...KNOWN, names: ['Libya', 'Chad'] }), translator, countryName: context.countryName, isPlace: () => false, reviewer: 'Kestrel' })
    const read = own.findings.filter(({ effect }) => effect === 'read')
    expect(new Set(read.map(({ words }) => words))).toEqual(new Set(['Libya', 'Chad']))
  })

  it('nor is a number that belongs to the station’s own name', () => {
    expect(typed('All is calm.', 'Accra 01')).toEqual([])
    expect(typed('It was 3 of them.', 'Accra 01').map(([, , words]) => words)).toEqual(['3'])
  })
})

describe('a released briefing', () => {
  const { document, findings, stops } = released()

  it('hides small counts and what would give them back, and says so', () => {
    expect(stops).toBe(0)
    const byCountry = tables(document!).find(table => table.caption.text.includes('by country'))
    expect(column(byCountry, 0)).toEqual(['Niger', 'Algeria', 'Libya', 'Chad', 'No country named', 'Total'])
    expect(column(byCountry, 1)).toEqual(['340', '170', '92', 'not shown', 'under 5', '618'])
    expect(column(byCountry, 2)).toEqual(['41', 'not shown', 'under 5', '0', '0', '62'])
    expect(findings.filter(finding => finding.what === 'complement')).not.toHaveLength(0)
  })

  it('hides the same count wherever it stands', () => {
    const map = document!.blocks.find(block => block.block === 'map')
    expect(map?.block === 'map' && map.svg.text).toContain('known only to a region (under 5)')
    expect(column(tables(document!).find(table => table.caption.text.includes('How exactly')), 1)).toEqual(['400', 'under 5', 'not shown', 'under 5', '618'])
  })

  it('lists and colours no segment with fewer reports than the threshold', () => {
    expect(column(tables(document!)[0], 2)).toEqual(['64', '72', '88', '37', '31', '29', '12', '7', '5'])
    expect(findings.some(finding => finding.where === 'Map 1' && finding.what === 'small-count')).toBe(true)
  })

  it('never gives a rate without its interval, nor a rank without its range', () => {
    const points = document!.blocks.find(block => block.block === 'points')
    expect(points?.block === 'points' && points.points.map(point => point.text)).toEqual([
      'Reports that pass the filters: 618. Placed well enough to be drawn: 400.',
      'One place has more reports than the expected count and the map’s unevenness explain; a map like this shows a false spot about once in 20.',
      expect.stringMatching(/^Niger – Libya 16: reported \d+\.\d times as often as expected \(90%: \d+\.\d to \d+\.\d\); rank \d+ to \d+\.$/),
      '3 teams would reach about 55% of the reports expected on the borders (50% to 60%), with 100 km each. With these bases, no plan does better.',
    ])
  })

  it('calls a false spot likelier where the map is too rough for the usual rate', () => {
    const rough = texts(released({ hotspots: { ...exampleSource().hotspots, rough: true } }).document!)
    expect(rough).toContain('may show a false spot once in 5')
    expect(rough).not.toContain('once in 20.')
  })

  it('gives hotspots’ rates in bands: what is expected is public, so a finer rate is an exact count', () => {
    const spots = tables(document!).find(table => table.caption.text.includes('hotspot'))
    expect(column(spots, 2)).toEqual(['20 to 49'])
    expect(column(spots, 3)).toEqual(['3 to 5'])
    const rated = (rate: number) => column(tables(released({ hotspots: { ...exampleSource().hotspots, hotspots: exampleSource().hotspots.hotspots.map(spot => ({ ...spot, rate })) } }).document!).find(table => table.caption.text.includes('hotspot')), 3)
    expect([1.4, 1.5, 9.99, 250].map(rated)).toEqual([['1 to 1.5'], ['1.5 to 2'], ['5 to 10'], ['100 or more']])
  })

  it('names no place of a hotspot of few reports, says how many are not listed, and rates a lone cell by its own reports', () => {
    const found = exampleSource().hotspots
    const [first] = found.hotspots
    const small = { ...first!, reports: 3, areaReports: 30, group: 1 }
    const alone = { ...first!, kind: 'place' as const, reports: 12, expected: 0.5, areaReports: 13, areaExpected: 11, rate: 13 / 11, q: 0.0001, group: 2 }
    const shown = released({ hotspots: { ...found, hotspots: [...found.hotspots, small, alone] } }).document!
    const spots = tables(shown).find(table => table.caption.text.includes('hotspot'))
    expect(column(spots, 2)).toEqual(['10 to 19', '20 to 49'])
    expect(column(spots, 3)?.[0]).toBe('20 to 50')
    expect(texts(shown)).toContain('One more is not listed')
  })

  it('says that nothing stands out where nothing does', () => {
    const quiet = released({ hotspots: { ...exampleSource().hotspots, hotspots: [] } })
    expect(texts(quiet.document!)).toContain('Nothing stands out; a threefold rise here would often be missed.')
  })

  it('draws a base placed by hand to a tenth of a degree', () => {
    expect(findings.filter(finding => finding.what === 'coarsened')).toHaveLength(1)
    const moved = exampleSource()
    const nudge = { ...moved.plan!, plan: { ...moved.plan!.plan, teams: moved.plan!.plan.teams.map((team, i) => (i === 2 ? { ...team, base: { ...team.base, at: [team.base.at[0] + 0.01, team.base.at[1] - 0.02] as const } } : team)) } }
    const svg = (each: ReturnType<typeof released>) => JSON.stringify(each.document?.blocks.find(block => block.block === 'map'))
    expect(svg(released({ plan: nudge }))).toBe(svg(released()))
  })

  it('is worded as what it is', () => {
    expect(document!.verdict.text).toBe('No known identifier found. Reviewed by Kestrel.')
    const two = released({ narrative: 'Ring 0912 345 678.\n\nA white van, AB 12345.' })
    expect(two.document!.verdict.text).toBe('No known identifier found; two passages for you to read. Reviewed by Kestrel.')
    expect(released({ narrative: 'Ring 0912 345 678.\n\nA white van, AB 12345.' }, 5, 'ar').document!.verdict.text).toContain('فقرتان عليك قراءتهما')
  })
})

describe('whatever the counts', () => {
  it('no small one is printed in any table, and none is left alone beside its total', () => {
    const small = fc.nat(12)
    fc.assert(fc.property(fc.array(fc.tuple(small, small), { minLength: 2, maxLength: 6 }), small, small, small, (countries, regionOnly, countryOnly, noPlace) => {
      const codes = ['NER', 'LBY', 'DZA', 'TCD', 'EGY', 'MLI']
      const byCountry = countries.map(([reports, assisted], i) => ({ country: codes[i]!, reports, outcomes: { Assisted: assisted } }))
      const tips = byCountry.reduce((sum, row) => sum + row.reports, 0)
      fc.pre(regionOnly + countryOnly + noPlace <= tips)
      const made = released({ byCountry, counts: { tips, drawn: tips - regionOnly - countryOnly - noPlace, regionOnly, countryOnly, noPlace }, plan: null, hotspots: { ...exampleSource().hotspots, hotspots: [] }, segments: { segments: [], ranked: false, says: [] } })
      for (const table of tables(made.document!)) {
        for (let c = 1; c < table.columns.length; c++) {
          const cells = table.rows.map(row => row[c]!)
          for (const cell of cells) if (!cell.hidden) expect([1, 2, 3, 4]).not.toContain(Number(cell.text))
          expect(cells.filter(cell => cell.hidden)).not.toHaveLength(1)
        }
      }
    }), { numRuns: 40 })
  })
})

describe('what tables give back together', () => {
  // The listed segments of the example have 345 reports.
  const listed = [64, 72, 88, 37, 31, 29, 12, 7, 5]
  const drawn = (count: number) => released({ counts: { tips: count + 218, drawn: count, regionOnly: 3, countryOnly: 212, noPlace: 3 }, byCountry: [{ country: 'NER', reports: count + 218 }] })
  const shown = (made: ReturnType<typeof drawn>) => column(tables(made.document!)[0], 2)!

  it.each([1, 4])('%i reports drawn on no listed segment are not left to be worked out', few => {
    const made = drawn(345 + few)
    const known = shown(made).map(Number).filter(Number.isFinite)
    const all = column(tables(made.document!).find(table => table.caption.text.includes('How exactly')), 1)![0]
    expect(known.length < listed.length || all === 'not shown').toBe(true)
  })

  it('a segment withheld for that has no colour on the map either', () => {
    const coloured = (made: ReturnType<typeof drawn>) => {
      const map = made.document!.blocks.find(block => block.block === 'map')
      return map?.block === 'map' ? map.svg.text.match(/stroke-width="[2-6]\.\d\d"/g)!.length : 0
    }
    const withheld = shown(drawn(346)).filter(text => text === 'not shown').length
    expect(withheld).toBeGreaterThan(0)
    expect(coloured(drawn(346))).toBe(coloured(drawn(400)) - withheld)
  })

  it('with none or many left, every listed segment stands', () => {
    for (const rest of [0, 5, 55]) expect(shown(drawn(345 + rest)).map(Number)).toEqual(listed)
  })
})

describe('what the analysis says of itself', () => {
  it('begins with the study area that every rate is against', () => {
    expect(texts(released().document!)).toContain('Study area: Algeria, Chad, Libya and Niger.')
  })

  it('carries no exact number of reports and no exact share into the document', () => {
    const says = [{ key: 'analysis.counted.patrol', values: { count: 3 } }]
    const plan = { ...exampleSource().plan!, says: [{ key: 'planning.proved', values: { count: 3 } }, { key: 'planning.runner-up.worse', values: { points: 1.234, low: 0.777, high: 2.345 } }, { key: 'planning.beyond', values: { share: 37.3 } }, { key: 'planning.weighed', values: { count: 2000, share: 81.7 } }, { key: 'planning.against', values: { greedy: 0.333, hottest: 12.345 } }, { key: 'planning.reach', values: { range: 100, detour: 1 } }] }
    const made = released({ plan, hotspots: { ...exampleSource().hotspots, says }, segments: { ...exampleSource().segments, says: [{ key: 'analysis.segments.no-league-table', values: { count: 357, segments: 24 } }] } })
    const said = texts(made.document!)
    for (const exact of ['1.234', '0.777', '2.345', '37.3', '81.7', '0.333', '12.345', '357']) expect(said).not.toContain(exact)
    expect(said).toContain('Reports found on patrol are left out')
    expect(said).toMatch(/beyond the reach of every base offered: 35%/)
  })

  it('nor the number of so few reports that nothing was looked for', () => {
    const refused = { key: 'analysis.hotspots.too-few-reports', values: { count: 3, needed: 50 } }
    const said = texts(released({ hotspots: { ...exampleSource().hotspots, hotspots: [], refused, says: [refused] } }).document!)
    expect(said).toContain('Too few reports to look for hotspots (50 needed).')
    expect(said).not.toContain('(3; 50 needed)')
  })
})

describe('a plan that is not proved best', () => {
  it('is never said to be closer to the best than its bound allows', () => {
    // 45 covered of at most 54: a better plan can cover a fifth more, though the gap is a sixth of the bound.
    expect(mostBetter((54 - 45) / 54)).toBe(20)
    expect(mostBetter(0.00001)).toBe(0.1)
    fc.assert(fc.property(fc.double({ min: 1e-7, max: 0.99, noNaN: true }), gap => mostBetter(gap) / 100 >= gap / (1 - gap) - 1e-9))
  })
})

describe('no share gives a small count back', () => {
  it('because its steps are twice the threshold in reports', () => {
    for (const k of [3, 5, 11]) for (const of of [30, 60, 150, 400, 1034, 13020]) {
      const step = shareStep(of, k)
      if (step !== null) expect(step * of).toBeGreaterThanOrEqual(2 * k)
    }
    expect(shareStep(20, 5)).toBeNull()
  })
})

describe('a briefing in which a known name stands', () => {
  const named = released({ title: 'What Amina Salem Haddad said', keyPoints: ['Call +218 91 555 0148'], narrative: 'At 22.6543, 13.8021.\n\nالشاهدة أمينة سالم الحداد', station: 'Office of Jürgen Müller-Lüdenscheidt' })

  it('is stopped, with each place named, and no name in the sentence that says so', () => {
    expect(named.document).toBeNull()
    expect(named.findings.filter(finding => finding.effect === 'stop').map(finding => [finding.where, finding.what])).toEqual(expect.arrayContaining([['Title', 'name'], ['Page head', 'name'], ['Key point 1', 'contact'], ['Text, paragraph 1', 'exact-place'], ['Text, paragraph 2', 'name']]))
    // The words are quoted to the screen they were typed on, and in nothing else that is said.
    expect(named.findings.filter(({ effect }) => effect === 'stop').map(({ words }) => words)).toEqual(expect.arrayContaining(['Amina Salem Haddad', '22.6543, 13.8021']))
    expect(JSON.stringify(named.findings.map(({ where, what, why }) => [where, what, why]))).not.toMatch(/Amina|Haddad|Müller|555|22\.65|أمينة/)
  })

  it('can be looked at with what was found covered, marked as not released', () => {
    const html = writeHtml(named.preview, { paper: 'A4', fonts: [] })
    expect(html).not.toMatch(/Amina|Haddad|Müller|555 0148|22\.654|أمينة/)
    expect(html).toContain('████')
    expect(html).toContain('Not released')
  })

  it('is released once they are gone', () => {
    expect(released({ title: 'What a witness said' }).document).not.toBeNull()
  })
})

describe('only the release check clears', () => {
  const { document } = released()

  it('a copy, a parsed value or one made by hand is refused by the writer', () => {
    expect(isCleared(document)).toBe(true)
    expect(() => writeHtml({ ...document! } as Cleared<BriefingDocument>, { paper: 'A4', fonts: [] })).toThrow(TypeError)
    expect(() => writeHtml(structuredClone({ title: 'x' }) as unknown as Cleared<BriefingDocument>, { paper: 'A4', fonts: [] })).toThrow(TypeError)
  })

  it('what it cleared can no longer be changed', () => {
    expect(() => { (document as { title: unknown }).title = { text: 'Amina Salem Haddad', typed: true } }).toThrow(TypeError)
    expect(() => { (document!.blocks as SetBlock[]).push({ block: 'heading', words: { text: 'x', typed: true } }) }).toThrow(TypeError)
  })

  it('no other file imports the mark', () => {
    const folder = new URL('../../shared/briefing/', import.meta.url)
    const importers = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts') && /import \{[^}]*\bclear\b[^}]*\} from '[^']*cleared\.ts'/.test(readFileSync(new URL(file, folder), 'utf8')))
    expect(importers).toEqual(['release/release.ts'])
  })
})

describe('the page', () => {
  const { document } = released({ title: '<img src=x onerror=alert(1)> & "quotes"', narrative: '</style><script>1</script>', station: '"; } body { display: none } /*' })
  const html = writeHtml(document!, { paper: 'A4', fonts: [] })

  it('reads no text as markup or style', () => {
    expect(html).not.toMatch(/<(script|img|iframe|link|object)\b/i)
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;quotes&quot;')
    expect(html.match(/<style>/g)).toHaveLength(1)
    expect(html.slice(html.indexOf('<style>'), html.indexOf('</style>'))).not.toContain('body { display: none }')
  })

  it('asks for nothing outside itself', () => {
    expect(html.includes('default-src &#39;none&#39;; style-src')).toBe(true)
    expect(/https?:|url\((?!data:)/.test(html.replaceAll('http://www.w3.org/2000/svg', ''))).toBe(false)
  })
})

describe('in Arabic', () => {
  const { document } = released({}, 5, 'ar')
  const html = writeHtml(document!, { paper: 'A4', fonts: [] })

  it('runs right to left, with its own digits and countries', () => {
    expect(html).toContain('<html lang="ar" dir="rtl">')
    expect(html).toContain('٦١٨')
    expect(html).toContain('النيجر')
    expect(html).toContain('أقل من ٥')
  })

  it('has no sentence left in English, and no key left without words', () => {
    expect(html).not.toMatch(/briefing\.[a-z]/)
    expect(texts(document!).replaceAll(/Vigil sample office|Natural Earth 4\.1|public domain|Natural Earth|Tummo|Assamaka|Assisted|Forward post|The Niger–Libya border[^"]*|"[a-zA-Z]+":|"(table|title|points|heading|paragraph|map|notes|start|end)"|true|false|Kestrel|"[A-F]"/g, '')).not.toMatch(/[A-Za-z]{3,}/)
  })
})
