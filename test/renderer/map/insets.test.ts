import { describe, expect, it } from 'vitest'
import { clearOf } from '../../../renderer/map/insets.ts'

const box = (left: number, top: number, width: number, height: number) => ({ left, top, width, height, right: left + width, bottom: top + height })
const ground = box(296, 48, 640, 724)

describe('what is kept clear of panels when the map is fitted', () => {
  it('is a margin where nothing lies over the map', () => {
    expect(clearOf(ground, [])).toEqual({ left: 48, right: 48, top: 48, bottom: 48 })
    expect(clearOf(ground, [box(0, 0, 100, 100), box(300, 60, 0, 0)])).toEqual({ left: 48, right: 48, top: 48, bottom: 48 })
  })

  it('leaves every panel outside, whatever lies over it', () => {
    const panels = [box(308, 60, 228, 181), box(308, 576, 345, 136), box(892, 672, 32, 88)]
    const { left, right, top, bottom } = clearOf(ground, panels)
    const shown = box(ground.left + left, ground.top + top, ground.width - left - right, ground.height - top - bottom)
    for (const panel of panels) expect(panel.right <= shown.left || panel.left >= shown.right || panel.bottom <= shown.top || panel.top >= shown.bottom).toBe(true)
    expect(shown.width * shown.height).toBeGreaterThan(100_000)
  })

  it('gives the whole map back where panels would leave nothing of it', () => {
    expect(clearOf(box(0, 0, 300, 200), [box(10, 10, 250, 180)])).toEqual({ left: 48, right: 48, top: 48, bottom: 48 })
  })
})
