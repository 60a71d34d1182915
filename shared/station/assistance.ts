import { loadCountries, type CountryTable } from '../geo/countries.ts'
import { loadGazetteer, type Gazetteer } from '../geo/gazetteer.ts'
import { loadOutlines, type Outlines } from '../geo/outlines.ts'
import { createGeographicKnowledge, type GeographicKnowledge } from '../geo/place-knowledge.ts'
import { loadRegions, type Regions } from '../geo/regions.ts'
import { GEO_RESOURCES, type ReadResource } from '../geo/resources.ts'
import { loadGround, type Ground } from './ground.ts'

/**
 * What a station knows of the world without asking anyone: public resources that ship, loaded when first needed
 * and kept over sealing.
 */
export interface Assistance {
  readonly ground: Ground
  readonly regions: Regions
  readonly countries: CountryTable
  readonly knowledge: GeographicKnowledge
  gazetteer(): Promise<Gazetteer>
  outlinesMedium(): Promise<Outlines>
}

export async function loadAssistance(read: ReadResource): Promise<Assistance> {
  const [ground, regions, countries] = await Promise.all([loadGround(read), read(GEO_RESOURCES.regions).then(loadRegions), read(GEO_RESOURCES.countries).then(loadCountries)])
  let gazetteer: Promise<Gazetteer> | undefined
  let outlines: Promise<Outlines> | undefined
  return {
    ground,
    regions,
    countries,
    knowledge: createGeographicKnowledge(ground.which, countries, regions),
    gazetteer: () => (gazetteer ??= Promise.all([read(GEO_RESOURCES.places), read(GEO_RESOURCES.arabicNames)]).then(([places, arabic]) => loadGazetteer(places, arabic, regions, countries))),
    outlinesMedium: () => (outlines ??= read(GEO_RESOURCES.outlinesMedium).then(loadOutlines)),
  }
}
