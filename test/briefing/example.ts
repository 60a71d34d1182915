import { readFileSync } from 'node:fs'
import { latLngToCell, gridDisk } from 'h3-js'
import type { SegmentRate } from '../../shared/analysis/result.ts'
import type { BriefingSource, KnownIdentifiers } from '../../shared/briefing/briefing.ts'
import type { BriefingContext } from '../../shared/briefing/compose/context.ts'
import { createCountryNames } from '../../shared/briefing/compose/country-names.ts'
import type { BorderSegment } from '../../shared/geo/segment.ts'
import { createTranslator, type Translator } from '../../shared/language.ts'
import type { LngLat, Metres } from '../../shared/model/units.ts'
import type { Plan, PlanResult } from '../../shared/planning/plan.ts'

/** An invented case on the Niger–Libya border: figures chosen by hand, so that each rule has something to do. */
export function translatorFor(language: 'en' | 'ar'): Translator {
  const read = (each: string, area: string) => JSON.parse(readFileSync(new URL(`../../resources/locales/${each}/${area}.json`, import.meta.url), 'utf8')) as unknown
  const both = (each: string) => ({ briefing: read(each, 'briefing'), geo: read(each, 'geo') })
  return createTranslator({ language, texts: { en: both('en'), ar: both('ar') } })
}

const square = (west: number, south: number, east: number, north: number): LngLat[] => [[west, south], [west, north], [east, north], [east, south], [west, south]]
const LAND: Readonly<Record<string, LngLat[]>> = { DZA: square(-2, 23, 9.5, 34), LBY: square(9.5, 23, 25, 33), NER: square(0, 13, 15, 23), TCD: square(15, 13, 24, 23), EGY: square(25, 22, 35, 31), MLI: square(-12, 13, 0, 23) }

const line = (a: LngLat, b: LngLat): LngLat[] => [a, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], b]
export const SEGMENTS: readonly BorderSegment[] = Array.from({ length: 24 }, (_, index) => {
  const from = 1 + index * 0.55
  const countries = from < 9.5 ? ['DZA', 'NER'] : ['NER', 'LBY']
  return { index, id: `land:${countries.join('-')}:${index}`, class: 'land', countries, length: 50_000 as Metres, line: line([from, 23], [from + 0.55, 23]) }
})

const REPORTS = [0, 1, 3, 88, 29, 0, 12, 4, 0, 0, 0, 7, 2, 0, 0, 37, 64, 72, 31, 5, 0, 0, 1, 0]
export const RATES: readonly SegmentRate[] = SEGMENTS.map((segment, i) => {
  const reports = REPORTS[i] ?? 0
  const expected = 6 + (i % 5) * 3
  const rate = (reports + 0.8) / (expected + 0.8)
  return { id: segment.id, index: i, class: 'land' as const, reports, expected, rate, low: rate * 0.72, high: rate * (reports > 20 ? 1.3 : 2.4), rankLow: 1 + (i % 4), rankHigh: 4 + (i % 9), topTen: 0.5, flips: i === 6 }
}).sort((a, b) => b.rate - a.rate)

const CELLS = gridDisk(latLngToCell(22.6, 14.2, 5), 1)
const plan = (covered: number, bases: readonly (readonly [string, number, number, 'settlement' | 'drawn' | 'segment'])[]): Plan => ({
  teams: bases.map(([name, lon, lat, from], i) => ({ base: { id: `b${i}`, at: [lon, lat], name, country: lon < 9.5 ? 'DZA' : 'NER', from }, adds: covered / bases.length, loss: covered / bases.length / 1.5 })),
  covered: { share: covered, low: covered - 0.07, high: covered + 0.05 },
  coveredDemand: [],
})
const BEST = plan(0.553, [['Assamaka', 5.77, 22.9, 'settlement'], ['Tummo', 14.1, 22.66, 'settlement'], ['Forward post', 11.2345, 22.8765, 'drawn']])
export const PLAN: PlanResult = {
  plan: BEST, bound: 0.553, gap: 0, proved: true, seconds: 1, byTeams: [1, 2, 3, 4].map(teams => ({ teams, covered: 0.2 + teams * 0.11, gap: 0 })),
  runnerUp: { ...plan(0.54, [['Arlit', 7.4, 22.2, 'settlement']]), difference: { share: 0.01, low: -0.03, high: 0.05 }, apart: 120_000 as Metres, distinguishable: false },
  greedy: plan(0.55, [['Assamaka', 5.77, 22.9, 'settlement']]), hottest: plan(0.41, [['Tummo', 14.1, 22.66, 'settlement']]), says: [],
}

export function exampleSource(change: Partial<BriefingSource> = {}): BriefingSource {
  return {
    title: 'The Niger–Libya border carries the most reports in the region',
    station: 'Vigil sample office',
    tlp: 'TLP:AMBER',
    composedAt: 1781568000,
    language: 'en',
    period: { from: 1767225600, to: 1781481600 },
    years: { from: 2025, to: 2026 },
    filters: [],
    keyPoints: [],
    narrative: '',
    area: ['NER', 'LBY', 'DZA', 'TCD'],
    counts: { tips: 618, drawn: 400, regionOnly: 3, countryOnly: 212, noPlace: 3 },
    byCountry: [{ country: 'NER', reports: 340, outcomes: { Assisted: 41 } }, { country: 'DZA', reports: 170, outcomes: { Assisted: 18 } }, { country: 'LBY', reports: 92, outcomes: { Assisted: 3 } }, { country: 'TCD', reports: 12, outcomes: { Assisted: 0 } }, { country: '', reports: 4, outcomes: { Assisted: 0 } }],
    hotspots: { hotspots: CELLS.map((cell, i) => ({ cell, kind: 'area' as const, reports: i === 0 ? 14 : i, expected: 1.5, areaReports: i === 6 ? 3 : 29 + i, areaExpected: 9, rate: 3.4 + i / 5, q: i === 0 ? 0.0004 : 0.02, since: { from: '2026-03', to: '2026-06' }, group: 0 })), cells: 4000, reports: 400, phi: 0.4, psi: 0, rough: false, refused: null, says: [] },
    segments: { segments: RATES, ranked: true, says: [] },
    plan: PLAN,
    deployment: { teams: 3, range: 100_000, detour: 1, minimum: {} },
    method: [],
    sources: [{ name: 'Natural Earth 4.1', attribution: 'public domain' }],
    sample: 'invented',
    ...change,
  }
}

export function exampleContext(translator: Translator): BriefingContext {
  return {
    ground: { countries: Object.keys(LAND), polygons: code => (LAND[code] ? [[LAND[code]]] : []), lines: () => [{ class: 'border', kind: 'international', line: [[0, 23], [15, 23], [25, 23]] }, { class: 'border', kind: 'disputed', line: [[24, 23], [24, 21]] }] },
    settlements: [{ name: 'Tummo', at: [14.1, 22.66], population: 500 }, { name: 'Assamaka', at: [5.77, 22.9], population: 1500 }, { name: 'Arlit', at: [7.4, 18.7], population: 70000 }],
    nearest: at => (at[0] > 12 ? 'Tummo' : at[0] < 7 ? 'Assamaka' : null),
    segment: index => SEGMENTS[index] ?? SEGMENTS[0]!,
    countryName: createCountryNames(translator),
    number: value => translator.formats.number(value),
  }
}

/** Identifiers of an invented vault, Latin and Arabic. */
export const KNOWN: KnownIdentifiers = {
  names: ['Amina Salem Haddad', 'Jürgen Müller-Lüdenscheidt', 'أمينة سالم الحدّاد', 'مُحَمَّد عبد الرحمن الإدريسي', 'Mohammed Abdel Rahman', 'Zuhra'],
  contacts: ['+218 91 555 0148', '+227 96 12 34 56', 'amina.haddad@example.org'],
  identifiers: ['5-482913', 'NI 4821 RG', 'P<LBY0043218', '7Q4K-F3MX-22'],
  exactPlaces: [[13.80214, 22.65432], [5.76911, 22.90518]],
}
