import type { CodeOf } from './vocabularies/vocabulary.ts'

/**
 * Roles are keys (SECURITY.md): a role is the set of groups whose keys its account holds, and nothing else decides what
 * it may open. `station` is held by every account and stands in no role.
 */
export type RoleName = CodeOf<'role'>

/** What a role's keys open. An ambassador's blocks are their country's alone: `aggregate/<country>` comes beside these. */
export const ROLE_GROUPS: Readonly<Record<RoleName, readonly string[]>> = {
  analyst: ['identities', 'casework', 'geography', 'directory', 'shelters', 'programmes', 'registry/convicted'],
  'protection-officer': ['directory', 'shelters', 'programmes', 'registry/trafficked'],
  planner: ['geography', 'directory'],
  ambassador: ['directory', 'programmes'],
  administrator: ['audit'],
}
/** What taking in a tip writes to. */
export const INTAKE_GROUPS: readonly string[] = ['identities', 'casework', 'geography']
export const ROLES = Object.keys(ROLE_GROUPS) as readonly RoleName[]

/** The group of what was released to a country. @param country ISO 3166-1 alpha-3 */
export const aggregateOf = (country: string): string => `aggregate/${country}`

/** The groups of some roles together, each once. */
export function groupsOfRoles(roles: readonly RoleName[], countries: readonly string[] = []): readonly string[] {
  return [...new Set([...roles.flatMap((role) => ROLE_GROUPS[role]), ...countries.map(aggregateOf)])]
}

/** What an account's keys come to. */
export interface HeldKeys {
  /** Groups whose key it holds, parametric ones too. */
  readonly groups: readonly string[]
  /** Whether it may sign the roster. */
  readonly administrator: boolean
}

/** Whether keys open all that is needed: groups by name, or with a slash at the end any of that sort (`aggregate/`). */
export function opensAll({ groups }: Pick<HeldKeys, 'groups'>, needed: readonly string[]): boolean {
  return needed.every((need) => (need.endsWith('/') ? groups.some((group) => group.startsWith(need)) : groups.includes(need)))
}

/**
 * The roles that an account's keys come to: each whose groups it holds, without those that another of them includes. An
 * ambassador is told by a country (an analyst holds every country's key, to release to it), an administrator by the right to sign the roster.
 */
export function rolesOf({ groups, administrator }: HeldKeys): readonly RoleName[] {
  const held = new Set(groups)
  const country = !held.has('casework') && groups.some((group) => group.startsWith('aggregate/'))
  const full = ROLES.filter((role) => (role === 'administrator' ? administrator : role === 'ambassador' ? country : ROLE_GROUPS[role].every((group) => held.has(group))))
  const within = (one: RoleName, other: RoleName) => one !== other && ROLE_GROUPS[one].length < ROLE_GROUPS[other].length && ROLE_GROUPS[one].every((group) => ROLE_GROUPS[other].includes(group))
  return full.filter((role) => role === 'administrator' || role === 'ambassador' || !full.some((other) => other !== 'administrator' && other !== 'ambassador' && within(role, other)))
}

/** Countries whose released blocks an account opens, ISO 3166-1 alpha-3. */
export const countriesOf = ({ groups }: Pick<HeldKeys, 'groups'>): readonly string[] => groups.filter((group) => group.startsWith('aggregate/')).map((group) => group.slice('aggregate/'.length))
