import { useSay } from '../../session/language.ts'

/** Stands where the live map cannot be drawn: says so, and where the printed one is. */
export function FlatMap() {
  const say = useSay()
  return (
    <div className="map-flat" role="status">
      <p>{say('map.flat')}</p>
    </div>
  )
}
