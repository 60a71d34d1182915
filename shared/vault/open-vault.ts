import type { BulkImport } from './bulk.ts'
import type { Compressor } from './compressor.ts'
import type { Drafts } from './drafts.ts'
import type { Engine } from './engine.ts'
import type { VaultNote } from './faults.ts'
import type { CommitReceipt } from './receipt.ts'
import type { VaultCommit } from './reading.ts'
import type { RecoveryWord } from './recovery.ts'
import type { Segments } from './segments.ts'
import type { NewPart } from './writing.ts'

/** What the vault is built on; each has a default but the platform and the compressor. */
export interface VaultParts {
  readonly compressor: Compressor
  /** Default WebCrypto. */
  readonly engine?: Engine
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly clock?: () => number
}

export interface NewCommit {
  /** The act's name ("grade-tip"): sealed with every block, so that who opens a part reads it. */
  readonly act: string
  readonly parts: readonly NewPart[]
  /** Id of the commit that this one undoes or redoes. */
  readonly undoes?: string
}
export interface VaultDescription {
  readonly vault: string
  readonly name: string
  readonly sample: boolean
  readonly account: { readonly id: string; readonly name: string; readonly administrator: boolean }
  readonly device: string
  readonly commits: number
  readonly journalBytes: number
  readonly journalWhole: boolean
  readonly writable: boolean
  readonly recoveryConfirmed: boolean
  /** Groups that this account holds a key of. */
  readonly groups: readonly string[]
  readonly notes: readonly VaultNote[]
}

/** An account of the roster, and the groups that the roster says it holds: a group's name is not in the files, so only those that every vault has, that this ring holds or that are asked for by name. */
export interface VaultAccount {
  readonly id: string
  readonly name: string
  readonly active: boolean
  readonly administrator: boolean
  /** Milliseconds since 1970. */
  readonly since: number
  readonly groups: readonly string[]
}

/** A vault while it is open. Every call throws TellableError (`VaultErrorCode`) or PlatformError. */
export interface OpenVault {
  describe(): VaultDescription
  /** An account's name by id; null for one that the roster does not know. */
  accountName(id: string): string | null
  /** Every account, ended ones too. @param names parametric groups to look for (`aggregate/FRA`) */
  accounts(names?: readonly string[]): readonly VaultAccount[]
  /** Appends a commit: it is in the journal and fsynced, and so is the head, when this resolves. At most two fsyncs. */
  commit(commit: NewCommit): Promise<CommitReceipt>
  beginImport(act: string): BulkImport
  /** Complete commits from a position of this journal (0: from the start), in journal order. */
  commits(from: number, signal?: AbortSignal): AsyncIterable<VaultCommit>
  /** Offset behind the last acknowledged commit. */
  readonly position: number
  readonly segments: Segments
  readonly drafts: Drafts
  /** Makes a parametric group (`case/<id>`, `own/<account>`) held by this account and the recovery key. */
  createGroup(group: string): Promise<void>
  /** Reads the whole journal: digests, chain, signatures. False where something is wrong; notes say what. */
  verify(options?: { readonly onProgress?: (done: number, total: number) => void; readonly signal?: AbortSignal }): Promise<boolean>
  /**
   * Whether these words of the recovery key, by place, are right; remembers it in the roster if so. Only in the session
   * that made the key, or with all 24 words.
   */
  confirmRecovery(words: readonly RecoveryWord[]): Promise<boolean>
  /** A new recovery key in place of the old one, shown once like the first. */
  renewRecovery(): Promise<readonly string[]>
  /** After a note that acknowledged work is missing: goes on with what is whole, as a new device. */
  acceptLoss(): Promise<void>
  /** Fresh block keys for groups, fsynced ahead of their use; commits call for them too, but then wait. */
  prepare(groups: readonly string[]): Promise<void>
  /** Waits for writes under way, leaves a witness, wipes every key. Nothing works after it. */
  seal(): Promise<void>
}

