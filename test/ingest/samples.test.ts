import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { createGeographicKnowledge } from '../../shared/geo/place-knowledge.ts'
import { distanceBetween } from '../../shared/geo/sphere.ts'
import type { PlaceValue } from '../../shared/model/place.ts'
import { makeSample } from '../../resources/scripts/make-sample.ts'
import type { SampleTruth } from '../../resources/scripts/make-sample.ts'
import { world } from '../geo/world.ts'
import { bringIn } from './fixtures.ts'
import type { Outcome } from './fixtures.ts'

const resource = (name: string) => new Uint8Array(readFileSync(new URL(`../../resources/${name}`, import.meta.url)))
const place = (row: { fields: Record<string, unknown> }) => row.fields['place'] as PlaceValue | undefined

describe('the invented sample', () => {
  const truth = JSON.parse(new TextDecoder().decode(resource('samples/invented-tips.truth.json'))) as SampleTruth
  let outcome: Outcome
  beforeAll(async () => {
    outcome = await bringIn(resource('samples/invented-tips.csv'), { name: 'invented-tips.csv', knowledge: createGeographicKnowledge(world.which(), world.countries(), world.regions()) })
  })
  const byId = () => new Map(outcome.rows.map((row) => [row.fields['externalId'] as string, row]))

  it('is what its generator makes, byte for byte', () => {
    const made = makeSample(resource)
    expect(made.csv).toBe(new TextDecoder().decode(resource('samples/invented-tips.csv')))
    expect(JSON.parse(JSON.stringify(made.truth))).toEqual(truth)
    expect(makeSample(resource, 7).csv).not.toBe(made.csv)
  })

  it('is small, says in its first row that it is invented, and maps by itself', () => {
    const csv = resource('samples/invented-tips.csv')
    expect(csv.length).toBeLessThan(1_500_000)
    expect(new TextDecoder().decode(csv.subarray(0, 20))).toContain('INVENTED SAMPLE')
    expect(outcome.preview).toMatchObject({ mapping: { headerRow: 2 }, missing: [] })
    expect(outcome.preview.mapping.columns).toHaveLength(outcome.preview.headers.length)
  })

  it('comes in whole: kept, repeated and doubted rows are those that were planted', () => {
    expect(outcome.report.counts).toMatchObject({ read: truth.tips + truth.duplicates + truth.sameId, kept: truth.tips + truth.sameId, duplicate: truth.duplicates, refused: 0, doubted: truth.sameId })
  })

  it('every planted tip can be counted to its segment or its route', () => {
    const rows = byId()
    for (const { ids, segment } of truth.hotspots) {
      const index = world.register().indexOf(segment)
      expect(index).toBeGreaterThanOrEqual(0)
      for (const id of ids) {
        const found = place(rows.get(id)!)!
        expect(['exact', 'settlement']).toContain(found.precision)
        expect(distanceBetween(found.at!, world.register().midpoint(index))).toBeLessThan(35_000)
      }
    }
    for (const { ids } of truth.routes) for (const id of ids) expect(['exact', 'settlement']).toContain(place(rows.get(id)!)!.precision)
  })

  it('what only names a region or country is judged so', () => {
    const planted = new Set([...truth.hotspots, ...truth.routes].flatMap(({ ids }) => ids))
    const coarse = outcome.rows.filter((row) => !['exact', 'settlement'].includes(place(row)?.precision ?? 'none') && !planted.has(row.fields['externalId'] as string))
    expect(Math.abs(coarse.length - truth.coarse)).toBeLessThanOrEqual(truth.sameId)
  })
})
