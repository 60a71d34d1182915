import { afterAll, beforeAll, expect, it } from 'vitest'
import { dataFolder, started, type Running } from './support/stations.ts'

let running: Running
beforeAll(() => { running = started(dataFolder()) })
afterAll(() => running.station.seal())

it('a point lies near a settlement of that settlement’s own country, also at sea; where none is near it lies near nothing', async () => {
  const [agadez, offSfax, dakhla, ocean] = await running.station.placesNear([[8.0, 16.97], [11.1, 34.7], [-15.9, 23.7], [-30, 0]], 'en')
  expect(agadez).toEqual({ name: 'Agadez', country: 'NER' })
  expect(offSfax?.country).toBe('TUN')
  expect(dakhla?.country).toBe('ESH')
  expect(ocean).toBeNull()
})
