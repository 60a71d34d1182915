import { describe, expect, test } from 'vitest'
import { withTerritories } from '../../shared/geo/countries.ts'
import { createGeographicKnowledge } from '../../shared/geo/place-knowledge.ts'
import type { PlaceKnowledge } from '../../shared/ingest/place-knowledge.ts'
import { COUNTRIES } from '../../shared/model/countries.ts'
import { makeCountries } from '../../resources/scripts/make-countries.ts'
import { makeRegionsFile } from '../../resources/scripts/make-regions.ts'
import { resourceFile } from './resource-file.ts'
import { world } from './world.ts'

// The port that ingest reads through; a difference fails to compile.
const knowledge: PlaceKnowledge = createGeographicKnowledge(world.which(), world.countries(), world.regions())

describe('countries', () => {
  test('are all there, once each, with a name in both languages, as the script makes them', () => {
    const made = makeCountries()
    expect(JSON.parse(new TextDecoder().decode(resourceFile('countries')))).toEqual(JSON.parse(JSON.stringify(made)))
    expect(made.map(({ code }) => code)).toEqual(COUNTRIES.slice(1))
    for (const { en, ar } of made) {
      expect(en).toMatch(/^[\p{L} .,'()-]+$/u)
      expect(ar).toMatch(/^[\p{Script=Arabic} ()]+$/u)
    }
  })

  test('know their neighbours by land, both ways', () => {
    expect(world.countries().get('LBY')!.neighbours).toEqual(['DZA', 'EGY', 'NER', 'SDN', 'TCD', 'TUN'])
    expect(world.countries().get('BWA')!.neighbours).toContain('ZMB')
    expect(world.countries().get('MLT')!.neighbours).toEqual([])
    for (const { code, neighbours } of world.countries().all) for (const other of neighbours) expect(world.countries().get(other)!.neighbours).toContain(code)
    expect(world.countries().neighboursOf(['LBY', 'TUN'])).toEqual(['DZA', 'EGY', 'NER', 'SDN', 'TCD'])
  })

  test('are named where they are: the label lies in the country', () => {
    for (const { code, at, area } of world.countries().all) if (at && area > 3_000) expect(world.which().at(at), code).toBe(code)
  })

  test('take their territories along into a study area', () => {
    expect(withTerritories(['SOM', 'KEN'])).toEqual(['SOM', 'XSO', 'KEN'])
  })
})

describe('a place that stands for a country', () => {
  test('is known by the points that geocoders publish, also when rounded', () => {
    expect(knowledge.isCountryCentroid([17.228331, 26.3351], 'LBY')).toBe(true)
    expect(knowledge.isCountryCentroid([17.23, 26.34], 'LBY')).toBe(true)
    expect(knowledge.isCountryCentroid([-102.552784, 23.634501], undefined)).toBe(true)
    expect(knowledge.isCountryCentroid([53.688046, 32.427908], 'IRN')).toBe(true)
  })

  test('is not any point in the middle of nowhere, nor another country’s centroid', () => {
    expect(knowledge.isCountryCentroid([17.3, 26.3351], 'LBY')).toBe(false)
    expect(knowledge.isCountryCentroid([17.228331, 26.3351], 'TUN')).toBe(false)
    expect(knowledge.isCountryCentroid([-106.49, 31.73], 'MEX')).toBe(false)
  })

  test('may be its capital, where geocoders put that, and no town beside it', () => {
    // The point of 263 rows of the Missing Migrants Project in Tehran, and GeoNames' own.
    expect(knowledge.isCapital!([51.3889736, 35.6891975], 'IRN')).toBe(true)
    expect(knowledge.isCapital!([51.42151, 35.69439], undefined)).toBe(true)
    expect(knowledge.isCapital!([52.5835646, 29.5926119], 'IRN')).toBe(false)
    expect(knowledge.isCapital!([51.3889736, 35.6891975], 'IRQ')).toBe(false)
  })

  test('costs next to nothing to ask a hundred thousand times', () => {
    const start = process.cpuUsage().user
    for (let i = 0; i < 100_000; i++) {
      const at = [(i * 0.37) % 360 - 180, (i * 0.11) % 140 - 60] as const
      knowledge.countryAt(at)
      knowledge.isCountryCentroid(at, undefined)
      knowledge.isRegionCentroid(at)
    }
    expect((process.cpuUsage().user - start) / 1000).toBeLessThan(1_500)
  })
})

describe('regions', () => {
  test('are recognised by their middle, and a city of its own region by nothing but its middle', () => {
    // The middle of Agadez by area, computed from Natural Earth's outline; the town of Agadez, and Vienna's cathedral.
    expect(knowledge.isRegionCentroid([10.5076, 19.4797])).toBe(true)
    expect(knowledge.isRegionCentroid([10.55, 19.4797])).toBe(false)
    expect(knowledge.isRegionCentroid([7.99, 16.97])).toBe(false)
    expect(knowledge.isRegionCentroid([16.3738, 48.2082])).toBe(false)
  })

  test('have a ring about their settlements, as the script makes them', () => {
    expect(new TextDecoder().decode(resourceFile('regions'))).toBe(makeRegionsFile())
    const agadez = world.regions().all.find(({ name, country }) => country === 'NER' && name.startsWith('Agadez'))!
    expect(world.which().at(agadez.centre)).toBe('NER')
    expect(agadez.radius).toBeGreaterThan(50_000)
    expect(world.regions().get(agadez.key)).toBe(agadez)
    expect(world.regions().nearest([8, 17], 'NER')).toBe(agadez)
    for (const { radius } of world.regions().all) expect(radius).toBeGreaterThanOrEqual(10_000)
  })
})
