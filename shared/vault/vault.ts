/**
 * The sealed vault: bytes in, bytes out. It keeps commits in a journal that the shell fsyncs, opens them with the keys
 * of who is there, and keeps folds of them for fast opening. It does not know what a tip is.
 *
 *     const { vault, recoveryKey } = await createVault(platform, store, { name, account, passphrase, compressor })
 *     await vault.commit({ act: 'grade-tip', parts: [{ group: 'casework', section: 'patches', bytes }] })
 *     for await (const commit of vault.commits(0)) for (const part of commit.parts) if (part.group) use(await part.open())
 *
 * Formats: resources/formats.md. Why they are as they are: resources/decisions.
 */
export type { BackupFault } from './backup-file.ts'
export type { BackupPlace } from './backup-platform.ts'
export type { BackupCheck, Backups, WrittenBackup } from './backups.ts'
export type { BulkImport, BulkReceipt } from './bulk.ts'
export type { Compressor } from './compressor.ts'
export { storeOnly } from './compressor.ts'
export type { Drafts } from './drafts.ts'
export type { BlockCipher, Engine } from './engine.ts'
export { ERASURE_SECTION, type ErasedBlock } from './erasing.ts'
export { OpenFault, webEngine } from './engine.ts'
export type { VaultErrorCode, VaultNote, VaultNoteCode } from './faults.ts'
export { compareHlc, isPlausible, type Hlc } from './hlc.ts'
export { FOUNDING_GROUPS } from './keyring.ts'
export type { CommitPart, VaultCommit } from './reading.ts'
export type { RecoverySheets, RecoveryWord } from './fresh-recovery.ts'
export { readRecoveryWords } from './recovery.ts'
export { keyNumberText } from './share-words.ts'
export { readTypedRecovery, type TypedFault, type TypedRecovery } from './typed-recovery.ts'
export type { Stretching } from './ring.ts'
export { SegmentFault, type Folded, type NewSegment, type Segment, type Segments } from './segments.ts'
export { memoryStore, SegmentStoreError, type SegmentEntry, type SegmentStore } from './store.ts'
export type { NewPart } from './writing.ts'
export { createVault, type CreateOptions } from './founding.ts'
export { openHanded } from './handing.ts'
export type { HandedKeys } from './handed-keys.ts'
export { openVault, type OpenOptions, type OpenProgress } from './opening.ts'
export { misreadRecoveryWord, recoverVault, rehearseRecovery, type RecoverOptions } from './recovering.ts'
export type { CommitReceipt } from './receipt.ts'
export type { AccountChange, NewAccount, NewCommit, OpenVault, RecoveryStanding, VaultAccount, VaultDescription, VaultParts, Waiting } from './open-vault.ts'
export { peekVault } from './peek.ts'
export { previewBackup, restoreBackup, type BackupPreview, type BackupStanding, type Restored, type RestoreOptions } from './restoring.ts'
export { type TrailExportOptions } from './trail-file.ts'
export { verifyTrail, type TrailFault, type TrailVerdict } from './verify-trail.ts'
