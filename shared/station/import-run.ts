import type { Catalogue } from '../catalogue/catalogue.ts'
import { readRows, type KnownRecords, type PlaceKnowledge, type ReadReport } from '../ingest/ingest.ts'
import type { ImportCounts, ImportMapping, SourceFile } from '../ingest/contract.ts'
import type { NearestSegments } from '../geo/nearest.ts'
import type { CommitId, Patch, RecordId } from '../model/change.ts'
import type { Commit } from '../model/history/commit.ts'
import { ID_BYTES, idOfBytes, newRecordId, writeId } from '../model/ids.ts'
import { encodePatches, splitByCompartment } from '../model/payload/patches.ts'
import type { NewPart, OpenVault } from '../vault/vault.ts'
import { changeEvent, encodeEvents } from './access-event.ts'
import { ChunkWriter } from './chunk-writer.ts'
import { deriveRows } from './derive.ts'
import { PATCHES } from './fold.ts'
import type { ImportReport, Task } from './station.ts'

/** Refusals, duplicates and doubts that the import's own record keeps; the report on the screen has them all. */
const KEPT_LINES = 5000
const KEPT_DUPLICATES = 25_000
/** Doubts found after their row was sealed that are added to its tip with the import's end; more would not fit a commit, and stand in the report alone. */
const LATE_DOUBTS = 5000

interface ImportParts {
  readonly vault: OpenVault
  readonly catalogue: Catalogue
  readonly nearest: NearestSegments
  readonly knowledge: PlaceKnowledge
  readonly known: KnownRecords
  /** Milliseconds since epoch. */
  readonly now: () => number
}

export interface ImportOutcome {
  readonly report: ImportReport
  /** Null where nothing was kept, or it was cancelled. */
  readonly done: { readonly commit: Commit } | null
}

/**
 * Reads a file into the vault: rows are checked, given their geography, and sealed as chunks while the file is
 * still being read; the end mark makes all of them appear at once. Cancelling, or a fault, leaves nothing.
 */
export async function runImport(parts: ImportParts, file: SourceFile, mapping: ImportMapping, task: Task<ImportCounts>): Promise<ImportOutcome> {
  const { vault, catalogue, nearest, knowledge, known, now } = parts
  const importId = newRecordId()
  const received = Math.floor(now() / 1000)
  const reading = readRows(file, mapping, knowledge, { signal: task.signal, onProgress: task.onProgress, known, now: received })
  const bulk = vault.beginImport('import')
  const writer = new ChunkWriter(bulk, importId)
  const kept = new KeptRows()
  try {
    for await (const batch of reading) {
      const rows = batch.rows.map(({ fields }) => ({ id: newRecordId(), fields: { received, status: 'untriaged', ...fields, import: importId } as Record<string, unknown> }))
      deriveRows(nearest, rows)
      for (const row of rows) {
        kept.add(Number(row.fields['importRow']), row.id)
        const written = writer.add(row)
        if (written) await written
      }
    }
    const read = reading.report()
    const report = (commit: CommitId | null): ImportReport => ({ importId, commit, ...read })
    if (read.cancelled || read.counts.kept === 0) {
      await bulk.abandon()
      return { report: report(null), done: null }
    }
    await writer.finish()
    const ofFile = importPatches(importId, file.name, mapping, read, received)
    const patches = [...ofFile, ...lateDoubtPatches(read, kept)]
    const receipt = await bulk.end(patchParts(patches), encodeEvents([changeEvent('import', ofFile, received, read.counts.kept)]))
    writer.applyTo(catalogue, receipt)
    const { account, device } = vault.describe()
    const commit: Commit = { id: receipt.id as CommitId, device, sequence: receipt.sequence, seen: receipt.seen as readonly CommitId[], hlc: receipt.hlc, account: account.id, act: 'import', patches }
    return { report: report(commit.id), done: { commit } }
  } catch (error) {
    await bulk.abandon().catch(() => undefined)
    throw error
  }
}

/** A small commit's patches, a part a compartment. */
export function patchParts(patches: readonly Patch[]): NewPart[] {
  return [...splitByCompartment(patches)].map(([group, members]) => ({ group, section: PATCHES, bytes: encodePatches(members) }))
}

function lateDoubtPatches({ lateDoubts }: ReadReport, kept: KeptRows): Patch[] {
  return lateDoubts.slice(0, LATE_DOUBTS).flatMap(({ row, doubt }): Patch[] => {
    const record = kept.idOf(row)
    return record ? [{ record, kind: 'tip', field: 'doubts', add: [doubt] }] : []
  })
}

/** Which record a row of the file became: rows come in their order, twenty bytes each. */
class KeptRows {
  #rows = new Uint32Array(1 << 12)
  #ids = new Uint8Array(ID_BYTES << 12)
  #count = 0

  add(row: number, id: RecordId): void {
    if (this.#count === this.#rows.length) {
      const [rows, ids] = [new Uint32Array(this.#rows.length * 2), new Uint8Array(this.#ids.length * 2)]
      rows.set(this.#rows)
      ids.set(this.#ids)
      this.#rows = rows
      this.#ids = ids
    }
    this.#rows[this.#count] = row
    writeId(id, this.#ids, ID_BYTES * this.#count++)
  }

  idOf(row: number): RecordId | null {
    let [low, high] = [0, this.#count - 1]
    while (low <= high) {
      const middle = (low + high) >> 1
      const there = this.#rows[middle]!
      if (there === row) return idOfBytes(this.#ids, ID_BYTES * middle)
      if (there < row) low = middle + 1
      else high = middle - 1
    }
    return null
  }
}

function importPatches(record: RecordId, file: string, mapping: ImportMapping, read: ReadReport, at: number): Patch[] {
  const { counts } = read
  const values: Record<string, unknown> = {
    file, at, kept: counts.kept, read: counts.read, refused: counts.refused, duplicate: counts.duplicate, doubted: counts.doubted, mapping,
    ...(read.refusals.length > 0 && { refusals: read.refusals.slice(0, KEPT_LINES) }),
    ...(read.duplicates.length > 0 && { held: read.duplicates.slice(0, KEPT_DUPLICATES) }),
  }
  return Object.entries(values).map(([field, value]) => ({ record, kind: 'import', field, value }))
}
