import { Catalogue } from '../../shared/catalogue/catalogue.ts'
import { newRecordId } from '../../shared/model/ids.ts'
import { tip } from '../../shared/model/kinds/tip.ts'
import { ColumnsEncoder, readSectionName } from '../../shared/model/payload/chunk.ts'
import { applyCommit, COLD, foldTail, HOT, openFolded, readCommit } from '../../shared/station/fold.ts'
import { patchParts } from '../../shared/station/import-run.ts'
import type { OpenVault } from '../../shared/vault/vault.ts'
import type { GeneratedTips } from './tips.ts'

/** What the bench does to a vault in Node and in a window's worker alike, by the station's own steps. */

const CHUNK_ROWS = 3840
/** Chunks that may be on their way while the next is encoded. */
const CHUNKS_AHEAD = 2

export const BENCH_ACCOUNT = { account: 'bench', passphrase: 'seven words that nobody would ever guess' } as const
/** The least that a vault may have: stretching is not what is measured. */
export const BENCH_STRETCHING = { memory: 64 * 1024, passes: 3 } as const

/** Tips into the journal as one import: encoded, compressed, sealed, appended, acknowledged. */
export async function importTips(vault: OpenVault, { count, columns, texts, places }: GeneratedTips): Promise<void> {
  const record = newRecordId()
  const bulk = vault.beginImport('import')
  const encoder = new ColumnsEncoder(tip, columns as never, record, { what: (row) => texts[row], 'place.name': (row) => places[row], 'place.reason': () => 'given' })
  const writing: Promise<void>[] = []
  for (let from = 0; from < count; from += CHUNK_ROWS) {
    const { sections } = encoder.encode(from, Math.min(CHUNK_ROWS, count - from))
    const parts = [...sections].map(([name, bytes]) => {
      const { compartment, heat } = readSectionName(name)
      return { group: compartment, section: heat === 'hot' ? HOT : COLD, bytes }
    })
    const appending = bulk.append(parts)
    appending.catch(() => undefined)
    writing.push(appending)
    if (writing.length > CHUNKS_AHEAD) await writing.shift()
  }
  await Promise.all(writing)
  await bulk.end(patchParts([{ record, kind: 'import', field: 'kept', value: count }]))
}

export const foldTips = (vault: OpenVault): Promise<void> => foldTail(vault, new AbortController().signal)

/** An opened vault's folded segments into a catalogue, then what the journal has after them. */
export async function openTips(vault: OpenVault): Promise<Catalogue> {
  const catalogue = new Catalogue()
  const folded = await vault.segments.load()
  if (folded) await openFolded(vault, folded, catalogue)
  for await (const journaled of vault.commits(folded?.position ?? 0)) {
    applyCommit(catalogue, await readCommit(journaled, () => {
      throw new Error('a part does not open')
    }))
  }
  return catalogue
}

/** Throws where a catalogue does not hold what was generated: a figure for other work would say nothing. */
export function requireSame(catalogue: Catalogue, { count, columns }: GeneratedTips): void {
  const { columns: held, count: rows } = catalogue.table()
  if (rows !== count || catalogue.tips !== count) throw new Error(`${rows} rows and ${catalogue.tips} tips instead of ${count}`)
  for (const row of [0, count >> 1, count - 1]) {
    if (held.lon[row] !== columns.lon[row] || held.to[row] !== columns.to[row] || held.cell[row] !== columns.cell[row] || held.id[row * 16] !== columns.id[row * 16]) throw new Error(`row ${row} is another`)
  }
}
