import { latLngToCell } from 'h3-js'
import { CELL_RESOLUTION, type CellArea } from './cells.ts'
import type { NearestSegments } from './nearest.ts'
import type { Population } from './population.ts'
import type { Register } from './register.ts'
import type { Exposure } from './segment.ts'
import { cellOfText } from './cells.ts'
import { EARTH_RADIUS } from './sphere.ts'

/** Default distance within which a tip, and the people behind the expected count, belong to a segment, metres. */
export const WITHIN = 50_000
/** People a square kilometre over which a settlement is spread: a dense town. A city of ten million fills a disc of 28 km. */
const PEOPLE_PER_SQUARE_KM = 4_000

interface Reach { readonly segment: Int32Array; readonly metres: Float64Array; readonly within: number }
const reaches = new WeakMap<NearestSegments, WeakMap<Population, Reach>>()

/**
 * What segments are expected to be in proportion to: the people whose nearest segment of the whole register it is, within
 * the distance (as a tip counts), and the segment's length. `indices` are positions in the register.
 */
export function exposureOfSegments(register: Register, nearest: NearestSegments, population: Population, indices: Int32Array, within: number = WITHIN): Exposure {
  const { segment, metres } = reachOf(nearest, population, within)
  const bySegment = new Float64Array(register.count)
  for (let i = 0; i < population.count; i++) if (segment[i]! >= 0 && metres[i]! <= within) bySegment[segment[i]!]! += population.people[i]!
  return { population: Float64Array.from(indices, (i) => bySegment[i]!), extent: Float64Array.from(indices, (i) => register.lengthOf(i)) }
}

/** Each settlement's nearest segment, found once for the widest distance asked for. */
function reachOf(nearest: NearestSegments, population: Population, within: number): Reach {
  let known = reaches.get(nearest)
  if (!known) reaches.set(nearest, (known = new WeakMap()))
  const before = known.get(population)
  if (before && before.within >= within) return before
  const reach: Reach = { segment: new Int32Array(population.count), metres: new Float64Array(population.count), within }
  const e7 = (degrees: number) => Math.round(degrees * 1e7)
  nearest.find(Int32Array.from(population.lon, e7), Int32Array.from(population.lat, e7), population.count, within, reach.segment, reach.metres)
  known.set(population, reach)
  return reach
}

const spreads = new WeakMap<Population, Map<bigint, number>>()

/**
 * What cells are expected to be in proportion to: the people in them, each settlement spread evenly over a disc of
 * PEOPLE_PER_SQUARE_KM so that a large city fills the cells it covers, and the cell's area.
 */
export function exposureOfCells(cells: CellArea, population: Population): Exposure {
  let people = spreads.get(population)
  if (!people) spreads.set(population, (people = spread(population)))
  return { population: Float64Array.from(cells.ids, (id) => people.get(id) ?? 0), extent: cells.areas.slice() }
}

function spread(population: Population): Map<bigint, number> {
  const byText = new Map<string, number>()
  const add = (lon: number, lat: number, people: number) => {
    const cell = latLngToCell(lat, lon, CELL_RESOLUTION)
    byText.set(cell, (byText.get(cell) ?? 0) + people)
  }
  for (let i = 0; i < population.count; i++) {
    const [lon, lat, people] = [population.lon[i]!, population.lat[i]!, population.people[i]!]
    const radius = Math.sqrt(people / PEOPLE_PER_SQUARE_KM / Math.PI) * 1000
    if (radius < 2_000) {
      add(lon, lat, people)
      continue
    }
    // Points of a sunflower: each stands for the same area of the disc (Vogel 1979).
    const points = Math.min(256, Math.max(16, Math.round((radius / 2_000) ** 2)))
    for (let k = 0; k < points; k++) {
      const r = radius * Math.sqrt((k + 0.5) / points)
      const angle = k * 2.399963229728653
      const north = ((r * Math.cos(angle)) / EARTH_RADIUS) * (180 / Math.PI)
      const east = ((r * Math.sin(angle)) / EARTH_RADIUS / Math.max(0.01, Math.cos((lat * Math.PI) / 180))) * (180 / Math.PI)
      add(lon + east, lat + north, people / points)
    }
  }
  return new Map([...byText].map(([text, sum]) => [cellOfText(text), sum]))
}

/** Reporting level of each unit: the mean of its countries' (1 where none is stated). For `expectedCounts`. */
export function levelsOf(countries: readonly (readonly string[])[], levels: Readonly<Record<string, number>>): Float64Array {
  return Float64Array.from(countries, (codes) => (codes.length ? codes.reduce((sum, code) => sum + (levels[code] ?? 1), 0) / codes.length : 1))
}
