import type { LngLat, Metres } from '../model/units.ts'

/** Mean radius of the Earth, metres (IUGG; the same as Turf's). */
export const EARTH_RADIUS = 6_371_008.8
const RAD = Math.PI / 180

/** Great-circle distance by the haversine formula (Sinnott 1984). */
export function distance(lon1: number, lat1: number, lon2: number, lat2: number): Metres {
  const x = Math.sin(((lat2 - lat1) * RAD) / 2)
  const y = Math.sin(((lon2 - lon1) * RAD) / 2)
  return (2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(x * x + Math.cos(lat1 * RAD) * Math.cos(lat2 * RAD) * y * y)))) as Metres
}

export function distanceBetween(a: LngLat, b: LngLat): Metres {
  return distance(a[0], a[1], b[0], b[1])
}

/** Straight-line (chord) distance on the unit sphere of an arc of `arcMetres`. */
export function chordOf(arcMetres: number): number {
  return 2 * Math.sin(Math.min(Math.PI, arcMetres / EARTH_RADIUS) / 2)
}

/** Arc in metres under a chord of the unit sphere. */
export function arcOf(chord: number): Metres {
  return (2 * EARTH_RADIUS * Math.asin(Math.min(1, chord / 2))) as Metres
}

/** Longitude brought into [-180, 180). */
export function wrapLongitude(lon: number): number {
  const wrapped = ((((lon + 180) % 360) + 360) % 360) - 180
  return wrapped
}

/** Unit vector of a point on the sphere, written at `at`. */
export function toVector(lon: number, lat: number, out: Float64Array, at: number): void {
  const c = Math.cos(lat * RAD)
  out[at] = c * Math.cos(lon * RAD)
  out[at + 1] = c * Math.sin(lon * RAD)
  out[at + 2] = Math.sin(lat * RAD)
}

/** Length of a line along great circles, metres. */
export function lengthOf(line: readonly LngLat[]): Metres {
  let sum = 0
  for (let i = 1; i < line.length; i++) sum += distanceBetween(line[i - 1]!, line[i]!)
  return sum as Metres
}
