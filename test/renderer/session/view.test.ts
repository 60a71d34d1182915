import { beforeEach, describe, expect, it } from 'vitest'
import { useView } from '../../../renderer/session/view.ts'
import { resolveTheme } from '../../../renderer/session/theme.ts'
import { secondsLeft } from '../../../renderer/parts/progress.tsx'
import { matchesWords } from '../../../renderer/app/frame/palette.tsx'

describe('the shared filter', () => {
  beforeEach(() => useView.setState({ filter: {} }))
  it('loses a member that was emptied, so that no chip stands for nothing', () => {
    const { setFilter } = useView.getState()
    setFilter({ countries: ['NER'], words: 'pick' })
    setFilter({ countries: [], words: '' })
    expect(useView.getState().filter).toEqual({})
  })
  it('keeps its other members when one changes', () => {
    const { setFilter } = useView.getState()
    setFilter({ precision: 'region' })
    setFilter({ countries: ['LBY'] })
    expect(useView.getState().filter).toEqual({ precision: 'region', countries: ['LBY'] })
  })
})

describe('the theme', () => {
  it('follows the system in darkness and contrast until one is chosen', () => {
    expect([[false, false], [true, false], [false, true], [true, true]].map(([dark, more]) => resolveTheme('system', dark!, more!))).toEqual(['light', 'dark', 'contrast', 'contrast-dark'])
    expect(resolveTheme('light', true, true)).toBe('light')
  })
})

describe('time left', () => {
  it('is what remains at the pace so far', () => {
    expect(secondsLeft(25, 100, 10_000)).toBe(30)
  })
  it('is not guessed in the first second or from almost nothing', () => {
    expect(secondsLeft(1, 2, 400)).toBe(null)
    expect(secondsLeft(1, 1000, 60_000)).toBe(null)
    expect(secondsLeft(5, 0, 5000)).toBe(null)
  })
})

describe('the palette', () => {
  it('finds an act by the beginnings of its words, in any order', () => {
    expect(matchesWords('Seal the vault now', 'va se')).toBe(true)
    expect(matchesWords('Seal the vault now', 'ault')).toBe(false)
    expect(matchesWords('ختم الخزنة الآن', 'الخز')).toBe(true)
  })
})
