import type { Catalogue } from '../catalogue/catalogue.ts'
import { readRows, type KnownRecords, type PlaceKnowledge, type ReadReport } from '../ingest/ingest.ts'
import type { ImportCounts, ImportMapping, SourceFile } from '../ingest/contract.ts'
import type { NearestSegments } from '../geo/nearest.ts'
import type { CommitId, Patch, RecordId } from '../model/change.ts'
import type { Compartment } from '../model/compartment.ts'
import type { Commit } from '../model/history/commit.ts'
import { newRecordId } from '../model/ids.ts'
import { tip } from '../model/kinds/tip.ts'
import { ChunkBuilder, readSectionName, type ChunkSections, type SectionName } from '../model/payload/chunk.ts'
import { encodePatches, splitByCompartment } from '../model/payload/patches.ts'
import { TellableError } from '../model/message.ts'
import type { BulkImport, NewPart, OpenVault } from '../vault/vault.ts'
import { deriveRows } from './derive.ts'
import { COLD, HOT, PATCHES } from './fold.ts'
import type { ImportReport, Task } from './station.ts'

/** Rows and bytes (before compression) that a chunk takes; sealed it must stay under the hub's limit. */
const CHUNK_ROWS = 4096
const CHUNK_BYTES = 2_200_000
/** Refusals, duplicates and doubts that the import's own record keeps; the report on the screen has them all. */
const KEPT_LINES = 5000
const KEPT_DUPLICATES = 25_000

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

interface PendingChunk {
  readonly sections: ReadonlyMap<SectionName, Uint8Array<ArrayBuffer>>
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
  const builder = new ChunkBuilder(tip, importId)
  const chunks: PendingChunk[] = []
  const flush = async () => {
    if (builder.rows === 0) return
    await append(bulk, builder.finish(), chunks)
    builder.clear()
  }
  try {
    for await (const batch of reading) {
      const rows = batch.rows.map(({ fields }) => ({ id: newRecordId(), fields: { ...fields, import: importId, received, status: 'untriaged' } as Record<string, unknown> }))
      deriveRows(nearest, rows)
      for (const { id, fields } of rows) {
        builder.add(id, fields)
        if (builder.rows >= CHUNK_ROWS || builder.bytes >= CHUNK_BYTES) await flush()
      }
    }
    const read = reading.report()
    const report = (commit: CommitId | null): ImportReport => ({ importId, commit, ...read })
    if (read.cancelled || read.counts.kept === 0) {
      await bulk.abandon()
      return { report: report(null), done: null }
    }
    await flush()
    const patches = importPatches(importId, file.name, mapping, read, received)
    const receipt = await bulk.end(patchParts(patches))
    for (const { sections } of chunks) {
      catalogue.applyChunk({
        hot: new Map([...sections].filter(([name]) => readSectionName(name).heat === 'hot')),
        cold: (compartment) => sections.get(`${compartment}.cold`) ?? null,
      })
    }
    const { account, device } = vault.describe()
    const commit: Commit = { id: receipt.id as CommitId, device, sequence: receipt.sequence, seen: receipt.seen as readonly CommitId[], hlc: receipt.hlc, account: account.id, act: 'import', patches }
    return { report: report(commit.id), done: { commit } }
  } catch (error) {
    await bulk.abandon().catch(() => undefined)
    throw error
  }
}

/** Seals a chunk; one that is too large sealed is halved by whoever reads less at a time. */
async function append(bulk: BulkImport, { sections }: ChunkSections, chunks: PendingChunk[]): Promise<void> {
  const parts: NewPart[] = [...sections].map(([name, bytes]) => {
    const { compartment, heat } = readSectionName(name)
    return { group: compartment, section: heat === 'hot' ? HOT : COLD, bytes }
  })
  try {
    await bulk.append(parts)
  } catch (error) {
    if (error instanceof TellableError && error.code === 'too-large') {
      throw new TellableError('rows-too-large', { key: 'station.rows-too-large' }, { kept: { key: 'station.rows-too-large-kept' }, remedy: { key: 'station.rows-too-large-remedy' }, cause: error })
    }
    throw error
  }
  chunks.push({ sections })
}

/** A small commit's patches, a part a compartment. */
export function patchParts(patches: readonly Patch[]): NewPart[] {
  return [...splitByCompartment(patches)].map(([compartment, members]: [Compartment, readonly Patch[]]) => ({ group: compartment, section: PATCHES, bytes: encodePatches(members) }))
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
