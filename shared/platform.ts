import { z } from 'zod'

/**
 * What a shell owes the renderer, stated once: each call's name, the schema of its request and of its
 * answer. Electron answers over the preload's channels, the loopback host over its WebSocket, a
 * Node program in process; all three parse with these schemas. Bytes travel beside the JSON, never in it.
 * A shell never sees an opened value: every byte that passes here is sealed, except those that a person
 * asked to save or print, after release.
 */
export const vaultId = z.string().regex(/^[0-9a-f]{32}$/)
/** Which of a machine's secrets for a vault, counted from 1: a ring names it in one byte. */
const secretNumber = z.number().int().min(1).max(255)
export const draftId = z.string().regex(/^[0-9a-f]{32}$/)

/** Small files beside the journal, replaced whole (temporary file, fsync, rename), the previous copy kept. */
export const slotName = z.enum(['keys', 'head', 'root', 'backups'])
export const slotCopy = z.enum(['current', 'previous'])
/** A folder or file that the person chose in this shell, by the name that the shell gave it. */
export const placeId = z.string().regex(/^[0-9a-f]{32}$/)
/** A file's own name, without a path. */
const fileName = z.string().min(1).max(255).refine((name) => !/[/\\\0]/.test(name) && name !== '.' && name !== '..')
/** Something under way that the shell holds open for this window. */
const openId = z.string().regex(/^[0-9a-f]{32}$/)
const byteOffset = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
const nothing = z.object({})

interface CallShape {
  readonly request: z.ZodType
  readonly answer: z.ZodType
  /** Which way bytes go beside the JSON. */
  readonly bytes: 'none' | 'in' | 'out'
}

export const PLATFORM_CALLS = {
  /** What this shell is and can do. `machine` tells this machine from another that the data folder was copied to, and nothing else. */
  describe: { request: nothing, answer: z.object({ shell: z.enum(['electron', 'loopback', 'node']), version: z.string(), deviceSecret: z.enum(['kept', 'none']), printsPdf: z.boolean(), choosesPlaces: z.enum(['dialog', 'typed']), machine: z.string(), freeBytes: byteOffset.nullable(), dataFolder: z.string() }), bytes: 'none' },
  /** Vaults in the data folder, by folder name; nothing about them is read but that they are there. */
  listVaults: { request: nothing, answer: z.object({ vaults: z.array(vaultId), busy: z.array(vaultId) }), bytes: 'none' },
  /** Makes the folder of a new vault, and takes it for this window. Fails if it exists. */
  createVault: { request: z.object({ vault: vaultId }), answer: nothing, bytes: 'none' },
  /** Takes a vault for this window: `busy` where another window or program has it. */
  takeVault: { request: z.object({ vault: vaultId }), answer: z.object({ taken: z.enum(['yes', 'busy', 'absent']) }), bytes: 'none' },
  releaseVault: { request: z.object({ vault: vaultId }), answer: nothing, bytes: 'none' },
  /** Removes a vault that was made to be thrown away (sample data, unattended runs). */
  discardVault: { request: z.object({ vault: vaultId }), answer: nothing, bytes: 'none' },
  journalLength: { request: z.object({ vault: vaultId }), answer: z.object({ length: byteOffset }), bytes: 'none' },
  readJournal: { request: z.object({ vault: vaultId, offset: byteOffset, length: z.number().int().nonnegative() }), answer: nothing, bytes: 'out' },
  /**
   * Appends at `expected` and answers after fsync. Bytes past `expected` (a torn, never acknowledged
   * append) are cut first; a journal shorter than `expected` is an error. `sync: false` leaves the fsync
   * to a later append of the same import.
   */
  appendJournal: { request: z.object({ vault: vaultId, expected: byteOffset, sync: z.boolean() }), answer: z.object({ length: byteOffset }), bytes: 'in' },
  readSlot: { request: z.object({ vault: vaultId, slot: slotName, copy: slotCopy }), answer: z.object({ present: z.boolean() }), bytes: 'out' },
  /** `both`: the previous copy is rewritten too (erasure). One fsync of a file, two with `both`; keys and root one more, of the folder (decisions/fsync.md). */
  replaceSlot: { request: z.object({ vault: vaultId, slot: slotName, both: z.boolean() }), answer: nothing, bytes: 'in' },
  /** Appends records to a slot file in place, answers after fsync (wraps written ahead of use). */
  appendSlot: { request: z.object({ vault: vaultId, slot: z.literal('keys'), expected: byteOffset }), answer: z.object({ length: byteOffset }), bytes: 'in' },
  listDrafts: { request: z.object({ vault: vaultId }), answer: z.object({ drafts: z.array(draftId) }), bytes: 'none' },
  readDraft: { request: z.object({ vault: vaultId, draft: draftId }), answer: z.object({ present: z.boolean() }), bytes: 'out' },
  writeDraft: { request: z.object({ vault: vaultId, draft: draftId }), answer: nothing, bytes: 'in' },
  removeDraft: { request: z.object({ vault: vaultId, draft: draftId }), answer: nothing, bytes: 'none' },
  /** Counts of fsync since start, for tests and benchmarks. */
  syncCount: { request: nothing, answer: z.object({ syncs: z.number().int() }), bytes: 'none' },
  /** Keeps a growing delay over restarts: failures since the last success, and when the last was. */
  readAttempts: { request: z.object({ vault: vaultId }), answer: z.object({ failures: z.number().int(), last: z.number() }), bytes: 'none' },
  writeAttempts: { request: z.object({ vault: vaultId, failures: z.number().int().nonnegative(), last: z.number() }), answer: nothing, bytes: 'none' },
  /** 32 bytes each that this machine keeps (Electron safeStorage), in the order of their numbers; none where it keeps none. */
  deviceSecret: { request: z.object({ vault: vaultId }), answer: z.object({ numbers: z.array(secretNumber).max(8) }), bytes: 'out' },
  /** Makes a further one; the others stay until they are ended. Fails with `absent` where the machine keeps none. */
  renewDeviceSecret: { request: z.object({ vault: vaultId }), answer: z.object({ number: secretNumber }), bytes: 'none' },
  /** Ends those with a smaller number, for good. */
  endDeviceSecrets: { request: z.object({ vault: vaultId, before: secretNumber }), answer: nothing, bytes: 'none' },
  /**
   * Lets the person choose a folder for backups, or a backup's file: in a dialog of the shell's own, or by its absolute path where the
   * shell has none (`typed`). The shell keeps the path; the window has an id for it. Null where they chose nothing.
   * `refused-place`: no absolute path, or inside the data folder; `absent`; `not-a-backup` where the file does not begin like one.
   */
  choosePlace: {
    request: z.object({ what: z.enum(['backup-folder', 'backup-file']), typed: z.string().max(4096).nullable() }),
    answer: z.object({ chosen: z.object({ place: placeId, path: z.string(), name: fileName.nullable(), sameDisk: z.boolean() }).nullable() }), bytes: 'none',
  },
  /** `present: false` where the folder is gone, leads elsewhere by now, or the disk that it was on is. `sameDisk`: as the data folder. */
  describePlace: { request: z.object({ place: placeId }), answer: z.object({ path: z.string(), present: z.boolean(), sameDisk: z.boolean(), freeBytes: byteOffset.nullable() }), bytes: 'none' },
  /** Backups of this vault in a chosen folder, by their own header, oldest first. `modified`: milliseconds since 1970. */
  listBackups: { request: z.object({ vault: vaultId, place: placeId }), answer: z.object({ backups: z.array(z.object({ name: fileName, bytes: byteOffset, modified: z.number() })) }), bytes: 'none' },
  /** Begins a file in a chosen folder, under a name of its own until it is whole. The vault must be taken. */
  beginBackup: { request: z.object({ vault: vaultId, place: placeId, name: z.string().min(1).max(200) }), answer: z.object({ backup: openId }), bytes: 'none' },
  /** The next bytes of it; the first must be a backup's of this vault. */
  appendBackup: { request: z.object({ backup: openId, offset: byteOffset }), answer: z.object({ length: byteOffset }), bytes: 'in' },
  /** Fsync, the name (numbered where it is taken, nothing is overwritten), fsync of the folder. On failure nothing has the name. */
  finishBackup: { request: z.object({ backup: openId }), answer: z.object({ name: fileName, bytes: byteOffset }), bytes: 'none' },
  abandonBackup: { request: z.object({ backup: openId }), answer: nothing, bytes: 'none' },
  backupLength: { request: z.object({ place: placeId, name: fileName }), answer: z.object({ length: byteOffset }), bytes: 'none' },
  /** Of a file that begins like a backup, and no other. Fewer bytes where it ends. */
  readBackup: { request: z.object({ place: placeId, name: fileName, offset: byteOffset, length: z.number().int().nonnegative() }), answer: nothing, bytes: 'out' },
  /** Removes a backup of this vault, which must be taken. */
  removeBackup: { request: z.object({ vault: vaultId, place: placeId, name: fileName }), answer: nothing, bytes: 'none' },
  /** Begins a vault's folder out of sight: it is listed only once it is finished. */
  beginRestore: { request: nothing, answer: z.object({ restore: openId }), bytes: 'none' },
  /** The next bytes of one of its files. A head is kept as the previous copy (resources/formats.md). */
  writeRestored: { request: z.object({ restore: openId, part: z.enum(['keys', 'root', 'head', 'journal', 'draft']), draft: draftId.nullable(), offset: byteOffset }), answer: nothing, bytes: 'in' },
  /**
   * Fsync, then the vault's own name. `exists` where a vault of that name is here and `replace` is not set; else that one is kept
   * aside, never removed, and what belongs to this machine (its secret, the count of wrong passphrases) goes over. `aside`: where it is kept.
   */
  finishRestore: { request: z.object({ restore: openId, vault: vaultId, replace: z.boolean() }), answer: z.object({ aside: z.string().nullable() }), bytes: 'none' },
  abandonRestore: { request: z.object({ restore: openId }), answer: nothing, bytes: 'none' },
  /** Saves released bytes where the person chooses. */
  saveFile: { request: z.object({ name: z.string().max(200) }), answer: z.object({ saved: z.boolean(), where: z.string().optional() }), bytes: 'in' },
  /** Prints a released self-contained page (bytes in: HTML, UTF-8) and answers the PDF's bytes. */
  printPdf: { request: z.object({ paper: z.enum(['A4', 'Letter']) }), answer: nothing, bytes: 'out' },
} as const satisfies Record<string, CallShape>

export type PlatformCall = keyof typeof PLATFORM_CALLS
export type RequestOf<C extends PlatformCall> = z.infer<(typeof PLATFORM_CALLS)[C]['request']>
export type AnswerOf<C extends PlatformCall> = z.infer<(typeof PLATFORM_CALLS)[C]['answer']>

/** Things a shell tells unasked. */
export const platformNotice = z.enum(['screen-locked', 'going-to-sleep', 'closing'])
export type PlatformNotice = z.infer<typeof platformNotice>

export interface Platform {
  /**
   * @throws PlatformError with a code of `platformErrorCode`
   */
  call<C extends PlatformCall>(name: C, request: RequestOf<C>, bytes?: Uint8Array): Promise<{ answer: AnswerOf<C>; bytes: Uint8Array }>
  onNotice(listener: (notice: PlatformNotice) => void): () => void
}

export const platformErrorCode = z.enum(['busy', 'absent', 'exists', 'short-journal', 'disk-full', 'io', 'not-taken', 'bad-request', 'no-browser', 'timeout', 'closed', 'refused-place', 'not-a-backup'])
export type PlatformErrorCode = z.infer<typeof platformErrorCode>

export class PlatformError extends Error {
  readonly code: PlatformErrorCode
  constructor(code: PlatformErrorCode, cause?: unknown) {
    super(code, { cause })
    this.name = 'PlatformError'
    this.code = code
  }
}
