import { gzipSync } from 'fflate'
import { zxyToTileId } from 'pmtiles'
import { ByteWriter } from './byte-writer.ts'

export interface Tile { readonly z: number; readonly x: number; readonly y: number; readonly bytes: Uint8Array }

const HEADER = 127
/** A root directory must end within the first 16 KiB of the file. */
const ROOT_ROOM = 16_384 - HEADER
/** Always the same bytes: no file name, no time. */
const gzip = (bytes: Uint8Array) => gzipSync(bytes, { level: 9, mtime: 0 })

interface Entry { readonly id: number; readonly offset: number; readonly length: number; readonly run: number }

/** Writes vector tiles as one PMTiles archive, version 3 (github.com/protomaps/PMTiles, spec v3): tiles gzipped, equal ones stored once. */
export function writePmtiles(tiles: readonly Tile[], metadata: object, zooms: readonly [number, number], centre: readonly [number, number]): Uint8Array {
  const data = new ByteWriter()
  const entries: Entry[] = []
  const seen = new Map<string, { offset: number; length: number }>()
  for (const { id, bytes } of tiles.map(({ z, x, y, bytes }) => ({ id: zxyToTileId(z, x, y), bytes })).sort((a, b) => a.id - b.id)) {
    const packed = gzip(bytes)
    const key = Buffer.from(packed).toString('base64')
    let at = seen.get(key)
    if (!at) {
      at = { offset: data.length, length: packed.length }
      seen.set(key, at)
      data.append(packed)
    }
    const last = entries.at(-1)
    if (last && last.offset === at.offset && last.id + last.run === id) entries[entries.length - 1] = { ...last, run: last.run + 1 }
    else entries.push({ id, ...at, run: 1 })
  }
  const { root, leaves } = directories(entries)
  const about = gzip(new TextEncoder().encode(JSON.stringify(metadata)))
  const sections = [root, about, leaves, data.finish()]
  const offsets = sections.map((_, i) => HEADER + sections.slice(0, i).reduce((sum, bytes) => sum + bytes.length, 0))
  const header = new DataView(new ArrayBuffer(HEADER))
  new Uint8Array(header.buffer).set(new TextEncoder().encode('PMTiles'))
  header.setUint8(7, 3)
  sections.forEach((bytes, i) => {
    header.setBigUint64(8 + 16 * i, BigInt(offsets[i]!), true)
    header.setBigUint64(16 + 16 * i, BigInt(bytes.length), true)
  })
  header.setBigUint64(72, BigInt(tiles.length), true)
  header.setBigUint64(80, BigInt(entries.length), true)
  header.setBigUint64(88, BigInt(seen.size), true)
  header.setUint8(96, 1) // tiles stand in the order of their ids
  header.setUint8(97, 2) // directories and metadata: gzip
  header.setUint8(98, 2) // tiles: gzip
  header.setUint8(99, 1) // tiles: MVT
  header.setUint8(100, zooms[0])
  header.setUint8(101, zooms[1])
  const e7 = (at: number, lon: number, lat: number) => {
    header.setInt32(at, Math.round(lon * 1e7), true)
    header.setInt32(at + 4, Math.round(lat * 1e7), true)
  }
  e7(102, -180, -85.0511287)
  e7(110, 180, 85.0511287)
  header.setUint8(118, 2)
  e7(119, centre[0], centre[1])
  const out = new ByteWriter()
  out.append(new Uint8Array(header.buffer))
  for (const bytes of sections) out.append(bytes)
  return out.finish()
}

/** One root directory, or a root of leaves where one would not fit. */
function directories(entries: readonly Entry[]): { root: Uint8Array; leaves: Uint8Array } {
  const whole = gzip(directory(entries))
  if (whole.length <= ROOT_ROOM) return { root: whole, leaves: new Uint8Array() }
  for (let size = 2048; ; size *= 2) {
    const leaves = new ByteWriter()
    const roots: Entry[] = []
    for (let i = 0; i < entries.length; i += size) {
      const leaf = gzip(directory(entries.slice(i, i + size)))
      roots.push({ id: entries[i]!.id, offset: leaves.length, length: leaf.length, run: 0 })
      leaves.append(leaf)
    }
    const root = gzip(directory(roots))
    if (root.length <= ROOT_ROOM) return { root, leaves: leaves.finish() }
  }
}

function directory(entries: readonly Entry[]): Uint8Array {
  const out = new ByteWriter()
  out.varint(entries.length)
  entries.forEach(({ id }, i) => out.varint(id - (i ? entries[i - 1]!.id : 0)))
  for (const { run } of entries) out.varint(run)
  for (const { length } of entries) out.varint(length)
  // Zero: right after the one before.
  entries.forEach(({ offset }, i) => out.varint(i && offset === entries[i - 1]!.offset + entries[i - 1]!.length ? 0 : offset + 1))
  return out.finish()
}
