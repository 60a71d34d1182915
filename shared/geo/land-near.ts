import type { LngLat, Metres } from '../model/units.ts'
import { EARTH_RADIUS, wrapLongitude } from './sphere.ts'
import type { WhichCountry } from './which-country.ts'

const BEARINGS = 24
const RINGS = 3

/** Country whose land a point lies on, else of the nearest land within a distance, looked for on rings about it; undefined in the open sea. */
export function landNear(which: Pick<WhichCountry, 'at'>, point: LngLat, within: Metres): string | undefined {
  for (let ring = 0; ring <= RINGS; ring++) {
    const degrees = ((within * ring) / RINGS / EARTH_RADIUS) * (180 / Math.PI)
    for (let bearing = 0; bearing < (ring === 0 ? 1 : BEARINGS); bearing++) {
      const angle = (bearing / BEARINGS) * 2 * Math.PI
      const lat = point[1] + degrees * Math.cos(angle)
      const lon = point[0] + (degrees * Math.sin(angle)) / Math.max(0.01, Math.cos((point[1] * Math.PI) / 180))
      const country = which.at([wrapLongitude(lon), lat])
      if (country !== undefined) return country
    }
  }
  return undefined
}
