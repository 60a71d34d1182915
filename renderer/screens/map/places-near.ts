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
    const [names, lands] = await Promise.all([station.placesNear(points, language), Promise.all(points.map(landAt))])
    return {
      points,
      names: names.map((place, at) => {
        const land = lands[at] ? country(lands[at]) : null
        return place && land ? say('map.near.place', { place, country: land }) : (place ?? (land && say('map.near.country', { country: land })))
      }),
    }
  }, [station, points, language])
  return value?.points === points ? value.names : NONE
}
