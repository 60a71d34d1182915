import { HashSet, hashText, isUnspaced, RunningHash, tokenise, type Token } from './fold.ts'
import { skeleton } from './skeleton.ts'

/** A stretch of text that a name of the vault may be read from. */
export interface NameHit {
  readonly start: number
  readonly end: number
  readonly how: 'whole' | 'one-word' | 'own-word' | 'part' | 'sounds-like'
  readonly effect: 'stop' | 'read'
}

export interface NameIndex {
  /** `text`: what the tokens were read from. */
  readonly find: (text: string, tokens: readonly Token[], ownWords: ReadonlySet<string>) => NameHit[]
  /** Names too short to look for: initials only, or one word of fewer than three letters. */
  readonly tooShort: number
}

/** Words of a name that say how it is joined, not whose it is. */
const PARTICLES = new Set(['al', 'el', 'ul', 'ad', 'as', 'at', 'an', 'ar', 'az', 'ash', 'bin', 'ibn', 'ben', 'bint', 'abu', 'abou', 'umm', 'de', 'da', 'do', 'dos', 'del', 'della', 'di', 'van', 'von', 'der', 'den', 'la', 'le', 'of', 'ال', 'بن', 'ابن', 'بنت', 'ابو', 'ام', 'ابي'])
/** Words that may stand between the parts of a name found in a text ("Amina bint Salem Haddad" for "Amina Haddad"). */
const BETWEEN = 2
const LONGEST_RUN = 24
/** Letters from which one word of a longer name is worth a person's look. */
const TELLING_PART = 4

/**
 * Indexes the vault's names. A name of several words is found in any order and case, through hyphens, line
 * breaks and a word or two between; joined into one word or cut in the middle; one or two words of a longer
 * name, and what sounds like a name in another spelling or script, are for a person to read.
 */
export function indexNames(names: readonly string[]): NameIndex {
  const split = names.map(coreAndFull)
  const frequency = new Map<string, number>()
  for (const { core } of split) for (const word of core) frequency.set(word, (frequency.get(word) ?? 0) + 1)

  const joined = new HashSet()
  const single = new Set<string>()
  const byRarest = new Map<string, (readonly string[])[]>()
  const pairs = new HashSet()
  const parts = new Set<string>()
  const sounds = { stop: new HashSet(), read: new HashSet() }
  let tooShort = 0
  let [shortest, longest] = [Infinity, 0]

  for (const { core, full } of split) {
    if (core.length === 0 || (core.length === 1 && !isUnspaced(core[0] ?? '') && full.join('').length < 3)) {
      tooShort++
      continue
    }
    if (full.length > 1) {
      const length = full.reduce((sum, word) => sum + word.length, 0)
      shortest = Math.min(shortest, length)
      longest = Math.max(longest, length)
      for (const order of writtenOrders(full)) joined.add(hashText(...order))
    }
    if (core.length === 1) {
      if (core[0]) single.add(core[0])
      continue
    }
    if (core.every(isUnspaced)) continue
    for (const word of core) if (word.length >= TELLING_PART) parts.add(word)
    let rarest = core[0] ?? ''
    for (const word of core) if ((frequency.get(word) ?? 0) < (frequency.get(rarest) ?? 0)) rarest = word
    const anchored = byRarest.get(rarest)
    if (anchored) anchored.push(core)
    else byRarest.set(rarest, [core])
    if (core.length > 2) for (let i = 0; i < core.length; i++) for (let j = i + 1; j < core.length; j++) pairs.add(pairKey(core[i] ?? '', core[j] ?? ''))
    const sound = soundOf(core)
    if (sound) sounds[sound.effect].add(sound.key)
  }

  return {
    tooShort,
    find(text, tokens, ownWords) {
      const hits: NameHit[] = []
      const cores: { word: string; token: Token }[] = []
      for (const token of tokens) {
        const word = coreWord(token.word)
        if (word && !PARTICLES.has(word) && (word.length > 1 || isUnspaced(word))) cores.push({ word, token })
      }
      if (joined.size > 0) findJoined(tokens, joined, shortest, longest, hits)
      for (let i = 0; i < cores.length; i++) {
        const here = cores[i]
        if (!here) continue
        if (single.has(here.word)) hits.push({ start: here.token.start, end: here.token.end, how: 'one-word', effect: 'stop' })
        for (const name of byRarest.get(here.word) ?? []) {
          const span = spanOf(name, cores, i)
          if (span) hits.push({ ...span, how: 'whole', effect: 'stop' })
        }
        if (parts.has(here.word) && !ownWords.has(here.token.word) && isWrittenAsName(text, here.token)) hits.push({ start: here.token.start, end: here.token.end, how: 'part', effect: 'read' })
        for (let j = i + 1; j <= i + 2 && j < cores.length; j++) {
          const there = cores[j]
          if (there && here.word !== there.word && pairs.has(pairKey(here.word, there.word))) hits.push({ start: here.token.start, end: there.token.end, how: 'part', effect: 'read' })
        }
        for (let n = 2; n <= 5 && i + n <= cores.length; n++) {
          const run = cores.slice(i, i + n)
          const sound = soundOf(run.map(each => each.word))
          if (sound && sounds[sound.effect].has(sound.key)) hits.push({ start: here.token.start, end: run.at(-1)?.token.end ?? here.token.end, how: 'sounds-like', effect: sound.effect })
        }
      }
      return dropCovered(hits.map(hit => (hit.effect === 'stop' && isOwn(hit, tokens, ownWords) ? { ...hit, how: 'own-word', effect: 'read' } : hit)))
    },
  }
}

/** With a capital, or in letters that have none: "Halima" and "حليمة", but not "hope". */
export function isWrittenAsName(text: string, { start }: Token): boolean {
  const first = text.slice(start, start + 2).match(/\p{L}/u)?.[0] ?? ''
  return first !== '' && (/\p{Lu}/u.test(first) || first.toLowerCase() === first.toUpperCase())
}

/** All its words are words that the document says by itself (countries, settlements, fixed wording): a person decides. */
function isOwn(hit: NameHit, tokens: readonly Token[], ownWords: ReadonlySet<string>): boolean {
  return tokens.every(token => token.end <= hit.start || token.start >= hit.end || ownWords.has(token.word))
}

/** Every word of the name within a stretch that has at most `BETWEEN` others. */
function spanOf(name: readonly string[], cores: readonly { word: string; token: Token }[], at: number): { start: number; end: number } | null {
  const reach = name.length - 1 + BETWEEN
  const from = Math.max(0, at - reach)
  const to = Math.min(cores.length - 1, at + reach)
  for (let first = from; first <= at; first++) {
    const last = Math.min(to, first + reach)
    const left = [...name]
    let end = -1
    for (let i = first; i <= last && left.length > 0; i++) {
      const where = left.indexOf(cores[i]?.word ?? '')
      if (where < 0) {
        if (i === first) break
        continue
      }
      left.splice(where, 1)
      end = i
    }
    const head = cores[first]
    const tail = cores[end]
    if (left.length === 0 && head && tail) return { start: head.token.start, end: tail.token.end }
  }
  return null
}

/** Tokens run together, from each token on: catches names without their spaces and words cut by a hyphen or a line end. */
function findJoined(tokens: readonly Token[], joined: HashSet, shortest: number, longest: number, hits: NameHit[]): void {
  for (let i = 0; i < tokens.length; i++) {
    const run = new RunningHash()
    let length = 0
    for (let j = i; j < tokens.length && j < i + LONGEST_RUN && length < longest; j++) {
      const word = tokens[j]?.word ?? ''
      run.add(word)
      length += word.length
      if (length >= shortest && joined.has(run.value())) hits.push({ start: tokens[i]?.start ?? 0, end: tokens[j]?.end ?? 0, how: 'whole', effect: 'stop' })
    }
  }
}

/** As written, surname first, and reversed. */
function writtenOrders(words: readonly string[]): string[][] {
  const last = words.at(-1)
  if (words.length < 3 || last === undefined) return [[...words], [...words].reverse()]
  return [[...words], [last, ...words.slice(0, -1)], [...words.slice(1), words[0] ?? ''], [...words].reverse()]
}

function coreAndFull(name: string): { core: string[]; full: string[] } {
  const full = tokenise(name).map(token => token.word).filter(word => word.length > 1 || isUnspaced(word))
  const core = full.map(coreWord).filter(word => word && !PARTICLES.has(word))
  return { core: core.length > 0 ? core : full, full }
}

/** The Arabic article belongs to the word it is written on: السيد and سيد meet, and Abdel, Abdul and Abd. */
function coreWord(word: string): string {
  if (word.startsWith('ال') && word.length >= 5) return word.slice(2)
  return /^abd[aeiou]{0,2}l$/.test(word) ? 'abd' : word
}

function soundOf(words: readonly string[]): { key: number; effect: 'stop' | 'read' } | null {
  const parts = words.map(skeleton)
  const letters = parts.reduce((sum, part) => sum + part.length, 0)
  if (letters < 5 || parts.some(part => part.length < 2)) return null
  return { key: hashText(...parts.sort().map(part => `${part} `)), effect: letters >= 8 ? 'stop' : 'read' }
}

const pairKey = (a: string, b: string) => (a < b ? hashText(a, '|', b) : hashText(b, '|', a))

/** A hit inside another that weighs as much says nothing new. */
function dropCovered(hits: NameHit[]): NameHit[] {
  const sorted = hits.sort((a, b) => (a.effect === b.effect ? b.end - b.start - (a.end - a.start) : a.effect === 'stop' ? -1 : 1))
  const kept: NameHit[] = []
  for (const hit of sorted) if (!kept.some(other => other.start <= hit.start && other.end >= hit.end)) kept.push(hit)
  return kept.sort((a, b) => a.start - b.start)
}
