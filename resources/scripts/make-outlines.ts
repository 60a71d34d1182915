import { writeFileSync } from 'node:fs'
import { countryIndex } from '../../shared/model/countries.ts'
import { readAtlas, type Scale } from './atlas.ts'
import { ByteWriter } from './byte-writer.ts'
import { LINE_KINDS } from './disputed.ts'

/**
 * Makes `resources/borders/outlines-{10m,50m,110m}.bin` from world-atlas: arcs with a country on either side and the
 * standing of the border, and the rings made of them. 10m says which country a point is in; 50m and 110m are drawn.
 */
export function makeOutlines(scale: Scale): Uint8Array {
  const atlas = readAtlas(scale)
  const out = new ByteWriter()
  out.heading('VGOL', 1)
  for (const number of [...atlas.scale, ...atlas.translate]) out.f64(number)
  out.varint(atlas.arcs.length)
  for (const arc of atlas.arcs) {
    out.varint(countryIndex(arc.left))
    out.varint(countryIndex(arc.right))
    out.u8(LINE_KINDS.indexOf(arc.kind) | (arc.coast ? 4 : 0) | (arc.flat ? 8 : 0))
    const n = arc.points.length / 2
    out.varint(n)
    for (let i = 0; i < n; i++) for (const d of [0, 1]) out.signed(arc.points[2 * i + d]! - (i ? arc.points[2 * i - 2 + d]! : 0))
  }
  out.varint(atlas.polygons.length)
  for (const { code, rings } of atlas.polygons) {
    out.varint(countryIndex(code))
    out.varint(rings.length)
    for (const ring of rings) {
      out.varint(ring.length)
      for (const ref of ring) out.signed(ref)
    }
  }
  return out.finish()
}

if (import.meta.main) for (const scale of ['10m', '50m', '110m'] as const) writeFileSync(new URL(`../borders/outlines-${scale}.bin`, import.meta.url), makeOutlines(scale))
