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
  /**
   * `ownWords`: words that the document says by itself; two side by side that are made of them alone are not asked about, nor two
   * that `isPlace` knows as the whole name of a place. What follows a cue in a tip is asked about whatever else it may mean.
   */
  readonly find: (text: string, ownWords: ReadonlySet<string>, isPlace: (words: string) => boolean) => ToldHit[]
}

/** Words in a row that are compared at once. */
const RUN = 6
/** Of so many runs in a row the least hash is kept. */
const WINDOW = 4
/** A run of so many words that stands in a tip is found for certain; one of `RUN` or more may be. */
export const SURE_RUN = RUN + WINDOW - 1

/** What a name follows, folded: English, French, Spanish, Portuguese, Arabic, and the titles people are told by. */
const CUES = new Set(['name', 'named', 'called', 'nickname', 'alias', 'nom', 'nombre', 'nome', 'dr', 'doctor', 'sheikh', 'sheik', 'cheikh', 'hajj', 'haj', 'hajja', 'hajia', 'alhaji', 'imam', 'pastor', 'chief', 'captain', 'الاسم', 'اسمهم', 'الشيخ', 'الحاج', 'الحاجه', 'الدكتور', 'mr', 'mrs', 'ms', 'miss', 'nomme', 'nommee', 'appele', 'appelee', 'madame', 'monsieur', 'mme', 'llamado', 'llamada', 'senor', 'senora', 'chamado', 'chamada', 'senhor', 'senhora', 'اسمه', 'اسمها', 'يدعي', 'تدعي', 'السيد', 'السيده', 'المدعو', 'المدعوه', 'يسمي', 'تسمي'])

/** Stands between two words of one name: nothing that ends a sentence or a list's item. */
const WITHIN_NAME = /^[\s'’\-‐]{1,3}$/u
const FOLLOWS_CUE = /^[\s.:="“„«‹'‘‚(]{1,4}$/u
/** Stands between a cue and the name: "her name is Halima", "nom: la Mama". */
const LINKS = new Set(['is', 'was', 'est', 'es', 'era', 'etait', 'هو', 'هي'])

/**
 * Indexes what tips say in words: what is written like a name (two words with capitals side by side, or what follows
 * "named", "اسمها", a title), and the wording itself, so that a briefing which copies a tip is noticed: who told it,
 * or who was told of, may know the sentence again. Wording by winnowing (Schleimer, Wilkerson, Aiken, "Winnowing:
 * local algorithms for document fingerprinting", SIGMOD 2003) with runs of 6 words and windows of 4.
 */
export class ToldIndex implements ToldWords {
  /** Words that stand side by side with capitals. */
  readonly #pairs = new HashSet()
  /** What follows a cue, and it with the word after. */
  readonly #named = new HashSet()
  readonly #wording = new HashSet()

  /** @param text one field of one record, as it was told */
  add(text: string): void {
    const tokens = tokenise(text)
    this.#addNames(text, tokens)
    const runs = runsOf(tokens)
    for (let from = 0; from < runs.length && from <= Math.max(0, runs.length - WINDOW); from++) this.#wording.add(Math.min(...runs.slice(from, from + WINDOW)))
  }

  find(text: string, ownWords: ReadonlySet<string>, isPlace: (words: string) => boolean): ToldHit[] {
    const tokens = tokenise(text)
    const hits: ToldHit[] = []
    tokens.forEach((here, at) => {
      const next = tokens[at + 1]
      if (next && joined(text, here, next)) {
        const key = pairKey(here, next)
        const told = this.#named.has(key) || (this.#pairs.has(key) && !(ownWords.has(here.word) && ownWords.has(next.word)) && !isPlace(text.slice(here.start, next.end)))
        if (told) return hits.push({ start: here.start, end: next.end, how: 'name' })
      }
      if (isWrittenAsName(text, here) && this.#named.has(hashText(here.word))) hits.push({ start: here.start, end: here.end, how: 'name' })
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
      const next = tokens[at + 1]
      if (!next) return
      if (telling && joined(text, here, next) && here.word.length > 1 && next.word.length > 1 && isCapital(text, here) && isCapital(text, next)) this.#pairs.add(pairKey(here, next))
      if (CUES.has(here.word)) this.#addNamed(text, here, tokens.slice(at + 1, at + 5))
    })
  }

  /** "Mr. A. Osman", "her name is Halima": the first word that is more than an initial, and the one after it. */
  #addNamed(text: string, cue: Token, following: readonly Token[]): void {
    const first = following.findIndex((token) => token.word.length > 1 && !LINKS.has(token.word))
    const [named, after] = [following[first], following[first + 1]]
    if (!named || !FOLLOWS_CUE.test(text.slice(cue.end, following[0]?.start)) || /[.!?؟\n]\s/u.test(text.slice(following[0]?.start, named.start).replace(/\p{L}\./gu, '')) || !isWrittenAsName(text, named)) return
    this.#named.add(hashText(named.word))
    if (after && joined(text, named, after) && isWrittenAsName(text, after)) this.#named.add(pairKey(named, after))
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
