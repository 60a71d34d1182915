import { VectorTile } from '@mapbox/vector-tile'
import Pbf from 'pbf'
import { PMTiles, type RangeResponse, type Source } from 'pmtiles'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadLabels } from '../../shared/geo/labels.ts'
import { makeLabels } from '../../resources/scripts/make-labels.ts'
import { resourceFile } from './resource-file.ts'
import { world } from './world.ts'

class BytesSource implements Source {
  readonly #bytes: Uint8Array<ArrayBuffer>
  constructor(bytes: Uint8Array) {
    this.#bytes = Uint8Array.from(bytes)
  }
  getKey() {
    return 'basemap'
  }
  getBytes(offset: number, length: number): Promise<RangeResponse> {
    return Promise.resolve({ data: this.#bytes.slice(offset, offset + length).buffer })
  }
}

const bytes = resourceFile('basemap')
const archive = new PMTiles(new BytesSource(bytes))
const tileAt = async (z: number, x: number, y: number) => {
  const found = await archive.getZxy(z, x, y)
  return found ? new VectorTile(new Pbf(new Uint8Array(found.data))) : undefined
}
const tileOf = (z: number, lon: number, lat: number) => {
  const s = Math.sin((lat * Math.PI) / 180)
  return [Math.floor(((lon + 180) / 360) * 2 ** z), Math.floor((0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI)) * 2 ** z)] as const
}

describe('the basemap', () => {
  test('is small (that it is what the script makes: the long run)', () => {
    expect(bytes.length).toBeLessThan(3_100_000)
  })

  test('says what it is to the reader that the map uses', async () => {
    const header = await archive.getHeader()
    expect([header.minZoom, header.maxZoom, header.tileType]).toEqual([0, 6, 1])
    const metadata = (await archive.getMetadata()) as { vector_layers: { id: string }[] }
    expect(metadata.vector_layers.map(({ id }) => id)).toEqual(['countries', 'lakes', 'coast', 'borders', 'claims'])
  })

  test('has every layer where it should be, at the first zoom and the last', async () => {
    const whole = (await tileAt(0, 0, 0))!
    expect(Object.keys(whole.layers).sort()).toEqual(['borders', 'claims', 'coast', 'countries', 'lakes'])
    const codes = new Set(Array.from({ length: whole.layers['countries']!.length }, (_, i) => whole.layers['countries']!.feature(i).properties['code']))
    for (const code of ['LBY', 'NER', 'RUS', 'USA', 'ATA', 'XKX']) expect(codes).toContain(code)
    const kashmir = (await tileAt(6, ...tileOf(6, 75, 34.3)))!.layers['borders']!
    const kinds = Array.from({ length: kashmir.length }, (_, i) => kashmir.feature(i).properties)
    expect(kinds).toContainEqual({ kind: 'line-of-control', disputed: true })
    const desert = (await tileAt(6, ...tileOf(6, 12, 23)))!.layers['borders']!
    expect(Array.from({ length: desert.length }, (_, i) => desert.feature(i).properties)).not.toContainEqual(expect.objectContaining({ disputed: true }))
    expect(await tileAt(6, ...tileOf(6, -25, -5))).toBeUndefined()
  })

  test('draws no bar: at the first zoom no edge of a country spans half the map', async () => {
    const layer = (await tileAt(0, 0, 0))!.layers['countries']!
    let widest = 0
    for (let i = 0; i < layer.length; i++) {
      if (layer.feature(i).properties['code'] === 'ATA') continue
      for (const ring of layer.feature(i).loadGeometry()) for (let k = 1; k < ring.length; k++) widest = Math.max(widest, Math.abs(ring[k]!.x - ring[k - 1]!.x))
    }
    expect(widest).toBeLessThan(4096 / 8)
  })

  test('lies under the segments: at the last zoom a border is where its segment is', async () => {
    const i = world.register().indexOf('land:LBY-NER:3')
    const [lon, lat] = world.register().midpoint(i)
    const [x, y] = tileOf(6, lon, lat)
    const layer = (await tileAt(6, x, y))!.layers['borders']!
    const s = Math.sin((lat * Math.PI) / 180)
    const at = { x: (((lon + 180) / 360) * 64 - x) * 4096, y: ((0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI)) * 64 - y) * 4096 }
    let nearest = Infinity
    for (let f = 0; f < layer.length; f++) {
      for (const line of layer.feature(f).loadGeometry()) {
        for (let k = 1; k < line.length; k++) {
          const [a, b] = [line[k - 1]!, line[k]!]
          const [ux, uy] = [b.x - a.x, b.y - a.y]
          const t = Math.max(0, Math.min(1, ((at.x - a.x) * ux + (at.y - a.y) * uy) / (ux * ux + uy * uy || 1)))
          nearest = Math.min(nearest, Math.hypot(at.x - a.x - t * ux, at.y - a.y - t * uy))
        }
      }
    }
    // A tile is some 600 km across: 4 of 4,096 steps are 600 m.
    expect(nearest).toBeLessThan(4)
  })
})

describe('labels', () => {
  const english = loadLabels(resourceFile('labels'), 'en')
  const arabic = loadLabels(resourceFile('labels'), 'ar')
  let made: ReturnType<typeof makeLabels>
  beforeAll(() => {
    made = makeLabels()
  })

  test('are what the script makes', () => {
    expect(JSON.parse(new TextDecoder().decode(resourceFile('labels')))).toEqual(made)
  })

  test('name countries in both languages, capitals and large cities early, small towns late', () => {
    expect(english.find(({ text }) => text === 'Libya')).toMatchObject({ kind: 'country' })
    expect(arabic.find(({ text }) => text === 'ليبيا')).toMatchObject({ kind: 'country' })
    expect(english.find(({ text, kind }) => text === 'Niamey' && kind === 'settlement')!.minZoom).toBeLessThanOrEqual(4)
    expect(arabic.some(({ text }) => text === 'أغاديس')).toBe(true)
    for (const kind of ['country', 'settlement', 'water'] as const) for (const labels of [english, arabic]) expect(labels.filter((label) => label.kind === kind).length).toBeGreaterThan(20)
    for (const { lon, lat, text } of english) expect(Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && text.length > 0).toBe(true)
  })

  test('do not crowd the first zooms', () => {
    expect(english.filter(({ minZoom }) => minZoom <= 3).length).toBeLessThan(320)
  })
})
