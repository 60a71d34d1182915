import type { LngLat } from '../../../shared/model/units.ts'
import { landAt } from '../../session/geography.ts'
import { useFormats, useLanguage, useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { useStation } from '../../session/station.ts'

const NONE: readonly (string | null)[] = []

/** What each point lies near, in the window's language: the nearest settlement and the country, or the country alone; none while they are looked up. */
export function usePlacesNear(points: readonly LngLat[]): readonly (string | null)[] {
  const station = useStation()
  const language = useLanguage((state) => state.language)
  const say = useSay()
  const { country } = useFormats()
  const { value } = useLoaded(async () => {
    const places = await station.placesNear(points, language)
    const names = await Promise.all(
      points.map(async (at, index) => {
        const place = places[index]
        if (place) return say('map.near.place', { place: place.name, country: country(place.country) })
        const land = await landAt(at)
        return land ? say('map.near.country', { country: country(land) }) : null
      }),
    )
    return { points, names }
  }, [station, points, language])
  return value?.points === points ? value.names : NONE
}
