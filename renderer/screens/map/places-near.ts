import type { LngLat } from '../../../shared/model/units.ts'
import { useLanguage } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { useStation } from '../../session/station.ts'

const NONE: readonly (string | null)[] = []

/** The settlement nearest to each point, by name in the window's language; null where none is near, none while they are looked up. */
export function usePlacesNear(points: readonly LngLat[]): readonly (string | null)[] {
  const station = useStation()
  const language = useLanguage((state) => state.language)
  const { value } = useLoaded(async () => ({ points, names: await station.placesNear(points, language) }), [station, points, language])
  return value?.points === points ? value.names : NONE
}
