import { NO_E7 } from '../model/units.ts'
import type { Register } from './register.ts'
import { EARTH_RADIUS } from './sphere.ts'

/** Children of a node of the tree, and edges of a leaf. */
const FAN = 8
/** A leaf's vertices: FAN edges that follow one another have one more. */
const LEAF_WIDTH = (FAN + 1) * 3
const RAD = Math.PI / 180
/** Rounding of a distance on the unit sphere, with room: 6 micrometres. What is nearer by less is as near. */
const SLACK = 1e-12

/**
 * Finds nearest segments: runs of up to FAN edges of each line as chords of the unit sphere, sorted along a space-filling
 * curve, under a tree of bounding spheres. Distances are straight through space, which order as great-circle distances do;
 * a chord of the longest edge (under 60 km) lies at most 70 m below its arc. Pole and antimeridian are places like any
 * other. Of segments equally near (two that meet at a corner) the one that comes first in the register is answered, in
 * whatever company a point is asked for.
 */
export interface NearestSegments {
  /**
   * Nearest segment of each point, or -1 where none is within `withinMetres` or the point is unknown (NO_E7).
   * Longitudes and latitudes in degrees * 1e7; rows 0 to count-1. `outDistance` takes metres (Infinity where -1).
   */
  find(lon: Int32Array, lat: Int32Array, count: number, withinMetres: number, out: Int32Array, outDistance?: Float64Array): void
  /** Nearest segment of one point in degrees, or -1; `distance` in metres. */
  one(lon: number, lat: number, withinMetres: number): { readonly index: number; readonly distance: number }
}

interface Leaves {
  readonly count: number
  /** LEAF_WIDTH numbers a leaf. */
  readonly vertices: Float64Array
  readonly edges: Uint8Array
  /** Segment of each leaf. */
  readonly owner: Int32Array
}

/** Builds the tree over a register's segments, or over those that `include` lets in. Takes some 100 ms for all. */
export function indexSegments(register: Register, include?: (index: number) => boolean): NearestSegments {
  const leaves = sortLeaves(cutLeaves(register, include))
  return search(leaves, boundingSpheres(leaves))
}

function cutLeaves(register: Register, include?: (index: number) => boolean): Leaves {
  const { points, starts, grid } = register.geometry
  const chosen: number[] = []
  let count = 0
  for (let i = 0; i < register.count; i++) {
    if (include && !include(i)) continue
    chosen.push(i)
    count += Math.ceil((starts[i + 1]! - starts[i]! - 1) / FAN)
  }
  const vertices = new Float64Array(count * LEAF_WIDTH)
  const edges = new Uint8Array(count)
  const owner = new Int32Array(count)
  let leaf = 0
  for (const i of chosen) {
    const last = starts[i + 1]! - 1
    for (let p = starts[i]!; p < last; p += FAN) {
      const to = Math.min(last, p + FAN)
      for (let v = p; v <= to; v++) writeVector(points[2 * v]! / grid, points[2 * v + 1]! / grid, vertices, leaf * LEAF_WIDTH + (v - p) * 3)
      edges[leaf] = to - p
      owner[leaf++] = i
    }
  }
  return { count, vertices, edges, owner }
}

function writeVector(lon: number, lat: number, out: Float64Array, at: number): void {
  const c = Math.cos(lat * RAD)
  out[at] = c * Math.cos(lon * RAD)
  out[at + 1] = c * Math.sin(lon * RAD)
  out[at + 2] = Math.sin(lat * RAD)
}

/** Leaves in the order of their first vertices along a Morton curve of 1024 steps a side through the cube about the sphere. */
function sortLeaves({ count, vertices, edges, owner }: Leaves): Leaves {
  // The place of a leaf is the low part of its key: under 2^23 of them.
  const keys = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    let code = 0
    const [x, y, z] = [0, 1, 2].map((d) => Math.min(1023, ((vertices[i * LEAF_WIDTH + d]! / 2 + 0.5) * 1024) | 0)) as [number, number, number]
    for (let bit = 9; bit >= 0; bit--) code = code * 8 + ((((x >> bit) & 1) << 2) | (((y >> bit) & 1) << 1) | ((z >> bit) & 1))
    keys[i] = code * 0x80_0000 + i
  }
  keys.sort()
  const sorted = { count, vertices: new Float64Array(vertices.length), edges: new Uint8Array(count), owner: new Int32Array(count) }
  for (let i = 0; i < count; i++) {
    const from = keys[i]! % 0x80_0000
    sorted.vertices.set(vertices.subarray(from * LEAF_WIDTH, (from + 1) * LEAF_WIDTH), i * LEAF_WIDTH)
    sorted.edges[i] = edges[from]!
    sorted.owner[i] = owner[from]!
  }
  return sorted
}

/** Levels of spheres (x, y, z, radius): one about each leaf, then one about FAN of the level below, up to a single one. */
function boundingSpheres({ count: leaves, vertices, edges }: Leaves): Float64Array[] {
  let count = leaves
  let below = new Float64Array(count * 4)
  for (let i = 0; i < count; i++) {
    const n = edges[i]! + 1
    const at = i * LEAF_WIDTH
    for (let v = 0; v < n; v++) for (let d = 0; d < 3; d++) below[i * 4 + d]! += vertices[at + v * 3 + d]! / n
    for (let v = 0; v < n; v++) {
      const [dx, dy, dz] = [vertices[at + v * 3]! - below[i * 4]!, vertices[at + v * 3 + 1]! - below[i * 4 + 1]!, vertices[at + v * 3 + 2]! - below[i * 4 + 2]!]
      below[i * 4 + 3] = Math.max(below[i * 4 + 3]!, Math.sqrt(dx * dx + dy * dy + dz * dz))
    }
  }
  const levels = [below]
  while (count > 1) {
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
  }
  return levels
}

function search({ count: leaves, vertices, edges, owner }: Leaves, levels: readonly Float64Array[]): NearestSegments {
  const ends = levels.map((level) => level.length / 4)
  const stackNode = new Int32Array(1024)
  const stackLevel = new Int32Array(1024)
  const stackDistance = new Float64Array(1024)
  let foundSquare = 0

  /** Square of the distance to a leaf's edges, or of `best` where none is nearer. */
  const squareTo = (leaf: number, x: number, y: number, z: number, best: number): number => {
    let o = leaf * LEAF_WIDTH
    let ax = vertices[o]! - x
    let ay = vertices[o + 1]! - y
    let az = vertices[o + 2]! - z
    for (let left = edges[leaf]!; left > 0; left--) {
      o += 3
      const bx = vertices[o]! - x
      const by = vertices[o + 1]! - y
      const bz = vertices[o + 2]! - z
      const ux = bx - ax
      const uy = by - ay
      const uz = bz - az
      const along = -(ax * ux + ay * uy + az * uz)
      let dx = ax
      let dy = ay
      let dz = az
      if (along > 0) {
        const whole = ux * ux + uy * uy + uz * uz
        if (along >= whole) {
          dx = bx
          dy = by
          dz = bz
        } else {
          const f = along / whole
          dx += f * ux
          dy += f * uy
          dz += f * uz
        }
      }
      const square = dx * dx + dy * dy + dz * dz
      if (square < best) best = square
      ax = bx
      ay = by
      az = bz
    }
    return best
  }

  /** Nearest leaf closer than the square root of `limit`, or -1; `hint` is looked at first. */
  const nearest = (x: number, y: number, z: number, hint: number, limit: number): number => {
    let best = limit
    let at = -1
    if (hint >= 0) {
      const square = squareTo(hint, x, y, z, best)
      if (square < best) {
        best = square
        at = hint
      }
    }
    let root = Math.sqrt(best) + SLACK
    stackNode[0] = 0
    stackLevel[0] = levels.length - 1
    stackDistance[0] = -1
    let top = 1
    while (top) {
      top--
      if (stackDistance[top]! > root) continue
      const level = stackLevel[top]!
      const node = stackNode[top]!
      if (level === 0) {
        const square = squareTo(node, x, y, z, best + SLACK * root)
        if (square < best) {
          if (at < 0 || best - square > SLACK * root || owner[node]! < owner[at]!) at = node
          best = square
          root = Math.sqrt(square) + SLACK
        } else if (at >= 0 && square < best + SLACK * root && owner[node]! < owner[at]!) at = node
        continue
      }
      const spheres = levels[level - 1]!
      const from = node * FAN
      const to = Math.min(ends[level - 1]!, from + FAN)
      const base = top
      for (let j = from; j < to; j++) {
        const o = j * 4
        const dx = x - spheres[o]!
        const dy = y - spheres[o + 1]!
        const dz = z - spheres[o + 2]!
        const reach = spheres[o + 3]! + root
        const square = dx * dx + dy * dy + dz * dz
        if (square > reach * reach) continue
        const d = Math.sqrt(square) - spheres[o + 3]!
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
      const leaf = leaves ? nearest(vector[0]!, vector[1]!, vector[2]!, -1, limitOf(withinMetres)) : -1
      return leaf < 0 ? { index: -1, distance: Infinity } : { index: owner[leaf]!, distance: metresOf(foundSquare) }
    },
    find(lon, lat, count, withinMetres, out, outDistance) {
      const limit = limitOf(withinMetres)
      let hint = -1
      const order = visitOrder(lon, lat, count)
      for (let k = 0; k < count; k++) {
        const i = order[k]!
        if (lon[i] === NO_E7 || lat[i] === NO_E7 || leaves === 0) {
          out[i] = -1
          if (outDistance) outDistance[i] = Infinity
          continue
        }
        const b = (lat[i]! / 1e7) * RAD
        const a = (lon[i]! / 1e7) * RAD
        const c = Math.cos(b)
        const leaf = nearest(c * Math.cos(a), c * Math.sin(a), Math.sin(b), hint, limit)
        out[i] = leaf < 0 ? -1 : owner[leaf]!
        if (outDistance) outDistance[i] = leaf < 0 ? Infinity : metresOf(foundSquare)
        if (leaf >= 0) hint = leaf
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
