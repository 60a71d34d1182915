import { gridDisk, latLngToCell, polygonToCells } from 'h3-js'
import { describe, expect, test } from 'vitest'
import { NO_E7 } from '../../shared/model/units.ts'
import { cellAt, cellMiddle, cellOfText, cellsOfPoints, cellText, NO_CELL, WATERS } from '../../shared/geo/cells.ts'
import { COUNTRIES } from '../../shared/model/countries.ts'
import { indexSegments } from '../../shared/geo/nearest.ts'
import { world } from './world.ts'

describe('cells of points', () => {
  test('are H3 cells of resolution 5, as 64-bit numbers, none where the point is unknown', () => {
    const points = [[13.19, 32.89], [-179.999, -16.8], [0, 89.9], [-70.5, -33.1]] as const
    const out = new BigUint64Array(points.length + 1)
    cellsOfPoints(Int32Array.from([...points.map(([lon]) => lon * 1e7), NO_E7]), Int32Array.from([...points.map(([, lat]) => lat * 1e7), NO_E7]), points.length + 1, out)
    points.forEach((point, i) => {
      expect(cellText(out[i]!)).toBe(latLngToCell(point[1], point[0], 5))
      expect(cellAt(point)).toBe(out[i])
      expect(cellOfText(cellText(out[i]!))).toBe(out[i])
    })
    expect(out[points.length]).toBe(NO_CELL)
  })
})

describe('cells of a study area', () => {
  const countries = ['LBY', 'TUN', 'ITA', 'MLT']
  const area = world.cells().area(countries)
  const members = new Set(area.ids)

  test('hold every cell of the countries’ land, as h3-js fills their polygons', () => {
    for (const country of countries) {
      const filled = world.outlines().flatPolygons(country).flatMap((rings) => polygonToCells(rings as unknown as number[][][], 5, true))
      expect(filled.length).toBeGreaterThan(0)
      for (const cell of filled) expect(members.has(cellOfText(cell)), `${country} ${cell}`).toBe(true)
    }
  })

  test('hold the border itself: any tip on a segment of the area has its cell, whichever side it fell on', () => {
    const register = world.register()
    for (const i of register.inCountries(countries)) for (const point of register.line(i)) expect(members.has(cellAt(point))).toBe(true)
  })

  test('reach out to sea as far as stated and no farther', () => {
    const mine = new Set(world.register().inCountries(countries))
    const coast = indexSegments(world.register(), (i) => mine.has(i) && world.register().classOf(i) === 'coast')
    let water = 0
    for (let i = 0; i < area.ids.length; i++) {
      if (!area.water[i]) continue
      water++
      expect(coast.one(area.lon[i]!, area.lat[i]!, WATERS + 1).index).toBeGreaterThanOrEqual(0)
    }
    expect(water).toBeGreaterThan(3_000)
    // Between Libya and Malta boats are in distress far from any shore.
    expect(members.has(cellAt([13.4, 34.1]))).toBe(true)
    expect(members.has(cellAt([18.5, 35.6]))).toBe(false)
  })

  test('leave out the neighbours’ land beyond the border', () => {
    for (const at of [[6.5, 31], [25.6, 28.5], [16.37, 48.2]] as const) expect(members.has(cellAt(at))).toBe(false)
  })

  test('know their ring as H3 does, both ways', () => {
    const { starts, ids } = area.neighbours
    for (let i = 0; i < area.ids.length; i += 17) {
      const ring = gridDisk(cellText(area.ids[i]!), 1).map(cellOfText).filter((id) => id !== area.ids[i] && members.has(id))
      const ours = [...ids.subarray(starts[i]!, starts[i + 1]!)]
      expect(new Set(ours.map((j) => area.ids[j]))).toEqual(new Set(ring))
      for (const j of ours) expect(ids.subarray(starts[j]!, starts[j + 1]!)).toContain(i)
    }
  })

  test('state where they are: middle, country, area', () => {
    for (let i = 0; i < area.ids.length; i += 101) {
      const [lon, lat] = cellMiddle(area.ids[i]!)
      expect([area.lon[i], area.lat[i]]).toEqual([lon, lat])
      expect(area.areas[i]).toBeGreaterThan(1.5e8)
      expect(area.areas[i]).toBeLessThan(3.5e8)
    }
    const at = area.ids.indexOf(cellAt([14.5, 27]))
    expect(COUNTRIES[area.country[at]!]).toBe('LBY')
    // The land of Libya is 1.76 million square kilometres by any almanac; the outlines are coarser.
    const libya = area.areas.reduce((sum, size, i) => sum + (area.water[i] || COUNTRIES[area.country[i]!] !== 'LBY' ? 0 : size), 0)
    expect(libya / 1e12).toBeGreaterThan(1.58)
    expect(libya / 1e12).toBeLessThan(1.8)
  })

  test('are the same whatever the order of the countries, and none for none', () => {
    expect(world.cells().area([...countries].reverse())).toBe(area)
    expect(world.cells().area([]).ids).toHaveLength(0)
  })
})
