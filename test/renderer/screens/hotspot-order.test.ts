import { describe, expect, it } from 'vitest'
import type { Hotspot } from '../../../shared/analysis/result.ts'
import { hotspotsInOrder, neighbourHotspot } from '../../../renderer/screens/map/hotspot-order.ts'

const hotspot = (cell: string, group: number, q: number, rate = 2): Hotspot => ({ cell, kind: 'area', reports: 1, expected: 1, areaReports: 1, areaExpected: 1, rate, q, since: null, group })
const found = [hotspot('a', 1, 0.02), hotspot('b', 1, 0.01), hotspot('c', 2, 0.001), hotspot('d', 3, 0.01, 9)]

describe('stepping through hotspots by key', () => {
  it('goes from group to group by the surest cell of each, surest first, the higher rate where they are as sure', () => {
    expect(hotspotsInOrder(found).map(({ cell }) => cell)).toEqual(['c', 'd', 'b'])
  })
  it('begins at the surest, goes on from any cell of a group, and stays at the ends', () => {
    expect(neighbourHotspot(found, null, 1)?.cell).toBe('c')
    expect(neighbourHotspot(found, 'c', 1)?.cell).toBe('d')
    expect(neighbourHotspot(found, 'a', -1)?.cell).toBe('d')
    expect(neighbourHotspot(found, 'a', 1)?.cell).toBe('b')
    expect(neighbourHotspot(found, 'c', -1)?.cell).toBe('c')
    expect(neighbourHotspot([], null, 1)).toBeUndefined()
  })
})
