/**
 * Files under `resources/` that the loaders of this folder read. The window fetches them, the program without a window
 * reads them; both hand the bytes to the same loaders.
 */
export const GEO_RESOURCES = {
  /** `loadRegister` */
  segments: 'borders/segments.bin',
} as const

export type GeoResource = keyof typeof GEO_RESOURCES
/** Answers a resource's bytes by its path under `resources/`. */
export type ReadResource = (path: string) => Promise<Uint8Array>
