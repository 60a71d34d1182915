/** Looks for words that begin as the typed one does, or nearly. */
export interface WordMatcher {
  /** UTF-8 of the word. */
  readonly bytes: Uint8Array
  /** Wrong letters forgiven; 0: none. */
  readonly edits: number
  /** How many letters of the word are wrong at the beginning of the text that starts at a byte; more than `edits` is no match. */
  distanceAt(bytes: Uint8Array, from: number, end: number): number
}

const SPACE = 32

/** Letters that may be wrong in a word of a length: none under 4, one to 7, two above. */
export const editsAllowed = (length: number) => (length < 4 ? 0 : length < 8 ? 1 : 2)

export function wordMatcher(word: string, alike: boolean): WordMatcher {
  const bytes = encode(word)
  const edits = alike && bytes.length <= 31 ? editsAllowed(word.length) : 0
  const distanceAt = edits ? prefixDistance(bytes) : (text: Uint8Array, from: number, end: number) => (beginsWith(text, from, end, bytes) ? 0 : 1)
  return { bytes, edits, distanceAt }
}

const encoder = new TextEncoder()
export const encode = (text: string) => encoder.encode(text)

/** Whether any word of a folded text, or of a stretch of it, begins as a matcher wants. */
export function hasWord(text: Uint8Array, matcher: WordMatcher, from = 0, end = text.length): boolean {
  for (let p = from; p < end; p++) if ((p === from || text[p - 1] === SPACE) && matcher.distanceAt(text, p, end) <= matcher.edits) return true
  return false
}

function beginsWith(text: Uint8Array, from: number, end: number, prefix: Uint8Array): boolean {
  if (end - from < prefix.length) return false
  for (let i = 0; i < prefix.length; i++) if (text[from + i] !== prefix[i]) return false
  return true
}

/**
 * Least number of edits that make a pattern (31 bytes at most) some beginning of the word at a place: letters put in, left
 * out, changed, or swapped with their neighbour. Bit-parallel (Myers 1999; swaps by Hyyrö 2003).
 */
function prefixDistance(pattern: Uint8Array): (text: Uint8Array, from: number, end: number) => number {
  const length = pattern.length
  const masks = new Int32Array(256)
  for (let i = 0; i < length; i++) masks[pattern[i]!]! |= 1 << i
  const high = 1 << (length - 1)
  return (text, from, end) => {
    let positive = -1
    let negative = 0
    let diagonal = 0
    let maskBefore = 0
    let score = length
    let least = length
    const stop = Math.min(end, from + length + 2)
    for (let i = from; i < stop; i++) {
      if (text[i] === SPACE) break
      const mask = masks[text[i]!]!
      const swapped = ((~diagonal & mask) << 1) & maskBefore
      diagonal = (((mask & positive) + positive) ^ positive) | mask | negative | swapped
      let up = negative | ~(diagonal | positive)
      const down = diagonal & positive
      if (up & high) score++
      else if (down & high) score--
      up = (up << 1) | 1
      positive = (down << 1) | ~(diagonal | up)
      negative = diagonal & up
      maskBefore = mask
      if (score < least) least = score
    }
    return least
  }
}
