import type { Register } from '../../shared/geo/register.ts'

/** A small generator (sfc32): the same numbers on every machine. */
export function generator(seed: number): { next(): number; normal(): number } {
  let [a, b, c, d] = [seed >>> 0, 0x9e3779b9, 0x243f6a88, 1]
  const next = () => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t | 0
    return (t >>> 0) / 4294967296
  }
  for (let i = 0; i < 20; i++) next()
  return { next, normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.sin(2 * Math.PI * next()) }
}

/** Invented points in degrees * 1e7: nearly half about 500 spots on borders and coasts, as many along them, a tenth anywhere. */
export function pointsNearBorders(register: Register, count: number, seed: number): { lon: Int32Array; lat: Int32Array } {
  const { next, normal } = generator(seed)
  const { points, starts, grid } = register.geometry
  const along = (): [number, number] => {
    const segment = Math.floor(next() * register.count)
    const p = starts[segment]! + Math.floor(next() * (starts[segment + 1]! - starts[segment]!))
    return [points[2 * p]! / grid, points[2 * p + 1]! / grid]
  }
  const spots = Array.from({ length: 500 }, along)
  const [lon, lat] = [new Int32Array(count), new Int32Array(count)]
  for (let i = 0; i < count; i++) {
    const u = next()
    const [at, spread] = u < 0.45 ? [spots[Math.floor(next() ** 2 * spots.length)]!, 12] : u < 0.9 ? [along(), 25] : [[next() * 360 - 180, (Math.asin(next() * 1.5 - 0.6) * 180) / Math.PI] as [number, number], 0]
    const y = Math.max(-89, Math.min(89, at[1] + (normal() * spread) / 111.2))
    const x = at[0] + (normal() * spread) / (111.2 * Math.max(0.05, Math.cos((y * Math.PI) / 180)))
    lon[i] = Math.round(((((x + 180) % 360) + 360) % 360 - 180) * 1e7)
    lat[i] = Math.round(y * 1e7)
  }
  return { lon, lat }
}
