import type { Exposure } from '../geo/segment.ts'

/** Share of expected reports that goes by population; the rest by area or length, so that a desert is never expected to have none. */
export const BY_POPULATION = 0.8

/**
 * Relative expected counts of cells or segments (they add to 1 and are calibrated to the filtered total where they are used):
 * 80% by population within the distance, 20% by area or length, times the country's reporting level (1 everywhere unless
 * the user says otherwise; never estimated from the same reports). Where nobody lives within reach of any, all goes by extent.
 */
export function expectedCounts({ population, extent }: Exposure, level?: Float64Array): Float64Array {
  const people = population.reduce((a, b) => a + b, 0)
  const ground = extent.reduce((a, b) => a + b, 0)
  const byPopulation = people > 0 ? BY_POPULATION : 0
  return extent.map((size, i) => ((people > 0 ? (byPopulation * population[i]!) / people : 0) + ((1 - byPopulation) * size) / ground) * (level?.[i] ?? 1))
}
