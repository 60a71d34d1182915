import { HashSet, hashText, tokenise, type Token } from './fold.ts'
import { isWrittenAsName } from './names.ts'

/** A stretch of a text that stands in what someone told, too. It never holds the words. */
export interface ToldHit {
  readonly start: number
  readonly end: number
  /** `name`: two or more words written as a name, or the word after "named"; `wording`: a run as long as `SURE_RUN`. */
  readonly how: 'name' | 'wording'
}

/** What tips say in words, kept as hashes: no word of it can be read back. */
export interface ToldWords {
  /** `ownWords`: words that the document says by itself; a name made of them alone is not asked about. */
  readonly find: (text: string, ownWords: ReadonlySet<string>) => ToldHit[]
}

/** Words in a row that are compared at once. */
const RUN = 6
/** Of so many runs in a row the least hash is kept. */
const WINDOW = 4
/** A run of so many words that stands in a tip is found for certain; one of `RUN` or more may be. */
export const SURE_RUN = RUN + WINDOW - 1

/** What a name follows, folded: English, French, Spanish, Portuguese, Arabic, and the titles people are told by. */
const CUES = new Set(['named', 'called', 'mr', 'mrs', 'ms', 'miss', 'nomme', 'nommee', 'appele', 'appelee', 'madame', 'monsieur', 'mme', 'llamado', 'llamada', 'senor', 'senora', 'chamado', 'chamada', 'senhor', 'senhora', 'اسمه', 'اسمها', 'يدعي', 'تدعي', 'السيد', 'السيده', 'المدعو', 'المدعوه', 'يسمي', 'تسمي'])

/** Stands between two words of one name: nothing that ends a sentence or a list's item. */
const WITHIN_NAME = /^[\s'’\-‐]{1,3}$/u
const FOLLOWS_CUE = /^[\s.:"“«']{1,3}$/u

/**
 * Indexes what tips say in words: what is written like a name (two words with capitals side by side, or what follows
 * "named", "اسمها", a title), and the wording itself, so that a briefing which copies a tip is noticed: who told it,
 * or who was told of, may know the sentence again. Wording by winnowing (Schleimer, Wilkerson, Aiken, "Winnowing:
 * local algorithms for document fingerprinting", SIGMOD 2003) with runs of 6 words and windows of 4.
 */
export class ToldIndex implements ToldWords {
  readonly #names = new HashSet()
  readonly #wording = new HashSet()

  /** @param text one field of one record, as it was told */
  add(text: string): void {
    const tokens = tokenise(text)
    this.#addNames(text, tokens)
    const runs = runsOf(tokens)
    for (let from = 0; from < runs.length && from <= Math.max(0, runs.length - WINDOW); from++) this.#wording.add(Math.min(...runs.slice(from, from + WINDOW)))
  }

  find(text: string, ownWords: ReadonlySet<string>): ToldHit[] {
    const tokens = tokenise(text)
    const hits: ToldHit[] = []
    tokens.forEach((here, at) => {
      const next = tokens[at + 1]
      if (next && joined(text, here, next) && !(ownWords.has(here.word) && ownWords.has(next.word)) && this.#names.has(pairKey(here, next))) hits.push({ start: here.start, end: next.end, how: 'name' })
      else if (!ownWords.has(here.word) && isWrittenAsName(text, here) && this.#names.has(hashText(here.word))) hits.push({ start: here.start, end: here.end, how: 'name' })
    })
    let [from, to] = [-1, -1]
    const close = () => {
      if (from >= 0) hits.push({ start: tokens[from]?.start ?? 0, end: tokens[to]?.end ?? 0, how: 'wording' })
    }
    runsOf(tokens).forEach((run, at) => {
      if (!this.#wording.has(run)) return
      if (from < 0 || at > to + 1) {
        close()
        from = at
      }
      to = at + RUN - 1
    })
    close()
    return hits
  }

  /** Two words with capitals side by side, and the word or two after a cue. Where all is written in capitals they tell nothing. */
  #addNames(text: string, tokens: readonly Token[]): void {
    const telling = /\p{Ll}/u.test(text)
    tokens.forEach((here, at) => {
      const [next, after] = [tokens[at + 1], tokens[at + 2]]
      if (!next) return
      if (telling && joined(text, here, next) && here.word.length > 1 && next.word.length > 1 && isCapital(text, here) && isCapital(text, next)) this.#names.add(pairKey(here, next))
      if (!CUES.has(here.word) || !FOLLOWS_CUE.test(text.slice(here.end, next.start)) || !isWrittenAsName(text, next)) return
      this.#names.add(hashText(next.word))
      if (after && joined(text, next, after) && isWrittenAsName(text, after)) this.#names.add(pairKey(next, after))
    })
  }
}

function runsOf(tokens: readonly Token[]): number[] {
  const runs: number[] = []
  for (let at = 0; at + RUN <= tokens.length; at++) runs.push(hashText(...tokens.slice(at, at + RUN).map(({ word }) => `${word} `)))
  return runs
}

const isCapital = (text: string, { start }: Token) => /^\p{Lu}/u.test(text.slice(start, start + 2))
const joined = (text: string, one: Token, other: Token) => WITHIN_NAME.test(text.slice(one.end, other.start))

/** Either order is one name. */
const pairKey = ({ word: one }: Token, { word: other }: Token) => (one < other ? hashText(one, ' ', other) : hashText(other, ' ', one))
