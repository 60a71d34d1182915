import { REPORTS_A_SEGMENT } from '../analysis/segment-rates.ts'
import type { SegmentRate } from '../analysis/result.ts'

/** A study area in which segments could be ranked. */
export interface RankableArea {
  readonly countries: readonly string[]
  readonly reports: number
  readonly segments: number
}

/** Areas offered at once. */
const OFFERED = 3
/** A neighbour joins an area only with at least a report a segment of its own: empty borders would say nothing there. */
const JOINS = 1

/**
 * Areas of neighbouring countries with reports enough for a league table, the one with most reports first: each is grown from a
 * country that has enough by itself, by whichever neighbour leaves most reports a segment. Whole countries only, as `defaultArea`, and
 * of the area that was assessed, since of others only the shared borders were counted.
 */
export function rankableAreas(segments: readonly Pick<SegmentRate, 'id' | 'reports'>[], assessed: readonly string[]): readonly RankableArea[] {
  const bordersOf = new Map<string, number[]>()
  const neighbours = new Map<string, Set<string>>()
  segments.forEach(({ id }, at) => {
    const countries = countriesOf(id).filter((country) => assessed.includes(country))
    for (const country of countries) {
      bordersOf.set(country, [...(bordersOf.get(country) ?? []), at])
      for (const other of countries) if (other !== country) neighbours.set(country, (neighbours.get(country) ?? new Set()).add(other))
    }
  })
  const areaOf = (countries: readonly string[]): RankableArea => {
    const held = new Set(countries.flatMap((country) => bordersOf.get(country) ?? []))
    return { countries, reports: [...held].reduce((sum, at) => sum + segments[at]!.reports, 0), segments: held.size }
  }
  const ratio = ({ reports, segments: many }: RankableArea) => (many > 0 ? reports / many : 0)
  const alone = new Map([...bordersOf.keys()].map((country) => [country, areaOf([country])]))
  const taken = new Set<string>()
  const areas: RankableArea[] = []
  for (const seed of [...alone.values()].filter((area) => ratio(area) >= REPORTS_A_SEGMENT).sort((a, b) => b.reports - a.reports)) {
    if (seed.countries.some((country) => taken.has(country))) continue
    let area = seed
    for (;;) {
      const beside = new Set(area.countries.flatMap((country) => [...(neighbours.get(country) ?? [])]))
      const next = [...beside]
        .filter((country) => !area.countries.includes(country) && !taken.has(country) && ratio(alone.get(country)!) >= JOINS)
        .map((country) => areaOf([...area.countries, country]))
        .sort((a, b) => ratio(b) - ratio(a))[0]
      if (!next || ratio(next) < REPORTS_A_SEGMENT) break
      area = next
    }
    for (const country of area.countries) taken.add(country)
    areas.push({ ...area, countries: [...area.countries].sort() })
  }
  return areas.sort((a, b) => b.reports - a.reports).slice(0, OFFERED)
}

/** "land:LBY-NER:6" is Libya's and Niger's. */
const countriesOf = (id: string) => id.split(':')[1]?.split('-') ?? []
