import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeEach, describe, expect, it } from 'vitest'
import type { CandidateBase } from '../../../shared/planning/plan.ts'
import { addBase, useDeploymentInputs } from '../../../renderer/screens/deployment/request.ts'
import { typedPoint } from '../../../renderer/parts/place/typed-point.ts'
import { DeploymentResult, saysMore } from '../../../renderer/screens/deployment/result.tsx'
import { wholeNumber } from '../../../renderer/screens/deployment/stepper.tsx'
import { TeamTable } from '../../../renderer/screens/deployment/team-table.tsx'
import { shareDecimals } from '../../../renderer/session/shares.ts'
import { PLAN, RATES } from '../../briefing/example.ts'

describe('what a plan says', () => {
  it('is said once: proof, rivals and runner-up have their own places', () => {
    const keys = ['planning.proved', 'planning.gap', 'planning.against', 'planning.runner-up.alike', 'planning.runner-up.worse', 'planning.runner-up.none', 'planning.runner-up.not-proved', 'planning.beyond', 'planning.idle', 'planning.minimum-kept', 'planning.reach']
    expect(saysMore(keys.map((key) => ({ key })), true).map(({ key }) => key)).toEqual(['planning.runner-up.not-proved', 'planning.beyond', 'planning.idle', 'planning.minimum-kept', 'planning.reach'])
    expect(saysMore(keys.map((key) => ({ key })), false).map(({ key }) => key)).toEqual(['planning.runner-up.not-proved', 'planning.idle', 'planning.minimum-kept', 'planning.reach'])
  })
})

describe('a share of few reports', () => {
  // Without a language spoken the window says its keys.
  const shown = (reports: number | null) =>
    renderToStaticMarkup(createElement(DeploymentResult, { deployment: { result: PLAN, reports }, old: null, highest: RATES.slice(0, 10) })) + renderToStaticMarkup(createElement(TeamTable, { plan: PLAN.plan, decimals: shareDecimals(reports, 5) }))

  it('is claimed in the window only where a briefing would print one', () => {
    expect([null, 0, 39].map((reports) => shareDecimals(reports, 5))).toEqual([null, null, null])
    expect([40, 999, 1000].map((reports) => shareDecimals(reports, 5))).toEqual([0, 0, 1])
    expect([39, 40].map((reports) => shareDecimals(reports, 2))).toEqual([0, 0])
  })

  it('stands nowhere on the screen: no percent, no point, no chart, no rival', () => {
    for (const reports of [null, 39]) {
      const screen = shown(reports)
      expect(screen).toContain(reports === null ? 'deployment.result.reports-unknown' : 'deployment.result.too-few')
      expect(screen).not.toMatch(/%|deployment\.result\.(points|by-teams|against|covered|interval)|deployment\.teams\.(adds|loss)/)
      expect(screen).toContain('deployment.result.highest')
      expect(screen).toContain('Assamaka')
    }
  })

  it('is in whole percents where a briefing prints steps, which is said, and in tenths above a thousand reports', () => {
    expect(shown(300)).toMatch(/<b>55%<\/b>[^]*deployment\.result\.in-steps/)
    expect(shown(1000)).toContain('<b>55.3%</b>')
    expect(shown(1000)).not.toContain('in-steps')
  })
})

describe('a number typed in a stepper', () => {
  it('is read in the digits of either script', () => {
    expect(wholeNumber('12')).toBe(12)
    expect(wholeNumber(' ١٢ ')).toBe(12)
  })

  it('is nothing where it is no whole number', () => {
    for (const written of ['', '-1', '1.5', '1e3', 'six', '12345']) expect(wholeNumber(written), written).toBeNull()
  })
})

describe('a point typed as coordinates', () => {
  it('is read latitude first, in either script, with letters or without', () => {
    for (const written of ['13.5, 2.1', '13.5,2.1', '13,5; 2,1', '13.5 N, 2.1 E', '2.1 E, 13.5 N', '١٣٫٥، ٢٫١']) expect(typedPoint(written), written).toEqual([2.1, 13.5])
    expect(typedPoint('-22.5, -43')).toEqual([-43, -22.5])
  })

  it('is no point where it is a name, one number, or nowhere on earth', () => {
    for (const written of ['', 'Agadez', 'Agadez, Niger', '13.5']) expect(typedPoint(written), written).toBeNull()
    for (const written of ['95, 2.1', '13.5, 200']) expect(typedPoint(written), written).toBe('nowhere')
  })
})

describe('a base that a person adds', () => {
  const base: CandidateBase = { id: 'drawn-land:LBY-NER:6', at: [14, 23], name: 'Libya – Niger 06', country: 'LBY', from: 'drawn' }
  beforeEach(() => useDeploymentInputs.getState().change({ drawn: [] }))

  it('is listed once, however often it is asked for', () => {
    addBase(base)
    addBase(base)
    addBase({ ...base, id: 'pressed-1' })
    expect(useDeploymentInputs.getState().drawn.map(({ id }) => id)).toEqual(['drawn-land:LBY-NER:6', 'pressed-1'])
  })
})
