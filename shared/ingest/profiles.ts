/** A published table that is recognised by its headers, and what its columns mean. */
export interface Profile {
  /** Its own name; a proper noun, not translated. */
  readonly name: string
  /** Normalised headers that must all be there. */
  readonly signature: readonly string[]
  /** Normalised header to target, before names are tried. */
  readonly columns: Readonly<Record<string, string>>
  readonly defaults: Readonly<Record<string, unknown>>
}

const MISSING_MIGRANTS = {
  name: 'Missing Migrants Project',
  /** Deaths and disappearances on migration routes, which stand in for tips. */
  defaults: { form: 'route-death', channel: 'open-data', surfaced: 'not-stated' },
} as const

export const PROFILES: readonly Profile[] = [
  {
    ...MISSING_MIGRANTS,
    signature: ['incident year', 'reported month', 'total number of dead and missing', 'location of death', 'coordinates'],
    columns: {
      'incident year': 'when.year', 'reported month': 'when.month', 'total number of dead and missing': 'persons', 'cause of death': 'what', 'migration route': 'route',
      'location of death': 'place.name', 'information source': 'informationSource', coordinates: 'place.latlon',
    },
  },
  {
    ...MISSING_MIGRANTS,
    signature: ['web id', 'reported date', 'location description', 'total dead and missing', 'location coodinates'],
    columns: {
      'web id': 'externalId', 'reported date': 'when.date', 'total dead and missing': 'persons', 'cause death': 'what', 'country of incident': 'place.country',
      'location description': 'place.name', 'location coodinates': 'place.latlon', 'migration route': 'route', 'information source': 'informationSource',
    },
  },
  {
    ...MISSING_MIGRANTS,
    signature: ['web id', 'date', 'lat', 'lon', 'route', 'cause', 'dead', 'missing', 'total', 'country'],
    columns: { 'web id': 'externalId', date: 'when.date', lat: 'place.lat', lon: 'place.lon', route: 'route', cause: 'what', total: 'persons', country: 'place.country' },
  },
]
