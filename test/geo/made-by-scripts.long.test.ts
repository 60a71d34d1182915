import { expect, test } from 'vitest'
import { makeBasemap } from '../../resources/scripts/make-basemap.ts'
import { makeGazetteer } from '../../resources/scripts/make-gazetteer.ts'
import { resourceFile } from './resource-file.ts'

// The smaller resources are made anew in every run.
test('the gazetteer is what its script makes of GeoNames, byte for byte', () => {
  expect(Buffer.from(makeGazetteer()).equals(resourceFile('places'))).toBe(true)
})

test('the basemap is what its script makes of Natural Earth, byte for byte', () => {
  expect(Buffer.from(makeBasemap()).equals(resourceFile('basemap'))).toBe(true)
})
