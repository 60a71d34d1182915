import type { TipColumns } from '../../../shared/model/columns.ts'
import { PRECISIONS } from '../../../shared/model/place.ts'
import { codeIndex, VOCABULARIES } from '../../../shared/model/vocabularies/vocabulary.ts'

/** Columns that say what a segment's figures stand on. */
export type EvidenceColumns = Pick<TipColumns, 'segment' | 'surfaced' | 'source' | 'precision' | 'channel'>

/** Counts in the order they are drawn. */
export type Parts = readonly { readonly name: string; readonly count: number }[]

export interface Evidence {
  /** Rows counted to the segment, in the order they came: as `shared/analysis/assess.ts` counts them. */
  readonly rows: Uint32Array
  /** Nearest to it, but found by a patrol. */
  readonly patrol: number
  readonly grades: Parts
  readonly precisions: Parts
  readonly channels: Parts
}

const PATROL = codeIndex('surfaced', 'patrol')
const CHANNELS_SHOWN = 3

/** What of the rows that pass was counted to a segment of the register, and of what kind it is. */
export function madeFrom(columns: EvidenceColumns, passing: Uint32Array, segment: number): Evidence {
  const near = passing.filter((row) => columns.segment[row] === segment)
  const rows = near.filter((row) => columns.surfaced[row] !== PATROL)
  const count = (column: Uint8Array, codes: readonly string[]) => codes.map((name, index) => ({ name, count: rows.reduce((sum, row) => sum + (column[row] === index ? 1 : 0), 0) }))
  const channels = count(columns.channel, VOCABULARIES.channel).filter(({ count }) => count > 0).sort((a, b) => b.count - a.count)
  const rest = channels.slice(CHANNELS_SHOWN).reduce((sum, { count }) => sum + count, 0)
  return {
    rows,
    patrol: near.length - rows.length,
    grades: gradeBands(count(columns.source, VOCABULARIES.source)),
    precisions: count(columns.precision, PRECISIONS).filter(({ count }) => count > 0),
    channels: [...channels.slice(0, CHANNELS_SHOWN), ...(rest > 0 ? [{ name: 'rest', count: rest }] : [])],
  }
}

/** Sources that may be trusted, fairly, hardly, and those nobody judged. */
function gradeBands(sources: Parts): Parts {
  const sum = (...letters: string[]) => sources.filter(({ name }) => letters.includes(name)).reduce((total, { count }) => total + count, 0)
  return [
    { name: 'a-b', count: sum('A', 'B') },
    { name: 'c', count: sum('C') },
    { name: 'd-f', count: sum('D', 'E', 'F') },
    { name: 'none', count: sum('not-graded') },
  ].filter(({ count }) => count > 0)
}
