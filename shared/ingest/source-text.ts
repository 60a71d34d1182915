import type { SourceFile } from './contract.ts'

/** Bytes asked of a file at once: small enough that what is made of them dies young. */
const SLICE_BYTES = 256 * 1024
const LF = 10
export const SAMPLE_BYTES = 1024 * 1024

export interface Encoding {
  /** A label that TextDecoder knows. */
  readonly label: string
  /** True where nothing in the file says so (no byte order mark, not valid UTF-8). */
  readonly guessed: boolean
}

/** The first `length` bytes of a file. */
export async function headBytes(file: SourceFile, length: number): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(0, Math.min(length, file.size)).arrayBuffer())
}

/**
 * Judges a file's encoding by its first bytes: byte order marks, the zero bytes of UTF-16, valid UTF-8, else a
 * Windows code page: 1256 where the high bytes look like Arabic words, 1252 otherwise. Null for binary data.
 */
export function judgeEncoding(head: Uint8Array): Encoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { label: 'utf-8', guessed: false }
  if (head[0] === 0xff && head[1] === 0xfe) return { label: 'utf-16le', guessed: false }
  if (head[0] === 0xfe && head[1] === 0xff) return { label: 'utf-16be', guessed: false }
  let evenZeros = 0
  let oddZeros = 0
  let control = 0
  for (let i = 0; i < head.length; i++) {
    const byte = head[i]!
    if (byte === 0) {
      if (i % 2 === 0) evenZeros++
      else oddZeros++
    } else if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) control++
  }
  const pairs = head.length / 2
  if (oddZeros > pairs * 0.3 && evenZeros < oddZeros / 20) return { label: 'utf-16le', guessed: true }
  if (evenZeros > pairs * 0.3 && oddZeros < evenZeros / 20) return { label: 'utf-16be', guessed: true }
  if (evenZeros + oddZeros + control > head.length / 50) return null
  if (isUtf8(head)) return { label: 'utf-8', guessed: false }
  return { label: looksArabic(head) ? 'windows-1256' : 'windows-1252', guessed: true }
}

/** A sample may end within a character: the last three bytes are not held against it. */
function isUtf8(head: Uint8Array): boolean {
  for (let cut = 0; cut <= 3 && cut <= head.length; cut++) {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(head.subarray(0, head.length - cut))
      return true
    } catch {
      // The next cut may end on a character's last byte.
    }
  }
  return false
}

/** Western texts in a code page have lone accented letters; Arabic ones have runs of high bytes. */
function looksArabic(head: Uint8Array): boolean {
  let high = 0
  let inRuns = 0
  for (let i = 0; i < head.length; i++) {
    if (head[i]! < 0xc0) continue
    high++
    if (head[i - 1]! >= 0xc0 || head[i + 1]! >= 0xc0) inRuns++
  }
  return high > 0 && inRuns / high > 0.7
}

/**
 * A file's text, piece by piece, and how many of its bytes have been read. The byte order mark is not part of it.
 * Where a line end is one byte (all but UTF-16) a piece ends after its last line end, so that readers seldom have to
 * join two pieces, and scan a text that lies flat in memory.
 */
export async function* streamText(file: SourceFile, label: string, signal?: AbortSignal, sliceBytes = SLICE_BYTES): AsyncGenerator<{ readonly text: string; readonly bytes: number }> {
  const decoder = new TextDecoder(label)
  const whole = !label.startsWith('utf-16')
  const slice = (start: number) => file.slice(start, Math.min(start + sliceBytes, file.size)).arrayBuffer()
  let left = new Uint8Array(0)
  let next = slice(0)
  for (let start = 0; start < file.size; start += sliceBytes) {
    const bytes = new Uint8Array(await next)
    if (signal?.aborted) return
    const end = Math.min(start + sliceBytes, file.size)
    const last = end >= file.size
    if (!last) {
      next = slice(end)
      // Observed when its turn comes; this keeps a cancelled reading from being reported as unhandled.
      next.catch(() => {})
    }
    // A piece without a line end goes on whole: lines may be longer than a piece.
    const cut = last || !whole ? bytes.length : bytes.lastIndexOf(LF) + 1 || bytes.length
    const piece = left.length === 0 ? bytes.subarray(0, cut) : joined(left, bytes.subarray(0, cut))
    left = bytes.slice(cut)
    const text = decoder.decode(piece, { stream: !last })
    if (text !== '') yield { text, bytes: end }
  }
  const rest = decoder.decode()
  if (rest !== '') yield { text: rest, bytes: file.size }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}
