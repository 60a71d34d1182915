import { z } from 'zod'
import { metres, type LngLat, type Metres } from '../model/units.ts'
import { distance } from './sphere.ts'

/** GeoNames admin-1 key ("NE.02"), name, country, longitude and latitude of the centre, radius in km, settlements it was made from. */
const regionRow = z.tuple([z.string(), z.string(), z.string(), z.number(), z.number(), z.number(), z.number()])
export type RegionRow = z.infer<typeof regionRow>

/** A first-order region, approximately: the ring holds nine tenths of its settlements. */
export interface Region {
  readonly key: string
  readonly name: string
  readonly country: string
  readonly centre: LngLat
  readonly radius: Metres
}

export interface Regions {
  readonly all: readonly Region[]
  get(key: string): Region | undefined
  /** The region whose ring's centre is nearest, of a country. */
  nearest(at: LngLat, country: string): Region | undefined
  /**
   * Whether a point is the middle that we know for a region (within 300 m). No outlines of regions ship, so a middle
   * computed from outlines elsewhere is not recognised; wording and digits judge those.
   */
  isCentre(lon: number, lat: number): boolean
}

const CENTRE_WITHIN = 300

/** @throws ZodError or SyntaxError where the bytes are not the table */
export function loadRegions(bytes: Uint8Array): Regions {
  const rows = z.array(regionRow).parse(JSON.parse(new TextDecoder().decode(bytes)))
  const all = rows.map(([key, name, country, lon, lat, radius]): Region => ({ key, name, country, centre: [lon, lat], radius: metres(radius * 1000) }))
  const byKey = new Map(all.map((region) => [region.key, region]))
  const byCountry = new Map<string, Region[]>()
  for (const region of all) byCountry.set(region.country, [...(byCountry.get(region.country) ?? []), region])
  // A middle made from a handful of settlements is one of them as often as not.
  const cells = new Map<number, LngLat[]>()
  for (const [, , , lon, lat, , settlements] of rows) {
    if (settlements < 8) continue
    for (const dx of [-0.01, 0, 0.01]) {
      for (const dy of [-0.01, 0, 0.01]) {
        const key = cellKey(lon + dx, lat + dy)
        const there = cells.get(key) ?? []
        if (!there.some((at) => at[0] === lon && at[1] === lat)) cells.set(key, [...there, [lon, lat]])
      }
    }
  }
  return {
    all,
    get: (key) => byKey.get(key),
    nearest([lon, lat], country) {
      let best: Region | undefined
      let least = Infinity
      for (const region of byCountry.get(country) ?? []) {
        const d = distance(lon, lat, region.centre[0], region.centre[1]) / region.radius
        if (d < least) [least, best] = [d, region]
      }
      return best
    },
    isCentre: (lon, lat) => (cells.get(cellKey(lon, lat)) ?? []).some((at) => distance(lon, lat, at[0], at[1]) <= CENTRE_WITHIN),
  }
}

const cellKey = (lon: number, lat: number) => Math.round(lon * 10) * 10_000 + Math.round(lat * 10)
