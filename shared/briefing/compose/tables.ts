import { foundBy, type Hotspot } from '../../analysis/result.ts'
import type { BriefingSource } from '../briefing.ts'
import type { Block, Cell, Column, Figure, Words } from '../document.ts'
import { countId, decimalsOf, LEVEL, listedSegments, rateWords } from './key-points.ts'
import { segmentName, type BriefingContext } from './context.ts'
import { cellToLatLng } from 'h3-js'

const head = (key: string, align: 'start' | 'end' = 'end'): Column => ({ head: { message: `briefing.column.${key}` }, align })
export const plain = (value: number, decimals?: number): Figure => (decimals === undefined ? { figure: 'plain', value } : { figure: 'plain', value, decimals })

/** Rows of a list of segments or hotspots. */
export const LISTED = 10

/** Border segments with the highest rates of those that may be listed; numbered as on the map. */
export function segmentTable(source: BriefingSource, context: BriefingContext, threshold: number, number: number): Block | null {
  const listed = listedSegments(source, threshold, LISTED)
  if (listed.length === 0) return null
  const left = source.segments.segments.filter(segment => segment.reports > 0 && segment.reports < threshold).length
  return {
    block: 'table',
    caption: { message: source.segments.ranked ? 'briefing.table.segments' : 'briefing.table.most', values: { number: plain(number), count: listed.length } },
    columns: [head('number', 'start'), head('segment', 'start'), head('reports'), head('expected'), head('rate'), { head: { message: 'briefing.column.interval', values: { level: LEVEL } }, align: 'end' }, ...(source.segments.ranked ? [head('rank')] : [])],
    rows: listed.map((segment, i): Cell[] => {
      const id = countId(segment)
      return [
        plain(i + 1),
        segmentName(context.segment(segment.index), context),
        { figure: 'count', id },
        { figure: 'made-from', id, value: segment.expected, decimals: 1 },
        { figure: 'made-from', id, value: segment.rate, decimals: decimalsOf(segment.rate) },
        { message: 'briefing.range', values: { low: { figure: 'made-from', id, value: segment.low, decimals: decimalsOf(segment.low) }, high: { figure: 'made-from', id, value: segment.high, decimals: decimalsOf(segment.high) } } },
        ...(source.segments.ranked ? [segment.flips ? { message: 'briefing.rank-flips', values: { rank: rateWords(segment).rank } } : rateWords(segment).rank] : []),
      ]
    }),
    notes: [{ message: 'briefing.note.rate', values: { one: 1 } }, ...(left > 0 ? [{ message: 'briefing.note.left-out', values: { threshold: plain(threshold) } }] : []), ...(source.segments.ranked && listed.some(segment => segment.flips) ? [{ message: 'briefing.note.flips' }] : [])],
  }
}

/**
 * What every reader can work out though no table prints it: of the reports that are drawn, those on no listed segment.
 * Few of them are small like any other count (a thin segment's, one patrol's). Null where no segment is listed.
 */
export function elsewhere(source: BriefingSource, threshold: number): { count: [string, number]; relation: { total: string; parts: string[] } } | null {
  const listed = listedSegments(source, threshold, LISTED)
  if (listed.length === 0) return null
  const id = 'drawn:elsewhere'
  const rest = source.counts.drawn - listed.reduce((sum, segment) => sum + segment.reports, 0)
  if (rest < 0) throw new RangeError(`the listed segments have ${-rest} reports more than are drawn`)
  return { count: [id, rest], relation: { total: 'drawn', parts: [...listed.map(countId), id] } }
}

/** Hotspots that touch, as one row: where, how many cells, reports as a band, since when. None of few reports, as no segment is: it has a place's name. */
export function hotspotTable(source: BriefingSource, context: BriefingContext, threshold: number, number: number): Block | null {
  const groups = new Map<number, (typeof source.hotspots.hotspots)[number][]>()
  for (const hotspot of source.hotspots.hotspots) groups.set(hotspot.group, [...(groups.get(hotspot.group) ?? []), hotspot])
  if (groups.size === 0) return null
  const reportsOf = (cells: readonly Hotspot[]) => cells.reduce((sum, cell) => sum + cell.reports, 0)
  const ordered = [...groups.values()].filter(cells => reportsOf(cells) >= threshold).map(cells => [...cells].sort((a, b) => a.q - b.q)).sort((a, b) => (a[0]?.q ?? 1) - (b[0]?.q ?? 1)).slice(0, LISTED)
  const left = groups.size - ordered.length
  if (ordered.length === 0) return null
  return {
    block: 'table',
    caption: { message: 'briefing.table.hotspots', values: { number: plain(number), count: ordered.length } },
    columns: [head('place', 'start'), head('cells'), head('reports'), head('rate'), head('since', 'start')],
    rows: ordered.map((cells): Cell[] => {
      const surest = cells[0]
      const [lat, lon] = surest ? cellToLatLng(surest.cell) : [0, 0]
      const place = context.nearest([lon, lat])
      // A rate of few reports would give their number back, since what was expected can be worked out; a rate to one decimal would give back any.
      const rates = cells.map(foundBy).filter(({ reports }) => reports >= threshold).map(({ rate }) => rate)
      return [
        place ? { message: 'briefing.near', values: { place: { said: place } } } : { message: 'briefing.no-settlement-near' },
        plain(cells.length),
        { figure: 'band', value: reportsOf(cells) },
        rates.length === 0 ? { message: 'briefing.figure.not-shown' } : { figure: 'rate-band', value: Math.max(...rates) },
        sinceWords(surest?.since ?? null),
      ]
    }),
    notes: [...(left > 0 ? [{ message: 'briefing.note.hotspots-left', values: { count: left } }] : []), { message: 'briefing.note.hotspots', values: { area: 250 } }, { message: 'briefing.note.bands' }],
  }
}

function sinceWords(since: { readonly from: string; readonly to: string } | null): Words {
  if (!since) return { message: 'briefing.since.none' }
  return since.from === since.to ? { message: 'briefing.since.month', values: { from: `month:${since.from}` } } : { message: 'briefing.since.between', values: { from: `month:${since.from}`, to: `month:${since.to}` } }
}

/** Stands for the countries that are not listed, where they are many: those with fewer reports than may be printed, and those after the first fifteen. */
const OTHERS = 'others'
/** Rows that come after all countries, in this order. */
const LAST = [OTHERS, '']
const MANY = 4
const MOST = 15

function mergeRest(rows: BriefingSource['byCountry'], threshold: number): BriefingSource['byCountry'][number][] {
  const named = rows.filter(row => row.country !== '').sort((a, b) => b.reports - a.reports)
  const rest = named.filter((row, i) => i >= MOST || row.reports < threshold)
  if (rest.length < MANY) return [...rows]
  const outcomes: Record<string, number> = {}
  for (const row of rest) for (const [outcome, count] of Object.entries(row.outcomes ?? {})) outcomes[outcome] = (outcomes[outcome] ?? 0) + count
  return [...rows.filter(row => !rest.includes(row)), { country: OTHERS, reports: rest.reduce((sum, row) => sum + row.reports, 0), outcomes }]
}

/** Reports by country, most first, with the total; outcomes beside them where the source has any. */
export function countryTable(source: BriefingSource, context: BriefingContext, threshold: number, number: number): { block: Block; relations: { total: string; parts: string[] }[]; counts: [string, number][] } | null {
  if (source.byCountry.length === 0) return null
  const outcomes = [...new Set(source.byCountry.flatMap(row => Object.keys(row.outcomes ?? {})))]
  const rows = mergeRest(source.byCountry, threshold).sort((a, b) => (LAST.indexOf(a.country) - LAST.indexOf(b.country) || b.reports - a.reports))
  const counts: [string, number][] = []
  for (const row of rows) {
    counts.push([`country:${row.country}`, row.reports])
    for (const outcome of outcomes) counts.push([`country:${row.country}:${outcome}`, row.outcomes?.[outcome] ?? 0])
  }
  const sum = rows.reduce((all, row) => all + row.reports, 0)
  for (const outcome of outcomes) counts.push([`outcome:${outcome}`, rows.reduce((all, row) => all + (row.outcomes?.[outcome] ?? 0), 0)])
  if (sum !== source.counts.tips) throw new RangeError(`countries make ${sum} reports of ${source.counts.tips}`)
  return {
    counts,
    relations: [
      { total: 'tips', parts: rows.map(row => `country:${row.country}`) },
      ...outcomes.map(outcome => ({ total: `outcome:${outcome}`, parts: rows.map(row => `country:${row.country}:${outcome}`) })),
    ],
    block: {
      block: 'table',
      caption: { message: 'briefing.table.countries', values: { number: plain(number) } },
      columns: [head('country', 'start'), head('reports'), ...outcomes.map((outcome): Column => ({ head: { said: outcome }, align: 'end' }))],
      rows: [
        ...rows.map((row): Cell[] => [
          row.country === '' ? { message: 'briefing.no-country' } : row.country === OTHERS ? { message: 'briefing.other-countries', values: { count: source.byCountry.length - rows.length + 1 } } : { said: context.countryName(row.country) },
          { figure: 'count', id: `country:${row.country}` },
          ...outcomes.map((outcome): Cell => ({ figure: 'count', id: `country:${row.country}:${outcome}` })),
        ]),
        [{ message: 'briefing.total' }, { figure: 'count', id: 'tips' }, ...outcomes.map((outcome): Cell => ({ figure: 'count', id: `outcome:${outcome}` }))],
      ],
      totalled: true,
      notes: [],
    },
  }
}

/** How exactly the places are known: what is drawn and what is only counted. */
export function precisionTable(source: BriefingSource, number: number): { block: Block; relations: { total: string; parts: string[] }[]; counts: [string, number][] } {
  const { tips, drawn, regionOnly, countryOnly, noPlace } = source.counts
  const row = (id: string): Cell[] => [{ message: `briefing.precision.${id}` }, { figure: 'count', id }]
  return {
    counts: [['tips', tips], ['drawn', drawn], ['regionOnly', regionOnly], ['countryOnly', countryOnly], ['noPlace', noPlace]],
    relations: [{ total: 'tips', parts: ['drawn', 'regionOnly', 'countryOnly', 'noPlace'] }],
    block: {
      block: 'table',
      caption: { message: 'briefing.table.precision', values: { number: plain(number) } },
      columns: [head('precision', 'start'), head('reports')],
      rows: [row('drawn'), row('regionOnly'), row('countryOnly'), row('noPlace'), [{ message: 'briefing.total' }, { figure: 'count', id: 'tips' }]],
      totalled: true,
      notes: [],
    },
  }
}
