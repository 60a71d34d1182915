import { geoDistance } from 'd3-geo'
import { describe, expect, it } from 'vitest'
import type { MapDrawing, SaidOnMap } from '../../shared/briefing/map/drawing.ts'
import { drawMap } from '../../shared/briefing/map/map-svg.ts'
import { PathString } from '../../shared/briefing/map/path-string.ts'
import { fitProjection } from '../../shared/briefing/map/projection.ts'
import { certaintyOf, rateStep } from '../../shared/analysis/scale.ts'
import { EMBER } from '../../shared/briefing/map/scales.ts'
import { escapeText, markup } from '../../shared/briefing/markup.ts'
import type { LngLat, Metres } from '../../shared/model/units.ts'
import { exampleContext, translatorFor } from './example.ts'

const said: SaidOnMap = {
  alt: 'Map', countryName: code => code, number: (value, decimals) => (decimals === undefined ? String(value) : value.toFixed(decimals)), direction: 'ltr',
  legend: { segments: 'S', interval: 'I', narrow: 'n', wide: 'w', veryWide: 'v', under: 'u', hotspots: 'H', surer: 's', enlarged: 'e', teams: 't', disputed: 'd', notDrawn: ['Not drawn: 212'], team: (number: string) => `T${number}`, kilometres: km => `${km} km` },
}
const drawing = (change: Partial<MapDrawing> = {}): MapDrawing => ({ ground: exampleContext(translatorFor('en')).ground, area: ['NER', 'LBY'], settlements: [], segments: [], hotspots: [], teams: [], ...change })
const segment = (reports: number, rate: number, low: number, high: number) => ({ id: `s${rate}`, line: [[13, 23], [14, 23]] as LngLat[], reports, rate, low, high })
const hex = (colour: string) => [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16) / 255).map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
const luminance = (colour: string) => 0.2126 * (hex(colour)[0] ?? 0) + 0.7152 * (hex(colour)[1] ?? 0) + 0.0722 * (hex(colour)[2] ?? 0)

describe('the scales of the map', () => {
  it('run one way in lightness, so that a grey print still ranks', () => {
    for (let i = 1; i < EMBER.length; i++) expect(luminance(EMBER[i]!)).toBeLessThan(luminance(EMBER[i - 1]!) * 0.85)
  })
  it('put each rate into its class, ends included below', () => {
    expect([0, 0.99, 1, 1.5, 2, 2.59, 2.6, 3.3, 4.1, 99].map(rateStep)).toEqual([1, 1, 2, 3, 4, 4, 5, 6, 7, 7])
  })
  it('call an interval narrow, wide or very wide by the ratio of its ends', () => {
    expect([certaintyOf(1, 1.9), certaintyOf(1, 3), certaintyOf(1, 4), certaintyOf(0, 1)]).toEqual(['narrow', 'wide', 'very-wide', 'very-wide'])
  })
})

describe('the map', () => {
  it('gives a segment under the threshold no colour of its own, whatever its rate', () => {
    const hidden = (rate: number) => drawMap(drawing({ segments: [segment(3, rate, rate / 2, rate * 2), { ...segment(40, 2.2, 1.9, 2.5), line: [[10, 22], [11, 22]] }] }), said, 5).text
    expect(hidden(0.4)).toBe(hidden(9))
  })

  it('gives a hotspot of few reports no colour of its own', () => {
    const hot = (rate: number) => drawMap(drawing({ hotspots: [{ cell: '85386e23fffffff', reports: 3, rate, q: 0.01 }] }), said, 5).text
    expect(hot(2)).toBe(hot(9))
    expect(hot(2)).not.toContain(EMBER[6])
  })

  it('draws reach at true size', () => {
    const map = drawing({ teams: [{ number: 1, at: [14, 20], byHand: false, reach: 150_000 as Metres }] })
    const { projection } = fitProjection(map, 5, 720)
    const path = /fill-opacity="0.05"><path d="([^"]+)"/.exec(drawMap(map, said, 5).text)?.[1] ?? ''
    const points = [...path.matchAll(/[ML]([-\d.]+),([-\d.]+)/g)].map(match => projection.invert!([Number(match[1]), Number(match[2])])!)
    expect(points.length).toBeGreaterThan(40)
    for (const point of points) expect(Math.abs(geoDistance(point, [14, 20]) * 6371.0088 - 150)).toBeLessThan(2.5)
  })

  it('leave room on the first page for what is said first, however long and narrow the borders lie', () => {
    const column = fitProjection(drawing({ segments: [{ ...segment(9, 2, 1, 3), line: [[1, 5], [1, 10], [1, 15]] }] }), 5, 720)
    const row = fitProjection(drawing({ segments: [{ ...segment(9, 2, 1, 3), line: [[1, 5], [11, 5], [21, 5]] }] }), 5, 720)
    expect(column.height / column.width).toBeLessThan(0.685)
    expect(row.height / row.width).toBeGreaterThan(0.415)
    // All of it is in sight.
    for (const [fitted, ends] of [[column, [[1, 5], [1, 15]]], [row, [[1, 5], [21, 5]]]] as const) {
      for (const end of ends) {
        const [x, y] = fitted.projection([end[0], end[1]])!
        expect(x > 0 && x < fitted.width && y > 0 && y < fitted.height).toBe(true)
      }
    }
  })

  it('has a scale bar that is true at its middle', () => {
    const map = drawing({ segments: [segment(40, 2, 1.8, 2.4), { ...segment(40, 2, 1.8, 2.4), line: [[8, 20], [9, 21]] }] })
    const { projection, width, height } = fitProjection(map, 5, 720)
    const [, x, km] = /M10,[\d.]+V[\d.]+H([\d.]+)V[\d.]+" stroke="#40444c".*?>([\d]+) km</.exec(drawMap(map, said, 5).text) ?? []
    const units = Number(x) - 10
    const a = projection.invert!([width / 2 - units / 2, height / 2])!
    const b = projection.invert!([width / 2 + units / 2, height / 2])!
    expect(Math.abs(geoDistance(a, b) * 6371.0088 - Number(km)) / Number(km)).toBeLessThan(0.01)
  })

  it('says what it does not draw, and dashes what is disputed', () => {
    const svg = drawMap(drawing({ segments: [segment(40, 2, 1.8, 2.4), { ...segment(9, 1, 0.5, 2), line: [[23, 21.5], [24, 22.5]] }] }), said, 5).text
    expect(svg).toContain('Not drawn: 212')
    expect(/<path d="M[^"]+" stroke="#8d919a" stroke-width="0.9" stroke-dasharray="3 2"\/>/.test(svg)).toBe(true)
  })

  it('draws the world whole where its things lie far apart, with no bar across it', () => {
    const far = drawing({ segments: [{ ...segment(40, 2, 1.8, 2.4), line: [[-118, 32], [-117, 33]] }, { ...segment(40, 2, 1.8, 2.4), line: [[177, -38], [-178, -38]] }, { ...segment(40, 2, 1.8, 2.4), line: [[100, 10], [101, 11]] }] })
    const { world } = fitProjection(far, 5, 720)
    expect(world).toBe(true)
    for (const path of drawMap(far, said, 5).text.matchAll(/<path d="([^"]+)" stroke="#(?:f|e|d|b|9|6)[0-9a-f]{5}"/g)) {
      const points = [...path[1]!.matchAll(/([ML])([-\d.]+),([-\d.]+)/g)]
      points.forEach((point, i) => {
        if (point[1] === 'L') expect(Math.abs(Number(point[2]) - Number(points[i - 1]?.[2]))).toBeLessThan(60)
      })
    }
  })

  it('reads no name as markup', () => {
    const svg = drawMap(drawing({ settlements: [{ name: '<script>alert(1)</script>', at: [14, 22], population: 9 }], segments: [segment(40, 2, 1.8, 2.4)] }), said, 5).text
    expect(svg).not.toContain('<script')
  })

  it('is the same map whenever it is drawn', () => {
    const map = drawing({ segments: [segment(40, 2, 1.8, 2.4)], hotspots: [{ cell: '85386e23fffffff', reports: 30, rate: 3, q: 0.001 }] })
    expect(drawMap(map, said, 5).text).toBe(drawMap(map, said, 5).text)
  })
})

describe('what writes it', () => {
  it('escapes every text and joins what it wrote itself', () => {
    expect(markup`<p title="${'"<&\''}">${['a<', markup`<b>${1}</b>`, null, false]}</p>`.text).toBe('<p title="&quot;&lt;&amp;&#39;">a&lt;<b>1</b></p>')
    expect(escapeText('a\u0000b\u001b[31m')).toBe('a\ufffdb\ufffd[31m')
  })

  it('leaves out points too near to be seen, but not a line’s end', () => {
    const path = new PathString()
    path.moveTo(0, 0)
    path.lineTo(0.1, 0)
    path.lineTo(0.2, 0.1)
    path.lineTo(5, 5)
    path.lineTo(5.2, 5.1)
    expect(path.take()).toBe('M0,0L5,5L5.2,5.1')
  })
})
