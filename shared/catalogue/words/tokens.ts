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
const ARTICLE = /^(?:[وف]?[بك]?ال|[وف]?لل)(?=.{3})/

/**
 * The words of a folded text as the index holds them, by where they stand: split at what is no letter or digit;
 * scripts without spaces as overlapping pairs and the last sign alone; an Arabic word with an article also
 * without it. Nothing is allocated: this runs over every text of the vault.
 */
export function eachSpan(folded: string, found: (from: number, to: number) => void): void {
  const { length } = folded
  let from = -1
  let kind = BREAK
  for (let at = 0; at <= length; at++) {
    const unit = at < length ? folded.charCodeAt(at) : 32
    let next = classes[unit]!
    if (next === 0) next = classes[unit] = classOf(unit)
    if (next === kind) continue
    if (from >= 0) {
      if (kind === UNSPACED) for (let sign = from; sign < at; sign++) found(sign, Math.min(sign + 2, at))
      else {
        const to = Math.min(at, from + LONGEST)
        found(from, to)
        const first = folded.charCodeAt(from)
        if (first >= 0x620 && first <= 0x6ff) {
          const article = ARTICLE.exec(folded.slice(from, to))
          if (article) found(from + article[0].length, to)
        }
      }
    }
    kind = next
    from = next === BREAK ? -1 : at
  }
}

/** The words of a text, folded. */
export function wordsOf(text: string): string[] {
  const folded = foldText(text)
  const words: string[] = []
  eachSpan(folded, (from, to) => words.push(folded.slice(from, to)))
  return words
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
