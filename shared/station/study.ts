import { NO_CELL } from '../geo/cells.ts'
import { exposureOfCells, exposureOfSegments, levelsOf } from '../geo/exposure.ts'
import type { ColumnTable, TipColumns } from '../model/columns.ts'
import { COUNTRIES } from '../model/countries.ts'
import { expectedCounts } from '../analysis/expected.ts'
import type { StudyCells, StudySegments } from '../analysis/assess.ts'
import type { Ground } from './ground.ts'

/** A country joins the default study area with at least this share of the tips that pass, and this many. */
export const AREA_SHARE = 0.01
export const AREA_TIPS = 5

/**
 * Countries of the study area where nobody named them: those that hold a fair part of the tips that pass and are
 * placed well enough to be in a cell, so that a tip known only to its region or country moves no hotspot by moving
 * the area. Only whole countries are chosen, never cells, so that what is tested inside them was not picked by its
 * reports.
 */
export function defaultArea(table: ColumnTable<Pick<TipColumns, 'country' | 'cell'>>, rows: Uint32Array): readonly string[] {
  const { country, cell } = table.columns
  const inCells = rows.filter((row) => cell[row] !== NO_CELL)
  // Nothing in a cell: the countries that are named at all.
  const counted = inCells.length > 0 ? inCells : rows
  const counts = new Uint32Array(COUNTRIES.length)
  let placed = 0
  for (const row of counted) {
    if (country[row] === 0) continue
    counts[country[row]!]!++
    placed++
  }
  const least = Math.max(AREA_TIPS, placed * AREA_SHARE)
  const chosen = COUNTRIES.filter((_, index) => index > 0 && counts[index]! >= least)
  // Few tips, many countries: then every one that has any.
  return (chosen.length > 0 ? [...chosen] : COUNTRIES.filter((_, index) => index > 0 && counts[index]! > 0)).sort()
}

/** Reporting levels by country: 1 where the station states none; never estimated from the same reports. */
export type ReportingLevels = Readonly<Record<string, number>>

/** Every cell and segment of the area with what is expected of it, before a single report is looked at. */
export function studyOf(ground: Ground, area: readonly string[], within: number, levels: ReportingLevels = {}): { readonly cells: StudyCells; readonly segments: StudySegments } {
  const cellArea = ground.atlas.area(area)
  const cellCountries = Array.from(cellArea.country, (index) => (index > 0 ? [COUNTRIES[index] as string] : []))
  const cells: StudyCells = {
    ids: cellArea.ids,
    neighbours: cellArea.neighbours,
    expected: expectedCounts(exposureOfCells(cellArea, ground.population), levelsOf(cellCountries, levels)),
  }
  const indices = ground.register.inCountries(area)
  const exposure = exposureOfSegments(ground.register, ground.nearest, ground.population, indices, within)
  const segmentCountries = Array.from(indices, (index) => ground.register.countriesOf(index))
  const segmentLevels = levelsOf(segmentCountries, levels)
  const segments: StudySegments = {
    indices,
    ids: Array.from(indices, (index) => ground.register.id(index)),
    classes: Array.from(indices, (index) => ground.register.classOf(index)),
    expected: expectedCounts(exposure, segmentLevels),
    secondExpected: expectedCounts({ population: new Float64Array(indices.length), extent: exposure.extent }, segmentLevels),
  }
  return { cells, segments }
}
