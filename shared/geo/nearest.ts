import { NO_E7 } from '../model/units.ts'
import type { Register } from './register.ts'
import { EARTH_RADIUS } from './sphere.ts'

/** Children of a node of the tree. */
const FAN = 8
const RAD = Math.PI / 180

/**
 * Finds nearest segments: every edge of every line as a chord of the unit sphere, sorted along a space-filling curve,
 * under a tree of bounding spheres (FAN to a node). Distances are straight through space, which order as great-circle
 * distances do; a chord of the longest edge (under 60 km) lies at most 70 m below its arc. Pole and antimeridian are
 * places like any other.
 */
export interface NearestSegments {
  /**
   * Nearest segment of each point, or -1 where none is within `withinMetres` or the point is unknown (NO_E7).
   * Longitudes and latitudes in degrees * 1e7; rows 0 to count-1. `outDistance` takes metres (Infinity where -1).
   * `only`: 1 for each segment that may be answered; absent, all may.
   */
  find(lon: Int32Array, lat: Int32Array, count: number, withinMetres: number, out: Int32Array, outDistance?: Float64Array): void
  /** Nearest segment of one point in degrees, or -1; `distance` in metres. */
  one(lon: number, lat: number, withinMetres: number): { readonly index: number; readonly distance: number }
}

/** Builds the tree over a register's segments, or over those that `include` lets in. Takes some 100 ms for all. */
export function indexSegments(register: Register, include?: (index: number) => boolean): NearestSegments {
  const { points, starts, grid } = register.geometry
  const chosen: number[] = []
  let edges = 0
  for (let i = 0; i < register.count; i++) {
    if (include && !include(i)) continue
    chosen.push(i)
    edges += starts[i + 1]! - starts[i]! - 1
  }
  const unordered = new Float64Array(edges * 6)
  const owners = new Int32Array(edges)
  const codes = new Float64Array(edges)
  let e = 0
  for (const i of chosen) {
    for (let p = starts[i]!; p + 1 < starts[i + 1]!; p++) {
      writeVector(points[2 * p]! / grid, points[2 * p + 1]! / grid, unordered, e * 6)
      writeVector(points[2 * p + 2]! / grid, points[2 * p + 3]! / grid, unordered, e * 6 + 3)
      codes[e] = curvePosition(unordered, e * 6)
      owners[e++] = i
    }
  }
  // Sorted by the curve, ties by place in the register: the position of an edge is the low part of its key.
  const keys = new Float64Array(edges)
  for (let i = 0; i < edges; i++) keys[i] = codes[i]! * 0x80_0000 + i
  keys.sort()
  const chords = new Float64Array(edges * 6)
  const owner = new Int32Array(edges)
  for (let i = 0; i < edges; i++) {
    const from = keys[i]! % 0x80_0000
    chords.set(unordered.subarray(from * 6, from * 6 + 6), i * 6)
    owner[i] = owners[from]!
  }
  return search(chords, owner, boundingSpheres(chords))
}

function writeVector(lon: number, lat: number, out: Float64Array, at: number): void {
  const c = Math.cos(lat * RAD)
  out[at] = c * Math.cos(lon * RAD)
  out[at + 1] = c * Math.sin(lon * RAD)
  out[at + 2] = Math.sin(lat * RAD)
}

/** Position along a Morton curve of 1024 steps a side through the cube about the sphere. */
function curvePosition(chord: Float64Array, at: number): number {
  let code = 0
  const q = [0, 1, 2].map((d) => Math.min(1023, (((chord[at + d]! + chord[at + 3 + d]!) / 4 + 0.5) * 1024) | 0))
  for (let bit = 9; bit >= 0; bit--) code = code * 8 + ((((q[0]! >> bit) & 1) << 2) | (((q[1]! >> bit) & 1) << 1) | ((q[2]! >> bit) & 1))
  return code
}

/** Levels of spheres (x, y, z, radius), the lowest over FAN edges each, up to a single one. */
function boundingSpheres(chords: Float64Array): Float64Array[] {
  let count = chords.length / 6
  let below = new Float64Array(count * 4)
  for (let i = 0; i < count; i++) {
    let square = 0
    for (let d = 0; d < 3; d++) {
      below[i * 4 + d] = (chords[i * 6 + d]! + chords[i * 6 + 3 + d]!) / 2
      square += ((chords[i * 6 + d]! - chords[i * 6 + 3 + d]!) / 2) ** 2
    }
    below[i * 4 + 3] = Math.sqrt(square)
  }
  const levels: Float64Array[] = []
  do {
    const up = Math.ceil(count / FAN)
    const spheres = new Float64Array(up * 4)
    for (let i = 0; i < up; i++) {
      const from = i * FAN
      const to = Math.min(count, from + FAN)
      for (let j = from; j < to; j++) for (let d = 0; d < 3; d++) spheres[i * 4 + d]! += below[j * 4 + d]! / (to - from)
      for (let j = from; j < to; j++) {
        const [dx, dy, dz] = [spheres[i * 4]! - below[j * 4]!, spheres[i * 4 + 1]! - below[j * 4 + 1]!, spheres[i * 4 + 2]! - below[j * 4 + 2]!]
        spheres[i * 4 + 3] = Math.max(spheres[i * 4 + 3]!, Math.sqrt(dx * dx + dy * dy + dz * dz) + below[j * 4 + 3]!)
      }
    }
    levels.push(spheres)
    below = spheres
    count = up
  } while (count > 1)
  return levels
}

function search(chords: Float64Array, owner: Int32Array, levels: readonly Float64Array[]): NearestSegments {
  const edges = owner.length
  const ends = [edges, ...levels.map((level) => level.length / 4)]
  const stackNode = new Int32Array(1024)
  const stackLevel = new Int32Array(1024)
  const stackDistance = new Float64Array(1024)
  let foundSquare = 0

  const squareTo = (edge: number, x: number, y: number, z: number): number => {
    const o = edge * 6
    const ax = chords[o]!
    const ay = chords[o + 1]!
    const az = chords[o + 2]!
    const ux = chords[o + 3]! - ax
    const uy = chords[o + 4]! - ay
    const uz = chords[o + 5]! - az
    const q = ux * ux + uy * uy + uz * uz
    let f = q ? ((x - ax) * ux + (y - ay) * uy + (z - az) * uz) / q : 0
    f = f < 0 ? 0 : f > 1 ? 1 : f
    const dx = x - ax - f * ux
    const dy = y - ay - f * uy
    const dz = z - az - f * uz
    return dx * dx + dy * dy + dz * dz
  }

  /** Nearest edge closer than the square root of `limit`, or -1; `hint` is looked at first. Ties go to the lower segment. */
  const nearest = (x: number, y: number, z: number, hint: number, limit: number): number => {
    let best = limit
    let at = -1
    if (hint >= 0) {
      const d = squareTo(hint, x, y, z)
      if (d < best) {
        best = d
        at = hint
      }
    }
    let root = Math.sqrt(best)
    stackNode[0] = 0
    stackLevel[0] = levels.length - 1
    stackDistance[0] = -1
    let top = 1
    while (top) {
      top--
      if (stackDistance[top]! > root) continue
      const level = stackLevel[top]!
      const from = stackNode[top]! * FAN
      const to = Math.min(ends[level]!, from + FAN)
      if (level === 0) {
        for (let j = from; j < to; j++) {
          const d = squareTo(j, x, y, z)
          if (d < best || (d === best && at >= 0 && owner[j]! < owner[at]!)) {
            best = d
            at = j
            root = Math.sqrt(d)
          }
        }
        continue
      }
      const spheres = levels[level - 1]!
      const base = top
      for (let j = from; j < to; j++) {
        const o = j * 4
        const dx = x - spheres[o]!
        const dy = y - spheres[o + 1]!
        const dz = z - spheres[o + 2]!
        const d = Math.sqrt(dx * dx + dy * dy + dz * dz) - spheres[o + 3]!
        if (d > root) continue
        // Farthest first, so that the nearest child is taken off first.
        let k = top++
        while (k > base && stackDistance[k - 1]! < d) {
          stackDistance[k] = stackDistance[k - 1]!
          stackNode[k] = stackNode[k - 1]!
          stackLevel[k] = stackLevel[k - 1]!
          k--
        }
        stackDistance[k] = d
        stackNode[k] = j
        stackLevel[k] = level - 1
      }
    }
    foundSquare = best
    return at
  }

  const limitOf = (withinMetres: number) => (2 * Math.sin(Math.min(Math.PI, withinMetres / EARTH_RADIUS) / 2)) ** 2 + 1e-15
  const metresOf = (square: number) => 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(square) / 2))
  const vector = new Float64Array(3)
  return {
    one(lon, lat, withinMetres) {
      writeVector(lon, lat, vector, 0)
      const edge = edges ? nearest(vector[0]!, vector[1]!, vector[2]!, -1, limitOf(withinMetres)) : -1
      return edge < 0 ? { index: -1, distance: Infinity } : { index: owner[edge]!, distance: metresOf(foundSquare) }
    },
    find(lon, lat, count, withinMetres, out, outDistance) {
      const limit = limitOf(withinMetres)
      let hint = -1
      const order = visitOrder(lon, lat, count)
      for (let k = 0; k < count; k++) {
        const i = order[k]!
        if (lon[i] === NO_E7 || lat[i] === NO_E7 || edges === 0) {
          out[i] = -1
          if (outDistance) outDistance[i] = Infinity
          continue
        }
        const b = (lat[i]! / 1e7) * RAD
        const a = (lon[i]! / 1e7) * RAD
        const c = Math.cos(b)
        const edge = nearest(c * Math.cos(a), c * Math.sin(a), Math.sin(b), hint, limit)
        out[i] = edge < 0 ? -1 : owner[edge]!
        if (outDistance) outDistance[i] = edge < 0 ? Infinity : metresOf(foundSquare)
        if (edge >= 0) hint = edge
      }
    },
  }
}

/** Rows by quarter-degree cell, so that the last answer is a good first guess for the next. */
function visitOrder(lon: Int32Array, lat: Int32Array, count: number): Uint32Array {
  const order = new Uint32Array(count)
  if (count < 64) {
    for (let i = 0; i < count; i++) order[i] = i
    return order
  }
  const perDegree = 4
  const width = 360 * perDegree
  const height = 180 * perDegree
  const starts = new Uint32Array(width * height + 1)
  const cell = new Uint32Array(count)
  for (let i = 0; i < count; i++) {
    const x = Math.min(width - 1, Math.max(0, Math.floor((lon[i]! / 1e7 + 180) * perDegree)))
    const y = Math.min(height - 1, Math.max(0, Math.floor((lat[i]! / 1e7 + 90) * perDegree)))
    cell[i] = y * width + x
    starts[cell[i]! + 1]!++
  }
  for (let k = 0; k < width * height; k++) starts[k + 1]! += starts[k]!
  for (let i = 0; i < count; i++) order[starts[cell[i]!]!++] = i
  return order
}
