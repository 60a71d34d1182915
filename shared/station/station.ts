import type { LngLat } from '../model/units.ts'
import type { Filter, Histogram, Selection } from '../catalogue/filter.ts'
import type { RowText } from '../catalogue/catalogue.ts'
import type { OpenedRecord, SearchHit } from '../catalogue/whole-records.ts'
import type { ImportCounts, ImportMapping, ImportPreview, Refusal, SourceFile } from '../ingest/contract.ts'
import type { ChangeSet, CommitId, Receipt, RecordId } from '../model/change.ts'
import type { ColumnTable } from '../model/columns.ts'
import type { Message } from '../model/message.ts'
import type { HotspotResult, SegmentResult } from '../analysis/result.ts'
import type { PlanResult, CandidateBase } from '../planning/plan.ts'
import type { ReleaseFinding } from '../briefing/briefing.ts'
import type { CodeOf } from '../model/vocabularies/vocabulary.ts'
import type { AnswerOf } from '../platform.ts'
import type { HeldKeys } from '../model/roles.ts'
import type { BackupReport } from './keeping/backups.ts'
import type { TypedRecovery } from '../vault/vault.ts'
import type { Keeping } from './keeping/keeping.ts'
import type { Room } from './room.ts'

export type { RowText } from '../catalogue/catalogue.ts'
export type { SearchHit } from '../catalogue/whole-records.ts'

/**
 * What one station can do, as the window (through a worker) and the program without a window both call it.
 * Everything is asynchronous; long calls take a `Task` that reports progress and can be stopped.
 * @throws TellableError
 */
export interface Station extends Keeping {
  describe(): Promise<AnswerOf<'describe'>>
  listVaults(): Promise<readonly VaultListing[]>
  /** Makes a vault and opens it. The recovery key is answered once and never again. */
  found(request: FoundRequest): Promise<{ vault: string; recoveryKey: readonly string[] }>
  /** Opens a vault; a wrong account or passphrase waits a growing delay and throws `wrong-passphrase`. */
  open(request: { vault: string; account: string; passphrase: string }, task?: Task): Promise<OpenReport>
  /**
   * Lets a station in again by its recovery key, and opens the vault: an account with a new passphrase, with every key there is. One of the same
   * name ends with its old passphrase, and so does every one named in `ends`.
   * @throws TellableError `recovery-words`, `recovery-share-1`, `recovery-share-2`, `recovery-replaced`, `recovery-waiting`, `keys-damaged`, `vault-busy`
   */
  recover(request: TypedRecovery & { readonly vault: string; readonly account: string; readonly passphrase: string; readonly ends?: readonly string[] }, task?: Task): Promise<OpenReport>
  seal(): Promise<void>
  /**
   * Seals the vault and opens it again for the wall, with the keys of geography alone: nothing else opens in it, and nothing is
   * written. The way back to work is a passphrase.
   */
  present(task?: Task): Promise<OpenReport>
  status(): Promise<StationStatus>
  /** Where acknowledged work is missing from this copy: goes on with what is whole, as a new device. */
  acceptLoss(): Promise<void>

  commit(change: ChangeSet): Promise<Receipt>
  /** Takes back a commit by a commit: the one that is named, or the account's last act. */
  undo(commit?: CommitId): Promise<UndoReport | null>
  redo(): Promise<UndoReport | null>
  /** A record whole: field values, conflicts where two were kept, and who set each field when. */
  record(id: RecordId): Promise<OpenedRecord | null>
  recordsOfKind(kind: string): Promise<readonly OpenedRecord[]>
  /**
   * Takes a merged record apart from the one that stands for it; null where it was not merged. What the merge gave the survivor goes
   * back, but for fields that were changed since: those stay with the survivor and are named in the receipt.
   */
  takeApart(record: RecordId): Promise<Receipt | null>

  /** `sealedAt`: milliseconds since epoch, when the shell had it. */
  saveDraft(draft: string, value: unknown): Promise<{ sealedAt: number }>
  drafts(): Promise<readonly { draft: string; value: unknown }[]>
  dropDraft(draft: string): Promise<void>

  previewImport(file: SourceFile): Promise<ImportPreview>
  runImport(file: SourceFile, mapping: ImportMapping, task?: Task<ImportCounts>): Promise<ImportReport>
  /** Commits copies of the rows that were held back as duplicates. */
  restoreDuplicates(importId: RecordId, rows: readonly number[]): Promise<Receipt>

  /** The columns that every view reads; shared memory, so no copy. `version` moves when rows change. */
  table(): Promise<ColumnTable & { readonly version: number }>
  select(filter: Filter): Promise<Selection & { readonly histogram: Histogram; readonly version: number }>
  /** Texts of rows for a table's window, in order. */
  rows(rows: readonly number[], fields: readonly string[]): Promise<readonly RowText[]>
  search(words: string, limit: number): Promise<readonly SearchHit[]>
  findPlace(words: string, limit: number, language: string): Promise<readonly PlaceHit[]>
  /** The settlement nearest to each point (degrees), within 100 km, and its own country; null where there is none. */
  placesNear(points: readonly LngLat[], language: string): Promise<readonly ({ readonly name: string; readonly country: string } | null)[]>

  /** Hotspots and border rates of what passes the filter, over the study area. */
  assess(request: AssessRequest, task?: Task): Promise<Assessment>
  /** `language`: of the settlements that its bases are named after. */
  plan(request: DeploymentRequest, language: string, task?: Task<{ covered: number; bound: number }>): Promise<Deployment>
  composeBriefing(request: BriefingRequest): Promise<BriefingDraft>
  /** Checks, writes, reopens and searches; the bytes are handed over only if nothing was found. */
  releaseBriefing(request: ReleaseRequest, task?: Task): Promise<ReleasedFile>
  /** Hands released bytes to the shell, which saves them where the person keeps such files. */
  saveFile(name: string, bytes: Uint8Array): Promise<{ readonly saved: boolean; readonly where?: string | undefined }>
  onEvent(listener: (event: StationEvent) => void): () => void
}

/** Progress and cancelling of a long call. */
export interface Task<P = { readonly done: number; readonly total: number; readonly what: Message }> {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: P) => void
}

/** `busy`: another window or program had it when this was asked. */
export interface VaultListing { readonly vault: string; readonly name: string; readonly damaged: boolean; readonly sample: boolean; readonly busy: boolean }
export interface FoundRequest {
  readonly name: string
  readonly account: string
  readonly passphrase: string
  /** Smallest count that may be printed. Default 5. */
  readonly threshold?: number
  /** A vault that is thrown away on sealing, filled with a sample: `real` (Missing Migrants 2024) or `invented`. */
  readonly sample?: 'real' | 'invented'
  /** False: the sample's vault is left empty, for a caller that brings the file in itself and wants the import's report. */
  readonly filled?: boolean
}
export interface OpenReport {
  readonly name: string
  readonly account: string
  readonly commits: number
  readonly tips: number
  /** What was rebuilt or found damaged, each with what was kept. */
  readonly notes: readonly Message[]
  readonly milliseconds: Readonly<Record<string, number>>
}
export interface StationStatus {
  readonly open: boolean
  readonly name: string | null
  readonly account: string | null
  readonly sample: 'real' | 'invented' | null
  readonly commits: number
  readonly tips: number
  /** Tips of which more than one value is kept somewhere, until a person chooses. */
  readonly conflicts: number
  readonly journalBytes: number
  readonly journalWhole: boolean
  /** False where acknowledged work is missing from this copy and nobody has accepted that: it opens for reading. */
  readonly writable: boolean
  readonly storage: 'database' | 'memory-only'
  readonly canUndo: Message | null
  readonly canRedo: Message | null
  /** How many acts stand one upon another for `undo`: a window orders its own steps among them by it. */
  readonly undoable: number
  readonly threshold: number
  readonly recoveryConfirmed: boolean
  /** A rehearsal of the recovery key is due: a quarter has passed since the last, and this account keeps the station. */
  readonly recoveryDue: boolean
  /** What the disk under the vault still takes; with `none` nothing is written until there is room. */
  readonly room: Room
  /** Opened for the wall: with the keys of geography and nothing else, for reading. */
  readonly presents: boolean
  /** What this account's keys open: screens and acts that need more are not shown. */
  readonly keys: HeldKeys
  /** Accounts that wait for something that this one may do for them. */
  readonly waiting: number
}
export type StationEvent =
  /** `version` moves with every record, `rows` where tips changed. */
  | { readonly type: 'changed'; readonly version: number; readonly rows: number }
  | { readonly type: 'status'; readonly status: StationStatus }
  | { readonly type: 'sealed'; readonly reason: 'asked' | 'idle' | 'screen-locked' | 'sleep' }
  | { readonly type: 'fault'; readonly says: Message }
  | { readonly type: 'backups'; readonly report: BackupReport }

export interface UndoReport { readonly receipt: Receipt; readonly act: string; readonly undone: CommitId; readonly records: readonly RecordId[] }
/** A record as it is opened; accounts are by name. */
export type { DisputedMember, KeptValue } from '../model/history/records.ts'
export type { MergedRecord, OpenedRecord } from '../catalogue/whole-records.ts'

export type { ImportCounts, ImportMapping, ImportPreview, Refusal, SourceFile }
export interface ImportReport {
  readonly importId: RecordId
  readonly commit: CommitId | null
  readonly counts: ImportCounts
  readonly refusals: readonly Refusal[]
  readonly duplicates: readonly { readonly row: number; readonly sameAs: number }[]
  /** Rows kept although an earlier one is the same in every cell: without id or point they may be separate events. */
  readonly alike: number
  readonly doubts: readonly { readonly row: number; readonly doubt: CodeOf<'doubt'>; readonly note: Message }[]
  readonly precision: Readonly<Record<CodeOf<'precision'>, number>>
  readonly cancelled: boolean
}

export interface PlaceHit {
  readonly name: string
  readonly region: string | null
  readonly country: string
  readonly precision: 'settlement' | 'region' | 'country'
  readonly at: readonly [number, number] | null
  readonly population: number
}

export interface AssessRequest {
  readonly filter: Filter
  /** Countries of the study area; absent: those with a hundredth of the tips that pass and are placed to a settlement or better, five at least (`study.ts`). */
  readonly area?: readonly string[]
  /** A tip counts to the nearest segment within this, metres. Default 50,000. */
  readonly within?: number
}
export interface Assessment {
  readonly area: readonly string[]
  readonly hotspots: HotspotResult
  readonly segments: SegmentResult
  readonly counted: { readonly tips: number; readonly onSegments: number; readonly inCells: number; readonly regionOnly: number; readonly countryOnly: number; readonly noPlace: number }
  readonly method: readonly Message[]
  readonly milliseconds: Readonly<Record<string, number>>
}
export interface DeploymentRequest {
  readonly assessment: AssessRequest
  readonly teams: number
  /** Metres. */
  readonly range: number
  readonly detour: number
  readonly candidates: { readonly settlements: boolean; readonly segments: boolean; readonly drawn: readonly CandidateBase[] }
  readonly minimum: Readonly<Record<string, number>>
  readonly timeLimitSeconds: number
}
export interface Deployment {
  readonly request: DeploymentRequest
  readonly result: PlanResult
  /** Reports counted to the border segments, of which every share of the result is; null where a kept plan does not say. */
  readonly reports: number | null
  readonly demand: number
  readonly candidates: number
}

export interface BriefingRequest {
  readonly title: string
  readonly keyPoints: readonly string[]
  readonly narrative: string
  readonly tlp: CodeOf<'tlp'>
  readonly language: string
  readonly assessment: AssessRequest
  readonly deployment: DeploymentRequest | null
}
export interface ReleaseRequest extends BriefingRequest {
  readonly format: 'html' | 'pdf'
  readonly reviewer: string
  /** Countries whose ambassadors at this station get the page, ISO 3166-1 alpha-3. */
  readonly countries?: readonly string[]
}
export interface BriefingDraft { readonly html: string; readonly findings: readonly ReleaseFinding[]; readonly stops: number }
export interface ReleasedFile { readonly name: string; readonly bytes: Uint8Array; readonly findings: readonly ReleaseFinding[]; readonly says: readonly Message[]; readonly release: RecordId }
