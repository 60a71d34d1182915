/**
 * Check words: a Reed-Solomon code over GF(2048), of which each of BIP 39's 2,048 words is one sign (x^11 + x^2 + 1,
 * primitive: Peterson's table). Three of them, at the end, so that the word polynomial vanishes at the powers 1, 2 and 3 of x: one
 * wrong word is found and named, two are noticed for sure, more but for one in eight thousand million.
 */
export const CHECK_WORDS = 3
const FIELD = 2048
const REDUCE = 0x805

const exponent: number[] = []
const logarithm: number[] = Array.from({ length: FIELD }, () => 0)
for (let power = 0, sign = 1; power < FIELD - 1; power++) {
  exponent.push(sign)
  logarithm[sign] = power
  sign <<= 1
  if (sign >= FIELD) sign ^= REDUCE
}
const power = (of: number) => exponent[of % (FIELD - 1)]!
const product = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : power(logarithm[a]! + logarithm[b]!))

/** (x + 2)(x + 4)(x + 8), the highest power left out: what the check words are remainders by. */
const GENERATOR = [1, 2, 3].reduce<readonly number[]>((so, root) => [...so, 0].map((sign, at) => sign ^ product(at > 0 ? so[at - 1]! : 0, power(root))), [1]).slice(1)

/** The check words of some words, all as numbers from 0 to 2047. */
export function checkWords(words: readonly number[]): readonly number[] {
  let remainder = GENERATOR.map(() => 0)
  for (const word of words) {
    const lead = word ^ remainder[0]!
    remainder = GENERATOR.map((sign, at) => (remainder[at + 1] ?? 0) ^ product(lead, sign))
  }
  return remainder
}

/** What is wrong with words that end in their check words: nothing, the word at one place (from 0), two neighbours that changed places, or more than can be told. */
export type Misread = { readonly what: 'nothing' } | { readonly what: 'word' | 'swapped'; readonly place: number } | { readonly what: 'several' }

export function findMisread(words: readonly number[]): Misread {
  const [one, two, three] = syndromes(words) as [number, number, number]
  if ((one | two | three) === 0) return { what: 'nothing' }
  if (one !== 0 && two !== 0 && three !== 0 && product(two, two) === product(one, three)) {
    const place = words.length - 1 - ((logarithm[two]! - logarithm[one]! + FIELD - 1) % (FIELD - 1))
    if (place >= 0) return { what: 'word', place }
  }
  const swapped = words.slice(1).findIndex((word, at) => word !== words[at] && syndromes(words.with(at, word).with(at + 1, words[at]!)).every((syndrome) => syndrome === 0))
  return swapped >= 0 ? { what: 'swapped', place: swapped } : { what: 'several' }
}

/** The word polynomial at the powers 1, 2 and 3, the last word its constant. */
function syndromes(words: readonly number[]): readonly number[] {
  return [1, 2, 3].map((root) => words.reduce((sum, word) => product(sum, power(root)) ^ word, 0))
}
