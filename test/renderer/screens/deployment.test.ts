import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeEach, describe, expect, it } from 'vitest'
import type { CandidateBase } from '../../../shared/planning/plan.ts'
import { typedPoint } from '../../../renderer/parts/place/typed-point.ts'
import type { Assessment } from '../../../shared/station/station.ts'
import { addBase, deploymentRequest, inputsOf, useDeploymentInputs, type DeploymentInputs } from '../../../renderer/screens/deployment/request.ts'
import { DeploymentResult, saysMore } from '../../../renderer/screens/deployment/result.tsx'
import { standingOf, type Standing } from '../../../renderer/screens/deployment/standing.ts'
import { wholeNumber } from '../../../renderer/screens/deployment/stepper.tsx'
import { TeamTable } from '../../../renderer/screens/deployment/team-table.tsx'
import { StationContext } from '../../../renderer/session/station.ts'
import { shareDecimals } from '../../../renderer/session/shares.ts'
import { inventedStation } from '../support/invented-station.ts'
import { PLAN, RATES } from '../../briefing/example.ts'

describe('what a plan says', () => {
  it('is said once: proof, rivals and runner-up have their own places', () => {
    const keys = ['planning.proved', 'planning.gap', 'planning.against', 'planning.runner-up.alike', 'planning.runner-up.worse', 'planning.runner-up.none', 'planning.runner-up.not-proved', 'planning.beyond', 'planning.idle', 'planning.minimum-kept', 'planning.reach']
    expect(saysMore(keys.map((key) => ({ key })), true).map(({ key }) => key)).toEqual(['planning.runner-up.not-proved', 'planning.beyond', 'planning.idle', 'planning.minimum-kept', 'planning.reach'])
    expect(saysMore(keys.map((key) => ({ key })), false).map(({ key }) => key)).toEqual(['planning.runner-up.not-proved', 'planning.idle', 'planning.minimum-kept', 'planning.reach'])
  })
})

const NOW: Standing = { kept: null, says: [], otherFilters: false, current: true, ofNow: true }

describe('a share of few reports', () => {
  // Without a language spoken the window says its keys.
  const shown = (reports: number | null) =>
    renderToStaticMarkup(
      createElement(StationContext, { value: inventedStation({ tips: 0 }) },
        createElement(DeploymentResult, { deployment: { result: PLAN, reports }, standing: NOW, highest: RATES.slice(0, 10) }),
        createElement(TeamTable, { plan: PLAN.plan, decimals: shareDecimals(reports, 5) }),
      ),
    )

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

describe('a kept plan opened again', () => {
  const drawn: readonly CandidateBase[] = [{ id: 'pressed-1', at: [14, 23], name: 'Base 1', country: 'NER', from: 'drawn' }]
  const inputs: DeploymentInputs = { teams: 4, range: 120_000, detour: 1.4, settlements: false, segments: true, drawn, minimum: { NER: 2, LBY: 0 } }
  const filter = { countries: ['NER'], period: { from: 0, to: 9 } }
  const request = { filter }
  const deployment = { request: deploymentRequest(inputs, request), result: PLAN, reports: 120, demand: 0, candidates: 0 }
  const assessment = { counted: { onSegments: 120 } } as Assessment
  const stand = (change: Partial<Parameters<typeof standingOf>[0]> = {}) => standingOf({ deployment, kept: { name: '4 teams, 120 km', at: 1_781_568_000 }, planOld: false, inputs: inputsOf(deployment.request), now: request, assessment, request, old: false, ...change })
  const keys = (standing: Standing) => standing.says.map(({ key }) => key)

  it('fills the form with what was asked for it', () => {
    expect(inputsOf(deployment.request)).toEqual({ ...inputs, minimum: { NER: 2 } })
    expect(deploymentRequest(inputsOf(deployment.request), request)).toEqual(deployment.request)
  })

  it('says that the same filters stand and count as many reports, and is called neither changed nor old', () => {
    // The order in which filters were set, and the time a plan may take, are no difference.
    const same = stand({ now: { filter: { period: { from: 0, to: 9 }, countries: ['NER'] } }, deployment: { ...deployment, request: { ...deployment.request, timeLimitSeconds: 5 } } })
    expect(keys(same)).toEqual(['deployment.kept.same'])
    expect(same.current && same.ofNow && !same.otherFilters).toBe(true)
    expect(same.kept).toEqual({ name: '4 teams, 120 km', at: 1_781_568_000, from: request })
  })

  it('says what differs: the filters, the reports they count, or what is asked', () => {
    const elsewhere = stand({ now: { filter: {} }, request: { filter: {} } })
    expect(keys(stand({ now: { filter, area: ['NER'] } }))).toEqual(keys(elsewhere))
    expect(keys(elsewhere)).toEqual(['deployment.kept.other-filters', 'deployment.result.briefed-anew'])
    expect(elsewhere.otherFilters && !elsewhere.current).toBe(true)
    const grown = stand({ assessment: { counted: { onSegments: 131 } } as Assessment })
    expect(grown.says).toEqual([{ key: 'deployment.kept.other-reports', values: { before: 120, now: 131 } }, { key: 'deployment.result.briefed-anew' }])
    const otherwise = stand({ inputs: { ...inputs, teams: 5 } })
    expect(keys(otherwise)).toEqual(['deployment.kept.same', 'deployment.result.asked-otherwise'])
    expect(!otherwise.current && otherwise.ofNow).toBe(true)
  })

  it('claims nothing of now while now is being worked out', () => {
    const waits = stand({ old: true })
    expect(keys(waits)).toEqual(['deployment.kept.comparing'])
    expect(waits.ofNow).toBe(false)
  })

  it('is told from a plan whose filters changed under it', () => {
    expect(keys(stand({ kept: null, planOld: true }))).toEqual(['deployment.result.old', 'deployment.result.briefed-anew'])
    expect(keys(stand({ kept: null }))).toEqual([])
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
