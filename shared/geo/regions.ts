import { z } from 'zod'
import { metres, type LngLat, type Metres } from '../model/units.ts'
import { distance } from './sphere.ts'

/** GeoNames admin-1 key ("NE.02"), name, country, longitude and latitude of the centre, radius in km, settlements it was made from. */
const regionRow = z.tuple([z.string(), z.string(), z.string(), z.number(), z.number(), z.number(), z.number()])
export type RegionRow = z.infer<typeof regionRow>
/** Longitude and latitude of a point that stands for some whole region, and the distance within which it is recognised, metres. */
const centreRow = z.tuple([z.number(), z.number(), z.number()])

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
   * Whether a point is where computers put the middle of a region, by area or by box, within 300 m. Other outlines than Natural Earth's have their middle elsewhere: wording and digits judge what this misses.
   */
  isCentre(lon: number, lat: number): boolean
}

/** @throws ZodError or SyntaxError where the bytes are not the table */
export function loadRegions(bytes: Uint8Array): Regions {
  const { regions, centres } = z.object({ regions: z.array(regionRow), centres: z.array(centreRow) }).parse(JSON.parse(new TextDecoder().decode(bytes)))
  const all = regions.map(([key, name, country, lon, lat, radius]): Region => ({ key, name, country, centre: [lon, lat], radius: metres(radius * 1000) }))
  const byKey = new Map(all.map((region) => [region.key, region]))
  const byCountry = new Map<string, Region[]>()
  for (const region of all) byCountry.set(region.country, [...(byCountry.get(region.country) ?? []), region])
  const cells = new Map<number, (readonly [number, number, number])[]>()
  for (const centre of centres) {
    // A cell is a tenth of a degree; no reach is more than that.
    const across = Math.min(0.1, 0.02 / Math.cos((centre[1] * Math.PI) / 180))
    const keys = new Set([-across, 0, across].flatMap((dx) => [-0.02, 0, 0.02].map((dy) => cellKey(centre[0] + dx, centre[1] + dy))))
    for (const key of keys) cells.set(key, [...(cells.get(key) ?? []), centre])
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
    isCentre: (lon, lat) => (cells.get(cellKey(lon, lat)) ?? []).some(([x, y, within]) => distance(lon, lat, x, y) <= within),
  }
}

const cellKey = (lon: number, lat: number) => Math.round(lon * 10) * 10_000 + Math.round(lat * 10)
