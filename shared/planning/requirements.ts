import { TellableError } from '../model/message.ts'
import type { PlanRequest } from './plan.ts'

/** Minimum presence as the problem holds it: a group a country that must have teams. */
export interface Presence {
  readonly countries: readonly string[]
  readonly least: Int32Array
  /** Group of each candidate; -1: its country need have none. */
  readonly group: Int32Array
  readonly total: number
}

/**
 * Reads the minimum presence, and refuses what no plan can keep.
 * @throws TellableError `no-candidates`, `no-demand`, `minimum-unserved` (naming the country) or `minimum-exceeds-teams`
 */
export function presenceOf({ candidates, demand, minimum, teams }: PlanRequest): Presence {
  if (candidates.length === 0) throw new TellableError('no-candidates', { key: 'planning.refused.no-candidates' }, { remedy: { key: 'planning.remedy.offer-bases' } })
  if (!demand.some(({ weight }) => weight > 0)) throw new TellableError('no-demand', { key: 'planning.refused.no-demand' }, { remedy: { key: 'planning.remedy.widen-filters' } })
  const countries = Object.keys(minimum).filter((country) => minimum[country]! > 0)
  const group = Int32Array.from(candidates, ({ country }) => countries.indexOf(country))
  const least = Int32Array.from(countries, (country) => minimum[country]!)
  countries.forEach((country, g) => {
    const bases = group.reduce((many, of) => many + (of === g ? 1 : 0), 0)
    if (bases < least[g]!) {
      throw new TellableError('minimum-unserved', { key: 'planning.refused.minimum-unserved', values: { country: `country:${country}`, count: bases, needed: least[g]! } }, { remedy: { key: 'planning.remedy.offer-bases-in', values: { country: `country:${country}` } } })
    }
  })
  const total = least.reduce((a, b) => a + b, 0)
  if (total > teams) throw new TellableError('minimum-exceeds-teams', { key: 'planning.refused.minimum-exceeds-teams', values: { count: teams, needed: total } }, { remedy: { key: 'planning.remedy.more-teams' } })
  return { countries, least, group, total }
}
