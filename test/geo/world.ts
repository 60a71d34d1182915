import { createCellAtlas } from '../../shared/geo/cells.ts'
import { loadCountries } from '../../shared/geo/countries.ts'
import { indexSegments } from '../../shared/geo/nearest.ts'
import { loadOutlines } from '../../shared/geo/outlines.ts'
import { loadPopulation } from '../../shared/geo/population.ts'
import { loadRegions } from '../../shared/geo/regions.ts'
import { loadRegister } from '../../shared/geo/register.ts'
import { indexCountries } from '../../shared/geo/which-country.ts'
import { resourceFile } from './resource-file.ts'

const once = <T>(make: () => T) => {
  let made: T | undefined
  return () => (made ??= make())
}

const register = once(() => loadRegister(resourceFile('segments')))
const outlines = once(() => loadOutlines(resourceFile('outlines')))
const which = once(() => indexCountries(outlines()))

/** The shipped resources, opened once a test file and only where asked for. */
export const world = {
  register,
  nearest: once(() => indexSegments(register())),
  outlines,
  which,
  countries: once(() => loadCountries(resourceFile('countries'))),
  regions: once(() => loadRegions(resourceFile('regions'))),
  population: once(() => loadPopulation(resourceFile('population'))),
  cells: once(() => createCellAtlas(which(), register())),
}
