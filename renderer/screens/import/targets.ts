import { importTargets } from '../../../shared/ingest/ingest.ts'
import type { ImportMapping } from '../../../shared/ingest/contract.ts'
import { tip } from '../../../shared/model/kinds/tip.ts'
import type { Say } from '../../session/language.ts'

/** What a column can fill, in the order of the list. */
export const TARGETS: readonly string[] = importTargets(tip)

/** A target in words: a part of place or time by its own name, a field by its label. */
export function targetText(target: string, say: Say): string {
  const [field, part] = target.split('.')
  return part === undefined ? say(`kinds.tip.field.${field}`) : say(`import.target.${field}-${part}`)
}

export const SKIP = 'skip'

export const targetOf = (mapping: ImportMapping, column: number): string => mapping.columns.find((each) => each.column === column)?.target ?? SKIP

/** The mapping with one column filling something else, or nothing. */
export function withTarget(mapping: ImportMapping, column: number, target: string): ImportMapping {
  const others = mapping.columns.filter((each) => each.column !== column)
  return { ...mapping, columns: target === SKIP ? others : [...others, { column, target }].sort((one, other) => one.column - other.column) }
}

/** True where rows could be kept: at least one column fills something. */
export const canRun = (mapping: ImportMapping): boolean => mapping.columns.some((each) => each.target !== SKIP)
