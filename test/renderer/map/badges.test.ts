import { describe, expect, it } from 'vitest'
import { placeBadge, type MapBadge } from '../../../renderer/map/badges.ts'
import { boxAround, Room } from '../../../renderer/map/room.ts'

const badge = (kind: MapBadge['kind']): MapBadge => ({ kind, id: 'x', text: '1', lon: 0, lat: 0, selected: false })

describe('badges on the map', () => {
  it('stand beside the segment that they are about, never on it', () => {
    const placed = placeBadge(badge('rank'), [100, 100], 9, new Room(200, 200))!
    expect(Math.hypot(placed.at[0] - 100, placed.at[1] - 100)).toBeCloseTo(26, 6)
  })

  it('stand on their place where they are a team with room', () => {
    expect(placeBadge(badge('team'), [100, 100], 15, new Room(200, 200))!.at).toEqual([100, 100])
  })

  it('never lie over each other', () => {
    const room = new Room(400, 400)
    const placed = Array.from({ length: 12 }, () => placeBadge(badge('rank'), [200, 200], 9, room)!)
    for (const [index, one] of placed.entries())
      for (const other of placed.slice(index + 1)) expect(Math.abs(one.at[0] - other.at[0]) >= 18 || Math.abs(one.at[1] - other.at[1]) >= 18).toBe(true)
  })

  it('are left out where no place is free', () => {
    expect(placeBadge(badge('rank'), [20, 20], 9, new Room(40, 40))).toBeNull()
  })
})

describe('room on the map', () => {
  it('takes nothing that would be cut by the edge or lie under a panel', () => {
    const room = new Room(100, 100, [boxAround(50, 50, 10, 10)])
    expect(room.claim(boxAround(95, 20, 10, 5))).toBe(false)
    expect(room.claim(boxAround(45, 45, 4, 4))).toBe(false)
    expect(room.claim(boxAround(20, 20, 10, 5))).toBe(true)
    expect(room.claim(boxAround(25, 20, 10, 5))).toBe(false)
  })
})
