import { pairFromText } from '../../../shared/ingest/coordinates.ts'
import type { LngLat } from '../../../shared/model/units.ts'

/** The point that typed coordinates mean, latitude first as maps and radios give them ("13.5, 2.1", "13°30′ N 2°6′ E"); `nowhere` where the earth has none such, null where they are no coordinates. */
export function typedPoint(words: string): LngLat | 'nowhere' | null {
  const pair = pairFromText(words)
  if (!pair) return null
  const { lat, lon } = pair
  return Math.abs(lat.degrees) <= 90 && Math.abs(lon.degrees) <= 180 ? [lon.degrees, lat.degrees] : 'nowhere'
}
