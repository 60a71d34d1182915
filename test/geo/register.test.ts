import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { lengthOf } from '../../shared/geo/sphere.ts'
import { loadRegister } from '../../shared/geo/register.ts'
import { makeSegments } from '../../resources/scripts/make-segments.ts'
import { countryOfNumeric } from '../../shared/model/countries.ts'
import { resourceFile, sharedData } from './resource-file.ts'

const bytes = resourceFile('segments')
const register = loadRegister(bytes)

describe('the register of border segments', () => {
  test('is frozen: these bytes are in vaults, and the script still makes them', () => {
    // Changing this digest breaks every stored segment. A better geography is a new version with successors.
    expect(createHash('sha256').update(bytes).digest('hex')).toBe('9c822ee9bb294994eda783843aabd309786abbdf8cd1d8db61b9a3c31cc05502')
    expect(Buffer.from(makeSegments()).equals(bytes)).toBe(true)
  })

  test('has about 4,700 land segments and some 18,400 of coast, none in Antarctica', () => {
    expect(register.landCount).toBeGreaterThan(4_600)
    expect(register.landCount).toBeLessThan(4_869)
    expect(register.count - register.landCount).toBeGreaterThan(18_000)
    expect(register.inCountries(['ATA'])).toHaveLength(0)
  })

  test('gives every segment an id of its own that leads back to it, in either order of the countries', () => {
    const ids = new Set<string>()
    for (let i = 0; i < register.count; i++) {
      const id = register.id(i)
      ids.add(id)
      expect(register.indexOf(id)).toBe(i)
    }
    expect(ids.size).toBe(register.count)
    expect(register.indexOf('land:NER-LBY:6')).toBe(register.indexOf('land:LBY-NER:6'))
    for (const not of ['land:LBY-NER:0', 'land:LBY-NER:06', 'land:LBY-NER:999', 'land:FRA-JPN:1', 'coast:LBY', '', 'constructor:1']) expect(register.indexOf(not)).toBe(-1)
  })

  test('agrees in length with the published arcs, pair by pair, but where our countries differ', () => {
    const table = sharedData('reference/land-border-pairs.csv')
    if (!table) return
    const names: Record<string, string> = { Kosovo: 'XKX', 'N. Cyprus': 'XNC', Somaliland: 'XSO', 'Siachen Glacier': 'XSI', 'Cyprus U.N. Buffer Zone': 'XBZ', Akrotiri: 'XAK', Dhekelia: 'XDK', 'USNB Guantanamo Bay': 'XGB', Baikonur: 'XBK' }
    const differing = new Set(['KAZ-XBK', 'RUS-UKR', 'BRA-FRA', 'FRA-SUR'])
    const seen = new Set<string>()
    for (const row of table.split('\n').filter((line) => line.startsWith('10m,'))) {
      const [, a, b, idA, idB, km] = [...row.matchAll(/"([^"]*)"|([^,]+)|(?<=,)(?=,)/g)].map((m) => m[1] ?? m[2] ?? '')
      const pair = [names[a!] ?? countryOfNumeric(idA!), names[b!] ?? countryOfNumeric(idB!)].sort().join('-')
      if (differing.has(pair)) continue
      seen.add(pair)
      let length = 0
      for (let n = 1, i; (i = register.indexOf(`land:${pair}:${n}`)) >= 0; n++) length += register.lengthOf(i)
      expect(Math.abs(length / 1000 - Number(km)), pair).toBeLessThan(0.2 + Number(km) * 0.001)
    }
    expect(seen.size).toBeGreaterThan(325)
    // And no pair of ours is unknown there, but the three that ISO parts from France and the one that Natural Earth misses.
    const ours = new Set(Array.from({ length: register.landCount }, (_, i) => register.countriesOf(i).join('-')))
    expect([...ours].filter((pair) => !seen.has(pair)).sort()).toEqual(['BRA-GUF', 'BWA-ZMB', 'GUF-SUR', 'RUS-UKR'])
  })

  test('stores lengths that its lines have, about 50 km and never over 75', () => {
    for (let i = 0; i < register.count; i += 7) {
      expect(Math.abs(lengthOf(register.line(i)) - register.lengthOf(i))).toBeLessThan(0.1)
      expect(register.lengthOf(i)).toBeLessThan(75_000)
    }
  })

  test('has no line that jumps the map: no edge spans more than 180 degrees', () => {
    const { points, starts, grid } = register.geometry
    let widest = 0
    for (let i = 0; i < register.count; i++) for (let p = starts[i]! + 1; p < starts[i + 1]!; p++) widest = Math.max(widest, Math.abs(points[2 * p]! - points[2 * p - 2]!))
    expect(widest).toBeLessThan(10 * grid)
    // Each begins where maps begin, so that all are drawn on the same world.
    for (let i = 0; i < register.count; i++) expect(Math.abs(points[2 * starts[i]!]!)).toBeLessThanOrEqual(180 * grid)
  })

  test('knows neighbours both ways: a border goes on along itself, and into the coast where it ends', () => {
    const sixth = register.indexOf('land:LBY-NER:3')
    expect(register.neighbours(sixth)).toEqual([sixth - 1, sixth + 1])
    for (let i = 0; i < register.count; i += 53) for (const j of register.neighbours(i)) expect(register.neighbours(j)).toContain(i)
    const mexico = register.inCountries(['MEX']).filter((i) => register.countriesOf(i).includes('USA'))
    expect(mexico.some((i) => register.neighbours(i).some((j) => register.classOf(j) === 'coast'))).toBe(true)
  })

  test('refuses bytes of another file, another version, or cut short', () => {
    expect(() => loadRegister(bytes.slice(0, 5000))).toThrow(RangeError)
    expect(() => loadRegister(Uint8Array.from([...bytes.slice(0, 4), 9, ...bytes.slice(5, 200)]))).toThrow(/version 9/)
    expect(() => loadRegister(new TextEncoder().encode('PMTiles, not a register'))).toThrow(RangeError)
  })
})
