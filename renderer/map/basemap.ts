import * as maplibregl from 'maplibre-gl'
import type { StyleSpecification } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { PMTiles, Protocol, type Source, type RangeResponse } from 'pmtiles'
import type { MapTheme } from './theme.ts'

/**
 * The offline basemap: one PMTiles file that ships with the program, read once and kept in memory. Every
 * colour comes from the theme; the style names no host, and no glyphs (labels are drawn by `labels.ts`).
 */
const ARCHIVE = 'basemap'
let prepared: Promise<void> | undefined

class BytesSource implements Source {
  readonly #bytes: ArrayBuffer
  constructor(bytes: ArrayBuffer) {
    this.#bytes = bytes
  }
  getKey(): string {
    return ARCHIVE
  }
  getBytes(offset: number, length: number): Promise<RangeResponse> {
    return Promise.resolve({ data: this.#bytes.slice(offset, offset + length) })
  }
}

/** Registers the worker and the archive, once; `load` brings the archive's bytes. */
export function prepareBasemap(load: () => Promise<ArrayBuffer>): Promise<void> {
  prepared ??= (async () => {
    maplibregl.setWorkerUrl(workerUrl)
    const protocol = new Protocol()
    protocol.add(new PMTiles(new BytesSource(await load())))
    maplibregl.addProtocol('pmtiles', protocol.tile)
  })()
  return prepared
}

/** The map's style in a theme; countries outside the study area are a shade quieter. */
export function basemapStyle(theme: MapTheme, studyArea: readonly string[]): StyleSpecification {
  const { css } = theme
  const inArea: maplibregl.ExpressionSpecification = ['in', ['get', 'code'], ['literal', [...studyArea]]]
  return {
    version: 8,
    sources: { [ARCHIVE]: { type: 'vector', url: `pmtiles://${ARCHIVE}` } },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': css('--c-map-sea') } },
      {
        id: 'countries',
        type: 'fill',
        source: ARCHIVE,
        'source-layer': 'countries',
        paint: { 'fill-color': studyArea.length === 0 ? css('--c-map-land') : ['case', inArea, css('--c-map-land'), css('--c-map-land-off')], 'fill-antialias': false },
      },
      { id: 'lakes', type: 'fill', source: ARCHIVE, 'source-layer': 'lakes', paint: { 'fill-color': css('--c-map-sea') } },
      { id: 'coast', type: 'line', source: ARCHIVE, 'source-layer': 'coast', paint: { 'line-color': css('--c-map-coast'), 'line-width': 0.75 } },
      {
        id: 'borders',
        type: 'line',
        source: ARCHIVE,
        'source-layer': 'borders',
        filter: ['!', ['to-boolean', ['get', 'disputed']]],
        paint: { 'line-color': css('--c-map-line'), 'line-width': ['interpolate', ['linear'], ['zoom'], 1, 0.5, 6, 1.25] },
      },
      {
        id: 'borders-disputed',
        type: 'line',
        source: ARCHIVE,
        'source-layer': 'borders',
        filter: ['to-boolean', ['get', 'disputed']],
        paint: { 'line-color': css('--c-map-line'), 'line-width': 1, 'line-dasharray': [3, 2] },
      },
    ],
  }
}
