import { writeFileSync } from 'node:fs'
import { countryIndex } from '../../shared/model/countries.ts'
import { distanceBetween, lengthOf } from '../../shared/geo/sphere.ts'
import { readAtlas, type Atlas } from './atlas.ts'
import { ByteWriter } from './byte-writer.ts'
import { chain, cut, unwrap, type Point } from './chains.ts'

/**
 * Makes `resources/borders/segments.bin`, the register of border segments, version 1 (DESIGN.md, D). Frozen: ids are in
 * vaults, so this script must go on giving these bytes (test/geo/register.test.ts); a better geography is a new version
 * with successors.
 */
const STEP = 50_000
/** Grid of coordinates: 1e-5 degrees, about a metre. */
const GRID = 1e5

interface Group { readonly class: 'land' | 'coast'; readonly codes: readonly string[]; readonly pieces: Point[][] }

/** Botswana and Zambia meet at Kazungula, which Natural Earth draws as one point: some 150 m along the Zambezi. */
const KAZUNGULA: Point = [25.25965, -17.79367]

export function makeSegments(): Uint8Array {
  const groups = groupsOf(readAtlas('10m'))
  const out = new ByteWriter()
  out.heading('VGSG', 1)
  out.u32(GRID)
  out.varint(groups.length)
  for (const group of groups) {
    out.u8(group.class === 'land' ? 0 : 1)
    for (const code of group.codes) out.varint(indexed(code))
    out.varint(group.pieces.length)
  }
  for (const line of groups.flatMap((group) => group.pieces)) {
    const grid = line.map(([lon, lat]) => [Math.round(lon * GRID), Math.round(lat * GRID)] as const)
    const kept = grid.filter((point, i) => i === 0 || point[0] !== grid[i - 1]![0] || point[1] !== grid[i - 1]![1])
    if (kept.length === 1) kept.push(kept[0]!)
    out.varint(Math.round(lengthOf(kept.map(([x, y]) => [x / GRID, y / GRID] as const)) * 10))
    out.varint(kept.length)
    kept.forEach(([x, y], i) => {
      out.signed(i ? x - kept[i - 1]![0] : x)
      out.signed(i ? y - kept[i - 1]![1] : y)
    })
  }
  // Successors of ids of earlier versions: none yet.
  out.varint(0)
  return out.finish()
}

function indexed(code: string): number {
  const index = countryIndex(code)
  if (!index) throw new Error(`no index for ${code}`)
  return index
}

function groupsOf({ arcs, scale, translate }: Atlas): Group[] {
  const lines = new Map<string, Point[][]>()
  for (const arc of arcs) {
    if (arc.codes.includes('ATA') || !(arc.coast || arc.codes.length === 2)) continue
    const id = arc.coast ? `coast:${arc.codes[0]}` : `land:${arc.codes.join('-')}`
    const line: Point[] = Array.from({ length: arc.points.length / 2 }, (_, i) => [arc.points[2 * i]! * scale[0] + translate[0], arc.points[2 * i + 1]! * scale[1] + translate[1]])
    lines.set(id, [...(lines.get(id) ?? []), line])
  }
  lines.set('land:BWA-ZMB', [[[KAZUNGULA[0] - 0.0007, KAZUNGULA[1]], [KAZUNGULA[0] + 0.0007, KAZUNGULA[1]]]])
  const groups = [...lines].map(([id, parts]): Group => {
    const [kind, codes] = id.split(':') as ['land' | 'coast', string]
    return { class: kind, codes: codes.split('-'), pieces: chain(parts, lengthOf).flatMap((line) => cut(line, STEP, distanceBetween)).map(unwrap) }
  })
  const order = (group: Group) => `${group.class === 'land' ? 0 : 1}${group.codes.join('-')}`
  return groups.sort((a, b) => (order(a) < order(b) ? -1 : 1))
}

if (import.meta.main) writeFileSync(new URL('../borders/segments.bin', import.meta.url), makeSegments())
