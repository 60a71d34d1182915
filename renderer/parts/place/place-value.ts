import type { PlaceValue } from '../../../shared/model/place.ts'
import type { PlaceHit } from '../../../shared/station/station.ts'

/** What a tip keeps of a place that was chosen in the gazetteer. A country has no point: it is never drawn as one. */
export function placeOfHit(hit: PlaceHit): PlaceValue {
  return {
    ...(hit.at && hit.precision !== 'country' && { at: hit.at }),
    precision: hit.precision,
    reason: 'gazetteer',
    country: hit.country,
    name: hit.name,
  }
}

/** Words that no gazetteer entry was chosen for: kept as said, with no place on the map. */
export function placeOfWords(words: string): PlaceValue {
  return { precision: 'none', reason: 'no-coordinates', name: words }
}
