import type { Backups } from './backups.ts'
import type { BulkImport } from './bulk.ts'
import type { Compressor } from './compressor.ts'
import type { Drafts } from './drafts.ts'
import type { Engine } from './engine.ts'
import type { ErasedBlock } from './erasing.ts'
import type { VaultNote } from './faults.ts'
import type { CommitReceipt } from './receipt.ts'
import type { VaultCommit } from './reading.ts'
import type { RecoverySheets, RecoveryWord } from './fresh-recovery.ts'
import type { Segments } from './segments.ts'
import type { HandedKeys } from './handed-keys.ts'
import type { TrailExportOptions } from './trail-file.ts'
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
  /** Who did what, for the group `audit` and this account: bytes that the vault does not know. Left out where no door to that group is published. */
  readonly access?: Uint8Array
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

/** What an account is to hold. `alsoFor`: where nobody holds the group yet it is made, and whoever holds this other one gets it too. */
export interface AccountChange {
  readonly groups: readonly { readonly group: string; readonly alsoFor?: string }[]
  readonly administrator: boolean
}
export interface NewAccount extends AccountChange {
  readonly name: string
  readonly passphrase: string
}

/** What accounts left for each other, because none could do it alone. */
export interface Waiting {
  /** Groups that an account is to have and nobody granted yet; `mine`: this account holds the key and may grant it. */
  readonly grants: readonly { readonly account: string; readonly group: string; readonly mine: boolean }[]
  /** Grants that an administrator has yet to list: it happens at their next opening. */
  readonly offers: number
  /** Accounts whose passphrase changed and whose keys an administrator has yet to renew. */
  readonly renewals: readonly string[]
  readonly ownRenewal: boolean
  readonly administrator: boolean
}

/** How the way back stands. */
export interface RecoveryStanding {
  /** What the key in force is called by on its sheets. */
  readonly keyNumber: number
  /** Whether it was ever shown to work. */
  readonly confirmed: boolean
  /** When it was last, milliseconds since 1970; null where that is not known: vaults of before kept no time. */
  readonly rehearsed: number | null
  /** What the time to the next rehearsal counts from: the last one, or the founding. Milliseconds since 1970. */
  readonly since: number
  /** A key that is to follow the one in force. */
  readonly renewal: {
    readonly keyNumber: number
    /** The administrator who made it. */
    readonly by: string
    /** Whether it was shown to be written down. */
    readonly rehearsed: boolean
    /** Groups (null: one whose name is not known here) that it does not open yet, and the accounts of which any but must open the vault. */
    readonly waiting: readonly { readonly group: string | null; readonly accounts: readonly string[] }[]
  } | null
}

/** A vault while it is open. Every call throws TellableError (`VaultErrorCode`) or PlatformError. */
export interface OpenVault {
  describe(): VaultDescription
  /** An account's name by id; null for one that the roster does not know. */
  accountName(id: string): string | null
  /** Every account, ended ones too. @param names parametric groups to look for (`aggregate/FRA`) */
  accounts(names?: readonly string[]): readonly VaultAccount[]
  /** @throws `not-administrator`, `account-exists` @returns its id */
  addAccount(account: NewAccount): Promise<string>
  /** Gives an account these groups and takes away every other that is named. @throws `not-administrator`, `account-unknown`, `last-administrator` */
  changeAccount(id: string, change: AccountChange, names?: readonly string[]): Promise<void>
  /** It opens nothing any more, and what is written from now on is sealed under keys that it never had. @throws as `changeAccount` */
  endAccount(id: string, names?: readonly string[]): Promise<void>
  /**
   * `renewed`: the account goes on under new keys, and the vault must be opened anew; `waiting`: it opens with the new passphrase, and an administrator
   * has yet to renew its keys.
   * @throws `wrong-passphrase` where the present one is not right
   */
  changePassphrase(change: { readonly present: string; readonly passphrase: string }, names?: readonly string[]): Promise<'renewed' | 'waiting'>
  /**
   * A further secret of this machine; everyone's ring follows at their next opening, then the earlier one ends.
   * @throws `wrong-passphrase`, `not-administrator`; PlatformError `absent` where the machine keeps none
   */
  renewDeviceSecret(passphrase: string): Promise<void>
  waiting(names?: readonly string[]): Waiting
  /** Makes the renewal that an account asked for. @throws `not-administrator`, `account-unknown` */
  renewAccount(id: string, names?: readonly string[]): Promise<void>
  /** Grants a group that an administrator wants an account to have. @throws `no-key`, `account-unknown` */
  grantWanted(id: string, group: string): Promise<void>
  /** Gives accounts a parametric group of this account's. @throws `no-key`, `account-unknown` */
  shareWith(group: string, accounts: readonly string[]): Promise<void>
  /** Appends a commit: it is in the journal and fsynced, and so is the head, when this resolves. At most two fsyncs. */
  commit(commit: NewCommit): Promise<CommitReceipt>
  /** Whether what is seen and done here can be recorded: the door of `audit` is published. */
  readonly audited: boolean
  beginImport(act: string): BulkImport
  /** Complete commits from a position of this journal (0: from the start), in journal order. @param onRead told after every entry, those of an unfinished commit too */
  commits(from: number, signal?: AbortSignal, onRead?: (position: number) => void): AsyncIterable<VaultCommit>
  /** Offset behind the last acknowledged commit. */
  readonly position: number
  readonly segments: Segments
  readonly drafts: Drafts
  readonly backups: Backups
  /** Makes a parametric group (`case/<id>`, `own/<account>`) held by this account and the recovery key. */
  createGroup(group: string): Promise<void>
  /** Reads the whole journal: digests, chain, signatures. False where something is wrong; notes say what. */
  verify(options?: { readonly onProgress?: (done: number, total: number) => void; readonly signal?: AbortSignal }): Promise<boolean>
  /** The audit trail as a file that anybody can check (`verifyTrail`). @throws `keys-damaged` */
  exportTrail(options: TrailExportOptions): Promise<Uint8Array>
  /** By what people know this station's first roster, hexadecimal. */
  readonly rootFingerprint: string
  /** The sheets of a recovery key that was made in this session and not yet rehearsed; null where there is none. */
  freshRecovery(): RecoverySheets | null
  /**
   * Whether these words of the fresh recovery key are right: three of the whole key, or of two shares each. If so that is
   * remembered, and the sheets are wiped.
   */
  confirmRecovery(words: readonly RecoveryWord[]): Promise<boolean>
  /**
   * A rehearsal with all 24 words, in any session: the key must open every group that this account holds. Remembers when.
   * @throws `recovery-words`, `recovery-replaced`, `recovery-short`
   */
  rehearseRecovery(words: readonly string[]): Promise<void>
  recovery(names?: readonly string[]): RecoveryStanding
  /**
   * Makes the recovery key that is to follow the one in force, and comes into force once it was rehearsed and every holder has
   * granted their keys to it. Until then the old one opens the vault.
   * @throws `not-administrator`
   */
  renewRecovery(): Promise<RecoverySheets>
  /** Takes back a key that was to follow. @throws `not-administrator` */
  withdrawRenewal(): Promise<void>
  /** Wipes the sheets of a fresh key that nobody is to see any more. */
  forgetRecovery(): void
  /** After a note that acknowledged work is missing: goes on with what is whole, as a new device. */
  acceptLoss(): Promise<void>
  /**
   * Erases blocks, all of them or none; what remains of each stands in the same part from then on, and no key that is
   * left opens what was. Folded segments are cleared: they are made anew.
   * @throws `no-key`, `too-large`
   */
  erase(act: string, blocks: readonly ErasedBlock[]): Promise<{ readonly id: string; readonly position: number }>
  /** Fresh block keys for groups, fsynced ahead of their use; commits call for them too, but then wait. */
  prepare(groups: readonly string[]): Promise<void>
  /** Copies of the keys of these groups and the station's own, for another thread that is to open nothing else (`openHanded`). */
  handOver(groups: readonly string[]): HandedKeys
  /** Waits for writes under way, leaves a witness, wipes every key. Nothing works after it. */
  seal(): Promise<void>
}

