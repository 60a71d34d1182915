import { geoContains } from 'd3-geo'
import { describe, expect, test } from 'vitest'
import { clipToMap } from '../../shared/geo/antimeridian.ts'
import { loadOutlines } from '../../shared/geo/outlines.ts'
import type { LngLat } from '../../shared/model/units.ts'
import { makeOutlines } from '../../resources/scripts/make-outlines.ts'
import { halton } from './halton.ts'
import { resourceFile } from './resource-file.ts'
import { world } from './world.ts'

const medium = loadOutlines(resourceFile('outlinesMedium'))
const small = loadOutlines(resourceFile('outlinesSmall'))

describe('outlines', () => {
  test('are what the script makes of world-atlas', () => {
    for (const [name, scale] of [['outlines', '10m'], ['outlinesMedium', '50m'], ['outlinesSmall', '110m']] as const) expect(Buffer.from(makeOutlines(scale)).equals(resourceFile(name)), scale).toBe(true)
  })

  test('draw no bar across a flat map: no edge spans 180 degrees or more, nothing lies beyond 180', () => {
    for (const outlines of [world.outlines(), medium, small]) {
      let [widest, farthest] = [0, 0]
      for (const country of outlines.countries) {
        for (const ring of outlines.flatPolygons(country).flat()) {
          expect(ring[0]).toEqual(ring.at(-1))
          for (let i = 1; i < ring.length; i++) {
            widest = Math.max(widest, Math.abs(ring[i]![0] - ring[i - 1]![0]))
            farthest = Math.max(farthest, Math.abs(ring[i]![0]))
          }
        }
      }
      // Antarctica closes along the pole in steps of 45 degrees; nothing else comes near.
      expect(widest).toBeLessThanOrEqual(45)
      expect(farthest).toBeLessThanOrEqual(180)
      let step = 0
      for (const { line } of outlines.lines()) for (let i = 1; i < line.length; i++) step = Math.max(step, Math.abs(line[i]![0] - line[i - 1]![0]))
      expect(step).toBeLessThan(20)
    }
  })

  test('cut a shape on the antimeridian into two, and keep its hole on the right side', () => {
    const box: LngLat[] = [[170, 0], [170, 10], [-170, 10], [-170, 0], [170, 0]]
    const hole: LngLat[] = [[-178, 4], [-174, 4], [-174, 6], [-178, 6], [-178, 4]]
    const pieces = clipToMap([box, hole])
    expect(pieces).toHaveLength(2)
    expect(pieces.map((rings) => [Math.min(...rings[0]!.map((p) => p[0])), Math.max(...rings[0]!.map((p) => p[0])), rings.length])).toEqual([[170, 180, 1], [-180, -170, 2]])
  })

  test('give d3-geo polygons with their inside inside', () => {
    const contains = (country: string, at: [number, number]) => geoContains({ type: 'MultiPolygon', coordinates: medium.polygons(country) as unknown as [number, number][][][] }, at)
    expect(contains('LBY', [17, 27])).toBe(true)
    expect(contains('LBY', [-100, 40])).toBe(false)
    expect(contains('RUS', [-175, 67])).toBe(true)
    expect(contains('ZAF', [28.2, -29.6])).toBe(false)
    expect(contains('LSO', [28.2, -29.6])).toBe(true)
  })

  test('mark disputed lines, lines of control and indefinite borders, and no plain one', () => {
    const kinds = (a: string, b: string) => [...new Set(medium.lines().filter(({ countries }) => countries.join('-') === [a, b].sort().join('-')).map(({ kind }) => kind))]
    expect(kinds('IND', 'PAK')).toContain('line-of-control')
    expect(kinds('ESH', 'MAR')).toEqual(['line-of-control'])
    expect(kinds('SRB', 'XKX')).toEqual(['disputed'])
    expect(kinds('ISR', 'PSE')).toEqual(['disputed'])
    expect(kinds('PRK', 'KOR')).toContain('line-of-control')
    expect(kinds('LBY', 'NER')).toEqual(['international'])
    expect(kinds('USA', 'MEX')).toEqual(['international'])
  })
})

describe('which country a point is in', () => {
  test('is right for places that everyone can check, islands and enclaves among them', () => {
    const cases: [string | undefined, number, number][] = [
      ['NER', 8.0, 17.0], ['LBY', 13.19, 32.87], ['FRA', 2.35, 48.85], ['LSO', 28.0, -29.5], ['GUF', -52.3, 4.0], ['MYT', 45.16, -12.83], ['REU', 55.5, -21.1], ['SJM', 16, 78.5],
      ['XSO', 44.06, 9.56], ['XKX', 21.17, 42.67], ['XNC', 33.36, 35.25], ['UKR', 34.1, 44.95], ['KAZ', 63.3, 45.9], ['RUS', 179.9, 68.5], ['RUS', -179.9, 68.5], ['ATA', 0, -89], ['FJI', 178.4, -18.1], [undefined, 0, 89], [undefined, 13, 34], [undefined, 51, 41],
    ]
    for (const [country, lon, lat] of cases) expect(world.which().at([lon, lat]), `${lon},${lat}`).toBe(country)
  })

  test('is what the polygons say, for points all over the world', () => {
    const [u, v] = [halton(2), halton(3)]
    const polygons = world.outlines().countries.map((country) => ({ country, shapes: world.outlines().flatPolygons(country).map((rings) => ({ rings, box: boxOf(rings[0]!) })) }))
    let land = 0
    for (let i = 0; i < 1_500; i++) {
      const [x, y] = [u.next().value * 360 - 180, v.next().value * 170 - 88]
      const inside = polygons.filter(({ shapes }) => shapes.some(({ rings, box }) => x >= box[0] && x <= box[1] && y >= box[2] && y <= box[3] && inRings(x, y, rings))).map(({ country }) => country)
      expect(inside.length).toBeLessThanOrEqual(1)
      expect(world.which().at([x, y]), `${x},${y}`).toBe(inside[0])
      land += inside.length
    }
    expect(land).toBeGreaterThan(450)
  })

  test('changes exactly at a border, on whichever side the point is nudged', () => {
    const register = world.register()
    let checked = 0
    for (let i = 0; i < register.landCount; i += 37) {
      const line = register.line(i)
      const middle = Math.floor(line.length / 2)
      const [a, b] = [line[middle - 1]!, line[middle]!]
      const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
      const step = 0.002 / Math.hypot(dx, dy)
      const at: LngLat = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
      const sides = [1, -1].map((side) => world.which().at([at[0] - dy * step * side, at[1] + dx * step * side]))
      if (new Set(sides).size === 2 && sides.every((code) => register.countriesOf(i).includes(code ?? ''))) checked++
    }
    // A nudge of 200 m may step over a bend; hardly ever.
    expect(checked).toBeGreaterThan((register.landCount / 37) * 0.95)
  })

  test('takes no offence at odd numbers', () => {
    expect(world.which().at([Number.NaN, 3])).toBeUndefined()
    expect(world.which().at([10, Infinity])).toBeUndefined()
    expect(world.which().at([368, 17])).toBe('NER')
    expect(world.which().at([0, 90])).toBeUndefined()
    expect(world.which().at([-180, -90])).toBe('ATA')
  })
})

function boxOf(ring: readonly LngLat[]): readonly [number, number, number, number] {
  const [xs, ys] = [ring.map((p) => p[0]), ring.map((p) => p[1])]
  return [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
}

function inRings(x: number, y: number, rings: readonly (readonly LngLat[])[]): boolean {
  let inside = false
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [a, b] = [ring[i - 1]!, ring[i]!]
      if (a[1] > y !== b[1] > y && x < a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0])) inside = !inside
    }
  }
  return inside
}
