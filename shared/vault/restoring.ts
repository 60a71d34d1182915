import { PlatformError, type Platform } from '../platform.ts'
import { readBackupFile, type BackupFault, type BackupProgress, type HeaderFault, type OnPiece, type ReadBackup } from './backup-file.ts'
import { backupSource, type BackupPlace } from './backup-platform.ts'
import { concatBytes, equalBytes, toHex, type Bytes } from './bytes.ts'
import { sodiumReady, webEngine, type Engine } from './engine.ts'
import { decodeAll, parseKeyFile, RECORD, type KeyFile } from './keyfile.ts'
import { decodeRingRecord } from './ring.ts'
import { readSlot } from './unlock.ts'

/** A backup beside the vault of the same id that is here: `newer` goes on from what is here, `older` is gone on from here, `other` parted from it. */
export type BackupStanding = 'absent' | 'newer' | 'same' | 'older' | 'other' | 'busy'

/** What a backup says before any key: shown, not believed. */
export interface BackupPreview {
  readonly vault: string
  readonly name: string
  readonly sample: boolean
  /** Milliseconds since 1970, by the clock of the machine that made it. */
  readonly made: number
  readonly bytes: number
  readonly journalBytes: number
  readonly drafts: number
  /** Empty where the file is as it was written. */
  readonly faults: readonly BackupFault[]
  /** By what it opens on this machine: rings that a device secret takes part in open only where that secret is. */
  readonly opensWith: 'passphrase' | 'recovery-key' | 'either'
  readonly here: BackupStanding
}

interface LookedThrough { readonly read: ReadBackup; readonly keys: KeyFile | string; readonly here: BackupStanding }

/** Reads a backup once from beginning to end, comparing it with the vault of its id that is here, and hands its pieces on. */
async function lookThrough(platform: Platform, engine: Engine, file: BackupPlace, progress: BackupProgress, begin: (vault: string) => Promise<OnPiece>): Promise<LookedThrough | HeaderFault> {
  const keyParts: Bytes[] = []
  let local: { readonly vault: string; readonly length: number } | null = null
  let standing: BackupStanding = 'absent'
  let onPiece: OnPiece | null = null
  let parted = false
  const started = async (vault: string): Promise<OnPiece> => {
    // A vault that is here and can't even be taken (its journal is gone) is one to be put aside.
    const taken = await platform.call('takeVault', { vault }).then(({ answer }) => answer.taken, () => 'broken' as const)
    if (taken === 'yes') local = { vault, length: (await platform.call('journalLength', { vault })).answer.length }
    standing = taken === 'busy' ? 'busy' : taken === 'broken' ? 'other' : 'absent'
    return begin(vault)
  }
  const source = backupSource(platform, file)
  try {
    const read = await readBackupFile(engine, source, {
      ...progress,
      onBegin: async (header) => {
        onPiece = await started(toHex(header.vault))
      },
      onPiece: async (section, offset, piece, whole) => {
        if (section.kind === 'keys') keyParts.push(piece)
        // What is not whole says nothing of how it stands to what is here.
        if (whole && section.kind === 'journal' && local && offset < local.length) {
          const there = new Uint8Array((await platform.call('readJournal', { vault: local.vault, offset, length: piece.length })).bytes)
          parted ||= !equalBytes(there, piece.subarray(0, there.length))
        }
        await onPiece?.(section, offset, piece, whole)
      },
    })
    if (typeof read === 'string') return read
    const keyBytes = concatBytes(...keyParts)
    const keys = await parseKeyFile(engine, read.header.vault, keyBytes)
    if (local) standing = await standingTo(platform, engine, local, read, { bytes: keyBytes, file: keys }, parted)
    return { read, keys, here: standing }
  } finally {
    const taken = local as { readonly vault: string } | null
    if (taken) await platform.call('releaseVault', { vault: taken.vault }).catch(() => undefined)
  }
}

/** The journal only grows, and so does the key file within a generation: the shorter one is the older, as long as it is the beginning of the other. */
async function standingTo(
  platform: Platform, engine: Engine, local: { readonly vault: string; readonly length: number }, { header }: ReadBackup, keys: { readonly bytes: Bytes; readonly file: KeyFile | string }, parted: boolean,
): Promise<BackupStanding> {
  const journal = header.sections.find(({ kind }) => kind === 'journal')!.length
  const bytes = await readSlot(platform, local.vault, 'keys', 'current')
  const file = await parseKeyFile(engine, header.vault, bytes)
  if (parted || typeof file === 'string' || typeof keys.file === 'string') return 'other'
  const common = Math.min(keys.bytes.length, bytes.length)
  const generations = Math.sign(keys.file.generation - file.generation)
  if (generations === 0 && !equalBytes(keys.bytes.subarray(0, common), bytes.subarray(0, common))) return 'other'
  const [by, keysBy] = [Math.sign(journal - local.length), generations || Math.sign(keys.bytes.length - bytes.length)]
  if (by * keysBy < 0) return 'other'
  const ahead = by || keysBy
  return ahead === 0 ? 'same' : ahead > 0 ? 'newer' : 'older'
}

const nothing: OnPiece = () => undefined

/** Looks through a backup without any key and without changing anything. */
export async function previewBackup(platform: Platform, file: BackupPlace, progress: BackupProgress = {}, engine: Engine = webEngine): Promise<BackupPreview | HeaderFault> {
  await sodiumReady
  const looked = await lookThrough(platform, engine, file, progress, async () => nothing)
  if (typeof looked === 'string') return looked
  const { read: { header, bytes, faults }, keys, here } = looked
  const rings = typeof keys === 'string' ? [] : decodeAll(keys.records, RECORD.ring, decodeRingRecord)
  const { deviceSecret } = (await platform.call('describe', {})).answer
  // The secret of a vault that is here goes over to what takes its place.
  const secretHere = deviceSecret === 'kept' && here !== 'absent'
  const bound = secretHere ? 0 : rings.filter(({ device }) => device > 0).length
  return {
    vault: toHex(header.vault), name: header.name, sample: header.sample, made: header.made, bytes,
    journalBytes: header.sections.find(({ kind }) => kind === 'journal')!.length, drafts: header.sections.filter(({ kind }) => kind === 'draft').length, faults,
    opensWith: bound === 0 ? 'passphrase' : bound === rings.length ? 'recovery-key' : 'either', here,
  }
}

export interface RestoreOptions extends BackupProgress {
  /** Takes the place of a vault that is here though it is no older: that one is kept aside. */
  readonly anyway?: boolean
  /** Restores what is there of a file that is not whole; opening tells what is missing. */
  readonly damaged?: boolean
  readonly engine?: Engine
}

export type Restored =
  | { readonly done: true; readonly vault: string; readonly name: string; readonly aside: string | null }
  | { readonly done: false; readonly why: HeaderFault | 'sample' | 'keys' | 'faults' | BackupStanding }

/**
 * Makes a vault of this data folder from a backup. Nothing is listed before all of it is on the disk; a vault of the same id that is
 * here is put aside and kept. What it is opened with is the caller's to say (`BackupPreview.opensWith`).
 */
export async function restoreBackup(platform: Platform, file: BackupPlace, options: RestoreOptions = {}): Promise<Restored> {
  await sodiumReady
  const { restore } = (await platform.call('beginRestore', {})).answer
  const refused = async (why: (Restored & { done: false })['why']): Promise<Restored> => {
    await platform.call('abandonRestore', { restore })
    return { done: false, why }
  }
  try {
    const looked = await lookThrough(platform, options.engine ?? webEngine, file, options, async () => async ({ kind, draft }, offset, piece) => {
      await platform.call('writeRestored', { restore, part: kind, draft, offset }, piece)
    })
    if (typeof looked === 'string') return await refused(looked)
    const { read: { header, faults }, keys, here } = looked
    if (header.sample) return await refused('sample')
    if (here === 'busy') return await refused('busy')
    if (faults.length > 0 && !options.damaged) return await refused('faults')
    if (typeof keys === 'string') return await refused(keys === 'newer' ? 'newer' : 'keys')
    if (here !== 'absent' && here !== 'newer' && !options.anyway) return await refused(here)
    options.signal?.throwIfAborted()
    const vault = toHex(header.vault)
    const { aside } = (await platform.call('finishRestore', { restore, vault, replace: here !== 'absent' })).answer
    return { done: true, vault, name: header.name, aside }
  } catch (error) {
    await platform.call('abandonRestore', { restore }).catch(() => undefined)
    if (error instanceof PlatformError && error.code === 'busy') return { done: false, why: 'busy' }
    throw error
  }
}
