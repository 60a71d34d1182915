import { describe, expect, it } from 'vitest'
import { aggregateOf, countriesOf, groupsOfRoles, ROLE_GROUPS, ROLES, rolesOf } from '../../shared/model/roles.ts'

describe('roles are the keys that an account holds', () => {
  it('tells each role again from its own keys, alone and with administration', () => {
    for (const role of ROLES) {
      for (const administrator of [false, true]) {
        const countries = role === 'ambassador' ? ['FRA'] : []
        const expected = [...new Set([...(role === 'administrator' && !administrator ? [] : [role]), ...(administrator ? ['administrator' as const] : [])])]
        expect(rolesOf({ groups: groupsOfRoles([role], countries), administrator }), `${role} ${administrator}`).toEqual(expected)
      }
    }
  })

  it('gives nobody but the analyst what was said, and nobody but analyst and planner where', () => {
    for (const role of ROLES) {
      expect(ROLE_GROUPS[role].includes('casework') || ROLE_GROUPS[role].includes('identities'), role).toBe(role === 'analyst')
      expect(ROLE_GROUPS[role].includes('geography'), role).toBe(role === 'analyst' || role === 'planner')
      expect(ROLE_GROUPS[role].includes('audit'), role).toBe(role === 'administrator')
    }
  })

  it('knows an ambassador by a country, and which', () => {
    const groups = groupsOfRoles(['ambassador'], ['NER', 'TCD'])
    expect(groups).toContain(aggregateOf('NER'))
    expect(countriesOf({ groups })).toEqual(['NER', 'TCD'])
    expect(rolesOf({ groups: groupsOfRoles(['ambassador']), administrator: false })).toEqual([])
  })

  it('says analyst, and not planner as well, of who holds what both have', () => {
    expect(rolesOf({ groups: groupsOfRoles(['analyst', 'planner']), administrator: false })).toEqual(['analyst'])
  })
})
