import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { Assessment } from '../../../shared/station/station.ts'
import { StudyArea } from '../../../renderer/screens/map/study-area.tsx'
import { RATES } from '../../briefing/example.ts'

// Without a language spoken the window says its keys.
const shown = (change: Partial<Assessment['segments']>, chosen: readonly string[] | null = null) =>
  renderToStaticMarkup(createElement(StudyArea, { assessment: { area: ['DZA', 'LBY', 'NER'], segments: { segments: RATES, ranked: true, says: [], ...change } } as unknown as Assessment, chosen }))
const UNRANKED = { ranked: false, says: [{ key: 'analysis.segments.no-league-table', values: { count: 10, segments: 24 } }] }

describe('the study area on the map', () => {
  it('is named, and offers no other where its borders are ranked', () => {
    expect(shown({})).toContain('map.area.of-tips')
    expect(shown({})).not.toMatch(/<button|no-league-table/)
  })

  it('says why nothing is ranked, and offers areas with reports enough', () => {
    const offered = shown(UNRANKED)
    expect(offered).toMatch(/analysis\.segments\.no-league-table[^]*map\.area\.offer[^]*<button[^]*map\.area\.study/)
    const thin = shown({ ...UNRANKED, segments: RATES.map((segment) => ({ ...segment, reports: 0 })) })
    expect(thin).toContain('map.area.none')
    expect(thin).not.toContain('<button')
  })

  it('once chosen, says that a person chose it, and leads back', () => {
    expect(shown({}, ['LBY', 'NER'])).toMatch(/map\.area\.chosen[^]*<button[^]*map\.area\.all/)
    expect(shown({})).not.toContain('map.area.all')
  })
})
