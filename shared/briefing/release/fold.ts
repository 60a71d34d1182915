/**
 * Folds text so that the ways of writing one name meet: case, diacritics, compatibility and presentation
 * forms, tatweel, alef, hamza, teh marbuta and yeh variants, digits of any script. Done a code point at a
 * time, so that a token still knows where it stood in the text.
 */
export interface Token {
  /** Folded letters and digits. */
  readonly word: string
  /** Where it stands in the text, end excluded, in UTF-16 units. */
  readonly start: number
  readonly end: number
}

const LETTER_OR_DIGIT = /[\p{L}\p{Nd}]/u
/** Inside a word these are as if not there: marks, controls that are no space (a PDF gives NUL for a mark it can't name), format controls (soft hyphen, bidi, joiners), tatweel, apostrophes and the Arabic transliteration signs. */
// oxlint-disable-next-line no-control-regex
const INVISIBLE = /[\p{M}\p{Cf}\u0000-\u0008\u000e-\u001f\u007f\ufffd\u0640'’‘`´ʼʻʽʾʿˈʹ]/u
/** Scripts written without spaces: each sign is a token of its own. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const DIGIT = /\p{Nd}/u

const SAME = new Map<string, string>([
  ['ٱ', 'ا'], ['ى', 'ي'], ['ی', 'ي'], ['ې', 'ي'], ['ک', 'ك'], ['ة', 'ه'], ['ہ', 'ه'], ['ە', 'ه'], ['ھ', 'ه'], ['ء', ''],
  ['ß', 'ss'], ['æ', 'ae'], ['œ', 'oe'], ['ø', 'o'], ['đ', 'd'], ['ð', 'd'], ['ł', 'l'], ['ı', 'i'], ['þ', 'th'], ['ħ', 'h'], ['ŋ', 'n'], ['ə', 'a'], ['ɛ', 'e'], ['ɔ', 'o'],
])

interface FoldedSign { readonly fold: string; readonly alone: boolean }
const folded = new Map<string, FoldedSign>()

function lookUp(sign: string): FoldedSign {
  let known = folded.get(sign)
  if (known === undefined) {
    known = { fold: INVISIBLE.test(sign) ? '' : foldVisible(sign), alone: UNSPACED.test(sign) }
    folded.set(sign, known)
  }
  return known
}

/** One code point folded: letters and digits only, '' for a sign that a word looks through, ' ' for one that ends it. */
export const foldSign = (sign: string): string => lookUp(sign).fold

function foldVisible(sign: string): string {
  let out = ''
  for (const part of sign.normalize('NFKC').toLowerCase().normalize('NFD')) {
    if (DIGIT.test(part)) out += digitValue(part)
    else if (LETTER_OR_DIGIT.test(part)) out += SAME.get(part) ?? part
  }
  return out === '' && !LETTER_OR_DIGIT.test(sign) ? ' ' : out
}

/** Decimal digits stand in runs of ten (mathematical ones in runs of fifty), so the place in the run is the value. */
function digitValue(digit: string): string {
  let before = 0
  let at = digit.codePointAt(0) ?? 0
  while (before < 60 && at > 0 && DIGIT.test(String.fromCodePoint(at - 1))) {
    at--
    before++
  }
  return String(before % 10)
}

/** The words of a text, folded. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = []
  let word = ''
  let start = 0
  let end = 0
  const close = () => {
    if (word) tokens.push({ word, start, end })
    word = ''
  }
  let at = 0
  for (const sign of text) {
    const next = at + sign.length
    const { fold, alone } = lookUp(sign)
    if (fold === ' ') close()
    else if (fold) {
      if (alone) close()
      if (!word) start = at
      word += fold
      end = next
      if (alone) close()
    }
    at = next
  }
  close()
  return tokens
}

/** A word written in a script without spaces, where one sign can be a whole name. */
export const isUnspaced = (word: string) => UNSPACED.test(word)

/** Right-to-left script, which a PDF gives back in visual order. */
export const hasRightToLeft = (text: string) => /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/u.test(text)

/** Each line's signs from last to first: what was set right to left, as a reader in visual order finds it, and back. */
export function reverseLines(text: string): string {
  return text.split('\n').map(line => [...line].reverse().join('')).join('\n')
}

/**
 * 53-bit hash (cyrb53, public domain) of a text that grows: what is known is kept as numbers, and every run of
 * tokens is looked up as it is put together.
 */
export class RunningHash {
  private h1 = 0xdeadbeef
  private h2 = 0x41c6ce57

  add(text: string): void {
    let { h1, h2 } = this
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      h1 = Math.imul(h1 ^ code, 2654435761)
      h2 = Math.imul(h2 ^ code, 1597334677)
    }
    this.h1 = h1
    this.h2 = h2
  }

  value(): number {
    const h1 = Math.imul(this.h1 ^ (this.h1 >>> 16), 2246822507) ^ Math.imul(this.h2 ^ (this.h2 >>> 13), 3266489909)
    const h2 = Math.imul(this.h2 ^ (this.h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909)
    return 4294967296 * (2097151 & h2) + (h1 >>> 0)
  }
}

/** A set of such hashes in one typed array (open addressing, at most half full): half a million cost 8 MB and no garbage. */
export class HashSet {
  private slots = new Float64Array(1024)
  private count = 0

  get size(): number {
    return this.count
  }

  has(hash: number): boolean {
    return this.slots[this.slotOf(hash)] === hash + 1
  }

  add(hash: number): void {
    const at = this.slotOf(hash)
    if (this.slots[at] !== 0) return
    // One more than the hash, so that an empty slot is zero.
    this.slots[at] = hash + 1
    if (++this.count * 2 > this.slots.length) this.grow()
  }

  private slotOf(hash: number): number {
    const mask = this.slots.length - 1
    let at = (hash ^ (hash / 4294967296)) & mask
    while (this.slots[at] !== 0 && this.slots[at] !== hash + 1) at = (at + 1) & mask
    return at
  }

  private grow(): void {
    const held = this.slots
    this.slots = new Float64Array(held.length * 2)
    for (const value of held) if (value !== 0) this.slots[this.slotOf(value - 1)] = value
  }
}

export function hashText(...parts: readonly string[]): number {
  const hash = new RunningHash()
  for (const part of parts) hash.add(part)
  return hash.value()
}
