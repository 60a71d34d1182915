import { z } from 'zod'

/**
 * What a shell owes the renderer, stated once: each call's name, the schema of its request and of its
 * answer. Electron answers over the preload's channels, the loopback host over its WebSocket, a
 * Node program in process; all three parse with these schemas. Bytes travel beside the JSON, never in it.
 * A shell never sees an opened value: every byte that passes here is sealed, except those that a person
 * asked to save or print, after release.
 */
export const vaultId = z.string().regex(/^[0-9a-f]{32}$/)
export const draftId = z.string().regex(/^[0-9a-f]{32}$/)

/** Small files beside the journal, replaced whole (temporary file, fsync, rename), the previous copy kept. */
export const slotName = z.enum(['keys', 'head', 'root'])
export const slotCopy = z.enum(['current', 'previous'])
const byteOffset = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
const nothing = z.object({})

interface CallShape {
  readonly request: z.ZodType
  readonly answer: z.ZodType
  /** Which way bytes go beside the JSON. */
  readonly bytes: 'none' | 'in' | 'out'
}

export const PLATFORM_CALLS = {
  /** What this shell is and can do. */
  describe: { request: nothing, answer: z.object({ shell: z.enum(['electron', 'loopback', 'node']), version: z.string(), deviceSecret: z.enum(['kept', 'none']), printsPdf: z.boolean(), freeBytes: byteOffset.nullable(), dataFolder: z.string() }), bytes: 'none' },
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
  /** 32 bytes that this machine keeps (Electron safeStorage); `present: false` where it keeps none. */
  deviceSecret: { request: z.object({ vault: vaultId }), answer: z.object({ present: z.boolean() }), bytes: 'out' },
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

export const platformErrorCode = z.enum(['busy', 'absent', 'exists', 'short-journal', 'disk-full', 'io', 'not-taken', 'bad-request', 'no-browser', 'timeout', 'closed'])
export type PlatformErrorCode = z.infer<typeof platformErrorCode>

export class PlatformError extends Error {
  readonly code: PlatformErrorCode
  constructor(code: PlatformErrorCode, cause?: unknown) {
    super(code, { cause })
    this.name = 'PlatformError'
    this.code = code
  }
}
