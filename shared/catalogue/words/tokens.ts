import { foldText } from '../../model/text/fold.ts'

const BREAK = 1
const LETTER = 2
/** Written without spaces between words: indexed by pairs. */
const UNSPACED = 3
/** Class of each UTF-16 unit, found when it is first met (0: not yet). */
const classes = new Uint8Array(65_536)

function classOf(unit: number): number {
  const character = String.fromCharCode(unit)
  // Halves of a pair: letters of rarer scripts, rarer Han, pictures. All are kept.
  if (unit >= 0xd800 && unit < 0xe000) return LETTER
  if (/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u.test(character)) return UNSPACED
  return /[\p{L}\p{N}\p{M}]/u.test(character) ? LETTER : BREAK
}

/** Longer words are indexed by their beginning. */
const LONGEST = 40
/** Article and what is written together with it; the word is found without them too. */
const ARTICLE = /^(?:[وفبك]?ال|لل)(?=.{3})/

/**
 * The words of a text as the index holds them: folded, split at what is no letter or digit; scripts without
 * spaces as overlapping pairs and the last sign alone; an Arabic word with an article also without it.
 */
export function eachToken(text: string, found: (token: string) => void): void {
  const folded = foldText(text)
  let from = -1
  let kind = BREAK
  for (let at = 0; at <= folded.length; at++) {
    const unit = at < folded.length ? folded.charCodeAt(at) : 32
    let next = classes[unit]!
    if (next === 0) next = classes[unit] = classOf(unit)
    if (next === kind) continue
    if (from >= 0) emit(folded, from, at, kind, found)
    kind = next
    from = next === BREAK ? -1 : at
  }
}

function emit(text: string, from: number, to: number, kind: number, found: (token: string) => void): void {
  if (kind === UNSPACED) {
    for (let at = from; at < to; at++) found(text.slice(at, Math.min(at + 2, to)))
    return
  }
  const word = text.slice(from, Math.min(to, from + LONGEST))
  found(word)
  const first = word.charCodeAt(0)
  if (first >= 0x620 && first <= 0x6ff && ARTICLE.test(word)) found(word.replace(ARTICLE, ''))
}

/** The words that a question asks for, each to be the beginning of a word of the text; no more than 16. */
export function tokensOfQuestion(question: string): readonly string[] {
  const tokens: string[] = []
  const folded = foldText(question)
  let from = -1
  let kind = BREAK
  for (let at = 0; at <= folded.length; at++) {
    const unit = at < folded.length ? folded.charCodeAt(at) : 32
    const next = classes[unit] || (classes[unit] = classOf(unit))
    if (next === kind) continue
    if (from >= 0) {
      const word = folded.slice(from, Math.min(at, from + LONGEST))
      if (kind === UNSPACED && word.length > 1) for (let sign = 0; sign < word.length - 1; sign++) tokens.push(word.slice(sign, sign + 2))
      else tokens.push(word.replace(ARTICLE, ''))
    }
    kind = next
    from = next === BREAK ? -1 : at
  }
  return [...new Set(tokens)].slice(0, 16)
}
