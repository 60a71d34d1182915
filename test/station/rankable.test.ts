import { describe, expect, it } from 'vitest'
import { rankableAreas } from '../../shared/station/rankable.ts'

describe('study areas in which borders can be ranked', () => {
  const segments = (counts: Readonly<Record<string, readonly number[]>>) => Object.entries(counts).flatMap(([border, reports]) => reports.map((many, at) => ({ id: `${border}:${at + 1}`, reports: many })))
  const ALL = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE']
  // AAA is full, BBB beside it holds its share, CCC is empty; DDD, far off, is full too.
  const map = segments({ 'land:AAA-BBB': [9, 4], 'coast:AAA': [6, 3], 'coast:BBB': [1, 0, 2, 1], 'land:BBB-CCC': [0, 0, 0], 'coast:CCC': [0, 0, 0, 0, 0], 'coast:DDD': [5, 2], 'coast:EEE': [1, 1] })

  it('are neighbours with two reports a segment together, those with most reports first; borders without a report join none', () => {
    expect(rankableAreas(map, ALL)).toEqual([
      { countries: ['AAA', 'BBB'], reports: 26, segments: 11 },
      { countries: ['DDD'], reports: 7, segments: 2 },
    ])
  })

  it('are of the countries assessed alone: of another only the shared border was counted', () => {
    expect(rankableAreas(map, ['AAA', 'CCC']).map(({ countries }) => countries)).toEqual([['AAA']])
  })

  it('are none where no country has enough by itself, and three at most', () => {
    expect(rankableAreas(segments({ 'coast:AAA': [1, 2], 'coast:BBB': [0] }), ALL)).toEqual([])
    expect(rankableAreas(segments(Object.fromEntries(ALL.map((code, at) => [`coast:${code}`, [2 + at]]))), ALL).map(({ countries }) => countries.join())).toEqual(['EEE', 'DDD', 'CCC'])
  })
})
