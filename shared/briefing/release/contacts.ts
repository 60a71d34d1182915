import { foldSign, HashSet, hashText, RunningHash, tokenise, type Token } from './fold.ts'

export interface Hit { readonly start: number; readonly end: number }

/** Digits of a text in groups as written, each with its place. */
interface DigitGroup { readonly digits: string; readonly start: number; readonly end: number; readonly plus: boolean }

/** What may stand between two groups of one number: a few signs, a line end; not a tab, which parts a table's cells. */
const WITHIN = /^[ \r\n\u00a0\u2000-\u200f\u202f\u2066-\u2069().\-–—‑/·_+]{0,4}$/u

export function digitGroups(text: string): DigitGroup[] {
  const groups: DigitGroup[] = []
  let digits = ''
  let start = 0
  let plus = false
  let at = 0
  let before = ''
  for (const sign of text) {
    const fold = foldSign(sign)
    if (/^\d$/.test(fold)) {
      if (!digits) {
        start = at
        plus = before === '+' || before === '＋'
      }
      digits += fold
    } else if (fold !== '' && digits) {
      groups.push({ digits, start, end: at, plus })
      digits = ''
    }
    if (fold !== '') before = sign
    at += sign.length
  }
  if (digits) groups.push({ digits, start, end: at, plus })
  return groups
}

/** Fewest digits that a phone number is looked for by, and most that are compared (the national number; codes in front vary). */
const SHORTEST = 6
const COMPARED = 9

export interface PhoneIndex { readonly find: (text: string) => Hit[]; readonly tooShort: number }

/**
 * Indexes phone numbers by their last nine digits (all, if fewer). A match begins and ends where a group of
 * digits does, so that figures beside each other in a table make no number; in front of it only what dials
 * it (a trunk zero, an exit code, its own country code) may stand in the same group.
 */
export function indexPhones(numbers: readonly string[]): PhoneIndex {
  const byTail = new Map<string, Set<string>>()
  let tooShort = 0
  for (const written of numbers) {
    const digits = digitGroups(written).map(group => group.digits).join('').replace(/^0+/, '')
    if (digits.length < SHORTEST) {
      tooShort++
      continue
    }
    const tail = digits.slice(-COMPARED)
    const fronts = byTail.get(tail) ?? new Set()
    fronts.add(digits.slice(0, -COMPARED))
    byTail.set(tail, fronts)
    // A number kept with its country code is also written without it: eight-digit and shorter national numbers.
    for (let national = 8; national >= 7 && digits.length - national >= 1 && digits.length - national <= 3; national--) {
      const short = digits.slice(-national)
      const shortFronts = byTail.get(short) ?? new Set()
      shortFronts.add(digits.slice(0, -national))
      byTail.set(short, shortFronts)
    }
  }
  return {
    tooShort,
    find(text) {
      if (byTail.size === 0) return []
      const groups = digitGroups(text)
      const hits: Hit[] = []
      for (let last = 0; last < groups.length; last++) {
        let run = ''
        for (let first = last; first >= 0 && first > last - 9 && run.length < 18; first--) {
          const group = groups[first]
          const next = groups[first + 1]
          if (!group || (first < last && next && !WITHIN.test(text.slice(group.end, next.start)))) break
          run = group.digits + run
          if (run.length < SHORTEST) continue
          if (runIsKnown(run, byTail)) {
            hits.push({ start: group.start, end: groups[last]?.end ?? group.end })
            break
          }
        }
      }
      return hits
    },
  }
}

function runIsKnown(run: string, byTail: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  for (const length of [COMPARED, 8, 7, 6]) {
    if (run.length < length) continue
    const fronts = byTail.get(run.slice(-length))
    if (!fronts) continue
    const front = run.slice(0, -length).replace(/^0{1,2}/, '')
    for (const known of fronts) if (front === '' || known.endsWith(front) || front === known) return true
  }
  return false
}

/** Fewest signs that a plate, document, address or handle is looked for by; digits alone need more, or every count would be one. */
const SHORTEST_MIXED = 4
const SHORTEST_DIGITS = 7
const LONGEST_RUN = 24

export interface CodeIndex { readonly find: (text: string, tokens: readonly Token[]) => Hit[]; readonly tooShort: number }

/** Indexes plates, documents, claim codes, e-mail addresses and handles by their letters and digits, whatever separates them. */
export function indexCodes(codes: readonly string[]): CodeIndex {
  const known = new HashSet()
  let longest = 0
  let tooShort = 0
  for (const code of codes) {
    const compact = tokenise(code).map(token => token.word).join('')
    if (compact.length < (/^\d+$/.test(compact) ? SHORTEST_DIGITS : SHORTEST_MIXED)) {
      tooShort++
      continue
    }
    known.add(hashText(compact))
    longest = Math.max(longest, compact.length)
  }
  return {
    tooShort,
    find(text, tokens) {
      const hits: Hit[] = []
      for (let i = 0; i < tokens.length; i++) {
        const run = new RunningHash()
        let length = 0
        let lineEnds = 0
        for (let j = i; j < tokens.length && j < i + LONGEST_RUN; j++) {
          // A code is printed over two lines at most: letters and figures down the edge of a map are none.
          for (const sign of j > i ? text.slice(tokens[j - 1]?.end, tokens[j]?.start) : '') lineEnds += sign === '\t' ? 2 : sign === '\n' ? 1 : 0
          if (lineEnds > 1) break
          const word = tokens[j]?.word ?? ''
          run.add(word)
          length += word.length
          if (length > longest) break
          if (length >= SHORTEST_MIXED && known.has(run.value())) hits.push({ start: tokens[i]?.start ?? 0, end: tokens[j]?.end ?? 0 })
        }
      }
      return hits
    },
  }
}
