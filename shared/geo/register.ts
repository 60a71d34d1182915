import { COUNTRIES } from '../model/countries.ts'
import type { LngLat, Metres } from '../model/units.ts'
import { ByteReader } from './bytes.ts'
import type { BorderSegment } from './segment.ts'
import { distance, wrapLongitude } from './sphere.ts'

/**
 * The frozen register of border segments (`resources/borders/segments.bin`, made by `make-segments.ts`): land borders
 * first, by pair, then coasts, by country. Lines stay packed until asked for.
 */
export interface Register {
  readonly version: number
  readonly count: number
  /** Segments 0 to landCount-1 are land borders, the rest coast. */
  readonly landCount: number
  id(index: number): string
  /** Position of an id, or -1. Either order of the two countries is understood: `land:NER-LBY:6`, `land:LBY-NER:6`. */
  indexOf(id: string): number
  classOf(index: number): 'land' | 'coast'
  /** One country for a coast, two for a land border, in the order of the id. */
  countriesOf(index: number): readonly string[]
  /** At map scale (Natural Earth 1:10m), so shorter than published lengths. */
  lengthOf(index: number): Metres
  /** Longitudes run on past 180 degrees where the line does. */
  line(index: number): readonly LngLat[]
  /** The point half-way along the line. */
  midpoint(index: number): LngLat
  /** Segments that touch it at either end, either class, ascending. */
  neighbours(index: number): readonly number[]
  segment(index: number): BorderSegment
  /** Every segment that has one of the countries on a side, ascending. */
  inCountries(countries: readonly string[]): Int32Array
  /** Coordinates of every line, one after the other, on the register's grid: for indexes over all of them. */
  readonly geometry: SegmentGeometry
}

export interface SegmentGeometry {
  /** Degrees are these over `grid`: longitude, latitude, alternating. */
  readonly points: Int32Array
  readonly grid: number
  /** Vertex `starts[i]` to `starts[i + 1] - 1` are segment i's. */
  readonly starts: Uint32Array
}

interface Group { readonly class: 'land' | 'coast'; readonly countries: readonly string[]; readonly first: number; readonly count: number }

/**
 * Opens the register.
 * @throws RangeError where the bytes are not a register of this version
 */
export function loadRegister(bytes: Uint8Array): Register {
  const reader = new ByteReader(bytes)
  reader.expect('VGSG', 1)
  const grid = reader.u32()
  const groups: Group[] = []
  let count = 0
  let landCount = 0
  for (let left = reader.varint(); left > 0; left--) {
    const kind = reader.u8() === 0 ? 'land' : 'coast'
    const countries = [COUNTRIES[reader.varint()]!]
    if (kind === 'land') countries.push(COUNTRIES[reader.varint()]!)
    const group: Group = { class: kind, countries, first: count, count: reader.varint() }
    groups.push(group)
    count += group.count
    if (kind === 'land') landCount = count
  }
  const groupOf = new Uint16Array(count)
  groups.forEach((group, i) => groupOf.fill(i, group.first, group.first + group.count))
  const byName = new Map<string, Group>()
  for (const group of groups) {
    byName.set(`${group.class}:${group.countries.join('-')}`, group)
    byName.set(`${group.class}:${[...group.countries].reverse().join('-')}`, group)
  }

  const lengths = new Uint32Array(count)
  const { points, starts } = readLines(reader, count, lengths)
  const line = (index: number): LngLat[] => {
    const out: LngLat[] = []
    for (let p = starts[index]!; p < starts[index + 1]!; p++) out.push([points[2 * p]! / grid, points[2 * p + 1]! / grid])
    return out
  }
  let touching: Map<string, number[]> | undefined
  const endKey = (p: number) => `${(((points[2 * p]! % (360 * grid)) + 360 * grid) % (360 * grid))},${points[2 * p + 1]!}`
  const ends = (index: number) => [endKey(starts[index]!), endKey(starts[index + 1]! - 1)]

  const register: Register = {
    version: 1,
    count,
    landCount,
    geometry: { points, grid, starts },
    id(index) {
      const group = groups[groupOf[index]!]!
      return `${group.class}:${group.countries.join('-')}:${index - group.first + 1}`
    },
    indexOf(id) {
      const cut = id.lastIndexOf(':')
      const group = byName.get(id.slice(0, cut))
      const digits = id.slice(cut + 1)
      const n = /^[1-9]\d{0,5}$/.test(digits) ? Number(digits) : 0
      return group && n >= 1 && n <= group.count ? group.first + n - 1 : -1
    },
    classOf: (index) => (index < landCount ? 'land' : 'coast'),
    countriesOf: (index) => groups[groupOf[index]!]!.countries,
    lengthOf: (index) => (lengths[index]! / 10) as Metres,
    line,
    midpoint: (index) => halfWay(line(index)),
    neighbours(index) {
      if (!touching) {
        touching = new Map()
        for (let i = 0; i < count; i++) for (const end of ends(i)) touching.set(end, [...(touching.get(end) ?? []), i])
      }
      const found = new Set(ends(index).flatMap((end) => touching!.get(end)!))
      found.delete(index)
      return [...found].sort((a, b) => a - b)
    },
    segment(index) {
      return { index, id: register.id(index), class: register.classOf(index), countries: register.countriesOf(index), length: register.lengthOf(index), line: line(index) }
    },
    inCountries(countries) {
      const wanted = new Set(countries)
      const chosen = groups.filter((group) => group.countries.some((country) => wanted.has(country)))
      return Int32Array.from(chosen.flatMap((group) => Array.from({ length: group.count }, (_, i) => group.first + i)))
    },
  }
  return register
}

function readLines(reader: ByteReader, count: number, lengths: Uint32Array): { points: Int32Array; starts: Uint32Array } {
  const { bytes } = reader
  let at = reader.at
  // Unrolled from ByteReader.varint: this loop reads a million numbers before the first map can be drawn.
  const varint = (): number => {
    let value = bytes[at++]!
    if (value < 128) return value
    value &= 127
    for (let shift = 7; ; shift += 7) {
      const byte = bytes[at++]
      if (byte === undefined) throw new RangeError('register cut short')
      value |= (byte & 127) << shift
      if (byte < 128) return value >>> 0
    }
  }
  const starts = new Uint32Array(count + 1)
  let points = new Int32Array(1 << 20)
  let n = 0
  for (let i = 0; i < count; i++) {
    lengths[i] = varint()
    const vertices = varint()
    if ((n + vertices) * 2 > points.length) {
      const grown = new Int32Array(points.length * 2)
      grown.set(points)
      points = grown
    }
    let x = 0
    let y = 0
    for (let v = 0; v < vertices; v++) {
      const dx = varint()
      const dy = varint()
      points[2 * n] = x += (dx >>> 1) ^ -(dx & 1)
      points[2 * n + 1] = y += (dy >>> 1) ^ -(dy & 1)
      n++
    }
    starts[i + 1] = n
  }
  return { points: points.subarray(0, 2 * n), starts }
}

function halfWay(line: readonly LngLat[]): LngLat {
  const steps = line.slice(1).map((point, i) => distance(line[i]![0], line[i]![1], point[0], point[1]) as number)
  let left = steps.reduce((sum, step) => sum + step, 0) / 2
  for (let i = 0; i < steps.length; i++) {
    if (left <= steps[i]! || i === steps.length - 1) {
      const f = steps[i]! > 0 ? Math.min(1, left / steps[i]!) : 0
      const [a, b] = [line[i]!, line[i + 1]!]
      return [wrapLongitude(a[0] + (b[0] - a[0]) * f), a[1] + (b[1] - a[1]) * f]
    }
    left -= steps[i]!
  }
  return line[0]!
}
