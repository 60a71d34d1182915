import * as turf from '@turf/turf'
import { beforeAll, describe, expect, test } from 'vitest'
import { NO_E7 } from '../../shared/model/units.ts'
import { indexSegments, type NearestSegments } from '../../shared/geo/nearest.ts'
import { loadRegister } from '../../shared/geo/register.ts'
import { distance } from '../../shared/geo/sphere.ts'
import { halton } from './halton.ts'
import { resourceFile } from './resource-file.ts'

const register = loadRegister(resourceFile('segments'))
let nearest: NearestSegments
beforeAll(() => {
  nearest = indexSegments(register)
})

/** Nearest by looking at every segment whose box could hold it, with Turf's own distance to a line. */
function byTurf(lon: number, lat: number, within: number): { index: number; distance: number } {
  let best = { index: -1, distance: within }
  const { points, starts, grid } = register.geometry
  for (let i = 0; i < register.count; i++) {
    const p = starts[i]!
    // A segment is at most 75 km long, so no vertex of a nearest one is farther than this.
    if (distance(lon, lat, points[2 * p]! / grid, points[2 * p + 1]! / grid) > best.distance + 75_000) continue
    // Turf wants longitudes on the point's side of the antimeridian.
    const line = register.line(i).map(([x, y]) => [x + 360 * Math.round((lon - x) / 360), y])
    const d = turf.pointToLineDistance([lon, lat], turf.lineString(line), { units: 'meters' })
    if (d < best.distance) best = { index: i, distance: d }
  }
  return best
}

describe('nearest segment', () => {
  test('is the one Turf finds by looking at all, over land, sea, the antimeridian and the far north', () => {
    const [u, v] = [halton(2), halton(3)]
    const sample: [number, number][] = [[179.99, -16.8], [-179.95, 71], [180, 68.9], [-180, -17], [0, 83.5], [-40, 83.4], [25.2597, -17.7936], [11.5, 23.5]]
    while (sample.length < 120) {
      const i = Math.floor(u.next().value * register.count)
      const [lon, lat] = register.midpoint(i)
      sample.push([lon + (v.next().value - 0.5) * 0.6, Math.min(89, lat + (u.next().value - 0.5) * 0.6)])
    }
    let found = 0
    for (const [lon, lat] of sample) {
      const ours = nearest.one(lon, lat, 60_000)
      const theirs = byTurf(lon, lat, 60_000)
      expect(ours.index < 0, `${lon},${lat}`).toBe(theirs.index < 0)
      if (theirs.index < 0) continue
      found++
      // Turf measures to a rhumb-like foot point on the edge: distances agree to 0.3% and the segment is the same but for ties.
      expect(Math.abs(ours.distance - theirs.distance), `${lon},${lat}`).toBeLessThan(20 + theirs.distance * 0.003)
      if (ours.index !== theirs.index) expect(Math.abs(ours.distance - theirs.distance)).toBeLessThan(50)
    }
    expect(found).toBeGreaterThan(100)
  })

  test('reaches over the antimeridian and the pole', () => {
    // Chukotka lies on both sides of 180 degrees: the same ground distance, whichever way the longitude is written.
    const [east, west] = [nearest.one(180, 69, 200_000), nearest.one(-180, 69, 200_000)]
    expect(east.index).toBe(west.index)
    expect(east.distance).toBeCloseTo(west.distance, 3)
    // 1 degree past the pole from Greenland's north coast (83.63 N) is nearer over the pole than along any parallel.
    const pole = nearest.one(150, 89.9, 1_000_000)
    expect(register.countriesOf(pole.index)).toEqual(['GRL'])
    expect(pole.distance).toBeGreaterThan(650_000)
    expect(pole.distance).toBeLessThan(760_000)
  })

  test('of many points at once is what each alone would get', () => {
    const [u, v] = [halton(5), halton(7)]
    const n = 2_000
    const [lon, lat] = [new Int32Array(n), new Int32Array(n)]
    for (let i = 0; i < n; i++) {
      lon[i] = Math.round((u.next().value * 360 - 180) * 1e7)
      lat[i] = Math.round((v.next().value * 150 - 70) * 1e7)
    }
    lon[7] = NO_E7
    lat[9] = NO_E7
    const out = new Int32Array(n)
    const metres = new Float64Array(n)
    nearest.find(lon, lat, n, 300_000, out, metres)
    for (let i = 0; i < n; i++) {
      const alone = i === 7 || i === 9 ? { index: -1, distance: Infinity } : nearest.one(lon[i]! / 1e7, lat[i]! / 1e7, 300_000)
      expect(out[i]).toBe(alone.index)
      expect(metres[i]).toBe(alone.distance)
    }
  })

  test('of a point beyond the corner of two segments is the first of them, in whatever company it is asked', () => {
    const { points, starts, grid } = register.geometry
    const corners = Array.from({ length: 400 }, (_, i) => starts[1 + i * 57]! - 1)
    const order = [corners, [...corners].reverse(), corners.filter((_, i) => i % 3 === 0)]
    const answers = order.map((some) => {
      const out = new Int32Array(some.length)
      nearest.find(Int32Array.from(some, (p) => points[2 * p]! * (1e7 / grid)), Int32Array.from(some, (p) => points[2 * p + 1]! * (1e7 / grid)), some.length, 50_000, out)
      return new Map(some.map((p, i) => [p, out[i]!]))
    })
    for (const p of corners) {
      const at = answers[0]!.get(p)!
      expect(answers[1]!.get(p)).toBe(at)
      if (answers[2]!.has(p)) expect(answers[2]!.get(p)).toBe(at)
      expect(nearest.one(points[2 * p]! / grid, points[2 * p + 1]! / grid, 50_000).index).toBe(at)
      // The corner's own segments are all at no distance: none of them comes before the answer.
      const owner = starts.findLastIndex((start) => start <= p)
      expect(at).toBe(Math.min(owner, ...register.neighbours(owner).filter((i) => [starts[i]!, starts[i + 1]! - 1].some((end) => points[2 * end] === points[2 * p] && points[2 * end + 1] === points[2 * p + 1]))))
    }
  })

  test('is none beyond the stated distance', () => {
    const near = nearest.one(11.5, 23.5, 50_000)
    expect(register.id(near.index)).toMatch(/^land:DZA-(LBY|NER):/)
    expect(nearest.one(11.5, 23.5, near.distance - 1).index).toBe(-1)
    expect(nearest.one(11.5, 23.5, near.distance + 1).index).toBe(near.index)
  })
})
