import { createCellAtlas, type CellAtlas } from '../geo/cells.ts'
import { indexSegments, type NearestSegments } from '../geo/nearest.ts'
import { loadOutlines } from '../geo/outlines.ts'
import { loadPopulation, type Population } from '../geo/population.ts'
import { loadRegister, type Register } from '../geo/register.ts'
import { GEO_RESOURCES, type ReadResource } from '../geo/resources.ts'
import { indexCountries, type WhichCountry } from '../geo/which-country.ts'

/** The geography that analysis and commits stand on: public data that ships, loaded once a thread. */
export interface Ground {
  readonly register: Register
  readonly nearest: NearestSegments
  readonly which: WhichCountry
  readonly atlas: CellAtlas
  readonly population: Population
}

export async function loadGround(read: ReadResource): Promise<Ground> {
  const [segments, outlines, places] = await Promise.all([read(GEO_RESOURCES.segments), read(GEO_RESOURCES.outlines), read(GEO_RESOURCES.population)])
  const register = loadRegister(segments)
  const which = indexCountries(loadOutlines(outlines))
  return { register, nearest: indexSegments(register), which, atlas: createCellAtlas(which, register), population: loadPopulation(places) }
}
