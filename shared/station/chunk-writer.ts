import type { Catalogue } from '../catalogue/catalogue.ts'
import type { CommitId, RecordId } from '../model/change.ts'
import { tip } from '../model/kinds/tip.ts'
import { TellableError } from '../model/message.ts'
import { ChunkBuilder, encodeChunk, readSectionName, type BaseRow, type ChunkSections, type SectionName } from '../model/payload/chunk.ts'
import type { BulkImport, BulkReceipt } from '../vault/vault.ts'
import { COLD, coldOf, HOT } from './fold.ts'

/** Rows and bytes (before compression) that a chunk takes; one that is too large sealed all the same is halved. */
const CHUNK_ROWS = 4096
const CHUNK_BYTES = 1_800_000

/**
 * An import's rows as sealed chunks, one being written while the next is filled. Of what it wrote it keeps the hot
 * columns, for the catalogue; texts are opened from the journal again when they are wanted, so that a file of
 * any size needs little memory.
 */
export class ChunkWriter {
  readonly #bulk: BulkImport
  readonly #importId: RecordId
  readonly #builder: ChunkBuilder
  readonly #hot: ReadonlyMap<SectionName, Uint8Array>[] = []
  #rows: BaseRow[] = []
  #writing: Promise<void> = Promise.resolve()

  constructor(bulk: BulkImport, importId: RecordId) {
    this.#bulk = bulk
    this.#importId = importId
    this.#builder = new ChunkBuilder(tip, importId)
  }

  /** Takes a row; what it answers must be awaited before the next. */
  add(row: BaseRow): Promise<void> | null {
    this.#rows.push(row)
    this.#builder.add(row.id, row.fields)
    return this.#rows.length >= CHUNK_ROWS || this.#builder.bytes >= CHUNK_BYTES ? this.#flush() : null
  }

  /** Writes what is left; every chunk has been handed to the vault when it resolves. */
  async finish(): Promise<void> {
    await this.#flush()
    await this.#writing
  }

  /** Shows the rows, once the import has ended. */
  applyTo(catalogue: Catalogue, { chunks }: BulkReceipt): void {
    this.#hot.forEach((hot, at) => {
      const parts = chunks[at]!
      catalogue.applyChunk({ commit: parts[0]!.envelope as CommitId, hot, cold: coldOf(parts) })
    })
  }

  async #flush(): Promise<void> {
    const rows = this.#rows
    if (rows.length === 0) return
    const chunk = this.#builder.finish()
    this.#rows = []
    this.#builder.clear()
    await this.#writing
    this.#writing = this.#append(chunk, rows)
    // Whoever flushes next, or finishes, is told.
    this.#writing.catch(() => undefined)
  }

  async #append({ sections }: ChunkSections, rows: readonly BaseRow[]): Promise<void> {
    const parts = [...sections].map(([name, bytes]) => {
      const { compartment, heat } = readSectionName(name)
      return { group: compartment, section: heat === 'hot' ? HOT : COLD, bytes }
    })
    try {
      await this.#bulk.append(parts)
    } catch (error) {
      if (!(error instanceof TellableError && error.code === 'too-large')) throw error
      if (rows.length < 2) throw rowsTooLarge(error)
      const middle = rows.length >> 1
      for (const half of [rows.slice(0, middle), rows.slice(middle)]) await this.#append(encodeChunk(tip, half, this.#importId), half)
      return
    }
    this.#hot.push(new Map([...sections].filter(([name]) => readSectionName(name).heat === 'hot')))
  }
}

function rowsTooLarge(cause: unknown): TellableError {
  return new TellableError('rows-too-large', { key: 'station.rows-too-large' }, { kept: { key: 'station.rows-too-large-kept' }, remedy: { key: 'station.rows-too-large-remedy' }, cause })
}
