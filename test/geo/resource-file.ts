import { existsSync, readFileSync } from 'node:fs'
import { GEO_RESOURCES, type GeoResource } from '../../shared/geo/resources.ts'

/** Bytes of a shipped resource, as a headless caller would read them. */
export function resourceFile(name: GeoResource): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../resources/${GEO_RESOURCES[name]}`, import.meta.url)))
}

/** A file of the shared data folder, or undefined where this machine has none (the test says so and is skipped). */
export function sharedData(path: string): string | undefined {
  const folder = process.env['VIGIL_DATA'] ?? new URL('../../../shared/data', import.meta.url).pathname
  const file = `${folder}/${path}`
  if (existsSync(file)) return readFileSync(file, 'utf8')
  console.warn(`skipped: no ${path} beside the checkout; set VIGIL_DATA to the data folder`)
  return undefined
}
