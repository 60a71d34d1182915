/**
 * Files under `resources/` that the loaders of this folder read. The window fetches them, the program without a window
 * reads them; both hand the bytes to the same loaders.
 */
export const GEO_RESOURCES = {
  /** `loadRegister` */
  segments: 'borders/segments.bin',
  /** `loadOutlines`: which country a point is in */
  outlines: 'borders/outlines-10m.bin',
  /** `loadOutlines`: drawn in briefings */
  outlinesMedium: 'borders/outlines-50m.bin',
  /** `loadOutlines`: drawn on the lock screen's globe */
  outlinesSmall: 'borders/outlines-110m.bin',
  /** `loadPopulation` */
  population: 'population/places.bin',
  /** `loadCountries` */
  countries: 'gazetteer/countries.json',
  /** `loadRegions` */
  regions: 'gazetteer/regions.json',
  /** `loadGazetteer`, with the next, regions and countries */
  places: 'gazetteer/places.bin',
  arabicNames: 'gazetteer/arabic-names.json',
  /** PMTiles for the map: layers countries, lakes, coast, borders, claims; zooms 0 to 6 */
  basemap: 'basemap/basemap.pmtiles',
  /** `loadLabels` */
  labels: 'basemap/labels.json',
} as const

export type GeoResource = keyof typeof GEO_RESOURCES
/** Answers a resource's bytes by its path under `resources/`. */
export type ReadResource = (path: string) => Promise<Uint8Array>
