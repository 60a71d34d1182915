import { describe, expect, it } from 'vitest'
import type { BriefingSource } from '../../shared/briefing/briefing.ts'
import { composeBriefing } from '../../shared/briefing/compose/compose.ts'
import { listedSegments } from '../../shared/briefing/compose/key-points.ts'
import { createFinder } from '../../shared/briefing/release/find.ts'
import type { CandidateBase } from '../../shared/planning/plan.ts'
import { release } from '../../shared/briefing/release/release.ts'
import { exampleContext, exampleSource, KNOWN, PLAN, translatorFor } from './example.ts'

/** The words of a document, block by block, as a reader has them. */
function page(change: Partial<BriefingSource> = {}, language: 'en' | 'ar' = 'en') {
  const translator = translatorFor(language)
  const context = exampleContext(translator)
  const draft = composeBriefing(exampleSource({ language, ...change }), context, 5)
  const { document } = release({ draft, threshold: 5, finder: createFinder(KNOWN), translator, countryName: context.countryName, reviewer: 'Kestrel', isPlace: () => false })
  const blocks = document!.blocks
  return {
    head: blocks.flatMap((block) => (block.block === 'title' ? [block.date.text] : []))[0],
    tables: blocks.filter((block) => block.block === 'table'),
    paragraphs: blocks.flatMap((block) => (block.block === 'paragraph' ? [block.words.text] : [])),
    notes: blocks.flatMap((block) => (block.block === 'notes' ? block.notes.map(({ text }) => text) : [])),
  }
}

describe('the head of a briefing', () => {
  it('says the period and the study area, whatever was set', () => {
    const area = 'Study area: Algeria, Chad, Libya and Niger'
    expect(page().head).toBe(`16 June 2026. Reports from 1 January 2026 to 15 June 2026. ${area}`)
    expect(page({ period: { from: 1767225600, to: null } }).head).toBe(`16 June 2026. Reports since 1 January 2026. ${area}`)
    expect(page({ period: { from: null, to: 1781481600 } }).head).toBe(`16 June 2026. Reports until 15 June 2026. ${area}`)
    expect(page({ period: null, years: { from: 2014, to: 2023 } }).head).toBe(`16 June 2026. No period set: reports of every date, dated ones but for a few between January 2014 and December 2023. ${area}`)
    expect(page({ period: null, years: null, area: [] }).head).toBe('16 June 2026. No period set: reports of every date. No study area: no report names a country')
  })

  it('names no month that is still to come, and no more countries than the line has room for', () => {
    expect(page({ period: null }).head).toContain('between January 2025 and June 2026')
    const many = ['DZA', 'LBY', 'NER', 'TCD', 'EGY', 'MLI', 'SDN', 'TUN', 'MAR', 'NGA', 'CMR', 'BEN', 'GHA']
    expect(page({ area: many }).head).toContain('Study area: 13 countries, named under “Method and sources”')
    expect(page({ area: many }).notes.join()).toContain('Algeria, Benin, Cameroon')
  })

  it('says the same in Arabic, without a Latin letter', () => {
    const { head } = page({ period: null }, 'ar')
    expect(head).toContain('منطقة الدراسة')
    expect(head).not.toMatch(/[A-Za-z]/)
  })
})

describe('the plan of a briefing', () => {
  const listed = listedSegments(exampleSource(), 5, 10)
  const planReaching = (ids: readonly string[]): Partial<BriefingSource> => ({ plan: { ...PLAN, plan: { ...PLAN.plan, coveredDemand: ids } } })
  const saysOfReach = (change: Partial<BriefingSource>, language: 'en' | 'ar' = 'en') => page(change, language).paragraphs.find((text) => /out of reach|reaches all|خارج مدى|مقاطع الجدول/.test(text))

  it('names each listed segment that it leaves out of reach, by the number that it has in the table and on the map', () => {
    const missed = [listed[1]!, listed[4]!].map(({ id }) => id)
    expect(saysOfReach(planReaching(listed.map(({ id }) => id).filter((id) => !missed.includes(id))))).toMatch(/^Of the 9 segments of Table 1, 2 are out of reach of this plan: numbers 2 \(Niger – Libya 17\); 5 \(.+\)\. A plan reaches the most reports, not the highest rates\.$/)
  })

  it('says so where it reaches them all, or none', () => {
    expect(saysOfReach(planReaching(listed.map(({ id }) => id)))).toBe('The plan reaches all 9 segments of Table 1.')
    expect(saysOfReach(planReaching([]))).toMatch(/^All 9 segments of Table 1 are out of reach of this plan: numbers 1 \(/)
  })

  it('says it too where the reports are too few for a share, and not at all where no segment is listed', () => {
    const few = { ...exampleSource().segments, segments: [{ ...listed[0]!, reports: 6 }] }
    const counts = { tips: 618, drawn: 6, regionOnly: 3, countryOnly: 606, noPlace: 3 }
    expect(page({ segments: few, counts, ...planReaching([]) }).paragraphs.join('\n')).toMatch(/too few reports to say what share[^]*The segment of Table 1 is out of reach of this plan: number 1 \(/)
    expect(saysOfReach({ segments: { ...few, segments: [{ ...listed[0]!, reports: 2 }] }, counts })).toBeUndefined()
  })

  it('says it in Arabic', () => {
    expect(saysOfReach(planReaching(listed.slice(1).map(({ id }) => id)), 'ar')).toMatch(/^من مقاطع الجدول ١ وعددها ٩، مقطع واحد خارج مدى هذه الخطة، رقمه: ١ \(/)
  })
})

describe('a rank that hangs on what is expected of a kilometre', () => {
  it('is marked in the table that ranks it, and the mark is explained under that table', () => {
    const [segments] = page().tables
    const marked = segments!.rows.filter((row) => row.at(-1)!.text.endsWith(' *')).map((row) => row[1]!.text)
    expect(marked).toEqual(['Algeria – Niger 06, near Assamaka'])
    expect(segments!.notes.map(({ text }) => text)).toContain('* Its rank would be another if every kilometre of border were expected to report alike.')
    const even = exampleSource().segments
    const [unmarked] = page({ segments: { ...even, segments: even.segments.map((segment) => ({ ...segment, flips: false })) } }).tables
    expect(JSON.stringify(unmarked)).not.toContain('*')
  })
})

describe('a base that a person added', () => {
  const placed = (base: Partial<CandidateBase>, language: 'en' | 'ar') => {
    const whole: CandidateBase = { id: 'pressed-1', at: [14.1, 22.66], name: '', country: 'NER', from: 'drawn', ...base }
    const { tables } = page({ plan: { ...PLAN, plan: { ...PLAN.plan, teams: [{ base: whole, adds: 0.3, loss: 0.2 }] } } }, language)
    return tables.find((table) => table.rows[0]?.[0]?.text === (language === 'en' ? 'T1' : 'ف١'))!.rows[0]![1]!.text
  }

  it('goes by a name in the reader’s language: its settlement’s, its segment’s, or how it came to be', () => {
    // Named in Arabic when it was added, and read in English.
    expect(placed({ name: 'تمّو', settlement: true }, 'en')).toBe('Tummo')
    expect(placed({ segment: 'land:NER-LBY:17' }, 'en')).toBe('Niger – Libya 17')
    expect(placed({ segment: 'land:NER-LBY:17' }, 'ar')).toBe('النيجر – ليبيا ١٧')
    expect(placed({}, 'en')).toBe('placed by hand')
    expect(placed({ name: 'Forward post' }, 'en')).toBe('Forward post')
  })
})
