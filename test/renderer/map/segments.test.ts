import { describe, expect, it } from 'vitest'
import { madeFrom, type EvidenceColumns } from '../../../renderer/screens/map/made-from.ts'
import { pageOfMap } from '../../../renderer/screens/map/flat-map.tsx'
import { segmentName, segmentNameParts } from '../../../renderer/screens/map/segment-name.ts'
import { axisOf } from '../../../renderer/parts/axis.ts'
import { codeIndex } from '../../../shared/model/vocabularies/vocabulary.ts'
import { PRECISIONS } from '../../../shared/model/place.ts'

const NAMES: Readonly<Record<string, string>> = { NER: 'Niger', LBY: 'Libya' }
const wording = { country: (code: string) => NAMES[code] ?? code, number: (value: number, options?: Intl.NumberFormatOptions) => new Intl.NumberFormat('en', options).format(value) }
const say = ((key: string, values: Record<string, string>) => {
  const texts: Readonly<Record<string, string>> = { 'map.segment.countries-land': '{a} – {b}', 'map.segment.countries-coast': 'Coast of {a}' }
  return texts[key]!.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
}) as Parameters<typeof segmentName>[2]

describe('the name of a segment', () => {
  it('has both countries of a border and the number of the register, in two digits', () => {
    expect(segmentName({ id: 'land:LBY-NER:6', class: 'land' }, wording, say)).toBe('Libya – Niger 06')
    expect(segmentName({ id: 'land:LBY-NER:112', class: 'land' }, wording, say)).toBe('Libya – Niger 112')
  })

  it('has the one country of a coast', () => {
    expect(segmentName({ id: 'coast:LBY:12', class: 'coast' }, wording, say)).toBe('Coast of Libya 12')
  })

  it('has the digits of the language', () => {
    const arabic = { ...wording, number: (value: number, options?: Intl.NumberFormatOptions) => new Intl.NumberFormat('ar-u-nu-arab', options).format(value) }
    expect(segmentNameParts({ id: 'land:LBY-NER:6', class: 'land' }, arabic, say).order).toBe('٠٦')
  })

  it('keeps the number apart, so that it is never cut with the countries', () => {
    expect(segmentNameParts({ id: 'land:LBY-NER:6', class: 'land' }, wording, say)).toEqual({ countries: 'Libya – Niger', order: '06' })
  })
})

describe('what a segment is made from', () => {
  const source = (code: string) => codeIndex('source', code)
  const channel = (code: string) => codeIndex('channel', code)
  const columns: EvidenceColumns = {
    segment: Int32Array.of(7, 7, 3, 7, 7, -1),
    surfaced: Uint8Array.of(0, codeIndex('surfaced', 'patrol'), 0, 0, 0, 0),
    source: Uint8Array.of(source('A'), source('A'), source('A'), source('D'), source('not-graded'), source('A')),
    precision: Uint8Array.from(['exact', 'exact', 'exact', 'settlement', 'settlement', 'region'], (code) => PRECISIONS.indexOf(code as (typeof PRECISIONS)[number])),
    channel: Uint8Array.of(channel('phone'), channel('phone'), channel('phone'), channel('sms'), channel('phone'), channel('phone')),
  }

  it('is the tips counted to it that pass, and none that a patrol found', () => {
    const evidence = madeFrom(columns, Uint32Array.of(5, 4, 3, 2, 1, 0), 7)
    expect([...evidence.rows]).toEqual([4, 3, 0])
    expect(evidence.patrol).toBe(1)
  })

  it('is broken down by grade, place and channel, each adding up to all', () => {
    const { grades, precisions, channels } = madeFrom(columns, Uint32Array.of(4, 3, 1, 0), 7)
    expect(grades).toEqual([{ name: 'a-b', count: 1 }, { name: 'd-f', count: 1 }, { name: 'none', count: 1 }])
    expect(precisions).toEqual([{ name: 'exact', count: 1 }, { name: 'settlement', count: 2 }])
    expect(channels).toEqual([{ name: 'phone', count: 2 }, { name: 'sms', count: 1 }])
  })
})

describe('the axis under the whiskers', () => {
  it('begins at nought and holds at most six round values', () => {
    expect(axisOf(8.4)).toEqual([0, 2, 4, 6, 8])
    expect(axisOf(305)).toEqual([0, 100, 200, 300])
    expect(axisOf(203, 3)).toEqual([0, 100, 200])
    for (const most of [2, 3.1, 7, 19, 41, 88, 1234]) expect(axisOf(most).length).toBeLessThanOrEqual(6)
  })
})

describe('the map without WebGL', () => {
  it('is the figure of the briefing with its head, and nothing else of the page', () => {
    const page = pageOfMap('<!doctype html><html lang="en" dir="ltr"><head><style>a{}</style></head><body><p>words</p><figure><svg></svg><figcaption>Map 1.</figcaption></figure><p>more</p></body></html>')
    expect(page).toBe('<!doctype html><html lang="en" dir="ltr"><head><style>a{}</style></head><body class="map-alone"><figure><svg></svg><figcaption>Map 1.</figcaption></figure></body></html>')
    expect(pageOfMap('<html><head></head><body></body></html>')).toBeNull()
  })
})
