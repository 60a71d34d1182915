import { ByteReader, ByteWriter, concatBytes, equalBytes, LayoutFault, toHex, utf8, type Bytes } from './bytes.ts'
import type { Engine } from './engine.ts'
import { checksum, context, FORMAT } from './primitives.ts'

/**
 * A backup: the vault's own sealed files one behind another in one file. A header tells what follows and how long it is; every piece is
 * followed by a running digest, and an end mark closes the digest of all, so that what is cut, changed, moved or added is found
 * without any key, and told by its place. Written and read in pieces: a journal may be larger than memory.
 */
const MAGIC = utf8('VIGILBAK')
const END = utf8('VIGILEND')
/** Bytes of a section between two running digests. */
export const BACKUP_PIECE = 1 << 20
const DIGEST = 32
const BEFORE_LENGTH = 8 + 2 + 4
/** A header that says more is damaged: ten thousands of drafts fit. */
const MOST_HEADER = 1 << 20
const MOST_SEAL = 1 << 16

const SECTION = { keys: 1, root: 2, head: 3, draft: 4, journal: 5 } as const
export type BackupSectionKind = keyof typeof SECTION
const KINDS = new Map(Object.entries(SECTION).map(([kind, code]) => [code as number, kind as BackupSectionKind]))

export interface BackupSection {
  readonly kind: BackupSectionKind
  /** 32 hexadecimal digits; null for what is no draft. */
  readonly draft: string | null
  readonly length: number
}

/** All that a backup tells without a key, besides its sealed bytes. Shown, not believed: whoever has the disk can write another. */
export interface BackupHeader {
  readonly vault: Bytes
  /** Random, another for each backup. */
  readonly id: Bytes
  /** Milliseconds since 1970, by the clock of the machine that wrote it. */
  readonly made: number
  readonly name: string
  readonly sample: boolean
  /** Keys, root, head, drafts, journal, in this order. */
  readonly sections: readonly BackupSection[]
}

export async function encodeBackupHeader(engine: Engine, header: BackupHeader): Promise<Bytes> {
  const rest = new ByteWriter().raw(header.vault).raw(header.id).u48(header.made).text(header.name).u8(header.sample ? 1 : 0).u16(header.sections.length)
  for (const { kind, draft, length } of header.sections) rest.u8(SECTION[kind]).raw(draft === null ? new Uint8Array(16) : idBytes(draft)).u48(length)
  const body = rest.finish()
  const whole = new ByteWriter().raw(MAGIC).u16(FORMAT).u32(BEFORE_LENGTH + body.length + 8).raw(body).finish()
  return concatBytes(whole, await checksum(engine, whole))
}

const idBytes = (hex: string): Bytes => Uint8Array.from({ length: 16 }, (_, at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16))

/** Where a backup's bytes come from. */
export interface BackupSource {
  length(): Promise<number>
  /** Fewer bytes where it ends. */
  read(offset: number, length: number): Promise<Bytes>
}

export type HeaderFault = 'not-a-backup' | 'newer' | 'damaged'

/** The header and its length in bytes, or what is wrong with it. */
export async function readBackupHeader(engine: Engine, source: BackupSource): Promise<{ readonly header: BackupHeader; readonly bytes: Bytes } | HeaderFault> {
  const begin = await source.read(0, BEFORE_LENGTH)
  if (!equalBytes(begin.subarray(0, MAGIC.length), MAGIC)) return 'not-a-backup'
  if (begin.length < BEFORE_LENGTH) return 'damaged'
  const reader = new ByteReader(begin.subarray(MAGIC.length))
  const version = reader.u16()
  const length = reader.u32()
  if (length < BEFORE_LENGTH + 8 || length > MOST_HEADER) return 'damaged'
  const bytes = await source.read(0, length)
  if (bytes.length < length || !equalBytes(await checksum(engine, bytes.slice(0, length - 8)), bytes.subarray(length - 8))) return 'damaged'
  if (version > FORMAT) return 'newer'
  try {
    return { header: decode(bytes.subarray(BEFORE_LENGTH, length - 8)), bytes }
  } catch (error) {
    if (error instanceof LayoutFault) return 'damaged'
    throw error
  }
}

function decode(body: Bytes): BackupHeader {
  const reader = new ByteReader(body)
  const fixed = { vault: reader.raw(16).slice(), id: reader.raw(16).slice(), made: reader.u48(), name: reader.text(), sample: reader.u8() === 1 }
  const sections = Array.from({ length: reader.u16() }, (): BackupSection => {
    const kind = KINDS.get(reader.u8())
    if (!kind) throw new LayoutFault('backup section')
    const id = toHex(reader.raw(16))
    return { kind, draft: kind === 'draft' ? id : null, length: reader.u48() }
  })
  reader.done()
  const order = sections.filter(({ kind }) => kind !== 'draft').map(({ kind }) => kind)
  if (order.join() !== 'keys,root,head,journal' || sections.at(-1)?.kind !== 'journal' || sections.slice(0, 3).some(({ kind }) => kind === 'draft')) throw new LayoutFault('backup sections')
  if (new Set(sections.map(({ kind, draft }) => draft ?? kind)).size !== sections.length) throw new LayoutFault('backup section twice')
  return { ...fixed, sections }
}

const piecesOf = (length: number): number => Math.ceil(length / BACKUP_PIECE)

/** Where each section's bytes begin in the file, and where the end mark does. */
export function backupLayout(header: BackupHeader, headerLength: number): { readonly starts: readonly number[]; readonly end: number } {
  let at = headerLength
  const starts = header.sections.map(({ length }) => {
    const start = at
    at += length + DIGEST * piecesOf(length)
    return start
  })
  return { starts, end: at }
}

const firstDigest = async (engine: Engine, vault: Bytes, header: Bytes): Promise<Bytes> => engine.sha256(context('backup', vault, await engine.sha256(header)))
const nextDigest = async (engine: Engine, vault: Bytes, before: Bytes, kind: BackupSectionKind, piece: Bytes): Promise<Bytes> =>
  engine.sha256(context('backup', vault, before, Uint8Array.of(SECTION[kind]), await engine.sha256(piece)))
const lastDigest = async (engine: Engine, vault: Bytes, before: Bytes, seal: Bytes): Promise<Bytes> => engine.sha256(context('backup-end', vault, before, await engine.sha256(seal)))

export interface BackupProgress { readonly onProgress?: ((done: number, total: number) => void) | undefined; readonly signal?: AbortSignal | undefined }

/** What goes into a backup: its header, each section's bytes by range, and what closes it, made over the running digest of all before. */
export interface BackupContent {
  readonly header: BackupHeader
  read(section: BackupSection, offset: number, length: number): Promise<Bytes>
  seal(digest: Bytes): Promise<Bytes>
}

/**
 * Writes a backup piece by piece; answers the digest of all.
 * @throws LayoutFault where a section has fewer bytes than the header says
 */
export async function writeBackupFile(engine: Engine, { header, read, seal }: BackupContent, append: (bytes: Bytes) => Promise<void>, { onProgress, signal }: BackupProgress = {}): Promise<Bytes> {
  const encoded = await encodeBackupHeader(engine, header)
  const { end } = backupLayout(header, encoded.length)
  let digest = await firstDigest(engine, header.vault, encoded)
  let done = encoded.length
  await append(encoded)
  for (const section of header.sections) {
    for (let offset = 0; offset < section.length; offset += BACKUP_PIECE) {
      signal?.throwIfAborted()
      const wanted = Math.min(BACKUP_PIECE, section.length - offset)
      const piece = await read(section, offset, wanted)
      if (piece.length !== wanted) throw new LayoutFault('backup section cut short')
      digest = await nextDigest(engine, header.vault, digest, section.kind, piece)
      await append(concatBytes(piece, digest))
      done += wanted + DIGEST
      onProgress?.(done, end)
    }
  }
  const sealed = await seal(digest)
  const last = await lastDigest(engine, header.vault, digest, sealed)
  await append(new ByteWriter().raw(END).block(sealed).raw(last).finish())
  return last
}

export interface BackupFault {
  readonly where: BackupSectionKind | 'end'
  /** `more`: bytes behind the end. */
  readonly what: 'damaged' | 'cut' | 'more'
  /** Offset in the file, bytes. */
  readonly from: number
}

export interface ReadBackup {
  readonly header: BackupHeader
  /** Bytes of the header in the file. */
  readonly headerLength: number
  readonly bytes: number
  /** Empty where the file is as it was written. */
  readonly faults: readonly BackupFault[]
  /** The running digest before the end mark, and the digest of all; null where the end is not there. */
  readonly digest: Bytes
  readonly last: Bytes | null
  /** What the end mark seals; null where it is not there. */
  readonly seal: Bytes | null
}

/** A piece as it stands in the file; `whole` where its digest holds. */
export type OnPiece = (section: BackupSection, offset: number, piece: Bytes, whole: boolean) => Promise<void> | void

/** Reads a backup from beginning to end and checks every digest. No key is needed. */
export async function readBackupFile(engine: Engine, source: BackupSource, { onBegin, onPiece, onProgress, signal }: BackupProgress & { readonly onBegin?: (header: BackupHeader) => Promise<void>; readonly onPiece?: OnPiece } = {}): Promise<ReadBackup | HeaderFault> {
  const begun = await readBackupHeader(engine, source)
  if (typeof begun === 'string') return begun
  const { header } = begun
  await onBegin?.(header)
  const { starts, end } = backupLayout(header, begun.bytes.length)
  const bytes = await source.length()
  const faults: BackupFault[] = []
  // After a piece that does not fit either its bytes or its digest is changed: the next one tells which, by fitting one of the two.
  let before = [await firstDigest(engine, header.vault, begun.bytes)]
  for (const [index, section] of header.sections.entries()) {
    for (let offset = 0; offset < section.length; offset += BACKUP_PIECE) {
      signal?.throwIfAborted()
      const wanted = Math.min(BACKUP_PIECE, section.length - offset)
      const from = starts[index]! + offset + DIGEST * (offset / BACKUP_PIECE)
      const read = await source.read(from, wanted + DIGEST)
      if (read.length < wanted + DIGEST) {
        if (read.length > 0) await onPiece?.(section, offset, read.slice(0, Math.min(wanted, read.length)), false)
        return { header, headerLength: begun.bytes.length, bytes, faults: [...faults, { where: section.kind, what: 'cut', from: bytes }], digest: before[0]!, last: null, seal: null }
      }
      const piece = read.slice(0, wanted)
      const stored = read.slice(wanted)
      const made = await Promise.all(before.map((one) => nextDigest(engine, header.vault, one, section.kind, piece)))
      const whole = made.some((one) => equalBytes(one, stored))
      if (!whole) faults.push({ where: section.kind, what: 'damaged', from })
      before = whole ? [stored] : [stored, ...made]
      await onPiece?.(section, offset, piece, whole)
      onProgress?.(from + wanted + DIGEST, end)
    }
  }
  const ended = await readEnd(engine, header, source, end, before)
  if (ended.fault) faults.push({ where: 'end', what: ended.fault, from: ended.fault === 'more' ? ended.behind : Math.min(end, bytes) })
  return { header, headerLength: begun.bytes.length, bytes, faults, digest: before[0]!, last: ended.last, seal: ended.seal }
}

async function readEnd(engine: Engine, header: BackupHeader, source: BackupSource, at: number, before: readonly Bytes[]): Promise<{ fault: BackupFault['what'] | null; behind: number; last: Bytes | null; seal: Bytes | null }> {
  const length = await source.length()
  const nothing = { behind: length, last: null, seal: null }
  const begin = await source.read(at, END.length + 4)
  if (begin.length < END.length + 4) return { fault: 'cut', ...nothing }
  const sealLength = new ByteReader(begin.subarray(END.length)).u32()
  if (!equalBytes(begin.subarray(0, END.length), END) || sealLength > MOST_SEAL) return { fault: 'damaged', ...nothing }
  const rest = await source.read(at + begin.length, sealLength + DIGEST)
  if (rest.length < sealLength + DIGEST) return { fault: 'cut', ...nothing }
  const seal = rest.slice(0, sealLength)
  const last = rest.slice(sealLength)
  const made = await Promise.all(before.map((one) => lastDigest(engine, header.vault, one, seal)))
  const behind = at + begin.length + sealLength + DIGEST
  if (!made.some((one) => equalBytes(one, last))) return { fault: 'damaged', behind, last: null, seal: null }
  return { fault: length > behind ? 'more' : null, behind, last, seal }
}

/** Bytes of a section by their place in it, the digests between them left out; fewer where it ends. */
export async function readBackupSection(source: BackupSource, header: BackupHeader, headerLength: number, section: BackupSection, offset: number, length: number): Promise<Bytes> {
  const start = backupLayout(header, headerLength).starts[header.sections.indexOf(section)]!
  const until = Math.min(offset + length, section.length)
  if (until <= offset) return new Uint8Array(0)
  const place = (at: number) => start + at + DIGEST * Math.floor(at / BACKUP_PIECE)
  const from = place(offset)
  const read = await source.read(from, place(until - 1) + 1 - from)
  const parts: Bytes[] = []
  for (let at = offset; at < until; ) {
    const stop = Math.min(until, (Math.floor(at / BACKUP_PIECE) + 1) * BACKUP_PIECE)
    parts.push(read.subarray(place(at) - from, place(at) - from + stop - at))
    at = stop
  }
  return concatBytes(...parts)
}
