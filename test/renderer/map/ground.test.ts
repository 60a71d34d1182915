import { latLngToCell } from 'h3-js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extentOf, WORLD } from '../../../renderer/map/extent.ts'
import { shrunkCell } from '../../../renderer/map/cells.ts'
import { shadeOpacity } from '../../../renderer/map/layers/regions.ts'
import { degreeStep, multiplesBetween } from '../../../renderer/map/neatline.ts'
import { scaleLength } from '../../../renderer/map/scale-bar.tsx'
import { parseColour } from '../../../renderer/map/theme.ts'

const points = (pairs: readonly (readonly [number, number])[]) => Float64Array.from(pairs.flat())
const none = points([])

describe('the scale bar', () => {
  it('shows a 1, 2 or 5 with noughts, as long as fits 120 pixels and never under 48', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 80_000, noNaN: true }), (metresPerPixel) => {
        const { metres, pixels } = scaleLength(metresPerPixel)
        expect(pixels).toBeLessThanOrEqual(120 + 1e-9)
        expect(pixels).toBeGreaterThanOrEqual(48 - 1e-9)
        expect(['1', '2', '5']).toContain(String(Number(metres.toPrecision(6))).replace(/0+$/, '').replace('0.', ''))
      }),
    )
  })

  it('is true to the ground: 5 km a pixel puts 500 km on 100 pixels', () => {
    expect(scaleLength(5000)).toEqual({ metres: 500_000, pixels: 100 })
  })
})

describe('the extent of the points', () => {
  it('is the world where there is none', () => {
    expect(extentOf([none, none])).toBe(WORLD)
  })

  it('holds the points with a margin', () => {
    const [west, south, east, north] = extentOf([points([[10, 20]]), points([[14, 24]])])
    expect([west < 10, south < 20, east > 14, north > 24]).toEqual([true, true, true, true])
    expect(east - west).toBeLessThan(6)
  })

  it('does not let one slip of the pen in a hundred shrink the rest', () => {
    const many = Array.from({ length: 99 }, (_, at) => [10 + at / 100, 20 + at / 100] as const)
    const [west, , east] = extentOf([points([...many, [-170, -80]]), none])
    expect(west).toBeGreaterThan(9)
    expect(east).toBeLessThan(12)
  })

  it('never leaves the latitudes that Mercator has', () => {
    const [, south, , north] = extentOf([points([[0, -89.9], [0, 89.9]]), none])
    expect(south).toBeGreaterThanOrEqual(-84)
    expect(north).toBeLessThanOrEqual(84)
  })
})

describe('a hotspot cell', () => {
  it('spans no more than itself where it lies on the antimeridian', () => {
    const cell = latLngToCell(-17, 179.99, 5)
    const lons = shrunkCell(cell, 1).map(([lon]) => lon)
    expect(Math.max(...lons) - Math.min(...lons)).toBeLessThan(1)
    // The control: some corner does lie on the other side.
    expect(Math.max(...lons)).toBeGreaterThan(180)
  })

  it('is drawn in towards its middle by the share', () => {
    const cell = latLngToCell(23, 14, 5)
    const width = (share: number) => {
      const lons = shrunkCell(cell, share).map(([lon]) => lon)
      return Math.max(...lons) - Math.min(...lons)
    }
    expect(width(0.6) / width(1)).toBeCloseTo(0.6, 6)
  })
})

describe('a colour of the tokens', () => {
  it('is read from six digits and from three', () => {
    expect(parseColour('#075fbc', 1)).toEqual([7, 95, 188, 255])
    expect(parseColour('#fff', 0.5)).toEqual([255, 255, 255, 128])
  })

  it('shows a slip as magenta, not as nothing', () => {
    expect(parseColour('', 1)).toEqual([255, 0, 255, 255])
    expect(parseColour('rgb(1 2 3)', 1)).toEqual([255, 0, 255, 255])
  })
})

describe('the shade of a region', () => {
  it('grows with reports and stays light enough for what lies on it', () => {
    const shades = [1, 2, 8, 64, 10_000].map(shadeOpacity)
    expect([...shades].sort((a, b) => a - b)).toEqual(shades)
    expect(shades.at(-1)).toBeLessThanOrEqual(0.6)
  })
})

describe('the degrees along the edge', () => {
  it('stand at least 110 pixels apart, where any step is wide enough', () => {
    for (const pixels of [4, 11, 30, 100, 700]) expect(degreeStep(pixels) * pixels).toBeGreaterThanOrEqual(110)
    expect(degreeStep(1)).toBe(30)
  })

  it('are multiples of the step inside the view', () => {
    expect(multiplesBetween(-6.2, 11, 5)).toEqual([-5, 0, 5, 10])
    expect(multiplesBetween(0.05, 0.45, 0.1)).toEqual([0.1, 0.2, 0.3, 0.4])
  })
})
