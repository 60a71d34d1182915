import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coordinateFromText } from '../../shared/ingest/coordinates.ts'
import { countryNamed } from '../../shared/ingest/country-names.ts'
import { judgePrecision, wordingScale } from '../../shared/ingest/place-precision.ts'
import { BOXES } from './fixtures.ts'

const REGIONS = new Set(['Arizona', 'Texas', 'Agadez', 'Sonora'])
const scale = (text: string) => wordingScale(text, (name) => REGIONS.has(name))

describe('what a place’s wording says', () => {
  it.each([
    ['Pima County Office of the Medical Examiner jurisdiction, Arizona, USA (see coordinates for exact location)', 'exact'],
    ['Reported at Milak border crossing, Iran', 'exact'],
    ['Rio Bravo, Puente Internacional II, Nuevo Laredo, Tamaulipas, Mexico', 'exact'],
    ['San Antonio-Capacho highway, Bolivar municipality, Venezuela', 'exact'],
    ['Agadez, Niger', 'settlement'],
    ['Bo Ali village, Ghormach district, Badghis province, Afghanistan', 'settlement'],
    ['near Douglas, Arizona, USA', 'settlement'],
    ['Off the coast of Sabratha, Libya', 'settlement'],
    ['Bodies recovered 70 km east of Tripoli, Libya', 'settlement'],
    ['بالقرب من سبها', 'settlement'],
    ['Off the coast of Libya', 'region'],
    ['Unspecified location in Tehran province, Iran', 'region'],
    ['Unspecified location off the coast of Sfax, Tunisia', 'region'],
    ['Undetermined location in Darien National Park, Panama', 'region'],
    ['Exact location unknown, near Kufra, Libya', 'region'],
    ['Shiraz County district, Fars province, Iran', 'region'],
    ['Pima County, Arizona, USA', 'region'],
    ['Sahara desert, Libya', 'region'],
    ['Sahara desert, Sudan, near the border with Egypt', 'region'],
    ['Sahara Desert, between Agadez, Niger and Tripoli, Libya', 'region'],
    ['Unspecified location between Libya and Italy', 'region'],
    ['Northern Niger', 'region'],
    ['Unspecified location, Libya', 'country'],
    ['Unspecified location in Cote d\'Ivoire', 'country'],
    ['Libya', 'country'],
    ['Various locations in Mexico', 'country'],
    ['Unknown', 'country'],
    ['', 'exact'],
  ])('%s: %s', (text, expected) => expect(scale(text)).toBe(expected))
})

describe('a place in hostile words', () => {
  it.each(['al', 'Aal', '(', '- ', 'near ', 'unspecified ', 'between and ', 'off the coast of ', 'of ', ', ', 'the ', '- departed '])('%j many times over is judged at once', (piece) => {
    const start = performance.now()
    scale(`A${piece.repeat(400 / piece.length)}1`)
    expect(performance.now() - start).toBeLessThan(500)
  })
})

describe('how exactly a point is known', () => {
  const judge = (at: readonly [number, number], decimals: number, wording: 'exact' | 'settlement' | 'region' | 'country' = 'exact', countryOnly = false, country = 'LBY') =>
    Object.values(judgePrecision(at, decimals, { wording, countryOnly }, country, BOXES)).join(' ')

  it('is exact only with four decimals and nothing against it', () => {
    expect(judge([14.5432, 30.1234], 4)).toBe('exact given')
    expect(judge([14.543, 30.123], 3)).toBe('settlement digits')
    expect(judge([14.5, 30.1], 1)).toBe('settlement digits')
    expect(judge([14.5432, 30.1234], 4, 'settlement')).toBe('settlement wording')
  })

  it('is a region on whole degrees, a country’s or region’s middle is what it stands for', () => {
    expect(judge([14, 30], 0)).toBe('region whole-degrees')
    expect(judge([17.5, 27.5], 6)).toBe('country country-centroid')
    expect(judge([14.25, 27.03], 6)).toBe('region region-centroid')
  })

  it('a capital stands for its country only where no finer word goes with it', () => {
    expect(judge([13.18746, 32.87519], 5, 'exact', true)).toBe('region country-centroid')
    expect(judge([13.18746, 32.87519], 5, 'exact', false)).toBe('exact given')
    expect(judge([13.18746, 32.87519], 5, 'exact', true, 'TUN')).toBe('exact given')
  })

  it('the coarsest reason wins', () => {
    expect(judge([14, 30], 0, 'country')).toBe('country wording')
    expect(judge([17.5, 27.5], 6, 'region')).toBe('country country-centroid')
  })
})

describe('a country by name', () => {
  it.each([
    ['Iran (Islamic Republic of)', 'IRN'], ['Türkiye', 'TUR'], ['Côte d&#039;Ivoire', 'CIV'], ['Congo, Democratic Republic of the', 'COD'], ['Niger', 'NER'], ['Nigeria', 'NGA'],
    ['لیبیا', undefined], ['ليبيا', 'LBY'], ['Soudan', 'SDN'], ['República Dominicana', 'DOM'], ['lby', 'LBY'], ['LY', 'LBY'], ['is', undefined], ['Atlantis', undefined], ['__proto__', undefined], ['constructor', undefined],
  ])('%s: %s', (name, code) => expect(countryNamed(name)).toBe(code))
})

describe('a coordinate', () => {
  it('is the number that its digits say, however it is read', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 9 })
    fc.assert(fc.property(fc.constantFrom('', '-', '+'), digits, fc.option(digits), (sign, whole, decimals) => {
      const text = `${sign}${whole}${decimals === null ? '' : `.${decimals}`}`
      expect(coordinateFromText(text)).toEqual({ degrees: Number(text), decimals: decimals?.length ?? 0, axis: null })
    }))
  })

  it.each(['', '-', '.', '-.5', '1.2.3', '1-2', 'abc', '12:30'])('%j is none', (text) => expect(coordinateFromText(text)).toBeNull())
})
