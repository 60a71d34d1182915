import { landNear } from '../../shared/geo/land-near.ts'
import { loadLabels } from '../../shared/geo/labels.ts'
import { loadOutlines } from '../../shared/geo/outlines.ts'
import { loadRegions, type Regions } from '../../shared/geo/regions.ts'
import { loadRegister, type Register } from '../../shared/geo/register.ts'
import { GEO_RESOURCES } from '../../shared/geo/resources.ts'
import { indexCountries, type WhichCountry } from '../../shared/geo/which-country.ts'
import type { TipColumns } from '../../shared/model/columns.ts'
import { COUNTRIES } from '../../shared/model/countries.ts'
import { PRECISIONS } from '../../shared/model/place.ts'
import { fromE7, metres, NO_E7 } from '../../shared/model/units.ts'
import type { MapLabel } from '../map/labels.ts'
import type { RegionShade } from '../map/layers/regions.ts'
import type { Language } from './language.ts'
import { readResource } from './resources.ts'

/** Public geography that every map of the window reads, once each; it outlives sealing. */
const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}
export const borderRegister: () => Promise<Register> = once(() => readResource(GEO_RESOURCES.segments).then(loadRegister))
const labels: () => Promise<Uint8Array> = once(() => readResource(GEO_RESOURCES.labels))
const regions: () => Promise<Regions> = once(() => readResource(GEO_RESOURCES.regions).then(loadRegions))
const countries: () => Promise<WhichCountry> = once(() => readResource(GEO_RESOURCES.outlines).then((bytes) => indexCountries(loadOutlines(bytes))))

export const readBasemap = async (): Promise<ArrayBuffer> => (await readResource(GEO_RESOURCES.basemap)).buffer as ArrayBuffer

const REGION = PRECISIONS.indexOf('region')

/** Regions that hold tips known no finer, as approximate rings; the darker, the more. */
export async function regionShades(columns: TipColumns, rows: Uint32Array): Promise<readonly RegionShade[]> {
  const table = await regions()
  const shades = new Map<string, { at: readonly [number, number]; radius: number; reports: number }>()
  const asked = new Map<string, string | undefined>()
  for (const row of rows) {
    if (columns.precision[row] !== REGION || columns.lon[row] === NO_E7) continue
    const at = [fromE7(columns.lon[row] as number), fromE7(columns.lat[row] as number)] as const
    const place = `${columns.country[row]}/${at[0].toFixed(1)},${at[1].toFixed(1)}`
    if (!asked.has(place)) asked.set(place, table.nearest(at, COUNTRIES[columns.country[row] as number] ?? '')?.key)
    const region = table.get(asked.get(place) ?? '')
    if (!region) continue
    const shade = shades.get(region.key)
    if (shade) shade.reports++
    else shades.set(region.key, { at: region.centre, radius: region.radius, reports: 1 })
  }
  return [...shades.values()]
}

/** Names for the map in a language: countries, seas and the larger settlements. */
export const mapLabels = async (language: Language): Promise<readonly MapLabel[]> => loadLabels(await labels(), language)

/** Metres off a coast at which a place still counts as on it: outlines are drawn coarser than quays. */
const COAST = metres(5000)

/** Country whose land a place lies on or is within 5 km of; undefined in the open sea. */
export const landAt = async ([lon, lat]: readonly [number, number]): Promise<string | undefined> => landNear(await countries(), [lon, lat], COAST)
