import { describe, expect, it } from 'vitest'
import { landNear } from '../../shared/geo/land-near.ts'
import { metres, type LngLat } from '../../shared/model/units.ts'
import { world } from './world.ts'

describe('the land that a point is on or just off', () => {
  const within = (at: LngLat, distance = 5000) => landNear(world.which(), at, metres(distance))

  it('is the country it lies in, or the one whose coast is a few kilometres off', () => {
    expect(within([14.43, 27.04])).toBe('LBY')
    // Off Tripoli's quays, and in the harbour of Valletta.
    expect(within([13.19, 32.93])).toBe('LBY')
    expect(within([14.52, 35.9])).toBe('MLT')
    expect(within([12.6, 35.5])).toBe('ITA')
  })

  it('is none in the open sea, wherever that is', () => {
    for (const at of [[15, 34.5], [-30, 30], [179.99, 45], [-179.99, -45], [0, 0], [90, -40]] satisfies LngLat[]) expect(within(at), at.join()).toBeUndefined()
  })

  it('reaches as far as was asked and no farther', () => {
    const tenOff: LngLat = [13.19, 33.02]
    expect(within(tenOff, 5000)).toBeUndefined()
    expect(within(tenOff, 20_000)).toBe('LBY')
  })
})
